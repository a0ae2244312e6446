//! An article as data: a [`Document`] of [`Block`]s, the same from HTML, Markdown and text.
//!
//! [`parse`] reads a body, [`Parsed::build`] makes the document of it. Between the two the caller
//! may choose which part of a whole web page is the article (module `extract`).

pub mod address;
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
mod source;
mod to_markdown;
mod visit;
mod wide;

pub use model::*;
pub use outline::outline;
pub use source::{Context, Format};
pub use to_markdown::to_markdown;
pub use wide::is_wide;

use std::borrow::Cow;

/// A body that is parsed and ready to be built.
pub struct Parsed<'a> {
    body: Body<'a>,
    is_cut: bool,
}

enum Body<'a> {
    Markup(html::Parsed<'a>),
    Plain(&'a str),
}

/// Parses a body. Never fails: what cannot be understood becomes text and a [`Flaw`].
pub fn parse<'a>(body: &'a str, format: Format, context: &Context<'_>) -> Parsed<'a> {
    let (body, is_cut) = source::truncate(body, format, context.limit);
    let body = match format {
        Format::Html => Body::Markup(html::parse(Cow::Borrowed(body), context)),
        // Markdown is defined by its HTML, so both formats give the same model.
        Format::Markdown => Body::Markup(html::parse(Cow::Owned(markdown::to_html(body)), context)),
        Format::Plain => Body::Plain(body),
    };
    Parsed { body, is_cut }
}

impl Parsed<'_> {
    /// The parsed HTML of the body; None for plain text.
    pub fn html(&self) -> Option<&html::Parsed<'_>> {
        match &self.body {
            Body::Markup(html) => Some(html),
            Body::Plain(_) => None,
        }
    }

    /// Builds the document of the whole body, or of the parts of it that are the article; the
    /// rest is then marked as cut. Nothing else is cleaned yet except hidden parts.
    pub fn build(&self, article: Option<html::Article<'_>>, context: &Context<'_>) -> Document {
        let mut document = match &self.body {
            Body::Markup(html) => html.build(article, context),
            Body::Plain(text) => plain::build(text),
        };
        if self.is_cut && !document.flaws.contains(&Flaw::TooLong) {
            document.flaws.push(Flaw::TooLong);
        }
        document
    }
}

/// Builds the document of a body that is an article and nothing else. A saved web page goes
/// through `extract` instead.
///
/// ```
/// use kanbao::document::{Format, build, outline};
///
/// let document = build("<h2>题</h2><p>一<b>二</b></p>", Format::Html);
/// assert_eq!(outline(&document), "h2 题\np 一[1:二]\n");
/// ```
pub fn build(body: &str, format: Format) -> Document {
    build_with(body, format, &Context::default())
}

/// Same as [`build`], with what is known about the article.
pub fn build_with(body: &str, format: Format, context: &Context<'_>) -> Document {
    parse(body, format, context).build(None, context)
}
