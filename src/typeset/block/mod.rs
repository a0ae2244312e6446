//! The layout of blocks. `block_layout` calls one function for each kind of block; the other files
//! hold these functions.

pub(crate) mod block_layout;
pub(crate) mod block_style;
pub(crate) mod code;
mod code_fold;
mod code_names;
mod code_place;
mod code_strings;
mod counter;
pub(crate) mod definitions;
pub(crate) mod figure;
pub(crate) mod formula;
pub(crate) mod marker;
pub(crate) mod turn;
pub(crate) mod verse;
