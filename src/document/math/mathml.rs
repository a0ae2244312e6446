//! Converts MathML to Unicode.

use super::notation::{fraction, lowered, raised, root};
use crate::document::html::Node;

/// Maximum nesting that is converted. Deeper elements become their plain text.
const MAX_DEPTH: usize = 40;

/// Converts a `<math>` element: its TeX annotation if it has one, else its elements.
pub fn mathml(node: Node<'_>) -> String {
    let tex = node
        .descendants()
        .filter(|inner| inner.is("annotation"))
        .find(|inner| {
            inner
                .attribute("encoding")
                .is_some_and(|encoding| encoding.to_ascii_lowercase().contains("tex"))
        });
    if let Some(tex) = tex {
        return super::unicode(&tex.all_text());
    }
    super::tidy(&element(node, 0))
}

fn element(node: Node<'_>, depth: usize) -> String {
    if let Some(text) = node.text() {
        return text.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    let Some(name) = node.name() else {
        return String::new();
    };
    if depth > MAX_DEPTH {
        return node.all_text();
    }
    let children: Vec<Node<'_>> = node
        .children()
        .filter(|child| {
            child.name().is_some() || child.text().is_some_and(|t| !t.trim().is_empty())
        })
        .collect();
    let part = |at: usize| {
        children
            .get(at)
            .map(|child| element(*child, depth + 1))
            .unwrap_or_default()
    };
    let all = |from: usize| {
        children
            .iter()
            .skip(from)
            .map(|child| element(*child, depth + 1))
            .collect::<String>()
    };
    match name {
        "mfrac" => fraction(&part(0), &part(1)),
        "msqrt" => root("", &all(0)),
        "mroot" => root(&part(1), &part(0)),
        "msup" | "mover" => format!("{}{}", part(0), raised(&part(1))),
        "msub" | "munder" => format!("{}{}", part(0), lowered(&part(1))),
        "msubsup" | "munderover" => format!("{}{}{}", part(0), lowered(&part(1)), raised(&part(2))),
        "mfenced" => {
            let inner: Vec<String> = (0..children.len()).map(part).collect();
            let open = node.attribute("open").unwrap_or("(");
            let close = node.attribute("close").unwrap_or(")");
            format!("{open}{}{close}", inner.join(","))
        }
        "mtr" | "mlabeledtr" => {
            let cells: Vec<String> = (0..children.len()).map(part).collect();
            format!("{}\n", cells.join(" "))
        }
        "mspace" => " ".to_owned(),
        "mo" => operator(&all(0)),
        "annotation" | "annotation-xml" | "mphantom" => String::new(),
        _ => all(0),
    }
}

/// An operator with its spaces. U+2061 to U+2063 are invisible operators.
fn operator(text: &str) -> String {
    match text {
        "=" | "<" | ">" | "≤" | "≥" | "≠" | "≈" | "→" | "∈" | "⇒" | "×" | "±" | "+" =>
        {
            format!(" {text} ")
        }
        "-" | "−" => "−".to_owned(),
        "\u{2061}" | "\u{2062}" | "\u{2063}" => String::new(),
        other => other.to_owned(),
    }
}
