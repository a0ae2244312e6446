//! Parts of addresses, percent-encoding, and addresses relative to others.

use fluent_uri::{Uri, UriRef};

/// The last segment of the path of an address.
pub fn file_name(address: &str) -> &str {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let path = path.split_once("://").map_or(path, |(_, rest)| rest);
    path.split_once('/')
        .and_then(|(_, path)| path.rsplit('/').next())
        .unwrap_or_default()
}

/// Whether an address leads to the web or to a mailbox.
pub fn is_outward(address: &str) -> bool {
    let named = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
    let scheme = address.split_once("://").map_or("", |(scheme, _)| scheme);
    !scheme.is_empty() && scheme.chars().all(named)
        || address
            .get(..7)
            .is_some_and(|head| head.eq_ignore_ascii_case("mailto:"))
}

/// Whether an address leads to a file of the library.
pub fn is_of_library(address: &str) -> bool {
    !address.starts_with('#') && !is_outward(address)
}

/// Writes every byte that is not printable ASCII or not allowed in an address as `%XX`.
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

/// Whether an address starts with a scheme.
pub fn has_scheme(address: &str) -> bool {
    let Some((scheme, _)) = address.split_once(':') else {
        return false;
    };
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
}

/// The absolute address of a reference on the page at `base` (RFC 3986, section 5.2), percent-encoded.
/// `None` if one of them cannot be understood.
pub fn resolve(base: &str, reference: &str) -> Option<String> {
    let reference = percent_encode(reference.trim());
    if has_scheme(&reference) {
        return Some(reference);
    }
    let base = percent_encode(base.trim());
    let base = Uri::parse(base.split('#').next()?).ok()?;
    let reference = UriRef::parse(reference).ok()?;
    let resolved = reference.resolve_against(&base).ok()?;
    Some(resolved.into_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_resolved() {
        let check = |reference: &str, expected: Option<&str>| {
            let resolved = resolve("https://a.example/b/c?d#e", reference);
            assert_eq!(resolved.as_deref(), expected, "{reference}");
        };
        check("f", Some("https://a.example/b/f"));
        check(" /新闻 ", Some("https://a.example/%E6%96%B0%E9%97%BB"));
        check("//g.example", Some("https://g.example"));
        check("mailto:a@b.c", Some("mailto:a@b.c"));
        check("?x", Some("https://a.example/b/c?x"));
        assert_eq!(resolve("a", "b"), None);
    }

    #[test]
    fn parts_of_addresses() {
        assert_eq!(file_name("https://a.b/c/d.mp4?x#y"), "d.mp4");
        assert_eq!(file_name("https://a.b"), "");
        let outward = ["https://a.b/c", "mailto:a@b.c"];
        assert!(outward.iter().all(|address| is_outward(address)));
        let inward = ["a.md", "../a/b.md#c", "/a?b=c://d"];
        assert!(inward.iter().all(|address| is_of_library(address)));
        assert!(!is_of_library("#a"));
    }
}
