//! Finds the article in a page, and its title, author, date, site and address.

use super::mhtml;
use super::pictures::Pictures;
use crate::document::Format;
use crate::extract::article_html;
use crate::fetch::NewArticle;
use crate::library::{self, Date, Entry, Zone};
use crate::text::{host, page_key};
use std::collections::HashMap;
use std::path::Path;

/// Maximum bytes of a page with the pictures in it.
pub const MAX_PAGE: usize = 64 << 20;

/// The folder of saved pages in a library.
const FOLDER: &str = "saved";

/// Bytes in which a program that saved a page says where it was.
const HEAD: usize = 4096;

/// Why a file is no page to save.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoArticle {
    /// It is not HTML.
    NotAPage,
    /// It has no text.
    NoText,
}

/// A page that was read.
#[derive(Debug)]
pub struct Page {
    html: String,
    address: Option<String>,
    /// Where it was fetched from, if it says that it is at another address.
    other_address: Option<String>,
    /// Where it was read: what its relative addresses are relative to.
    location: Option<String>,
    entry: Entry,
    /// The files of an archive, by their addresses.
    files: HashMap<String, Vec<u8>>,
}

impl Page {
    /// Reads a page or an MHTML archive. `address`: where it was fetched from.
    ///
    /// # Errors
    /// It is not HTML.
    pub fn read(bytes: &[u8], address: Option<&str>, zone: &Zone) -> Result<Self, NoArticle> {
        let (bytes, found, files) = match mhtml::read(bytes) {
            Some(archive) => (archive.page, archive.address, archive.files),
            None => (bytes.to_vec(), None, HashMap::new()),
        };
        // A name that is not a title.
        let name = Path::new("?.html");
        let entry = library::entry_of_bytes(&bytes, name, zone).map_err(|_| NoArticle::NotAPage)?;
        let html = library::decode(&bytes).into_owned();
        if entry.format != Format::Html || !html.contains('<') {
            return Err(NoArticle::NotAPage);
        }
        let stated = library::address_of_bytes(&bytes, name);
        // A page may name another address of its own site only.
        let canonical = stated.filter(|stated| address.is_none_or(|own| host(own) == host(stated)));
        let is_other = |own: &&str| {
            let stated = canonical.as_deref();
            stated.is_some_and(|stated| page_key(stated) != page_key(own))
        };
        let other_address = address.filter(is_other).map(str::to_owned);
        let location = address.map(str::to_owned).or(found);
        let location = location.or_else(|| noted_address(&html));
        Ok(Self {
            html,
            address: canonical.or_else(|| location.clone()),
            other_address,
            location,
            entry,
            files,
        })
    }

    /// Where the page is on the web.
    pub fn address(&self) -> Option<&str> {
        self.address.as_deref()
    }

    /// The article, without its text.
    pub fn head(&self) -> NewArticle {
        let labels = &self.entry.labels;
        let filled = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let host = self.address().map(host).unwrap_or_default();
        let site = [&*labels.source, host, FOLDER];
        let site = site.into_iter().find(|site| !site.is_empty());
        NewArticle {
            title: self.entry.title().to_owned(),
            date: self.entry.date.filter(|date| Date::is_written(*date)),
            author: filled(&labels.author),
            site: site.unwrap_or_default().to_owned(),
            tags: labels.tags.iter().map(|tag| String::from(&**tag)).collect(),
            link: self.address.clone(),
            // Several pages may say that they are one.
            guid: self.other_address.clone(),
            folder: Some(FOLDER.to_owned()),
            ..NewArticle::default()
        }
    }

    /// The HTML of the article. `pictures` are stored; without them, pictures inside the page are
    /// left out, and others keep their address.
    ///
    /// # Errors
    /// The page has no text.
    pub fn body(&self, mut pictures: Option<&mut Pictures<'_>>) -> Result<String, NoArticle> {
        let mut picture = |address: &str| {
            if let Some(pictures) = &mut pictures {
                return pictures.take(address, &self.html, &self.files);
            }
            let is_on_the_web = !address.starts_with("data:") && !address.starts_with("cid:");
            is_on_the_web.then(|| address.to_owned())
        };
        let location = self.location.as_deref().or(self.address());
        let body = article_html(&self.html, location, &mut picture);
        match characters(&body) {
            0 => Err(NoArticle::NoText),
            _ => Ok(body),
        }
    }
}

/// The number of characters of text in HTML.
pub fn characters(html: &str) -> u32 {
    let html = format!("<div>{html}</div>");
    let entry = library::entry_of_bytes(html.as_bytes(), Path::new("a.html"), &Zone::default());
    entry.map_or(0, |entry| entry.count.characters)
}

