//! The newest articles of an index, without a walk through the folders.

use super::articles::Articles;
use super::chunk::Summary;
use super::database::Result;
use super::front;
use super::known::KnownFiles;
use super::store;
use super::update::{Indexes, Open};
use crate::library::{self, Entry, FolderStamp, ScanOptions, Sort, Stamp, distinct_roots, id_path};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What indexes answer.
#[derive(Debug)]
pub struct Newest {
    /// Of each library as many as were asked for, unless there are fewer; not sorted.
    pub entries: Vec<Entry>,
    /// As [`Sort::usual`] for all articles.
    pub usual_sort: Sort,
}

/// The newest articles, without a walk: from indexes whose folders have not changed since a
/// complete scan. `None` if that cannot be told so quickly; then a scan is needed.
///
/// A change inside a file leaves its folder unchanged, so the files of the returned articles are
/// compared, too, and those that were not articles. Unnoticed remains only an article that such a
/// change has made newer.
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
        let mut index = Open::new(&root, folder, indexes.wait, options).ok()?;
        let (newest, counts) = newest_of(&mut index, count).ok()??;
        entries.extend(newest);
        dated += counts.dated;
        all += counts.articles;
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

fn newest_of(index: &mut Open, count: usize) -> Result<Option<(Vec<Entry>, Summary)>> {
    let transaction = index.connection.unchecked_transaction()?;
    let known = &mut index.known;
    let counts = front::totals(&transaction)?;
    if counts.unsettled > 0 {
        return Ok(None);
    }
    store::read_folders(&transaction, known)?;
    store::read_problems(&transaction, known)?;
    if !is_complete(&index.root, known) {
        return Ok(None);
    }
    let mut newest: Vec<Entry> = Vec::new();
    let mut articles = Articles::new(&transaction, Arc::new(index.root.clone()));
    articles.newest(count, known, |entry| newest.push(entry))?;
    let is_unchanged = |entry: &Entry| {
        let stamp = || Stamp::of_file(&entry.path()).ok();
        known.check(&entry.id, &stamp) == library::Check::Unchanged
    };
    let is_good = newest.iter().all(is_unchanged);
    Ok(is_good.then_some((newest, counts)))
}

/// Whether every folder is as it was when a scan found all its files, and no file has become an
/// article since.
fn is_complete(root: &Path, known: &KnownFiles) -> bool {
    let is_unchanged = |(folder, stamp): (&String, &Option<FolderStamp>)| {
        stamp.is_some_and(|stamp| stamp.is_of(&root.join(id_path(folder))))
    };
    let stamp = |id: &str| Stamp::of_file(&root.join(id_path(id))).ok();
    !known.folders.is_empty()
        && known.folders.iter().all(is_unchanged)
        && known.are_problems_unchanged(stamp)
}
