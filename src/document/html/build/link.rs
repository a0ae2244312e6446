//! Links: addresses made absolute and printable, without redirectors, and numbered.

use crate::document::address::{file_name, percent_encode};
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

/// The links of a document under construction.
#[derive(Default)]
pub struct Links {
    base: Option<Uri<String>>,
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
        const PICTURES: &[&str] = &["jpg", "jpeg", "png", "gif", "webp", "bmp", "svg", "avif"];
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

fn has_scheme(address: &str) -> bool {
    let Some((scheme, _)) = address.split_once(':') else {
        return false;
    };
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
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
    fn an_address_has_one_number() {
        let mut links = Links::default();
        assert_eq!(links.add_quiet("https://a.b/"), Some(1));
        assert_eq!(links.add("https://c.d/"), Some(2));
        assert_eq!(links.add("https://a.b/"), Some(1));
        assert!(!links.links[0].quiet);
    }
}
