//! A text becomes lines: byte ranges and cells, nothing else. Pure: looks, links and marks
//! are laid over the lines later, so they can never move a break.

#[cfg(feature = "hyphen")]
use super::hyphen;
use super::line_fit::{self, Filled, Shape};
#[cfg(feature = "phrase")]
use super::phrase;
use super::segments::{self, Piece, Rules};
use crate::text::{Language, WidthPolicy};
use crate::typeset::{Fit, Kinsoku, Options, Spacing};
use std::ops::Range;

/// How one paragraph is set.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// Cells of a line, without gutter.
    pub measure: u16,
    /// Cells that the first line gives to its indent.
    pub indent: u16,
    /// Cells by which the first line begins before the others, for a marker in the text.
    pub outdent: u16,
    /// Marks may hang past the measure, into a gutter of 2 cells.
    pub hang: bool,
    pub width: WidthPolicy,
    pub language: Language,
    pub kinsoku: Kinsoku,
    pub keep_all: bool,
    pub spacing: Spacing,
    pub grid: bool,
    pub fit: Fit,
    pub orphans: bool,
    pub hyphenate: bool,
}

/// The narrowest measure at which a gutter is worth its two cells.
const GUTTER_FROM: u16 = 30;

/// What a break inside a phrase costs in running text, and in a title, where there is more to
/// choose from.
const PHRASE: u64 = 20;
const TITLE: u64 = 200;

impl Setting {
    /// The setting of a paragraph of a language that has `measure` cells: an even measure for
    /// full-width scripts, with a gutter taken from it where marks hang.
    pub fn new(options: &Options, language: Language, measure: u16) -> Self {
        let full_width = matches!(language, Language::ZhHans | Language::ZhHant | Language::Ja);
        let hang = options.hanging
            && matches!(language, Language::ZhHans | Language::Ja)
            && options.kinsoku != Kinsoku::None
            && measure >= GUTTER_FROM;
        let mut measure = measure.max(1);
        if hang {
            measure -= 2;
        }
        if full_width && measure > 2 {
            measure &= !1;
        }
        Self {
            measure,
            indent: 0,
            outdent: 0,
            hang,
            width: options.width,
            language,
            kinsoku: options.kinsoku,
            keep_all: options.keep_all,
            spacing: options.spacing,
            // Between words of Hangul or Latin letters there is nothing to align.
            grid: options.grid && full_width,
            fit: options.fit,
            orphans: full_width,
            hyphenate: options.hyphenate && language == Language::Latin,
        }
    }

    /// All of the cells, none kept for a gutter or to make the measure even.
    #[must_use]
    pub fn exact(self, measure: u16) -> Self {
        Self {
            measure: measure.max(1),
            hang: false,
            ..self
        }
    }

    /// Cells of a line.
    pub fn room(&self, first: bool) -> u16 {
        let indent = self.indent.min(self.measure.saturating_sub(2));
        match first {
            true => self.measure + self.outdent - indent,
            false => self.measure,
        }
    }

    fn rules(&self, first: bool) -> Rules {
        Rules {
            first: u32::from(self.room(first)),
            measure: u32::from(self.measure),
            width: self.width,
            language: self.language,
            kinsoku: self.kinsoku,
            keep_all: self.keep_all,
            spacing: self.spacing,
            grid: self.grid,
            hang: self.hang,
        }
    }
}

/// A line of a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TextLine {
    /// Bytes drawn. Between the end of a line and the start of the next stand only blanks
    /// and at most one `\n`.
    pub start: u32,
    pub end: u32,
    /// Cells drawn, indent not counted.
    pub cells: u16,
    pub flags: LineFlags,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LineFlags(u8);

