//! What the articles of the watched folders were like when the list got them: about 16 bytes each.
//!
//! The time of a folder does not tell that a file in it was changed in place. Where changes are not
//! reported, or a report says only that something in a folder has changed, the files are compared
//! with these stamps, and only those that differ are read.

use crate::library::{ByHash, Folder, Seen, Stamp, folder_of_id, hash, id_key, mix, secret};
use std::collections::HashMap;
use std::path::Path;

/// Hashes of stamps by keys of files. Of both only the lower half: where two keys are the same, a
/// file is read too often; that a change goes unnoticed takes two hashes that are the same.
type Files = HashMap<u32, u32, ByHash>;

/// Stamps by folder.
#[derive(Debug, Default)]
pub struct FileStamps(HashMap<u64, Files, ByHash>);

impl FileStamps {
    pub fn add(&mut self, seen: &Seen) {
        let files = self.0.entry(key_of(&seen.folder)).or_default();
        for file in &seen.files {
            match file.print {
                Some(print) => files.insert(file.key as u32, print as u32),
                None => files.remove(&(file.key as u32)),
            };
        }
    }

    /// Whether an article is as the list has it.
    pub fn is_unchanged(&self, root: &Path, id: &str, now: Stamp) -> bool {
        let files = self.0.get(&key(root, folder_of_id(id)));
        let known = files.and_then(|files| files.get(&(id_key(id) as u32)));
        known == Some(&(now.print() as u32))
    }

    /// The file is read when it is looked at next.
    pub fn forget_file(&mut self, folder: &Folder, id: &str) {
        if let Some(files) = self.0.get_mut(&key_of(folder)) {
            files.remove(&(id_key(id) as u32));
        }
    }

    pub fn forget_folder(&mut self, folder: &Folder) {
        self.0.remove(&key_of(folder));
    }

    pub fn clear(&mut self) {
        self.0 = HashMap::default();
    }
}

fn key_of(folder: &Folder) -> u64 {
    key(&folder.root, &folder.id)
}

fn key(root: &Path, folder: &str) -> u64 {
    let root = root.as_os_str().as_encoded_bytes();
    mix(hash(secret(), root), id_key(folder))
}
