//! Typesets a document for a given line width: line breaking for Chinese, Japanese, Korean and
//! mixed text.
//!
//! A text passes through [`inline`]: `linebreak` (UAX #14) and `kinsoku` (line start and line
//! end rules) find the breaks, `segments` cuts the text into unbreakable segments, `phrase`
//! marks breaks inside words, `line_fit` puts segments into lines, and `layout` returns byte
//! ranges. A document passes through `block` and `table`, one function per kind of block,
//! which produce compact `lines` over the shown text (`runs`, built by `text_builder`). [`Page`] keeps those; `painter`
//! makes the spans of a line when it is asked for.

pub(crate) mod block;
mod crop;
mod cursor;
mod gaps;
pub mod inline;
mod labels;
mod letters;
mod line;
mod lines;
mod link_texts;
pub(crate) mod math;
mod options;
mod page;
mod page_breaks;
mod painter;
mod pictures;
mod pointing;
pub(crate) mod room;
mod runs;
mod sideways;
mod sign_forms;
pub mod signs;
pub(crate) mod table;
mod text_builder;
mod units;

pub use letters::Letters;
pub(crate) use line::{Anchor, AnchorKind, Line, Span};
pub use options::{Fit, Formulas, Indent, Kinsoku, NumberedLinks, Options, Ruby, Spacing};
pub(crate) use page::Hit;
pub use page::Page;
pub use units::Unit;
