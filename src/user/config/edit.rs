//! Writes changed settings into the file of the config. The user's comments and order stay: a value
//! is replaced where it is; a setting that the default file only explains is enabled there.

use super::change::{SettingChange, last_part};
use super::{Config, DEFAULT_FILE};
use crate::error::Error;
use crate::user::fault::LoadError;
use std::ops::Range;
use std::path::{Path, PathBuf};
use toml::de::DeTable;

/// Writes changes into the file; without one, into a new one that explains all settings.
///
/// # Errors
/// The file has faults, or cannot be read or written.
pub(crate) fn keep(path: &Path, changes: &[SettingChange]) -> Result<(), LoadError> {
    let (source, _) = read(path)?;
    let edited = changes
        .iter()
        .fold(source, |text, change| edit(&text, change));
    write(path, &edited)
}

/// The text of the file and what it says; without a file, those of the default.
fn read(path: &Path) -> Result<(String, Config), LoadError> {
    const LARGEST: usize = 4 << 20;
    let source = match crate::fs::read(path, LARGEST) {
        Ok((bytes, _)) => String::from_utf8_lossy(&bytes).into_owned(),
        Err(error) if crate::fs::is_absent(&error) => DEFAULT_FILE.to_owned(),
        Err(error) => return Err(LoadError::Unreadable(Error::unreadable(path, &error))),
    };
    let config = parse(path, &source)?;
    Ok((source, config))
}

fn parse(path: &Path, text: &str) -> Result<Config, LoadError> {
    Config::parse(text).map_err(|faults| LoadError::Faults {
        path: path.to_owned(),
        faults,
    })
}

fn write(path: &Path, text: &str) -> Result<(), LoadError> {
    parse(path, text)?;
    crate::fs::write_atomically(path, text.as_bytes())
        .map_err(|error| LoadError::Unreadable(Error::unreadable(path, &error)))
}

/// Adds folders to the libraries of the file, as [`keep`], unless they are there. Whether any was new.
///
/// # Errors
/// As for [`keep`], or a path is not Unicode.
pub(crate) fn add_libraries(path: &Path, folders: &[PathBuf]) -> Result<bool, LoadError> {
    let (source, config) = read(path)?;
    let whole = |path: &Path| std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let known: Vec<PathBuf> = config.libraries.iter().map(|path| whole(path)).collect();
    let new = folders.iter().filter(|path| !known.contains(&whole(path)));
    let values = new
        .map(|path| written(path))
        .collect::<Result<Vec<_>, _>>()?;
    if values.is_empty() {
        return Ok(false);
    }
    let values = values.join(", ");
    let text = match last_library(&source) {
        Some(end) => replaced(&source, end..end, &format!(", {values}")),
        None => {
            let change = SettingChange {
                name: "libraries",
                value: format!("[{values}]"),
            };
            edit(&source, &change)
        }
    };
    write(path, &text).map(|()| true)
}

/// The whole path of a folder in TOML.
fn written(folder: &Path) -> Result<String, LoadError> {
    let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    let name = folder.to_str().ok_or_else(|| {
        let cause = std::io::Error::from(std::io::ErrorKind::InvalidFilename);
        LoadError::Unreadable(Error::unreadable(&folder, &cause))
    })?;
    Ok(toml::Value::from(name).to_string())
}

/// The byte after the last of the libraries.
fn last_library(source: &str) -> Option<usize> {
    let (file, _) = DeTable::parse_recoverable(source);
    let libraries = file.get_ref().get("libraries")?.get_ref().as_array()?;
    Some(libraries.last()?.span().end)
}

/// The text of a config with another value of a setting.
fn edit(source: &str, change: &SettingChange) -> String {
    let key = last_part(change.name);
    let section = change.name.strip_suffix(key).unwrap_or_default();
    let section = section.trim_end_matches('.');
    let assignment = format!("{key} = {}", change.value);
    if let Some(value) = value_of(source, section, key) {
        return replaced(source, value, &change.value);
    }
    let lines = Lines::of(source, section, key);
    match (lines.explained, lines.header) {
        (Some(line), _) => replaced(source, line, &assignment),
        (None, Some(end)) => replaced(source, end..end, &format!("{assignment}\n")),
        (None, None) => {
            let gap = if source.ends_with('\n') || source.is_empty() {
                ""
            } else {
                "\n"
            };
            format!("{source}{gap}\n[{section}]\n{assignment}\n")
        }
    }
}

fn replaced(source: &str, range: Range<usize>, with: &str) -> String {
    let mut text = source.to_owned();
    text.replace_range(range, with);
    text
}

