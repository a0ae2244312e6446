//! Lines with right-to-left words in the order of the eye (UAX #9), for terminals that do not
//! reorder by themselves. One line at a time; the override characters that could turn a line
//! against its reader never come this far, for the sanitiser takes them.

use crate::text::clusters;
use std::ops::Range;
use unicode_bidi::{Direction, Level, ParagraphBidiInfo, get_base_direction};

/// A line as it is seen.
#[derive(Debug, PartialEq, Eq)]
pub struct Visual {
    /// Whether the paragraph runs to the left, and so begins at the right edge.
    pub leftward: bool,
    /// Bytes of the line from left to right, and whether their signs turn: the parts of
    /// right-to-left runs are one cluster each.
    pub parts: Vec<(Range<u32>, bool)>,
}

/// The visual order of a line of a paragraph; none when it is the logical one.
pub fn visual(paragraph: &str, line: &str) -> Option<Visual> {
    // Hebrew is the first such script, and most text has no character from there on.
    let foreign = |text: &str| text.bytes().any(|byte| byte >= 0xD6);
    if !foreign(line) && !foreign(paragraph) {
        return None;
    }
    let leftward = get_base_direction(paragraph) == Direction::Rtl;
    let level = if leftward { Level::rtl() } else { Level::ltr() };
    let info = ParagraphBidiInfo::new(line, Some(level));
    if !info.has_rtl() {
        return None;
    }
    let (levels, runs) = info.visual_runs(0..line.len());
    let mut parts = Vec::with_capacity(runs.len());
    for run in runs {
        if levels.get(run.start).is_some_and(Level::is_rtl) {
            let words = line.get(run.clone()).unwrap_or_default();
            let mut all = clusters(words);
            let mut ends = vec![run.start as u32];
            while all.next().is_some() {
                ends.push((run.start + all.offset()) as u32);
            }
            parts.extend(ends.windows(2).rev().map(|pair| (pair[0]..pair[1], true)));
        } else {
            parts.push((run.start as u32..run.end as u32, false));
        }
    }
    Some(Visual { leftward, parts })
}

/// The sign that stands for one in a right-to-left run: brackets turn with the direction.
pub fn mirrored(cluster: &str) -> Option<&'static str> {
    const PAIRS: &[[&str; 2]] = &[["(", ")"], ["[", "]"], ["{", "}"], ["<", ">"], ["«", "»"]];
    PAIRS.iter().find_map(|[open, close]| match cluster {
        _ if cluster == *open => Some(*close),
        _ if cluster == *close => Some(*open),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_seen_in_order() {
        let check = |line: &str, expected: Option<(bool, &str)>| {
            let seen = visual(line, line).map(|visual| {
                let parts = visual.parts.into_iter().map(|(part, _)| {
                    let slice = line.get(part.start as usize..part.end as usize);
                    slice.expect("a boundary")
                });
                (visual.leftward, parts.collect::<String>())
            });
            let expected = expected.map(|(leftward, words)| (leftward, words.to_owned()));
            assert_eq!(seen, expected, "{line}");
        };
        check("中文 and Latin", None);
        check("报道 שלום 123。", Some((false, "报道 123 םולש。")));
        check("שלום world", Some((true, "world םולש")));
        check("e\u{301} שָׁלוֹם", Some((false, "e\u{301} םוֹלשָׁ")));
    }
}
