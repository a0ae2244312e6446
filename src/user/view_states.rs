//! What the list showed when a library was left: one file of this machine for all libraries.

use crate::fs;
use crate::paths::Directories;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

/// The most bytes of the file that are read.
const LIMIT: usize = 1 << 20;
/// The most libraries that are remembered.
const MOST: usize = 200;

/// What the list of a library showed. Names are those of the interface's code, so that an older
/// or newer program ignores what it does not know.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct ViewState {
    /// The sort key that the user chose.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort: Option<String>,
    /// The sort key that suited the articles, while the user has chosen none: the list begins in
    /// that order, before all articles are known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usual_sort: Option<String>,
    pub reversed: bool,
    /// The order of the bookmarks, if the user chose another than the usual one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bookmarks_sort: Option<String>,
    pub bookmarks_reversed: bool,
    /// `all`, `unread`, `bookmarks`, `reading`, or the kind of a facet.
    pub view: String,
    /// Key and label of the facet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub facet: Option<(String, String)>,
    /// The id of the selected article, unless it is the first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub selected: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sidebar: Option<bool>,
    /// The groups of the sidebar whose values are hidden; None: as at first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub folded: Option<Vec<String>>,
    pub by_name: bool,
    /// The measure that keys set, and that of the configuration then, in cells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub measure: Option<(u16, u16)>,
    /// The measure that keys set in a window without room for the usual one, and the width of that
    /// window, in cells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub narrow_measure: Option<(u16, u16)>,
}

/// The file, and the library that is open.
#[derive(Clone, Debug)]
pub struct ViewStates {
    path: PathBuf,
    library: String,
    states: BTreeMap<String, ViewState>,
}

impl ViewStates {
    /// Reads the file. One that is missing or damaged is empty: it holds nothing that is missed.
    pub(crate) fn read(places: &Directories, library: String) -> Self {
        let path = places.state.join("views.json");
        let states = read(&path);
        Self {
            path,
            library,
            states,
        }
    }

    /// The state of the open library.
    pub(crate) fn current(&self) -> ViewState {
        self.states.get(&self.library).cloned().unwrap_or_default()
    }

    /// Whether the open library was open before.
    pub(crate) fn is_known(&self) -> bool {
        self.states.contains_key(&self.library)
    }

    /// Writes the state of the open library, if it has changed.
    ///
    /// # Errors
    /// The file cannot be written.
    pub(crate) fn write(mut self, state: ViewState) -> io::Result<()> {
        if self.current() == state {
            return Ok(());
        }
        // Another instance may have written the state of its library since.
        self.states = read(&self.path);
        if !self.states.contains_key(&self.library) {
            while self.states.len() >= MOST {
                self.states.pop_first();
            }
        }
        self.states.insert(self.library, state);
        let text = serde_json::to_vec_pretty(&self.states)?;
        if let Some(folder) = self.path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        fs::write_atomically(&self.path, &text)
    }
}

fn read(path: &Path) -> BTreeMap<String, ViewState> {
    let read = fs::read(path, LIMIT).ok();
    let states = read.and_then(|(bytes, _)| serde_json::from_slice(&bytes).ok());
    states.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_is_kept_for_each_library() {
        let home = tempfile::tempdir().unwrap();
        let places = Directories::under(home.path());
        let open = |library: &str| ViewStates::read(&places, library.to_owned());
        let state = |view: &str| ViewState {
            view: view.to_owned(),
            selected: Some("a.md".to_owned()),
            ..ViewState::default()
        };
        assert_eq!(open("/news").current(), ViewState::default());
        assert!(!open("/news").is_known());
        open("/news").write(state("unread")).unwrap();
        assert!(open("/news").is_known());
        open("/notes").write(state("tag")).unwrap();
        assert_eq!(open("/news").current(), state("unread"));
        assert_eq!(open("/notes").current(), state("tag"));
        let (first, second) = (open("/a"), open("/b"));
        second.write(state("unread")).unwrap();
        first.write(state("tag")).unwrap();
        assert_eq!(open("/b").current(), state("unread"), "two instances");
        std::fs::write(places.state.join("views.json"), "{ broken").unwrap();
        assert_eq!(open("/news").current(), ViewState::default());
        let newer = r#"{"/news": {"view": "all", "colour": 3}}"#;
        std::fs::write(places.state.join("views.json"), newer).unwrap();
        assert_eq!(open("/news").current().view, "all");
    }
}
