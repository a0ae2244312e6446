//! Writes what was done with articles that arrived.

use super::store;
use super::update::{Indexes, Open};
use crate::library::{Entry, ScanOptions, distinct_roots};
use std::path::PathBuf;

/// What was done with articles that arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    /// The user has seen them.
    Seen,
    /// The rules of the configuration were applied to them.
    Ruled,
}

/// Remembers what was done with articles. Without it they are new at the next start.
pub fn remember(indexes: &Indexes, entries: &[&Entry], done: Done, options: &ScanOptions) {
    let Some(folder) = &indexes.folder else {
        return;
    };
    let roots: Vec<PathBuf> = entries
        .iter()
        .map(|entry| entry.root().to_path_buf())
        .collect();
    for root in distinct_roots(&roots) {
        let of_root = |entry: &&&Entry| entry.root().as_os_str() == root.as_os_str();
        let ids = entries.iter().filter(of_root).map(|entry| entry.id());
        let (seen, ruled) = (done == Done::Seen, done == Done::Ruled);
        let index = Open::new(&root, folder, indexes.wait, options);
        // The next start does it again.
        let _ = index.and_then(|mut index| {
            store::write(&mut index.connection, |transaction| {
                let mut put = transaction.prepare(
                    "INSERT INTO arrival VALUES(?, 0, ?, ?) ON CONFLICT(id) DO UPDATE \
                     SET seen = max(seen, excluded.seen), ruled = max(ruled, excluded.ruled)",
                )?;
                for id in ids {
                    put.execute((id, seen, ruled))?;
                }
                Ok(())
            })
        });
    }
}
