//! Damaged lines of a journal file, as they are reported.

use crate::error::{Error, Exit};
use crate::locale::Locale;
use std::path::PathBuf;

/// A run of damaged lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    pub path: PathBuf,
    /// Line number, from 1.
    pub line: usize,
    pub last: usize,
    /// The parser's message for the first line.
    pub detail: String,
    /// It is a part of a change of many articles, the rest of which counts.
    pub is_part: bool,
}

impl Damage {
    /// A description in the language of the interface.
    pub(crate) fn error(&self, locale: &Locale) -> Error {
        let key = match self.last {
            _ if self.is_part => "journal.damaged-part",
            last if last == self.line => "journal.damaged",
            _ => "journal.damaged-lines",
        };
        let what = locale.fill(key, &[("detail", &self.detail), ("last", &self.last)]);
        Error::new(Exit::Found, what)
            .path(&self.path)
            .at(self.line, 1)
    }
}
