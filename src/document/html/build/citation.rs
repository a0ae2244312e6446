//! Which `<cite>` names the source of the quote it stands in, and which is part of a sentence.

use crate::document::html::dom::tree::Node;

/// Whether a `<cite>` is the last thing of a quote, and a line or a sentence of its own there.
pub fn is_source(cite: Node<'_>) -> bool {
    let Some(parent) = cite.parent() else {
        return false;
    };
    if !is_last(cite) || !stands_alone(cite) {
        return false;
    }
    let within = |node: Node<'_>| node.is("blockquote");
    within(parent) || (parent.is("p") && is_last(parent) && parent.parent().is_some_and(within))
}

fn is_last(node: Node<'_>) -> bool {
    std::iter::successors(node.next_sibling(), |next| next.next_sibling())
        .all(|next| next.name().is_none() && next.text().is_none_or(|text| text.trim().is_empty()))
}

/// Behind nothing, a block, a line break, the end of a sentence, or a dash.
fn stands_alone(cite: Node<'_>) -> bool {
    let Some(parent) = cite.parent() else {
        return false;
    };
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
