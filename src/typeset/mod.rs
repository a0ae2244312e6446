//! A document and a measure become a page of lines: own line breaking for Chinese,
//! Japanese, Korean and mixed text.
//!
//! The way of a text: `texts` (what is shown of it) → `linebreak` (UAX #14) and `kinsoku`
//! (our rules) → `pieces` (what stays together), `phrase` (words) → `fill` (pieces into lines) → `layout`
//! (byte ranges). The way of a document: `set`, then `looks`, `code`, `figure`, `table` with
//! its `columns` and `records` (the look of each block) →
//! `rows` (compact lines) → [`Page`], which makes spans when a line is asked for.

pub(crate) mod block;
mod cursor;
pub mod inline;
pub mod labels;
mod lines;
pub mod options;
pub mod page;
mod runs;
pub(crate) mod table;

pub use labels::Labels;
pub use options::{Fit, Indent, Kinsoku, Options, Ruby, Spacing};
pub use page::{Anchor, AnchorKind, Hit, Line, Page, Span};
