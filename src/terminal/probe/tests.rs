//! Answers, typed keys among them, and the cache.

use super::*;
use std::fs;

const WIDE: WidthPolicy = WidthPolicy {
    ambiguous: Ambiguous::Wide,
    letters: Ambiguous::Wide,
    emoji: Emoji::Safe,
};

#[track_caller]
fn check(answer: &str, expected: Option<WidthPolicy>, typed: &str) {
    let answers = understand(answer.as_bytes());
    assert_eq!(policy(&answers.widths), expected, "{answer:?}");
    assert_eq!(String::from_utf8_lossy(&answers.typed), typed);
}

#[test]
fn answers_are_distinguished_from_keys() {
    let full = WidthPolicy {
        emoji: Emoji::Full,
        ..WidthPolicy::default()
    };
    let narrow = "\x1b[1;2R\x1b[1;2R\x1b[1;5R\x1b[1;5R\x1b[1;2R";
    check(
        &format!("{narrow}\x1b[?64;1c"),
        Some(WidthPolicy::default()),
        "",
    );
    check(
        "\x1b[1;3R\x1b[1;3R\x1b[1;6R\x1b[1;5R\x1b[1;2R\x1b[?6c",
        Some(WIDE),
        "",
    );
    check(
        "\x1b[1;2R\x1b[1;2R\x1b[1;3R\x1b[1;3R\x1b[1;3R\x1b[?6c",
        Some(full),
        "",
    );
    check(
        &format!("j{narrow}\x1b[A看\x1b[?6cq"),
        Some(WidthPolicy::default()),
        "j\x1b[A看q",
    );
    check("\x1b[?6c", None, "");
    check("", None, "");
    check("jk\x1b", None, "jk\x1b");
    check("\x1b[1;2R\x1b[1;", None, "\x1b[1;");
}

#[test]
fn modes_are_parsed() {
    let modes = |answer: &str| understand(answer.as_bytes()).modes;
    assert_eq!(modes("\x1b[?6c"), Modes::default());
    let answer = "\x1b[1;2R\x1b[?69;2$y\x1b[?2026;0$y\x1b[?7;1$y\x1b[?69$y\x1b[?6c";
    let parsed = modes(answer);
    assert_eq!(
        (parsed.margins, parsed.synchronized),
        (Some(true), Some(false))
    );
    assert_eq!(understand(answer.as_bytes()).typed, b"");
}

#[test]
fn the_background_is_parsed() {
    let check = |answer: &str, expected| {
        assert_eq!(background(answer.as_bytes()), expected, "{answer:?}");
    };
    check("\x1b]11;rgb:1616/1818/1d1d\x1b\\", Some([0x16, 0x18, 0x1d]));
    check("\x1b]11;rgb:ff/00/80\x07", Some([255, 0, 128]));
    check("\x1b]11;rgb:f/0/0\x07", Some([255, 0, 0]));
    check("\x1b]11;rgba:ffff/ffff/ffff/8000\x1b\\", Some([255; 3]));
    for wrong in [
        "rgb:",
        "rgb:00/00",
        "rgb:fffff/0/0",
        "rgb:00000000/0/0",
        "rgb:g/0/0",
        "#000000",
    ] {
        check(&format!("\x1b]11;{wrong}\x07"), None);
    }
    check("\x1b]10;rgb:00/00/00\x07", None);
    let answers = understand(b"j\x1b]11;rgb:00/00/00\x07k\x1b[?6cl\x1b]11;rgb:0");
    assert_eq!(answers.background, Some([0; 3]));
    assert_eq!(answers.typed, b"jkl\x1b]11;rgb:0");
}

#[test]
fn the_last_answer_is_recognized() {
    assert!(ended(b"\x1b[1;2R\x1b[?64;1;2c"));
    assert!(!ended(b"\x1b[1;2R\x1b[?64;1"));
    assert!(!ended(b"\x1b[?2026;2$y"));
}

#[test]
fn the_widths_of_a_terminal_are_cached() {
    let folder = tempfile::tempdir().unwrap();
    let cache = folder.path().join("new");
    assert_eq!(load_cached(&cache, "xterm"), None);
    save_cached(&cache, "xterm", WIDE);
    save_cached(&cache, "foot", WidthPolicy::default());
    assert_eq!(load_cached(&cache, "xterm"), Some(WIDE));
    save_cached(&cache, "xterm", WidthPolicy::default());
    assert_eq!(load_cached(&cache, "xterm"), Some(WidthPolicy::default()));
    fs::write(cache.join(FILE), "zzz\txterm\n\u{fffd}\n").unwrap();
    assert_eq!(load_cached(&cache, "xterm"), None);
}

#[test]
fn a_terminal_inside_tmux_has_its_own_cache_key() {
    let outside = name(|name| (name == "TERM").then(|| "xterm".to_owned()));
    let inside = name(|name| matches!(name, "TERM" | "TMUX").then(|| "xterm".to_owned()));
    assert_ne!(outside, inside);
}
