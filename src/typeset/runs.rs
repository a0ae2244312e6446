//! The texts of a page as one string of what is shown, with the runs that say how each part
//! looks and where it comes from.

use super::inline::ruby::{self, Headroom, PAD, Raised, RubyText};
use crate::document::{Document, Inline, LinkNumber, Style, Text, TextId};
use crate::role::Role;
use crate::text::{Script, script};
use std::ops::Range;

/// A stretch of shown text with one look.
#[derive(Clone, Copy, Debug)]
pub struct Run {
    /// End (bytes) in [`Texts::shown`].
    pub end: u32,
    /// Byte in the plain text of the source where it begins; None: not the author's.
    pub plain: Option<u32>,
    pub role: Role,
    pub style: Style,
    pub link: Option<LinkNumber>,
}

/// What separates a text from the one before it when it is copied.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Joint {
    #[default]
    Paragraph,
    /// An item of a tight list, a row of a table.
    Line,
    /// A cell of the same row.
    Cell,
}

impl Joint {
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
pub struct Shown {
    pub id: TextId,
    pub bytes: Range<u32>,
    pub runs: Range<u32>,
    pub joint: Joint,
    /// Repeated by us, such as a table's head in each of its records.
    pub echo: bool,
    /// Its lines keep to the grid of two cells.
    pub grid: bool,
}

#[derive(Clone, Debug, Default)]
pub struct Texts {
    pub shown: String,
    pub runs: Vec<Run>,
    pub all: Vec<Shown>,
    /// Readings that stand above, in the order of the text.
    pub readings: Vec<RubyText>,
}

/// How a text is to look.
#[derive(Clone, Copy, Debug)]
pub struct TextStyle {
    pub role: Role,
    pub style: Style,
    pub joint: Joint,
    pub echo: bool,
    /// Readings may stand above their words.
    pub above: Option<Headroom>,
    /// The longest formula, in characters, that is kept on one line.
    pub formula: usize,
}

/// The style of a run, in which ideographs are never slanted: terminals draw them so badly, or
/// not at all, and their own emphasis is dots.
fn upright(run: &Inline) -> Style {
    let slanted = run.style.has(Style::EMPHASIS);
    let native = |c: char| matches!(script(c), Script::Han | Script::Kana | Script::Hangul);
    if slanted && run.text.chars().any(native) {
        run.style.without(Style::EMPHASIS).with(Style::DOTS)
    } else {
        run.style
    }
}

impl Texts {
    /// Adds a text; None when nothing of it is to be shown. Ranges that must not be broken
    /// (bytes in the text as shown) are appended to `protected`.
    pub fn add(
        &mut self,
        text: &Text,
        look: TextStyle,
        document: &Document,
        link_numbers: bool,
        show_cut: bool,
        protected: &mut Vec<Range<u32>>,
    ) -> Option<usize> {
        let start = self.shown.len();
        let first_run = self.runs.len();
        let mut plain = 0;
        let mut ruby_from: Option<u32> = None;
        let mut above: Option<Raised> = None;
        for (index, run) in text.runs.iter().enumerate() {
            let here = plain;
            plain += run.text.len() as u32;
            if run.cut.is_some() && !show_cut || run.text.is_empty() {
                continue;
            }
            let from = (self.shown.len() - start) as u32;
            if run.style.has(Style::RUBY_BASE) && ruby_from.is_none() {
                let rest = text.runs.get(index..).unwrap_or_default();
                above = look.above.and_then(|above| ruby::raised(rest, above));
                self.pad(above.as_ref().map_or(0, |above| above.left), look);
            }
            if run.style.has(Style::RUBY)
                && let Some(above) = above.take()
            {
                self.pad(above.right, look);
                self.readings.push(RubyText {
                    text: self.all.len() as u32,
                    base: ruby_from.unwrap_or(from)..(self.shown.len() - start) as u32,
                    words: above.words.to_owned(),
                });
            } else {
                self.shown.push_str(&run.text);
                self.runs.push(Run {
                    end: self.shown.len() as u32,
                    plain: (!look.echo).then_some(here),
                    role: if run.cut.is_some() {
                        Role::Cut
                    } else {
                        look.role
                    },
                    style: upright(run).with(look.style),
                    link: run.link,
                });
            }
            let to = (self.shown.len() - start) as u32;
            if run.style.has(Style::RUBY_BASE) {
                ruby_from.get_or_insert(from);
            } else if run.style.has(Style::RUBY) {
                protected.push(ruby_from.take().unwrap_or(from)..to);
            } else if run.style.has(Style::MATH) && run.text.chars().count() <= look.formula {
                ruby_from = None;
                protected.push(from..to);
            } else if run.style.has(Style::KEYBOARD) || run.footnote.is_some() {
                ruby_from = None;
                protected.push(from.saturating_sub(u32::from(run.footnote.is_some()))..to);
            } else {
                ruby_from = None;
            }
            let next = text.runs.get(index + 1..).unwrap_or_default();
            let last = next
                .iter()
                .find(|next| !next.text.is_empty() && (next.cut.is_none() || show_cut))
                .is_none_or(|next| next.link != run.link);
            if let (Some(number), true, true) = (run.link, last, link_numbers) {
                self.link_number(number, document, start, protected);
            }
        }
        if self.shown.len() == start {
            return None;
        }
        self.all.push(Shown {
            id: text.id,
            bytes: start as u32..self.shown.len() as u32,
            runs: first_run as u32..self.runs.len() as u32,
            joint: look.joint,
            echo: look.echo,
            grid: false,
        });
        Some(self.all.len() - 1)
    }

