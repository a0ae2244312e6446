//! The parsed tree: nodes, the table of elements, attributes.

pub(crate) mod attribute;
pub(crate) mod element;
pub(crate) mod tree;
