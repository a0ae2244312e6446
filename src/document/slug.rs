//! The name of a heading in addresses, derived from its text as on GitHub.

use crate::text::property::{Class, Property};

/// The text in lower case without punctuation, with hyphens for spaces.
pub fn slug(text: &str) -> String {
    let lower = text.trim().to_lowercase();
    let named = lower.chars().filter_map(|c| match c {
        ' ' => Some('-'),
        '-' | '_' => Some(c),
        // GitHub drops enclosed numbers and letters.
        '\u{2460}'..='\u{24ff}' => None,
        _ => (c.is_alphanumeric() || Property::of(c).class() == Class::CM).then_some(c),
    });
    named.collect()
}
