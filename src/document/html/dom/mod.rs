//! The parsed tree, the table of elements, and attributes.

pub(crate) mod attribute;
pub(crate) mod element;
pub(crate) mod token;
pub(crate) mod tree;
