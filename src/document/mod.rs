//! An article as data: a [`Document`] of [`Block`]s, the same from HTML, Markdown and text.

pub mod entity;
mod highlight;
pub mod html;
pub mod markdown;
pub mod marker;
pub mod math;
pub mod model;
pub mod outline;
pub mod plain;
pub mod script;
mod to_markdown;
mod visit;

pub use model::*;
pub use outline::outline;
pub use to_markdown::to_markdown;

/// How the body of a file is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    #[default]
    Html,
    Markdown,
    Plain,
}

/// What a builder may know beside the body.
#[derive(Clone, Copy, Debug, Default)]
pub struct Context<'a> {
    /// The article's own address: relative links are resolved against it.
    pub base: Option<&'a str>,
    /// A picture labelled with the title is not labelled.
    pub title: Option<&'a str>,
    /// Only so many bytes of the body become the document.
    pub limit: Option<usize>,
    /// CSS selectors of the user's rules: an element that one of them fits bears it as a token
    /// ([`html::picked`]).
    pub selectors: &'a [&'a str],
}

/// Builds the document of a body. Never fails: what cannot be understood becomes plain
/// text and a [`Flaw`]. Nothing is cleaned away yet but hidden parts; see `clean`.
pub fn build(body: &str, format: Format) -> Document {
    build_with(body, format, &Context::default())
}

/// Bytes of a body that are looked at.
fn limit(format: Format) -> usize {
    match format {
        Format::Markdown => 4 << 20,
        Format::Html | Format::Plain => 16 << 20,
    }
}

/// Blocks at the top of a document that is longer than articles are.
const MAX_BLOCKS: usize = 200_000;

/// As [`build`], with what is known of the article.
pub fn build_with(body: &str, format: Format, context: &Context<'_>) -> Document {
    let limit = limit(format).min(context.limit.unwrap_or(usize::MAX));
    let mut end = body.len().min(limit);
    while !body.is_char_boundary(end) {
        end -= 1;
    }
    let (mut taken, rest) = body.split_at(end);
    if !rest.is_empty() && format == Format::Html {
        taken = without_open_tag(taken);
    }
    let mut document = match format {
        Format::Html => html::build(taken, context),
        Format::Markdown => markdown::build(taken, context),
        Format::Plain => plain::build(taken),
    };
    if !rest.is_empty() && !document.flaws.contains(&Flaw::TooLong) {
        document.flaws.push(Flaw::TooLong);
    }
    document
}

/// A source without the tag that was cut at its end.
fn without_open_tag(source: &str) -> &str {
    let open = source.rfind('<').map(|open| source.split_at(open));
    let is_tag = |tail: &str| {
        let named = |c: char| c.is_ascii_alphabetic() || c == '/';
        tail.get(1..).is_some_and(|name| name.starts_with(named)) && !tail.contains('>')
    };
    open.filter(|(_, tail)| is_tag(tail))
        .map_or(source, |(head, _)| head)
}
