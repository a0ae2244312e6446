//! Finds where front matter begins and ends.

use super::fields::{Fields, USUAL, Value, is_key};
use super::parse;

/// The form of a front matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fence {
    /// `---`: YAML.
    Dashes,
    /// YAML with only a closing `---`: Hexo's old form.
    OnlyClosing,
    /// Fields ended by an empty line: MultiMarkdown's form.
    Blank,
    /// `+++`: TOML.
    Pluses,
    /// `;;;`: JSON without braces.
    Semicolons,
    /// A JSON object.
    Braces,
    /// Opened but never closed. The body is the whole text; the head is the leading lines that
    /// look like front matter.
    Unclosed,
}

/// A text split into head and body.
#[derive(Debug, PartialEq, Eq)]
pub struct Split<'a> {
    pub fence: Fence,
    pub head: &'a str,
    pub body: &'a str,
}

/// Maximum lines of a head without an opening delimiter.
const OPEN_LINES: usize = 60;

/// Keys of MultiMarkdown and Pelican, in addition to the [`USUAL`] ones.
const PELICAN: &[&str] = &["modified", "summary", "status", "template", "save_as"];

impl Fence {
    /// The separator between key and value.
    pub fn separator(self) -> char {
        match self {
            Self::Pluses => '=',
            _ => ':',
        }
    }
}

/// Keeps the template engine of a site from reading what follows, here the whole file.
const RAW: &str = "{% raw %}";

/// Finds the front matter of a text; `None` if it has none.
pub fn split(text: &str) -> Option<Split<'_>> {
    let start = text.trim_start_matches(is_before_head);
    let (first, rest) = line(start);
    if first.trim() == RAW {
        let below = split_at_start(rest.trim_start_matches(is_before_head), text);
        return below.filter(|below| below.fence != Fence::Unclosed);
    }
    split_at_start(start, text)
}

fn is_before_head(c: char) -> bool {
    c.is_whitespace() || c == '\u{feff}'
}

/// Finds the front matter that begins at `start`, the end of a text.
fn split_at_start<'a>(start: &'a str, text: &'a str) -> Option<Split<'a>> {
    let (first, rest) = line(start);
    let fence = match fence_of(first) {
        Some(b'-') => Fence::Dashes,
        Some(b'+') => Fence::Pluses,
        Some(b';') => Fence::Semicolons,
        _ if start.starts_with('{') => return braces(start),
        _ => return unopened(start),
    };
    // Two opening delimiters in a row.
    let again = rest.trim_start();
    let (second, after) = line(again);
    let rest = if fence_of(second) == fence_of(first)
        && key_of(line(after.trim_start()).0, ':').is_some()
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
    // Two rules around prose are not delimiters.
    let is_head = head.trim().is_empty() || is_metadata(head, fence) || is_object(head);
    is_head.then_some(Split { fence, head, body })
}

/// Whether a head is one JSON object: `{"title":"…"}` between dashes, as a plugin of Obsidian writes
/// it.
pub fn is_object(head: &str) -> bool {
    let head = head.trim();
    head.starts_with('{') && head.ends_with('}') && parse::json(head).is_ok()
}

/// Whether the keys are those of front matter: at least one usual key, or no key that begins with
/// a capital, as prose with a colon does.
fn is_metadata(head: &str, fence: Fence) -> bool {
    let lines = head.lines().map(str::trim);
    let mut keys = lines
        .filter_map(|line| key_of(line, fence.separator()))
        .peekable();
    let mut lower = keys.peek().is_some();
    keys.any(|key| {
        lower &= is_lower(key);
        is_usual(key)
    }) || lower
}

