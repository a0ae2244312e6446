//! Finds web and mail addresses in running text; the host of an address, in letters and in ASCII.
#![expect(clippy::string_slice, reason = "offsets come from char boundaries")]

use super::{host_in_ascii, sanitize_line};
use std::borrow::Cow;
use std::ops::Range;

/// The bytes of the address that starts at `at`, or an empty range. It ends before the first
/// character that is not printable ASCII, and before punctuation that belongs to the sentence.
pub(crate) fn address_at(text: &str, at: usize) -> Range<usize> {
    let rest = &text[at..];
    let known = ["http://", "https://", "www."].iter().any(|head| {
        rest.get(..head.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(head))
    });
    if !known {
        return at..at;
    }
    let inside = |c: char| c.is_ascii_graphic() && !matches!(c, '<' | '>' | '"' | '`' | '|');
    let end = rest.find(|c| !inside(c)).unwrap_or(rest.len());
    at..at + without_marks(&rest[..end])
}

/// Marks that end a sentence or an emphasis, not an address.
const MARKS: &str = ".,;:!?'*_~";

/// The length of an address without the marks at its end. A closing bracket belongs to the
/// address if the opening one does (GFM, autolinks extension).
fn without_marks(address: &str) -> usize {
    let pairs = [('(', ')'), ('[', ']'), ('{', '}')];
    let mut open = pairs.map(|(open, close)| {
        (
            close,
            address.matches(open).count(),
            address.matches(close).count(),
        )
    });
    let mut rest = address;
    while let Some(last) = rest.chars().next_back() {
        let pair = open.iter_mut().find(|(close, ..)| *close == last);
        let ends = match pair {
            Some((_, open, close)) if *close > *open => {
                *close -= 1;
                true
            }
            _ => MARKS.contains(last),
        };
        if !ends {
            break;
        }
        rest = rest.strip_suffix(last).unwrap_or_default();
    }
    rest.len()
}

/// The first web or mail address of a text from `from` on, and its target. Truncated ones
/// (`https://a.b/c…`) are skipped: they lead nowhere.
pub(crate) fn next_address(text: &str, from: usize) -> Option<(Range<usize>, String)> {
    let mut at = from;
    // Every address contains one of these: `http://`, `a@b.c`, `www.`.
    while let Some(found) = sign_of_address(text.as_bytes().get(at..)?) {
        let sign = at + found;
        at = sign + 1;
        let range = match text.as_bytes().get(sign) {
            Some(b':') => web_address(text, scheme_start(text, from, sign)),
            Some(b'@') => mailbox(text, from, sign),
            _ => web_address(text, sign),
        };
        if range.is_empty() || is_glued(text, range.start) {
            continue;
        }
        let after = &text[range.end..];
        if after.starts_with('…') || after.starts_with("..") {
            // Addresses within one that leads nowhere are not searched for: the time would be
            // quadratic.
            at = range.end;
            continue;
        }
        let address = &text[range.clone()];
        let target = match address {
            address if address.contains("://") => address.to_owned(),
            address if address.contains('@') => format!("mailto:{address}"),
            address if address.matches('.').count() < 2 => continue,
            address => format!("https://{address}"),
        };
        return Some((range, target));
    }
    None
}

/// The offset of the first `:`, `@`, `w` or `W`. Searches many bytes at a time.
fn sign_of_address(bytes: &[u8]) -> Option<usize> {
    let found = memchr::memchr3(b':', b'@', b'w', bytes);
    let before = bytes.get(..found.unwrap_or(bytes.len()))?;
    memchr::memchr(b'W', before).or(found)
}

/// The start of the scheme whose `:` is at `sign`; `sign` if there is none.
fn scheme_start(text: &str, from: usize, sign: usize) -> usize {
    let start = ["https", "http"].iter().find_map(|scheme| {
        let start = sign.checked_sub(scheme.len())?;
        let head = text.get(start..sign).filter(|_| start >= from)?;
        head.eq_ignore_ascii_case(scheme).then_some(start)
    });
    start.unwrap_or(sign)
}

/// The bytes of the web address at `start`, or an empty range. Checks for a longer word first,
/// because the search for the end may scan the whole text.
fn web_address(text: &str, start: usize) -> Range<usize> {
    if is_glued(text, start) {
        return start..start;
    }
    address_at(text, start)
}

/// Whether the text at `start` continues the word before it.
fn is_glued(text: &str, start: usize) -> bool {
    let before = text[..start].chars().next_back();
    before.is_some_and(|c| c.is_ascii_alphanumeric() || "/.@_-=".contains(c))
}

/// The bytes of the mail address whose `@` is at `sign`, or an empty range.
fn mailbox(text: &str, from: usize, sign: usize) -> Range<usize> {
    let local = |c: char| c.is_ascii_alphanumeric() || "._%+-".contains(c);
    let start = from + text[from..sign].trim_end_matches(local).len();
    let host = |c: char| c.is_ascii_alphanumeric() || "-.".contains(c);
    let rest = &text[sign + 1..];
    let end = rest.find(|c| !host(c)).unwrap_or(rest.len());
    let place = rest[..end].trim_end_matches(['.', '-']);
    let after = &rest[place.len()..];
    let (name, end) = place.rsplit_once('.').unwrap_or_default();
    let letters = |part: &str| part.len() > 1 && part.chars().all(|c| c.is_ascii_alphabetic());
    // `a@2x.png` is an image, `git@host:path` a repository.
    let scale = name
        .strip_suffix('x')
        .is_some_and(|scale| scale.parse::<f32>().is_ok());
    let sound = start < sign && !name.is_empty() && letters(end) && !scale;
    if sound && !after.starts_with([':', '@', '/']) {
        start..sign + 1 + place.len()
    } else {
        sign..sign
    }
}

