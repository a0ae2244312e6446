//! The commands under stress: many processes at once, full and closed streams, damaged journals,
//! invalid settings, and texts of extreme shape.

use super::cli::Home;
use std::process::{Child, Output, Stdio};

/// Checks that the program ended by itself: no panic, no signal.
#[track_caller]
fn check_sane(what: &str, output: &Output) {
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(!error.contains("panicked"), "{what}: {error}");
    let code = output.status.code();
    assert!(matches!(code, Some(0..=3)), "{what}: {code:?} {error}");
}

#[test]
fn concurrent_processes_lose_no_mark() {
    const COUNT: usize = 24;
    let home = Home::new();
    let names: Vec<_> = (0..COUNT).map(|number| format!("{number:02}.md")).collect();
    for name in &names {
        home.file(
            &format!("many/{name}"),
            &format!("# 题{name}\n\n{name} 的话。\n"),
        );
    }
    let mark = |name: &String| -> Child {
        home.command(&["mark", "bookmark", name, "--library", "many"])
            .stdout(Stdio::null())
            .spawn()
            .expect("the program starts")
    };
    let marking: Vec<_> = names.iter().map(mark).collect();
    for mut child in marking {
        assert!(child.wait().expect("an end").success());
    }
    assert_eq!(home.expect(&["bookmark", "list"], 0).lines().count(), COUNT);
    let listed = home.expect(&["list", "--library", "many", "--json"], 0);
    assert_eq!(listed.matches("\"bookmarked\":true").count(), COUNT);
}

#[test]
#[cfg(target_os = "linux")]
fn full_and_closed_streams_end_the_program_cleanly() {
    let commands: &[&[&str]] = &[
        &["--help"],
        &["--version"],
        &["show", "news/b.txt"],
        &["list", "--library", "news"],
        &["list", "--library", "news", "--json"],
        &["check", "news"],
        &["mark", "read", "b.txt", "--library", "news"],
        &["bookmark", "list"],
        &["bookmark", "export"],
        &["doctor"],
        &["config", "path"],
        &["completions", "bash"],
        &["man"],
    ];
    let home = Home::new();
    for args in commands {
        let what = args.join(" ");
        let full = std::fs::File::options().write(true).open("/dev/full");
        let full = full.expect("a full device");
        let output = home.command(args).stdout(full).output();
        check_sane(&what, &output.expect("the program starts"));
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let output = home.command(args).stdout(writer).output();
        check_sane(&what, &output.expect("the program starts"));
    }
}

/// Every intact line of a damaged journal is read.
#[test]
fn damaged_lines_of_a_journal_hide_no_mark() {
    let home = Home::new();
    let mark = |id: &str| {
        format!(
            "{{\"t\":\"2026-01-01T00:00:00Z\",\"do\":\"bookmark\",\"id\":\"{id}\",\"title\":\"{id}\"}}\n"
        )
    };
    let damage = [
        "\0\0\0\n".to_owned(),
        "[".repeat(200_000) + "\n",
        "x".repeat(4_000_000) + "\n",
        format!("{{\"t\":\"{}\"}}\n", "9".repeat(100_000)),
        "\u{feff}\r\n\n\n".to_owned(),
        "{\"t\":\"2026-01-01T00:00:00Z\",\"do\":\"bookm\n".to_owned(),
        "{\"t\":-1,\"do\":null,\"id\":[]}\n".to_owned(),
    ];
    let mut text = mark("first.md");
    for (number, damage) in damage.iter().enumerate() {
        text += damage;
        text += &mark(&format!("{number}.md"));
    }
    // A line that is still being written.
    text += "{\"t\":";
    home.file("data/kanbao/journal/other-1.jsonl", &text);
    let output = home.run(&["bookmark", "list"]);
    check_sane("bookmark list", &output);
    let listed = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(listed.lines().count(), damage.len() + 1, "{listed}");
    check_sane("doctor", &home.run(&["doctor"]));
}

#[test]
fn invalid_settings_do_not_crash() {
    let odd = [
        "\0",
        "=",
        "theme = 5",
        "theme = \"../../../etc/passwd\"",
        "panes = \"seven\"",
        "libraries = [[[]]]",
        "libraries = [\"\"]",
        "[keys]\nquit = \"\"",
        "measure = -99999999999999999999",
        "measure = 1e999",
        &"a.".repeat(20_000),
        &"x = ".repeat(1000),
        &format!("x = {}", "[".repeat(20_000)),
        "\u{feff}\u{feff}",
    ];
    let home = Home::new();
    for text in odd {
        home.file("config/kanbao/config.toml", text);
        let shown: String = text.chars().take(30).collect();
        for args in [&["config", "check"][..], &["list", "--library", "news"]] {
            check_sane(&shown, &home.run(args));
        }
    }
}

#[test]
fn texts_of_extreme_shape_are_shown() {
    let table = |columns: usize| {
        let row = |cell: &str| cell.repeat(columns) + "|\n";
        row("|格") + &row("|-") + &row("|子")
    };
    let note = |number: usize| format!("文[^{number}]字。\n\n[^{number}]: 注{number}\n\n");
    let texts = [
        "长".repeat(50_000),
        "w".repeat(50_000),
        "e\u{301}".repeat(10_000),
        format!("a{}", "\u{301}".repeat(20_000)),
        "# ".to_owned() + &"题".repeat(20_000),
        table(400),
        (0..500).map(note).collect(),
        "> ".repeat(2000) + "深",
        "- ".repeat(500) + "深",
        "<div>".repeat(5000) + "深",
        format!("---\ntitle: {}\nauthor: {0}\n---\n文", "题".repeat(20_000)),
    ];
    let home = Home::new();
    for text in texts {
        home.file("big.md", &text);
        for width in ["1", "80", "65535"] {
            let output = home.run(&["show", "--width", width, "big.md"]);
            let shown: String = text.chars().take(30).collect();
            check_sane(&format!("{shown} at {width}"), &output);
        }
    }
}
