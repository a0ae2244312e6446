//! The texts of feeds: HTML from plain text, and plain text from HTML.

use crate::document::{self, Block, BlockKind, Context, Format};
use crate::text::{floor_char_boundary, sanitize_line};
use std::borrow::Cow;

/// How a text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Markup {
    Plain,
    Html,
    /// Nothing says it.
    Unknown,
}

/// Maximum bytes of a text of one line, before it becomes a title or a name.
const MAX_LINE: usize = 4 << 10;
/// Maximum characters of a title; real ones end at 150.
const MAX_TITLE: usize = 300;

/// Elements without an end tag. In a title, only these and end tags are markup: it may be about one.
const EMPTY: &[&str] = &["br", "hr", "img", "p"];
/// Elements that make a body HTML, even if they are not closed.
const OF_BODIES: &[&str] = &[
    "a",
    "b",
    "blockquote",
    "br",
    "code",
    "div",
    "em",
    "embed",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "hr",
    "i",
    "iframe",
    "img",
    "li",
    "link",
    "meta",
    "object",
    "ol",
    "p",
    "pre",
    "span",
    "strong",
    "table",
    "ul",
    "video",
];

/// Whether a text is HTML: it has an end tag, one of these elements, or a reference.
fn looks_like_html(text: &str, elements: &[&str]) -> bool {
    let is_tag = |(at, _): (usize, &str)| {
        let rest = text.get(at + 1..).unwrap_or_default();
        let name = rest.trim_start_matches('/');
        let end = name.find(|c: char| !c.is_ascii_alphanumeric());
        let name = name.get(..end.unwrap_or(name.len())).unwrap_or_default();
        let is_end = rest.starts_with('/') && !name.is_empty();
        is_end
            || elements
                .iter()
                .any(|known| known.eq_ignore_ascii_case(name))
    };
    text.match_indices('<').any(is_tag) || has_reference(text)
}

fn has_reference(text: &str) -> bool {
    text.split('&').skip(1).any(|rest| {
        let name = rest.split(';').next().unwrap_or_default();
        let is_part = |c: char| c.is_ascii_alphanumeric() || c == '#';
        (2..=8).contains(&name.len()) && name.len() < rest.len() && name.chars().all(is_part)
    })
}

/// Escapes text for HTML.
pub fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(['<', '>', '&', '"']) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// The HTML of a text. In plain text, empty lines part paragraphs.
pub fn html(text: &str, markup: Markup) -> String {
    let text = text.trim();
    let is_html = match markup {
        Markup::Html => true,
        Markup::Plain => false,
        Markup::Unknown => looks_like_html(text, OF_BODIES),
    };
    if is_html || text.is_empty() {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() + 32);
    for paragraph in text.split("\n\n").map(str::trim) {
        if !paragraph.is_empty() {
            out.push_str("<p>");
            push_lines(&mut out, paragraph);
            out.push_str("</p>\n");
        }
    }
    out.trim_end().to_owned()
}

/// Adds the lines of a paragraph. An indented line continues the one before: the source was wrapped.
fn push_lines(out: &mut String, paragraph: &str) {
    for (number, line) in paragraph.split('\n').enumerate() {
        if number > 0 {
            let is_wrapped = line.starts_with([' ', '\t']);
            out.push_str(if is_wrapped { "\n" } else { "<br>\n" });
        }
        out.push_str(&escape(line.trim()));
    }
}

/// A text as one line without markup, for a title or a name.
pub fn line(text: &str, markup: Markup) -> String {
    let text = head(text.trim(), MAX_LINE);
    let is_html = match markup {
        Markup::Html => text.contains(['<', '&']),
        Markup::Plain => false,
        Markup::Unknown => looks_like_html(text, EMPTY),
    };
    let text = if is_html {
        Cow::Owned(words(text))
    } else {
        Cow::Borrowed(text)
    };
    let line = sanitize_line(&text);
    line.chars().take(MAX_TITLE).collect()
}

/// The start of a text, with at most so many bytes.
pub fn head(text: &str, most: usize) -> &str {
    text.get(..floor_char_boundary(text, most)).unwrap_or(text)
}

