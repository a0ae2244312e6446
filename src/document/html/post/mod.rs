//! Passes over the finished blocks: footnotes, grouping, link numbers.

pub(crate) mod footnote;
pub(crate) mod grouping;
pub(crate) mod link_numbers;
pub(crate) mod post_process;
