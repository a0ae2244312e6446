//! Readings above their words (ruby, JIS X 4051 and JLReq 3.3): a row over the line, each
//! reading in the middle over its base. A base narrower than its reading gets blanks on both
//! sides, so that readings never meet. All of it is ours: neither copied nor searched, and no
//! place in the text.

use super::layout::TextLine;
use crate::document::{Inline, Style};
use crate::role::Role;
use crate::text::WidthPolicy;
use crate::typeset::lines::Painter;
use crate::typeset::runs::Texts;
use std::ops::Range;

/// Stands for a blank beside a base: to UAX #14 a letter (no mark, and no blank that a line's
/// edge swallows), for private use, and drawn as a space.
pub const PAD: char = '\u{10FFFD}';

/// What a base may be widened by, beside as many cells as it has itself: where a reading is
/// longer, it stands in brackets behind its base, for a hole in the line would be worse.
const SPARE: usize = 2;

/// Where readings may stand above: under which policy, and in how many cells.
#[derive(Clone, Copy, Debug)]
pub struct Headroom {
    pub width: WidthPolicy,
    pub room: u16,
}

/// A reading that goes above, and the blanks that its base gets on either side.
pub struct Raised<'a> {
    pub words: &'a str,
    pub left: usize,
    pub right: usize,
}

/// A reading that stands above a part of a text.
#[derive(Clone, Debug)]
pub struct RubyText {
    /// Index in `Texts::all`.
    pub text: u32,
    /// Bytes of the base in the text as shown, its blanks included.
    pub base: Range<u32>,
    pub words: String,
}

/// The reading of the base at the head of these runs, if it may stand above.
pub fn raised(runs: &[Inline], above: Headroom) -> Option<Raised<'_>> {
    let base = |run: &&Inline| run.style.has(Style::RUBY_BASE) && run.cut.is_none();
    let cells = runs
        .iter()
        .take_while(base)
        .map(|run| above.width.str(&run.text))
        .sum();
    let reading = runs.iter().find(|run| !base(run))?;
    if !reading.style.has(Style::RUBY) || reading.cut.is_some() {
        return None;
    }
    let words = reading.text.trim_start_matches('(').trim_end_matches(')');
    let wide = above.width.str(words);
    let pad = wide.saturating_sub(cells);
    let fits = pad <= cells + SPARE && wide.max(cells) * 2 <= usize::from(above.room);
    (fits && wide > 0 && !words.contains('\n')).then_some(Raised {
        words,
        left: pad / 2,
        right: pad - pad / 2,
    })
}

impl Texts {
    /// The readings above a line of a text, in order.
    pub fn readings_of(&self, text: usize, line: TextLine) -> &[RubyText] {
        let at = |reading: &RubyText| (reading.text as usize, reading.base.end);
        let from = self
            .readings
            .partition_point(|reading| at(reading) <= (text, line.start));
        let to = self.readings.partition_point(|reading| {
            (reading.text as usize, reading.base.start) < (text, line.end)
        });
        self.readings.get(from..to).unwrap_or_default()
    }
}

impl Painter<'_> {
    /// The row above a line of a text.
    pub(crate) fn readings(&mut self, text: usize, line: TextLine, full: u16) {
        let start = self.cells;
        let mut under = Self {
            spans: Vec::new(),
            ..*self
        };
        under.text(text, line, full);
        for reading in self.texts.readings_of(text, line) {
            let base = self.texts.plain_of(text, reading.base.start)
                ..self.texts.plain_of(text, reading.base.end);
            let mut column = start;
            let mut over: Option<Range<u16>> = None;
            for span in &under.spans {
                let next = column + span.cells;
                let source = span.source.as_ref();
                if source
                    .is_some_and(|(_, source)| base.start <= source.start && source.end <= base.end)
                {
                    let from = over.map_or(column, |over| over.start.min(column));
                    over = Some(from..next);
                }
                column = next;
            }
            let Some(over) = over else { continue };
            let cells = self.options.width.str(&reading.words) as u16;
            let column = (over.start + over.end).saturating_sub(cells) / 2;
            self.blank(column.saturating_sub(self.cells), Role::Body);
            self.ours(&reading.words, Role::Ruby);
        }
    }
}
