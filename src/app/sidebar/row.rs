//! A row of the sidebar.

use super::counts::Tally;
use crate::app::view::{FacetKind, View};
use crate::text::{WidthPolicy, grouped};
use std::sync::Arc;

/// What choosing a row does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    Show(View),
    /// Searches all articles for a query.
    Search(Arc<str>),
    /// Shows or hides the values of a group.
    Fold(FacetKind),
    Nothing,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub label: Arc<str>,
    /// How far it is indented.
    pub depth: u16,
    pub tally: Option<Tally>,
    pub choice: Choice,
}

impl Row {
    /// Cells from the mark at the left edge to the number at the right edge, with a cell on both sides
    /// of the words and two before the number.
    pub fn cells(&self, policy: WidthPolicy) -> u16 {
        let sign = match self.choice {
            Choice::Fold(_) => 2,
            _ => 0,
        };
        let count = self.tally.map_or(0, |tally| match tally.unread {
            0 => digits(tally.total) + 2,
            unread if unread == tally.total => digits(unread) + 2,
            unread => digits(unread) + digits(tally.total) + 3,
        });
        let label = policy.str(&self.label) + usize::from(2 + 2 * self.depth + sign);
        (label + count + 1) as u16
    }
}

/// The cells of a number.
fn digits(number: usize) -> usize {
    grouped(number).len()
}