/// How many bytes of a head that no parser accepts are metadata. Metadata begins with a key and
/// ends before an empty line that is followed by neither a key nor part of a value; the rest is
/// text between two rules. Comments above a key belong to it, and so do fields above the first
/// key that have names of other letters. 0 if all of it is text.
pub fn metadata_len(head: &str, fence: Fence) -> usize {
    let (mut at, mut end) = (0, 0);
    let (mut blank, mut open) = (false, false);
    for line in head.split_inclusive('\n') {
        at += line.len();
        let bare = line.trim();
        if bare.is_empty() {
            blank = true;
            continue;
        }
        let first = end == 0;
        if (first || blank) && is_comment(bare) || first && is_foreign(bare, fence.separator()) {
            continue;
        }
        let indented = line.starts_with([' ', '\t']);
        let key = key_of(bare, fence.separator()).filter(|_| !indented || first);
        let table = fence == Fence::Pluses && bare.starts_with('[') && bare.ends_with(']');
        if key.is_some() || table {
            open = bare.ends_with(fence.separator());
        } else if first || (blank && !indented && !(open && bare.starts_with("- "))) {
            break;
        }
        blank = false;
        end = at;
    }
    let is_head = head.get(..end).is_some_and(|head| is_metadata(head, fence));
    if is_head { end } else { 0 }
}

/// A comment of YAML and TOML. A heading of Markdown looks the same, but no key follows it.
pub fn is_comment(line: &str) -> bool {
    line.starts_with('#')
}

/// Whether a line is a field with a name of other letters, such as `标题: 看报`.
fn is_foreign(line: &str, separator: char) -> bool {
    let named = |name: &str| !name.is_empty() && name.len() <= 40 && !name.contains(' ');
    line.split_once(separator).is_some_and(|(name, value)| {
        let name = name.trim_end();
        named(name)
            && name
                .chars()
                .all(|c| c == '_' || c == '-' || c.is_alphanumeric())
            && !name.is_ascii()
            && (value.is_empty() || value.starts_with(' '))
    })
}

/// Splits off the first line, without its line end.
pub fn line(text: &str) -> (&str, &str) {
    text.split_once('\n').unwrap_or((text, ""))
}

/// The character of a delimiter line: three or more of it, then only spaces.
pub fn fence_of(line: &str) -> Option<u8> {
    let first = *line.as_bytes().first()?;
    if !matches!(first, b'-' | b'+' | b';') {
        return None;
    }
    let line = line.trim_end().as_bytes();
    (line.len() >= 3 && line.iter().all(|&b| b == first)).then_some(first)
}

/// Splits at the line that closes a delimiter.
fn closing(text: &str, fence: Fence) -> Option<(&str, &str)> {
    let mark = match fence {
        Fence::Pluses => b'+',
        Fence::Semicolons => b';',
        _ => b'-',
    };
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let dots = mark == b'-' && line.starts_with('.') && line.trim_end() == "...";
        if dots || fence_of(line) == Some(mark) {
            return Some((text.get(..at)?, text.get(at + line.len()..)?));
        }
        at += line.len();
    }
    None
}

/// The key of `key:` or `key: value`. In prose, blanks or ideographs precede the colon; in a URL,
/// slashes follow it.
pub fn key_of(line: &str, separator: char) -> Option<&str> {
    let (key, value) = line.split_once(separator)?;
    let key = key.trim_end().trim_matches(['"', '\'']);
    let named = !key.is_empty()
        && key.len() <= 40
        && key
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'));
    (named && !value.starts_with("//")).then_some(key)
}

/// A text with ASCII colons after its keys (`title：甲`), of the same length, if the colon is all
/// that keeps them from being front matter: the lines up to the first empty one or delimiter also
/// have a usual key with a colon of ASCII.
pub fn with_ascii_colons(text: &str) -> Option<String> {
    let mut start = text.trim_start_matches(is_before_head);
    let (first, rest) = line(start);
    if first.trim() == RAW {
        start = rest.trim_start_matches(is_before_head);
    }
    let mut at = text.len() - start.len();
    let begin = at;
    let mut places = Vec::new();
    for (number, line) in start.split_inclusive('\n').take(OPEN_LINES).enumerate() {
        if line.trim().is_empty() || number > 0 && fence_of(line).is_some() {
            break;
        }
        // A scan does this for every file: most lines are decided by the end of their first word.
        let word = line.bytes().take_while(u8::is_ascii_alphanumeric).count();
        if let Some((key, rest)) = line.split_at_checked(word)
            && rest.starts_with('：')
            && USUAL.contains(&key)
        {
            places.push(at + key.len());
        }
        at += line.len();
    }
    if places.is_empty() {
        return None;
    }
    let mut lines = text.get(begin..at)?.lines();
    if !lines.any(|line| key_of(line, ':').is_some_and(is_usual)) {
        return None;
    }
    let mut out = text.to_owned();
    for place in places {
        out.replace_range(place..place + '：'.len_utf8(), ":  ");
    }
    Some(out)
}

