//! Pictures with a link in Markdown around a tag, `[<img …>][1]`, inside a block of HTML, where the
//! parser does not look for links: become `<a>`.

use super::escape::attribute;
use pulldown_cmark::{Event, Options, Parser};
use std::borrow::Cow;

const OPENING: &str = "[<img";

/// Replaces the brackets around pictures in blocks of HTML by the tags of a link.
pub fn replace(source: &str, options: Options) -> Cow<'_, str> {
    if !source.contains(OPENING) {
        return Cow::Borrowed(source);
    }
    let parser = Parser::new_ext(source, options);
    let definitions = parser.reference_definitions();
    let address = |label: &str| definitions.get(label).map(|found| found.dest.to_string());
    let mut out = String::with_capacity(source.len() + 64);
    let mut done = 0;
    let blocks = Parser::new_ext(source, options).into_offset_iter();
    for (event, range) in blocks {
        let Event::Html(html) = event else { continue };
        for (at, _) in html.match_indices(OPENING) {
            let start = range.start + at;
            let rest = source.get(start..range.end).unwrap_or_default();
            if let Some((picture, target, length)) = linked(rest)
                && let Some(address) = target.address(&address)
                && start >= done
            {
                out.push_str(source.get(done..start).unwrap_or_default());
                let address = attribute(&address);
                out.extend(["<a href=\"", &address, "\">", picture, "</a>"]);
                done = start + length;
            }
        }
    }
    out.push_str(source.get(done..).unwrap_or_default());
    Cow::Owned(out)
}

/// Where a link leads.
enum Target<'a> {
    Address(&'a str),
    Label(&'a str),
}

impl Target<'_> {
    fn address(&self, of_label: &dyn Fn(&str) -> Option<String>) -> Option<String> {
        match self {
            Self::Address(address) => Some((*address).to_owned()),
            Self::Label(label) => of_label(label),
        }
    }
}

/// Maximum bytes of a tag, a label or an address. Bounds the time.
const MAX_PART: usize = 4096;

/// The parts of a text before and after a sign, if it is near and no tag begins before it.
fn split(text: &str, sign: u8) -> Option<(&str, &str)> {
    let mut bytes = text.bytes().take(MAX_PART).enumerate().skip(1);
    let (at, found) = bytes.find(|(_, byte)| [sign, b'<'].contains(byte))?;
    if found != sign {
        return None;
    }
    Some((text.get(..at)?, text.get(at + 1..)?))
}

/// The picture and the target of a link at the start of a text, and the bytes of the link.
fn linked(text: &str) -> Option<(&str, Target<'_>, usize)> {
    let inner = text.strip_prefix('[')?;
    let (tag, _) = split(inner, b'>')?;
    let (picture, after) = inner.split_at_checked(tag.len() + 1)?;
    let after = after.strip_prefix(']')?;
    let (target, rest) = match after.strip_prefix('[') {
        Some(label) => {
            let (label, rest) = split(label, b']')?;
            (Target::Label(label), rest)
        }
        None => {
            let (address, rest) = split(after.strip_prefix('(')?, b')')?;
            let address = address.split_ascii_whitespace().next()?;
            (Target::Address(address), rest)
        }
    };
    Some((picture, target, text.len() - rest.len()))
}
