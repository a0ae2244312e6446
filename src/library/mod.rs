//! A folder tree of articles: formats, charsets, front matter, dates, scanning, opening.
//! Files are opened read-only, always; every file is an article or a [`Problem`].

pub mod date;
pub mod entry;
pub mod problem;
pub mod sample;
pub mod scan;

pub use date::{Date, DateOrigin, Zone};
pub use entry::{Article, Entry, open};
pub use problem::{Problem, ProblemKind, Severity};
pub use scan::{Cancel, ScanEvent, ScanOptions, scan};
