//! The index of an engine: its settings, and the fields of its documents.

use super::connection::Engine;
use super::error::{EngineError, Result};
use crate::http::Method;
use crate::library::{self, Cancel};
use serde_json::{Value, json};

/// The version of the fields and tokens. The revision of the parser is added, because documents
/// hold what it returned.
const FORMAT: i32 = 3;

/// The format that this program reads and writes.
pub(super) fn format() -> i32 {
    FORMAT * 10_000 + library::REVISION
}

impl Engine {
    /// Checks that the index was made by this version of the program, and waits until every shard
    /// has a place.
    ///
    /// # Errors
    /// There is no such index, or it is another one.
    pub fn check_index(&self, cancel: &Cancel) -> Result<()> {
        let path = format!("/{}/_mapping", self.index);
        let answer = self.call(Method::Get, &path, None, cancel)?;
        // An alias is answered with the name of its index.
        let mappings = answer.as_object().and_then(|all| all.values().next());
        let found = mappings.and_then(|index| index.pointer("/mappings/_meta/kanbao")?.as_i64());
        match found == Some(format().into()) {
            true => Ok(()),
            false => Err(EngineError::OtherIndex(self.index.clone())),
        }
    }

    /// Creates the index if it does not exist.
    ///
    /// # Errors
    /// See [`Engine::check_index`].
    pub(super) fn create_index(&self, cancel: &Cancel) -> Result<()> {
        match self.check_index(cancel) {
            Err(EngineError::NoIndex(_)) => {}
            checked => return checked,
        }
        let path = format!("/{}", self.index);
        let (shards, replicas) = (self.options.shards, self.options.replicas);
        let body = description(shards, replicas);
        match self.call(Method::Put, &path, Some(&body), cancel) {
            Err(refused @ EngineError::Refused(_)) => match self.check_index(cancel) {
                Err(EngineError::NoIndex(_)) => Err(refused),
                // Another program, or an attempt whose answer was lost, has created it.
                checked => checked,
            },
            created => created.map(drop),
        }
    }
}

/// The description of the index.
fn description(shards: u16, replicas: u16) -> Value {
    // Tokens with positions, for phrases. Lengths of fields do not count, as nothing is ranked.
    let tokens = json!({ "type": "text", "analyzer": "tokens", "norms": false });
    let pairs = json!({
        "type": "text", "analyzer": "tokens", "norms": false, "index_options": "docs"
    });
    let keyword = json!({ "type": "keyword" });
    let stored = json!({ "type": "keyword", "index": false });
    let number = json!({ "type": "long" });
    let sorted = json!({ "type": "long", "index": false });
    json!({
        "settings": {
            "number_of_shards": shards,
            "number_of_replicas": replicas,
            "codec": "best_compression",
            // Tokens are made by the program that pushes; the engine only separates them.
            "analysis": { "analyzer": { "tokens": { "type": "custom", "tokenizer": "whitespace" } } }
        },
        "mappings": {
            "dynamic": false,
            "_meta": { "kanbao": format() },
            // Tokens are only looked up.
            "_source": { "excludes": [
                "letters", "pairs", "title", "source", "author", "category", "tag", "path"
            ] },
            "properties": {
                "key": keyword, "library": keyword, "language": keyword, "has": keyword,
                "id": stored,
                "size": sorted, "modified": sorted, "newness": sorted,
                "seconds": number, "minutes": number, "characters": number,
                "letters": tokens, "pairs": pairs,
                "title": tokens, "source": tokens, "author": tokens,
                "category": tokens, "tag": tokens, "path": tokens
            }
        }
    })
}
