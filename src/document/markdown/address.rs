//! Bare addresses: GitHub's Markdown sees them before emphasis, so `_`, `*` and `~` in them
//! are their own.

use super::{OPTIONS, insert};
use crate::text::next_address;
use pulldown_cmark::{Event, Options, Parser, Tag};
use std::borrow::Cow;
use std::ops::Range;

/// What ends a sentence or an emphasis rather than an address.
const ENDS: &str = "?!.,:;*_~'\"";

/// Puts a backslash before the marks in bare addresses.
pub fn protect(source: &str) -> Cow<'_, str> {
    let places = marks(source);
    if places.is_empty() {
        return Cow::Borrowed(source);
    }
    insert(source, places, "\\", linked(source))
}

/// Where `*`, `_`, `~` and `$` are in addresses without a backslash before them.
fn marks(source: &str) -> Vec<usize> {
    let mut places = Vec::new();
    let mut at = 0;
    while let Some((range, target)) = next_address(source, at) {
        at = range.end;
        if target.starts_with("mailto:") {
            continue;
        }
        let start = range.start;
        let address = source.get(range).unwrap_or_default();
        let address = address.trim_end_matches(|c| ENDS.contains(c));
        let found = address.match_indices(['*', '_', '~', '$']);
        let bare = found.filter(|(at, _)| !address.get(..*at).unwrap_or_default().ends_with('\\'));
        places.extend(bare.map(|(at, _)| start + at));
    }
    places
}

/// Links and pictures, and what stands as it is written.
fn linked(source: &str) -> Vec<Range<usize>> {
    let options = OPTIONS.difference(Options::ENABLE_MATH);
    let events = Parser::new_ext(source, options).into_offset_iter();
    let linked = events.filter(|(event, _)| {
        let link = matches!(event, Event::Start(Tag::Link { .. } | Tag::Image { .. }));
        link || super::is_literal(event)
    });
    linked.map(|(_, range)| range).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_bare_addresses() {
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
            ("http://x.y/a\\_b_c", "http://x.y/a\\_b\\_c"),
            ("a__b__c@x.yz", "a__b__c@x.yz"),
        ] {
            assert_eq!(protect(source), expected);
        }
    }
}
