//! Builds blocks from the tree. `builder` walks it and calls `start_tag`, `text` and `end_tag`,
//! which work on the `state`; the other files handle one kind of element each.

mod block_stack;
pub(crate) mod builder;
mod captions;
mod citation;
mod code;
mod code_box;
mod collapsible;
mod embed;
mod end_tag;
pub(crate) mod footnote;
pub(crate) mod image;
mod inline;
pub(crate) mod link;
mod list;
mod media;
mod paragraphs;
mod quote_source;
pub(crate) mod run_style;
mod start_tag;
pub(crate) mod state;
mod superscript;
mod table;
mod text;
