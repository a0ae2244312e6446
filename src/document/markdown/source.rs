//! The Markdown source before it is parsed: the parser's options, its literal ranges, inserting.

use pulldown_cmark::{Event, Options, Parser, Tag};
use std::borrow::Cow;
use std::ops::Range;

/// An empty comment, which separates two parts of a text for the parser and shows nothing.
pub const APART: &str = "<!---->";

/// GitHub Flavored Markdown, plus definition lists.
pub const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_MATH)
    .union(Options::ENABLE_GFM)
    .union(Options::ENABLE_DEFINITION_LIST);

/// The ranges that are not parsed as Markdown (code, HTML, formulas), in order.
pub fn literal(source: &str, options: Options) -> Vec<Range<usize>> {
    let events = Parser::new_ext(source, options).into_offset_iter();
    let literal = events.filter(|(event, _)| is_literal(event));
    literal.map(|(_, range)| range).collect()
}

pub fn is_literal(event: &Event<'_>) -> bool {
    matches!(
        event,
        Event::Code(_)
            | Event::Html(_)
            | Event::InlineHtml(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::Start(Tag::CodeBlock(_))
    )
}

/// Whether a range has a part in one of the [`literal`] ranges.
pub fn overlaps(literal: &[Range<usize>], range: &Range<usize>) -> bool {
    let next = literal.partition_point(|part| part.end <= range.start);
    literal.get(next).is_some_and(|part| part.start < range.end)
}

/// Replaces ranges by texts. The ranges are in order and do not overlap.
pub fn replace<T: AsRef<str>>(
    source: &str,
    edits: impl IntoIterator<Item = (Range<usize>, T)>,
) -> Cow<'static, str> {
    let mut out = String::with_capacity(source.len());
    let mut done = 0;
    for (range, text) in edits {
        out.push_str(source.get(done..range.start).unwrap_or_default());
        out.push_str(text.as_ref());
        done = range.end;
    }
    out.push_str(source.get(done..).unwrap_or_default());
    Cow::Owned(out)
}

/// Inserts `mark` at the given offsets, except inside the given ranges. Both must be sorted.
pub fn insert(
    source: &str,
    places: Vec<usize>,
    mark: &str,
    except: Vec<Range<usize>>,
) -> Cow<'static, str> {
    let mut except = except.into_iter().peekable();
    let mut out = String::with_capacity(source.len() + places.len() * mark.len());
    let mut done = 0;
    for place in places {
        while except.next_if(|range| range.end <= place).is_some() {}
        if except.peek().is_some_and(|range| range.contains(&place)) {
            continue;
        }
        out.push_str(source.get(done..place).unwrap_or_default());
        out.push_str(mark);
        done = place;
    }
    out.push_str(source.get(done..).unwrap_or_default());
    Cow::Owned(out)
}
