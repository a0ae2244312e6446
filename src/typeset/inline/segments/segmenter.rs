//! The segment under construction. The steps in the other files add clusters to it and end it.
#![expect(clippy::string_slice, reason = "offsets come from char boundaries")]

use super::segment::{Segment, SegmentFlags};
use crate::text::property::Property;
use crate::text::{Language, WidthPolicy};
use crate::typeset::inline::kinsoku;
use crate::typeset::inline::spacing::scripts_meet;
use crate::typeset::signs::{self, Sign};
use crate::typeset::{Kinsoku, Spacing};

/// The rules of one paragraph.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    /// Cells of the first line and of the others: a wider segment gets emergency breaks.
    pub first: u32,
    pub measure: u32,
    pub width: WidthPolicy,
    pub language: Language,
    pub kinsoku: Kinsoku,
    pub keep_all: bool,
    pub spacing: Spacing,
    pub grid: bool,
    pub hang: bool,
    /// The text is a title or a heading, which breaks only where its sense does.
    pub heading: bool,
}

/// A character of the text with its properties. It represents the cluster that it starts.
#[derive(Clone, Copy)]
pub(super) struct Character {
    pub c: char,
    pub property: Property,
}

/// A place between two drawn clusters.
pub(super) struct Place<'a> {
    pub text: &'a str,
    /// Byte of the cluster after the place.
    pub at: usize,
    pub before: Character,
    pub after: Character,
    /// There are spaces between the two.
    pub spaced: bool,
    /// How often the mark before the place was repeated up to it.
    pub repeats: u32,
}

pub(super) struct Segmenter<'a> {
    pub text: &'a str,
    /// Byte of `text` in the whole text: segments count from there.
    pub base: u32,
    pub rules: &'a Rules,
    pub segments: &'a mut Vec<Segment>,
    /// Characters that are drawn in another form; bytes count from the whole text.
    pub signs: &'a [Sign],
    /// Start of the current segment.
    pub start: usize,
    /// End of its last drawn cluster.
    pub end: usize,
    pub cells: u32,
    /// Cells of the spaces after `end`.
    pub blank: u32,
    pub starts_wide: bool,
    /// Ideographs in the segment, and other clusters that are not punctuation.
    pub ideographs: u32,
    pub others: u32,
    /// Cells by which the last cluster may hang.
    pub hang: u8,
}

impl<'a> Segmenter<'a> {
    pub fn new(text: &'a str, base: u32, rules: &'a Rules, segments: &'a mut Vec<Segment>) -> Self {
        Self {
            text,
            base,
            rules,
            segments,
            signs: &[],
            start: 0,
            end: 0,
            cells: 0,
            blank: 0,
            starts_wide: false,
            ideographs: 0,
            others: 0,
            hang: 0,
        }
    }

    /// The character at a byte; None at the end.
    #[inline]
    pub fn character(&self, at: usize) -> Option<Character> {
        let c = self.text[at..].chars().next()?;
        let property = Property::of(c);
        Some(Character { c, property })
    }

    /// The cells of the sign that is drawn for a character at a byte, if one is.
    #[inline]
    pub fn sign_cells(&self, c: char, at: usize) -> Option<u32> {
        signs::cells_at(self.signs, c, self.base + at as u32, self.rules.width)
    }

    /// Adds a drawn cluster to the current segment. `before`: the cluster that it touches.
    pub fn draw(
        &mut self,
        character: Character,
        before: Option<Character>,
        cells: u32,
        end: usize,
    ) {
        if self.cells == 0 {
            self.starts_wide = cells == 2;
        } else if self.rules.grid && cells == 2 && self.cells % 2 == 1 {
            // A wide character starts on an even column.
            self.cells += 1;
        }
        self.cells += cells;
        self.end = end;
        let mark = kinsoku::is_mark(character.c, character.property);
        if character.property.east_asian() && !mark {
            self.ideographs += 1;
        } else if !mark && character.c != '"' {
            self.others += 1;
        }
        self.hang = 0;
        if mark && self.rules.hang && kinsoku::hangs(character.c) {
            // Only one mark may hang, so the last of several marks in a row may not. A bracket or
            // a quotation mark that closes is a part of the line (JIS X 4051): 」｜。
            let after_mark = before.is_none_or(|before| {
                self.cells == cells
                    || kinsoku::is_mark(before.c, before.property) && !kinsoku::closes(before.c)
            });
            if !after_mark {
                self.hang = cells as u8;
            }
        }
    }

    /// There is no break between two clusters: the space between them joins the segment.
    pub fn bridge(&mut self, before: Character, after: Character, spaced: bool) {
        self.cells += self.gap(before, after, spaced);
        self.blank = 0;
    }

    /// Cells between two clusters on one line. `spaced`: there are spaces between them.
    pub fn gap(&self, before: Character, after: Character, spaced: bool) -> u32 {
        match self.rules.spacing {
            Spacing::Keep => self.blank,
            Spacing::Add if !spaced => {
                u32::from(!self.rules.grid && scripts_meet(before.c, after.c))
            }
            Spacing::Strip if self.blank == 1 && scripts_meet(before.c, after.c) => 0,
            Spacing::Add | Spacing::Strip => self.blank,
        }
    }

    /// Cells that a segment may take.
    pub fn room(&self) -> u32 {
        if self.segments.is_empty() {
            self.rules.first
        } else {
            self.rules.measure
        }
    }

    /// Ends the current segment; the next starts at `at`.
    pub fn finish(&mut self, at: usize) {
        if self.end == self.start && self.cells == 0 {
            // Only spaces at the start of the line: nothing to draw.
            self.start = at;
            self.end = at;
            return;
        }
        if self.cells > self.room() {
            self.cut_at_emergency_breaks(at);
        } else {
            let mut flags = SegmentFlags::empty();
            flags.set(SegmentFlags::STARTS_WIDE, self.starts_wide);
            let lone = self.ideographs <= 1 && self.others == 0;
            flags.set(SegmentFlags::LONE_IDEOGRAPH, lone);
            self.push(self.end, at, self.cells, self.blank, flags, self.hang);
        }
        self.start = at;
        self.end = at;
        self.cells = 0;
        self.blank = 0;
        self.ideographs = 0;
        self.others = 0;
        self.hang = 0;
    }

    pub fn push(
        &mut self,
        end: usize,
        next: usize,
        cells: u32,
        blank: u32,
        flags: SegmentFlags,
        hang: u8,
    ) {
        self.segments.push(Segment {
            end: self.base + end as u32,
            next: self.base + next as u32,
            cells,
            blank: blank.min(u32::from(u16::MAX)) as u16,
            hang,
            flags,
        });
    }
}
