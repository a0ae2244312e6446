//! Hosts of addresses as people read them and as the wire has them.

use super::{host_in_ascii, sanitize_line};
use std::borrow::Cow;

/// A host with its percent signs read, sanitised.
pub fn host_in_letters(host: &str) -> String {
    let mut bytes = Vec::with_capacity(host.len());
    let mut rest = host.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let code = tail.get(..2).filter(|_| *first == b'%');
        let code = code.and_then(|code| std::str::from_utf8(code).ok());
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = tail.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    sanitize_line(&String::from_utf8_lossy(&bytes))
}

/// An address whose host, where that is in other letters than ASCII, is written as the wire
/// has it (`xn--…`): so it cannot be taken for another, and every browser knows it.
pub fn address_in_ascii(address: &str) -> Cow<'_, str> {
    wire(address).map_or(address.into(), Cow::from)
}

fn wire(address: &str) -> Option<String> {
    let (scheme, rest) = address.split_once("://")?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at_checked(end)?;
    let at = authority.rfind('@').map_or(0, |at| at + 1);
    let (user, place) = authority.split_at_checked(at)?;
    let colon = place.find(':').unwrap_or(place.len());
    let (host, port) = place.split_at_checked(colon)?;
    if host.is_ascii() && !host.contains('%') {
        return None;
    }
    let letters = host_in_letters(host);
    // What hides a slash or an at sign is left as it is.
    let name = |c: char| c.is_alphanumeric() || matches!(c, '-' | '.');
    let host = host_in_ascii(&letters).filter(|_| letters.chars().all(name))?;
    Some(format!("{scheme}://{user}{host}{port}{path}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_written_as_on_the_wire() {
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
