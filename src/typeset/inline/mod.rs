//! The layout of one text as lines: breaks, segments, line fitting.

#[cfg(feature = "bidi")]
pub(crate) mod bidi;
mod brackets;
pub mod breaks;
pub(crate) mod code_words;
#[cfg(any(test, feature = "sea"))]
pub(crate) mod dictionary_breaks;
#[cfg(feature = "hyphen")]
pub(crate) mod hyphen;
pub(crate) mod kaomoji;
pub(crate) mod kinsoku;
pub mod layout;
pub(crate) mod line_fit;
pub mod linebreak;
pub(crate) mod particle;
#[cfg(feature = "phrase")]
pub(crate) mod phrase;
pub(crate) mod ruby;
pub(crate) mod segments;
pub mod setting;
pub(crate) mod spacing;
pub(crate) mod title_price;
pub(crate) mod title_search;
pub(crate) mod url;
#[cfg(feature = "phrase")]
mod words;
