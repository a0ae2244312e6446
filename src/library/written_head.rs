//! What the front matter of a file says about where the article comes from. For files that kanbao
//! wrote, and for those of other programs that bring the same articles.

use super::{Date, DateOrigin, Zone, front_matter, meta, plain_text};
use crate::document::Format;

/// Where an article comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct WrittenHead {
    pub title: String,
    pub guid: Option<String>,
    pub link: Option<String>,
    pub date: Option<Date>,
    pub updated: Option<Date>,
}

/// Reads the front matter of a text whose lines end with `\n`; `None` without a title.
pub(crate) fn written_head(text: &str) -> Option<WrittenHead> {
    let fields = front_matter::read(text).fields;
    let date = |key| {
        Date::parse(
            &fields.text(key)?,
            &Zone::default(),
            DateOrigin::FrontMatter,
        )
    };
    Some(WrittenHead {
        title: fields.text("title")?,
        guid: fields.text("guid"),
        link: meta::address(&fields),
        date: date("date"),
        updated: date("updated"),
    })
}

/// The body of a text, without its front matter.
pub(crate) fn body_of(text: &str) -> &str {
    front_matter::read(text).body
}

/// A text with another body, of HTML, below its front matter.
pub(crate) fn with_body(text: &str, html: &str) -> String {
    let body = body_of(text);
    let head = text.get(..text.len() - body.len()).unwrap_or_default();
    format!("{head}\n<div>\n{}\n</div>\n", html.trim())
}

/// The words of a body, without its tags.
pub(crate) fn words_of(body: &str, format: Format) -> String {
    let mut words = String::new();
    plain_text::strip(body, format, &mut words);
    words
}
