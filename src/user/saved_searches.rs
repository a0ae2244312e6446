//! Searches that the user saved by name: in one file of this machine, and in the config.

use super::fault::FaultKind;
use super::settings::{Report, Value};
use crate::fs;
use crate::paths::Directories;
use serde::{Deserialize, Serialize};
use std::io;
use std::path::{Path, PathBuf};

/// The most bytes of the file that are read.
const LIMIT: usize = 1 << 20;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedSearch {
    pub name: String,
    pub query: String,
}

/// A search that is saved, or removed if it has no query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchChange {
    pub name: String,
    pub query: Option<String>,
}

/// The file.
#[derive(Clone, Debug)]
pub struct SavedSearches {
    path: PathBuf,
}

impl SavedSearches {
    pub(crate) fn of(places: &Directories) -> Self {
        Self {
            path: places.state.join("searches.json"),
        }
    }

    /// The searches of the file. One that is missing or damaged has none.
    pub(crate) fn read(&self) -> Vec<SavedSearch> {
        read(&self.path).unwrap_or_default()
    }

    /// Writes a change. What another instance has saved meanwhile is kept.
    ///
    /// # Errors
    /// The file cannot be written, or it is damaged: nothing is replaced then.
    pub(crate) fn write(&self, change: &SearchChange) -> io::Result<()> {
        let mut searches = read(&self.path)?;
        change.apply(&mut searches);
        let text = serde_json::to_vec_pretty(&searches)?;
        if let Some(folder) = self.path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        fs::write_atomically(&self.path, &text)
    }
}

fn read(path: &Path) -> io::Result<Vec<SavedSearch>> {
    match fs::read(path, LIMIT) {
        Ok((bytes, _)) => Ok(serde_json::from_slice(&bytes)?),
        Err(error) if fs::is_absent(&error) => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

impl SearchChange {
    /// A search with a known name replaces the old one, in its place.
    pub(crate) fn apply(&self, searches: &mut Vec<SavedSearch>) {
        let at = searches.iter().position(|known| known.name == self.name);
        match (&self.query, at.and_then(|at| searches.get_mut(at))) {
            (Some(query), Some(known)) => known.query.clone_from(query),
            (Some(query), None) => searches.push(SavedSearch {
                name: self.name.clone(),
                query: query.clone(),
            }),
            (None, _) => searches.retain(|known| known.name != self.name),
        }
    }
}

const FIELDS: &[&str] = &["name", "query"];

/// Reads `[[searches]]` of the config and reports each fault.
pub(super) fn of_config(
    report: &mut Report<'_>,
    name: &str,
    value: &Value<'_>,
) -> Vec<SavedSearch> {
    let mut searches = Vec::new();
    for table in report.tables(name, value) {
        let mut search = SavedSearch {
            name: String::new(),
            query: String::new(),
        };
        for (key, value) in table {
            let field = &**key.get_ref();
            let text = match field {
                "name" => &mut search.name,
                "query" => &mut search.query,
                _ => {
                    let known = FIELDS.iter().copied();
                    report.unknown(key.span(), FaultKind::UnknownSetting, field, known);
                    continue;
                }
            };
            if let Some(written) = report.text(field, value) {
                *text = crate::text::sanitize_line(written);
            }
        }
        if search.name.is_empty() {
            search.name.clone_from(&search.query);
        }
        if !search.query.is_empty() {
            searches.push(search);
        }
    }
    searches
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_kept_in_a_file() {
        let home = tempfile::tempdir().unwrap();
        let places = Directories::under(home.path());
        let (first, second) = (SavedSearches::of(&places), SavedSearches::of(&places));
        let change = |name: &str, query: Option<&str>| SearchChange {
            name: name.to_owned(),
            query: query.map(str::to_owned),
        };
        first.write(&change("a", Some("x"))).unwrap();
        second.write(&change("b", Some("y"))).unwrap();
        first.write(&change("a", Some("z"))).unwrap();
        let texts = |searches: Vec<SavedSearch>| {
            let text = |search: SavedSearch| format!("{}={}", search.name, search.query);
            searches.into_iter().map(text).collect::<Vec<_>>()
        };
        assert_eq!(texts(second.read()), ["a=z", "b=y"]);
        second.write(&change("a", None)).unwrap();
        assert_eq!(texts(first.read()), ["b=y"]);
        std::fs::write(places.state.join("searches.json"), "[{").unwrap();
        assert!(first.read().is_empty());
        assert!(
            first.write(&change("c", Some("x"))).is_err(),
            "a damaged file is kept"
        );
    }
}
