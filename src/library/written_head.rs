//! What the front matter of a file says about where the article comes from. For files that kanbao
//! wrote, and for those of other programs that bring the same articles.

use super::{Date, DateOrigin, Zone, front_matter, meta};

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
