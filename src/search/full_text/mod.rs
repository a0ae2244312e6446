//! The full-text index: which articles of a library have a word in their text.
//!
//! A library has one SQLite file for its texts in the cache directory, beside the index of its
//! metadata. Deleting it loses nothing. It holds the text of each article as the reader shows it,
//! and FTS5 postings of its [tokens]. Postings give the documents that may have a term; unless
//! they are exact for that term, [`TextTerm`](super::TextTerm) decides in the stored text, so that
//! a result is always that of a search through all texts.
//!
//! `file` opens the file, `store` reads and writes documents, `sums` notices damaged
//! postings, `build` updates it, `scan` searches
//! stored texts, `candidates` finds what may match and confirms it, `first_hits` the first of
//! a list before, `narrowing` rules most articles of a list out, `rank` orders what was found,
//! `engine` combines them, `related` finds articles that share terms other than `stop_words`,
//! `shared_words` says which words those are, `hits` and `local_hits` hold results, `snippet` makes the lines that a list
//! shows, and `word_edges` keeps the words in them whole.

mod build;
mod candidates;
mod engine;
mod file;
mod first_hits;
mod hits;
mod local_hits;
mod narrowing;
mod rank;
mod related;
mod scan;
mod shared_words;
mod snippet;
mod stop_words;
mod store;
mod sums;
pub(in crate::search) mod tokens;
mod word_edges;

pub use build::Plan;
#[cfg(feature = "opensearch")]
pub(super) use build::read_text;
pub use candidates::Candidates;
pub use engine::{Coverage, FullText};
pub use hits::TermHits;
pub use local_hits::LocalHits;
pub use narrowing::NameColumn;
pub use related::{Related, Relative, related};
pub use snippet::Snippet;
#[cfg(feature = "opensearch")]
pub(super) use store::Flags;

#[cfg(test)]
mod tests;
