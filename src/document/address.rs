//! Parts of addresses, and percent-encoding.

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

#[cfg(test)]
mod tests {
    use super::*;

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
