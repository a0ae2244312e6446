//! Why a config or a theme could not be loaded: data for whoever repairs the file. The wording in
//! the language of the interface is separate, so that parsers need no locale.

use crate::error::Error;
use crate::locale::Locale;
use std::path::{Path, PathBuf};

/// A config or theme could not be loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LoadError {
    Unreadable(Error),
    /// All faults of the file, in file order.
    Faults {
        path: PathBuf,
        faults: Vec<Fault>,
    },
    /// There is no theme of this name.
    UnknownTheme {
        name: String,
        known: Vec<&'static str>,
    },
}

impl LoadError {
    /// The errors to print, in the language of the interface. At least one.
    pub fn errors(&self, locale: &Locale) -> Vec<Error> {
        match self {
            Self::Unreadable(error) => vec![error.clone()],
            Self::Faults { path, faults } => faults
                .iter()
                .map(|fault| fault.error(path, locale))
                .collect(),
            Self::UnknownTheme { name, known } => {
                let what = locale.fill("theme.unknown", &[("name", name)]);
                let hint = locale.fill("config.choices", &[("choices", &known.join(", "))]);
                vec![Error::usage(what).hint(hint)]
            }
        }
    }
}

/// A fault at one position of a settings file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Line and column, both from 1; the column counts characters.
    pub at: (usize, usize),
    pub kind: FaultKind,
    /// The known name that is nearest to an unknown one.
    pub suggestion: Option<String>,
}

impl Fault {
    /// The fault without its place: of a value that was typed.
    pub fn in_words(&self, locale: &Locale) -> String {
        self.hinted(Error::usage(self.kind.text(locale)), locale)
            .to_string()
    }

    /// The fault in the language of the interface.
    pub fn error(&self, path: &Path, locale: &Locale) -> Error {
        let (line, column) = self.at;
        let error = Error::usage(self.kind.text(locale))
            .path(path)
            .at(line, column);
        self.hinted(error, locale)
    }

    fn hinted(&self, error: Error, locale: &Locale) -> Error {
        match &self.suggestion {
            Some(name) => error.hint(locale.fill("config.nearest", &[("name", name)])),
            None => error,
        }
    }
}

/// Kinds of faults. The strings are as written in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// Not TOML; the parser's message.
    Syntax(String),
    WrongType {
        key: String,
        expected: Expected,
    },
    UnknownSetting(String),
    /// The setting needs a cargo feature that is not compiled in.
    NotBuilt {
        key: String,
        feature: &'static str,
    },
    UnknownLanguage(String),
    UnknownZone(String),
    /// The browser command lacks the position of the address.
    NoPlaceForUrl(&'static str),
    NotAKey(String),
    UnknownCommand(String),
    /// The command does not apply in the pane that it is bound in.
    WrongScope {
        command: String,
        scope: &'static str,
    },
    BoundTwice(String),
    /// One sequence of keys is the beginning of the other.
    KeyConflict {
        key: String,
        other: String,
    },
    UnknownRule(String),
    /// A cleaning rule that would match everything.
    EmptyRule,
    InvalidSelector,
    /// A rule does something that is not known.
    UnknownAction(String),
    /// A table lacks a key.
    Missing(&'static str),
    NotAColour(String),
    NotAStyle(String),
    /// “on” without a colour.
    NoColourAfterOn,
    UnknownRole(String),
    UnknownTheme(String),
    NoFolder(String),
    /// A feed has neither an address nor a command, or both.
    NoFeedAddress,
    NotAFeedAddress(String),
    FeedTwice(String),
    /// The feeds are not written as `[[feeds]]`, so that the program cannot change them.
    FeedsInOneLine,
    NotAPeriod(String),
}

/// The values that a setting takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expected {
    Text,
    Boolean,
    Integer { low: u16, high: u16 },
    OneOf(Vec<String>),
    List,
    Table,
}

impl FaultKind {
    fn text(&self, locale: &Locale) -> String {
        let name = |key, name: &String| locale.fill(key, &[("name", name)]);
        let key = |text, key: &String| locale.fill(text, &[("key", key)]);
        let word = |key, word: &String| locale.fill(key, &[("word", word)]);
        match self {
            Self::Syntax(detail) => locale.fill("config.syntax", &[("detail", detail)]),
            Self::WrongType { key, expected } => {
                let expected = expected.text(locale);
                locale.fill("config.must-be", &[("key", key), ("expected", &expected)])
            }
            Self::UnknownSetting(setting) => key("config.unknown-key", setting),
            Self::NotBuilt { key, feature } => {
                locale.fill("config.not-built", &[("key", key), ("feature", feature)])
            }
            Self::UnknownLanguage(tag) => locale.fill("config.bad-tag", &[("tag", tag)]),
            Self::UnknownZone(zone) => locale.fill("config.bad-zone", &[("zone", zone)]),
            Self::NoPlaceForUrl(place) => locale.fill("config.url-missing", &[("place", place)]),
            Self::NotAKey(written) => key("config.bad-key", written),
            Self::UnknownCommand(command) => name("config.unknown-command", command),
            Self::WrongScope { command, scope } => {
                locale.fill("config.wrong-scope", &[("name", command), ("scope", scope)])
            }
            Self::BoundTwice(keys) => key("config.twice", keys),
            Self::KeyConflict { key, other } => {
                locale.fill("config.key-conflict", &[("key", key), ("other", other)])
            }
            Self::UnknownRule(rule) => name("config.unknown-rule", rule),
            Self::EmptyRule => locale.text("config.empty-rule").to_owned(),
            Self::InvalidSelector => locale.text("config.bad-selector").to_owned(),
            Self::UnknownAction(action) => name("config.unknown-action", action),
            Self::Missing(key) => locale.fill("config.missing", &[("key", key)]),
            Self::NotAColour(written) => word("theme.bad-colour", written),
            Self::NotAStyle(written) => word("theme.bad-word", written),
            Self::NoColourAfterOn => locale.text("theme.missing-colour").to_owned(),
            Self::UnknownRole(role) => name("theme.unknown-role", role),
            Self::UnknownTheme(theme) => name("theme.unknown", theme),
            Self::NoFolder(folder) => name("config.no-folder", folder),
            Self::NoFeedAddress => locale.text("feeds.no-address").to_owned(),
            Self::NotAFeedAddress(written) => word("feeds.bad-address", written),
            Self::FeedTwice(feed) => name("feeds.twice", feed),
            Self::FeedsInOneLine => locale.text("feeds.in-one-line").to_owned(),
            Self::NotAPeriod(written) => word("feeds.bad-period", written),
        }
    }
}

impl Expected {
    pub(crate) fn text(&self, locale: &Locale) -> String {
        match self {
            Self::Text => locale.text("config.text").to_owned(),
            Self::Boolean => locale.text("config.boolean").to_owned(),
            Self::Integer { low, high } => {
                locale.fill("config.integer", &[("low", low), ("high", high)])
            }
            Self::OneOf(choices) => {
                locale.fill("config.choices", &[("choices", &choices.join(", "))])
            }
            Self::List => locale.text("config.list").to_owned(),
            Self::Table => locale.text("config.table").to_owned(),
        }
    }
}
