//! Code in a `<div>` with spaces that do not break and `<br>`, as 博客园 (cnblogs) stores it.

use crate::document::Inline;
use crate::document::html::dom::attribute::Attributes;
use crate::document::html::dom::tree::Node;
use std::borrow::Cow;

/// The class of the box.
const CLASS: &str = "cnblogs_code";

/// The class of the words that stand for collapsed code.
const COLLAPSED: &str = "cnblogs_code_Collapse";

/// Declarations of the box in posts from before the class.
const DECLARATIONS: &[&str] = &[
    "border:1pxsolid",
    "background-color:",
    "font-size:13px;width:98%",
];

/// Maximum number of nodes that are examined.
const MAX_NODES: usize = 400;

/// Whether an element is such a box. One with a `<pre>` needs no special treatment.
pub fn is_box(node: Node<'_>, attributes: &Attributes<'_>) -> bool {
    if !node.is("div") {
        return false;
    }
    let is_named = attributes.has_class(CLASS)
        || node.attribute("style").is_some_and(|style| {
            let style: String = style.split_ascii_whitespace().collect();
            DECLARATIONS.iter().all(|part| style.contains(part))
        });
    is_named
        && !node
            .descendants()
            .take(MAX_NODES)
            .any(|inner| inner.is("pre"))
}

/// Whether an element inside of a box has words that stand for collapsed code.
pub fn is_placeholder(attributes: &Attributes<'_>) -> bool {
    attributes.has_class(COLLAPSED)
}

/// The code of a text without pictures in Markdown. The box has no other pictures than the signs
/// of an outline, which a converter may have rewritten.
pub fn without_pictures(text: &str) -> Cow<'_, str> {
    if !text.contains("![](") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for (index, part) in text.split("![](").enumerate() {
        let is_picture = |address: &str| index > 0 && address.ends_with(".gif");
        match part.split_once(')') {
            Some((address, rest)) if is_picture(address) => out.push_str(rest),
            _ if index > 0 => out.extend(["![](", part]),
            _ => out.push_str(part),
        }
    }
    Cow::Owned(out)
}

/// Halves the line ends of code in which each of them is doubled.
pub fn single_line_ends(runs: &mut [Inline]) {
    let (mut ends, mut is_doubled) = (0, false);
    for c in runs.iter().flat_map(|run| run.text.chars()) {
        match c {
            '\n' => ends += 1,
            _ if ends == 1 => return,
            _ => {
                is_doubled |= ends > 1;
                ends = 0;
            }
        }
    }
    if !is_doubled {
        return;
    }
    let mut is_second = false;
    for run in runs {
        run.text.retain(|c| {
            is_second = c == '\n' && !is_second;
            c != '\n' || is_second
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Style;

    #[test]
    fn doubled_line_ends_become_single() {
        let check = |text: &str, expected: &str| {
            let mut runs = [Inline::new(text, Style::PLAIN)];
            single_line_ends(&mut runs);
            assert_eq!(runs[0].text, expected);
        };
        check("a\n\n\n\nb\n\nc\n\n", "a\n\nb\nc\n");
        check("a\nb\n\nc", "a\nb\n\nc");
    }

    #[test]
    fn signs_of_an_outline_are_dropped() {
        for (text, expected) in [
            ("a![](b", "a![](b"),
            ("![](x/dot.gif)![](y.gif)int i;", "int i;"),
            ("s = \"![](a.png)\"", "s = \"![](a.png)\""),
        ] {
            assert_eq!(without_pictures(text), expected);
        }
    }
}
