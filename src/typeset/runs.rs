//! The texts of a page as one string of what is shown, with runs that hold the style of each
//! part and its place in the source. `text_builder` builds them.

use super::inline::layout::TextLine;
use super::inline::ruby::RubyText;
use super::signs::Sign;
use crate::document::{LinkNumber, Style, TextId};
use crate::role::Role;
use std::ops::Range;

/// A part of the shown text in one style.
#[derive(Clone, Copy, Debug)]
pub struct Run {
    /// End (bytes) in [`ShownTexts::shown`].
    pub end: u32,
    /// Byte in the plain text of the source where it starts; None for generated text.
    pub plain: Option<u32>,
    pub role: Role,
    pub style: Style,
    pub link: Option<LinkNumber>,
}

/// The separator between a text and the one before it in copied text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Separator {
    #[default]
    Paragraph,
    /// An item of a tight list, a row of a table.
    Line,
    /// A cell of the same row.
    Cell,
}

impl Separator {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Paragraph => "\n\n",
            Self::Line => "\n",
            Self::Cell => "\t",
        }
    }
}

/// One text as shown.
#[derive(Clone, Debug)]
pub struct ShownText {
    pub id: TextId,
    pub bytes: Range<u32>,
    pub runs: Range<u32>,
    pub separator: Separator,
    /// A repetition, such as a table heading in each row of a stacked table.
    pub repeated: bool,
    /// Index of its first sign in [`ShownTexts::signs`]; they end where those of the next text
    /// start.
    pub signs: u32,
    /// Its lines use the grid of two cells.
    pub grid: bool,
}

#[derive(Clone, Debug, Default)]
pub struct ShownTexts {
    pub shown: String,
    pub runs: Vec<Run>,
    pub all: Vec<ShownText>,
    /// Characters that are drawn in another form, text by text.
    pub signs: Vec<Sign>,
    /// Ruby above its base, in the order of the text.
    pub ruby: Vec<RubyText>,
}

impl ShownTexts {
    /// Gives the first `bytes` of the text that was added last another role, if they are in its
    /// first run.
    pub fn recolour_start(&mut self, bytes: u32, role: Role) {
        let Some(shown) = self.all.last_mut() else {
            return;
        };
        let (at, end) = (shown.runs.start as usize, shown.bytes.start + bytes);
        let Some(run) = self
            .runs
            .get_mut(at)
            .filter(|run| bytes > 0 && end < run.end)
        else {
            return;
        };
        let start = Run { end, role, ..*run };
        run.plain = run.plain.map(|plain| plain + bytes);
        self.runs.insert(at, start);
        shown.runs.end += 1;
    }

    /// Makes the first run of the text that was added last a link, unless it is one.
    pub fn link_start(&mut self, link: Option<LinkNumber>) {
        let first = self.all.last().map(|shown| shown.runs.start as usize);
        if let Some(run) = first.and_then(|first| self.runs.get_mut(first)) {
            run.link = run.link.or(link);
        }
    }

    pub fn of(&self, index: usize) -> &str {
        let bytes = &self.all[index].bytes;
        self.shown
            .get(bytes.start as usize..bytes.end as usize)
            .unwrap_or_default()
    }

    /// The signs of a text that are drawn in another form.
    pub fn signs_of(&self, index: usize) -> &[Sign] {
        let start = self.all[index].signs as usize;
        let next = self.all.get(index + 1);
        let end = next.map_or(self.signs.len(), |next| next.signs as usize);
        self.signs.get(start..end).unwrap_or_default()
    }

    /// The runs of a text, from the one that holds a shown byte (of the text) on, each with its
    /// bytes in the text.
    pub fn runs_from(&self, index: usize, byte: u32) -> impl Iterator<Item = (Range<u32>, &Run)> {
        let shown = &self.all[index];
        let base = shown.bytes.start;
        let runs = &self.runs[shown.runs.start as usize..shown.runs.end as usize];
        let skip = runs.partition_point(|run| run.end <= base + byte);
        let mut start = match skip {
            0 => 0,
            skip => runs[skip - 1].end - base,
        };
        runs[skip..].iter().map(move |run| {
            let range = start..run.end - base;
            start = range.end;
            (range, run)
        })
    }

