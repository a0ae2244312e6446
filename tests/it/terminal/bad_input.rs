//! Unsuitable terminals, nonsensical answers, and disks that cannot be written: a message appears,
//! and nothing is lost.

use super::session::Session;
use std::fs;
use std::path::Path;

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
    fs::write(path, text).expect("a file");
}

/// A library of one article.
fn library(home: &Path) {
    write(&home.join("news/a.md"), "# 甲篇的题目\n\n文字。\n");
}

fn reading(home: &Path) -> Session {
    let mut session = Session::kanbao(home, &["news"], 100, 24);
    session.wait_for("甲篇的题目");
    session
}

#[test]
fn a_terminal_without_a_size_counts_as_small() {
    let home = folder();
    library(home.path());
    let mut session = Session::kanbao(home.path(), &["news"], 0, 0);
    session.wait_for("甲篇的题目");
    session.resize(50, 12);
    session.wait("the new size", |session| {
        session.row(11).contains("1/1") && session.find("甲篇的题目").is_some()
    });
    session.resize(0, 0);
    session.send("Q");
    assert_eq!(session.end(), 0);
    session.check_restored();
}

/// The reported size may need more memory than there is. Only a plausible size is drawn.
#[test]
fn a_window_of_any_reported_size_is_drawn() {
    let home = folder();
    library(home.path());
    let mut session = reading(home.path());
    for (columns, rows) in [
        (u16::MAX, u16::MAX),
        (5000, 5000),
        (1, u16::MAX),
        (u16::MAX, 1),
    ] {
        let drawn = session.sent().len();
        session.claim(columns, rows);
        session.wait("a frame", |session| {
            String::from_utf8_lossy(&session.sent()[drawn..]).contains("\x1b[2J")
        });
    }
    session.resize(60, 12);
    session.send("\x0c");
    session.wait_for("甲篇的题目");
    session.send("Q");
    assert_eq!(session.end(), 0);
    session.check_restored();
}

/// Nonsensical answers are not read as widths, sizes or keys.
#[test]
fn nonsensical_answers_are_ignored() {
    let home = folder();
    library(home.path());
    let digits = "9".repeat(3000);
    let odd = [
        "\x1b[99999;99999R\x1b[0;0R\x1b[R\x1b[;R\x1b[?62c".to_owned(),
        "\x1b[?69;9$y\x1b[?2026;99999$y\x1b[?$y\x1b[?c".to_owned(),
        format!("\x1b[{digits};{digits}R\x1b[?{digits}c"),
        "\x1b]11;rgb:zz/\u{fffd}/\x07\x1b]11;\x1b\\\x1bP>|Q\x1b\\\x1b[?62c".to_owned(),
    ];
    for answer in odd {
        let command = Session::command(home.path(), &["news"]);
        let mut session = Session::start(command, 60, 12).silent();
        session.wait("a question", |session| session.sent().ends_with(b"\x1b[c"));
        session.send(&answer);
        session.wait_for("甲篇的题目");
        session.send(&answer);
        session.send("b");
        session.wait("the bookmark", |session| session.row(0).contains("书签 1"));
        session.send("bQ");
        assert_eq!(session.end(), 0, "{answer:?}");
        session.check_restored();
    }
}

/// Replies about pictures, colours and widths that nobody asked for, or too late, with `Q`, which quits,
/// in their texts. Those that end are whole; no part of any is a key or on the screen.
fn hostile_replies() -> Vec<String> {
    let mut replies = vec![
        // Pictures: refused, another number, no number.
        "\x1b_Gi=4207849;EINVAL:QQQ\x1b\\\x1b_Gi=1;OK\x1b\\\x1b_G;QQQ\x1b\\".to_owned(),
        "\x1b_Gi=4207849;OK\x1b\\\x1b[?1;0;99999999999S\x1b[?1;3;0S\x1b[?62;4;4;4c".to_owned(),
        "\x1b]11;rgb:QQ/QQ/QQ\x07\x1b]4;0;QQQ\x1b\\\x1b]10;QQQ\x07\x1bPQQQ\x1b\\".to_owned(),
        "\x1b[8;99999;99999t\x1b[4;0;0t\x1b[6;99999999999;0t\x1b[0n\x1b[0n\x1b[3n".to_owned(),
        // Huge.
        format!("\x1b_Gi=4207849;{}\x1b\\", "Q".repeat(300_000)),
        format!("\x1b]11;{}\x07", "Q".repeat(300_000)),
        format!("\x1b[?{}c", "9;".repeat(50_000)),
    ];
    // Random ones; a linear congruential generator (Numerical Recipes).
    let mut state = 1_u32;
    let mut next = |most: u32| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) % most
    };
    for _ in 0..200 {
        let text: String = (0..next(40))
            .map(|_| char::from_u32(0x20 + next(0x5f)).unwrap_or('Q'))
            .filter(|c| *c != '\\')
            .collect();
        let numbers = format!("{};{};{}", next(100_000), next(9), next(u32::MAX));
        replies.push(match next(5) {
            0 => format!("\x1b_G{text}\x1b\\"),
            1 => format!("\x1b]{};{text}\x07", next(120)),
            2 => format!("\x1bP{text}\x1b\\"),
            3 => format!("\x1b[?{numbers}c"),
            _ => format!("\x1b[?{numbers}S"),
        });
    }
    replies
}

