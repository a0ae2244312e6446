//! Marks and the reading position survive kills, resizes, suspension and lost connections.

use super::session::Session;
use portable_pty::CommandBuilder;
use std::fs;
use std::path::Path;

/// A library of two articles; the first is long, and its paragraphs are numbered.
fn library() -> tempfile::TempDir {
    let home = tempfile::tempdir().expect("a folder");
    let news = home.path().join("news");
    fs::create_dir(&news).expect("a folder");
    let sentence = "晨报的记者沿着河走了一天，把听到的话都记在本子上。";
    let paragraphs: String = (1..=200)
        .map(|number| format!("〔{number:03}〕{}\n\n", sentence.repeat(1 + number % 4)))
        .collect();
    let long = format!("---\ntitle: 长篇\ndate: 2026-02-02\n---\n{paragraphs}");
    fs::write(news.join("long.md"), long).expect("a file");
    let short = "---\ntitle: 短篇\ndate: 2026-02-01\n---\n一句话。\n";
    fs::write(news.join("short.md"), short).expect("a file");
    home
}

fn reading(home: &tempfile::TempDir, columns: u16, rows: u16) -> Session {
    let mut session = Session::kanbao(home.path(), &["news"], columns, rows);
    session.wait_for("短篇");
    session
}

/// Opens the long article and scrolls to its middle. Returns the number of the first paragraph
/// that begins on the screen.
fn into_the_middle(session: &mut Session) -> String {
    session.send("gg\r");
    session.wait_for("〔001〕");
    // The last key shows a notice, so all keys have been handled when it appears.
    session.send("          jjjjjjma");
    session.wait_for("标记");
    first(session).expect("a paragraph")
}

/// The number of the first paragraph that begins on the screen.
fn first(session: &Session) -> Option<String> {
    let text = session.screen_text();
    let (_, rest) = text.split_once('〔')?;
    rest.split_once('〕').map(|(number, _)| number.to_owned())
}

/// The rows between the bar and the last row.
fn article(session: &Session) -> Vec<String> {
    let text = session.screen_text();
    let rows: Vec<_> = text.lines().map(str::to_owned).collect();
    rows[1..rows.len() - 1].to_vec()
}

#[test]
fn a_bookmark_survives_a_kill() {
    let home = library();
    let mut session = reading(&home, 100, 24);
    session.send("b");
    session.wait("the bookmark", |session| session.row(0).contains("书签 1"));
    session.signal("KILL");
    session.end();
    let mut again = reading(&home, 100, 24);
    again.wait("the bookmark", |session| session.row(0).contains("书签 1"));
}

/// Opening a named pipe blocks until the other end is opened, unless `O_NONBLOCK` is set.
#[test]
fn named_pipes_in_our_folders_do_not_block() {
    let home = library();
    let pipes = [
        "cache/kanbao/terminals.tsv",
        "state/kanbao/m-1.lock",
        "data/kanbao/journal/m-2.jsonl",
        "data/kanbao/journal/other-1.jsonl",
    ];
    for pipe in pipes {
        let path = home.path().join(pipe);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        let made = std::process::Command::new("mkfifo").arg(path).status();
        assert!(made.expect("mkfifo").success());
    }
    fs::write(home.path().join("state/kanbao/machine"), "m").expect("a file");
    let mut session = reading(&home, 100, 24);
    session.send("b");
    session.wait("the bookmark", |session| session.row(0).contains("书签 1"));
    session.send("Q");
    assert_eq!(session.end(), 0, "{}", session.screen_text());
    let mut again = reading(&home, 100, 24);
    again.wait("the bookmark", |session| session.row(0).contains("书签 1"));
}

#[test]
fn two_concurrent_readers_lose_no_mark() {
    let home = library();
    let mut one = reading(&home, 100, 24);
    let mut two = reading(&home, 100, 24);
    for _ in 0..3 {
        one.send("bbb");
        two.send("jbbbk");
    }
    for session in [&mut one, &mut two] {
        session.wait("the bookmark", |session| session.row(0).contains("书签 "));
        session.send("Q");
        assert_eq!(session.end(), 0);
    }
    let mut again = reading(&home, 100, 24);
    again.wait("both bookmarks", |session| {
        session.row(0).contains("书签 2")
    });
}

