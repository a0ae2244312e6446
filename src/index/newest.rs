//! The newest articles of an index, without a walk through the folders.

use super::known::KnownFiles;
use super::schema::Result;
use super::store::{self, Articles};
use super::update::{Indexes, Open};
use crate::library::{self, Entry, ScanOptions, Sort, Stamp, distinct_roots, id_path};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What indexes answer.
#[derive(Debug)]
pub struct Newest {
    /// At least as many as were asked for, unless there are fewer; not sorted.
    pub entries: Vec<Entry>,
    /// As [`Sort::usual`] for all articles.
    pub usual_sort: Sort,
}

/// The newest articles, without a walk: from indexes whose folders have not changed since a
/// complete scan. `None` if that cannot be told so quickly; then a scan is needed.
///
/// A change inside a file leaves its folder unchanged, so the files of the returned articles are
/// compared, too. Unnoticed remains only an article that such a change has made newer.
pub fn newest(
    indexes: &Indexes,
    roots: &[PathBuf],
    options: &ScanOptions,
    count: usize,
) -> Option<Newest> {
    let folder = indexes.folder.as_ref()?;
    let mut entries = Vec::new();
    let (mut dated, mut all) = (0, 0);
    for root in distinct_roots(roots) {
        if !root.is_dir() {
            return None;
        }
        let mut index = Open::new(&root, folder, options).ok()?;
        entries.extend(newest_of(&mut index, count).ok()??);
        let counts = store::count(&index.connection).ok()?;
        dated += counts.dated;
        all += counts.all;
    }
    let usual_sort = if dated * 2 < all {
        Sort::Folder
    } else {
        Sort::Date
    };
    Some(Newest {
        entries,
        usual_sort,
    })
}

fn newest_of(index: &mut Open, count: usize) -> Result<Option<Vec<Entry>>> {
    let transaction = index.connection.unchecked_transaction()?;
    store::read_known(&transaction, &mut index.known)?;
    if !are_folders_unchanged(&index.root, &index.known) {
        return Ok(None);
    }
    let mut articles = Articles::new(&transaction, Arc::new(index.root.clone()))?;
    let mut newest: Vec<Entry> = Vec::new();
    // All that are as new as the last one: the caller sorts them by ID.
    articles.read(0..i64::MAX, &mut index.known, |entry| {
        let is_past = newest.len() >= count
            && newest
                .last()
                .is_some_and(|last| library::newness(last) != library::newness(&entry));
        if !is_past {
            newest.push(entry);
        }
        !is_past
    })?;
    let is_unchanged = |entry: &Entry| {
        let stamp = Stamp::of_file(&entry.path());
        stamp.is_ok_and(|stamp| index.known.check(&entry.id, stamp) == library::Check::Unchanged)
    };
    Ok(newest.iter().all(is_unchanged).then_some(newest))
}

/// Whether every folder is as it was when a scan found all its files.
fn are_folders_unchanged(root: &Path, known: &KnownFiles) -> bool {
    let is_unchanged = |(folder, modified): (&String, &Option<i64>)| {
        let found = Stamp::of_file(&root.join(id_path(folder)));
        modified.is_some_and(|modified| found.is_ok_and(|stamp| stamp.modified == modified))
    };
    !known.folders.is_empty() && known.folders.iter().all(is_unchanged)
}
