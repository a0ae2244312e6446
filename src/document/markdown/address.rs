//! Bare addresses. GitHub recognises them before emphasis, so `_`, `*` and `~` inside an address
//! belong to it; pulldown-cmark does not.

use super::source::{OPTIONS, insert, is_literal};
use crate::text::next_address;
use pulldown_cmark::{Event, Options, Parser, Tag};
use std::borrow::Cow;
use std::ops::Range;

/// Escapes the Markdown delimiters in bare addresses.
pub fn protect(source: &str) -> Cow<'_, str> {
    if marks(source).next().is_none() {
        return Cow::Borrowed(source);
    }
    // Search between links and images only: there an address ends, too.
    let mut places = Vec::new();
    let mut done = 0;
    for range in linked(source)
        .into_iter()
        .chain(std::iter::once(source.len()..source.len()))
    {
        let between = source.get(done..range.start).unwrap_or_default();
        places.extend(marks(between).map(|at| done + at));
        done = done.max(range.end);
    }
    insert(source, places, "\\", Vec::new())
}

/// The offsets of unescaped `*`, `_`, `~` and `$` in addresses.
fn marks(text: &str) -> impl Iterator<Item = usize> {
    let mut at = 0;
    let addresses = std::iter::from_fn(move || {
        let (range, target) = next_address(text, at)?;
        at = range.end;
        Some((range, target))
    });
    let pages = addresses.filter(|(_, target)| !target.starts_with("mailto:"));
    pages.flat_map(move |(range, _)| {
        let start = range.start;
        let address = text.get(range).unwrap_or_default();
        let found = address.match_indices(['*', '_', '~', '$']);
        let bare = found.filter(|(at, _)| !address.get(..*at).unwrap_or_default().ends_with('\\'));
        bare.map(move |(at, _)| start + at)
    })
}

/// The ranges of links, images and text that is not parsed as Markdown.
fn linked(source: &str) -> Vec<Range<usize>> {
    let options = OPTIONS.difference(Options::ENABLE_MATH);
    let events = Parser::new_ext(source, options).into_offset_iter();
    let linked = events.filter(|(event, _)| {
        let link = matches!(event, Event::Start(Tag::Link { .. } | Tag::Image { .. }));
        link || is_literal(event)
    });
    linked.map(|(_, range)| range).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delimiters_in_bare_addresses_are_escaped() {
        for (source, expected) in [
            ("http://x.y/__init__.py", "http://x.y/\\_\\_init\\_\\_.py"),
            ("见www.x.y/a*b*c，*文*", "见www.x.y/a\\*b\\*c，*文*"),
            ("**http://x.y/a**文", "**http://x.y/a**文"),
            ("*https://x.y/a*, _b_", "*https://x.y/a*, _b_"),
            (
                "[_a_ http://x.y/_b_c](http://x.y/_d_e)",
                "[_a_ http://x.y/_b_c](http://x.y/_d_e)",
            ),
            (
                "<http://x.y/_a_b> `http://x.y/_a_b`",
                "<http://x.y/_a_b> `http://x.y/_a_b`",
            ),
            ("[x](http://x.y/)*b*", "[x](http://x.y/)*b*"),
            ("http://x.y/a\\_b_c", "http://x.y/a\\_b\\_c"),
            ("a__b__c@x.yz", "a__b__c@x.yz"),
        ] {
            assert_eq!(protect(source), expected);
        }
    }
}
