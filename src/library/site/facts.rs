//! What the feeds and the sitemap of a site say of its pages: titles and dates by path. Searches for
//! the few elements that matter, since the texts of all articles may be in the same file.

use crate::library::{charset, html_meta, plain_text};
use crate::text::{authority, percent_decode, sanitize_line};
use std::collections::HashMap;
use std::path::Path;

/// Files beside the first page, those with the dates of publication first.
const FEEDS: &[&str] = &[
    "atom.xml",
    "rss.xml",
    "rss2.xml",
    "feed.xml",
    "index.xml",
    "search.xml",
    "local-search.xml",
];
const SITEMAP: &str = "sitemap.xml";
/// Gives the name if nothing else does.
const HOME: &str = "index.html";

/// Maximum bytes read of a file.
const LONGEST: usize = 16 << 20;
/// Maximum bytes of a sitemap that only names others.
const INDEX: usize = 64 << 10;
/// Maximum sitemaps that a sitemap names.
const MAX_SITEMAPS: usize = 32;

/// What is known of a page.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct PageFacts {
    pub title: Option<Box<str>>,
    /// When it was published, as written.
    pub published: Option<Box<str>>,
    /// When it was changed last, as written.
    pub changed: Option<Box<str>>,
    /// Whether a feed has it.
    pub is_item: bool,
}

/// What is known of a site.
#[derive(Debug, Default)]
pub struct Facts {
    pub name: String,
    /// The host that it is published on; empty if nothing says it.
    pub host: String,
    pages: HashMap<String, PageFacts>,
}

impl Facts {
    /// Reads the files of a site. What cannot be read tells nothing.
    pub fn read(folder: &Path) -> Self {
        let mut facts = Self::default();
        let read = |name: &str| {
            let (bytes, _) = crate::fs::read(&folder.join(name), LONGEST).ok()?;
            Some(charset::decode_text(&bytes).into_owned())
        };
        for text in FEEDS.iter().filter_map(|name| read(name)) {
            facts.add_feed(&text);
        }
        if let Some(text) = read(SITEMAP) {
            facts.add_sitemap(&text);
            for text in parts(folder).iter().filter_map(|path| read(path)) {
                facts.add_sitemap(&text);
            }
        }
        facts.remove_base(folder);
        if facts.name.is_empty() {
            facts.name = read(HOME).map_or(String::new(), |home| name_of_home(&home));
        }
        facts
    }

    pub fn page(&self, path: &str) -> Option<&PageFacts> {
        self.pages.get(key(path))
    }

    fn entry(&mut self, address: &str) -> Option<&mut PageFacts> {
        if self.host.is_empty() {
            authority(address.trim()).clone_into(&mut self.host);
        }
        let path = path_of(address)?;
        let key = key(&path);
        if key.is_empty() {
            return None;
        }
        Some(self.pages.entry(key.to_owned()).or_default())
    }

    fn add_feed(&mut self, text: &str) {
        // The texts of articles may have elements of either name, but not before the first article.
        let first = |name| start_tags(text, name).next().map(|(_, rest)| rest.len());
        let (name, end) = match first("item") >= first("entry") {
            true => ("item", "</item>"),
            false => ("entry", "</entry>"),
        };
        let head = first(name).map_or(text, |rest| text.get(..text.len() - rest).unwrap_or(text));
        if self.name.is_empty() {
            let name = element(head, "title").unwrap_or_default();
            self.name = sanitize_line(&name);
        }
        let mut items = start_tags(text, name).peekable();
        while let Some((_, item)) = items.next() {
            let next = items.peek().map_or(0, |(_, rest)| rest.len());
            let item = item.get(..item.len() - next).unwrap_or_default();
            let item = item.split(end).next().unwrap_or_default();
            let address = element(item, "link").filter(|link| !link.is_empty());
            let Some(address) = address
                .or_else(|| attribute_of(item, "link", "href"))
                .or_else(|| element(item, "url"))
            else {
                continue;
            };
            let dates = ["pubDate", "published", "dc:date", "issued"];
            let published = dates.iter().find_map(|name| element(item, name));
            let (title, changed) = (element(item, "title"), element(item, "updated"));
            let Some(page) = self.entry(&address) else {
                continue;
            };
            page.is_item = true;
            fill(&mut page.title, title);
            fill(&mut page.published, published);
            fill(&mut page.changed, changed);
        }
    }

    fn add_sitemap(&mut self, text: &str) {
        for item in text.split("<url>").skip(1) {
            let item = item.split("</url>").next().unwrap_or_default();
            let changed = element(item, "lastmod");
            let address = element(item, "loc");
            if let Some(page) = address.and_then(|address| self.entry(&address)) {
                fill(&mut page.changed, changed);
            }
        }
    }

