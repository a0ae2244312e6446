//! Passes over the finished blocks: footnotes, grouping, labels of pictures, link numbers.

mod emoji;
mod figures;
mod footnote;
mod grouping;
mod hacker_news;
mod heading_names;
mod link_numbers;
pub(crate) mod post_process;
mod section_names;
