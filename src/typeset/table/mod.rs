//! Tables: column widths, grids, and stacked rows where a grid does not fit.

pub(crate) mod columns;
pub(crate) mod grid_table;
pub(crate) mod stacked_table;