/// An idle reader shows the marks of another one, and its undo does not revert them.
#[test]
fn an_idle_reader_shows_marks_of_another() {
    let home = library();
    let mut one = reading(&home, 100, 24);
    let mut two = reading(&home, 100, 24);
    one.send("ggb");
    two.wait("the bookmark", |session| session.row(0).contains("书签 1"));
    one.send("Gb");
    // The first one, too: its screen must not still say “书签 1” when the next step waits for that.
    for session in [&mut one, &mut two] {
        session.wait("two bookmarks", |session| session.row(0).contains("书签 2"));
    }
    // The second reader knows the bookmark, so its `b` removes it.
    two.send("Gb");
    one.wait("one bookmark", |session| session.row(0).contains("书签 1"));
    two.send("u");
    one.wait("two bookmarks", |session| session.row(0).contains("书签 2"));
    // Damage in the journal of another machine is reported.
    let journal = home.path().join("data/kanbao/journal/other-1.jsonl");
    fs::write(journal, "zzz\n").expect("a file");
    two.wait_for("other-1.jsonl");
    for session in [&mut one, &mut two] {
        session.send("Q");
        assert_eq!(session.end(), 0);
    }
}

/// Keys that come while the steps of earlier runs are read are not lost, and come after the undo.
#[test]
fn every_undo_of_earlier_steps_counts() {
    for keys in ["uu", "uggb"] {
        let home = library();
        let mut session = reading(&home, 100, 24);
        session.send("ggbGb");
        session.wait("two bookmarks", |session| session.row(0).contains("书签 2"));
        session.send("Q");
        session.end();
        let mut again = reading(&home, 100, 24);
        again.wait("two bookmarks", |session| session.row(0).contains("书签 2"));
        again.send(keys);
        again.wait("no bookmark", |session| !session.row(0).contains("书签 "));
    }
}

/// Marks that the screen confirmed survive the removal of the data folder.
#[test]
fn a_replaced_folder_loses_no_mark() {
    let home = library();
    let mut session = reading(&home, 100, 24);
    session.send("ggb");
    session.wait("the bookmark", |session| session.row(0).contains("书签 1"));
    // The reader may be making a file in it.
    let data = home.path().join("data");
    session.wait("the removal of the folder", |_| {
        let _ = fs::remove_dir_all(&data);
        !data.exists()
    });
    session.send("Gb");
    session.wait("two bookmarks", |session| session.row(0).contains("书签 2"));
    session.signal("KILL");
    session.end();
    let mut again = reading(&home, 100, 24);
    again.wait("two bookmarks", |session| session.row(0).contains("书签 2"));
    // On exit, with nothing new to write.
    fs::remove_dir_all(home.path().join("data")).expect("the folder");
    again.send("ggbb");
    again.wait_for("已加书签");
    fs::remove_dir_all(home.path().join("data")).ok();
    again.send("Q");
    assert_eq!(again.end(), 0);
    let mut last = reading(&home, 100, 24);
    last.wait("a bookmark", |session| session.row(0).contains("书签 1"));
}

/// The article opens at the same sentence, in a window of the same or another size.
#[test]
fn the_position_is_restored_at_any_size() {
    let home = library();
    let mut session = reading(&home, 60, 14);
    let number = into_the_middle(&mut session);
    assert!(number.as_str() > "030", "{number}");
    let left = article(&session);
    session.send("Q");
    assert_eq!(session.end(), 0);
    for (columns, rows) in [(60, 14), (90, 20), (40, 12), (130, 40)] {
        let mut again = reading(&home, columns, rows);
        again.send("gg\r");
        again.wait("the paragraph", |session| {
            first(session).as_ref() == Some(&number)
        });
        if columns == 60 {
            assert_eq!(article(&again), left);
        }
        again.signal("TERM");
        assert_eq!(again.end(), 143);
    }
}

