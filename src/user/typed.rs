//! What was typed in prompts: one file of this machine, which only the user can read.

use crate::fs;
use crate::paths::Directories;
use crate::text::sanitize_line;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The most bytes of the file that are read: more than the program writes.
const LIMIT: usize = 16 << 20;
/// The most texts of a kind of prompt.
pub(crate) const MOST: usize = 100;
/// Longer texts are not kept, in bytes.
const LONGEST: usize = 4096;
/// Another instance writes the file for a few milliseconds.
const WAIT: Duration = Duration::from_secs(2);

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
        let values = values(&self.path);
        let kinds = values.into_iter();
        let kinds = kinds.filter_map(|(kind, value)| Some((kind, texts_of(&value)?)));
        kinds.collect()
    }

    /// Adds a text. What another instance has added meanwhile is kept.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn add(&self, kind: &str, text: &str) -> io::Result<()> {
        if text.len() > LONGEST {
            return Ok(());
        }
        // Each text has a thread of its own. On a file system without locks, it is written at once.
        let _lock = fs::Lock::wait(&self.path.with_extension("lock"), WAIT);
        let mut file = values(&self.path);
        let mut texts = file.get(kind).and_then(texts_of).unwrap_or_default();
        remember(&mut texts, text);
        file.insert(kind.to_owned(), texts.into());
        fs::write_private_atomically(&self.path, &serde_json::to_vec_pretty(&file)?)
    }
}

/// What the file holds. What this version does not know stays in it.
fn values(path: &Path) -> Map<String, Value> {
    let read = fs::read(path, LIMIT).ok();
    let values = read.and_then(|(bytes, _)| serde_json::from_slice(&bytes).ok());
    values.unwrap_or_default()
}

fn texts_of(value: &Value) -> Option<Vec<String>> {
    let texts = value.as_array()?.iter().filter_map(Value::as_str);
    let texts: Vec<String> = texts.map(sanitize_line).collect();
    let more = texts.len().saturating_sub(MOST);
    Some(texts.into_iter().skip(more).collect())
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
        // A later version may write more.
        let future = r#"{"query": ["a", 1], "future": {"x": 1}}"#;
        std::fs::write(&file.path, future).unwrap();
        file.add("query", "b").unwrap();
        file.add("query", &"x".repeat(LONGEST + 1)).unwrap();
        assert_eq!(file.read()["query"], ["a", "b"]);
        assert!(
            std::fs::read_to_string(&file.path)
                .unwrap()
                .contains("future")
        );
        std::fs::write(&file.path, "{ damaged").unwrap();
        assert!(file.read().is_empty());
    }
}
