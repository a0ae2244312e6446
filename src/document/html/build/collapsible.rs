//! Elements with `display: none`: collapsed text is shown, templates and menus are not.

use crate::document::html::dom::attribute::{Attributes, tokens};
use crate::document::html::dom::tree::Node;

/// Class and id tokens of text that a click expands.
const TOKENS: &[&str] = &[
    "answer",
    "code",
    "collapse",
    "collapsed",
    "collapsible",
    "fold",
    "foldable",
    "folded",
    "moreless",
    "spoiler",
    "unfold",
];

/// Minimum characters of collapsed text. What pages hide for their own use is shorter.
const MIN_LENGTH: usize = 300;

/// Maximum number of nodes that are examined.
const MAX_NODES: usize = 400;

/// Elements that do not occur in the text of an article.
const INTERACTIVE: &[&str] = &["form", "script", "style", "template", "nav", "button"];

/// Whether an element with `display: none` is collapsed text of the article.
pub fn is_collapsible(node: Node<'_>, attributes: &Attributes<'_>) -> bool {
    let has_token = |value: &str| {
        tokens(value)
            .iter()
            .any(|token| TOKENS.contains(&token.as_str()))
    };
    has_token(attributes.class) || has_token(attributes.id) || is_long(node)
}

fn is_long(node: Node<'_>) -> bool {
    let mut length = 0;
    for inner in node.descendants().take(MAX_NODES) {
        if inner.name().is_some_and(|name| INTERACTIVE.contains(&name)) {
            return false;
        }
        length += inner.text().map_or(0, |text| text.trim().chars().count());
        if length >= MIN_LENGTH {
            return true;
        }
    }
    false
}
