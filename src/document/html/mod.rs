//! HTML to [`Document`], in four steps. Each module imports only from those before it.
//!
//! | module | step |
//! |---|---|
//! | `dom` | the tree, by a capped parse or written; the table of elements; attributes |
//! | `repair` | fixes the source before the parse |
//! | `build` | walks the tree and builds blocks |
//! | `post` | passes over the finished blocks: footnotes, grouping, link numbers |
//! | `plain_fallback` | the part of a source that is too deep or too large for the tree |

pub(crate) mod build;
pub(crate) mod dom;
mod plain_fallback;
pub(crate) mod post;
mod repair;
mod rule_names;

pub(crate) use build::builder::Article;
pub(crate) use build::image::address as picture_address;
pub(crate) use build::link::Links;
pub use dom::attribute::tokens;
pub(crate) use dom::token::{StartTag, Token};
pub use dom::tree::is_selector;
pub(crate) use dom::tree::{Node, NodeId};
pub(crate) use dom::writer::TreeWriter;
pub(crate) use post::link_numbers::number_for_print;
pub use rule_names::{BACK_LINK, COPY_BUTTON, HIDDEN, LINE_NUMBER, PAGE, selector_token};

use super::source::{MAX_BLOCKS, split_at_boundary};
use super::{Context, Document, Flaw, entity, plain};
use build::builder::Builder;
use dom::element::{Treatment, find};
use dom::tree::Tree;
use std::borrow::Cow;

/// Maximum bytes of repaired source that become a document.
const MAX_BYTES: usize = 8 << 20;

/// A parsed HTML source.
pub(crate) struct Parsed<'a> {
    /// The repaired source.
    source: Cow<'a, str>,
    /// Bytes of it that become the document: at most [`MAX_BYTES`].
    end: usize,
    tree: Tree,
    /// Bytes of it that are in the tree.
    parsed: usize,
    double_escaped: entity::DoubleEscaped,
    /// Its links may lead to files of the library, and headings without a name get one of their
    /// words.
    is_markdown: bool,
    is_page: bool,
}

/// Repairs and parses an HTML body or page.
pub fn parse<'a>(source: Cow<'a, str>, context: &Context<'_>) -> Parsed<'a> {
    let double_escaped = entity::DoubleEscaped::of(&source);
    let source = replace_if_changed(source, entity::escape_query_ampersands);
    // Selectors may ask for attributes that the builder does not read.
    let attributes = if context.selectors.is_empty() {
        repair::Attributes::Read
    } else {
        repair::Attributes::All
    };
    let source = replace_if_changed(source, |text| repair::repair(text, attributes));
    parse_repaired(source, double_escaped)
}

/// Parses HTML that needs no repair.
pub fn parse_sound(source: Cow<'_, str>) -> Parsed<'_> {
    let double_escaped = entity::DoubleEscaped::of(&source);
    parse_repaired(source, double_escaped)
}

fn parse_repaired(source: Cow<'_, str>, double_escaped: entity::DoubleEscaped) -> Parsed<'_> {
    let (head, _) = split_at_boundary(&source, MAX_BYTES);
    let end = head.len();
    let (tree, parsed) = dom::tree::parse_fragment(head);
    Parsed {
        source,
        end,
        tree,
        parsed,
        double_escaped,
        is_markdown: false,
        is_page: false,
    }
}

/// Repairs a source and passes its tags and texts to a function, without building a tree.
pub(crate) fn for_each_token(source: &str, take: &mut dyn FnMut(Token<'_>)) {
    dom::token::for_each(&repair::repair(source, repair::Attributes::All), take);
}

/// Applies an edit that returns its input borrowed when there was nothing to change.
fn replace_if_changed<'a>(
    source: Cow<'a, str>,
    edit: impl Fn(&str) -> Cow<'_, str>,
) -> Cow<'a, str> {
    let edited = match edit(&source) {
        Cow::Owned(edited) => Some(edited),
        Cow::Borrowed(_) => None,
    };
    edited.map_or(source, Cow::Owned)
}

impl Parsed<'static> {
    /// A source of which only the tree was written. None if its tags were not in order.
    pub fn of_tree(writer: TreeWriter) -> Option<Self> {
        let (tree, double_escaped) = writer.finish()?;
        Some(Self {
            source: Cow::Borrowed(""),
            end: 0,
            tree,
            parsed: 0,
            double_escaped,
            is_markdown: false,
            is_page: false,
        })
    }
}

