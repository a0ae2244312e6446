//! A body before it is parsed: its format, what the caller knows about it, and its size limits.

/// The markup of a body.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    #[default]
    Html,
    Markdown,
    Plain,
}

/// What the caller knows about an article besides its body.
#[derive(Clone, Copy, Debug, Default)]
pub struct Context<'a> {
    /// The article's own address. Relative links are resolved against it.
    pub base: Option<&'a str>,
    /// An image label that repeats the title is dropped.
    pub title: Option<&'a str>,
    /// Only this many bytes of the body become the document.
    pub limit: Option<usize>,
    /// CSS selectors of the user's rules. Each element that a selector matches gets a token in
    /// its hints ([`super::html::selector_token`]).
    pub selectors: &'a [&'a str],
}

/// Maximum number of top-level blocks. No real article comes near it.
pub(crate) const MAX_BLOCKS: usize = 200_000;

/// Maximum bytes of a body that are read.
fn max_bytes(format: Format) -> usize {
    match format {
        Format::Markdown => 4 << 20,
        Format::Html | Format::Plain => 16 << 20,
    }
}

/// The part of a body that becomes the document, and whether something was cut off.
pub(crate) fn truncate(body: &str, format: Format, limit: Option<usize>) -> (&str, bool) {
    let limit = max_bytes(format).min(limit.unwrap_or(usize::MAX));
    let (taken, rest) = split_at_boundary(body, limit);
    if !rest.is_empty() && format == Format::Html {
        return (without_open_tag(taken), true);
    }
    (taken, !rest.is_empty())
}

/// Splits a text at the last character boundary that is not after `at`.
pub(crate) fn split_at_boundary(text: &str, at: usize) -> (&str, &str) {
    text.split_at(crate::text::floor_char_boundary(text, at))
}

/// A source without the tag that was cut at its end.
fn without_open_tag(source: &str) -> &str {
    let open = source.rfind('<').map(|open| source.split_at(open));
    let is_tag = |tail: &str| {
        let is_name = |c: char| c.is_ascii_alphabetic() || c == '/';
        tail.get(1..).is_some_and(|name| name.starts_with(is_name)) && !tail.contains('>')
    };
    open.filter(|(_, tail)| is_tag(tail))
        .map_or(source, |(head, _)| head)
}
