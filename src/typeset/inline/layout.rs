//! Lays out a text as lines of byte ranges. Styles and links are applied to the lines later,
//! so they never move a break.

use super::brackets;
use super::breaks::{self, Break};
#[cfg(feature = "hyphen")]
use super::hyphen;
use super::kinsoku;
use super::line_fit::{self, FittedLine, Shape};
#[cfg(feature = "phrase")]
use super::phrase;
use super::segments::{self, Segment, SegmentFlags};
use super::setting::{LineFlags, LineIndents, Setting};
use super::title_search;
use crate::text::Language;
use crate::typeset::Fit;
use crate::typeset::signs::Sign;
use std::ops::Range;

/// The price of a break inside a phrase, in squared cells: in running text, and in a title,
/// where a ragged edge matters less.
const PHRASE: u64 = 20;
const TITLE: u64 = 200;

/// The blank before a line is wide from this part of the measure on.
const WIDE_BLANK: u32 = 4;

/// A line of a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TextLine {
    /// Bytes drawn. Between the end of a line and the start of the next there are only spaces
    /// and at most one `\n`.
    pub start: u32,
    pub end: u32,
    /// Cells drawn, indent not counted.
    pub cells: u16,
    pub flags: LineFlags,
}

/// Buffers that are reused from one layout to the next.
#[derive(Debug, Default)]
pub struct Scratch {
    segments: Vec<Segment>,
    fitted: Vec<FittedLine>,
    /// Of the model of phrases; empty without it.
    scores: Vec<i16>,
}

/// Appends the lines of `text`. `protected`: ranges (bytes, in order) that are not broken
/// inside: a ruby base with its reading, a link with its number. Linear in the text. No line is
/// wider than the measure, except by a hanging mark or a cluster that is wider by itself.
pub fn layout(
    text: &str,
    protected: &[Range<u32>],
    setting: &Setting,
    scratch: &mut Scratch,
    out: &mut Vec<TextLine>,
) {
    let drawn = Drawn {
        protected,
        tears: &[],
        signs: &[],
    };
    layout_drawn(text, &drawn, setting, scratch, out);
}

/// What a layout must know of a text besides its characters.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Drawn<'a> {
    pub protected: &'a [Range<u32>],
    /// Ends of parts of formulas (bytes), in order: a break there is better avoided.
    pub tears: &'a [u32],
    /// Characters that are drawn in another form, in order.
    pub signs: &'a [Sign],
}

/// As [`layout`], of a text with signs that are drawn in another form.
pub(crate) fn layout_drawn(
    text: &str,
    drawn: &Drawn<'_>,
    setting: &Setting,
    scratch: &mut Scratch,
    out: &mut Vec<TextLine>,
) {
    let mut start = 0_u32;
    let mut flags = LineFlags::FIRST;
    let mut ranges = drawn.protected;
    for line in text.split('\n') {
        let end = start + line.len() as u32;
        let line = without_surplus_blank(line, setting);
        start = end - line.len() as u32;
        match setting.line_indents {
            LineIndents::First => {}
            LineIndents::All | LineIndents::Kept => flags.insert(LineFlags::FIRST),
            LineIndents::NotBrackets => {
                flags.set(LineFlags::FIRST, !kinsoku::starts_with_bracket(line));
            }
        }
        let room = (setting.room(flags), setting.measure - setting.hanging(line));
        let rules = setting.rules(room.0, room.1);
        let skip = ranges.partition_point(|range| range.end <= start);
        ranges = &ranges[skip..];
        scratch.segments.clear();
        scratch.fitted.clear();
        let here = Drawn {
            protected: ranges,
            ..*drawn
        };
        segments::segment(line, start, &here, &rules, &mut scratch.segments);
        brackets::mark_tears(drawn.tears, &mut scratch.segments);
        let is_heading = setting.fit == Fit::Balanced && !setting.grid;
        if !(is_heading && fit_heading((line, start), setting.language, room, scratch)) {
            fit_text((line, start), ranges, setting, room, scratch);
        }
        collect(
            start,
            &scratch.segments,
            &scratch.fitted,
            setting,
            flags,
            out,
        );
        if scratch.segments.is_empty() {
            flags.insert(LineFlags::LAST);
            out.push(TextLine {
                start,
                end: start,
                cells: 0,
                flags,
            });
        }
        flags = LineFlags::default();
        start = end + 1;
    }
}