#[test]
fn hostile_replies_are_neither_keys_nor_text() {
    let home = folder();
    library(home.path());
    let mut session = reading(home.path());
    let is_marked = |session: &Session| session.row(0).contains("书签 1");
    session.send("b");
    session.wait("the bookmark", is_marked);
    let before = session.screen_text();
    for reply in hostile_replies() {
        session.send(&reply);
    }
    // The key after them is read as it is.
    session.send("b");
    session.wait("no bookmark", |session| !is_marked(session));
    session.send("b");
    session.wait("the bookmark", is_marked);
    session.settle();
    // A notice of the bookmark may still be there or not.
    let body = |text: &str| text.lines().take(20).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(body(&session.screen_text()), body(&before));
    // Half a reply ends after a while, or with the next Escape.
    for half in ["\x1b_Gi=4207849;O", "\x1b]11;rgb:00", "\x1bPQQ"] {
        session.send(half);
        session.settle();
        session.send("\x1b");
        session.settle();
        session.send("b");
        session.wait("no bookmark", |session| !is_marked(session));
        session.send("b");
        session.wait("the bookmark", is_marked);
    }
    session.send("Q");
    assert_eq!(session.end(), 0);
    session.check_restored();
}

#[test]
fn a_terminal_that_cannot_place_the_cursor_is_refused() {
    let home = folder();
    library(home.path());
    for term in ["dumb", ""] {
        let mut command = Session::command(home.path(), &["news"]);
        command.env("TERM", term);
        let mut session = Session::start(command, 100, 24);
        assert_eq!(session.end(), 2);
        assert!(session.row(0).contains("kanbao list"), "{}", session.row(0));
        assert!(!session.sent().contains(&0x1b));
    }
}

/// `doctor` queries the terminal, and restores it before it prints.
#[test]
fn doctor_reports_the_answers_of_the_terminal() {
    let home = folder();
    let check = |session: Session, told: &[&str]| {
        let mut session = session;
        assert_eq!(session.end(), 0);
        session.check_restored();
        for text in told {
            assert!(
                session.find(text).is_some(),
                "{text}:\n{}",
                session.screen_text()
            );
        }
    };
    let doctor = || Session::kanbao(home.path(), &["doctor"], 100, 40);
    let answers = [
        "①之类的符号: 一格",
        "整帧显示: 支持",
        "左右边界: 不支持",
        "颜色: 256",
        "配色: ink（终端报告背景为深色）",
    ];
    check(
        doctor(),
        &answers
            .map(|told| told.replace('①', "① "))
            .each_ref()
            .map(String::as_str),
    );
    check(
        doctor().silent(),
        &[
            "终端应答: 没有",
            "配色: mono（不知道终端的背景色",
            "链接: 显示并复制",
        ],
    );
    let mut command = Session::command(home.path(), &["doctor"]);
    command.env("TMUX", "x");
    command.env("LANG", "zh_CN.GB18030");
    command.env("NO_COLOR", "1");
    let told = [
        "tmux: 链接",
        "不是 UTF-8",
        "配色: mono（不用颜色",
        "放进 tmux",
    ];
    check(Session::start(command, 100, 40), &told);
}

#[test]
fn a_damaged_line_of_the_journal_is_reported() {
    let home = folder();
    library(home.path());
    let line = "{\"t\":\"2026-01-01T00:00:00Z\",\"do\":\"bookmark\",\"id\":\"a.md\"}\n";
    let journal = home.path().join("data/kanbao/journal/m-1.jsonl");
    write(&journal, &format!("{line}zzz\n{line}"));
    // A problem of the library must not hide it.
    write(&home.path().join("news/x.bin"), "");
    let mut session = reading(home.path());
    session.wait_for("日志 m-1.jsonl 第 2 行损坏");
    session.wait("the bookmark", |session| session.row(0).contains("书签 1"));
    session.send("Q");
    assert_eq!(session.end(), 0);
    let kept = fs::read_to_string(journal).expect("the journal");
    assert!(kept.contains("zzz"));
}

/// Checks that unwritable marks are reported at once, and that the file that rescues them at exit
/// can be moved into the journal.
fn check_unwritable(home: &Path, make_writable: impl FnOnce(&Path)) {
    let mut session = reading(home);
    session.send("b");
    session.wait_for("未能写入");
    session.send("Q");
    assert_eq!(session.end(), 3);
    session.check_restored();
    // Without line breaks and indents. Paths of tests contain no spaces.
    let text: String = session.screen_text().split_whitespace().collect();
    let told = text.split("已存到").nth(1).expect("where it is");
    let (path, _) = told.split_once(['；', '，']).expect("the end of the path");
    make_writable(home);
    let journal = home.join("data/kanbao/journal");
    fs::create_dir_all(&journal).expect("a folder");
    let name = Path::new(path).file_name().expect("a name");
    fs::rename(path, journal.join(name)).expect("the file that was told");
    let mut again = reading(home);
    again.wait("the bookmark", |session| session.row(0).contains("书签 1"));
}

#[test]
fn a_data_folder_that_cannot_be_written_loses_nothing() {
    let home = folder();
    library(home.path());
    // A file in place of the folder: not even root can write into it.
    let data = home.path().join("data");
    write(&data, "");
    check_unwritable(home.path(), |_| fs::remove_file(&data).expect("my file"));
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_loses_nothing() {
    let home = folder();
    library(home.path());
    write(&home.path().join("state/kanbao/machine"), "m");
    let journal = home.path().join("data/kanbao/journal");
    fs::create_dir_all(&journal).expect("a folder");
    let own = journal.join("m-1.jsonl");
    std::os::unix::fs::symlink("/dev/full", &own).expect("a link");
    check_unwritable(home.path(), |_| fs::remove_file(&own).expect("my link"));
}
