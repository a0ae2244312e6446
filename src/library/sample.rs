//! The sample library, compiled in from assets/sample.

use super::file::Content;
use super::parse_entry::{self, Names, Origin};
use super::{Entry, Zone};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The folder of the sample's virtual paths; it exists in no file system.
const FOLDER: &str = "kanbao:sample";

/// A row of the table; the file name is the end of the path.
macro_rules! article {
    ($path:literal) => {
        ($path, include_str!(concat!("../../", $path)))
    };
}

/// Paths and texts, in reading order.
const ARTICLES: &[(&str, &str)] = &[
    article!("assets/sample/01-guide.md"),
    article!("assets/sample/02-small-bookshops.md"),
    article!("assets/sample/03-line-start.md"),
    article!("assets/sample/04-terminal-width.md"),
    article!("assets/sample/05-night-bookshop.md"),
    article!("assets/sample/06-kissaten.md"),
    article!("assets/sample/07-last-bus.md"),
    article!("assets/sample/08-lighthouse.md"),
    article!("assets/sample/09-verses.md"),
    article!("assets/sample/10-pi.md"),
    article!("assets/sample/11-libraries.md"),
    article!("assets/sample/12-gallery.md"),
    article!("assets/sample/13-last-edition.md"),
    article!("assets/sample/14-micro.md"),
    article!("assets/sample/15-dumplings.md"),
    article!("assets/sample/16-flash.md"),
    article!("assets/sample/17-member.md"),
];

/// The entries of the sample, in the order of the table; [`super::open()`] can open them.
pub fn entries() -> Vec<Entry> {
    let zone = Zone::system();
    let mut names = Names::default();
    let mut words = String::new();
    ARTICLES
        .iter()
        .filter_map(|(path, text)| {
            let origin = Origin {
                id: format!("sample/{}", name(path)).into(),
                path: Arc::new(PathBuf::from(FOLDER).join(name(path))),
            };
            let content = Content {
                bytes: text.as_bytes(),
                cut: false,
                modified: None,
            };
            parse_entry::entry(&content, origin, &zone, &mut names, &mut words).ok()
        })
        .collect()
}

fn name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// The text at a path of the sample.
pub(crate) fn text(path: &Path) -> Option<&'static str> {
    let name = path.strip_prefix(FOLDER).ok()?;
    ARTICLES
        .iter()
        .find(|(known, _)| Path::new(self::name(known)) == name)
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
