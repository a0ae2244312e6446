//! What is searched in an engine, what is wanted of it, and what is found.

use super::error::Partial;
use super::hits::EngineHits;
use crate::library::{Entry, Zone, id_of_name};
use crate::search::Facts;
use serde_json::Value;
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The name of a library in an engine: its absolute path, written as an ID.
///
/// # Errors
/// The folder does not exist.
pub fn library_name(root: &Path) -> std::io::Result<String> {
    Ok(id_of_name(fs::canonicalize(root)?.as_os_str()))
}

/// The libraries that are searched.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// The roots by the names of their libraries. Without any, all libraries of the engine are
    /// searched.
    pub(super) roots: HashMap<String, Arc<PathBuf>>,
}

impl Scope {
    /// Folders that do not exist are left out.
    pub fn new<'a>(roots: impl IntoIterator<Item = &'a PathBuf>) -> Self {
        let named = |root: &PathBuf| Some((library_name(root).ok()?, Arc::new(root.clone())));
        let roots = roots.into_iter().filter_map(named).collect();
        Self { roots }
    }
}

/// Which of the articles that match a query are needed.
#[derive(Clone, Copy, Debug)]
pub enum Wanted<'a> {
    /// All that match.
    All(Facts<'a>),
    /// At least so many of the newest that match, if there are as many.
    Newest(usize, Facts<'a>),
    /// The hits alone, of all that match with some marks of the user: those marks may change while
    /// the hits are in use.
    Hits(&'a Zone),
}

/// What an engine has found.
#[derive(Debug, Default)]
pub struct Found {
    /// The articles that match, by root and ID.
    pub entries: Vec<Entry>,
    /// What their texts have.
    pub hits: EngineHits,
    /// What is missing.
    pub partial: Option<Partial>,
}

/// The documents of a page.
pub(super) fn hits(answer: &Value) -> Option<&Vec<Value>> {
    answer.pointer("/hits/hits")?.as_array()
}
