//! The feeds of the user: `feeds.toml` beside the config, read against one table of fields.

mod edit;
mod read;
mod settings;

pub use edit::{FeedChange, change};
pub use settings::FeedSettings;

use super::Fault;
use super::config::IfMissing;
use super::fault::LoadError;
use super::settings::Report;
use crate::error::Error;
use std::io;
use std::path::{Path, PathBuf};

/// Maximum bytes of the file.
const LARGEST: usize = 4 << 20;

/// The file beside a config.
pub fn file_beside(config: &Path) -> PathBuf {
    config.with_file_name("feeds.toml")
}

/// Reads the feeds. A missing file has none.
///
/// # Errors
/// The file cannot be read, or has faults.
pub fn load(path: &Path) -> Result<Vec<FeedSettings>, LoadError> {
    let source = source(path, IfMissing::UseDefaults)?;
    parse(&source).map_err(|faults| LoadError::Faults {
        path: path.to_owned(),
        faults,
    })
}

/// The text of the file.
fn source(path: &Path, if_missing: IfMissing) -> Result<String, LoadError> {
    let unreadable = |error: io::Error| LoadError::Unreadable(Error::unreadable(path, &error));
    match crate::fs::read(path, LARGEST) {
        // What is not read is not written back, so that a part of the file would be lost.
        Ok((_, true)) => Err(unreadable(io::ErrorKind::FileTooLarge.into())),
        Ok((bytes, false)) => String::from_utf8(bytes)
            .map_err(|error| unreadable(io::Error::new(io::ErrorKind::InvalidData, error))),
        Err(error) if crate::fs::is_absent(&error) && if_missing == IfMissing::UseDefaults => {
            Ok(String::new())
        }
        Err(error) => Err(unreadable(error)),
    }
}

/// Parses the text of the file.
///
/// # Errors
/// All faults, in file order.
pub fn parse(source: &str) -> Result<Vec<FeedSettings>, Vec<Fault>> {
    let mut report = Report::new(source);
    let mut feeds = Vec::new();
    if let Some(file) = report.parse() {
        feeds = read::feeds(&mut report, &file);
    }
    report.finish(feeds)
}

#[cfg(test)]
mod tests;