/// A kept line that would fold for the wide blank before it, with as much of the blank as has room: it
/// is set at the right.
fn without_surplus_blank<'t>(line: &'t str, setting: &Setting) -> &'t str {
    let room = u32::from(setting.measure);
    if setting.line_indents != LineIndents::Kept || line.len() <= usize::from(setting.measure) {
        return line;
    }
    let cells = |text: &str| setting.width.str(text) as u32;
    let (words, all) = (cells(line.trim()), cells(line.trim_end()));
    let (blank, surplus) = (all - words, all.saturating_sub(room));
    if surplus == 0 || surplus > blank || blank < room / WIDE_BLANK {
        return line;
    }
    let mut left = surplus;
    line.trim_start_matches(|c: char| {
        let goes = left > 0;
        left = left.saturating_sub(cells(c.encode_utf8(&mut [0; 4])));
        goes
    })
}

/// The places where a text of one line can break.
pub fn breaks(text: &str, setting: &Setting) -> Vec<Break> {
    let mut scratch = Scratch::default();
    let drawn = Drawn {
        protected: &[],
        tears: &[],
        signs: &[],
    };
    let rules = setting.rules(setting.room(LineFlags::FIRST), setting.measure);
    segments::segment(text, 0, &drawn, &rules, &mut scratch.segments);
    let Scratch {
        segments, scores, ..
    } = &mut scratch;
    breaks::of((text, 0), setting.language, scores, segments)
}

/// A part of a text that should not be broken.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Part {
    pub cells: u32,
    /// Cells of the space after it on the same line.
    pub blank: u32,
    /// A hard break follows.
    pub ends_line: bool,
}

/// The parts of a text. An empty line has none.
pub(crate) fn parts(
    text: &str,
    drawn: &Drawn<'_>,
    setting: &Setting,
    scratch: &mut Scratch,
) -> Vec<Part> {
    let rules = setting.rules(setting.measure, setting.measure);
    let mut parts: Vec<Part> = Vec::new();
    let mut start = 0_u32;
    for line in text.split('\n') {
        scratch.segments.clear();
        let skip = drawn.protected.partition_point(|range| range.end <= start);
        let here = Drawn {
            protected: &drawn.protected[skip..],
            ..*drawn
        };
        segments::segment(line, start, &here, &rules, &mut scratch.segments);
        // The break before the segment is one to avoid, so the two count as one part.
        let mut glued = false;
        for segment in &scratch.segments {
            let blank = u32::from(segment.blank);
            match parts.last_mut().filter(|_| glued) {
                Some(part) => {
                    part.cells += part.blank + segment.cells;
                    part.blank = blank;
                }
                None => parts.push(Part {
                    cells: segment.cells,
                    blank,
                    ends_line: false,
                }),
            }
            glued = segment
                .flags
                .intersects(SegmentFlags::TEARS_NUMBER | SegmentFlags::EMERGENCY);
        }
        if let Some(part) = parts.last_mut() {
            part.ends_line = true;
        }
        start += line.len() as u32 + 1;
    }
    parts
}

/// The max-content and min-content widths of a text: the cells of its widest line when only
/// hard breaks apply, and of its longest part that should not be broken.
pub(crate) fn content_widths(parts: &[Part]) -> (u32, u32) {
    let (mut widest, mut longest) = (0, 0);
    for line in parts.chunk_by(|part, _| !part.ends_line) {
        let (mut all, mut blank) = (0, 0);
        for part in line {
            all += blank + part.cells;
            blank = part.blank;
            longest = part.cells.max(longest);
        }
        widest = all.max(widest);
    }
    (widest, longest)
}

/// Marks the breaks that tear something, and puts the segments into lines.
#[cfg_attr(
    not(feature = "hyphen"),
    expect(unused_variables, reason = "only hyphens need the ranges")
)]
fn fit_text(
    (line, start): (&str, u32),
    protected: &[Range<u32>],
    setting: &Setting,
    room: (u16, u16),
    scratch: &mut Scratch,
) {
    #[cfg(feature = "hyphen")]
    if setting.hyphenate {
        hyphen::hyphenate_words(line, start, protected, &mut scratch.segments);
    }
    #[cfg(feature = "phrase")]
    if matches!(setting.fit, Fit::Phrase | Fit::Balanced) {
        let Scratch {
            segments, scores, ..
        } = scratch;
        let heading = setting.fit == Fit::Balanced;
        phrase::mark_breaks((line, start), setting.language, heading, scores, segments);
    }
    if setting.fit == Fit::Balanced {
        brackets::mark_breaks(line, start, &mut scratch.segments);
    }
    fit(setting, room, scratch);
}

