//! What the events of the parser become: a tree or, if only a parser of HTML gets the author's tags
//! right, HTML.

use super::escape::{attribute, escape};
use crate::document::html::TreeWriter;
use std::fmt::Write as _;

/// The attributes of a start tag.
pub type Attributes<'a> = &'a [(&'static str, &'a str)];

/// Takes tags and texts in order.
pub trait Sink {
    fn start(&mut self, name: &'static str, attributes: Attributes<'_>);
    fn empty(&mut self, name: &'static str, attributes: Attributes<'_>);
    fn end(&mut self, name: &'static str);
    fn text(&mut self, text: &str);
    /// Takes HTML of the author.
    fn html(&mut self, html: &str);
}

impl Sink for TreeWriter {
    fn start(&mut self, name: &'static str, attributes: Attributes<'_>) {
        Self::start(self, name, attributes);
    }

    fn empty(&mut self, name: &'static str, attributes: Attributes<'_>) {
        Self::empty(self, name, attributes);
    }

    fn end(&mut self, name: &'static str) {
        Self::end(self, name);
    }

    fn text(&mut self, text: &str) {
        Self::text(self, text);
    }

    /// Comments are not in the tree, and only a parser knows what the author's tags mean.
    fn html(&mut self, html: &str) {
        let tag = html.trim_end_matches('\n');
        if !is_comment(tag) {
            self.fail();
        } else if tag.len() < html.len() {
            self.text("\n");
        }
    }
}

/// Whether HTML is one whole comment.
fn is_comment(html: &str) -> bool {
    let inner = html.strip_prefix("<!--");
    let inner = inner.and_then(|html| html.strip_suffix("-->"));
    inner.is_some_and(|inner| !inner.contains("--") && !inner.starts_with(['>', '-']))
}

/// HTML that was written for a Markdown source.
#[derive(Default)]
pub struct Html {
    pub text: String,
    /// It contains HTML of the author, which may need repair. All other tags are in order.
    pub is_foreign: bool,
}

impl Html {
    fn tag(&mut self, name: &str, attributes: Attributes<'_>) {
        self.text.extend(["<", name]);
        for (name, value) in attributes {
            let _ = write!(self.text, " {name}=\"{}\"", attribute(value));
        }
        self.text.push('>');
    }
}

impl Sink for Html {
    fn start(&mut self, name: &'static str, attributes: Attributes<'_>) {
        self.tag(name, attributes);
        if name == "pre" {
            // The parser drops a line end directly after this tag: add one for it to drop.
            self.text.push('\n');
        }
    }

    fn empty(&mut self, name: &'static str, attributes: Attributes<'_>) {
        self.tag(name, attributes);
    }

    fn end(&mut self, name: &'static str) {
        self.text.extend(["</", name, ">"]);
        if is_block(name) {
            // Separates blocks even if the parser ignores the end tag.
            self.text.push('\n');
        }
    }

    fn text(&mut self, text: &str) {
        escape(&mut self.text, text);
    }

    fn html(&mut self, html: &str) {
        self.is_foreign = true;
        self.text.push_str(html);
    }
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "blockquote"
            | "dd"
            | "div"
            | "dl"
            | "dt"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "li"
            | "ol"
            | "p"
            | "pre"
            | "table"
            | "ul"
    )
}
