//! The newest articles of an index, without a walk through the folders.

use super::articles::Articles;
use super::chunk::{Rows, Summary};
use super::columns::blob;
use super::database::Result;
use super::front;
use super::known::KnownFiles;
use super::store;
use super::update::{Indexes, Open};
use crate::fs::FolderHandle;
use crate::library::{
    self, Entry, FolderStamp, ScanOptions, Sort, Stamp, distinct_roots, folder_of_id, id_path,
};
use rusqlite::Connection;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// So many files are compared in a few milliseconds.
const FEW: i64 = 10_000;

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
/// A change inside a file leaves its folder unchanged, so all files of an index with at most
/// [`FEW`] articles are compared; of a larger one those of the returned articles and those that
/// were not articles. Unnoticed remains there only an article that such a change has made newer.
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
        dated += usize::try_from(counts.dated).ok()?;
        all += usize::try_from(counts.articles).ok()?;
    }
    Some(Newest {
        entries,
        usual_sort: Sort::usual(dated, all),
    })
}

/// The newest articles as the indexes have them: files that changed since the last scan are not
/// noticed. For hints only, such as the completion of a shell.
pub fn newest_indexed(
    indexes: &Indexes,
    roots: &[PathBuf],
    options: &ScanOptions,
    count: usize,
) -> Vec<Entry> {
    let mut entries = Vec::new();
    let Some(folder) = &indexes.folder else {
        return entries;
    };
    for root in distinct_roots(roots) {
        let Ok(mut index) = Open::new(&root, folder, indexes.wait, options) else {
            continue;
        };
        let mut articles = Articles::new(&index.connection, Arc::new(index.root.clone()));
        // What a damaged index gives before its damage will do.
        let _ = articles.newest(count, &mut index.known, |entry| entries.push(entry));
    }
    entries
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
    if counts.articles <= FEW && !are_unchanged(&transaction, &index.root)? {
        return Ok(None);
    }
    let mut newest: Vec<Entry> = Vec::new();
    let mut articles = Articles::new(&transaction, Arc::new(index.root.clone()));
    articles.newest(count, known, |entry| newest.push(entry))?;
    let is_unchanged = |entry: &Entry| {
        let stamp = || Stamp::of_file(&entry.path()).ok();
        known.check(entry.id(), &stamp) == library::Check::Unchanged
    };
    let is_good = newest.iter().all(is_unchanged);
    Ok(is_good.then_some((newest, counts)))
}

/// Whether all articles of an index have the stamps that they had.
fn are_unchanged(connection: &Connection, root: &Path) -> Result<bool> {
    let mut statement = connection.prepare("SELECT rows FROM chunk WHERE articles > 0")?;
    let mut chunks = statement.query([])?;
    let mut open: Option<(String, FolderHandle)> = None;
    while let Some(row) = chunks.next()? {
        let mut rows = Rows::new(blob(row, 0)?)?;
        while let Some(row) = rows.read()? {
            if row.fields.is_article() && row.stamp != stamp(root, row.id, &mut open) {
                return Ok(false);
            }
        }
    }
    Ok(true)
}

/// The stamp of a file. Keeps its folder open: the next file is in the same one most often.
fn stamp(root: &Path, id: &str, open: &mut Option<(String, FolderHandle)>) -> Option<Stamp> {
    let folder = folder_of_id(id);
    if open.as_ref().is_none_or(|(path, _)| path != folder) {
        let handle = FolderHandle::open(&root.join(id_path(folder))).ok()?;
        *open = Some((folder.to_owned(), handle));
    }
    let (_, handle) = open.as_ref()?;
    let (size, modified) = handle.state(id_path(id).file_name()?).ok()?;
    Some(Stamp { size, modified })
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