pub fn is_lower(key: &str) -> bool {
    key.starts_with(|c: char| c.is_ascii_lowercase())
}

pub fn is_usual(key: &str) -> bool {
    is_key(key) || USUAL.iter().any(|usual| usual.eq_ignore_ascii_case(key))
}

/// The leading lines of a front matter that was never closed.
fn leading_fields(text: &str) -> &str {
    let mut end = 0;
    let mut keys = false;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end();
        let key = !bare.starts_with(' ') && key_of(bare, ':').is_some();
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

/// Fields from the first line on, without an opening delimiter: closed by `---` in Hexo's old
/// form, by an empty line in MultiMarkdown's and Pelican's. The first line must have a usual key,
/// so that prose is not taken for fields.
fn unopened(text: &str) -> Option<Split<'_>> {
    let first = key_of(line(text).0, ':')?;
    USUAL
        .iter()
        .find(|usual| usual.eq_ignore_ascii_case(first))?;
    let split = |fence, head, body| {
        Some(Split {
            fence,
            head: text.get(..head)?,
            body: text.get(body..)?,
        })
    };
    let mut at = 0;
    // The first empty line, and whether the fields above it are a whole head.
    let mut blank = None;
    let mut block = Block::default();
    // The line above is empty. The text above may be prose, unless a known key follows.
    let (mut gap, mut doubtful) = (false, false);
    let mut lines = text.split_inclusive('\n').take(OPEN_LINES).peekable();
    while let Some(line) = lines.next() {
        let bare = line.trim_end();
        if doubtful && (bare.is_empty() || fence_of(line).is_some()) {
            break;
        }
        if fence_of(line) == Some(b'-') {
            return split(Fence::OnlyClosing, at, at + line.len());
        }
        if bare.is_empty() {
            blank = blank.or_else(|| Some((at, block.is_multimarkdown())));
        } else if is_comment(bare) {
            // Above an empty line it may be a heading.
            block.strange = true;
            doubtful |= gap;
        } else if bare.starts_with([' ', '\t', '-']) {
            if gap {
                break;
            }
        } else {
            let nested = bare.ends_with(':') && lines.peek().is_some_and(|next| is_indented(next));
            let fits = |key: &&str| is_known(key) || !gap || (nested && is_lower(key));
            let Some(key) = key_of(bare, ':').filter(fits) else {
                break;
            };
            block.add(key);
            doubtful = !is_known(key) && (doubtful || !is_lower(key));
        }
        gap = bare.is_empty();
        at += line.len();
    }
    let (end, _) = blank.filter(|(_, whole)| *whole)?;
    split(Fence::Blank, end, end)
}

fn is_indented(line: &str) -> bool {
    line.starts_with([' ', '\t']) && !line.trim().is_empty()
}

fn is_known(key: &str) -> bool {
    let pelican = |known: &&str| known.eq_ignore_ascii_case(key);
    is_usual(key) || PELICAN.iter().any(pelican)
}

/// The keys of a head that ends at an empty line. All must be known, since nothing else
/// distinguishes it from text.
#[derive(Default)]
struct Block {
    keys: usize,
    titled: bool,
    strange: bool,
}

impl Block {
    fn add(&mut self, key: &str) {
        self.keys += 1;
        self.titled |= ["title", "date"]
            .iter()
            .any(|k| k.eq_ignore_ascii_case(key));
        self.strange |= !is_known(key);
    }

    fn is_multimarkdown(&self) -> bool {
        self.keys >= 2 && self.titled && !self.strange
    }
}

/// Metadata that translations keep as link references above a text without front matter: `[#]:
/// subject: "…"`. It stays in the body, where Markdown does not show it.
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
