//! Tables: a grid, or stacked rows where a grid does not fit.

mod arrangement;
mod balance;
pub(crate) mod columns;
pub(crate) mod decimals;
pub(crate) mod grid_table;
pub(crate) mod listing;
pub(crate) mod picture;
pub(crate) mod placement;
pub(crate) mod stacked_table;
pub(crate) mod window;
