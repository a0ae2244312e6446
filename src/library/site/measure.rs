//! Measures a page of a site: how much of it is text, and how much of that leads to other pages of
//! the site. Builds no tree, like the rest of a scan.

use crate::library::html_meta;
use crate::text::authority;
use std::collections::HashSet;

/// Elements whose text is not that of the page itself.
const APART: &[&str] = &[
    "script", "style", "noscript", "template", "svg", "head", "nav", "footer", "aside", "button",
    "select",
];

/// Endings of files that are not pages.
const FILES: &[&str] = &[
    ".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".xml", ".json", ".zip", ".pdf", ".css",
    ".js",
];

/// The sizes of a page, in characters without blanks.
#[derive(Debug, Default)]
pub struct Measure {
    pub text: usize,
    /// What of it is in links to other pages.
    pub linked: usize,
    /// How many pages those links lead to.
    pub targets: usize,
    /// How many of these pages a heading leads to.
    pub headed: usize,
    /// Number of `<article>` elements.
    pub articles: usize,
    /// The longest stretch without a link to another page.
    pub stretch: usize,
    /// The longest stretch without a heading that leads to another page.
    pub post: usize,
}

impl Measure {
    /// Measures a page with a path within its site. `host`: that of the site, if it is known.
    pub fn of(body: &str, path: &str, host: &str) -> Self {
        let mut scan = Scan::new(body, path, host);
        let mut rest = body;
        while let Some((text, tag)) = rest.split_once('<') {
            scan.add(text);
            rest = scan.tag(tag);
        }
        scan.add(rest);
        scan.end_stretch();
        scan.end_post();
        Self {
            targets: scan.targets.len(),
            headed: scan.headed.len(),
            ..scan.measure
        }
    }

    /// Characters of text for each page that a heading leads to.
    pub fn text_per_heading(&self) -> usize {
        self.text / self.headed.max(1)
    }

    /// What of the text is not in links to other pages.
    pub fn unlinked(&self) -> usize {
        self.text - self.linked
    }

    /// The percentage of the text that leads to other pages.
    pub fn share(&self) -> usize {
        self.linked * 100 / self.text.max(1)
    }
}

struct Scan<'a> {
    path: &'a str,
    host: &'a str,
    link: Option<&'a str>,
    in_heading: bool,
    targets: HashSet<&'a str>,
    headed: HashSet<&'a str>,
    /// Where in the text the present stretches began.
    stretch: usize,
    post: usize,
    /// The elements apart that have no end tag further on, so that each is searched once.
    unended: [bool; APART.len()],
    measure: Measure,
}

impl<'a> Scan<'a> {
    fn new(body: &'a str, path: &'a str, host: &'a str) -> Self {
        let canonical = html_meta::canonical(body).or_else(|| html_meta::meta(body, "og:url"));
        Self {
            path,
            host: canonical.map(authority).unwrap_or(host),
            link: None,
            in_heading: false,
            targets: HashSet::new(),
            headed: HashSet::new(),
            stretch: 0,
            post: 0,
            unended: [false; APART.len()],
            measure: Measure::default(),
        }
    }

    fn add(&mut self, text: &str) {
        let count = text.chars().filter(|c| !c.is_whitespace()).count();
        let Some(link) = self.link.filter(|_| count > 0) else {
            self.measure.text += count;
            return;
        };
        self.end_stretch();
        if self.in_heading {
            self.end_post();
            self.headed.insert(link);
        }
        self.targets.insert(link);
        self.measure.text += count;
        self.measure.linked += count;
        self.stretch = self.measure.text;
        if self.in_heading {
            self.post = self.measure.text;
        }
    }

    fn end_stretch(&mut self) {
        let length = self.measure.text - self.stretch;
        self.measure.stretch = self.measure.stretch.max(length);
    }

    fn end_post(&mut self) {
        let length = self.measure.text - self.post;
        self.measure.post = self.measure.post.max(length);
    }

