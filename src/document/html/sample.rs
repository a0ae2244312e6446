//! Samples of code in a source: which tags within are markup, and which are the sample.
#![expect(clippy::string_slice, reason = "offsets come from searches for ASCII")]

use super::element;
use super::tag::tag_head;
use std::collections::HashMap;

/// Markup that may stand within code: highlighters make it.
pub const CODE_INLINE: &[&str] = &[
    "a", "b", "br", "code", "em", "font", "i", "mark", "s", "span", "strong", "u", "wbr",
];

/// Markup that may stand within code unless the sample itself is about markup.
pub const CODE_BLOCK: &[&str] = &[
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

/// Whether a code sample holds markup that only a sample of markup would hold.
pub fn is_about_markup(sample: &str) -> bool {
    let mut names: HashMap<&str, usize> = HashMap::new();
    for part in sample.split('<').skip(1) {
        let part = part.strip_prefix('/').unwrap_or(part);
        let end = part
            .find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>'))
            .unwrap_or(part.len());
        let name = &part[..end];
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) || is_copy_button(part) {
            continue;
        }
        *names.entry(name).or_default() += 1;
    }
    names.keys().any(|name| {
        let name = name.to_ascii_lowercase();
        !CODE_INLINE.contains(&name.as_str())
            && !CODE_BLOCK.contains(&name.as_str())
            && !matches!(
                name.as_str(),
                "path" | "sub" | "sup" | "small" | "del" | "ins" | "kbd"
            )
            && (element::is_known(&name) || (name.contains('-') && name.len() > 3))
    })
}

/// Whether a tag names itself the copy button of a code block.
pub fn is_copy_button(tag: &str) -> bool {
    let tag = tag_head(tag);
    ["copy", "clipboard", "code-block-extension"]
        .iter()
        .any(|word| tag.contains(word))
}
