//! Builds a tree from tags and texts that are in order, without a parser.

use super::tree::{MAX_DEPTH, MAX_NODES, Tree};
use crate::document::entity::DoubleEscaped;
use html5ever::tendril::StrTendril;
use html5ever::tree_builder::{ElementFlags, NodeOrText, TreeSink};
use html5ever::{Attribute, LocalName, QualName, local_name, ns};
use scraper::{Html, HtmlTreeSink};

/// Writes the tree that the parser would build of the same tags. It knows only the rules of HTML
/// that apply to tags in order, and [fails](TreeWriter::has_failed) if others would apply.
pub(crate) struct TreeWriter {
    sink: HtmlTreeSink,
    /// The open elements, the root of the fragment first.
    open: Vec<(ego_tree::NodeId, &'static str)>,
    /// Text that is not in the tree yet.
    text: String,
    nodes: usize,
    double_escaped: DoubleEscaped,
    has_failed: bool,
}

impl TreeWriter {
    pub fn new() -> Self {
        let sink = HtmlTreeSink::new(Html::new_fragment());
        let root = sink.get_document();
        let mut writer = Self {
            sink,
            open: vec![(root, "")],
            text: String::new(),
            nodes: 1,
            double_escaped: DoubleEscaped::default(),
            has_failed: false,
        };
        writer.open("html", &[]);
        writer
    }

    /// Whether the tags are not in order or exceed a limit, so that only a parser gets them right.
    pub fn has_failed(&self) -> bool {
        self.has_failed
    }

    pub fn fail(&mut self) {
        self.has_failed = true;
    }

    /// Writes a start tag.
    pub fn start(&mut self, name: &'static str, attributes: &[(&'static str, &str)]) {
        let is_open = || self.open.iter().any(|(_, open)| *open == name);
        // The parser ends a link before the next one starts.
        self.has_failed |= name == "a" && is_open();
        if name == "tr" && self.innermost() == "table" {
            self.open("tbody", &[]);
        }
        self.open(name, attributes);
    }

    /// Writes an element without content.
    pub fn empty(&mut self, name: &'static str, attributes: &[(&'static str, &str)]) {
        self.open(name, attributes);
        self.open.pop();
    }

    /// Writes an end tag.
    pub fn end(&mut self, name: &'static str) {
        self.flush();
        if name == "table" && self.innermost() == "tbody" {
            self.open.pop();
        }
        if self.innermost() == name {
            self.open.pop();
        } else {
            self.has_failed = true;
        }
    }

    pub fn text(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// The tree; None if it has failed or an element is still open.
    pub fn finish(mut self) -> Option<(Tree, DoubleEscaped)> {
        self.flush();
        let is_complete = self.open.len() == 2 && !self.has_failed;
        is_complete.then(|| (Tree::new(self.sink.finish()), self.double_escaped))
    }

    fn innermost(&self) -> &'static str {
        self.open.last().map_or("", |(_, name)| name)
    }

    fn open(&mut self, name: &'static str, attributes: &[(&'static str, &str)]) {
        self.flush();
        let attributes = attributes.iter().map(|(name, value)| {
            self.double_escaped.see(value);
            Attribute {
                name: QualName::new(None, ns!(), local_name(name)),
                value: StrTendril::from_slice(value),
            }
        });
        let attributes = attributes.collect();
        let name_of_element = QualName::new(None, ns!(html), local_name(name));
        let flags = ElementFlags::default();
        let node = self.sink.create_element(name_of_element, attributes, flags);
        self.append(NodeOrText::AppendNode(node));
        self.open.push((node, name));
    }

    fn flush(&mut self) {
        if self.text.is_empty() {
            return;
        }
        self.double_escaped.see(&self.text);
        let text = StrTendril::from_slice(&self.text);
        self.text.clear();
        self.append(NodeOrText::AppendText(text));
    }

    fn append(&mut self, child: NodeOrText<ego_tree::NodeId>) {
        self.nodes += 1;
        self.has_failed |= self.nodes > MAX_NODES || self.open.len() > MAX_DEPTH;
        if let Some((parent, _)) = self.open.last() {
            self.sink.append(parent, child);
        }
    }
}

/// A name as html5ever stores it. Those that occur often need no search in its table.
fn local_name(name: &str) -> LocalName {
    match name {
        "a" => local_name!("a"),
        "alt" => local_name!("alt"),
        "br" => local_name!("br"),
        "class" => local_name!("class"),
        "code" => local_name!("code"),
        "em" => local_name!("em"),
        "href" => local_name!("href"),
        "img" => local_name!("img"),
        "li" => local_name!("li"),
        "p" => local_name!("p"),
        "pre" => local_name!("pre"),
        "src" => local_name!("src"),
        "strong" => local_name!("strong"),
        "td" => local_name!("td"),
        "title" => local_name!("title"),
        "tr" => local_name!("tr"),
        "ul" => local_name!("ul"),
        _ => LocalName::from(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::html::dom::tree::{Node, parse_fragment};

    /// The nodes below a node, with their depth.
    fn shape(root: Node<'_>) -> Vec<String> {
        let line = |node: Node<'_>| {
            let depth = std::iter::successors(node.parent(), |node| node.parent()).count();
            let attributes: Vec<_> = node.attributes().collect();
            format!("{depth} {:?} {:?} {attributes:?}", node.name(), node.text())
        };
        root.descendants().map(line).collect()
    }

    #[test]
    fn tags_in_order_make_the_tree_of_the_parser() {
        let mut writer = TreeWriter::new();
        writer.start("table", &[]);
        writer.start("tr", &[]);
        writer.start("td", &[("align", "right")]);
        writer.text("a<");
        writer.text("b");
        writer.empty("br", &[]);
        for name in ["td", "tr", "table"] {
            writer.end(name);
        }
        let (tree, double_escaped) = writer.finish().unwrap();
        let source = "<table><tr><td align=right>a&lt;b<br></td></tr></table>";
        let (parsed, _) = parse_fragment(source);
        assert_eq!(shape(tree.root()), shape(parsed.root()));
        assert_eq!(double_escaped.decode("&lt;"), "&lt;");
    }

    #[test]
    fn tags_out_of_order_fail() {
        let check = |tags: &[&'static str], is_sound: bool| {
            let mut writer = TreeWriter::new();
            for tag in tags {
                match tag.strip_prefix('/') {
                    Some(name) => writer.end(name),
                    None => writer.start(tag, &[]),
                }
            }
            assert_eq!(writer.finish().is_some(), is_sound, "{tags:?}");
        };
        check(&["p", "em", "/em", "/p"], true);
        check(&["p", "em", "/p", "/em"], false);
        check(&["p", "a", "sup", "a", "/a", "/sup", "/a", "/p"], false);
        check(&["p"], false);
        check(&["/p"], false);
        check(&["div"; MAX_DEPTH], false);
    }
}
