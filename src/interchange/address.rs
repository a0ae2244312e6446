//! Addresses of items: which are links, and those of files.

use crate::text::is_hidden;
use std::fmt::Write as _;
use std::path::Path;

/// Maximum bytes of an address. Browsers store up to 64 KB, servers accept 8.
const MAX_BYTES: usize = 8192;

/// Schemes that lead to a page or file. Bookmarklets (`javascript:`), folders of a browser
/// (`place:`) and embedded data do not.
const SCHEMES: &[&str] = &["http", "https", "ftp", "gemini", "gopher", "file"];

/// An address as it is stored: without spaces around it, and with spaces and invisible characters
/// in it written `%XX`. `None` if it does not lead to a page.
pub(super) fn clean(text: &str) -> Option<String> {
    let text = text.trim();
    let (scheme, rest) = text.split_once("://")?;
    let is_known = SCHEMES
        .iter()
        .any(|known| known.eq_ignore_ascii_case(scheme));
    if !is_known || rest.is_empty() || text.len() > MAX_BYTES {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_whitespace() || is_hidden(c) {
            for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                // Writing to a String cannot fail.
                let _ = write!(out, "%{byte:02X}");
            }
        } else {
            out.push(c);
        }
    }
    Some(out)
}

/// The address of a local file with an absolute path.
pub(crate) fn of_file(path: &Path) -> String {
    let mut out = String::from("file://");
    for byte in path.as_os_str().as_encoded_bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(byte) {
            out.push(char::from(*byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_and_other_addresses() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(clean(text).as_deref(), expected, "{text:?}");
        };
        check(" https://a.example/b c\n", Some("https://a.example/b%20c"));
        check("HTTP://a.example/新闻", Some("HTTP://a.example/新闻"));
        check(
            "https://a/\u{202e}\u{1b}[2J",
            Some("https://a/%E2%80%AE%1B[2J"),
        );
        for other in [
            "",
            "a",
            "javascript:alert(1)",
            "place:type=6",
            "data:text/html,x",
            "https://",
        ] {
            check(other, None);
        }
        check(&format!("https://a/{}", "x".repeat(MAX_BYTES)), None);
    }
}
