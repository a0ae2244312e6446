//! Archives in a search engine: OpenSearch, or Elasticsearch, which answers the same requests.
//!
//! A document of the engine is an article: its metadata, its text, and the tokens of both. Texts
//! are folded and split here before they are pushed, and queries before they are sent, so that the
//! engine's own analysis has no part in what matches. What it returns are candidates;
//! [`Evaluator`](super::Evaluator) and [`TextTerm`](super::TextTerm) decide, as they do for the
//! local index, through the same interface, [`TextHits`](super::TextHits).
//!
//! `connection` sends requests, `error` explains failures; `mapping` describes the engine's index
//! and `document` its documents; `lookup` translates queries; `search` asks for candidates page
//! by page, `reading` decides which ones match, `found` is what comes out, `hits` what
//! the texts have; `push` and `bulk` write a library.

mod bulk;
mod connection;
mod document;
mod error;
mod found;
mod hits;
mod lookup;
mod mapping;
mod patience;
mod push;
mod reading;
mod search;

pub use connection::{Engine, Environment, Options};
pub use error::{EngineError, Partial};
pub use found::{Found, Scope, Wanted};
pub use hits::EngineHits;
pub use push::{PushReport, Pushed};

#[cfg(test)]
mod tests;
