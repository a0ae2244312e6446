//! A key that changes nothing draws no frame, and no key that changes the screen is taken for one.

use super::desk::{Desk, folder, paragraphs, reader_of};
use proptest::prelude::*;

/// Keys of all kinds: motions, other commands, counts, sequences, and keys without meaning.
const KEYS: &[&str] = &[
    "j", "k", "g", "G", "Space", "PageUp", "C-d", "C-u", "Down", "Up", "3", "0", "Enter", "Esc",
    "q", "Tab", "n", "N", "s", "S", "U", "b", "B", "r", "t", "v", ".", "V", "x", "z", "?", "&",
    "T", "e", "/", "f", ":", "h", "l", "m", "'", "<", ">", "L", "H", "u", "]", "}", "~", "W",
];

fn desk(size: (u16, u16)) -> (tempfile::TempDir, Desk) {
    let files = [
        ("a.md", paragraphs("甲", 40)),
        ("b.md", paragraphs("乙", 2)),
        ("c.md", paragraphs("丙", 3)),
    ];
    let folder = folder(&files);
    let desk = reader_of(&folder, size);
    (folder, desk)
}

#[test]
fn keys_that_change_nothing_draw_nothing() {
    #[track_caller]
    fn check(before: &str, key: &str, draws: bool) {
        for size in [(80, 24), (120, 40), (160, 40)] {
            let (_folder, mut desk) = desk(size);
            desk.keys(before);
            desk.app.take_change();
            assert!(!desk.app.take_change());
            desk.keys(key);
            assert_eq!(
                desk.app.take_change(),
                draws,
                "{before:?}, {key:?}, {size:?}"
            );
        }
    }
    check("", "k", false);
    // A key without a meaning says so.
    check("", "~", true);
    check("", "g", true);
    check("g", "~", true);
    check("G", "j", false);
    check("G", "Space", false);
    check("", "j", true);
    check("G", "g g", true);
    check("", "?", true);
    check("? Esc", "k", false);
    check("Enter", "k", false);
    check("Enter G", "j", false);
    check("Enter", "G", true);
    // The notice of an earlier key disappears.
    check("Enter K", "k", true);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    #[test]
    fn every_change_of_the_screen_is_noticed(
        keys in prop::collection::vec(prop::sample::select(KEYS), 1..40),
        width in prop::sample::select(&[40_u16, 80, 120, 160][..]),
    ) {
        let (_folder, mut desk) = desk((width, 24));
        let mut drawn = desk.canvas().buffer;
        desk.app.take_change();
        for key in &keys {
            desk.keys(key);
            let now = desk.canvas().buffer;
            if !desk.app.take_change() {
                prop_assert_eq!(&drawn, &now, "{} of {:?}", key, keys);
            }
            drawn = now;
        }
    }
}
