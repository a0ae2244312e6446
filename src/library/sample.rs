//! The sample library, compiled in from assets/sample.

use super::file::Content;
use super::reading::{self, Names, Origin};
use super::{Entry, Zone};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The folder that the sample's paths pretend to stand in: no file system has it.
const FOLDER: &str = "kanbao:sample";

/// The row of an article: its name and its text.
macro_rules! sample {
    ($name:literal) => {
        ($name, include_str!(concat!("../../assets/sample/", $name)))
    };
}

/// Names and texts, in the order in which they are meant to be read.
const ARTICLES: &[(&str, &str)] = &[
    sample!("01-guide.md"),
    sample!("02-small-bookshops.md"),
    sample!("03-line-start.md"),
    sample!("04-terminal-width.md"),
    sample!("05-night-bookshop.md"),
    sample!("06-kissaten.md"),
    sample!("07-last-bus.md"),
    sample!("08-lighthouse.md"),
    sample!("09-verses.md"),
    sample!("10-pi.md"),
    sample!("11-libraries.md"),
    sample!("12-gallery.md"),
    sample!("13-last-edition.md"),
    sample!("14-micro.md"),
    sample!("15-dumplings.md"),
    sample!("16-flash.md"),
    sample!("17-member.md"),
];

/// The entries of the sample, in the order of the table; `open` knows them.
pub fn entries() -> Vec<Entry> {
    let zone = Zone::system();
    let mut names = Names::default();
    let mut words = String::new();
    ARTICLES
        .iter()
        .filter_map(|(name, text)| {
            let origin = Origin {
                id: format!("sample/{name}").into(),
                path: Arc::new(PathBuf::from(FOLDER).join(name)),
            };
            let content = Content {
                bytes: text.as_bytes(),
                cut: false,
                modified: None,
            };
            reading::entry(&content, origin, &zone, &mut names, &mut words).ok()
        })
        .collect()
}

/// The text behind a path of the sample.
pub fn text(path: &Path) -> Option<&'static str> {
    let name = path.strip_prefix(FOLDER).ok()?;
    ARTICLES
        .iter()
        .find(|(known, _)| Path::new(known) == name)
        .map(|&(_, text)| text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::open;

    #[test]
    fn every_article_is_whole_and_opens() {
        let entries = entries();
        assert_eq!(entries.len(), ARTICLES.len());
        for entry in &entries {
            assert_eq!(entry.partial, None, "{}", entry.id);
            assert!(
                entry.date.is_some_and(super::super::Date::is_written),
                "{}",
                entry.id
            );
            assert!(open(entry).is_ok(), "{}", entry.id);
        }
    }
}
