//! Marks the breaks of a title that are inside brackets or quotation marks, where its sense is
//! torn.

use super::segments::{Segment, SegmentFlags};
use std::ops::Range;

const PAIRS: &[(char, char)] = &[
    ('「', '」'),
    ('『', '』'),
    ('（', '）'),
    ('(', ')'),
    ('［', '］'),
    ('[', ']'),
    ('【', '】'),
    ('《', '》'),
    ('〈', '〉'),
    ('“', '”'),
    ('‘', '’'),
];

/// Flags the segments that end inside a pair. The line starts at byte `base`.
pub fn mark_breaks(line: &str, base: u32, segments: &mut [Segment]) {
    for pair in pairs(line) {
        let inside = base + pair.start as u32..base + pair.end as u32;
        let from = segments.partition_point(|segment| segment.next <= inside.start);
        let to = segments.partition_point(|segment| segment.next < inside.end);
        for segment in segments.get_mut(from..to).unwrap_or_default() {
            segment.flags.insert(SegmentFlags::INSIDE_BRACKETS);
        }
    }
}

/// The outermost pairs of a line (bytes). A mark without its partner, such as an apostrophe, is
/// none.
fn pairs(line: &str) -> Vec<Range<usize>> {
    let mut open: Vec<(usize, usize)> = Vec::new();
    // How many of each pair are open, so that a mark without its partner costs no search.
    let mut counts = [0_usize; PAIRS.len()];
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, c) in line.char_indices() {
        if let Some(kind) = PAIRS.iter().position(|(opening, _)| *opening == c) {
            open.push((at, kind));
            counts
                .get_mut(kind)
                .into_iter()
                .for_each(|count| *count += 1);
            continue;
        }
        let kind = PAIRS.iter().position(|(_, closing)| *closing == c);
        let Some(kind) = kind.filter(|kind| counts.get(*kind).is_some_and(|count| *count > 0))
        else {
            continue;
        };
        while let Some((start, opened)) = open.pop() {
            counts
                .get_mut(opened)
                .into_iter()
                .for_each(|count| *count -= 1);
            if opened == kind {
                // The pairs inside are the last ones.
                while found.pop_if(|inner| inner.start >= start).is_some() {}
                found.push(start..at + c.len_utf8());
                break;
            }
        }
    }
    found
}

/// Marks the breaks after parts of formulas, which are inside brackets or between factors.
pub fn mark_tears(tears: &[u32], segments: &mut [Segment]) {
    if tears.is_empty() {
        return;
    }
    for segment in segments {
        if tears.binary_search(&segment.end).is_ok() {
            segment.flags.insert(SegmentFlags::TEARS_FORMULA);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_found() {
        let check = |line: &str, expected: &[&str]| {
            let found = pairs(line);
            let found: Vec<&str> = found
                .into_iter()
                .filter_map(|pair| line.get(pair))
                .collect();
            assert_eq!(found, expected, "{line}");
        };
        check("春「夏」秋（冬）", &["「夏」", "（冬）"]);
        check("「春（夏）」秋", &["「春（夏）」"]);
        check("「春（夏」秋", &["「春（夏」"]);
        check("it’s “new”", &["“new”"]);
        check("春「夏", &[]);
        check("（「）」（）", &["（「）", "（）"]);
        check("（）（（））", &["（）", "（（））"]);
        check("", &[]);
    }
}
