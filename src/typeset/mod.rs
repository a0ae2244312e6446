//! A document and a measure become a page of lines: own line breaking for Chinese,
//! Japanese, Korean and mixed text.

pub mod options;
pub mod page;

pub use options::{Fit, Indent, Kinsoku, Options, Spacing};
pub use page::{Anchor, AnchorKind, Hit, Line, Page, Span};
