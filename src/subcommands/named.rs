//! The articles that the words of a command line name: by their IDs, or by the paths of their files.

use super::mark_store::MarkStore;
use crate::library::Entry;
use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The ID that a word would be.
fn id(word: &str) -> &str {
    word.strip_prefix("./").unwrap_or(word)
}

/// The articles that words name, even if only the bookmark of one is left. All are looked for at
/// once: a script may name thousands.
pub fn named<'w>(
    words: &'w [String],
    entries: &[Entry],
    store: &MarkStore,
) -> HashMap<&'w str, Vec<Entry>> {
    let mut wanted: HashMap<&str, Vec<&'w str>> = HashMap::new();
    for word in words {
        wanted.entry(id(word)).or_default().push(word);
    }
    let mut named: HashMap<&str, Vec<Entry>> = HashMap::new();
    for entry in entries {
        for word in wanted.get(entry.id()).into_iter().flatten() {
            named.entry(word).or_default().push(entry.clone());
        }
    }
    for kept in store.marks.bookmarks() {
        for word in wanted.get(&*kept.subject.id).into_iter().flatten() {
            named.entry(word).or_insert_with(|| vec![kept.entry()]);
        }
    }
    let others = words
        .iter()
        .filter(|word| !named.contains_key(word.as_str()));
    let files = files(others.map(String::as_str).collect(), entries);
    named.extend(files);
    named
}

/// The articles in files that words are the paths of.
fn files<'w>(words: Vec<&'w str>, entries: &[Entry]) -> HashMap<&'w str, Vec<Entry>> {
    let files = words.into_iter().filter(|word| Path::new(word).is_file());
    let files: HashMap<PathBuf, &str> = files
        .filter_map(|word| Some((fs::canonicalize(word).ok()?, word)))
        .collect();
    let mut found: HashMap<&str, Vec<Entry>> = HashMap::new();
    if files.is_empty() {
        return found;
    }
    let roots: HashSet<&Path> = entries.iter().map(|entry| entry.root().as_path()).collect();
    let whole = |root: &Path| fs::canonicalize(root).unwrap_or_else(|_| root.to_owned());
    let roots: HashMap<&Path, PathBuf> =
        roots.into_iter().map(|root| (root, whole(root))).collect();
    for entry in entries {
        let root = entry.root().as_path();
        let path = entry.path();
        let inner = path.strip_prefix(root).unwrap_or(&path);
        let path = roots.get(root).map(|whole| whole.join(inner));
        if let Some(word) = path.and_then(|path| files.get(&path)) {
            found.entry(word).or_default().push(entry.clone());
        }
    }
    found
}