/// The bytes of the value of a setting.
fn value_of(source: &str, section: &str, key: &str) -> Option<Range<usize>> {
    let (file, _) = DeTable::parse_recoverable(source);
    let file = file.into_inner();
    let value = match section {
        "" => file.get(key),
        section => file.get(section)?.get_ref().as_table()?.get(key),
    };
    value.map(toml::Spanned::span)
}

/// Where a setting belongs that has no value.
struct Lines {
    /// The line that explains it: `#measure = 76`.
    explained: Option<Range<usize>>,
    /// The end of the line with the header of its section; of settings without one, the start of the
    /// first header, or of the file.
    header: Option<usize>,
}

impl Lines {
    fn of(source: &str, section: &str, key: &str) -> Self {
        let mut found = Self {
            explained: None,
            header: None,
        };
        let (mut at, mut here) = (0, "");
        for line in source.split_inclusive('\n') {
            let start = at;
            at += line.len();
            let text = line.trim();
            if text.starts_with('[') {
                if section.is_empty() {
                    found.header = found.header.or(Some(start));
                }
                here = text.trim_matches(['[', ']', ' ']);
                if here == section {
                    found.header = Some(at);
                }
            } else if here == section && explains(text, key) {
                found.explained = Some(start..start + line.trim_end().len());
            }
        }
        if section.is_empty() {
            found.header = found.header.or(Some(at));
        }
        found
    }
}

/// Whether a line is a setting of this name behind a `#`.
fn explains(line: &str, key: &str) -> bool {
    let setting = line.strip_prefix('#').map(str::trim_start);
    let rest = setting.and_then(|setting| setting.strip_prefix(key));
    rest.is_some_and(|rest| rest.trim_start().starts_with('='))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn change(name: &str, value: &str) -> SettingChange {
        SettingChange::parse(name, value).unwrap()
    }

    #[test]
    fn a_value_is_written_where_it_belongs() {
        #[track_caller]
        fn check(source: &str, name: &str, value: &str, expected: &str) {
            assert_eq!(edit(source, &change(name, value)), expected);
        }
        check(
            "# mine\n[reading]\nmeasure = 70 # wide\n",
            "measure",
            "60",
            "# mine\n[reading]\nmeasure = 60 # wide\n",
        );
        check(
            "reading.measure = 70\n",
            "measure",
            "60",
            "reading.measure = 60\n",
        );
        check(
            "[panes]\n#layout = \"auto\"\n[reading]\n# Cells.\n#measure = 76\n",
            "measure",
            "60",
            "[panes]\n#layout = \"auto\"\n[reading]\n# Cells.\nmeasure = 60\n",
        );
        check(
            "[reading]\nmark-read = \"end\"\n",
            "measure",
            "60",
            "[reading]\nmeasure = 60\nmark-read = \"end\"\n",
        );
        check(
            "theme = \"ink\"",
            "measure",
            "60",
            "theme = \"ink\"\n\n[reading]\nmeasure = 60\n",
        );
        check(
            "[reading]\n",
            "theme",
            "ink",
            "theme = \"ink\"\n[reading]\n",
        );
        check("", "theme", "ink", "theme = \"ink\"\n");
        check(
            "[panes]\nlist-columns = [\n  \"source\", # first\n]\n",
            "list-columns",
            "age",
            "[panes]\nlist-columns = [\"age\"]\n",
        );
    }

    #[test]
    fn libraries_are_added_beside_the_others() {
        #[track_caller]
        fn check(source: &str, expected: &str) {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("config.toml");
            fs::write(&path, source).unwrap();
            let added = add_libraries(&path, &["/b/新".into(), "/a".into()]).unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), expected);
            assert_eq!(added, source != expected);
        }
        check("", "libraries = [\"/b/新\", \"/a\"]\n");
        check(
            "libraries = [] # mine\n",
            "libraries = [\"/b/新\", \"/a\"] # mine\n",
        );
        check(
            "libraries = [\n  '/a', # first\n]\n",
            "libraries = [\n  '/a', \"/b/新\", # first\n]\n",
        );
        let both = "libraries = ['/a', '/b/新']\n";
        check(both, both);
    }

    #[test]
    fn the_default_file_gets_the_value_and_keeps_its_comments() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("kanbao/config.toml");
        keep(&path, &[change("measure", "60"), change("theme", "ink")]).unwrap();
        let text = fs::read_to_string(&path).unwrap();
        let config = Config::parse(&text).unwrap();
        assert_eq!((config.typesetting.measure, &*config.theme), (60, "ink"));
        assert_eq!(text.lines().count(), DEFAULT_FILE.lines().count());
        fs::write(&path, "[reading\n").unwrap();
        assert!(keep(&path, &[change("measure", "61")]).is_err());
        assert_eq!(fs::read_to_string(&path).unwrap(), "[reading\n");
    }
}
