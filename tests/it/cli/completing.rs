//! Completion in the real shells, as Tab gives it at their prompts. A shell that is not installed is
//! skipped, and the test says so.

use super::Home;
use crate::terminal::session::Session;
use std::path::Path;

/// What is typed before Tab, and how the line then continues.
const LINES: &[(&str, &str)] = &[
    ("kanbao mar", "k"),
    ("kanbao mark unb", "ookmark"),
    ("kanbao bookmark exp", "ort"),
    ("kanbao completions fi", "sh"),
    ("kanbao list --sort rel", "evance"),
    ("kanbao --color alw", "ays"),
    ("kanbao --lang k", "o"),
    ("kanbao show a/", "第一篇.md"),
    ("kanbao mark read a/", "第一篇.md"),
    ("kanbao list sou", "rce:"),
    ("kanbao list source:某", "某财经"),
    ("kanbao list is:unr", "ead"),
    ("kanbao list tag:科", "技"),
    ("kanbao bookmark tag x --add 科", "技"),
    ("kanbao list --library new", "s/"),
    ("kanbao check new", "s/"),
    ("kanbao check a/", "第一篇.md"),
    #[cfg(feature = "fetch")]
    ("kanbao fetch 例", "报"),
    #[cfg(feature = "fetch")]
    ("kanbao feed remove 例", "报"),
];

#[test]
fn bash_completes() {
    check(
        "bash",
        &["--norc", "-i"],
        "source <(kanbao completions bash)",
    );
}

#[test]
fn zsh_completes() {
    let load = "autoload -U compinit; compinit -D; source <(kanbao completions zsh)";
    check("zsh", &["-f", "-i"], load);
}

#[test]
fn fish_completes() {
    let load = "kanbao completions fish | source";
    check("fish", &["--no-config", "-i"], load);
}

fn check(shell: &str, arguments: &[&str], load: &str) {
    let home = Home::new();
    let folders = std::env::var("PATH").unwrap_or_default();
    let mut folders = std::env::split_paths(&folders);
    let Some(program) =
        folders.find_map(|folder| Some(folder.join(shell)).filter(|it| it.exists()))
    else {
        eprintln!("{shell} is not installed: its completion was not tested");
        return;
    };
    let feed = "[[feeds]]\naddress = \"https://example.org/f\"\nname = \"例报\"\n";
    home.file("config/kanbao/feeds.toml", feed);
    home.expect(&["index", "news"], 0);
    home.expect(&["bookmark", "add", "a/第一篇.md", "--library", "news"], 0);
    let tag = [
        "bookmark",
        "tag",
        "a/第一篇.md",
        "--library",
        "news",
        "--add",
        "科技",
    ];
    home.expect(&tag, 0);

    let mut command = Session::command_of(&program.to_string_lossy(), &home.path("."), arguments);
    let built = Path::new(env!("CARGO_BIN_EXE_kanbao"));
    let built = built.parent().expect("a folder").to_string_lossy();
    command.env("PATH", format!("{built}:/usr/local/bin:/usr/bin:/bin"));
    command.env("LANG", "C.UTF-8");
    command.env("TZ", "UTC");
    command.env("KANBAO_LIBRARY", "news");
    let mut session = Session::start(command, 100, 60);
    session.send(&format!("{load}; echo load''ed\r"));
    session.wait_for("loaded");
    for (typed, rest) in LINES {
        // The screen is emptied, and so is the line.
        session.send("\x15\x0c");
        session.wait(&format!("an empty screen before {typed:?}"), |now| {
            now.screen_text().trim().lines().count() <= 1 && !now.screen_text().contains("kanbao ")
        });
        session.send(typed);
        session.wait_for(typed);
        session.send("\t");
        session.wait_for(&format!("{typed}{rest}"));
    }
    session.send("\x15exit\r");
    session.end();
}
