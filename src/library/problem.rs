//! What is not an article, or was read only in part, and why.

use crate::error::Error;
use crate::locale::Locale;
use std::path::PathBuf;
use std::sync::Arc;

/// A file that is not an article or was read only in part; or a folder that was left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub path: Arc<PathBuf>,
    pub kind: ProblemKind,
    /// How many files it accounts for: 1, or those of a folder that was left out.
    pub files: u32,
    /// The cause in the words of the system or parser, sanitized.
    pub detail: String,
}

impl Problem {
    pub(crate) fn count(&self) -> usize {
        self.files as usize
    }

    /// Whether it deserves the user's attention. Files of other formats do not.
    pub(crate) fn is_fault(&self) -> bool {
        self.kind.severity() != Severity::Other
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Severity {
    /// The file looks like an article and is not one, or cannot be read.
    Skipped,
    /// The file is an article, but part of it was not understood.
    Partial,
    /// Not an article, and nothing is wrong with it.
    Other,
}

/// Kinds of problems. Their texts are in the locales under `problem.<name>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ProblemKind {
    Unreadable,
    NotRegular,
    UnknownFormat,
    Loop,
    /// A symbolic link to a folder, while links are not followed.
    Link,
    /// A hidden folder (its name begins with a dot): belongs to other programs, skipped.
    Hidden,
    /// A folder that a tool makes, such as `node_modules`.
    Made,
    /// Excluded by an `.ignore` file.
    Ignored,
    Empty,
    Binary,
    TooLarge,
    FrontMatterBroken,
    FrontMatterUnclosed,
    FrontMatterTooLarge,
    BytesLost,
    DateNotUnderstood,
    /// The form that a site generator makes new articles of.
    Template,
    /// A page of a published site that lists other pages, or leads to another one.
    Listing,
}

impl ProblemKind {
    /// Every kind with its name: the table behind [`Self::name`].
    pub(crate) const ALL: &[(Self, &str)] = &[
        (Self::Unreadable, "unreadable"),
        (Self::NotRegular, "not-regular"),
        (Self::UnknownFormat, "unknown-format"),
        (Self::Loop, "loop"),
        (Self::Link, "link"),
        (Self::Hidden, "hidden"),
        (Self::Made, "made"),
        (Self::Ignored, "ignored"),
        (Self::Empty, "empty"),
        (Self::Binary, "binary"),
        (Self::TooLarge, "too-large"),
        (Self::FrontMatterBroken, "front-matter-broken"),
        (Self::FrontMatterUnclosed, "front-matter-unclosed"),
        (Self::FrontMatterTooLarge, "front-matter-too-large"),
        (Self::BytesLost, "bytes-lost"),
        (Self::DateNotUnderstood, "date-not-understood"),
        (Self::Template, "template"),
        (Self::Listing, "listing"),
    ];

    pub(crate) fn named(name: &str) -> Option<Self> {
        let kind = Self::ALL.iter().find(|(_, known)| *known == name);
        kind.map(|(kind, _)| *kind)
    }

    pub(crate) fn severity(self) -> Severity {
        match self {
            Self::Unreadable | Self::NotRegular | Self::Empty | Self::Binary => Severity::Skipped,
            Self::UnknownFormat
            | Self::Loop
            | Self::Link
            | Self::Hidden
            | Self::Made
            | Self::Ignored
            | Self::Template
            | Self::Listing => Severity::Other,
            Self::TooLarge
            | Self::FrontMatterBroken
            | Self::FrontMatterUnclosed
            | Self::FrontMatterTooLarge
            | Self::BytesLost
            | Self::DateNotUnderstood => Severity::Partial,
        }
    }

    /// The name in locales and in `check --json`.
    pub fn name(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(kind, _)| *kind == self)
            .map_or("", |(_, name)| name)
    }
}

impl Severity {
    /// The name in `check --json`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Skipped => "skipped",
            Self::Partial => "partial",
            Self::Other => "other",
        }
    }
}

/// The error for a file that is not an article. It carries the name of the kind.
pub(crate) fn in_words(mut error: Error, locale: &Locale) -> Error {
    if ProblemKind::ALL.iter().any(|(_, name)| *name == error.what) {
        error.what = locale.text(&format!("problem.{}", error.what)).to_owned();
    }
    error
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kind_names_are_unique() {
        let names: std::collections::HashSet<_> =
            ProblemKind::ALL.iter().map(|(_, name)| name).collect();
        assert_eq!(names.len(), ProblemKind::ALL.len());
        assert_eq!(ProblemKind::DateNotUnderstood.name(), "date-not-understood");
        assert_eq!(ProblemKind::ALL.len(), ProblemKind::Listing as usize + 1);
    }
}
