//! Links: addresses made absolute and printable, without redirectors, and numbered.

use crate::document::address::{file_name, has_scheme, is_of_library, percent_encode};
use crate::document::{Link, LinkNumber, entity};
use crate::text::{host, percent_decode};
use fluent_uri::{Uri, UriRef};
use std::borrow::Cow;
use std::collections::HashMap;

/// Redirectors: host, prefix of the path, and the query parameters that may hold the address.
/// An empty parameter stands for the whole query.
const REDIRECTORS: &[(&str, &str, &[&str])] = &[
    ("oschina.net", "/action/gotolink", &["url"]),
    ("link.zhihu.com", "/", &["target"]),
    ("link.juejin.cn", "/", &["target"]),
    ("link.csdn.net", "/", &["target"]),
    ("jianshu.com", "/go-wild", &["url"]),
    ("links.jianshu.com", "/go", &["to"]),
    ("weibo.cn", "/sinaurl", &["u", "toasturl"]),
    ("t.cn", "/sinaurl", &["url"]),
    ("sspai.com", "/link", &["target"]),
    ("gitee.com", "/link", &["target"]),
    ("douban.com", "/link2", &["url"]),
    ("google.com", "/url", &["q", "url"]),
    ("l.facebook.com", "/l.php", &["u"]),
    ("youtube.com", "/redirect", &["q"]),
    ("steamcommunity.com", "/linkfilter", &["url", "u"]),
    (
        "cloud.tencent.com",
        "/developer/tools/blog-entry",
        &["target"],
    ),
    ("ref.gamer.com.tw", "/redir.php", &["url"]),
    ("cors.zfour.workers.dev", "/", &[""]),
];

/// Maximum bytes of an address; longer ones are no link.
const MAX_ADDRESS: usize = 4096;

/// File name extensions of pictures.
const PICTURES: &[&str] = &["jpg", "jpeg", "png", "gif", "webp", "bmp", "svg", "avif"];

/// The links of a document under construction.
#[derive(Default)]
pub struct Links {
    base: Option<Uri<String>>,
    /// Relative addresses may be those of files of the library.
    has_files: bool,
    pub links: Vec<Link>,
    /// Link numbers by address.
    numbers: HashMap<String, LinkNumber>,
}

impl Links {
    /// Relative addresses are resolved against `base` if it is absolute.
    pub fn new(base: Option<&str>) -> Self {
        let base = base.and_then(|base| {
            let encoded = percent_encode(base.trim());
            let without_fragment = encoded.split('#').next().unwrap_or_default();
            Uri::parse(without_fragment.to_owned()).ok()
        });
        Self {
            base,
            ..Self::default()
        }
    }

    /// With links to files of the library.
    pub fn with_files(self, has_files: bool) -> Self {
        Self { has_files, ..self }
    }

    /// Whether a link leads to a file of the library.
    pub fn is_file(&self, number: LinkNumber) -> bool {
        let link = self.links.get(number as usize - 1);
        link.is_some_and(|link| is_of_library(&link.address))
    }

    /// The number of the address of a link, which may be that of a file of the library.
    pub fn add_page(&mut self, raw: &str) -> Option<LinkNumber> {
        match self.file(raw) {
            Some(file) => self.number(file, false),
            None => self.add(raw),
        }
    }

    /// The relative address of a file, as it is written but for its encoding. Where the article has
    /// an address of its own, only that of a Markdown file: the web has the others. Pictures are
    /// no articles.
    fn file(&self, raw: &str) -> Option<String> {
        const SOURCES: &[&str] = &["md", "markdown", "mdx"];
        if !self.has_files || raw.len() > MAX_ADDRESS || raw.contains("://") {
            return None;
        }
        let address = entity::decode(raw.trim());
        let path = address.split(['?', '#']).next().unwrap_or_default();
        let name = path.rsplit('/').next().unwrap_or_default();
        let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
        let is_one_of = |all: &[&str]| all.iter().any(|one| one.eq_ignore_ascii_case(extension));
        let is_on_the_web = self.base.is_some() && !is_one_of(SOURCES);
        let is_mailbox = path.contains('@') && !path.contains('/');
        let is_strange = is_mailbox
            || address.contains("://")
            || address.contains(['[', ']', '<', '>', '"', '{', '}']);
        let is_rooted = path.starts_with("//") || has_scheme(path);
        let is_file = !path.is_empty() && !is_rooted && !is_strange;
        if !is_file || is_on_the_web || is_one_of(PICTURES) || address.contains(char::is_control) {
            return None;
        }
        Some(percent_encode(&address))
    }

    /// The number of an address of the source; None if it cannot be opened.
    pub fn add(&mut self, raw: &str) -> Option<LinkNumber> {
        self.insert(raw, false)
    }

    /// Same as [`Self::add`], but the link is not numbered in the text, unless it was also added
    /// as an ordinary one.
    pub fn add_quiet(&mut self, raw: &str) -> Option<LinkNumber> {
        self.insert(raw, true)
    }

    fn insert(&mut self, raw: &str, quiet: bool) -> Option<LinkNumber> {
        let address = self.resolve(raw)?;
        self.number(address, quiet)
    }

    fn number(&mut self, address: String, quiet: bool) -> Option<LinkNumber> {
        if let Some(&number) = self.numbers.get(&address) {
            if let Some(link) = self.links.get_mut(number as usize - 1) {
                link.quiet &= quiet;
            }
            return Some(number);
        }
        let number = u32::try_from(self.links.len()).ok()? + 1;
        self.links.push(Link {
            address: address.clone(),
            quiet,
        });
        self.numbers.insert(address, number);
        Some(number)
    }