/// The authority of an absolute address as written: `user@host:port`. Empty for other addresses.
pub fn authority(address: &str) -> &str {
    let rest = address.split_once("://").map_or("", |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or_default()
}

/// An address without the user and the password before its host, in whose place is `…`.
#[cfg(feature = "fetch")]
pub fn without_password(address: &str) -> Cow<'_, str> {
    let Some((scheme, rest)) = address.split_once("://") else {
        return address.into();
    };
    let authority = authority(address);
    // A password with a slash that is not encoded goes on behind the authority.
    let is_whole = authority
        .rsplit_once(':')
        .is_none_or(|(_, port)| port.ends_with(']') || port.bytes().all(|b| b.is_ascii_digit()));
    let end = if is_whole || authority.contains('@') {
        authority.rfind('@')
    } else {
        rest.rfind('@')
    };
    let behind = end.and_then(|end| rest.get(end..));
    behind.map_or(address.into(), |rest| format!("{scheme}://…{rest}").into())
}

/// The host of an absolute address as written, without `www.`; empty for other addresses.
pub fn host(address: &str) -> &str {
    host_of_authority(authority(address))
}

/// The host of `user@host:port`, without `www.`.
pub fn host_of_authority(authority: &str) -> &str {
    let host = authority.rsplit('@').next().unwrap_or_default();
    let host = host.split(':').next().unwrap_or_default();
    host.strip_prefix("www.").unwrap_or(host)
}

/// Decodes `%XX`. Invalid UTF-8 becomes U+FFFD.
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

/// A host with its percent-encoding decoded, sanitized.
pub fn host_in_letters(host: &str) -> String {
    sanitize_line(&percent_decode(host))
}

/// An address with its host in ASCII (`xn--…`): unambiguous to the reader, and understood by
/// every browser.
pub(crate) fn address_in_ascii(address: &str) -> Cow<'_, str> {
    with_ascii_host(address).map_or(address.into(), Cow::from)
}

fn with_ascii_host(address: &str) -> Option<String> {
    let (scheme, rest) = address.split_once("://")?;
    let (authority, path) = rest.split_at_checked(authority(address).len())?;
    let at = authority.rfind('@').map_or(0, |at| at + 1);
    let (user, place) = authority.split_at_checked(at)?;
    let colon = place.find(':').unwrap_or(place.len());
    let (host, port) = place.split_at_checked(colon)?;
    if host.is_ascii() && !host.contains('%') {
        return None;
    }
    let letters = host_in_letters(host);
    // A host with an encoded slash or at sign stays encoded: decoded it would be another host.
    let name = |c: char| c.is_alphanumeric() || matches!(c, '-' | '.');
    let host = host_in_ascii(&letters).filter(|_| letters.chars().all(name))?;
    Some(format!("{scheme}://{user}{host}{port}{path}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_addresses() {
        let address = "https://u@www.Example.com:80/x";
        assert_eq!(authority(address), "u@www.Example.com:80");
        assert_eq!(host(address), "Example.com");
        assert_eq!(host("mailto:a@b.c"), "");
        assert_eq!(percent_decode("a%2Fb%E7%9C%8B%"), "a/b看%");
    }

    #[test]
    fn addresses_in_text() {
        for (text, found) in [
            (
                "见https://a.b/c。后",
                Some(("https://a.b/c", "https://a.b/c")),
            ),
            ("（www.a.com，", Some(("www.a.com", "https://www.a.com"))),
            ("信给a.b@c.org。", Some(("a.b@c.org", "mailto:a.b@c.org"))),
            (
                "(https://a.b/c_(d))",
                Some(("https://a.b/c_(d)", "https://a.b/c_(d)")),
            ),
            (
                "https://a.b/c/))",
                Some(("https://a.b/c/", "https://a.b/c/")),
            ),
            (
                "https://a.b/{id}_*",
                Some(("https://a.b/{id}", "https://a.b/{id}")),
            ),
            (
                "https://a.b/长… https://a.b/x…",
                Some(("https://a.b/", "https://a.b/")),
            ),
            ("https://a.b/x...", None),
            ("https://a.b/,http://c.d…", None),
            ("xhttp://a.b/http://c.d", None),
            ("icon@2x.png git@a.com:b @某人 a@b", None),
            ("xhttp://a.b www. wow: 12:30", None),
        ] {
            let found_here = next_address(text, 0);
            let found_here = found_here
                .as_ref()
                .map(|(range, to)| (&text[range.clone()], to.as_str()));
            assert_eq!(found_here, found, "{text}");
        }
    }

    #[test]
    fn hosts_become_ascii() {
        let check = |address: &str, expected: &str| assert_eq!(address_in_ascii(address), expected);
        check("https://example.org/看", "https://example.org/看");
        check(
            "https://%E4%BE%8B%E5%AD%90.%E4%B8%AD%E5%9B%BD/a?b#c",
            "https://xn--fsqu00a.xn--fiqs8s/a?b#c",
        );
        check(
            "http://a@例子.中国:8080",
            "http://a@xn--fsqu00a.xn--fiqs8s:8080",
        );
        check(
            "https://evil.example%2Fbank.example/",
            "https://evil.example%2Fbank.example/",
        );
        check("https://a%40b/", "https://a%40b/");
        check("https://%FF/", "https://%FF/");
        check("mailto:a@例子", "mailto:a@例子");
        check("#n", "#n");
    }
}
