//! First fit: each line takes as many segments as it can.

use super::shape::{FittedLine, Shape};
use crate::typeset::inline::segments::{Segment, SegmentFlags};

/// First fit: each line takes as many segments as it can. A line that would tear a number or a
/// Japanese word gives it to the next line.
pub fn greedy(segments: &[Segment], shape: Shape, out: &mut Vec<FittedLine>) {
    let from = out.len();
    let mut measure = shape.first;
    let mut used = 0;
    let mut blank = 0;
    let mut hung = false;
    let mut start = 0;
    for (index, segment) in segments.iter().enumerate() {
        // Cells of the line if the segment joins it.
        let mut after = used + blank;
        if shape.grid && segment.flags.contains(SegmentFlags::STARTS_WIDE) {
            after += after % 2;
        }
        after += segment.cells;
        let room = measure + u32::from(segment.hang);
        if index > start && (hung || after + segment.tail() > room) {
            let line = FittedLine {
                end: index as u32,
                cells: used + segments[index - 1].tail(),
                hung,
            };
            let line = keep_words(segments, start, line, measure, shape);
            out.push(line);
            measure = shape.rest;
            start = line.end as usize;
            let moved = &segments[start..index];
            after = segment.cells + moved.iter().map(Segment::advance).sum::<u32>();
        }
        used = after;
        hung = used > measure && segment.hang > 0;
        blank = u32::from(segment.blank);
    }
    if !segments.is_empty() {
        out.push(FittedLine {
            end: segments.len() as u32,
            cells: used,
            hung,
        });
    }
    if shape.orphans {
        join_orphan(segments, shape, from, out);
    }
}

/// Breaks that a greedy line avoids: its last parts move to the next line, if the rest of it is
/// still full enough.
struct Avoided {
    /// Which breaks.
    torn: fn(SegmentFlags) -> bool,
    /// The most cells that stay empty in a line of a measure.
    slack: fn(u32) -> u32,
}

/// A number and its unit stay together. If a whole date would leave the line too short, only its
/// last part moves.
const NUMBERS: [Avoided; 2] = [
    Avoided {
        torn: |flags| flags.contains(SegmentFlags::TEARS_NUMBER),
        slack: |measure| measure / 3,
    },
    Avoided {
        torn: |flags| {
            let torn = flags.contains(SegmentFlags::TEARS_NUMBER);
            torn && !flags.contains(SegmentFlags::BETWEEN_DATE_PARTS)
        },
        slack: |measure| measure / 3,
    },
];

/// A part of a formula moves to the next line as a whole, unless it would leave a hole.
const FORMULAS: Avoided = Avoided {
    torn: |flags| flags.contains(SegmentFlags::TEARS_FORMULA),
    slack: |measure| measure / 4,
};

/// A katakana word, or a Latin noun and its particle. Japanese allows these breaks, so no more
/// than three ideographs of the line are given up for them: every Latin word leaves as much.
const WORDS: Avoided = Avoided {
    torn: |flags| flags.intersects(SegmentFlags::INSIDE_WORD.union(SegmentFlags::TEARS_NUMBER)),
    slack: |measure| (measure / 6).min(6),
};

/// Cells of the narrowest line that more kana of a word move to.
const MIN_FOR_KANA: u32 = 12;

/// Moves what the end of a line would tear to the next line.
fn keep_words(
    segments: &[Segment],
    start: usize,
    line: FittedLine,
    measure: u32,
    shape: Shape,
) -> FittedLine {
    let without =
        |line, avoided: &Avoided| shortened(segments, start, line, measure, shape, avoided);
    let line = NUMBERS
        .iter()
        .find_map(|avoided| without(line, avoided))
        .unwrap_or(line);
    let line = without(line, &FORMULAS).unwrap_or(line);
    without(line, &WORDS).unwrap_or_else(|| keep_last_kana(segments, start, line, shape))
}

