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
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, c) in line.char_indices() {
        if let Some((_, closing)) = PAIRS.iter().find(|(opening, _)| *opening == c) {
            open.push((at, *closing));
        } else if let Some(index) = open.iter().rposition(|(_, closing)| *closing == c) {
            let start = open.get(index).map_or(at, |(start, _)| *start);
            open.truncate(index);
            found.retain(|inner| inner.start < start);
            found.push(start..at + c.len_utf8());
        }
    }
    found
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
        check("", &[]);
    }
}
