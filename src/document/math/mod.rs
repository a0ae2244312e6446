//! Formulas: reads TeX and MathML, and finds TeX in running text.
//!
//! A [`Formula`] is a tree. Its linear form is Unicode text: a/b for fractions, √(…), x², aᵢ, and
//! matrices row by row. Commands without a Unicode character keep their names, so that nothing is
//! lost.

mod command;
mod delimiter;
mod formula;
mod linear;
mod mathml;
mod matrix;
mod notation;
mod reader;
mod symbol;

pub use delimiter::{Part, is_doubled, is_formula, is_term, split, strip_delimiters};
pub use formula::{Columns, Formula, Side};
pub(crate) use mathml::mathml;
pub use matrix::rows;
pub(crate) use notation::{mapped, script_text};
pub use symbol::Accent;

use super::html::Node;
use crate::text::sanitize;
use reader::{End, Reader};

/// The TeX source that a formula renderer (KaTeX, MathJax) stores next to its output.
pub(crate) fn annotation(node: Node<'_>, class: &str) -> Option<String> {
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

/// Reads TeX.
pub(crate) fn tex(tex: &str) -> Formula {
    let tex = sanitize(tex);
    let mut reader = Reader {
        rest: strip_delimiters(&tex),
        depth: 0,
    };
    reader.sequence(End::Formula)
}

/// The TeX of a `<script type="math/tex">` (MathJax), and whether it is a display formula.
pub(crate) fn script(node: Node<'_>) -> Option<(String, bool)> {
    if !node.is("script") {
        return None;
    }
    let kind = node.attribute("type")?;
    let kind = kind.trim().to_ascii_lowercase();
    let display = kind.contains("mode=display");
    kind.starts_with("math/tex")
        .then(|| (node.all_text(), display))
}

/// Whether an element is MathJax's rendering of the script that follows it, and so a duplicate.
pub(crate) fn is_drawn(node: Node<'_>, class: &str) -> bool {
    let behind = std::iter::successors(node.next_sibling(), |node| node.next_sibling());
    class.starts_with("MathJax") && behind.take(4).any(|node| script(node).is_some())
}

/// Collapses the spaces of a formula, drops those inside brackets, and drops empty lines.
fn tidy(text: &str) -> String {
    text.lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .map(|line| without_inner_blanks(&line))
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join("\n")
}

/// Without the spaces after opening and before closing brackets. TeX ignores those that the author
/// wrote there.
fn without_inner_blanks(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut open = 0_usize;
    for c in line.chars() {
        if opens(c) {
            open += 1;
        } else if closes(c) && open > 0 {
            open -= 1;
            out.truncate(out.trim_end_matches(' ').len());
        }
        if c != ' ' || !out.ends_with(opens) {
            out.push(c);
        }
    }
    out
}

/// Whether a character is an opening bracket.
pub(crate) fn opens(c: char) -> bool {
    matches!(c, '(' | '[' | '{' | '⟨' | '⌊' | '⌈')
}

/// Whether a character is a closing bracket.
pub(crate) fn closes(c: char) -> bool {
    matches!(c, ')' | ']' | '}' | '⟩' | '⌋' | '⌉')
}

#[cfg(test)]
mod tests;
