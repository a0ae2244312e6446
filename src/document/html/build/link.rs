//! Addresses: what may be opened, made absolute and printable, without redirectors.

use crate::document::{Link, LinkNumber};
use fluent_uri::{Uri, UriRef};
use std::borrow::Cow;
use std::collections::HashMap;

/// Redirectors: host, head of the path, and the parameter that holds the address.
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

/// Longest address that is kept.
const MAX_ADDRESS: usize = 4096;

/// The links of a document while it is built.
#[derive(Default)]
pub struct Links {
    base: Option<Uri<String>>,
    pub links: Vec<Link>,
    numbers: HashMap<String, LinkNumber>,
}

impl Links {
    /// Relative addresses are resolved against `base`, if it is an absolute one.
    pub fn new(base: Option<&str>) -> Self {
        let base = base.and_then(|base| {
            let clean = percent_encode(base.trim());
            let whole = clean.split('#').next().unwrap_or_default();
            Uri::parse(whole.to_owned()).ok()
        });
        Self {
            base,
            ..Self::default()
        }
    }

    /// The number of an address; `None` if it is none that may be opened.
    pub fn number(&mut self, raw: &str, quiet: bool) -> Option<LinkNumber> {
        let address = self.address(raw)?;
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
    pub fn leads_on(&self, number: LinkNumber) -> bool {
        const PICTURES: &[&str] = &["jpg", "jpeg", "png", "gif", "webp", "bmp", "svg", "avif"];
        let link = self.links.get(number as usize - 1);
        link.is_some_and(|link| {
            let end = file_name(&link.address).rsplit('.').next();
            let end = end.unwrap_or_default().to_ascii_lowercase();
            !link.address.starts_with('#') && !PICTURES.contains(&end.as_str())
        })
    }

    /// What a raw address of the source leads to.
    pub fn address(&self, raw: &str) -> Option<String> {
        let raw = raw.trim();
        if raw.is_empty() || raw.len() > MAX_ADDRESS || raw == "#" {
            return None;
        }
        let mut raw = crate::document::entity::decode(raw);
        if raw.contains(char::is_control) {
            raw = raw.chars().filter(|c| !c.is_control()).collect();
        }
        if let Some(anchor) = raw.strip_prefix('#') {
            let anchor = percent_encode(anchor);
            return (!anchor.is_empty()).then(|| format!("#{anchor}"));
        }
        let clean = percent_encode(&raw);
        let absolute = if clean.starts_with("//") {
            format!("https:{clean}")
        } else if has_scheme(&clean) {
            clean
        } else {
            let reference = UriRef::parse(clean).ok()?;
            let base = self.base.as_ref()?;
            reference.resolve_against(base).ok()?.into_string()
        };
        let target = unwrap_redirector(&absolute).unwrap_or(absolute);
        is_openable(&target).then_some(target)
    }
}

/// The host of an absolute address, in lower case, without `www.`.
pub fn host(address: &str) -> &str {
    let rest = address.split_once("://").map_or("", |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    let host = host.split(':').next().unwrap_or_default();
    host.strip_prefix("www.").unwrap_or(host)
}

/// The last part of the path of an address.
pub fn file_name(address: &str) -> &str {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let path = path.split_once("://").map_or(path, |(_, rest)| rest);
    path.split_once('/')
        .and_then(|(_, path)| path.rsplit('/').next())
        .unwrap_or_default()
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
    let begins = |scheme: &str| {
        let head = address.get(..scheme.len());
        head.is_some_and(|head| head.eq_ignore_ascii_case(scheme))
    };
    let web = begins("https://") || begins("http://");
    (web && !host(address).is_empty()) || (begins("mailto:") && address.len() > 7)
}

/// The address within a redirector's address.
fn unwrap_redirector(address: &str) -> Option<String> {
    // All of them keep the address in a query.
    if !address.contains('?') {
        return None;
    }
    let name = host(address).to_ascii_lowercase();
    let (_, rest) = address.split_once("://")?;
    let path = rest.get(rest.find(['/', '?'])?..)?;
    // A query may follow the host at once.
    let path = if path.starts_with('?') {
        Cow::Owned(format!("/{path}"))
    } else {
        Cow::Borrowed(path)
    };
    let (_, _, keys) = REDIRECTORS.iter().find(|(site, head, _)| {
        name.strip_suffix(site)
            .is_some_and(|head| head.is_empty() || head.ends_with('.'))
            && path
                .get(..head.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(head))
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

/// Writes all that is not printable ASCII, and what no address may hold, as `%XX`.
pub fn percent_encode(text: &str) -> String {
    let stays = |byte: u8| {
        byte.is_ascii_graphic()
            && !matches!(
                byte,
                b'"' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}'
            )
    };
    if text.bytes().all(stays) {
        return text.to_owned();
    }
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let mut out = String::with_capacity(text.len() + 32);
    for byte in text.bytes() {
        if stays(byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            for half in [byte >> 4, byte & 15] {
                out.push(char::from(DIGITS[usize::from(half)]));
            }
        }
    }
    out
}

/// Undoes `%XX`; what is no UTF-8 then becomes U+FFFD.
pub fn percent_decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, tail)) = rest.split_first() {
        let hex = tail
            .get(..2)
            .filter(|_| byte == b'%')
            .and_then(|hex| std::str::from_utf8(hex).ok())
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match hex {
            Some(value) => {
                bytes.push(value);
                rest = tail.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(byte);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
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
            assert_eq!(links.address(raw).as_deref(), expected, "{raw}");
        }
        assert_eq!(Links::new(None).address("x.html"), None);
    }

    #[test]
    fn one_number_for_one_address() {
        let mut links = Links::default();
        assert_eq!(links.number("https://a.b/", true), Some(1));
        assert_eq!(links.number("https://c.d/", false), Some(2));
        assert_eq!(links.number("https://a.b/", false), Some(1));
        assert!(!links.links[0].quiet);
    }

    #[test]
    fn parts() {
        assert_eq!(host("https://u@www.Example.com:80/x"), "Example.com");
        assert_eq!(file_name("https://a.b/c/d.mp4?x#y"), "d.mp4");
        assert_eq!(file_name("https://a.b"), "");
    }
}
