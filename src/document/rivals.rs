//! What tells a passage of an article from others.

use serde::{Deserialize, Serialize};

/// What other places of the text had in common with a passage when it was highlighted, in letters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct Rivals {
    /// The best alignment of the quotation and its context with another place.
    #[serde(skip_serializing_if = "is_zero")]
    pub letters: u32,
    /// The longest context directly before and after another place that has the quotation.
    #[serde(skip_serializing_if = "is_zero")]
    pub before: u32,
    #[serde(skip_serializing_if = "is_zero")]
    pub after: u32,
    /// If several places had the quotation with the nearest words of its context: the number of this
    /// one, from 1, and how many there were.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub copy: Option<(u32, u32)>,
}

impl Rivals {
    /// Whether another place had the quotation with a part of its context.
    pub(crate) fn has_quote(&self) -> bool {
        self.before > 0 || self.after > 0
    }
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
fn is_zero(number: &u32) -> bool {
    *number == 0
}