    /// Whether a line of a text begins a bold one after a break of the source, and the one above it is
    /// not bold: it heads the lines below it.
    pub fn heads_lines(&self, index: usize, above: &TextLine, line: &TextLine) -> bool {
        let text = self.of(index);
        let breaks = text.get(above.end as usize..line.start as usize);
        if !breaks.is_some_and(|breaks| breaks.contains('\n')) {
            return false;
        }
        let is_bold = |byte: u32| {
            let (before, after) = text.split_at(byte as usize);
            let from = before.rfind('\n').map_or(0, |at| at + 1);
            let to = after.find('\n').map_or(text.len(), |at| before.len() + at);
            self.is_bold(index, from as u32..to as u32)
        };
        is_bold(line.start) && !is_bold(above.start)
    }

    /// Whether the words in a range of a text are bold, and there are some.
    fn is_bold(&self, index: usize, range: Range<u32>) -> bool {
        let text = self.of(index);
        let runs = self.runs_from(index, range.start);
        let parts = runs.take_while(|(run, _)| run.start < range.end);
        let mut words = parts.filter(|(run, _)| {
            let bytes = run.start.max(range.start)..run.end.min(range.end);
            let part = text.get(bytes.start as usize..bytes.end as usize);
            !part.unwrap_or_default().trim().is_empty()
        });
        let is_strong = |run: &Run| run.style.has(Style::STRONG);
        words.next().is_some_and(|(_, run)| is_strong(run)) && words.all(|(_, run)| is_strong(run))
    }

    /// The byte in the source of a shown byte of a text. For generated text, that of the next
    /// byte of the source.
    pub fn plain_of(&self, index: usize, byte: u32) -> u32 {
        let mut end = 0;
        for (range, run) in self.runs_from(index, byte) {
            if let Some(plain) = run.plain {
                return plain + byte.max(range.start) - range.start;
            }
        }
        // Only generated text follows: the end of the source.
        let shown = &self.all[index];
        let mut start = shown.bytes.start;
        for run in &self.runs[shown.runs.start as usize..shown.runs.end as usize] {
            if let Some(plain) = run.plain {
                end = plain + run.end - start;
            }
            start = run.end;
        }
        end
    }

    /// The source byte that is `bytes` shown source bytes after another one.
    pub fn ahead(&self, index: usize, plain: u32, bytes: u32) -> u32 {
        let mut left = bytes;
        let mut last = plain;
        for (range, run) in self.runs_from(index, 0) {
            let Some(start) = run.plain else { continue };
            let end = start + (range.end - range.start);
            if end <= plain {
                continue;
            }
            let from = start.max(plain);
            if left < end - from {
                return from + left;
            }
            left -= end - from;
            last = end;
        }
        last
    }

    /// The text of a range of the source, as shown, without generated text.
    pub fn source(&self, index: usize, plain: Range<u32>) -> String {
        let mut out = String::new();
        let base = self.all[index].bytes.start;
        for (range, run) in self.runs_from(index, 0) {
            let Some(start) = run.plain else { continue };
            let end = start + (range.end - range.start);
            let from = plain.start.clamp(start, end) - start + range.start + base;
            let to = plain.end.clamp(start, end) - start + range.start + base;
            out.push_str(
                self.shown
                    .get(from as usize..to as usize)
                    .unwrap_or_default(),
            );
        }
        out
    }

    /// The ruby above a text, in order.
    pub fn ruby_in(&self, text: usize) -> &[RubyText] {
        let of = |reading: &RubyText| reading.text as usize;
        let from = self.ruby.partition_point(|reading| of(reading) < text);
        let to = self.ruby.partition_point(|reading| of(reading) <= text);
        self.ruby.get(from..to).unwrap_or_default()
    }

    /// The ruby above a line of a text, in order.
    pub fn ruby_of(&self, text: usize, line: TextLine) -> &[RubyText] {
        let at = |reading: &RubyText| (reading.text as usize, reading.base.end);
        let from = self
            .ruby
            .partition_point(|reading| at(reading) <= (text, line.start));
        let to = self.ruby.partition_point(|reading| {
            (reading.text as usize, reading.base.start) < (text, line.end)
        });
        self.ruby.get(from..to).unwrap_or_default()
    }
}
