//! Makes the relative addresses of a feed whole. A feed names its base once and short addresses many
//! times, so that what is added has a limit: a small feed must not become a large one.

use super::item::MAX_BODY;
use crate::document::address;
use std::cell::Cell;

/// Maximum bytes of a base. A longer one is ignored.
pub const MAX_BASE: usize = 2 << 10;
/// Maximum bytes that are added to a feed: as many as it may have when it arrives.
const MAX_ADDED: usize = 16 << 20;

/// Makes addresses whole, up to a limit for the feed. Later ones stay as they are written.
#[derive(Debug)]
pub struct Whole {
    /// Bytes that may still be added.
    left: Cell<usize>,
}

impl Default for Whole {
    fn default() -> Self {
        Self {
            left: Cell::new(MAX_ADDED),
        }
    }
}

impl Whole {
    /// The whole address of a reference. `None`: the base is unknown or too long, it is no address, or
    /// the limit is reached.
    pub fn address(&self, reference: &str, base: Option<&str>) -> Option<String> {
        let mut left = self.left.get();
        let whole = within(reference, base, &mut left);
        self.left.set(left);
        whole
    }

    /// Makes the addresses of links and pictures in HTML whole, as long as it is no longer than a body
    /// may be.
    pub fn html(&self, html: &str, base: Option<&str>) -> String {
        let Some(base) = base else {
            return html.to_owned();
        };
        let room = self.left.get().min(MAX_BODY.saturating_sub(html.len()));
        let mut left = room;
        let out = with_whole_addresses(html, base, &mut left);
        let added = out.len().saturating_sub(html.len());
        // One that is as long as the feed may still become is the last one that is changed.
        let is_over = left == 0 && room == self.left.get();
        let rest = self.left.get().saturating_sub(added);
        self.left.set(if is_over { 0 } else { rest });
        out
    }
}

/// The whole address, if so many bytes may be added for it. Otherwise, no more are: not to try again is
/// what limits the time.
fn within(reference: &str, base: Option<&str>, left: &mut usize) -> Option<String> {
    let base = base.filter(|base| base.len() <= MAX_BASE && *left > 0)?;
    let whole = address::resolve(base, reference)?;
    let added = whole.len().saturating_sub(reference.len());
    let rest = left.checked_sub(added);
    *left = rest.unwrap_or_default();
    rest.map(|_| whole)
}

fn with_whole_addresses(html: &str, base: &str, left: &mut usize) -> String {
    let mut whole = |written: &str| {
        let is_relative =
            !written.is_empty() && !written.starts_with('#') && !written.contains(':');
        is_relative
            .then(|| within(written, Some(base), left))
            .flatten()
    };
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let (text, tag) = rest.split_at(at);
        let end = tag.find('>').map_or(tag.len(), |end| end + 1);
        let (tag, behind) = tag.split_at(end);
        out.push_str(text);
        push_tag(&mut out, tag, &mut whole);
        rest = behind;
    }
    out.push_str(rest);
    out
}

/// Adds a tag, with the addresses in its attributes `href`, `src` and `poster` made whole. References
/// of HTML in them stay as they are written.
fn push_tag(out: &mut String, tag: &str, whole: &mut dyn FnMut(&str) -> Option<String>) {
    let mut rest = tag;
    while let Some(at) = rest.find('=') {
        let (before, value) = rest.split_at(at + 1);
        out.push_str(before);
        let name = before.trim_end_matches(['=', ' ', '\n', '\t']);
        let start = name.rfind(|c: char| !(c.is_ascii_alphanumeric() || c == '-'));
        let name = name
            .get(start.map_or(0, |start| start + 1)..)
            .unwrap_or_default();
        let is_address = ["href", "src", "poster"]
            .iter()
            .any(|known| known.eq_ignore_ascii_case(name));
        let spaces = value.len() - value.trim_start().len();
        let (spaces, value) = value.split_at(spaces);
        out.push_str(spaces);
        let Some(quote) = value.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
            rest = value;
            continue;
        };
        let inner = value.get(1..).unwrap_or_default();
        let end = inner.find(quote).unwrap_or(inner.len());
        let (written, behind) = inner.split_at(end);
        out.push(quote);
        match Some(written).filter(|_| is_address).and_then(&mut *whole) {
            Some(whole) => out.push_str(&whole),
            None => out.push_str(written),
        }
        rest = behind;
        if let Some(closed) = rest.strip_prefix(quote) {
            out.push(quote);
            rest = closed;
        }
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn relative_addresses_become_whole() {
        let check = |html: &str, expected: &str| {
            let whole = Whole::default();
            assert_eq!(whole.html(html, Some("https://a.example/b/")), expected);
        };
        check(
            "<a href=\"c\">x</a>",
            "<a href=\"https://a.example/b/c\">x</a>",
        );
        check(
            "<img alt='=' src='/d.png'>",
            "<img alt='=' src='https://a.example/d.png'>",
        );
        check("<a href='http://x/'>=</a>", "<a href='http://x/'>=</a>");
        check("<a href='#x'>", "<a href='#x'>");
        check("a < b = 'c'", "a < b = 'c'");
        let whole = Whole::default();
        assert_eq!(whole.html("<a href='c'>", None), "<a href='c'>");
    }

    #[test]
    fn whole_addresses_add_a_limited_number_of_bytes() {
        let base = |length: usize| format!("https://a.example/{}/", "b".repeat(length - 19));
        let links = "<a href=\"c\">".repeat(4_000);
        let whole = Whole::default();
        assert_eq!(whole.html(&links, Some(&base(MAX_BASE + 1))), links);
        for _ in 0..20 {
            let html = whole.html(&links, Some(&base(MAX_BASE)));
            assert!(html.len() <= MAX_BODY, "{}", html.len());
        }
        assert_eq!(whole.left.get(), 0);
        assert_eq!(whole.html(&links, Some(&base(MAX_BASE))), links);
        assert_eq!(whole.address("c", Some(&base(MAX_BASE))), None);
    }

    proptest! {
        #[test]
        fn any_text(text in "[<>&;/='\"a-c看\u{0}-\u{1f}\u{202e}]{0,40}") {
            let _ = Whole::default().html(&text, Some("https://a.example/"));
        }
    }
}
