//! Code samples: which of their tags are markup, and which belong to the code itself.
//!
//! Highlighters put `<span>` around keywords, while careless generators leave `Vec<u>` or
//! `<template>` unescaped. Only the name of a tag, its partner and the rest of the sample can
//! tell the two apart.
#![expect(clippy::string_slice, reason = "offsets come from searches for ASCII")]

use super::tag::{is_glued, is_tag, lower_name, tag_head};
use crate::document::html::dom::element;
use std::collections::{HashMap, HashSet};

/// Inline elements that highlighters put into code. Markup if the tag has its partner.
pub const CODE_INLINE: &[&str] = &[
    "a", "b", "br", "code", "em", "font", "i", "mark", "s", "span", "strong", "u", "wbr",
];

/// Inline elements that manuals put into code: placeholders, keys, edits. Markup if the tag has
/// its partner, unless the sample itself shows markup ([`is_about_markup`]).
const CODE_PHRASES: &[&str] = &[
    "abbr", "acronym", "bdi", "bdo", "big", "blink", "cite", "data", "del", "dfn", "ins", "kbd",
    "label", "nobr", "output", "q", "rb", "rp", "rt", "rtc", "ruby", "samp", "small", "strike",
    "sub", "sup", "time", "tt", "var",
];

/// Blocks and images within code. Same rule as [`CODE_PHRASES`].
const CODE_BLOCKS: &[&str] = &[
    "div",
    "figcaption",
    "figure",
    "img",
    "li",
    "ol",
    "p",
    "pre",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
];

/// Whether the rest of the sample decides if a tag of this name is markup.
pub fn is_neutral(name: &str) -> bool {
    CODE_PHRASES.contains(&name) || CODE_BLOCKS.contains(&name)
}

/// Whether a code sample shows markup: it contains an element that neither highlighters nor
/// manuals put into code, or a custom element.
pub fn is_about_markup(sample: &str) -> bool {
    let mut names: HashMap<&str, usize> = HashMap::new();
    for part in sample.split('<').skip(1) {
        let part = part.strip_prefix('/').unwrap_or(part);
        let end = part
            .find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>'))
            .unwrap_or(part.len());
        let name = &part[..end];
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) || is_copy_button(part) {
            // Copy buttons are added by the site, whatever the sample shows.
            continue;
        }
        *names.entry(name).or_default() += 1;
    }
    names.keys().any(|name| {
        let name = name.to_ascii_lowercase();
        !CODE_INLINE.contains(&name.as_str())
            && !is_neutral(&name)
            && name != "path"
            && (element::is_known(&name) || (name.contains('-') && name.len() > 3))
    })
}

/// The offsets of the tags that may be markup: those with a partner in the sample, and those that
/// need no partner. `Vec<u>`, `a<b>c` and a lone `<em>` are code.
///
/// `code` is true for `<code>` and false for a bare `<pre>`, in which end tags are optional
/// where HTML says so (`<p>`, `<li>`, table parts).
pub fn markup(sample: &str, code: bool) -> HashSet<usize> {
    let trimmed = sample.trim();
    // A sample that is one tag, such as `<em>`, shows that tag.
    let alone = trimmed.ends_with('>')
        && trimmed.matches(['<', '>']).count() == 2
        && trimmed.starts_with('<');
    let mut found = HashSet::new();
    if alone && !trimmed.starts_with("<img") {
        return found;
    }
    let mut open: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, _) in sample.match_indices('<') {
        let tag = &sample[at..];
        let closing = tag.starts_with("</");
        let mut buffer = [0; 64];
        let name = lower_name(&tag.as_bytes()[1 + usize::from(closing)..], &mut buffer);
        if name.is_empty() || !is_tag(tag, name.len(), is_glued(sample, at)) {
            continue;
        }
        // An unescaped `<span class=…>` is hardly ever part of the code.
        let dressed = matches!(name, "span" | "font") && tag_head(tag).contains('=');
        let optional = !code && matches!(name, "p" | "li" | "tr" | "td" | "th" | "tbody");
        if dressed || optional || matches!(name, "br" | "wbr" | "img") {
            found.insert(at);
        }
        if !closing {
            open.entry(name.to_owned()).or_default().push(at);
        } else if let Some(start) = open.get_mut(name).and_then(Vec::pop) {
            found.extend([start, at]);
        }
    }
    found
}

/// Whether the attributes of a tag mark it as the copy button of a code block.
pub fn is_copy_button(tag: &str) -> bool {
    let tag = tag_head(tag);
    ["copy", "clipboard", "code-block-extension"]
        .iter()
        .any(|word| tag.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paired_tags_are_markup() {
        for (sample, code, expected) in [
            ("<b>a</b>", true, &[0, 4][..]),
            ("a<b && c>d", true, &[]),
            ("Vec<u> x = vector<b>", true, &[]),
            ("<em>", true, &[]),
            ("</b>", true, &[]),
            ("<br>", true, &[]),
            ("a<br>b", true, &[1]),
            ("<span class=k>if", true, &[0]),
            ("<i>a<i>b</i>", true, &[4, 8]),
            ("a<p>b", true, &[]),
            ("a<p>b", false, &[1]),
        ] {
            let mut found: Vec<usize> = markup(sample, code).into_iter().collect();
            found.sort_unstable();
            assert_eq!(found, expected, "{sample}");
        }
    }
}
