//! A document and a measure become a page of lines: own line breaking for Chinese,
//! Japanese, Korean and mixed text.

mod fill;
mod kinsoku;
pub mod layout;
pub mod linebreak;
pub mod options;
pub mod page;
mod pieces;
mod url;

pub use options::{Fit, Indent, Kinsoku, Options, Spacing};
pub use page::{Anchor, AnchorKind, Hit, Line, Page, Span};
