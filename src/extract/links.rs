//! Where the links of a page lead.

use crate::document::html::Node;
use std::collections::HashMap;

/// Ends of addresses of files that are not pages.
const FILES: &[&str] = &[
    ".7z", ".apk", ".csv", ".dmg", ".doc", ".docx", ".epub", ".exe", ".gif", ".gz", ".jpeg",
    ".jpg", ".mobi", ".mp3", ".mp4", ".pdf", ".png", ".ppt", ".pptx", ".rar", ".svg", ".txt",
    ".webp", ".xls", ".xlsx", ".zip",
];

/// Signs in the addresses of share buttons.
const SHARES: &[&str] = &[
    "facebook.com/share",
    "facebook.com/dialog",
    "twitter.com/share",
    "twitter.com/intent",
    "twitter.com/home?",
    "x.com/intent",
    "linkedin.com/share",
    "pinterest.com/pin/create",
    "plus.google.com/share",
    "reddit.com/submit",
    "t.me/share",
    "tumblr.com/share",
    "vk.com/share",
    "api.whatsapp.com",
    "wa.me/",
    "service.weibo.com/share",
    "sns.qzone.qq.com",
    "share.naver.com",
    "b.hatena.ne.jp/entry",
    "line.me/r",
    "social-plugins.line.me",
    "getpocket.com/edit",
    "getpocket.com/save",
];

/// The host of the page: by its own account, else the one that most links lead to, if they are more
/// than the relative ones and one of them leads to its home page. Empty if unknown: then only
/// relative links lead to the site.
pub fn site(root: Node<'_>) -> String {
    if let Some(host) = root
        .descendants()
        .find_map(|node| stated(node).and_then(host))
    {
        return host;
    }
    // The links to each host, and whether one leads to its home page.
    let mut hosts: HashMap<String, (usize, bool)> = HashMap::new();
    let mut relative = 0;
    let links = root.descendants().filter(|node| node.is("a"));
    for address in links.filter_map(|link| link.attribute("href")) {
        match host(address) {
            Some(host) => {
                let (links, home) = hosts.entry(host).or_default();
                *links += 1;
                *home |= is_home(address);
            }
            None => relative += usize::from(!address.trim().starts_with('#')),
        }
    }
    // Of equals the first by name, so that the result does not vary.
    let most = hosts
        .into_iter()
        .max_by(|a, b| a.1.0.cmp(&b.1.0).then(b.0.cmp(&a.0)));
    most.filter(|(_, (links, home))| *home && *links > relative)
        .map_or_else(String::new, |(host, _)| host)
}

/// Whether an absolute address is that of a home page.
fn is_home(address: &str) -> bool {
    let rest = address.trim().split_once("//").map(|(_, rest)| rest);
    rest.is_some_and(|rest| !rest.trim_end_matches('/').contains(['/', '?']))
}

/// The address that a page states as its own.
fn stated(node: Node<'_>) -> Option<&str> {
    match node.name()? {
        "meta" if node.attribute("property") == Some("og:url") => node.attribute("content"),
        "link" if node.attribute("rel") == Some("canonical") => node.attribute("href"),
        "base" => node.attribute("href"),
        _ => None,
    }
}

/// The domain of an absolute address, its parts in reverse: that of `news.example.com` and
/// `www.example.com` is `com.example`.
fn host(address: &str) -> Option<String> {
    let (_, rest) = address.trim().split_once("//")?;
    let host = rest.split(['/', '?', '#', ':']).next()?;
    let host = host.to_ascii_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    let parts: Vec<&str> = host.rsplit('.').collect();
    // A country may have a second level: `example.co.jp`.
    let second = parts.get(1).is_some_and(|part| part.len() <= 3);
    let kept = parts.into_iter().take(if second { 3 } else { 2 });
    Some(kept.collect::<Vec<_>>().join("."))
}

/// Whether a link leads to another page of the site. Not to a place in the same page, to a file
/// or to another site.
pub fn is_inward(link: Node<'_>, site: &str) -> bool {
    let Some(address) = link.attribute("href").map(str::trim) else {
        return false;
    };
    if address.starts_with('#') || address.starts_with("mailto:") || address.starts_with("tel:") {
        return false;
    }
    let path = address
        .split(['?', '#'])
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    if FILES.iter().any(|end| path.ends_with(end)) {
        return false;
    }
    let address = address.to_ascii_lowercase();
    if !(address.starts_with("http") || address.starts_with("//")) && address.contains(':')
        || SHARES.iter().any(|sign| address.contains(sign))
    {
        return true;
    }
    host(&address).is_none_or(|host| !site.is_empty() && host == site)
}
