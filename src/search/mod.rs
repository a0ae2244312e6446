//! Search: the query language, the matcher of words and phrases, and the evaluation over the
//! metadata of articles.
//!
//! - `lexer`, `parse` and `values` make the tree of a `query` from a text; `field` is the table of
//!   fields.
//! - `complete` completes names of fields and values in use.
//! - [`TextTerm::find_in`] says where a folded text contains a word or phrase. Every index must
//!   find exactly the articles that it finds.
//! - `highlight` finds the hits that are marked on the screen.
//! - `quick` is the filter of titles, sources and authors as they are typed, with pinyin, romaji
//!   and initial consonants.
//! - `engine` (feature `opensearch`) searches archives in OpenSearch.
//! - `rules` finds the articles that the rules of the configuration are about, `rule_texts` reads the
//!   texts of articles that have just arrived for them.
//! - `evaluate` compares metadata in memory and asks [`TextHits`] for the text of the article.

mod complete;
#[cfg(feature = "opensearch")]
pub mod engine;
mod error;
mod evaluate;
mod field;
pub mod full_text;
mod highlight;
mod letter;
mod lexer;
mod parse;
mod pattern;
mod query;
mod quick;
mod raw;
pub mod rule_texts;
pub mod rules;
mod text_term;
mod values;

pub use complete::{Completion, complete, field_names, values_in_use};
pub use error::{QueryError, QueryFault};
pub use evaluate::{Answer, Evaluator, Facts, NoText, SharedHits, TextHits};
pub use field::{Feature, TextField};
pub use highlight::{Highlighter, Part};
pub use letter::is_word_character;
pub use pattern::Pattern;
pub use query::{Node, Query, Term};
pub use quick::{QuickColumn, QuickFilter, matching_rows};
pub use text_term::TextTerm;
pub use values::Today;

#[cfg(test)]
mod tests;
