//! An article as data: a [`Document`] of [`Block`]s, the same from HTML, Markdown and text.

pub mod html;
pub mod markdown;
pub mod model;
pub mod plain;

pub use model::*;

/// How the body of a file is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    #[default]
    Html,
    Markdown,
    Plain,
}

/// Builds the document of a body. Never fails: what cannot be understood becomes plain
/// text and a [`Flaw`]. Nothing is cleaned away yet; see `clean`.
pub fn build(body: &str, format: Format) -> Document {
    match format {
        Format::Html => html::build(body),
        Format::Markdown => markdown::build(body),
        Format::Plain => plain::build(body),
    }
}
