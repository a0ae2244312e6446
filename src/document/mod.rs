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
    /// CSS selectors of the user's rules: an element that one of them fits bears it as a token
    /// ([`html::picked`]).
    pub selectors: &'a [&'a str],
}

/// Builds the document of a body. Never fails: what cannot be understood becomes plain
/// text and a [`Flaw`]. Nothing is cleaned away yet but hidden parts; see `clean`.
pub fn build(body: &str, format: Format) -> Document {
    build_with(body, format, &Context::default())
}

/// As [`build`], with what is known of the article.
pub fn build_with(body: &str, format: Format, context: &Context<'_>) -> Document {
    match format {
        Format::Html => html::build(body, context),
        Format::Markdown => markdown::build(body, context),
        Format::Plain => plain::build(body),
    }
}