/// Moves more kana of a katakana word that is cut to the next line, where only its last one would
/// be, or two that begin with ン.
fn keep_last_kana(
    segments: &[Segment],
    start: usize,
    line: FittedLine,
    shape: Shape,
) -> FittedLine {
    let index = line.end as usize;
    let (above, below) = (segments[index - 1].flags, segments[index].flags);
    let cut = above.contains(SegmentFlags::INSIDE_WORD | SegmentFlags::STARTS_WIDE);
    let alone = below.contains(SegmentFlags::LONE_IDEOGRAPH | SegmentFlags::STARTS_WIDE)
        && !below.contains(SegmentFlags::INSIDE_WORD);
    if !cut || shape.grid || shape.rest < MIN_FOR_KANA {
        return line;
    }
    let short = |end: usize| segments[end - 1].flags.contains(SegmentFlags::SHORT_REST);
    let mut end = index;
    while end > start + 1 && (end == index && alone || short(end)) {
        end -= 1;
    }
    if end == index {
        line
    } else {
        without_last(segments, line, end)
    }
}

/// A line that ends before the segment at `end`.
fn without_last(segments: &[Segment], line: FittedLine, end: usize) -> FittedLine {
    let index = line.end as usize;
    let moved: u32 = segments[end..index].iter().map(Segment::advance).sum();
    let before = &segments[end - 1];
    let used = line.cells + u32::from(segments[index - 1].blank);
    FittedLine {
        end: end as u32,
        cells: used.saturating_sub(moved + u32::from(before.blank)) + before.tail(),
        hung: false,
    }
}

/// The line without the parts at its end, if its break is to be avoided and the line stays full
/// enough.
fn shortened(
    segments: &[Segment],
    start: usize,
    line: FittedLine,
    measure: u32,
    shape: Shape,
    avoided: &Avoided,
) -> Option<FittedLine> {
    let index = line.end as usize;
    let torn = |end: usize| (avoided.torn)(segments[end - 1].flags);
    if !torn(index) || shape.grid {
        return None;
    }
    // Back over all breaks in a row that tear: 2025 | 年 | 6 | 月.
    let mut end = index;
    let mut moved = 0;
    while end > start + 1 && torn(end) {
        end -= 1;
        moved += segments[end].advance();
    }
    let before = &segments[end - 1];
    let shorter = without_last(segments, line, end);
    let left = shorter.cells - before.tail();
    let fits = moved + segments[index].cells + segments[index].tail() <= shape.rest;
    if torn(end)
        || before.flags.contains(SegmentFlags::EMERGENCY)
        || !fits
        || measure.saturating_sub(left) > (avoided.slack)(measure)
    {
        return None;
    }
    Some(shorter)
}

/// A single ideograph on the last line (孤字, clreq 3.1.5) gets the last segments of the line
/// above, if that stays at least two thirds full.
fn join_orphan(segments: &[Segment], shape: Shape, from: usize, out: &mut [FittedLine]) {
    let Some([before @ .., above, last]) = out.get_mut(from..) else {
        return;
    };
    let index = above.end as usize;
    let alone = last.end as usize == index + 1
        && segments[index].flags.contains(SegmentFlags::LONE_IDEOGRAPH);
    let start = before.last().map_or(0, |line| line.end as usize);
    // The new break tears no number and no word.
    let torn = SegmentFlags::TEARS_NUMBER | SegmentFlags::INSIDE_WORD;
    let tears = |end: usize| segments[end - 1].flags.intersects(torn);
    let mut end = index - 1;
    while end > start + 1 && tears(end) {
        end -= 1;
    }
    let parts = segments.get(end..index).unwrap_or_default();
    let forced = |part: &Segment| part.flags.contains(SegmentFlags::EMERGENCY);
    if !alone || end <= start || tears(end) || parts.iter().any(forced) {
        return;
    }
    let measure = if before.is_empty() {
        shape.first
    } else {
        shape.rest
    };
    let shorter = without_last(segments, *above, end);
    let joined = parts.iter().map(Segment::advance).sum::<u32>() + segments[index].cells;
    if shorter.cells * 3 >= measure * 2 && joined <= shape.rest {
        *above = shorter;
        *last = FittedLine {
            cells: joined,
            ..*last
        };
    }
}
