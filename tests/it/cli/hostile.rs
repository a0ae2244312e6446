//! Pipes, full devices, missing permissions and hostile names.

use super::{ARTICLE, Home};
use std::fs;
use std::io::Read;
use std::process::{Command, Stdio};

/// A named pipe as an article, a full device as output, a file as the home directory.
#[test]
#[cfg(target_os = "linux")]
fn special_files_are_reported() {
    let home = Home::new();
    let run = |command: &mut Command| {
        let output = command.output().expect("the program starts");
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        (output.status.code(), error)
    };
    let (mode, kind) = (0o600.into(), rustix::fs::FileType::Fifo);
    rustix::fs::mknodat(rustix::fs::CWD, home.path("pipe.md"), kind, mode, 0).expect("a pipe");
    let (code, error) = run(&mut home.command(&["show", "pipe.md"]));
    assert_eq!(code, Some(3));
    assert!(error.contains("a pipe, device or socket"), "{error}");

    let full = fs::File::create("/dev/full").expect("a device");
    let (code, error) = run(home.command(&["--help"]).stdout(full));
    assert_eq!(code, Some(3));
    assert!(error.contains("could not be printed"), "{error}");

    let mut command = home.command(&["list", "--library", "news"]);
    for name in ["CONFIG", "DATA", "CACHE", "STATE"] {
        command.env_remove(format!("XDG_{name}_HOME"));
    }
    let (code, error) = run(command.env("HOME", home.path("news/b.txt")));
    assert_eq!(code, Some(0));
    assert!(
        error.contains("The index of news cannot be used"),
        "{error}"
    );
}

/// A limit of file sizes (`ulimit -f`) is reported, rather than the end of the program.
#[test]
#[cfg(unix)]
fn a_file_that_grows_too_large_is_reported() {
    let home = Home::new();
    home.expect(&["mark", "bookmark", "a/第一篇.md", "--library", "news"], 0);
    let long = "注".repeat(1_000);
    let note = [
        "bookmark",
        "note",
        "a/第一篇.md",
        "--library",
        "news",
        "--text",
        &long,
    ];
    let limited = |arguments: &[&str]| {
        // In units of 512 bytes.
        let mut shell = home.program("/bin/sh");
        shell.args(["-c", "ulimit -f 1 && exec \"$0\" \"$@\""]);
        shell.arg(env!("CARGO_BIN_EXE_kanbao")).args(arguments);
        shell.output().expect("a shell")
    };
    let output = limited(&note);
    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(3), "{error}");
    assert!(error.contains("File too large"), "{error}");
    assert!(
        home.expect(&["bookmark", "list"], 0)
            .contains("a/第一篇.md")
    );
}

