//! The sidebar: views of the library with their counts.

pub(crate) mod counts;
mod dates;
pub(crate) mod kept_counts;
pub(crate) mod pane;
mod row;
pub(crate) mod rows;
pub(crate) mod saved;
