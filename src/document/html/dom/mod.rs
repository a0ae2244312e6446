//! The tree, the table of elements, and attributes. The only folder that uses scraper and html5ever.

pub(crate) mod attribute;
pub(crate) mod element;
pub(crate) mod token;
pub(crate) mod tree;
pub(crate) mod writer;
