//! Where a front matter begins and ends.

use super::fields::{Fields, USUAL, Value};
use super::parse;

/// What stands around a front matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fence {
    /// `---`: YAML.
    Dashes,
    /// YAML that only a closing `---` ends: Hexo's old form.
    OnlyClosing,
    /// `+++`: TOML.
    Pluses,
    /// `;;;`: JSON without braces.
    Semicolons,
    /// A JSON object.
    Braces,
    /// Opened and never closed. The body is the whole text; the head is its first lines,
    /// as far as they look like a front matter.
    Unclosed,
}

/// A text cut in two.
#[derive(Debug, PartialEq, Eq)]
pub struct Split<'a> {
    pub fence: Fence,
    pub head: &'a str,
    pub body: &'a str,
}

/// How many lines Hexo's old form may have: a rule of dashes further down is not its end.
const OPEN_LINES: usize = 60;

/// Finds the front matter of a text. None: the text has none.
pub fn split(text: &str) -> Option<Split<'_>> {
    let start = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let (first, rest) = line(start);
    let fence = match fence_of(first) {
        Some(b'-') => Fence::Dashes,
        Some(b'+') => Fence::Pluses,
        Some(b';') => Fence::Semicolons,
        _ if start.starts_with('{') => return braces(start),
        _ => return only_closing(start),
    };
    // Two opening fences in a row.
    let again = rest.trim_start();
    let (second, after) = line(again);
    let rest = if fence_of(second) == fence_of(first)
        && looks_like_key(line(after.trim_start()).0)
        && closing(after, fence).is_some()
    {
        after
    } else {
        rest
    };
    let Some((head, body)) = closing(rest, fence) else {
        let head = leading_fields(rest);
        return (!head.is_empty()).then_some(Split {
            fence: Fence::Unclosed,
            head,
            body: text,
        });
    };
    // Two rules of dashes around prose are no fences.
    let is_head = head.trim().is_empty()
        || fence != Fence::Dashes
        || head
            .lines()
            .any(|line| looks_like_key(line.trim()) || line.trim_start().starts_with("- "));
    is_head.then_some(Split { fence, head, body })
}

/// The first line without its end, and what follows.
fn line(text: &str) -> (&str, &str) {
    text.split_once('\n').unwrap_or((text, ""))
}

/// The character of a line that is a fence: three or more of it and blanks behind.
fn fence_of(line: &str) -> Option<u8> {
    let line = line.trim_end().as_bytes();
    let first = *line.first()?;
    (line.len() >= 3 && matches!(first, b'-' | b'+' | b';') && line.iter().all(|&b| b == first))
        .then_some(first)
}

/// Cuts at the line that closes a fence.
fn closing(text: &str, fence: Fence) -> Option<(&str, &str)> {
    let mark = match fence {
        Fence::Pluses => b'+',
        Fence::Semicolons => b';',
        _ => b'-',
    };
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let dots = mark == b'-' && line.trim_end() == "...";
        if dots || fence_of(line) == Some(mark) {
            return Some((text.get(..at)?, text.get(at + line.len()..)?));
        }
        at += line.len();
    }
    None
}

/// `key:` or `key: value`, as a front matter has it; prose with a colon has blanks or
/// ideographs before it, a URL has slashes behind.
fn looks_like_key(line: &str) -> bool {
    key_of(line).is_some()
}

fn key_of(line: &str) -> Option<&str> {
    let (key, value) = line.split_once(':')?;
    let key = key.trim_end().trim_matches(['"', '\'']);
    let named = !key.is_empty()
        && key.len() <= 40
        && key
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'));
    (named && !value.starts_with("//")).then_some(key)
}

/// The first lines that belong to a front matter nobody closed.
fn leading_fields(text: &str) -> &str {
    let mut end = 0;
    let mut keys = false;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end();
        let key = !bare.starts_with(' ') && looks_like_key(bare);
        let part =
            bare.starts_with("- ") || (bare.starts_with(' ') && !bare.trim().starts_with('<'));
        if !(key || (keys && part)) {
            break;
        }
        keys = true;
        end += line.len();
    }
    text.get(..end).unwrap_or("")
}

/// A JSON object and the end of its line.
fn braces(text: &str) -> Option<Split<'_>> {
    let end = parse::json_object(text)?;
    let (rest, body) = line(text.get(end..)?);
    rest.trim().is_empty().then_some(Split {
        fence: Fence::Braces,
        head: text.get(..end)?,
        body,
    })
}

/// Hexo's old form: fields from the first line on, closed by a fence. The first line must
/// be a usual key, so that a Markdown text with a rule is not taken for one.
fn only_closing(text: &str) -> Option<Split<'_>> {
    let first = key_of(line(text).0)?;
    if !USUAL.iter().any(|usual| usual.eq_ignore_ascii_case(first)) {
        return None;
    }
    let mut at = 0;
    for line in text.split_inclusive('\n').take(OPEN_LINES) {
        if matches!(fence_of(line), Some(b'-')) {
            return Some(Split {
                fence: Fence::OnlyClosing,
                head: text.get(..at)?,
                body: text.get(at + line.len()..)?,
            });
        }
        at += line.len();
    }
    None
}

/// Metadata that translations carry as link references above a text without front matter:
/// `[#]: subject: "…"`. They stay in the body, where Markdown shows nothing of them.
pub fn references(text: &str) -> Fields {
    let mut fields = Fields::default();
    for line in text.trim_start().lines() {
        let Some(rest) = line.strip_prefix("[#]:") else {
            break;
        };
        if let Some((key, value)) = rest.split_once(':') {
            let value = value.trim();
            let inner = value
                .strip_prefix(['"', '(', '\''])
                .and_then(|value| value.strip_suffix(['"', ')', '\'']))
                .unwrap_or(value);
            fields.add(key.trim(), Value::Text(inner.to_owned()));
        }
    }
    fields
}
