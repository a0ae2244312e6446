//! What a reader could not use.

/// An entry, or a whole file, that was not imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// The file, relative to the imported folder; empty for a single file.
    pub file: String,
    /// The line of the file, or the number of the entry in a list; from 1. 0: the whole file.
    pub row: usize,
    pub kind: FaultKind,
}

impl Fault {
    pub fn new(row: usize, kind: FaultKind) -> Self {
        Self {
            file: String::new(),
            row,
            kind,
        }
    }

    /// The whole file.
    pub fn whole(kind: FaultKind) -> Self {
        Self::new(0, kind)
    }
}

/// Why an entry was not imported. The texts are in the locales, under `import.fault.<name>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FaultKind {
    /// The format is not known.
    UnknownFormat,
    /// A compressed archive, which must be unpacked first.
    Archive,
    TooLarge,
    TooMany,
    /// The entry cannot be parsed.
    Damaged,
    /// It names neither an article nor a usable address, such as a bookmarklet.
    NoAddress,
    /// A file of the folder cannot be read.
    Unreadable,
}

impl FaultKind {
    pub fn name(self) -> &'static str {
        match self {
            Self::UnknownFormat => "unknown-format",
            Self::Archive => "archive",
            Self::TooLarge => "too-large",
            Self::TooMany => "too-many",
            Self::Damaged => "damaged",
            Self::NoAddress => "no-address",
            Self::Unreadable => "unreadable",
        }
    }
}