    /// Blanks beside the base of a reading.
    fn pad(&mut self, cells: usize, look: TextStyle) {
        if cells > 0 {
            self.shown.extend(std::iter::repeat_n(PAD, cells));
            self.runs.push(Run {
                end: self.shown.len() as u32,
                plain: None,
                role: look.role,
                style: look.style,
                link: None,
            });
        }
    }

    /// `[3]` after a link; it never begins a line.
    fn link_number(
        &mut self,
        number: LinkNumber,
        document: &Document,
        start: usize,
        protected: &mut Vec<Range<u32>>,
    ) {
        let index = (number as usize).wrapping_sub(1);
        if document.links.get(index).is_none_or(|link| link.quiet) {
            return;
        }
        let from = (self.shown.len() - start) as u32;
        self.shown.push_str(&format!("[{number}]"));
        self.runs.push(Run {
            end: self.shown.len() as u32,
            plain: None,
            role: Role::LinkNumber,
            style: Style::PLAIN,
            link: Some(number),
        });
        let to = (self.shown.len() - start) as u32;
        // From within the last character, so that no break falls before the bracket.
        let from = from.saturating_sub(1);
        match protected.last_mut() {
            Some(last) if last.end > from => last.end = to,
            _ => protected.push(from..to),
        }
    }

    pub fn of(&self, index: usize) -> &str {
        let bytes = &self.all[index].bytes;
        self.shown
            .get(bytes.start as usize..bytes.end as usize)
            .unwrap_or_default()
    }

    /// The runs of a text from the one that holds a shown byte (of the text) on, each with
    /// its bytes within the text.
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

    /// The place in the source of a shown byte of a text: of the next that has one.
    pub fn plain_of(&self, index: usize, byte: u32) -> u32 {
        let mut end = 0;
        for (range, run) in self.runs_from(index, byte) {
            if let Some(plain) = run.plain {
                return plain + byte.max(range.start) - range.start;
            }
        }
        // Only our own text follows: the end of the source.
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

    /// The plain byte that stands so many shown bytes of the author after a plain byte.
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

    /// The author's words of a text from one plain byte to another, as shown.
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
}
