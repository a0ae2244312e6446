//! The locale files and the code agree: every text that the code uses exists, and every text that
//! exists is used.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use kanbao::input::COMMANDS;
use kanbao::locale::Locale;
use kanbao::text::WidthPolicy;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The beginnings of keys that the code completes with a name at run time.
const MADE: &[&str] = &[
    "cli.",
    "action.",
    "cli.",
    "command.",
    "flaw.",
    "help.",
    "import.fault.",
    "language.",
    "list.day.",
    "month.",
    "problem.",
    "role.",
    "scope.",
    "rule.",
    "severity.",
    "sidebar.",
    "sort.",
    "month-short.",
    "stats.",
    "weekday-short.",
    "weekday.",
];

fn sources(folder: &Path, into: &mut String) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, into);
        } else if path.extension().is_some_and(|end| end == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            // Tests and comments may name texts that do not exist.
            let code = text.split("#[cfg(test)]").next().unwrap();
            let lines = code.lines().map(str::trim_start);
            for line in lines.filter(|line| !line.starts_with("//")) {
                into.push_str(line);
                into.push('\n');
            }
        }
    }
}

fn code() -> String {
    let mut code = String::new();
    sources(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut code,
    );
    code
}

fn texts() -> BTreeMap<String, String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/locales/en.toml");
    toml::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// The literal keys in `.text("…")` and `.fill("…"`.
fn asked(code: &str) -> Vec<&str> {
    let mut keys = Vec::new();
    for call in [".text(", ".fill("] {
        for (at, _) in code.match_indices(call) {
            let after = code.get(at + call.len()..).unwrap_or_default();
            let literal = after.trim_start().strip_prefix('"');
            let key = literal.and_then(|rest| rest.split('"').next());
            keys.extend(key.filter(|key| is_key(key)));
        }
    }
    keys
}

fn is_key(text: &str) -> bool {
    text.contains('.')
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".-".contains(&byte))
}

#[test]
fn every_used_text_exists() {
    let (code, texts) = (code(), texts());
    let missing: Vec<_> = asked(&code)
        .into_iter()
        .filter(|key| !texts.contains_key(*key))
        .collect();
    assert!(missing.is_empty(), "not in assets/locales: {missing:#?}");
}

#[test]
fn every_text_is_used() {
    let (code, texts) = (code(), texts());
    let idle: Vec<_> = texts
        .keys()
        .filter(|key| !MADE.iter().any(|made| key.starts_with(made)))
        .filter(|key| !code.contains(&format!("\"{key}\"")))
        .collect();
    assert!(idle.is_empty(), "never used: {idle:#?}");
}

/// Cells beside the keys in help, in a terminal of 40 columns.
const HELP: usize = 23;

#[test]
fn every_command_has_help_in_every_language() {
    for tag in Locale::tags() {
        let locale = Locale::for_tag(tag);
        for row in COMMANDS {
            let key = format!("command.{}", row.name);
            let text = locale.text(&key);
            assert_ne!(text, key, "{tag}");
            let cells = WidthPolicy::default().str(text);
            assert!(cells <= HELP, "{tag}: {text} has {cells} cells");
        }
    }
}

/// The same in a column of help.
const TYPED: usize = 26;

#[test]
fn typed_commands_have_short_help() {
    let texts = texts();
    let keys = texts.keys().filter(|key| key.starts_with("help.typed."));
    for (key, tag) in keys.flat_map(|key| Locale::tags().map(move |tag| (key, tag))) {
        let locale = Locale::for_tag(tag);
        let cells = WidthPolicy::default().str(locale.text(key));
        assert!(cells <= TYPED, "{tag}: {key} has {cells} cells");
    }
}

/// Cells beside the name of a panel, in a terminal of 40 columns.
const HINT: usize = 34;

/// Parts of a hint are left out where there is no room for all; they are two spaces apart.
#[test]
fn the_hints_of_panels_are_short() {
    let keys = texts()
        .into_keys()
        .filter(|key| key.starts_with("panel.hint"));
    for (key, tag) in keys.flat_map(|key| Locale::tags().map(move |tag| (key.clone(), tag))) {
        let locale = Locale::for_tag(tag);
        let text = locale.text(&key);
        let cells = WidthPolicy::default().str(text);
        assert!(cells <= HINT, "{tag}: {text} has {cells} cells");
        assert!(!text.contains('·') && text.contains("  "), "{tag}: {text}");
    }
}