impl LineFlags {
    /// The last of its paragraph or before a hard break: never justified.
    pub const LAST: Self = Self(1);
    /// Its last mark hangs in the gutter.
    pub const HUNG: Self = Self(2);
    /// Ends in a cut that no rule allows, for want of room.
    pub const EMERGENCY: Self = Self(4);
    /// The first of the text.
    pub const FIRST: Self = Self(8);
    /// Ends inside a word, and shows a hyphen of one cell.
    pub const HYPHEN: Self = Self(16);

    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

/// Buffers that one layout leaves for the next.
#[derive(Debug, Default)]
pub struct Scratch {
    pieces: Vec<Piece>,
    filled: Vec<Filled>,
    #[cfg(feature = "phrase")]
    scores: Vec<i16>,
}

/// Lines of `text`. `protected`: ranges (bytes, in order) that are not broken inside: a ruby
/// base with its reading, a link with its number. Linear in the text; no line is wider than
/// the measure, but for a hanging mark and a cluster that is wider by itself.
pub fn layout(
    text: &str,
    protected: &[Range<u32>],
    setting: &Setting,
    scratch: &mut Scratch,
    out: &mut Vec<TextLine>,
) {
    let mut start = 0_u32;
    let mut flags = LineFlags::FIRST;
    let mut ranges = protected;
    for line in text.split('\n') {
        let end = start + line.len() as u32;
        let first = flags.has(LineFlags::FIRST);
        let rules = setting.rules(first);
        let skip = ranges.partition_point(|range| range.end <= start);
        ranges = &ranges[skip..];
        scratch.pieces.clear();
        scratch.filled.clear();
        segments::cut(line, start, ranges, &rules, &mut scratch.pieces);
        #[cfg(feature = "hyphen")]
        if setting.hyphenate {
            hyphen::part(line, start, ranges, &mut scratch.pieces);
        }
        #[cfg(feature = "phrase")]
        if matches!(setting.fit, Fit::Phrase | Fit::Balanced) {
            let Scratch { pieces, scores, .. } = scratch;
            phrase::mark(line, start, setting.language, scores, pieces);
        }
        fill(setting, first, scratch);
        collect(start, &scratch.pieces, &scratch.filled, setting, flags, out);
        if scratch.pieces.is_empty() {
            let flags = flags.with(LineFlags::LAST);
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

/// The cells of the widest line of a text set without breaks of ours, and of its longest
/// piece that ought to stay whole.
pub fn extent(
    text: &str,
    protected: &[Range<u32>],
    setting: &Setting,
    scratch: &mut Scratch,
) -> (u32, u32) {
    let rules = setting.rules(false);
    let (mut widest, mut longest) = (0, 0);
    let mut start = 0_u32;
    for line in text.split('\n') {
        scratch.pieces.clear();
        let skip = protected.partition_point(|range| range.end <= start);
        segments::cut(line, start, &protected[skip..], &rules, &mut scratch.pieces);
        let (mut all, mut whole, mut blank) = (0, 0, 0);
        let mut glued = false;
        for piece in &scratch.pieces {
            whole = piece.cells + if glued { whole + blank } else { 0 };
            all += blank + piece.cells;
            longest = whole.max(longest);
            glued = piece.flags & (Piece::TORN | Piece::EMERGENCY) != 0;
            blank = u32::from(piece.blank);
        }
        widest = all.max(widest);
        start += line.len() as u32 + 1;
    }
    (widest, longest)
}

fn fill(setting: &Setting, first: bool, scratch: &mut Scratch) {
    let shape = Shape {
        first: u32::from(setting.room(first)),
        rest: u32::from(setting.measure),
        orphans: setting.orphans,
        grid: setting.grid,
        phrase: match setting.fit {
            Fit::Greedy | Fit::Optimal => 0,
            Fit::Phrase => PHRASE,
            Fit::Balanced => TITLE,
        },
        balanced: setting.fit == Fit::Balanced,
    };
    match setting.fit {
        Fit::Greedy => line_fit::greedy(&scratch.pieces, shape, &mut scratch.filled),
        _ if setting.grid => line_fit::greedy(&scratch.pieces, shape, &mut scratch.filled),
        _ => line_fit::optimal(&scratch.pieces, shape, &mut scratch.filled),
    }
}

fn collect(
    start: u32,
    pieces: &[Piece],
    filled: &[Filled],
    setting: &Setting,
    mut flags: LineFlags,
    out: &mut Vec<TextLine>,
) {
    let widest = u32::from(setting.measure + setting.outdent) + if setting.hang { 2 } else { 0 };
    let mut at = start;
    for (index, line) in filled.iter().enumerate() {
        let last = &pieces[line.end as usize - 1];
        if index + 1 == filled.len() {
            flags = flags.with(LineFlags::LAST);
        }
        if line.hung {
            flags = flags.with(LineFlags::HUNG);
        }
        if last.flags & Piece::EMERGENCY != 0 {
            flags = flags.with(LineFlags::EMERGENCY);
        }
        if last.flags & Piece::HYPHEN != 0 {
            flags = flags.with(LineFlags::HYPHEN);
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