#[test]
fn a_closed_pipe_ends_without_a_message() {
    let home = Home::new();
    for number in 0..3000 {
        home.file(&format!("many/{number:04}-{}.md", "长".repeat(40)), "文");
    }
    let mut child = home
        .command(&["list", "--library", "many", "--json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut first = [0; 10];
    let mut stdout = child.stdout.take().expect("a pipe");
    stdout.read_exact(&mut first).expect("a line");
    drop(stdout);
    let output = child.wait_with_output().expect("an end");
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
#[cfg(unix)]
fn file_names_cannot_control_the_terminal() {
    let home = Home::new();
    home.file(
        "evil/a\u{1b}[31m\u{202e}\u{e0041}\u{fff9}\u{3164}\n.md",
        "---\ntitle: \"\\e]0;x\\a题\"\n---\n\u{9b}31m文",
    );
    home.file("evil/b\u{1b}[31m\u{e0041}.png", "");
    // The title is the file name; the bookmark keeps it.
    home.file("evil/题\u{1b}\u{ad}\u{e0041}.md", "![](a.png)");
    home.run(&["mark", "bookmark", "--library", "evil", "题"]);
    for args in [
        &["list", "--library", "evil"][..],
        &["list", "--library", "evil", "--json"],
        &["check", "evil"],
        &["check", "evil", "--all"],
        &["check", "evil", "--json"],
        &["bookmark", "list"],
        &["bookmark", "list", "--json"],
        &["bookmark", "export", "--format", "json"],
        &["bookmark", "export", "--format", "markdown"],
    ] {
        let output = home.run(args);
        let text = String::from_utf8_lossy(&output.stdout);
        let hidden = |c: char| {
            (c.is_control() && !matches!(c, '\n' | '\t'))
                || matches!(
                    c,
                    '\u{ad}' | '\u{202e}' | '\u{3164}' | '\u{fff9}' | '\u{e0041}'
                )
        };
        assert!(
            !text.is_empty() && !text.contains(hidden),
            "{args:?}: {text:?}"
        );
    }
}

/// Runs the program as a user whom file modes stop. They do not apply to root: then it runs as
/// nobody, from a copy that nobody may execute. That needs a temporary folder that is open to nobody.
#[cfg(target_os = "linux")]
struct Stopped<'a> {
    home: &'a Home,
    is_root: bool,
}

#[cfg(target_os = "linux")]
impl<'a> Stopped<'a> {
    fn new(home: &'a Home) -> Self {
        home.file("closed/a.md", ARTICLE);
        home.file("cache/kanbao/index/x", "");
        home.file("data/kanbao/x", "");
        // Copied by another process: a file that this process has open for writing could be
        // inherited by a child of another test, and could then not be executed.
        let copied = Command::new("cp")
            .args([env!("CARGO_BIN_EXE_kanbao").into(), home.path("program")])
            .status();
        assert!(copied.expect("cp").success());
        let stopped = |is_root| Self { home, is_root };
        stopped(false).mode("", 0o755);
        stopped(false).mode("program", 0o755);
        stopped(false).mode("cache/kanbao/index", 0o777);
        stopped(false).mode("data/kanbao", 0o777);
        stopped(false).mode("closed", 0);
        let is_root = fs::read_dir(home.path("closed")).is_ok();
        stopped(false).mode("closed", 0o755);
        stopped(is_root)
    }

    fn mode(&self, name: &str, mode: u32) {
        use std::os::unix::fs::PermissionsExt;
        let permissions = fs::Permissions::from_mode(mode);
        fs::set_permissions(self.home.path(name), permissions).expect("my own file");
    }

    fn command(&self) -> Command {
        use std::os::unix::process::CommandExt;
        const NOBODY: u32 = 65534;
        let mut command = Command::new(self.home.path("program"));
        if self.is_root {
            command.uid(NOBODY).gid(NOBODY);
        }
        command
    }

    #[expect(clippy::print_stdout, reason = "says what it skipped")]
    fn can_run(&self) -> bool {
        let mut probe = self.command();
        let can = probe
            .arg("--version")
            .stdout(Stdio::null())
            .status()
            .is_ok();
        if !can {
            println!("skipped: only root may enter the temporary folder");
        }
        can
    }

    #[track_caller]
    fn check(&self, args: &[&str], code: i32, out: &[&str], errors: &[&str]) {
        let mut command = self.command();
        let like = self.home.command(&[]);
        let variables = like
            .get_envs()
            .filter_map(|(name, value)| Some((name, value?)));
        command.args(args).current_dir(self.home.path(""));
        command.env_clear().envs(variables).stdin(Stdio::null());
        let output = command.output().expect("the program starts");
        let message = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{args:?}: {message}");
        let are_lines = message.lines().count() == errors.len();
        let all = errors.iter().all(|error| message.contains(error));
        assert!(all && are_lines, "{args:?}: {message}");
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(
            out.iter().all(|part| text.contains(part)),
            "{args:?}: {text}"
        );
    }
}

#[test]
#[cfg(target_os = "linux")]
fn missing_permissions_are_reported() {
    let home = Home::new();
    home.file("locked/a.md", ARTICLE);
    home.file("part/open.md", ARTICLE);
    home.file("part/closed.md", ARTICLE);
    home.file("part/in/b.md", ARTICLE);
    home.file("data/kanbao/journal/m-1.jsonl", "");
    let stopped = Stopped::new(&home);
    if !stopped.can_run() {
        return;
    }
    for closed in ["locked", "part/closed.md", "part/in", "data/kanbao/journal"] {
        stopped.mode(closed, 0);
    }
    let check = |args: &[&str], code, out: &[&str], errors: &[&str]| {
        stopped.check(args, code, out, errors);
    };
    let closed = "No permission (its owner can grant access with chmod)";
    check(&["locked"], 3, &[], &[&format!("kanbao: locked: {closed}")]);
    check(&["list", "--library", "locked"], 3, &[], &[closed]);
    check(&["part/closed.md"], 3, &[], &[closed]);
    check(&["show", "part/closed.md"], 3, &[], &[closed]);
    // Inside a library only the file itself is skipped, and reported.
    check(&["check", "part"], 1, &["part/closed.md", "part/in"], &[]);
    // The journal cannot be read: reported, and the articles are listed.
    let journal = "data/kanbao/journal";
    let unread = "2 files or folders cannot be read; the first is part/closed.md (Permission";
    let list = |words: &[&'static str]| [&["list", "--library", "part"], words].concat();
    check(&list(&[]), 0, &["open.md"], &[journal, unread]);
    check(&list(&["第一篇"]), 0, &["open.md"], &[journal, unread]);
    // What could not be read may match.
    let nothing = "Nothing found yet for “无此文”";
    check(&list(&["无此文"]), 3, &[], &[journal, nothing]);
    check(&list(&["无此文"]), 3, &[], &[journal, unread]);
    check(&["index", "part"], 3, &["1 articles"], &[unread]);
    let index = ["index", "part", "--json"];
    check(&index, 3, &["\"complete\":false"], &[unread]);
    let mark = ["mark", "read", "无此文", "--library", "part"];
    check(&mark, 3, &[], &[journal, unread]);
    let here = "4 files or folders cannot be read; the first is ./data/kanbao/journal";
    check(&["bookmark", "list"], 1, &[], &[here, journal]);
    for closed in ["data/kanbao/journal", "locked", "part/in"] {
        stopped.mode(closed, 0o755);
    }
}

/// What cannot be read may be what was looked for.
#[test]
#[cfg(target_os = "linux")]
fn what_became_unreadable_is_not_denied() {
    let home = Home::new();
    for name in ["kept/sub/b.md", "later/a.md", "later/b.md"] {
        home.file(name, ARTICLE);
    }
    home.file("kept/a.md", "---\ntitle: 另一篇\n---\n不是副本。\n");
    let stopped = Stopped::new(&home);
    if !stopped.can_run() {
        return;
    }
    let mark = ["mark", "bookmark", "sub/b.md", "--library", "kept"];
    stopped.check(&mark, 0, &[], &[]);
    stopped.mode("kept/sub", 0);
    let unread = "kept/sub cannot be read";
    let nothing = "Nothing found yet";
    let bookmarks = |command: [&'static str; 2], words: &[&'static str]| {
        [&command, words, &["--library", "kept"]].concat()
    };
    let list = ["bookmark", "list"];
    // Marks of an article that cannot be seen are known all the same. As `list` does, a list that has
    // rows succeeds.
    stopped.check(&bookmarks(list, &[]), 0, &["sub/b.md"], &[unread]);
    stopped.check(&bookmarks(list, &["无此文"]), 3, &[], &[unread, nothing]);
    let export = bookmarks(["bookmark", "export"], &[]);
    stopped.check(&export, 3, &["sub/b.md"], &[unread]);
    let highlights = bookmarks(["highlight", "list"], &[]);
    stopped.check(&highlights, 1, &[], &[unread, "No highlights"]);
    stopped.check(&list, 0, &["sub/b.md"], &[unread]);
    stopped.mode("kept/sub", 0o755);
    stopped.check(&bookmarks(list, &[]), 0, &["sub/b.md"], &[]);

    // The metadata of an article are known from before, and only its text cannot be read.
    for name in ["later/a.md", "later/b.md", "later"] {
        let time = std::time::SystemTime::now() - std::time::Duration::from_secs(3600);
        let file = fs::File::open(home.path(name)).expect("my own file");
        file.set_modified(time).expect("my own file");
    }
    stopped.check(&["index", "later"], 0, &["2 articles"], &[]);
    stopped.mode("later/b.md", 0);
    for file in fs::read_dir(home.path("cache/kanbao/index")).expect("a folder") {
        let path = file.expect("a file").path();
        if path.extension().is_some_and(|end| end == "text") {
            fs::remove_file(path).expect("a file");
        }
    }
    let unread = "later/b.md cannot be read (Permission";
    let index = ["index", "later", "--json"];
    let is_incomplete = ["\"articles\":2", "\"problems\":1", "\"complete\":false"];
    stopped.check(&index, 3, &is_incomplete, &[unread]);
    let later = |words: &[&'static str]| [words, &["--library", "later"]].concat();
    stopped.check(&later(&["list", "无此文"]), 3, &[], &[nothing]);
    let left_out = "1 article";
    stopped.check(&later(&["mark", "read", "无此文"]), 3, &[], &[left_out]);
    stopped.mode("later/b.md", 0o644);
    let is_complete = ["\"problems\":0", "\"complete\":true"];
    stopped.check(&index, 0, &is_complete, &[]);
    stopped.check(&later(&["list", "无此文"]), 1, &[], &["No match"]);
}
