//! What is not displayed until one clicks: a fold holds text, a template or a menu does not.

use crate::document::html::dom::attribute::{Marks, tokens};
use crate::document::html::dom::tree::Node;

/// Words of a class or id by which pages name what a click unfolds.
const NAMES: &[&str] = &[
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

/// Characters from which on a part that is not displayed is taken for the author's: what
/// pages hide for themselves is short.
const LONG: usize = 300;

/// Nodes that are looked at.
const MAX_NODES: usize = 400;

/// Whether an element that is not displayed is a fold of the text.
pub fn is_fold(node: Node<'_>, marks: &Marks<'_>) -> bool {
    let named = tokens(marks.class)
        .iter()
        .chain(&tokens(marks.id))
        .any(|token| NAMES.contains(&token.as_str()));
    named || is_long(node)
}

fn is_long(node: Node<'_>) -> bool {
    let mut length = 0;
    for inner in node.descendants().take(MAX_NODES) {
        let machinery = ["form", "script", "style", "template", "nav", "button"]
            .iter()
            .any(|name| inner.is(name));
        if machinery {
            return false;
        }
        length += inner.text().map_or(0, |text| text.trim().chars().count());
        if length >= LONG {
            return true;
        }
    }
    false
}
