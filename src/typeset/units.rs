//! Units of text: the cluster, word, line, sentence or paragraph at a place, and the units around it.

use super::page::Page;
use crate::document::Position;
use crate::text::{sentence_bounds, word_bounds};

/// What a selection is extended by, the smallest first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    #[default]
    Grapheme,
    Word,
    /// What a line of the screen shows of a text.
    Line,
    Sentence,
    Paragraph,
}

impl Unit {
    /// The next larger unit; after the largest, the smallest.
    pub fn wider(self) -> Self {
        match self {
            Self::Grapheme => Self::Word,
            Self::Word | Self::Line => Self::Sentence,
            Self::Sentence => Self::Paragraph,
            Self::Paragraph => Self::Grapheme,
        }
    }

    /// The locale key of its name.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Grapheme => "unit.grapheme",
            Self::Word => "unit.word",
            Self::Line => "unit.line",
            Self::Sentence => "unit.sentence",
            Self::Paragraph => "unit.paragraph",
        }
    }
}

/// A text as shown, and a place in it.
struct Here {
    text: String,
    /// The place, in bytes of the shown text.
    at: usize,
    /// Where units start.
    bounds: Vec<usize>,
}

impl Here {
    /// The unit around the place.
    fn unit(&self) -> (usize, usize) {
        let after = self.bounds.partition_point(|bound| *bound <= self.at);
        let start = after.checked_sub(1).and_then(|last| self.bounds.get(last));
        let end = self.bounds.get(after).copied();
        (start.copied().unwrap_or(0), end.unwrap_or(self.text.len()))
    }
}

impl Page {
    /// The start of the unit at a place and its end, in the same text. Blanks at the end are left
    /// out.
    pub fn unit_at(&self, place: Position, unit: Unit) -> (Position, Position) {
        if unit == Unit::Grapheme {
            return (place, self.cluster_end(place));
        }
        let here = self.here(place, unit);
        let (start, end) = here.unit();
        let words = here.text.get(start..end).unwrap_or_default();
        let end = start + words.trim_end().len();
        let at = |shown| self.place_of(place, shown);
        (at(start), at(end).max(self.cluster_end(place)))
    }

    /// The start of the unit after the one at a place, in this text or the next.
    pub(crate) fn next_unit(&self, place: Position, unit: Unit) -> Option<Position> {
        match unit {
            Unit::Grapheme => self.next_cluster(place),
            Unit::Word => self.next_word(place),
            Unit::Line => self
                .starts
                .get(self.lines_before(place))
                .map(|next| next.place),
            Unit::Paragraph => self.text_after(place),
            Unit::Sentence => {
                let here = self.here(place, unit);
                let (_, end) = here.unit();
                match here.text.get(end..).unwrap_or_default().trim() {
                    "" => self.text_after(place),
                    _ => Some(self.place_of(place, end)),
                }
            }
        }
    }

    /// The start of the unit before the one at a place, in this text or the one before.
    pub(crate) fn previous_unit(&self, place: Position, unit: Unit) -> Option<Position> {
        if unit <= Unit::Word {
            return match unit {
                Unit::Word => self.previous_word(place),
                _ => self.previous_cluster(place),
            };
        }
        if unit == Unit::Line {
            let before = self.lines_before(place).checked_sub(2)?;
            return self.starts.get(before).map(|before| before.place);
        }
        let here = self.here(place, unit);
        let (start, _) = here.unit();
        if let Some(bound) = here.bounds.iter().rev().find(|bound| **bound < start) {
            return Some(self.place_of(place, *bound));
        }
        let text = self.text_before(place)?;
        let last = Position {
            text,
            byte: u32::MAX,
        };
        Some(self.unit_at(last, unit).0)
    }

    fn here(&self, place: Position, unit: Unit) -> Here {
        let text = self.words(place.text, 0..u32::MAX);
        let at = self.words(place.text, 0..place.byte).len();
        let bounds = match unit {
            Unit::Word => {
                let joined = self.joined(place, &text);
                let mut bounds = word_bounds(&text);
                bounds.retain(|bound| joined.binary_search(bound).is_err());
                bounds
            }
            Unit::Line => self.line_bounds(place),
            Unit::Sentence => sentence_bounds(&text),
            Unit::Grapheme | Unit::Paragraph => vec![0],
        };
        // The place after the last letter belongs to the last unit.
        let at = at.min(text.len().saturating_sub(1));
        Here { text, at, bounds }
    }

    /// How many lines of texts begin up to a place.
    fn lines_before(&self, place: Position) -> usize {
        self.starts.partition_point(|start| start.place <= place)
    }

    /// Where the line of a place starts in its text as shown, and the next line of the text.
    fn line_bounds(&self, place: Position) -> Vec<usize> {
        let next = self.lines_before(place);
        let lines = self
            .starts
            .get(next.saturating_sub(1)..)
            .unwrap_or_default();
        let lines = lines.iter().map(|start| start.place).take(2);
        lines
            .filter(|start| start.text == place.text)
            .map(|start| self.words(place.text, 0..start.byte).len())
            .collect()
    }

    /// The place of a shown byte of the text of another place.
    fn place_of(&self, place: Position, shown: usize) -> Position {
        let start = Position { byte: 0, ..place };
        let byte = self.ahead(start, shown as u32).unwrap_or(place.byte);
        Position { byte, ..place }
    }
}
