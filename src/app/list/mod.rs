//! The list pane: its rows, order and search.

pub mod groups;
pub mod list_search;
pub mod pane;
pub mod rows;
pub(crate) mod seek;
pub mod sorting;
pub mod title_wrap;
pub mod window;
