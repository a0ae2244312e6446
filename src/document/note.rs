//! The marks that refer to notes.

use super::script;

/// The mark of a note, in the text and before the note: `¹`, `*`, or `[注1]` where Unicode has no
/// superscripts. The width tables know the terminals that draw `¹` in two cells.
pub fn note_mark(label: &str) -> String {
    let is_sign = |c: char| !c.is_ascii_alphanumeric() && c.is_ascii() || "†‡§¶".contains(c);
    let enclosed = |c: char| matches!(c, '①'..='⓿' | '❶'..='➓');
    if label.chars().all(|c| is_sign(c) || enclosed(c)) {
        return label.to_owned();
    }
    script::superior(label).unwrap_or_else(|| format!("[{label}]"))
}
