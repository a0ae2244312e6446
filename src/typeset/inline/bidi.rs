//! Puts lines with right-to-left words in visual order (UAX #9), for terminals that do not
//! reorder them. The sanitizer has removed the bidi control characters before.

use crate::text::clusters;
use std::ops::Range;
use unicode_bidi::{Direction, Level, ParagraphBidiInfo, get_base_direction};

/// The visual order of a line.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Visual {
    /// The paragraph is right-to-left, so its lines start at the right edge.
    pub rtl: bool,
    /// Bytes of the line from left to right, and whether they are right-to-left: those parts
    /// are one cluster each.
    pub parts: Vec<(Range<u32>, bool)>,
}

/// The visual order of a line of a paragraph; None when it equals the logical order.
pub(crate) fn visual(paragraph: &str, line: &str) -> Option<Visual> {
    // Hebrew (U+0590, lead byte D6) is the first right-to-left script in Unicode.
    let foreign = |text: &str| text.bytes().any(|byte| byte >= 0xD6);
    if !foreign(line) && !foreign(paragraph) {
        return None;
    }
    let rtl = get_base_direction(paragraph) == Direction::Rtl;
    let level = if rtl { Level::rtl() } else { Level::ltr() };
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
    Some(Visual { rtl, parts })
}

/// The mirrored form of a bracket in a right-to-left run.
pub(crate) fn mirrored(cluster: &str) -> Option<&'static str> {
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
    fn right_to_left_runs_are_reordered() {
        let check = |line: &str, expected: Option<(bool, &str)>| {
            let seen = visual(line, line).map(|visual| {
                let parts = visual.parts.into_iter().map(|(part, _)| {
                    let slice = line.get(part.start as usize..part.end as usize);
                    slice.expect("a boundary")
                });
                (visual.rtl, parts.collect::<String>())
            });
            let expected = expected.map(|(rtl, words)| (rtl, words.to_owned()));
            assert_eq!(seen, expected, "{line}");
        };
        check("中文 and Latin", None);
        check("报道 שלום 123。", Some((false, "报道 123 םולש。")));
        check("שלום world", Some((true, "world םולש")));
        check("e\u{301} שָׁלוֹם", Some((false, "e\u{301} םוֹלשָׁ")));
    }
}
