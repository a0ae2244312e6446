//! Writes the article of a page as HTML: what a saved page keeps.

use super::find::find_article;
use super::is_page;
use crate::document::address::{has_scheme, is_of_library, resolve};
use crate::document::embedded::is_removed;
use crate::document::html::{Article, Links, Node, NodeId, picture_address};
use crate::document::{self, Context, Format};
use crate::text::host;
use std::collections::HashSet;

/// Elements that run code, load something, or have no content to read.
const DROPPED: &[&str] = &[
    "base", "button", "canvas", "head", "input", "link", "meta", "noembed", "noframes", "object",
    "applet", "script", "select", "style", "svg", "template", "textarea", "title",
];

/// Elements without content and end tag (WHATWG HTML, section 13.1.2).
const VOID: &[&str] = &[
    "area", "br", "col", "embed", "hr", "img", "source", "track", "wbr",
];

/// Elements whose tags say nothing about an article.
const TRANSPARENT: &[&str] = &["html", "body", "form", "label", "font"];

/// Attributes that are kept. Others lay out the page, run code or name pictures of other sizes.
const KEPT: &[&str] = &[
    "align",
    "alt",
    "cite",
    "class",
    "colspan",
    "data-lang",
    "data-language",
    "datetime",
    "dir",
    "height",
    "href",
    "id",
    "lang",
    "name",
    "open",
    "reversed",
    "rowspan",
    "src",
    "start",
    "title",
    "type",
    "value",
    "width",
];

/// The HTML of the article in a page, or of a whole fragment, without scripts and styles, with
/// addresses relative to `base`, or to the base that the source states, made absolute. `picture` is called for the address of each picture
/// and may replace it; `None` leaves the picture without one. A source with more elements or depth
/// than the parser takes is returned as it is.
pub(crate) fn article_html(
    source: &str,
    base: Option<&str>,
    picture: &mut dyn FnMut(&str) -> Option<String>,
) -> String {
    let parsed = document::parse(source, Format::Html, &Context::default());
    let Some(html) = parsed.html().filter(|html| html.is_whole()) else {
        return source.to_owned();
    };
    let article = is_page(source).then(|| find_article(html.root())).flatten();
    let (roots, junk) = match article {
        Some(Article { roots, junk, .. }) => (roots, junk),
        None => (vec![html.root()], HashSet::new()),
    };
    let base = stated_base(html.root(), base).or_else(|| base.map(str::to_owned));
    let mut writer = Writer {
        out: String::new(),
        junk,
        links: Links::new(base.as_deref()),
        base,
        picture,
    };
    for root in roots {
        writer.node(root);
        writer.out.push('\n');
    }
    writer.out
}

/// The address of the first element `base` that has one (WHATWG HTML, section 4.2.3), if it is one of the web.
fn stated_base(root: Node<'_>, page: Option<&str>) -> Option<String> {
    let mut bases = root
        .descendants()
        .filter(|node| node.name() == Some("base"));
    let written = bases.find_map(|node| node.attribute("href"))?;
    let whole = match page {
        Some(page) => resolve(page, written)?,
        None => written.trim().to_owned(),
    };
    let is_web = whole.starts_with("http://") || whole.starts_with("https://");
    (is_web && !host(&whole).is_empty()).then_some(whole)
}

struct Writer<'a> {
    out: String,
    junk: HashSet<NodeId>,
    /// Where the page is.
    base: Option<String>,
    links: Links,
    picture: &'a mut dyn FnMut(&str) -> Option<String>,
}

