//! An article on its way into a library, whatever its source: a feed, a saved page, an import.

use crate::library::{Date, Entry, Zone, entry_of_bytes};
use crate::text::{host, limited, sanitize, sanitize_line};
use std::path::Path;

/// Maximum characters of a title, an author or a name.
const MAX_LINE: usize = 400;
/// Maximum bytes of an address and a guid.
const MAX_ADDRESS: usize = 2000;
/// Maximum bytes of a body: the reader reads files up to twice this size.
const MAX_BODY: usize = 8 << 20;
/// Maximum number of tags.
const MAX_TAGS: usize = 32;

/// An article that is not in the library yet. Nothing in it needs to be sanitized before:
/// [`checked`](Self::checked) does that.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewArticle {
    /// Plain text; of an article without one, the first words become its title.
    pub title: String,
    pub date: Option<Date>,
    pub author: Option<String>,
    /// The name of the source. The folder of the article is named after it.
    pub site: String,
    pub category: Option<String>,
    pub tags: Vec<String>,
    /// The web address of the article.
    pub link: Option<String>,
    /// What identifies the source, such as the ID of a feed (see `FeedState`). Empty: the host of the link.
    pub source: String,
    /// The name of the article at its source, unique within `source`.
    pub guid: Option<String>,
    /// When the source changed it last.
    pub updated: Option<Date>,
    /// HTML.
    pub body: String,
    /// Folders around that of the site, with `/` between them.
    pub folder: Option<String>,
}

impl NewArticle {
    /// The article as it is written: single lines without control characters, limited lengths,
    /// and a title.
    pub(super) fn checked(&self) -> Self {
        let line = |text: &str| limited(&sanitize_line(text), MAX_LINE);
        let filled =
            |text: Option<&String>| text.map(|text| line(text)).filter(|text| !text.is_empty());
        let site = line(&self.site);
        let link = self.link.as_deref().and_then(address);
        let body = body(&self.body);
        let mut article = Self {
            title: line(&self.title),
            date: self.date.filter(|date| is_plausible(*date)),
            author: filled(self.author.as_ref()),
            site: if site.is_empty() {
                "kanbao".to_owned()
            } else {
                site
            },
            category: filled(self.category.as_ref()),
            tags: tags(&self.tags),
            source: match &*self.source {
                "" => host(link.as_deref().unwrap_or_default()).to_ascii_lowercase(),
                source => source.to_owned(),
            },
            guid: self.guid.as_deref().and_then(guid),
            link,
            updated: self.updated.filter(|date| is_plausible(*date)),
            body,
            folder: filled(self.folder.as_ref()),
        };
        if article.title.is_empty() {
            article.title = title_of(&article.body);
        }
        article
    }
}

/// A year that a file name and every reader of front matter understand.
fn is_plausible(date: Date) -> bool {
    let year = date.rfc3339();
    let year = year.split('-').next().unwrap_or_default();
    year.len() == 4 && year.parse::<u16>().is_ok_and(|year| year >= 1000)
}

/// A web address; others are not written.
fn address(text: &str) -> Option<String> {
    let text = sanitize_line(text);
    let is_web = ["http://", "https://"].iter().any(|scheme| {
        let start = text.get(..scheme.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    });
    (is_web && text.len() <= MAX_ADDRESS && !text.contains(' ')).then_some(text)
}

/// The guid of the source; of one that is too long, its hash.
fn guid(own: &str) -> Option<String> {
    let own = sanitize_line(own);
    match own.len() {
        0 => None,
        length if length <= MAX_ADDRESS => Some(own),
        _ => Some(hashed(&own)),
    }
}

fn hashed(text: &str) -> String {
    format!("kanbao:{:016x}", crate::library::hash(0, text.as_bytes()))
}

fn tags(tags: &[String]) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for tag in tags.iter().map(|tag| crate::text::tag(tag)) {
        if !tag.is_empty() && !kept.contains(&tag) && kept.len() < MAX_TAGS {
            kept.push(tag);
        }
    }
    kept
}

/// The body without control characters, cut at the limit.
fn body(html: &str) -> String {
    let end = crate::text::floor_char_boundary(html, MAX_BODY);
    let html = html.get(..end).unwrap_or(html).replace("\r\n", "\n");
    let is_kept = |c: &char| !c.is_control() || matches!(c, '\n' | '\t');
    let html: String = html.chars().filter(is_kept).collect();
    html.trim().to_owned()
}

/// The first words of a body.
fn title_of(body: &str) -> String {
    let html = format!("<div>\n{}\n</div>\n", sanitize(body));
    let entry = entry_of_bytes(html.as_bytes(), Path::new("?.html"), &Zone::default());
    entry.map_or_else(|_| "?".to_owned(), |entry: Entry| entry.title().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_is_checked() {
        let article = NewArticle {
            title: " \u{202e}".to_owned(),
            link: Some("javascript:alert(1)".to_owned()),
            body: "<p>第一句。第二句。\u{1b}[2J</p>\r\n".to_owned(),
            tags: vec!["#甲".to_owned(), "甲".to_owned()],
            ..NewArticle::default()
        };
        let checked = article.checked();
        assert_eq!(checked.title, "第一句");
        assert_eq!(checked.body, "<p>第一句。第二句。[2J</p>");
        assert_eq!((checked.link, &*checked.site), (None, "kanbao"));
        assert_eq!(checked.tags, ["甲"]);
        // Only the source gives guids.
        assert_eq!(checked.guid, None);
        let long = NewArticle {
            guid: Some("长".repeat(MAX_ADDRESS)),
            ..article
        };
        assert!(long.checked().guid.is_some_and(|guid| guid.len() < 40));
    }
}
