//! A parse with limits, and nodes to walk.
//!
//! html5ever takes quadratic time in the nesting depth (servo/html5ever#788), so the source is
//! fed in small pieces and the depth of the new nodes is checked after each. Source after a limit
//! stays unparsed. (It is also quadratic in the attributes of one tag; `repair` removes those.)

use crate::text::ceil_char_boundary;
use html5ever::driver::{ParseOpts, Parser};
use html5ever::tendril::TendrilSink;
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{QualName, local_name, ns};
use scraper::{Html, HtmlTreeSink, Selector};

/// Maximum nesting of elements. Real articles nest up to 65.
pub const MAX_DEPTH: usize = 128;
pub const MAX_NODES: usize = 200_000;
/// Maximum bytes of source that are parsed.
const MAX_BYTES: usize = 2 << 20;
/// Bytes that are fed to the parser between two checks.
const PIECE: usize = 4096;

/// A parsed source.
pub struct Tree(Html);

/// A node of a parsed source: an element, a text, or another kind that is ignored here.
#[derive(Clone, Copy)]
pub(crate) struct Node<'a>(ego_tree::NodeRef<'a, scraper::Node>);

/// Identifies a node in its tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct NodeId(ego_tree::NodeId);

/// Parses a fragment as the content of `<body>`. Also returns the number of bytes that are in
/// the tree: fewer than all if a limit was reached.
pub fn parse_fragment(source: &str) -> (Tree, usize) {
    let sink = HtmlTreeSink::new(Html::new_fragment());
    let body = QualName::new(None, ns!(html), local_name!("body"));
    feed(
        html5ever::parse_fragment(sink, options(), body, Vec::new(), false),
        source,
    )
}

/// Without scripting, so that the content of `<noscript>` is parsed.
fn options() -> ParseOpts {
    ParseOpts {
        tree_builder: TreeBuilderOpts {
            scripting_enabled: false,
            ..TreeBuilderOpts::default()
        },
        ..ParseOpts::default()
    }
}

fn feed(mut parser: Parser<HtmlTreeSink>, source: &str) -> (Tree, usize) {
    let mut taken = 0;
    let mut seen = 0;
    while taken < source.len() && taken < MAX_BYTES {
        let end = piece_end(source, taken);
        let piece = source.get(taken..end).unwrap_or_default();
        parser.process(piece.into());
        taken = end;
        let html = parser.tokenizer.sink.sink.0.borrow();
        let nodes = html.tree.nodes();
        let count = nodes.len();
        let too_deep = nodes
            .rev()
            .take(count - seen)
            .any(|node| node.ancestors().take(MAX_DEPTH + 1).count() > MAX_DEPTH);
        seen = count;
        if too_deep || count > MAX_NODES {
            break;
        }
    }
    (Tree(parser.finish()), taken)
}

/// The end of a piece. It is not inside a tag: after a limit, the rest would start with half a tag.
fn piece_end(source: &str, from: usize) -> usize {
    let end = ceil_char_boundary(source, from + PIECE);
    if end == source.len() {
        return end;
    }
    let piece = source.get(from..end).unwrap_or_default();
    let tag = piece
        .rfind('<')
        .filter(|at| !piece.get(*at..).unwrap_or_default().contains('>'));
    match tag {
        Some(0) => {
            let rest = source.get(end..).unwrap_or_default();
            rest.find('>').map_or(source.len(), |more| end + more + 1)
        }
        Some(at) => from + at,
        None => end,
    }
}

impl Tree {
    pub fn new(html: Html) -> Self {
        Self(html)
    }

    pub fn root(&self) -> Node<'_> {
        Node(self.0.tree.root())
    }

    /// The elements that a CSS selector matches; none if it is not a valid selector.
    pub fn select(&self, selector: &str) -> Vec<NodeId> {
        Selector::parse(selector).map_or(Vec::new(), |selector| {
            let found = self.0.select(&selector);
            found.map(|element| NodeId(element.id())).collect()
        })
    }
}

/// Whether a text is a valid CSS selector.
pub fn is_selector(text: &str) -> bool {
    Selector::parse(text).is_ok()
}

impl<'a> Node<'a> {
    pub fn id(self) -> NodeId {
        NodeId(self.0.id())
    }

    pub fn first_child(self) -> Option<Self> {
        self.0.first_child().map(Self)
    }

    pub fn next_sibling(self) -> Option<Self> {
        self.0.next_sibling().map(Self)
    }

    pub fn previous_sibling(self) -> Option<Self> {
        self.0.prev_sibling().map(Self)
    }

    pub fn parent(self) -> Option<Self> {
        self.0.parent().map(Self)
    }

    /// This node and all nodes below it, in source order.
    pub fn descendants(self) -> impl Iterator<Item = Node<'a>> {
        self.0.descendants().map(Self)
    }

    pub fn children(self) -> impl Iterator<Item = Node<'a>> {
        self.0.children().map(Self)
    }

    /// The characters of a text node.
    pub fn text(self) -> Option<&'a str> {
        match self.0.value() {
            scraper::Node::Text(text) => Some(&text.text),
            _ => None,
        }
    }

    /// The name of an element, in lower case.
    pub fn name(self) -> Option<&'a str> {
        match self.0.value() {
            scraper::Node::Element(element) => Some(element.name()),
            _ => None,
        }
    }

    /// All attributes of an element.
    pub fn attributes(self) -> impl Iterator<Item = (&'a str, &'a str)> {
        let element = match self.0.value() {
            scraper::Node::Element(element) => Some(element),
            _ => None,
        };
        element.into_iter().flat_map(scraper::node::Element::attrs)
    }

    /// One attribute. Elements have few, so a linear search is the fastest.
    pub fn attribute(self, name: &str) -> Option<&'a str> {
        self.attributes()
            .find(|(key, _)| *key == name)
            .map(|(_, value)| value)
    }

    /// Whether this is the element `name`.
    pub fn is(self, name: &str) -> bool {
        self.name() == Some(name)
    }

    /// All text below this node, unchanged.
    pub fn all_text(self) -> String {
        self.descendants().filter_map(Self::text).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_stop_the_parser() {
        let check = |source: String, is_whole: bool| {
            let (_, taken) = parse_fragment(&source);
            assert_eq!(taken == source.len(), is_whole, "{} bytes", source.len());
        };
        check("<p>一</p>".repeat(1000), true);
        check("<b>".repeat(20_000), false);
        check("x".repeat(MAX_BYTES + PIECE), false);
    }
}
