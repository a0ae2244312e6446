//! The layout of blocks: one function per kind of block.

pub(crate) mod block_layout;
pub(crate) mod block_style;
pub(crate) mod code;
mod counter;
pub(crate) mod definitions;
pub(crate) mod figure;
pub(crate) mod formula;
pub(crate) mod marker;
pub(crate) mod turn;
pub(crate) mod verse;
