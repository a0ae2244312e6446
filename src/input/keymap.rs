//! The key map: presets of the command table, changed by the config; counts and sequences.

use super::{Command, Key, Scope};

/// The shipped key maps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Preset {
    #[default]
    Vim,
    Newsboat,
    Less,
}

/// What the keys typed so far mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resolved {
    /// A command, with the count typed before it.
    Command(Command, Option<u32>),
    /// The beginning of a longer sequence or a count: wait.
    Pending,
    Nothing,
}

/// A key map and the keys typed so far of an unfinished sequence.
#[derive(Clone, Debug, Default)]
pub struct Keymap {}

impl Keymap {
    /// Takes a key in a scope.
    pub fn press(&mut self, _key: Key, _scope: Scope) -> Resolved {
        Resolved::Nothing
    }
}
