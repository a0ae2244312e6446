//! HTML to [`Document`]: guard the source, parse, walk, finish.
//!
//! | file | step |
//! |---|---|
//! | `guard`, `tag`, `sample` | what generators broke is repaired before the parse |
//! | `tree` | the capped parse: the one door to scraper |
//! | `element` | the table: tag to treatment |
//! | `walk`, `open`, `close` | elements open and close; blocks come out |
//! | `embed`, `titled`, `raise` | pictures and formulas; captions and folds; ruby and superscripts |
//! | `text`, `inline`, `flow` | formulas and addresses; text and blocks under construction |
//! | `fold`, `citation` | what is hidden and yet text; which `cite` is a quote's source |
//! | `attribute`, `link`, `image`, `media`, `list`, `table`, `code` | one kind of thing each |
//! | `page` | which parts of a whole page are the article |
//! | `finish`, `arrange`, `note`, `number` | captions, galleries, lists by hand; footnotes; numbers of links |
//! | `flat` | what is too deep or too large, as plain paragraphs |

pub(crate) mod build;
pub(crate) mod dom;
mod plain_fallback;
pub(crate) mod post;
mod repair;

pub use build::inline::is_wide;
pub use build::link::{file_name, host, percent_decode};
pub use dom::attribute::tokens;
pub use dom::tree::{Node, is_selector};

use super::{Context, Document, Flaw, MAX_BLOCKS, entity};

/// The rules by which the builder itself cuts. Their names are among `clean::RULES`.
pub const HIDDEN: &str = "hidden";
pub const COPY_BUTTON: &str = "copy-button";
pub const LINE_NUMBER: &str = "line-number";
pub const BACK_LINK: &str = "back-link";
/// What stands round the article on a whole page.
pub const PAGE: &str = "page";

/// The token of what a CSS selector of the user fits: no class has a blank in it.
pub fn picked(selector: &str) -> String {
    format!("selector {selector}")
}

/// Bytes of repaired source that become a document: far more than articles have.
const MAX_BYTES: usize = 8 << 20;

/// The beginning of a source, and whether there is more.
fn head(source: &str) -> (&str, bool) {
    let mut end = source.len().min(MAX_BYTES);
    while !source.is_char_boundary(end) {
        end -= 1;
    }
    (source.get(..end).unwrap_or_default(), end < source.len())
}

/// Builds the document of an HTML body or page.
pub fn build(source: &str, context: &Context<'_>) -> Document {
    let twice = entity::DoubleEscaped::of(source);
    let source = entity::keep_queries(source);
    let source = repair::guard(&source, !context.selectors.is_empty());
    let (source, cut) = head(&source);
    let (tree, taken) = dom::tree::fragment(source);
    if taken == source.len()
        && let Some(text) = tagless(&tree, twice)
    {
        // Without any tag the line ends are all the structure there is.
        return super::plain::build(&text);
    }
    let mut walker = build::builder::Builder::new(build::link::Links::new(context.base));
    walker.twice = twice;
    if crate::extract::is_page(source)
        && let Some(parts) = crate::extract::parts(tree.root())
    {
        walker.show_only(parts);
    }
    for selector in context.selectors {
        walker.pick(selector, tree.select(selector));
    }
    walker.walk(tree.root());
    let mut document = post::post_process::finish(walker, context);
    if taken < source.len() {
        let room = MAX_BLOCKS.saturating_sub(document.blocks.len());
        let (blocks, whole) = plain_fallback::blocks(source, taken, room);
        document.blocks.extend(blocks);
        document.flaws.push(Flaw::Simplified);
        if cut || !whole {
            document.flaws.push(Flaw::TooLong);
        }
        document.number();
    }
    document
}

/// The text of a body that has no tags but those that wrap the whole.
fn tagless(tree: &dom::tree::Tree, twice: entity::DoubleEscaped) -> Option<String> {
    let mut nodes = tree.root().descendants();
    let bare = nodes.all(|node| {
        let wraps = node.name().is_none_or(|name| {
            name == "html" || (name == "div" && node.attributes().next().is_none())
        });
        let mut inner = node.children().filter(|child| child.name().is_some());
        wraps && inner.nth(1).is_none()
    });
    let text = bare.then(|| tree.root().all_text())?;
    let lines = text.trim().lines().filter(|line| !line.trim().is_empty());
    (lines.count() > 1).then(|| twice.decode(&text).into_owned())
}

#[cfg(test)]
mod tests;