#[test]
fn many_resizes_keep_the_position() {
    let home = library();
    let mut session = reading(&home, 60, 14);
    let number = into_the_middle(&mut session);
    let before = article(&session);
    for step in 0..40_u16 {
        session.resize(20 + step * 37 % 120, 6 + step * 13 % 40);
        if step % 7 == 3 {
            session.send("\x0c");
        }
    }
    session.resize(90, 20);
    session.wait("the paragraph", |session| {
        first(session).as_ref() == Some(&number)
    });
    session.resize(60, 14);
    session.wait("the same page", |session| article(session) == before);
    session.send("Q");
    assert_eq!(session.end(), 0);
    session.check_restored();
}

/// In an interactive shell, `^Z` stops the program and restores the shell's screen, and `fg` shows
/// the article again.
#[test]
#[cfg(target_os = "linux")]
fn a_shell_suspends_and_resumes() {
    let home = library();
    let kanbao = Session::command(home.path(), &[]);
    let mut command = CommandBuilder::new("bash");
    command.args(["--norc", "--noprofile", "-i"]);
    command.cwd(home.path());
    command.env_clear();
    for (name, value) in kanbao.iter_full_env_as_str() {
        command.env(name, value);
    }
    command.env("PATH", "/usr/bin:/bin");
    command.env("PS1", "shell> ");
    command.env("KANBAO", env!("CARGO_BIN_EXE_kanbao"));
    let mut session = Session::start(command, 60, 14);
    session.wait_for("shell>");
    session.send("\"$KANBAO\" news\n");
    session.wait_for("短篇");
    into_the_middle(&mut session);
    let before = article(&session);
    for _ in 0..3 {
        session.send("\x1a");
        session.wait("the shell", |session| {
            !session.screen().alternate_screen() && session.find("Stopped").is_some()
        });
        session.send("clear; echo $((40 + 2))\n");
        session.wait_for("42");
        assert!(!session.screen().hide_cursor());
        session.send("fg\n");
        session.wait("the article", |session| article(session) == before);
        assert!(session.screen().alternate_screen() && session.is_raw());
    }
    session.send("Q");
    session.wait("the shell", |session| !session.screen().alternate_screen());
    session.send("echo status $?; exit\n");
    session.wait_for("status 0");
    assert_eq!(session.end(), 0);
}

/// The terminal is closed, as when a connection is lost: the program saves the position and ends.
/// `script` plays the terminal, because it can be killed.
#[test]
#[cfg(target_os = "linux")]
fn a_lost_connection_ends_the_program() {
    let home = library();
    let kanbao = Session::command(home.path(), &[]);
    let mut command = CommandBuilder::new("script");
    command.args([
        "-q",
        "-e",
        "-c",
        "echo $$ > pid; exec \"$KANBAO\" news",
        "/dev/null",
    ]);
    command.cwd(home.path());
    command.env_clear();
    for (name, value) in kanbao.iter_full_env_as_str() {
        command.env(name, value);
    }
    command.env("SHELL", "/bin/sh");
    command.env("PATH", "/usr/bin:/bin");
    command.env("KANBAO", env!("CARGO_BIN_EXE_kanbao"));
    let mut session = Session::start(command, 60, 14);
    session.wait_for("短篇");
    let number = into_the_middle(&mut session);
    let pid = fs::read_to_string(home.path().join("pid")).expect("the program's number");
    session.signal("KILL");
    session.wait_until("its end", || !runs(pid.trim()));
    let mut again = reading(&home, 60, 14);
    again.send("gg\r");
    again.wait("the place", |session| {
        first(session).as_ref() == Some(&number)
    });
}

/// Whether a process runs. A zombie does not: its parent was killed, so nothing reaps it soon.
fn runs(pid: &str) -> bool {
    let stat = fs::read_to_string(Path::new("/proc").join(pid).join("stat"));
    stat.is_ok_and(|stat| {
        !stat
            .rsplit(") ")
            .next()
            .unwrap_or("")
            .starts_with(['Z', 'X'])
    })
}
