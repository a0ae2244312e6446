//! Settings, keys and the commands of `:` that documents name exist.

use super::{Piece, none, pieces};
use crate::cli::Home;
use crate::desk::Desk;
use crate::pages::root;
use kanbao::app::{Level, Message};
use kanbao::input::{COMMANDS, Key};
use std::fs;

/// The section of each setting, as the default configuration has it.
fn sections() -> Vec<(String, String)> {
    let file = fs::read_to_string(root().join("assets/config.toml")).unwrap();
    let (mut section, mut settings) = (String::new(), Vec::new());
    for line in file.lines() {
        if let Some(name) = line.strip_prefix('[') {
            name.trim_matches(['[', ']']).clone_into(&mut section);
        } else if let Some((name, _)) = line.trim_start_matches('#').split_once(" = ") {
            settings.push((name.to_owned(), section.clone()));
        }
    }
    settings
}

/// Whether the program takes a configuration, with a theme `own` and feeds.
fn accepts(home: &Home, config: &str, theme: &str, feeds: &str) -> Result<(), String> {
    home.file("config/kanbao/config.toml", config);
    home.file("config/kanbao/themes/own.toml", theme);
    home.file("config/kanbao/feeds.toml", feeds);
    let mut checks = vec![["config", "check"]];
    if cfg!(feature = "fetch") && !feeds.is_empty() {
        checks.push(["feed", "list"]);
    }
    for args in checks {
        let output = home.run(&args);
        if !matches!(output.status.code(), Some(0 | 1)) {
            return Err(String::from_utf8_lossy(&output.stderr).trim().to_owned());
        }
    }
    Ok(())
}

/// The files that a block of TOML is: a configuration, a theme, feeds.
fn files(text: &str) -> [&str; 3] {
    match text {
        text if text.contains("[roles]") => ["theme = \"own\"\n", text, ""],
        text if text.contains("[[feeds]]") => ["", "", text],
        text => [text, "", ""],
    }
}

#[test]
fn blocks_of_toml_are_accepted() {
    let home = Home::new();
    home.file("articles/a.md", "正文\n");
    let mut faults = Vec::new();
    for piece in pieces() {
        if piece.block.as_deref() == Some("toml") {
            let [config, theme, feeds] = files(&piece.text);
            if let Err(error) = accepts(&home, config, theme, feeds) {
                faults.push(format!("{}: {error}", piece.place));
            }
        }
    }
    none(&faults);
}

/// `name = value` within a text is a setting, of the configuration or of a feed.
#[test]
fn settings_in_texts_are_accepted() {
    let home = Home::new();
    let sections = sections();
    let mut faults = Vec::new();
    for Piece { place, text, .. } in pieces().into_iter().filter(|it| it.block.is_none()) {
        let Some((written, value)) = text.split_once(" = ") else {
            continue;
        };
        let (name, value) = (written.trim_matches('"'), value.replace('…', "x"));
        let value = value.replace("URL", "http://e.org");
        let places = sections.iter().filter(|(known, _)| known == name);
        let mut places: Vec<&str> = places.map(|(_, section)| &**section).collect();
        // A key in quotes is bound.
        places.extend((name != written).then_some("keys"));
        let is_setting = places.iter().any(|section| {
            let config = match *section {
                "" => format!("{name} = {value}\n"),
                section => format!("[{section}]\n{written} = {value}\n"),
            };
            let accepted = accepts(&home, &config, "", "");
            accepted.is_ok() || accepted.is_err_and(|error| error.contains("--features"))
        });
        let feed = format!("[[feeds]]\naddress = \"https://example.org/f\"\n{name} = {value}\n");
        let is_of_feed = || cfg!(feature = "fetch") && accepts(&home, "", "", &feed).is_ok();
        if !is_setting && !is_of_feed() {
            faults.push(format!("{place}: {text}"));
        }
    }
    none(&faults);
}

/// Keys in texts are bound in the preset `vim`.
#[test]
fn keys_in_texts_are_bound() {
    // Signs within commands and on the screen, names of commands, and keys of prompts.
    const OTHERS: &[&str] = &["!", "*", "up", "down", "C-n", "C-p"];
    let mut faults = Vec::new();
    for Piece { place, text, .. } in pieces().into_iter().filter(|it| it.block.is_none()) {
        let key = text.trim_start_matches(|c: char| c.is_ascii_digit());
        if !text.is_ascii() || Key::named(key).is_none() || OTHERS.contains(&key) {
            continue;
        }
        let begins = |keys: &&str| keys.split(' ').next() == Some(key);
        if !COMMANDS.iter().any(|row| row.vim.iter().any(&begins)) {
            faults.push(format!("{place}: {text}"));
        }
    }
    none(&faults);
}

/// The lines of `:` in texts: the name is that of a command; a whole line is no error.
#[test]
fn typed_commands_exist() {
    const ARGUMENTS: &[&str] = &["NAME", "TEXT", "PATH", "VALUE", "…", "名称", "文字"];
    let mut faults = Vec::new();
    for Piece { place, text, .. } in pieces().into_iter().filter(|it| it.block.is_none()) {
        let Some(line) = text.strip_prefix(':').filter(|line| !line.is_empty()) else {
            continue;
        };
        let name = line.split(' ').next().unwrap_or_default();
        if COMMANDS.iter().any(|row| row.name == line) {
            continue;
        }
        let is_whole = !ARGUMENTS.iter().any(|it| line.contains(it)) && line != name;
        let typed = match is_whole || !name.starts_with(|c: char| c.is_ascii_lowercase()) {
            true => line.to_owned(),
            false => format!("{name} x"),
        };
        let mut desk = Desk::sample(80, 24);
        desk.send(Message::Typed(typed));
        let notice = desk.app.context.notice.as_ref();
        let unknown = notice.filter(|notice| {
            notice.level == Level::Error && (is_whole || notice.text.contains(name))
        });
        if let Some(notice) = unknown.filter(|_| name != "open" && name != "source") {
            faults.push(format!("{place}: {text}: {}", notice.text));
        }
    }
    none(&faults);
}