    /// Whether a link leads out of the document, and not to a picture.
    pub fn leads_to_a_page(&self, number: LinkNumber) -> bool {
        let link = self.links.get(number as usize - 1);
        link.is_some_and(|link| {
            let extension = file_name(&link.address).rsplit('.').next();
            let extension = extension.unwrap_or_default().to_ascii_lowercase();
            !link.address.starts_with('#') && !PICTURES.contains(&extension.as_str())
        })
    }

    /// Resolves an address of the source.
    pub fn resolve(&self, raw: &str) -> Option<String> {
        let raw = raw.trim();
        if raw.is_empty() || raw.len() > MAX_ADDRESS || raw == "#" {
            return None;
        }
        let mut raw = entity::decode(raw);
        if raw.contains(char::is_control) {
            raw = raw.chars().filter(|c| !c.is_control()).collect();
        }
        if let Some(anchor) = raw.strip_prefix('#') {
            let anchor = percent_encode(anchor);
            return (!anchor.is_empty()).then(|| format!("#{anchor}"));
        }
        let encoded = percent_encode(&raw);
        let absolute = if encoded.starts_with("//") {
            format!("https:{encoded}")
        } else if has_scheme(&encoded) {
            encoded
        } else {
            let reference = UriRef::parse(encoded).ok()?;
            let base = self.base.as_ref()?;
            reference.resolve_against(base).ok()?.into_string()
        };
        let target = unwrap_redirector(&absolute).unwrap_or(absolute);
        is_openable(&target).then_some(target)
    }
}

fn is_openable(address: &str) -> bool {
    let has_scheme = |scheme: &str| {
        let start = address.get(..scheme.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    };
    let is_web = has_scheme("https://") || has_scheme("http://");
    (is_web && !host(address).is_empty()) || (has_scheme("mailto:") && address.len() > 7)
}

/// The target of a redirector's address.
fn unwrap_redirector(address: &str) -> Option<String> {
    // All redirectors pass the target in the query.
    if !address.contains('?') {
        return None;
    }
    let name = host(address).to_ascii_lowercase();
    let (_, rest) = address.split_once("://")?;
    let path = rest.get(rest.find(['/', '?'])?..)?;
    // The query may follow the host directly.
    let path = if path.starts_with('?') {
        Cow::Owned(format!("/{path}"))
    } else {
        Cow::Borrowed(path)
    };
    let (_, _, keys) = REDIRECTORS.iter().find(|(site, prefix, _)| {
        name.strip_suffix(site)
            .is_some_and(|subdomain| subdomain.is_empty() || subdomain.ends_with('.'))
            && path
                .get(..prefix.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(prefix))
    })?;
    let (_, query) = path.split_once('?')?;
    let target = if keys.contains(&"") {
        query.to_owned()
    } else {
        query.split('&').find_map(|pair| {
            let (key, value) = pair.split_once('=')?;
            keys.contains(&key).then(|| percent_decode(value))
        })?
    };
    let target = percent_encode(target.trim());
    is_openable(&target).then_some(target)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_resolved() {
        let links = Links::new(Some("https://example.com/a/b.html#c"));
        for (raw, expected) in [
            (
                "https://a.b/路?x=1&amp;y=2",
                Some("https://a.b/%E8%B7%AF?x=1&y=2"),
            ),
            ("//a.b/c", Some("https://a.b/c")),
            ("../d", Some("https://example.com/d")),
            ("/e?f", Some("https://example.com/e?f")),
            ("#g", Some("#g")),
            ("mailto:a@b.c", Some("mailto:a@b.c")),
            (
                "http://link.zhihu.com/?target=https%3A//c.d/e",
                Some("https://c.d/e"),
            ),
            (
                "https://link.juejin.cn?target=http%3A%2F%2Fc.d",
                Some("http://c.d"),
            ),
            (
                "https://www.oschina.net/action/GoToLink?url=https%3A%2F%2Fx.y",
                Some("https://x.y"),
            ),
            ("javascript:alert(1)", None),
            ("file:///etc/passwd", None),
            ("#", None),
            (" ", None),
            ("http://", None),
            ("https://a.b/\u{1b}]0;x", Some("https://a.b/]0;x")),
        ] {
            assert_eq!(links.resolve(raw).as_deref(), expected, "{raw}");
        }
        assert_eq!(Links::new(None).resolve("x.html"), None);
    }

    #[test]
    fn relative_addresses_are_files() {
        #[track_caller]
        fn check(base: Option<&str>, raw: &str, expected: Option<&str>) {
            let mut links = Links::new(base).with_files(true);
            let number = links.add_page(raw);
            let found = number.and_then(|_| links.links.first());
            assert_eq!(found.map(|link| link.address.as_str()), expected, "{raw}");
        }
        check(None, "../甲.md#乙", Some("../%E7%94%B2.md#%E4%B9%99"));
        check(None, "/QSFAYC.html", Some("/QSFAYC.html"));
        check(None, "a.png", None);
        check(None, "javascript:x", None);
        check(None, "//a.b/c", Some("https://a.b/c"));
        check(None, "?a", None);
        check(None, "[http://a.b](http://a.b)", None);
        let base = Some("https://example.com/a/");
        check(base, "b.md", Some("b.md"));
        check(base, "b.html", Some("https://example.com/a/b.html"));
    }

    #[test]
    fn an_address_has_one_number() {
        let mut links = Links::default();
        assert_eq!(links.add_quiet("https://a.b/"), Some(1));
        assert_eq!(links.add("https://c.d/"), Some(2));
        assert_eq!(links.add("https://a.b/"), Some(1));
        assert!(!links.links[0].quiet);
    }
}
