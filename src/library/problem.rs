//! Why a file is no article, or was read only in part.

use std::path::PathBuf;
use std::sync::Arc;

/// One file or folder and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub path: Arc<PathBuf>,
    pub kind: ProblemKind,
    /// What the cause said (an error of the system, a line of a parser), sanitised.
    pub detail: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// No article.
    Skipped,
    /// An article, but not all of it was understood.
    Partial,
}

/// What can be wrong. The texts are in the locales under `problem.<name>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ProblemKind {
    Unreadable,
    NotRegular,
    UnknownFormat,
    Loop,
    Empty,
    Binary,
    TooLarge,
    FrontMatterBroken,
    FrontMatterUnclosed,
    FrontMatterTooLarge,
    BytesLost,
    DateNotUnderstood,
}

impl ProblemKind {
    pub fn severity(self) -> Severity {
        match self {
            Self::Unreadable
            | Self::NotRegular
            | Self::UnknownFormat
            | Self::Loop
            | Self::Empty
            | Self::Binary => Severity::Skipped,
            _ => Severity::Partial,
        }
    }

    /// The name in locales and in `check --json`.
    pub fn name(self) -> &'static str {
        "unreadable"
    }
}
