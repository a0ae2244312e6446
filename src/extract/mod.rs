//! Finds the article in a saved web page.
//!
//! | module | step |
//! |---|---|
//! | `page` | lists the nodes with their text; `names`, `links`, `class_hints`: what an element says of itself, where its links lead |
//! | `surroundings` | cuts what names itself as something else: navigation, comments |
//! | `thread` | a page of posts of equal standing is a thread: the article is all its posts |
//! | `choose` | else chooses the core of the text by points, and the element that also holds the title (`headline`) |
//! | `prune` | cuts bylines (`bylines`), links to other articles (`other_articles`) and repeated captions (`repeats`) in it |
//!
//! `to_html` writes the article as HTML, for a page that is saved.
//!
//! The rest of the page is not dropped. The builder marks it as cut by the rule `page`, so that
//! the user can show it.

mod bylines;
mod choose;
mod class_hints;
mod find;
mod headline;
mod links;
mod names;
mod other_articles;
mod page;
mod prune;
mod repeats;
mod share;
mod surroundings;
mod thread;
mod to_html;
mod words;

pub(crate) use to_html::article_html;

use crate::document::{self, Context, Document, Format};

/// Builds the document of an article's body. If the body is a whole web page, finds the article
/// in it first.
///
/// ```
/// use kanbao::document::{Context, Format};
///
/// let document = kanbao::extract::document("# 题\n\n一段。", Format::Markdown, &Context::default());
/// assert_eq!(kanbao::document::outline(&document), "h1 题\np 一段。\n");
/// ```
pub fn document(body: &str, format: Format, context: &Context<'_>) -> Document {
    let parsed = document::parse(body, format, context);
    let is_page = parsed.html().is_some_and(|html| is_page(html.source()));
    let parsed = match is_page {
        true => parsed.of_page(),
        false => parsed,
    };
    let page = parsed.html().filter(|_| is_page);
    let article = page.and_then(|page| find::find_article(page.root()));
    parsed.build(article, context)
}

/// Whether a source is a whole page rather than a fragment.
fn is_page(source: &str) -> bool {
    let mut head = source.trim_start_matches('\u{feff}').trim_start();
    // An XML declaration and comments may come first.
    while let Some((open, close)) = [("<?xml", "?>"), ("<!--", "-->")]
        .into_iter()
        .find(|(open, _)| head.starts_with(open))
    {
        let rest = head.get(open.len()..).unwrap_or_default();
        head = rest
            .split_once(close)
            .map_or("", |(_, rest)| rest)
            .trim_start();
    }
    ["<!doctype", "<html"].iter().any(|sign| {
        head.get(..sign.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(sign))
    })
}

#[cfg(test)]
mod tests;
