//! Tells a `<cite>` that is the source of a quote from one inside a sentence.

use crate::document::html::dom::tree::Node;

/// Whether a `<cite>` ends a quote and is a line or a sentence of its own.
pub fn is_source(cite: Node<'_>) -> bool {
    let Some(parent) = cite.parent() else {
        return false;
    };
    if !is_last(cite) || !is_sentence(cite, parent) {
        return false;
    }
    let is_quote = |node: Node<'_>| node.is("blockquote");
    is_quote(parent) || (parent.is("p") && is_last(parent) && parent.parent().is_some_and(is_quote))
}

/// Whether only white space follows a node inside its parent.
fn is_last(node: Node<'_>) -> bool {
    std::iter::successors(node.next_sibling(), |next| next.next_sibling())
        .all(|next| next.name().is_none() && next.text().is_none_or(|text| text.trim().is_empty()))
}

/// Whether a `<cite>` follows nothing, a block, a line break, the end of a sentence or a dash.
fn is_sentence(cite: Node<'_>, parent: Node<'_>) -> bool {
    let mut before: Vec<Node<'_>> = parent
        .children()
        .take_while(|node| node.id() != cite.id())
        .collect();
    while let Some(last) = before.pop() {
        if let Some(name) = last.name() {
            return matches!(name, "br" | "p" | "div" | "ul" | "ol" | "blockquote");
        }
        let text = last.text().unwrap_or_default().trim_end();
        if !text.is_empty() {
            return text.ends_with([
                '。', '！', '？', '…', '”', '」', '』', '.', '!', '?', '"', '—', '–',
            ]);
        }
    }
    true
}
