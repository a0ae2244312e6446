//! Formulas as Unicode text: converts TeX and MathML, and finds TeX in running text.
//!
//! The result is linear: a/b for fractions, √(…), x², aᵢ, and matrices row by row. Commands
//! without a Unicode character keep their names, so that nothing is lost.

mod command;
mod delimiter;
mod mathml;
mod matrix;
mod notation;
mod reader;
mod symbol;

pub use delimiter::{Part, is_formula, split, strip_delimiters};
pub use mathml::mathml;

use super::html::Node;
use reader::Reader;

/// The TeX source that a formula renderer (KaTeX, MathJax) stores next to its output.
pub fn annotation(node: Node<'_>, class: &str) -> Option<String> {
    let rendered = class.split_ascii_whitespace().any(|class| {
        matches!(
            class,
            "katex" | "katex-display" | "MathJax" | "mwe-math-element" | "ztext-math"
        )
    });
    if !rendered {
        return None;
    }
    if let Some(tex) = node.attribute("data-tex") {
        return Some(tex.to_owned());
    }
    node.descendants()
        .filter(|inner| inner.is("annotation"))
        .find(|inner| {
            inner
                .attribute("encoding")
                .is_some_and(|encoding| encoding.contains("tex"))
        })
        .map(Node::all_text)
}

/// Converts TeX to Unicode.
pub fn unicode(tex: &str) -> String {
    let tex = strip_delimiters(tex);
    let mut reader = Reader {
        rest: tex,
        depth: 0,
        cell: ' ',
    };
    let out = reader.sequence(None);
    tidy(&out)
}

/// The TeX of a `<script type="math/tex">` (MathJax), and whether it is a display formula.
pub fn script(node: Node<'_>) -> Option<(String, bool)> {
    let kind = node.attribute("type").filter(|_| node.is("script"))?;
    let kind = kind.trim().to_ascii_lowercase();
    let display = kind.contains("mode=display");
    kind.starts_with("math/tex")
        .then(|| (node.all_text(), display))
}

/// Whether an element is MathJax's rendering of the script that follows it, and so a duplicate.
pub fn is_drawn(node: Node<'_>, class: &str) -> bool {
    let behind = std::iter::successors(node.next_sibling(), |node| node.next_sibling());
    class.starts_with("MathJax") && behind.take(4).any(|node| script(node).is_some())
}

/// Collapses the spaces of a formula and drops empty lines.
fn tidy(text: &str) -> String {
    text.lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join("\n")
}

#[cfg(test)]
mod tests;
