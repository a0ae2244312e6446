//! The colours that are sent: by `--color`, `NO_COLOR` and the terminal, wherever something is printed.

use super::session::Session;

/// What is sent: `true`, `256`, `16` or `none`, the most of it.
fn sent(bytes: &[u8]) -> &'static str {
    let text = String::from_utf8_lossy(bytes);
    let codes = text.split("\u{1b}[").skip(1).filter_map(|rest| {
        let end = rest.find(|c: char| c.is_ascii_alphabetic())?;
        let (codes, rest) = rest.split_at_checked(end)?;
        rest.starts_with('m').then_some(codes)
    });
    let mut most = 0;
    for codes in codes {
        let numbers: Vec<u32> = codes
            .split([';', ':'])
            .map(|it| it.parse().unwrap_or(0))
            .collect();
        let is_colour = |number: &u32| matches!(number, 30..=37 | 40..=47 | 90..=97 | 100..=107);
        let extended = |kind| {
            numbers
                .windows(2)
                .any(|it| matches!(it[0], 38 | 48) && it[1] == kind)
        };
        most = most.max(match () {
            () if extended(2) => 3,
            () if extended(5) => 2,
            () if numbers.iter().any(is_colour) => 1,
            () => 0,
        });
    }
    ["none", "16", "256", "true"][most]
}

/// What each command sends with these options, in an environment.
#[track_caller]
fn check(options: &[&str], variables: &[(&str, &str)], expected: &str) {
    let home = tempfile::tempdir().expect("a folder");
    let news = home.path().join("news");
    std::fs::create_dir_all(&news).expect("a folder");
    let article = "# 早市\n\n> 引用的话。\n\n`code` 和 [链接](https://example.org/)。\n";
    std::fs::write(news.join("a.md"), article).expect("a file");
    let config = home.path().join("config/kanbao");
    std::fs::create_dir_all(&config).expect("a folder");
    std::fs::write(config.join("config.toml"), "theme = \"ink\"\n").expect("a file");
    let run = |args: &[&str]| {
        let mut command = Session::command(home.path(), &[args, options].concat());
        command.env_remove("TERM");
        for (name, value) in variables {
            command.env(name, value);
        }
        Session::start(command, 80, 24)
    };
    let mut show = run(&["show", "news/a.md", "--format", "ansi"]);
    assert_eq!(show.end(), 0);
    assert_eq!(
        sent(show.sent()),
        expected,
        "show {options:?} {variables:?}"
    );
    for args in [&["list", "--library", "news"][..], &["check", "news"]] {
        let mut session = run(args);
        assert_eq!(session.end(), 0);
        assert_eq!(sent(session.sent()), "none", "{args:?}");
    }
    if variables.iter().any(|(_, value)| *value == "dumb") {
        return;
    }
    let mut reader = run(&["news"]);
    reader.wait_for("早市");
    reader.send("\r");
    reader.wait_for("引用的话");
    // A theme that is chosen meanwhile has no other colours.
    reader.send(":theme slate\r");
    reader.wait_for("slate");
    reader.send("Q");
    assert_eq!(reader.end(), 0);
    assert_eq!(sent(reader.sent()), expected, "{options:?} {variables:?}");
}

#[test]
fn colours_are_those_that_were_asked_for_and_that_the_terminal_has() {
    let full = [("TERM", "xterm"), ("COLORTERM", "truecolor")];
    check(&[], &full, "true");
    check(&[], &[("TERM", "xterm-256color")], "256");
    check(&[], &[("TERM", "linux"), ("COLORFGBG", "15;0")], "16");
    check(&[], &[("TERM", "dumb")], "none");
    check(&["--color", "never"], &full, "none");
    let no_color = [full[0], full[1], ("NO_COLOR", "1")];
    check(&[], &no_color, "none");
    check(&["--color", "always"], &no_color, "true");
}
