//! The list pane: its rows, order and search.

mod apart;
pub(crate) mod arrivals;
pub(crate) mod difference;
pub(crate) mod filtering;
pub(crate) mod folding;
mod folding_state;
pub(crate) mod folds;
pub(crate) mod groups;
mod kept;
pub(crate) mod kept_rows;
pub(crate) mod key;
mod merge;
pub(crate) mod pane;
pub(crate) mod picking;
pub(crate) mod picks;
pub(crate) mod quick;
mod quick_state;
mod recency;
pub(crate) mod repeats;
pub(crate) mod rows;
pub(crate) mod search;
pub(crate) mod search_state;
pub(crate) mod seek;
mod snippets;
pub(crate) mod sorting;

pub(crate) mod title_wrap;
mod unread_count;
mod waiting;
mod waiting_state;
pub(crate) mod window;
