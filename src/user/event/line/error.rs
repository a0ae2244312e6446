//! Lines that are not events.

/// Why a line is not an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NotAnEvent {
    /// The line is incomplete: the writer was interrupted.
    pub torn: bool,
    pub detail: String,
}

impl NotAnEvent {
    /// A field is missing or damaged.
    pub(super) fn new(field: &str) -> Self {
        Self {
            torn: false,
            detail: format!("field `{field}`"),
        }
    }
}
