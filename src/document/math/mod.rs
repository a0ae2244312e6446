//! Formulas in Unicode, as far as that goes: TeX, MathML, and finding TeX in text.
//!
//! One line for what fits one: a/b for fractions, √(…), x², aᵢ, matrices row by row. What
//! has no character keeps its name, so that nothing is lost.

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

/// The TeX that a renderer of formulas (KaTeX, MathJax) keeps beside its boxes.
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

/// TeX as Unicode.
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

/// The TeX of a `<script type="math/tex">` (MathJax), and whether it stands on its own line.
pub fn script(node: Node<'_>) -> Option<(String, bool)> {
    let kind = node.attribute("type").filter(|_| node.is("script"))?;
    let kind = kind.trim().to_ascii_lowercase();
    let display = kind.contains("mode=display");
    kind.starts_with("math/tex")
        .then(|| (node.all_text(), display))
}

/// Whether an element is what MathJax has drawn of the script behind it.
pub fn is_drawn(node: Node<'_>, class: &str) -> bool {
    let behind = std::iter::successors(node.next_sibling(), |node| node.next_sibling());
    class.starts_with("MathJax") && behind.take(4).any(|node| script(node).is_some())
}

/// A formula's blanks: one between words, none at the ends of lines.
fn tidy(text: &str) -> String {
    text.lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join("\n")
}

#[cfg(test)]
mod tests;
