//! What was typed in prompts: one file of this machine, which only the user can read.

use crate::fs;
use crate::paths::Directories;
use crate::text::sanitize_line;
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// The most bytes of the file that are read.
const LIMIT: usize = 1 << 20;
/// The most texts of a kind of prompt.
pub(crate) const MOST: usize = 100;

/// The texts of each kind of prompt, the oldest first.
pub(crate) type Typed = BTreeMap<String, Vec<String>>;

/// The file.
#[derive(Clone, Debug)]
pub(crate) struct TypedFile {
    path: PathBuf,
}

/// Adds a text as the newest one, and drops the oldest of too many. A text is kept once.
pub(crate) fn remember(texts: &mut Vec<String>, text: &str) {
    texts.retain(|known| known != text);
    texts.push(text.to_owned());
    let more = texts.len().saturating_sub(MOST);
    texts.drain(..more);
}

impl TypedFile {
    pub fn of(places: &Directories) -> Self {
        Self {
            path: places.state.join("typed.json"),
        }
    }

    /// The texts of the file. One that is missing or damaged has none.
    pub fn read(&self) -> Typed {
        read(&self.path)
    }

    /// Adds a text. What another instance has added meanwhile is kept.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn add(&self, kind: &str, text: &str) -> io::Result<()> {
        // Each text has a thread of its own.
        static WRITING: Mutex<()> = Mutex::new(());
        let _writing = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
        let mut typed = read(&self.path);
        remember(typed.entry(kind.to_owned()).or_default(), text);
        fs::write_private_atomically(&self.path, &serde_json::to_vec_pretty(&typed)?)
    }
}

fn read(path: &Path) -> Typed {
    let read = fs::read(path, LIMIT).ok();
    let typed = read.and_then(|(bytes, _)| serde_json::from_slice::<Typed>(&bytes).ok());
    let mut typed = typed.unwrap_or_default();
    for texts in typed.values_mut() {
        let more = texts.len().saturating_sub(MOST);
        texts.drain(..more);
        for text in texts.iter_mut() {
            *text = sanitize_line(text);
        }
    }
    typed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_kept_by_kind_in_a_private_file() {
        let home = tempfile::tempdir().unwrap();
        let places = Directories::under(home.path());
        let file = TypedFile::of(&places);
        assert!(file.read().is_empty());
        for text in ["a", "b", "a"] {
            file.add("query", text).unwrap();
        }
        file.add("filter", "c\u{7}").unwrap();
        assert_eq!(file.read()["query"], ["b", "a"]);
        assert_eq!(file.read()["filter"], ["c"]);
        (0..200).for_each(|n| file.add("query", &n.to_string()).unwrap());
        assert_eq!(file.read()["query"].len(), MOST);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::metadata(&file.path).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
        std::fs::write(&file.path, "{ damaged").unwrap();
        assert!(file.read().is_empty());
    }
}
