//! Markdown between the tags of an HTML block, where CommonMark has none: links, pictures and
//! strong text of one line become HTML.

use super::escape::attribute;
use std::borrow::Cow;

/// The most brackets around a bracket in a label. Bounds the time and the recursion.
const DEPTH: usize = 8;

/// Whether an HTML block of a source may contain Markdown. Such a block ends at an empty line.
pub fn may_have(source: &str) -> bool {
    if memchr::memchr(b'<', source.as_bytes()).is_none() {
        return false;
    }
    let mut within = false;
    source.lines().any(|line| {
        within = (within || begins_with_tag(line)) && !line.trim().is_empty();
        within && has_signs(line)
    })
}

/// Whether a line begins with an HTML tag or comment.
pub fn begins_with_tag(line: &str) -> bool {
    let name = |c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!');
    let start = line.trim_start().strip_prefix('<');
    start.is_some_and(|start| start.starts_with(name))
}

/// Whether a line begins with an end tag, directly below preformatted text. An indent does not make it
/// code, though the HTML block of `<pre>` ends with `</pre>` (CommonMark 4.6).
pub fn is_below_pre(above: &str, line: &str) -> bool {
    line.trim_start().starts_with("</") && above.trim_end().ends_with("</pre>")
}

fn has_signs(line: &str) -> bool {
    line.contains("](") || line.contains("**")
}

/// A line of an HTML block with its Markdown as HTML.
pub fn convert(line: &str) -> Cow<'_, str> {
    if !has_signs(line) {
        return Cow::Borrowed(line);
    }
    let mut out = String::with_capacity(line.len() + 32);
    let mut rest = line;
    let mut in_link = false;
    let mut may_close = true;
    while let Some(at) = rest.find(['<', '`', '[', '!', '*', '\\']) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let tag = may_close.then(|| tag(from)).flatten();
        // Without a `>`, no later one begins a tag either.
        may_close &= tag.is_some() || !from.starts_with('<');
        if let Some((tag, tail)) = tag {
            in_link = tag.starts_with("<a ") || in_link && tag != "</a>";
            out.push_str(tag);
            rest = tail;
        } else if let Some((html, tail)) = element(from).filter(|_| !in_link) {
            out.push_str(&html);
            rest = tail;
        } else {
            let (sign, tail) = from.split_at(literal(from));
            out.push_str(sign);
            rest = tail;
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The tag at the start of a text.
fn tag(text: &str) -> Option<(&str, &str)> {
    text.starts_with('<').then_some(())?;
    text.split_at_checked(text.find('>')? + 1)
}

/// The length of the code span, the escaped character or the sign at the start of a text.
fn literal(text: &str) -> usize {
    let first = text.chars().next().map_or(0, char::len_utf8);
    let rest = text.get(first..).unwrap_or_default();
    match text.as_bytes().first() {
        Some(b'`') => rest.find('`').map_or(first, |end| first + end + 1),
        Some(b'\\') => first + rest.chars().next().map_or(0, char::len_utf8),
        Some(b'*') => text.len() - text.trim_start_matches('*').len(),
        _ => first,
    }
}

/// The Markdown at the start of a text as HTML, and the text after it.
fn element(text: &str) -> Option<(String, &str)> {
    if let Some(inner) = text.strip_prefix("**") {
        let (inner, tail) = inner.split_once("**")?;
        let is_flanked = !inner.is_empty() && inner.trim() == inner && !inner.starts_with('*');
        let inner = is_flanked.then(|| convert(inner))?;
        return Some((format!("<strong>{inner}</strong>"), tail));
    }
    let is_picture = text.starts_with('!');
    let inner = text.strip_prefix(if is_picture { "![" } else { "[" })?;
    let (label, rest) = split_label(inner)?;
    // No address has an opening bracket.
    let (target, tail) = rest.split_at(rest.find(['(', ')'])?);
    let tail = tail.strip_prefix(')')?;
    let address = target.split([' ', '\t']).next().unwrap_or_default();
    let address = address.trim_start_matches('<').trim_end_matches('>');
    if address.is_empty() || address.contains(['<', '>']) {
        return None;
    }
    let address = attribute(address);
    let html = match is_picture {
        true => format!("<img src=\"{address}\" alt=\"{}\">", attribute(label)),
        false => format!("<a href=\"{address}\">{}</a>", pictures(label)),
    };
    Some((html, tail))
}

/// Splits at the `](` that ends a label, which may contain a picture.
fn split_label(text: &str) -> Option<(&str, &str)> {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '[' if depth == DEPTH => return None,
            '[' => depth += 1,
            ']' if depth > 0 => depth -= 1,
            ']' => {
                let (label, rest) = text.split_at(at);
                return Some((label, rest.strip_prefix("](")?));
            }
            _ => {}
        }
    }
    None
}

/// The text of a link with its picture as HTML.
fn pictures(label: &str) -> Cow<'_, str> {
    match label.contains("![") || label.contains("**") {
        true => convert(label),
        false => Cow::Borrowed(label),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_between_tags_becomes_html() {
        let check = |line: &str, expected: &str| assert_eq!(convert(line), expected);
        check(
            "<p>见 [甲](u) 与**乙**</p>",
            "<p>见 <a href=\"u\">甲</a> 与<strong>乙</strong></p>",
        );
        check("![图](<a.png> \"题\")", "<img src=\"a.png\" alt=\"图\">");
        check(
            "[![图](a.png)](u)",
            "<a href=\"u\"><img src=\"a.png\" alt=\"图\"></a>",
        );
        for same in [
            "<a href=\"[x](u)\">[甲](u)</a>",
            "`[甲](u)` \\[甲](u) a[0](",
            "2 ** 3 ** 4 ****",
            "[甲](b<c>)",
        ] {
            check(same, same);
        }
        // Each takes time in proportion to its length.
        for part in ["[", "[a](", "[a](<", "<a ", "[![", "!", "`<", "**["] {
            convert(&(part.repeat(100_000) + "](u)"));
        }
        assert!(may_have("<div>\n\n<p>\n[甲](u)\n</p>"));
        assert!(!may_have("<div>\n\n[甲](u)\n\n</div>"));
    }
}
