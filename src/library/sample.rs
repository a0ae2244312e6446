//! The sample library, compiled in from assets/sample.

use super::file::Content;
use super::labels::Interner;
use super::parse_entry::{self, Buffers, Origin};
use super::{Entry, Zone};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The folder of the sample's virtual paths is this and the tag of the interface; it exists in no
/// file system.
const SCHEME: &str = "kanbao:";

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

/// The guide in other languages than simplified Chinese, by the tag of the interface; they replace
/// the first article.
const GUIDES: &[(&str, &str)] = &[
    ("en", include_str!("../../assets/guide/en.md")),
    ("zh-Hant", include_str!("../../assets/guide/zh-Hant.md")),
    ("ja", include_str!("../../assets/guide/ja.md")),
    ("ko", include_str!("../../assets/guide/ko.md")),
];

/// The entries of the sample with the guide in simplified Chinese, in the order of the table;
/// [`super::open()`] can open them.
pub fn entries() -> Vec<Entry> {
    entries_for("zh-Hans")
}

/// The entries of the sample with the guide in the language of an interface.
pub(crate) fn entries_for(tag: &str) -> Vec<Entry> {
    let zone = Zone::system();
    let mut interner = Interner::default();
    let root = Arc::new(PathBuf::from(format!("{SCHEME}{tag}")));
    let mut buffers = Buffers::default();
    articles(tag)
        .filter_map(|(id, text)| {
            let origin = Origin {
                root: &root,
                path: &root.join(&id),
                id: &id,
                site: None,
            };
            let content = Content {
                bytes: text.as_bytes(),
                cut: false,
                stamp: None,
                settled: None,
            };
            parse_entry::entry(&content, origin, &zone, &mut interner, &mut buffers).ok()
        })
        .collect()
}

/// IDs and texts. The guide has the same ID in all languages.
fn articles(tag: &str) -> impl Iterator<Item = (String, &'static str)> {
    let guide = GUIDES.iter().find(|(language, _)| *language == tag);
    let guide = guide.map(|&(_, text)| text);
    ARTICLES.iter().enumerate().map(move |(at, &(path, text))| {
        let name = path.rsplit('/').next().unwrap_or(path);
        let text = guide.filter(|_| at == 0).unwrap_or(text);
        (format!("sample/{name}"), text)
    })
}

/// The text at a path of the sample.
pub(crate) fn text(path: &Path) -> Option<&'static str> {
    let mut parts = path.iter();
    let tag = parts.next()?.to_str()?.strip_prefix(SCHEME)?;
    let mut articles = articles(tag);
    let found = articles.find(|(id, _)| Path::new(id) == parts.as_path());
    found.map(|(_, text)| text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::open;

    #[test]
    fn the_guide_is_in_the_language_of_the_interface() {
        #[track_caller]
        fn check(tag: &str, title: &str) {
            let entries = entries_for(tag);
            assert_eq!(entries.len(), ARTICLES.len());
            assert!(entries[0].title().contains(title), "{tag}");
            assert_eq!(entries[0].id(), super::entries()[0].id());
        }
        check("en", "Welcome");
        check("ja", "ようこそ");
        check("ko", "환영");
        check("zh-Hans", "欢迎");
        check("zh-Hant", "歡迎");
    }

    #[test]
    fn every_article_is_whole_and_opens() {
        let guides = GUIDES.iter().map(|(tag, _)| *tag);
        for entry in guides.chain(["zh-Hans"]).flat_map(entries_for) {
            let entry = &entry;
            assert_eq!(entry.partial, None, "{}", entry.id());
            assert!(
                entry.date.is_some_and(super::super::Date::is_written),
                "{}",
                entry.id()
            );
            assert!(open(entry).is_ok(), "{}", entry.id());
        }
    }
}
