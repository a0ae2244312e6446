//! How far a text is passed to a command.

use super::message::Item;

/// The command that gets a text. One runs at a time.
#[derive(Debug, Default)]
pub(super) enum Piping {
    #[default]
    None,
    /// The rest of the article has not arrived.
    Waiting {
        item: Item,
        command: String,
        words: Vec<String>,
    },
    Running {
        command: String,
    },
}
