//! An article as data: a [`Document`] of [`Block`]s, the same for HTML, Markdown and plain text.
//!
//! [`parse`] reads a body and [`Parsed::build`] builds its document. In between, the caller may
//! choose which part of a web page is the article (module `extract`).

pub(crate) mod address;
pub(crate) mod date;
mod drawn_rule;
pub(crate) mod embedded;
pub(crate) mod entity;
mod highlight;
pub(crate) mod html;
pub(crate) mod markdown;
pub(crate) mod marker;
pub mod math;
pub(crate) mod model;
mod note;
mod notice;
pub mod outline;
pub(crate) mod plain;
mod rivals;
pub(crate) mod script;
mod slug;
mod source;
mod style;
mod to_markdown;
mod visit;
mod wide;

pub(crate) use drawn_rule::is_drawn_rule;
pub(crate) use html::number_for_print;
pub(crate) use markdown::{crowded_hashes, is_struck};
pub use model::*;
pub use note::note_mark;
pub use notice::{NoticeKind, NoticeSign};
pub use outline::outline;
pub use rivals::Rivals;
pub use source::{Context, Format};
pub use style::Style;
pub use to_markdown::to_markdown;
pub(crate) use wide::{ends_sentence, is_dialogue, is_wide, joins_lines};

use std::borrow::Cow;

/// A parsed body, not built yet.
pub(crate) struct Parsed<'a> {
    body: Body<'a>,
    is_cut: bool,
}

enum Body<'a> {
    Markup(html::Parsed<'a>),
    Plain(&'a str),
}

/// Parses a body. Never fails: input that cannot be parsed becomes text and a [`Flaw`].
pub(crate) fn parse<'a>(body: &'a str, format: Format, context: &Context<'_>) -> Parsed<'a> {
    let (body, is_cut) = source::truncate(body, format, context.limit);
    let body = match format {
        Format::Html => Body::Markup(html::parse(Cow::Borrowed(body), context)),
        Format::Markdown => Body::Markup(markdown::parse(body, context)),
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

    /// The body is a whole web page.
    pub fn of_page(self) -> Self {
        let body = match self.body {
            Body::Markup(html) => Body::Markup(html.of_page()),
            plain @ Body::Plain(_) => plain,
        };
        Self { body, ..self }
    }

    /// Builds the document. With `article`, the rest of the body is marked as cut. Apart from
    /// that and hidden elements, nothing is cleaned yet.
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

/// Builds the document of a body that contains only an article. For saved web pages use
/// `extract` instead.
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
