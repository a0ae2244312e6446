//! A batch of a scan that waits to be added to the list.

use crate::app::message::Item;
use std::sync::Arc;

#[derive(Debug)]
pub struct Waiting {
    pub items: Arc<Vec<Item>>,
    /// How many of the articles have a date of their own.
    pub dated: usize,
}

impl Waiting {
    pub fn new(items: Vec<Item>) -> Self {
        Self {
            dated: items.iter().filter(|item| item.entry.is_dated()).count(),
            items: Arc::new(items),
        }
    }
}
