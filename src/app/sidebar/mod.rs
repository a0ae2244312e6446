//! The sidebar: views of the library with their counts.

pub(crate) mod counts;
pub(crate) mod kept_counts;
pub(crate) mod pane;
pub(crate) mod rows;
pub(crate) mod saved;
