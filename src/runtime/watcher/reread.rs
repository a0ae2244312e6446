//! Reads changed folders and files again.

use super::path::absolute;
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
    folders: &HashMap<PathBuf, Folder>,
    update: &mut Update,
) -> Vec<Folder> {
    let mut listed = Vec::new();
    let known = Watched(folders);
    library::scan_again(
        again,
        options,
        &Cancel::default(),
        &known,
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
struct Watched<'a>(&'a HashMap<PathBuf, Folder>);

impl Known for Watched<'_> {
    /// Reports a file as changed, so that one that is no longer an article is reported as gone.
    fn check(&self, _: &Path, _: &str, _: Option<Stamp>) -> Check {
        Check::Changed
    }

    fn record(&self, _: &FileRead<'_>) {}

    fn listed(&self, _: &Path, _: &str, _: Option<FolderStamp>) {}

    fn enters(&self, folder: &Path) -> bool {
        !self.0.contains_key(&absolute(folder))
    }
}
