//! A document and a measure become a page of lines: own line breaking for Chinese,
//! Japanese, Korean and mixed text.
//!
//! The way of a text: `texts` (what is shown of it) → `linebreak` (UAX #14) and `kinsoku`
//! (our rules) → `pieces` (what stays together), `phrase` (words) → `fill` (pieces into lines) → `layout`
//! (byte ranges). The way of a document: `set`, then `looks`, `code`, `figure`, `table` with
//! its `columns` and `records` (the look of each block) →
//! `rows` (compact lines) → [`Page`], which makes spans when a line is asked for.

#[cfg(feature = "bidi")]
mod bidi;
mod code;
mod columns;
mod figure;
mod fill;
#[cfg(feature = "hyphen")]
mod hyphen;
mod kinsoku;
pub mod labels;
pub mod layout;
pub mod linebreak;
mod looks;
mod marker;
mod motion;
pub mod options;
pub mod page;
#[cfg(feature = "phrase")]
mod phrase;
mod pieces;
mod records;
mod rows;
mod ruby;
mod set;
#[cfg(any(test, feature = "sea"))]
mod south_east;
mod table;
mod texts;
mod url;
mod verse;

pub use labels::Labels;
pub use options::{Fit, Indent, Kinsoku, Options, Ruby, Spacing};
pub use page::{Anchor, AnchorKind, Hit, Line, Page, Span};
