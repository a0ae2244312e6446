//! Reads MathML.

use super::formula::{Columns, Formula, RowBuilder, Side};
use super::symbol;
use crate::document::html::Node;
use crate::text::sanitize_line;

/// Maximum nesting that is converted. Deeper elements become their plain text.
const MAX_DEPTH: usize = 40;

/// Reads a `<math>` element: its TeX annotation if it has one, else its elements.
pub(crate) fn mathml(node: Node<'_>) -> Formula {
    let tex = node
        .descendants()
        .filter(|inner| inner.is("annotation"))
        .find(|inner| {
            inner
                .attribute("encoding")
                .is_some_and(|encoding| encoding.to_ascii_lowercase().contains("tex"))
        });
    match tex {
        Some(tex) => super::tex(&tex.all_text()),
        None => element(node, 0),
    }
}

fn element(node: Node<'_>, depth: usize) -> Formula {
    if let Some(text) = node.text() {
        return Formula::Symbol(sanitize_line(text));
    }
    let Some(name) = node.name() else {
        return Formula::default();
    };
    if depth > MAX_DEPTH {
        return Formula::Symbol(sanitize_line(&node.all_text()));
    }
    let children: Vec<Node<'_>> = node
        .children()
        .filter(|child| {
            child.name().is_some() || child.text().is_some_and(|t| !t.trim().is_empty())
        })
        .collect();
    let part = |at: usize| {
        let child = children.get(at).map(|child| element(*child, depth + 1));
        child.unwrap_or_default()
    };
    let all = || {
        let mut row = RowBuilder::default();
        for child in &children {
            row.push(element(*child, depth + 1));
        }
        row.finish()
    };
    let script = |scripts: &[(usize, Side)]| {
        let mut row = RowBuilder::default();
        row.push_group(part(0));
        for (at, side) in scripts {
            row.script(part(*at), *side);
        }
        if name.contains("under") || name.contains("over") {
            row.set_limits(true);
        }
        row.finish()
    };
    match name {
        "mfrac" => Formula::fraction(part(0), part(1)),
        "msqrt" => root(Formula::default(), all()),
        "mroot" => root(part(1), part(0)),
        "mover" if accent(&part(1)).is_some() => {
            accent(&part(1)).map_or_else(Formula::default, |name| Formula::accent(name, part(0)))
        }
        "msup" | "mover" => script(&[(1, Side::Above)]),
        "msub" | "munder" => script(&[(1, Side::Below)]),
        "msubsup" | "munderover" => script(&[(1, Side::Below), (2, Side::Above)]),
        "mfenced" => fenced(node, (0..children.len()).map(part)),
        "mtable" => table(&children, depth),
        "mspace" => Formula::symbol(" "),
        "mo" => Formula::Symbol(operator(&node.all_text())),
        "annotation" | "annotation-xml" | "mphantom" => Formula::default(),
        _ => all(),
    }
}

fn root(degree: Formula, inner: Formula) -> Formula {
    Formula::Root {
        degree: Box::new(degree),
        inner: Box::new(inner),
    }
}

/// The accent for an operator that MathML sets over a formula.
fn accent(over: &Formula) -> Option<super::Accent> {
    let name = match over.linear().as_str() {
        "^" | "ˆ" | "\u{302}" => "hat",
        "¯" | "‾" | "―" | "_" | "\u{304}" => "bar",
        "~" | "˜" | "∼" | "\u{303}" => "tilde",
        "→" | "⃗" => "vec",
        "." | "˙" | "\u{307}" => "dot",
        "¨" | "\u{308}" => "ddot",
        _ => return None,
    };
    symbol::accent(name)
}

fn fenced(node: Node<'_>, parts: impl Iterator<Item = Formula>) -> Formula {
    let mut inner = Vec::new();
    for part in parts {
        if !inner.is_empty() {
            inner.push(Formula::symbol(","));
        }
        inner.push(part);
    }
    let bracket = |name, usual: &str| node.attribute(name).unwrap_or(usual).to_owned();
    Formula::Fenced {
        open: bracket("open", "("),
        inner: Box::new(Formula::Row(inner)),
        close: bracket("close", ")"),
    }
}

fn table(rows: &[Node<'_>], depth: usize) -> Formula {
    let cells = |row: &Node<'_>| -> Vec<Formula> {
        let cells = row.children().filter(|cell| cell.name().is_some());
        cells.map(|cell| element(cell, depth + 2)).collect()
    };
    Formula::Grid {
        open: "",
        close: "",
        columns: Columns::Centred,
        rows: rows.iter().map(cells).collect(),
    }
}

/// An operator with its spaces. U+2061 to U+2063 are invisible operators.
fn operator(text: &str) -> String {
    match sanitize_line(text).as_str() {
        text @ ("=" | "<" | ">" | "≤" | "≥" | "≠" | "≈" | "→" | "∈" | "⇒" | "×" | "±" | "+") =>
        {
            format!(" {text} ")
        }
        "-" | "−" => "−".to_owned(),
        "\u{2061}" | "\u{2062}" | "\u{2063}" => String::new(),
        other => other.to_owned(),
    }
}
