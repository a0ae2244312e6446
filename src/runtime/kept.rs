//! Writes into the file of the configuration what the user wants to keep.

use crate::app::{Level, Message};
use crate::locale::Locale;
use crate::text::sanitize_line;
use crate::user::{LoadError, SettingChange, config};
use std::fmt::Display;
use std::path::{Path, PathBuf};

/// What the user has written into the configuration.
pub(super) enum Kept {
    Settings(Vec<SettingChange>),
    /// Folders that become libraries.
    Libraries(Vec<PathBuf>),
}

impl Kept {
    /// Writes it into the file, and says so.
    pub(super) fn write(&self, path: &Path, locale: &Locale) -> Message {
        let written = match self {
            Self::Settings(changes) => config::keep(path, changes).map(|()| "notice.set-kept"),
            Self::Libraries(folders) => {
                config::add_libraries(path, folders).map(|is_new| match is_new {
                    true => "notice.library-kept",
                    false => "notice.library-known",
                })
            }
        };
        let (level, text) = match written {
            Ok(key) => {
                let values: &[(&str, &dyn Display)] =
                    &[("path", &path.display()), ("names", &self.names(locale))];
                (Level::Done, locale.fill(key, values))
            }
            Err(error) => {
                let error = first(&error, locale);
                let text = locale.fill("notice.set-not-kept", &[("error", &error)]);
                (Level::Error, text)
            }
        };
        Message::Notify(level, sanitize_line(&text))
    }

    /// The settings that are written.
    fn names(&self, locale: &Locale) -> String {
        let Self::Settings(changes) = self else {
            return String::new();
        };
        let named = |change: &SettingChange| {
            format!("{} = {}", config::last_part(change.name), change.value)
        };
        let names: Vec<String> = changes.iter().map(named).collect();
        names.join(locale.text("cli.values.comma"))
    }
}

/// The first of its errors, with line and column.
pub(super) fn first(error: &LoadError, locale: &Locale) -> String {
    let first = error.errors(locale).into_iter().next();
    first.map_or_else(String::new, |error| error.to_string())
}
