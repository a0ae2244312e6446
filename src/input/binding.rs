//! What the user binds to keys.

use super::{Command, Key, Scope};
use std::sync::Arc;

/// A step of a key that does several things.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    Command(Command),
    /// What could be typed after `:`.
    Line(String),
}

impl Step {
    /// As it is written in the configuration.
    pub(crate) fn written(&self) -> String {
        match self {
            Self::Command(command) => command.name().to_owned(),
            Self::Line(line) => format!(":{line}"),
        }
    }
}

/// A user-defined key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    /// `None`: wherever the command applies; without a command, in every scope.
    pub scope: Option<Scope>,
    pub keys: Vec<Key>,
    /// `None`: the keys are unbound, or have steps.
    pub command: Option<Command>,
    /// What the keys do one after another.
    pub steps: Arc<[Step]>,
}

impl Binding {
    /// Whether the keys have a meaning.
    pub fn is_set(&self) -> bool {
        self.command.is_some() || !self.steps.is_empty()
    }
}
