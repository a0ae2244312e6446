//! Reads changed folders and files again.

use super::path::absolute;
use super::unwritten::Batch;
use crate::app::Update;
use crate::app::message::Listed;
use crate::library::{
    self, Again, Cancel, Check, FileRead, Folder, FolderStamp, Known, ScanEvent, ScanOptions, Stamp,
};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Reads folders and files. Returns the folders that were listed.
pub fn scan(
    again: Again,
    options: &ScanOptions,
    known: &Watched<'_>,
    update: &mut Update,
) -> Vec<Folder> {
    let mut listed = Vec::new();
    library::scan_again(
        again,
        options,
        &Cancel::default(),
        known,
        &mut |event| match event {
            ScanEvent::Entries(entries) | ScanEvent::Changed(entries) => {
                let items = entries.into_iter().map(Listed::new);
                update.changed.extend(items.map(Arc::new));
            }
            ScanEvent::Gone(gone) => update.gone.extend(gone),
            ScanEvent::Problems(problems) => update.problems.extend(problems),
            ScanEvent::Folders(found) => listed.extend(found),
            ScanEvent::Reset | ScanEvent::Progress { .. } | ScanEvent::Finished { .. } => {}
        },
    );
    let names = listed
        .iter()
        .map(|folder| (Arc::clone(&folder.root), folder.id.clone()));
    update.listed.extend(names);
    listed
}

/// Every file is read again, since its change was reported; folders that are watched are not
/// entered.
pub struct Watched<'a> {
    pub folders: &'a HashMap<PathBuf, Folder>,
    /// Whether the system reports every change.
    pub is_reported: bool,
    pub batch: Batch,
}

impl Known for Watched<'_> {
    /// Reports a file as changed, so that one that is no longer an article is reported as gone.
    fn check(&self, root: &Path, id: &str, stamp: Option<Stamp>) -> Check {
        if let Some(stamp) = stamp.filter(|_| self.is_reported) {
            self.batch.begin(root, id, stamp);
        }
        Check::Changed
    }

    fn record(&self, file: &FileRead<'_>) {
        self.batch.add(file);
    }

    fn listed(&self, _: &Path, _: &str, _: Option<FolderStamp>) {}

    fn enters(&self, folder: &Path) -> bool {
        !self.folders.contains_key(&absolute(folder))
    }
}
