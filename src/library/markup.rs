//! Plain text of headings and first lines, with the same words as the typeset text but without the
//! readings of ruby, and lines without the marks that decorate them. For titles.

use crate::document::{self, Block, BlockKind, Format, NoticeKind, Style, Text};
use crate::text::floor_char_boundary;
use std::borrow::Cow;

/// Maximum bytes of a heading, and of a Markdown body that is searched for its first text.
const HEAD: usize = 1024;

/// As [`HEAD`], of a web page. Much may come before its first text.
const HTML_HEAD: usize = 16 * 1024;

/// A Markdown line without these characters shows exactly what is written.
const MARKS: &[char] = &[
    '*', '_', '[', ']', '`', '\\', '~', '$', '^', '<', '>', '&', '|', '{', ':', '=', '+',
];

/// Whether a line may show other words than it is written with.
fn is_marked(line: &str) -> bool {
    line.contains(MARKS)
}

/// The words of a heading of a body.
pub fn heading<'a>(line: &'a str, body: &str) -> Cow<'a, str> {
    if !is_marked(line) {
        return Cow::Borrowed(line);
    }
    let source = format!("# {}\n\n{}", head(line), definitions(line, body));
    let words = first_text(&document::build(&source, Format::Markdown).blocks);
    words.map_or(Cow::Borrowed(line), Cow::Owned)
}

/// The first text of a web page or a part of one, if it has ruby.
pub fn first_with_ruby(body: &str) -> Option<String> {
    let head = body.get(..floor_char_boundary(body, HTML_HEAD))?;
    let has_ruby = head.contains("<rt") || head.contains("<RT");
    let document = has_ruby.then(|| document::build(head, Format::Html))?;
    first_text(&document.blocks)
}

/// The first text of a Markdown body that is neither code nor a picture.
pub fn first(body: &str) -> Option<String> {
    let head = head(body);
    let source = format!("{head}\n\n{}", definitions(head, body));
    let document = document::build(&source, Format::Markdown);
    first_text(&document.blocks)
}

fn head(text: &str) -> &str {
    text.get(..floor_char_boundary(text, HEAD)).unwrap_or(text)
}

/// The definitions of links and footnotes in a body: without them, references would be read as
/// text.
fn definitions(text: &str, body: &str) -> String {
    if !text.contains('[') {
        return String::new();
    }
    let lines = body.lines().filter(|line| {
        let line = line.trim_start();
        line.starts_with('[') && line.contains("]:")
    });
    lines.take(1000).flat_map(|line| [line, "\n"]).collect()
}

fn first_text(blocks: &[Block]) -> Option<String> {
    blocks.iter().find_map(|block| match &block.kind {
        BlockKind::Paragraph { text, .. } | BlockKind::Heading { text, .. } => words(text),
        BlockKind::Notice {
            title: Some(title), ..
        } if NoticeKind::of(&title.plain()).is_none() => words(title),
        _ => block.children().find_map(first_text),
    })
}

/// The words without footnote calls, picture labels and readings; `None` if nothing is left.
fn words(text: &Text) -> Option<String> {
    let is_left_out = |style: Style| style.intersects(Style::IMAGE.with(Style::RUBY));
    let runs = text.runs.iter();
    let said = runs.filter(|run| run.footnote.is_none() && !is_left_out(run.style));
    let words: String = said.map(|run| run.text.as_str()).collect();
    (!words.trim().is_empty()).then_some(words)
}

/// Removes the start of a line that is not part of its words: spaces, bullets, dashes, Markdown
/// syntax. Characters that belong to words stay, such as brackets, quotes and `-5`.
pub fn without_decoration(text: &str) -> &str {
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let behind = rest.trim_start_matches(c);
        if !is_decoration(c, behind.chars().next()) {
            break;
        }
        rest = behind;
    }
    rest
}

/// Whether a run of `c` followed by `next` decorates a line.
fn is_decoration(c: char, next: Option<char>) -> bool {
    const OPENINGS: &str = "\"'([{<“‘「『《〈（【〔［〖｛＜«‹〝＂＇¿¡￥¥€£＄＠＃";
    if c.is_alphanumeric() || OPENINGS.contains(c) {
        return false;
    }
    match c {
        _ if next.is_none_or(char::is_whitespace) => true,
        // Attached to an ideograph they are bullets; `-5` and `*nix` are words.
        '*' | '|' | '>' | '-' | '+' | ',' | ';' | ':' | '!' | '?' | ')' | ']' | '}' => {
            !next.is_some_and(|next| next.is_ascii_alphanumeric())
        }
        _ => !c.is_ascii_punctuation(),
    }
}
