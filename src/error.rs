//! The error type (what, where, what to do) and the exit codes of the command line.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Exit codes, a contract with scripts. Of several, the greatest is reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// Success.
    Done = 0,
    /// `check` found a problem, nothing matched, or `mark` left out what was not searched.
    Found = 1,
    /// Usage or configuration error.
    Usage = 2,
    /// A file could not be read.
    Unreadable = 3,
    /// The network, or a server, failed.
    Network = 4,
    /// A signal ended the work; it can be continued.
    Interrupted = 130,
}

/// An error for the user: what happened, where, and what to do about it. The texts are in the
/// language of the interface.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    pub what: String,
    pub path: Option<PathBuf>,
    /// Line and column, both counted from 1; the column counts characters.
    pub at: Option<(usize, usize)>,
    pub hint: Option<String>,
    /// A system error, for a text in the language of the interface.
    pub cause: Option<io::ErrorKind>,
    pub exit: Exit,
}

pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    pub(crate) fn new(exit: Exit, what: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            path: None,
            at: None,
            hint: None,
            cause: None,
            exit,
        }
    }

    pub(crate) fn usage(what: impl Into<String>) -> Self {
        Self::new(Exit::Usage, what)
    }

    pub(crate) fn unreadable(path: &Path, cause: &io::Error) -> Self {
        let mut error = Self::new(Exit::Unreadable, cause.to_string()).path(path);
        error.cause = Some(cause.kind());
        error
    }

    #[must_use]
    pub(crate) fn path(mut self, path: &Path) -> Self {
        self.path = Some(path.to_owned());
        self
    }

    #[must_use]
    pub(crate) fn at(mut self, line: usize, column: usize) -> Self {
        self.at = Some((line, column));
        self
    }

    #[must_use]
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// One line: `path:line:column: what (hint)`. Not sanitized; the caller does that, as for any
/// other string.
impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(path) = &self.path {
            write!(out, "{}", path.display())?;
            if let Some((line, column)) = self.at {
                write!(out, ":{line}:{column}")?;
            }
            write!(out, ": ")?;
        }
        write!(out, "{}", self.what)?;
        if let Some(hint) = &self.hint {
            write!(out, " ({hint})")?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}
