//! A published site in a library: the folder that a generator (Hexo, Hugo, Jekyll) wrote, or a
//! mirror of a site. Its feeds and its sitemap know more of a page than the page says, and many of
//! its pages only list others (`listing`).

mod facts;
mod listing;
mod measure;

use crate::text::percent_decode;
use facts::Facts;
pub use facts::PageFacts;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// The first page of a site.
const HOME: &[&str] = &["index.html", "index.htm"];

/// What is beside that page in the folders of sites, and seldom in others.
const SIGNS: &[&str] = &[
    "404.html",
    "CNAME",
    "archive",
    "archives",
    "atom.xml",
    "author",
    "categories",
    "category",
    "feed",
    "feed.xml",
    "index.xml",
    "local-search.xml",
    "page",
    "rss.xml",
    "rss2.xml",
    "search.xml",
    "sitemap.xml",
    "tag",
    "tags",
    "wp-content",
];

/// Signs that a folder needs, beside its first page.
const MIN_SIGNS: usize = 2;

/// Folders of a site that is a series of articles: its first page lists the newest.
const SERIES: &[&str] = &["archive", "archives", "page"];

/// What at the top of a site, or below, tells of its pages; most sites have only some of it.
pub fn files(folder: &Path) -> Vec<String> {
    let series = SERIES.iter().map(|name| (*name).to_owned());
    facts::files(folder).into_iter().chain(series).collect()
}

/// A site, and what is known of its pages.
#[derive(Debug)]
pub struct Site {
    folder: PathBuf,
    /// The ID of the folder, which those of all its pages start with.
    id: String,
    is_series: bool,
    /// Read when the first page asks for it.
    facts: OnceLock<Facts>,
}

impl Site {
    /// The site whose top a folder with these names is.
    pub fn of_folder<'a>(
        folder: &Path,
        id: &str,
        names: impl Iterator<Item = &'a OsStr> + Clone,
    ) -> Option<Self> {
        let has = |wanted: &[&str]| {
            let mut names = names.clone();
            names.any(|name| wanted.iter().any(|one| name == *one))
        };
        // Most folders have no such page, so this is all that they cost.
        if !has(HOME) {
            return None;
        }
        let signs = names
            .clone()
            .filter(|name| SIGNS.iter().any(|sign| name == sign));
        (signs.count() >= MIN_SIGNS).then(|| Self {
            folder: folder.to_owned(),
            id: id.to_owned(),
            is_series: has(SERIES),
            facts: OnceLock::new(),
        })
    }

    /// Its top.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Whether a file beside the first page knows of other pages.
    pub fn is_told_by(&self, path: &Path) -> bool {
        let name = path.strip_prefix(&self.folder).ok().and_then(Path::to_str);
        name.is_some_and(facts::is_file)
    }

    /// The path of a page within the site, without percent signs of an ID.
    fn path<'a>(&self, id: &'a str) -> &'a str {
        let below = id.strip_prefix(self.id.as_str()).unwrap_or(id);
        below.trim_start_matches('/')
    }

    fn facts(&self) -> &Facts {
        self.facts.get_or_init(|| Facts::read(&self.folder))
    }

    /// The name of the site; empty if nothing says it.
    pub fn name(&self) -> &str {
        &self.facts().name
    }

    /// What feeds and sitemap say of a page.
    pub fn page(&self, id: &str) -> Option<&PageFacts> {
        self.facts().page(&percent_decode(self.path(id)))
    }

    /// Whether a page lists other pages of the site, or only leads to another one, and is no article.
    pub fn is_listing(&self, id: &str, body: &str) -> bool {
        let path = percent_decode(self.path(id));
        let page = listing::Page {
            path: &path,
            host: &self.facts().host,
            body,
            has_feed: |folder: &str| self.folder.join(folder).join("index.xml").is_file(),
            is_series: self.is_series,
        };
        // A feed has articles only.
        page.is_listing() && !self.page(id).is_some_and(|page| page.is_item)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sites_are_told_by_what_is_in_their_folders() {
        let check = |names: &[&str], expected: bool| {
            let names = names.iter().map(OsStr::new);
            let site = Site::of_folder(Path::new("/x"), "", names.clone());
            assert_eq!(site.is_some(), expected, "{:?}", names.collect::<Vec<_>>());
        };
        check(&["index.html", "tags", "archives"], true);
        check(&["atom.xml", "index.html", "404.html"], true);
        check(&["index.html", "css", "js"], false);
        check(&["index.html", "tags"], false);
        check(&["index.md", "tags", "archives"], false);
        check(&["tags", "categories", "sitemap.xml"], false);
    }
}
