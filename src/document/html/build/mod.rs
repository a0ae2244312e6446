//! From tree to blocks: one file per kind of element.

pub(crate) mod block_stack;
pub(crate) mod builder;
pub(crate) mod captions;
pub(crate) mod citation;
pub(crate) mod code;
pub(crate) mod collapsible;
pub(crate) mod embed;
pub(crate) mod end_tag;
pub(crate) mod image;
pub(crate) mod inline;
pub(crate) mod link;
pub(crate) mod list;
pub(crate) mod media;
pub(crate) mod start_tag;
pub(crate) mod superscript;
pub(crate) mod table;
pub(crate) mod text;
