//! What an engine knows of the articles that may match a query.

use crate::library::Entry;
use crate::search::full_text::Flags;
use crate::search::{Feature, TextHits};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Answers for the texts of the articles that an engine has returned for a query. The texts of all
/// others are unknown here: either they do not match, or the engine does not have them.
#[derive(Clone, Debug, Default)]
pub struct EngineHits(Vec<Library>);

#[derive(Clone, Debug)]
struct Library {
    /// As in the entries of the library.
    root: Arc<PathBuf>,
    documents: HashMap<Arc<str>, Document>,
}

/// What is known of the text of an article.
#[derive(Clone, Debug, Default)]
pub struct Document {
    pub flags: Flags,
    /// The numbers of the text terms that it contains.
    pub terms: Box<[usize]>,
    /// The numbers of the regular expressions that it matches.
    pub patterns: Box<[usize]>,
}

impl EngineHits {
    pub(super) fn insert(&mut self, entry: &Entry, document: Document) {
        let root = entry.root();
        let known = self.0.iter().position(|library| same(&library.root, root));
        let at = known.unwrap_or_else(|| {
            self.0.push(Library {
                root: Arc::clone(root),
                documents: HashMap::new(),
            });
            self.0.len() - 1
        });
        if let Some(library) = self.0.get_mut(at) {
            library.documents.insert(entry.id().into(), document);
        }
    }

    /// Forgets an article that does not match.
    pub(super) fn remove(&mut self, entry: &Entry) {
        let mut libraries = self.0.iter_mut();
        if let Some(library) = libraries.find(|library| same(&library.root, entry.root())) {
            library.documents.remove(entry.id());
        }
    }

    fn document(&self, entry: &Entry) -> Option<&Document> {
        let mut libraries = self.0.iter();
        let library = libraries.find(|library| same(&library.root, entry.root()))?;
        library.documents.get(entry.id())
    }
}

fn same(one: &Path, other: &Path) -> bool {
    one.as_os_str() == other.as_os_str()
}

impl TextHits for EngineHits {
    fn is_known(&self, entry: &Entry) -> bool {
        let document = self.document(entry);
        document.is_some_and(|document| !document.flags.contains(Flags::PARTIAL))
    }

    fn holds(&self, term: usize, entry: &Entry) -> bool {
        let document = self.document(entry);
        document.is_some_and(|document| document.terms.contains(&term))
    }

    fn matches(&self, pattern: usize, entry: &Entry) -> bool {
        let document = self.document(entry);
        document.is_some_and(|document| document.patterns.contains(&pattern))
    }

    fn has(&self, feature: Feature, entry: &Entry) -> bool {
        let document = self.document(entry);
        document.is_some_and(|document| document.flags.contains(feature.into()))
    }
}