    /// A site that is published below the top of its host (`/blog/…`) has paths that start with a
    /// folder which is not in the site.
    fn remove_base(&mut self, folder: &Path) {
        let base = |path: &str| path.split_once('/').map(|(base, _)| base.to_owned());
        let Some(first) = self.pages.keys().next().and_then(|path| base(path)) else {
            return;
        };
        let is_shared = self
            .pages
            .keys()
            .all(|path| *path == first || base(path).as_ref() == Some(&first));
        if !is_shared || folder.join(&first).exists() {
            return;
        }
        let pages = std::mem::take(&mut self.pages).into_iter();
        self.pages = pages
            .filter_map(|(path, page)| {
                let rest = path.strip_prefix(&first)?.trim_start_matches('/');
                Some((rest.to_owned(), page))
            })
            .collect();
    }
}

/// The name that the first page of a site gives it.
fn name_of_home(home: &str) -> String {
    let site =
        html_meta::meta(home, "og:site_name").map(|name| plain_text::decode(name).into_owned());
    let name = site.or_else(|| element(home, "title").filter(|title| is_one_name(title)));
    sanitize_line(&name.unwrap_or_default())
}

/// Whether the title of a first page is one name. In `首页 - 站` it is not told which is the site's.
fn is_one_name(title: &str) -> bool {
    const SEPARATORS: &[char] = &['-', '|', '–', '—', '·', '_', '｜', '－', ':', '»'];
    !title.contains(SEPARATORS)
}

fn fill(field: &mut Option<Box<str>>, found: Option<String>) {
    if let (None, Some(found)) = (&field, found.filter(|found| !found.is_empty())) {
        *field = Some(found.into());
    }
}

/// The files that facts are read from, as far as a site has them.
pub fn files(folder: &Path) -> Vec<String> {
    let names = FEEDS.iter().chain(&[SITEMAP, HOME]);
    let parts = parts(folder).into_iter();
    names.map(|name| (*name).to_owned()).chain(parts).collect()
}

/// Whether a file beside the first page is one of these.
pub fn is_file(name: &str) -> bool {
    FEEDS.contains(&name) || name == SITEMAP || name == HOME
}

/// The further sitemaps of a site.
fn parts(folder: &Path) -> Vec<String> {
    let index = crate::fs::read(&folder.join(SITEMAP), INDEX).ok();
    index.map_or_else(Vec::new, |(bytes, _)| {
        parts_of_index(&charset::decode_text(&bytes))
    })
}

/// The files that an index of sitemaps names.
fn parts_of_index(text: &str) -> Vec<String> {
    let parts = text.split("<sitemap>").skip(1).take(MAX_SITEMAPS);
    let paths = parts.filter_map(|part| path_of(&element(part, "loc")?));
    let is_safe = |path: &String| !path.split('/').any(|part| part == "..");
    paths.filter(is_safe).collect()
}

/// The path of an address within its host, decoded, without a query and a fragment.
fn path_of(address: &str) -> Option<String> {
    let address = address.trim();
    let path = match address.split_once("://") {
        Some((_, rest)) => rest.split_once('/').map_or("", |(_, path)| path),
        None => address,
    };
    let path = path.split(['?', '#']).next()?;
    Some(
        percent_decode(path)
            .trim_start_matches(['/', '.'])
            .to_owned(),
    )
}

/// A path without the parts that servers add: `a/`, `a/index.html` and `a.html` are one page.
fn key(path: &str) -> &str {
    let path = path.trim_matches('/');
    let bare = path
        .strip_suffix(".html")
        .or_else(|| path.strip_suffix(".htm"))
        .unwrap_or(path);
    let bare = match bare {
        "index" => "",
        _ => bare.strip_suffix("/index").unwrap_or(bare),
    };
    bare.trim_end_matches('/')
}

/// The text of the first element with a name, decoded.
fn element(text: &str, name: &str) -> Option<String> {
    let inner =
        start_tags(text, name).find_map(|(tag, rest)| (!tag.ends_with('/')).then_some(rest))?;
    let inner = inner.trim_start();
    let raw = match inner.strip_prefix("<![CDATA[") {
        Some(raw) => raw.split_once("]]>")?.0,
        None => inner.split('<').next().unwrap_or_default(),
    };
    Some(plain_text::decode(raw.trim()).into_owned())
}

fn attribute_of(text: &str, name: &str, attribute: &str) -> Option<String> {
    let links = start_tags(text, name).map(|(tag, _)| tag);
    // Of an Atom entry's links, the one without a relation leads to the page.
    let is_page = |tag: &&str| {
        html_meta::attribute(tag, "rel").is_none_or(|relation| relation == "alternate")
    };
    let link = links
        .filter(is_page)
        .find_map(|tag| html_meta::attribute(tag, attribute))?;
    Some(plain_text::decode(link).into_owned())
}