/// The texts of an HTML fragment, with spaces between blocks.
fn words(html: &str) -> String {
    // Without an element, the line ends of a fragment would be paragraphs.
    let source = format!("<p>{html}");
    let document = document::build_with(&source, Format::Html, &Context::default());
    let mut out = String::new();
    let mut open: Vec<&Block> = document.blocks.iter().rev().collect();
    while let Some(block) = open.pop() {
        let text = match &block.kind {
            BlockKind::Paragraph { text, .. } | BlockKind::Heading { text, .. } => text.plain(),
            BlockKind::Code { text, .. } => text.plain(),
            _ => String::new(),
        };
        if !out.is_empty() && !text.is_empty() {
            out.push(' ');
        }
        out.push_str(&text);
        let children: Vec<&Block> = block.children().flatten().collect();
        open.extend(children.into_iter().rev());
    }
    out
}

/// The name in `name@host (Name)`, `Name <name@host>` and the like.
pub fn person(text: &str) -> String {
    let text = line(text, Markup::Unknown);
    let is_mail = |word: &str| word.contains('@') && !word.contains(' ');
    let within = |open: char, close: char| {
        let (before, rest) = text.split_once(open)?;
        let (inner, _) = rest.split_once(close)?;
        let (before, inner) = (before.trim(), inner.trim());
        match (is_mail(before), is_mail(inner)) {
            (true, false) if !inner.is_empty() => Some(inner.to_owned()),
            (false, true) if !before.is_empty() => Some(before.trim_matches('"').to_owned()),
            _ => None,
        }
    };
    within('(', ')')
        .or_else(|| within('<', '>'))
        .unwrap_or_else(|| text.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn texts_become_html() {
        let check = |text: &str, markup, expected: &str| {
            assert_eq!(html(text, markup), expected, "{text}");
        };
        check(
            "a < b\nc\n\nd",
            Markup::Unknown,
            "<p>a &lt; b<br>\nc</p>\n<p>d</p>",
        );
        check("a\n   b", Markup::Unknown, "<p>a\nb</p>");
        check("<p>a", Markup::Unknown, "<p>a");
        check("<embed src='x'> a", Markup::Unknown, "<embed src='x'> a");
        check("a<br>b", Markup::Unknown, "a<br>b");
        check("a &mdash; b", Markup::Unknown, "a &mdash; b");
        check("R&D; x", Markup::Unknown, "<p>R&amp;D; x</p>");
        check("<b>a</b>", Markup::Plain, "<p>&lt;b&gt;a&lt;/b&gt;</p>");
        check("a", Markup::Html, "a");
    }

    #[test]
    fn titles_have_no_markup() {
        let check = |text: &str, markup, expected: &str| {
            assert_eq!(line(text, markup), expected, "{text}");
        };
        check("<b>看</b>\n报 &amp; x", Markup::Unknown, "看报 & x");
        check(
            "Use of <canvas> here",
            Markup::Unknown,
            "Use of <canvas> here",
        );
        check("<b>x</b>", Markup::Plain, "<b>x</b>");
        check("a\u{1b}[31m\u{202e}b", Markup::Plain, "a[31mb");
    }

    #[test]
    fn persons() {
        for (text, expected) in [
            ("me@example.com (Example editor)", "Example editor"),
            ("Example editor <me@example.com>", "Example editor"),
            ("Example editor (me@example.com)", "Example editor"),
            ("me@example.com", "me@example.com"),
            ("新华社（北京）", "新华社（北京）"),
        ] {
            assert_eq!(person(text), expected);
        }
    }

    proptest! {
        #[test]
        fn any_text_is_one_clean_line(text in "[<>&;/='\"a-c看\u{0}-\u{1f}\u{80}-\u{9f}\u{202e}]{0,40}") {
            for markup in [Markup::Plain, Markup::Html, Markup::Unknown] {
                prop_assert!(!line(&text, markup).contains(char::is_control));
                let _ = html(&text, markup);
            }
            prop_assert!(!person(&text).contains(char::is_control));
        }
    }
}