/// The address that SingleFile (`url: …`) or a browser (`saved from url=(0023)…`) wrote into a
/// comment at the start of a page.
fn noted_address(html: &str) -> Option<String> {
    let head = html.get(..crate::text::floor_char_boundary(html, HEAD))?;
    let comment = head.split("<!--").skip(1).find_map(|comment| {
        let comment = comment.split("-->").next()?;
        let after = |sign| comment.split_once(sign).map(|(_, rest)| rest);
        let single_file = comment
            .contains("SingleFile")
            .then(|| after("url:"))
            .flatten();
        let browser = || after("saved from url=(").and_then(|rest| Some(rest.split_once(')')?.1));
        single_file.or_else(browser)
    })?;
    let address = comment.split_whitespace().next()?;
    address.starts_with("http").then(|| address.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str =
        "本报记者昨天在江边看到，新的大桥已经合龙，工人们正在清理桥面，预计下个月通车。";

    fn page(head: &str, body: &str) -> String {
        format!(
            "<!DOCTYPE html><html><head>{head}</head><body><article><h1>大桥</h1><p>{TEXT}</p>\
             {body}</article></body></html>"
        )
    }

    fn read(html: &str, address: Option<&str>) -> NewArticle {
        let page = Page::read(html.as_bytes(), address, &Zone::default()).unwrap();
        let body = page.body(None).unwrap();
        NewArticle {
            body,
            ..page.head()
        }
    }

    #[test]
    fn what_a_page_says_is_kept() {
        let head = "<title>大桥 - 晨报</title><meta property=og:site_name content=晨报>\
            <meta name=author content=某人><meta property=article:published_time \
            content=2022-04-19T12:22:21+08:00><link rel=canonical href=https://news.example/1>";
        let article = read(&page(head, ""), Some("https://news.example/1?from=x"));
        assert_eq!((&*article.title, &*article.site), ("大桥", "晨报"));
        assert_eq!(article.author.as_deref(), Some("某人"));
        assert_eq!(article.link.as_deref(), Some("https://news.example/1"));
        let date = article.date.map(Date::rfc3339);
        assert_eq!(date.as_deref(), Some("2022-04-19T12:22:21+08:00"));
        assert!(article.body.contains(TEXT));
        // Another site's address is a claim.
        let claimed = read(&page(head, ""), Some("https://evil.example/1"));
        assert_eq!(claimed.link.as_deref(), Some("https://evil.example/1"));
    }

    #[test]
    fn the_address_of_a_saved_file_is_found() {
        let check = |comment: &str| {
            let article = read(
                &page("", "").replace("<html>", &format!("<html>{comment}")),
                None,
            );
            assert_eq!(
                article.link.as_deref(),
                Some("https://news.example/1"),
                "{comment}"
            );
            assert_eq!(article.site, "news.example");
        };
        check(
            "<!--\n Page saved with SingleFile \n url: https://news.example/1 \n saved date: x\n-->",
        );
        check("<!-- saved from url=(0022)https://news.example/1 -->");
    }

    #[test]
    fn relative_addresses_are_those_of_the_page() {
        #[track_caller]
        fn check(head: &str, expected: &str) {
            let body = "<p><a href=x>下一篇</a><img alt=图 src=b.png></p>";
            let article = read(&page(head, body), Some("https://news.example/a/1"));
            let link = format!("href=\"{expected}x\"");
            let picture = format!("src=\"{expected}b.png\"");
            assert!(article.body.contains(&link), "{head}: {}", article.body);
            assert!(article.body.contains(&picture), "{head}: {}", article.body);
        }
        check("", "https://news.example/a/");
        check(
            "<link rel=canonical href=https://news.example/c/1>",
            "https://news.example/a/",
        );
        check("<base href=/other/>", "https://news.example/other/");
        check(
            "<base target=_top><base href=../><base href=/no/>",
            "https://news.example/",
        );
        check("<base href=//cdn.example/d/>", "https://cdn.example/d/");
        for other in [
            "javascript:alert(1)//",
            "data:text/html,x/",
            "file:///etc/",
            "http://",
        ] {
            check(
                &format!("<base href=\"{other}\">"),
                "https://news.example/a/",
            );
        }
    }

    #[test]
    fn pictures_inside_a_page_are_left_out_unless_asked_for() {
        let data = format!("data:image/png;base64,{}", "A".repeat(3000));
        let body = format!("<p><img alt=图 src=\"{data}\"><img alt=乙 src=/b.png></p>");
        let article = read(&page("", &body), Some("https://news.example/1"));
        assert!(!article.body.contains("data:"), "{}", article.body);
        assert!(
            article.body.contains("src=\"https://news.example/b.png\""),
            "{}",
            article.body
        );
    }

    #[test]
    fn other_files_are_no_pages() {
        let check = |bytes: &[u8], expected| {
            let read = Page::read(bytes, None, &Zone::default());
            let body = read.and_then(|page| page.body(None));
            assert_eq!(body.err(), Some(expected));
        };
        check(b"\x89PNG\r\n\x1a\n\0\0\0\0", NoArticle::NotAPage);
        check("只有字".as_bytes(), NoArticle::NotAPage);
        check(
            b"<!DOCTYPE html><html><body><script>x</script></body></html>",
            NoArticle::NoText,
        );
    }
}