/// Fits a heading that takes several lines; returns whether the search for its breaks found any.
fn fit_heading(
    line: (&str, u32),
    language: Language,
    room: (u16, u16),
    scratch: &mut Scratch,
) -> bool {
    let cells: u32 = scratch.segments.iter().map(Segment::advance).sum();
    if cells <= u32::from(room.0) {
        return false;
    }
    let Scratch {
        segments, scores, ..
    } = scratch;
    let breaks = breaks::of(line, language, scores, segments);
    let lines = title_search::fit(line.0, &breaks, &scratch.segments, room);
    let is_found = lines.is_some();
    scratch.fitted.extend(lines.into_iter().flatten());
    is_found
}

fn fit(setting: &Setting, (first, rest): (u16, u16), scratch: &mut Scratch) {
    let shape = Shape {
        first: u32::from(first),
        rest: u32::from(rest),
        orphans: setting.orphans,
        runts: setting.runts,
        grid: setting.grid,
        phrase: match setting.fit {
            Fit::Auto | Fit::Greedy | Fit::Optimal => 0,
            Fit::Phrase => PHRASE,
            // Dearer than one more line of even length.
            Fit::Balanced => TITLE.max(u64::from(setting.measure).pow(2) / 2),
        },
        balanced: setting.fit == Fit::Balanced,
    };
    match setting.fit {
        Fit::Auto | Fit::Greedy => line_fit::greedy(&scratch.segments, shape, &mut scratch.fitted),
        // The optimal fit does not know the cells that the grid inserts.
        _ if setting.grid || setting.runts && is_cut(&scratch.segments) => {
            line_fit::greedy(&scratch.segments, shape, &mut scratch.fitted);
        }
        _ => line_fit::optimal(&scratch.segments, shape, &mut scratch.fitted),
    }
}

/// Whether a part is wider than a line, such as an address. Even lines make it no better.
fn is_cut(segments: &[Segment]) -> bool {
    let cut = |segment: &Segment| segment.flags.contains(SegmentFlags::EMERGENCY);
    segments.iter().any(cut)
}

/// Appends fitted lines as byte ranges. `flags`: those of the first one.
fn collect(
    start: u32,
    segments: &[Segment],
    fitted: &[FittedLine],
    setting: &Setting,
    mut flags: LineFlags,
    out: &mut Vec<TextLine>,
) {
    let widest = u32::from(setting.measure + setting.outdent) + if setting.hang { 2 } else { 0 };
    let mut at = start;
    for (index, line) in fitted.iter().enumerate() {
        let last = &segments[line.end as usize - 1];
        if index + 1 == fitted.len() {
            flags.insert(LineFlags::LAST);
        }
        if line.hung {
            flags.insert(LineFlags::HUNG);
        }
        if last.flags.contains(SegmentFlags::EMERGENCY) {
            flags.insert(LineFlags::EMERGENCY);
        }
        if last.flags.contains(SegmentFlags::HYPHEN) {
            flags.insert(LineFlags::HYPHEN);
        }
        out.push(TextLine {
            start: at,
            end: last.end,
            cells: line.cells.min(widest) as u16,
            flags,
        });
        at = last.next;
        flags = LineFlags::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Language;
    use crate::typeset::Options;

    fn segments(text: &str, language: Language, protected: &[Range<u32>]) -> Vec<Segment> {
        let setting = Setting::new(&Options::default(), language, 40);
        let drawn = Drawn {
            protected,
            tears: &[],
            signs: &[],
        };
        let mut segments = Vec::new();
        // The text starts at byte 7 of a longer one.
        segments::segment(text, 7, &drawn, &setting.rules(40, 40), &mut segments);
        segments
    }

    #[test]
    fn a_protected_range_changes_only_the_breaks_inside_it() {
        for (text, language) in [
            ("标准正在完善，企业可以 apply for it 申报", Language::ZhHans),
            ("カタカナの語とひらがな「括弧」である", Language::Ja),
            ("조선 시대의 소설을 읽는 사람", Language::Ko),
            ("English words stand between two others", Language::Latin),
        ] {
            let free = segments(text, language, &[]);
            let bytes = || text.char_indices().map(|(at, c)| at..at + c.len_utf8());
            for (first, start) in bytes().map(|bytes| bytes.start).enumerate() {
                for end in bytes().skip(first).take(6).map(|bytes| bytes.end) {
                    let range = 7 + start as u32..7 + end as u32;
                    let is_inside = |at: u32| range.start < at && at < range.end;
                    let breaks = |segments: &[Segment]| -> Vec<u32> {
                        segments.iter().map(|segment| segment.next).collect()
                    };
                    let mut expected = breaks(&free);
                    expected.retain(|at| !is_inside(*at));
                    let found = segments(text, language, std::slice::from_ref(&range));
                    assert_eq!(breaks(&found), expected, "{text} {range:?}");
                }
            }
        }
    }
}
