//! Paragraphs that only empty lines of the source separate.

use crate::document::is_wide;

/// The paragraphs of a text that keeps its line ends (`white-space: pre-wrap` in a style sheet
/// that we do not have): separated by an empty line. None if there is only one.
/// Only for scripts without spaces between words: in others, line ends are ordinary spaces.
pub fn paragraphs(text: &str) -> Option<Vec<&str>> {
    if !text.contains('\n') || !text.contains(is_wide) {
        return None;
    }
    let mut all: Vec<&str> = Vec::new();
    let mut from = 0;
    let mut at = 0;
    let mut after_empty = false;
    for line in text.split_inclusive('\n') {
        let is_empty = line.trim().is_empty();
        if after_empty && !is_empty {
            let before = text.get(from..at)?;
            if !before.trim().is_empty() {
                all.push(before);
                from = at;
            }
        }
        after_empty = is_empty;
        at += line.len();
    }
    all.push(text.get(from..)?);
    (all.len() > 1).then_some(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_of_a_text_with_line_ends() {
        assert_eq!(
            paragraphs("　一，\n二。\n\n　三。\n　四。\n").as_deref(),
            Some(&["　一，\n二。\n\n", "　三。\n　四。\n"][..])
        );
        assert_eq!(paragraphs("\n\n一\n二\n"), None);
        assert_eq!(paragraphs("a\n\nb"), None);
    }
}
