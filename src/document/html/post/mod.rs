//! Passes over the finished blocks: footnotes, grouping, labels of pictures, link numbers.

mod captions;
mod emoji;
mod figures;
mod footnote;
mod grouping;
mod hacker_news;
mod heading_names;
pub(crate) mod link_numbers;
mod numbered_heads;
pub(crate) mod post_process;
mod section_names;
