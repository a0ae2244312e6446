//! What a link says, and where it leads: its label, its host, and whether its text names another host.

use crate::text::{host, host_in_letters, host_of_authority, percent_decode, sanitize_line};

/// The label of a link: a text that misleads, so that it is seen; else the longest text that is
/// not an address; else its first text, else the address. And whether it misleads.
pub(crate) fn label<'a>(texts: &'a [String], address: &'a str) -> (&'a str, bool) {
    let host = host_of(address);
    if let Some(text) = texts.iter().find(|text| misleads(text, host)) {
        return (text, true);
    }
    let words = texts.iter().filter(|text| !is_address(text));
    // The first of equally long ones.
    let longest = words.rev().max_by_key(|text| text.chars().count());
    let text = longest.or(texts.first()).map_or(address, String::as_str);
    (text, false)
}

/// The host of an address without `www.`; the domain of a mail address.
pub(crate) fn host_of(address: &str) -> &str {
    let mailbox = address.strip_prefix("mailto:").unwrap_or_default();
    match mailbox.split(['/', '?', '#']).next() {
        Some(mailbox) if !mailbox.is_empty() => host_of_authority(mailbox),
        _ => host(address),
    }
}

/// Where a link leads: its host and path in letters, without `https://` and `www.`; a path in the
/// library, or a mailbox.
pub(crate) fn address_in_letters(address: &str) -> String {
    let host = host_of(address);
    if address.starts_with("mailto:") || host.is_empty() {
        let address = address.strip_prefix("mailto:").unwrap_or(address);
        return sanitize_line(&percent_decode(address));
    }
    let path = sanitize_line(&percent_decode(path_of(address)));
    format!("{}{path}", host_in_letters(host))
}

/// Top-level domains that make a text without a scheme a host name. Others may be the
/// extension of a file or part of a name: `main.rs`, `Node.js`.
const ENDINGS: &[&str] = &[
    "com", "net", "org", "gov", "edu", "info", "cn", "jp", "kr", "tw", "hk", "example",
];

/// The host that a text names, in lower case, if the text is itself an address.
pub(crate) fn named_host(text: &str) -> Option<String> {
    let text = text.trim().to_ascii_lowercase();
    let known = text.contains("://") || text.starts_with("www.");
    let named = match text.split_once("://") {
        Some(_) => host_of(&text),
        None => {
            let head = text.split(['/', '?', '#']).next().unwrap_or_default();
            head.strip_prefix("www.").unwrap_or(head)
        }
    };
    let letter = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let parts: Vec<&str> = named.split('.').collect();
    let end = parts.last().copied().unwrap_or_default();
    let is_host = (known || ENDINGS.contains(&end))
        && parts.len() > 1
        && parts
            .iter()
            .all(|part| !part.is_empty() && part.chars().all(letter));
    is_host.then(|| named.to_owned())
}

/// Whether a text of a link is an address and so says no more than the link itself.
fn is_address(text: &str) -> bool {
    let scheme = text.contains("://") || text.starts_with("mailto:");
    let mailbox = text.split_once('@');
    let is_mailbox = mailbox.is_some_and(|(_, host)| named_host(host).is_some());
    !text.contains(' ') && (scheme || is_mailbox) || named_host(text).is_some()
}

/// Whether the text of a link is itself an address, with another host than the link has.
fn misleads(text: &str, host: &str) -> bool {
    let host = host.to_ascii_lowercase();
    let within = |inner: &str, outer: &str| {
        inner == outer
            || inner
                .strip_suffix(outer)
                .is_some_and(|head| head.ends_with('.'))
    };
    named_host(text)
        .is_some_and(|named| !host.is_empty() && !within(&host, &named) && !within(&named, &host))
}

/// The path and the query of a web address, without a slash at the end.
pub(crate) fn path_of(address: &str) -> &str {
    let rest = address.split_once("://").map_or("", |(_, rest)| rest);
    let at = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    rest.get(at..).unwrap_or_default().trim_end_matches('/')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_with_another_host_is_misleading() {
        #[track_caller]
        fn check(text: &str, address: &str, expected: bool) {
            assert_eq!(
                misleads(text, host_of(address)),
                expected,
                "{text} {address}"
            );
        }
        check("https://bank.example/", "https://evil.example/", true);
        check("www.bank.example", "https://evil.example/", true);
        check("bank.example", "https://bank.example.evil.example/", true);
        check("bank.example", "https://www.bank.example/a", false);
        check("bank.example", "https://news.bank.example/a", false);
        check("原文", "https://evil.example/", false);
        check("Node.js", "https://nodejs.org/", false);
        check("v1.2", "https://evil.example/", false);
        check("bank.example", "#n", false);
    }

    #[test]
    fn a_link_has_one_label() {
        #[track_caller]
        fn check(texts: &[&str], expected: &str) {
            let texts: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
            let (found, _) = label(&texts, "https://layer0.example/");
            assert_eq!(found, expected, "{texts:?}");
        }
        check(&[], "https://layer0.example/");
        check(&["Layer0", "官网"], "Layer0");
        check(&["Layer0", "Layer0 的网站"], "Layer0 的网站");
        check(&["https://layer0.example/", "Layer0"], "Layer0");
        check(&["layer0.example"], "layer0.example");
        check(&["a.long.name@layer0.example", "邮件联系"], "邮件联系");
        check(&["Layer0 的网站", "bank.example"], "bank.example");
    }

    #[test]
    fn a_path_has_its_query() {
        let check = |address, expected| assert_eq!(path_of(address), expected, "{address}");
        check("https://a.example", "");
        check("https://a.example/", "");
        check("https://a.example/b/?c=d", "/b/?c=d");
        check("https://a.example?c", "?c");
        check("mailto:a@b.example", "");
        check("#n", "");
    }
}
