//! The passages of an article that the user selects and has highlighted.

use super::located::Located;
use crate::document::{Position, TextId};
use crate::role::Role;
use crate::typeset::Unit;
use std::ops::Range;

/// Text that is being selected: whole units from its fixed end to its moving end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Selection {
    pub fixed: Position,
    /// The cluster at the end that motions move.
    pub moving: Position,
    pub unit: Unit,
}

/// The colours: their names in the journal and their roles. The first has no name there.
pub(crate) const COLOURS: [(&str, Role); 4] = [
    ("", Role::Highlight1),
    ("mark-2", Role::Highlight2),
    ("mark-3", Role::Highlight3),
    ("mark-4", Role::Highlight4),
];

/// The roles of squares of the colours, for themes in which highlights look alike.
pub(crate) const SWATCHES: [Role; 4] = [Role::Swatch1, Role::Swatch2, Role::Swatch3, Role::Swatch4];

/// The number of a colour, from 0: that of a name of ours or of another program.
pub(crate) fn colour(name: &str) -> usize {
    match name.to_ascii_lowercase().as_str() {
        "mark-2" | "green" | "teal" => 1,
        "mark-3" | "blue" | "cyan" | "indigo" => 2,
        "mark-4" | "pink" | "red" | "purple" | "magenta" => 3,
        _ => 0,
    }
}

/// The role of a colour by its name.
pub(crate) fn colour_role(name: &str) -> Role {
    COLOURS[colour(name)].1
}

/// A highlight whose words are in the article.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    pub id: String,
    pub role: Role,
    /// The user wrote a note about it.
    pub has_note: bool,
    /// Texts with their bytes, at least one.
    pub parts: Vec<(TextId, Range<u32>)>,
}

impl Placed {
    pub(crate) fn start(&self) -> Position {
        let first = self.parts.first();
        first.map_or_else(Position::default, |(text, bytes)| Position {
            text: *text,
            byte: bytes.start,
        })
    }

    /// How long it is.
    pub(crate) fn bytes(&self) -> u64 {
        let lengths = self.parts.iter();
        lengths
            .map(|(_, bytes)| u64::from(bytes.end - bytes.start))
            .sum()
    }

    pub(crate) fn end(&self) -> Position {
        let last = self.parts.last();
        last.map_or_else(Position::default, |(text, bytes)| Position {
            text: *text,
            byte: bytes.end,
        })
    }
}

/// The highlights of the open article.
#[derive(Clone, Debug, Default)]
pub struct Highlights {
    /// In the order of the text.
    pub placed: Vec<Placed>,
    /// The IDs of those whose words are gone.
    pub lost: Vec<String>,
    /// The ID of the one that the user went to.
    pub current: Option<String>,
    /// What was found in the text.
    pub(crate) located: Located,
    /// The ID of the one to go to when the article is there.
    pub(crate) wanted: Option<String>,
}
