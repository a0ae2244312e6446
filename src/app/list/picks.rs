//! The state of picked rows: articles that the next command applies to together.

use super::key::Key;
use crate::app::message::Item;
use std::collections::HashMap;

/// Articles that were picked one by one, and a range that ends at the cursor.
#[derive(Debug, Default)]
pub(crate) struct Picks {
    pub single: HashMap<Key, Item>,
    /// Where the range begins. None: there is no range.
    pub anchor: Option<usize>,
}