impl Writer<'_> {
    /// The recursion is bounded: the parser limits the depth.
    fn node(&mut self, node: Node<'_>) {
        if self.junk.contains(&node.id()) {
            return;
        }
        if let Some(text) = node.text() {
            escape(text, &mut self.out);
            return;
        }
        let name = node.name().unwrap_or_default();
        if DROPPED.contains(&name) {
            return;
        }
        let is_named = !name.is_empty() && !TRANSPARENT.contains(&name);
        if is_named {
            self.start(name, node);
        }
        if VOID.contains(&name) {
            return;
        }
        // The parser drops the first line end of a `<pre>`.
        let starts_line = |child: Node<'_>| child.text().is_some_and(|text| text.starts_with('\n'));
        if name == "pre" && node.first_child().is_some_and(starts_line) {
            self.out.push('\n');
        }
        for child in node.children() {
            self.node(child);
        }
        if is_named {
            self.out.extend(["</", name, ">"]);
        }
    }

    fn start(&mut self, name: &str, node: Node<'_>) {
        self.out.extend(["<", name]);
        let is_picture = matches!(name, "img" | "image");
        for (key, value) in node.attributes() {
            match key {
                "src" if is_picture => {}
                "href" | "src" | "cite" => {
                    if let Some(address) = self.address(value) {
                        self.attribute(key, &address);
                    }
                }
                key if KEPT.contains(&key) => self.attribute(key, value),
                _ => {}
            }
        }
        if is_picture {
            let written = picture_address(node);
            let is_inside =
                is_removed(written) || written.starts_with("cid:") || written.starts_with("data:");
            let address = match &self.base {
                Some(base) if !is_inside => resolve(base, written),
                _ => Some(written.to_owned()).filter(|written| !written.is_empty()),
            };
            if let Some(address) = address.and_then(|address| (self.picture)(&address)) {
                self.attribute("src", &address);
            }
        }
        self.out.push('>');
    }

    fn attribute(&mut self, key: &str, value: &str) {
        self.out.extend([" ", key, "=\""]);
        escape(value, &mut self.out);
        self.out.push('"');
    }

    /// The absolute address of a link; that of a file stays relative if the page has no address.
    fn address(&self, written: &str) -> Option<String> {
        let is_relative =
            !written.trim().is_empty() && is_of_library(written) && !has_scheme(written);
        let resolved = self.links.resolve(written);
        resolved.or_else(|| is_relative.then(|| written.trim().to_owned()))
    }
}

fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_is_written_without_the_page_around_it() {
        let text = "本报记者昨天在江边看到，新的大桥已经合龙，工人们正在清理桥面，预计下个月通车。";
        let page = format!(
            "<!DOCTYPE html><html><head><title>题</title><script>x</script></head><body>\
            <nav><a href=/>首页</a></nav><article><h1>题</h1><p onclick=\"x\">{text}&lt;b&gt;</p>\
            <p><a href=\"javascript:x\">甲</a><a href=/d>乙</a><img src=\"a.png\" alt='\"'>{text}</p></article>\
            <footer>版权所有</footer></body></html>"
        );
        let mut seen = Vec::new();
        let html = article_html(&page, Some("https://a.example/b/c"), &mut |address| {
            seen.push(address.to_owned());
            Some("b.png".to_owned())
        });
        assert_eq!(seen, ["https://a.example/b/a.png"]);
        assert!(html.contains(&format!("<p>{text}&lt;b&gt;</p>")), "{html}");
        assert!(
            html.contains("<a>甲</a><a href=\"https://a.example/d\">乙</a><img"),
            "{html}"
        );
        assert!(
            html.contains("src=\"b.png\"") && html.contains("alt=\"&quot;\""),
            "{html}"
        );
        for gone in ["首页", "版权", "script", "onclick", "javascript"] {
            assert!(!html.contains(gone), "{gone} in {html}");
        }
    }

    #[test]
    fn a_fragment_is_kept_whole() {
        let same = |address: &str| Some(address.to_owned());
        let html = article_html(
            "<pre>\n\n a</pre><p><a href=x.html>一</a><br>二",
            None,
            &mut { same },
        );
        assert_eq!(
            html,
            "<pre>\n\n a</pre><p><a href=\"x.html\">一</a><br>二</p>\n"
        );
    }
}