    /// Reads a tag after its `<`. Returns what is behind it.
    fn tag(&mut self, tag: &'a str) -> &'a str {
        if let Some(comment) = tag.strip_prefix("!--") {
            return comment.split_once("-->").map_or("", |(_, rest)| rest);
        }
        let (inner, rest) = tag.split_once('>').unwrap_or((tag, ""));
        let is_end = inner.starts_with('/');
        let name = inner.trim_start_matches('/');
        let name = name
            .split(|c: char| !c.is_ascii_alphanumeric())
            .next()
            .unwrap_or_default();
        let is = |one: &&str| name.eq_ignore_ascii_case(one);
        if !is_end && let Some(apart) = APART.iter().position(is) {
            return self.behind(rest, apart);
        }
        if is(&"a") {
            let address = html_meta::attribute(inner, "href").filter(|_| !is_end);
            self.link = address.and_then(|address| self.target(address));
        } else if is(&"article") {
            self.measure.articles += usize::from(!is_end);
        } else if let [b'h' | b'H', b'1'..=b'6'] = name.as_bytes() {
            self.in_heading = !is_end;
        }
        rest
    }

    /// What is behind the end tag of an element apart; all if it has none.
    fn behind(&mut self, text: &'a str, apart: usize) -> &'a str {
        let (Some(name), Some(unended)) = (APART.get(apart), self.unended.get_mut(apart)) else {
            return text;
        };
        if *unended {
            return text;
        }
        let is_end = |at: usize| {
            let found = text.get(at + 2..at + 2 + name.len());
            found.is_some_and(|found| found.eq_ignore_ascii_case(name))
        };
        let end = text.match_indices("</").find(|(at, _)| is_end(*at));
        let after = end.and_then(|(at, _)| text.get(at..)?.split_once('>'));
        *unended = after.is_none();
        after.map_or(text, |(_, rest)| rest)
    }

    /// The page of the site that an address leads to, if it is another one than this and the first.
    fn target(&self, address: &'a str) -> Option<&'a str> {
        let address = address.split(['#', '?']).next()?;
        let path = match address.split_once("//") {
            Some((scheme, rest)) => {
                let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
                let is_own = host == self.host && matches!(scheme, "" | "http:" | "https:");
                is_own.then_some(path)?
            }
            None if address.contains(':') => return None,
            None => address,
        };
        let page = path.trim_end_matches("index.html").trim_end_matches('/');
        let own = self
            .path
            .trim_end_matches("index.html")
            .trim_end_matches('/');
        let bare = page.trim_start_matches(['/', '.']);
        let is_file = FILES.iter().any(|ending| page.ends_with(ending));
        (!bare.is_empty() && bare != own && !is_file).then_some(page)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_without_an_end_are_searched_once() {
        let body = "<nav>".repeat(1 << 17) + "字";
        assert_eq!(Measure::of(&body, "index.html", "").text, 1);
    }

    #[test]
    fn links_to_other_pages_are_counted() {
        let page = "<head><title>标签</title><link rel=canonical href=\"https://a.example/tags/x/\"></head>\
            <nav><a href=/about/>关于</a></nav><a href=/>首页</a><h1>标签</h1>\
            <article><h2><a href=\"https://a.example/2026/y/\">江上</a></h2>两个字</article>\
            <a href=../../2026/z/index.html>河边</a><a href=#top>顶</a><a href=https://b.example/>外</a>\
            <a href=/tags/x/>本页</a><a href=/x.png>图</a><script>var a = '<a href=/q/>不</a>'</script>";
        let measure = Measure::of(page, "tags/x/index.html", "");
        assert_eq!((measure.targets, measure.headed), (2, 1));
        assert_eq!((measure.linked, measure.articles), (4, 1));
        assert_eq!(measure.text, 2 + 2 + 2 + 3 + 2 + 1 + 1 + 2 + 1);
    }
}