impl Parsed<'_> {
    /// The source was Markdown.
    pub fn of_markdown(mut self) -> Self {
        self.is_markdown = true;
        self
    }

    /// The source is a whole web page. Other pages of its site may be in the library.
    pub fn of_page(mut self) -> Self {
        self.is_page = true;
        self
    }

    /// The source as it was parsed.
    pub fn source(&self) -> &str {
        self.source.get(..self.end).unwrap_or_default()
    }

    pub fn root(&self) -> Node<'_> {
        self.tree.root()
    }

    /// Whether the whole source is in the tree.
    pub fn is_whole(&self) -> bool {
        self.parsed == self.source.len()
    }

    /// Builds the document: of the whole source, or of the parts that are the article, with the
    /// rest cut by the rule [`PAGE`].
    pub fn build(&self, article: Option<Article<'_>>, context: &Context<'_>) -> Document {
        let is_whole = self.parsed == self.end;
        if is_whole && let Some(text) = self.untagged_text() {
            // Without tags, line ends are the only structure.
            return plain::build(&text);
        }
        let links = Links::new(context.base).with_files(self.is_markdown || self.is_page);
        let mut builder = Builder::new(links, self.double_escaped);
        if self.has_only_inline_elements() {
            builder.end_paragraphs_at_empty_lines();
        }
        if let Some(article) = article {
            builder.show_only(article);
        }
        for selector in context.selectors {
            builder.add_selector(selector, self.tree.select(selector));
        }
        builder.walk(self.tree.root());
        let mut document =
            post::post_process::post_process(builder.finish(), context, self.is_markdown);
        if !is_whole {
            self.append_plain(&mut document);
        }
        document
    }

    /// Appends the part of the source that is not in the tree as plain paragraphs.
    fn append_plain(&self, document: &mut Document) {
        let room = MAX_BLOCKS.saturating_sub(document.blocks.len());
        let (blocks, is_complete) = plain_fallback::blocks(self.source(), self.parsed, room);
        document.blocks.extend(blocks);
        document.flaws.push(Flaw::Simplified);
        if self.end < self.source.len() || !is_complete {
            document.flaws.push(Flaw::TooLong);
        }
        document.number();
    }

    /// Whether a body in several parts has at most one `<div>`, and inside it no element that would
    /// separate them: its empty lines do.
    fn has_only_inline_elements(&self) -> bool {
        let mut divs = 0;
        self.source().contains("\n\n")
            && self
                .root()
                .descendants()
                .filter_map(Node::name)
                .all(|name| {
                    divs += usize::from(name == "div");
                    let treatment = find(name);
                    let separates = |treatment: Treatment| {
                        treatment.is_block() || treatment == Treatment::Break
                    };
                    divs <= 1 && (name == "div" || !treatment.is_some_and(separates))
                })
    }

    /// The text of a body without tags, except wrappers of the whole.
    fn untagged_text(&self) -> Option<String> {
        let is_wrapper = |node: Node<'_>| {
            let is_plain = node.name().is_none_or(|name| {
                name == "html" || (name == "div" && node.attributes().next().is_none())
            });
            let mut elements = node.children().filter(|child| child.name().is_some());
            is_plain && elements.nth(1).is_none()
        };
        let text = self
            .root()
            .descendants()
            .all(is_wrapper)
            .then(|| self.root().all_text())?;
        let lines = text.trim().lines().filter(|line| !line.trim().is_empty());
        (lines.count() > 1).then(|| self.double_escaped.decode(&text).into_owned())
    }
}

#[cfg(test)]
mod tests;