/// The start tags with a name: their attributes, and what is behind them.
fn start_tags<'a>(text: &'a str, name: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
    // The end of the last tag: another one is not within it, so that the search is linear.
    let mut done = 0;
    let tag = move |at: usize| {
        let rest = text.get(at + name.len()..)?;
        let ends_name = |c: char| c.is_whitespace() || c == '/' || c == '>';
        let is_tag = at > done && text.get(..at)?.ends_with('<') && rest.starts_with(ends_name);
        if !is_tag {
            return None;
        }
        let tag = rest.split_once('>');
        done = tag.map_or(text.len(), |(_, inner)| text.len() - inner.len());
        tag
    };
    memchr::memmem::find_iter(text.as_bytes(), name).filter_map(tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(feed: &str, sitemap: &str) -> Facts {
        let mut facts = Facts::default();
        facts.add_feed(feed);
        facts.add_sitemap(sitemap);
        facts
    }

    #[test]
    fn feeds_and_sitemaps_tell_titles_and_dates() {
        let atom = "<feed><title>晨报 &amp; 晚报</title><link href='https://a.example/atom.xml' rel='self'/>\
            <entry><title><![CDATA[江上 & 河]]></title><link href='https://a.example/2026/%E6%B1%9F/'/>\
            <published>2026-11-02T03:04:05Z</published><updated>2026-11-03</updated>\
            <content>&lt;title&gt;</content></entry></feed>";
        let sitemap = "<urlset><url><loc>https://a.example/about.html</loc>\
            <lastmod>2025-01-01</lastmod></url><url><loc>https://a.example/</loc></url></urlset>";
        let facts = facts(atom, sitemap);
        assert_eq!(facts.name, "晨报 & 晚报");
        let page = facts.page("2026/江/index.html").expect("the article");
        assert_eq!(page.title.as_deref(), Some("江上 & 河"));
        assert_eq!(page.published.as_deref(), Some("2026-11-02T03:04:05Z"));
        assert!(page.is_item);
        let about = facts.page("about/index.html").expect("the page");
        assert_eq!(about.changed.as_deref(), Some("2025-01-01"));
        assert!(!about.is_item && facts.page("index.html").is_none());
    }

    #[test]
    fn other_forms() {
        let check = |feed: &str, path: &str, title: &str, published: Option<&str>| {
            let facts = facts(feed, "");
            let page = facts.page(path).expect("the article");
            assert_eq!(page.title.as_deref(), Some(title));
            assert_eq!(page.published.as_deref(), published);
        };
        check(
            "<rss><channel><title>站</title><link>/</link><item><title>题</title>\
             <link>/post/x/</link><pubDate>Mon, 20 May 2019 00:00:00 +0000</pubDate></item></channel></rss>",
            "post/x/index.html",
            "题",
            Some("Mon, 20 May 2019 00:00:00 +0000"),
        );
        check(
            "<search><entry><title>题</title><link href=\"posts/c4.html\"/><url>posts/c4.html</url>\
             <content type=\"html\"><![CDATA[<p>文</p>]]></content></entry></search>",
            "posts/c4.html",
            "题",
            None,
        );
    }

    #[test]
    fn texts_in_feeds_are_not_items() {
        let atom = "<feed><title>站</title><entry><title>题</title><link href=/x/ />\
            <content><![CDATA[<itemlist><item>]]></content></entry></feed>";
        let page = facts(atom, "");
        let page = page.page("x/index.html").expect("the article");
        assert_eq!(page.title.as_deref(), Some("题"));
    }

    #[test]
    fn broken_feeds_take_no_time() {
        for text in ["<link ", "<item>", "<entry><link ", "link", "<item"] {
            let feed = text.repeat(1 << 20 >> 2);
            assert!(facts(&feed, "").pages.is_empty(), "{text}");
        }
    }

    #[test]
    fn names_of_first_pages() {
        let check = |home: &str, expected: &str| assert_eq!(name_of_home(home), expected, "{home}");
        check("<title>江边</title>", "江边");
        check("<title>首页 - 江边</title>", "");
        check(
            "<meta property=og:site_name content=江边><title>首页 - 甲</title>",
            "江边",
        );
    }

    #[test]
    fn indexes_of_sitemaps_name_files_of_the_site() {
        let index = "<sitemapindex><sitemap><loc>https://a.example/zh/sitemap.xml</loc></sitemap>\
            <sitemap><loc>https://a.example/x/../../y.xml</loc></sitemap></sitemapindex>";
        assert_eq!(parts_of_index(index), ["zh/sitemap.xml"]);
    }

    #[test]
    fn a_folder_of_the_host_is_not_part_of_the_path() {
        let folder = tempfile::tempdir().expect("a folder");
        let feed =
            "<rss><item><title>题</title><link>https://a.example/blog/x/</link></item></rss>";
        let mut facts = facts(feed, "");
        facts.remove_base(folder.path());
        assert!(facts.page("x/index.html").is_some());
    }
}
