//! Walks the tree in source order and passes start tags, end tags and texts to the build state.
//!
//! The walk keeps its own stack, so that deep nesting cannot exhaust the thread's stack.

use super::inline::TextMode;
use super::link::Links;
use super::state::{BuildState, Built, Children, EndAction};
use super::{collapsible, end_tag, footnote};
use crate::document::entity::DoubleEscaped;
use crate::document::html::dom::attribute::Attributes;
use crate::document::html::dom::element::{self, Treatment as T};
use crate::document::html::dom::tree::{Node, NodeId};
use crate::document::html::rule_names::{PAGE, selector_token};
use crate::document::{Align, math};
use std::collections::{HashMap, HashSet};

/// The parts of a whole page that are the article.
pub(crate) struct Article<'a> {
    /// The element of the article, or those of the posts of a thread, in source order.
    pub roots: Vec<Node<'a>>,
    /// Elements between a root and the core of its text. Some pages hide them until a script has run.
    pub opened: HashSet<NodeId>,
    /// Elements and texts inside the roots that are not part of the article.
    pub junk: HashSet<NodeId>,
}

#[derive(Default)]
pub struct Builder {
    state: BuildState,
    /// On a whole page: the roots of the article, their ancestors, and what is cut inside them.
    /// All empty when everything is the article.
    roots: HashSet<NodeId>,
    ancestors: HashSet<NodeId>,
    opened: HashSet<NodeId>,
    junk: HashSet<NodeId>,
    /// Hint tokens of elements that the user's selectors match.
    selector_tokens: HashMap<NodeId, Vec<String>>,
}

impl Builder {
    pub fn new(links: Links, double_escaped: DoubleEscaped) -> Self {
        Self {
            state: BuildState::new(links, double_escaped),
            ..Self::default()
        }
    }

    /// Empty lines of the source end paragraphs.
    pub fn end_paragraphs_at_empty_lines(&mut self) {
        self.state.ends_at_empty_lines = true;
    }

    /// Adds the token of a selector to the elements that it matches.
    pub fn add_selector(&mut self, selector: &str, nodes: Vec<NodeId>) {
        for node in nodes {
            let tokens = self.selector_tokens.entry(node).or_default();
            tokens.push(selector_token(selector));
        }
    }

    /// Cuts everything outside of the article, and the junk in it.
    pub fn show_only(&mut self, article: Article<'_>) {
        // The root of the tree is never entered.
        if article.roots.iter().all(|root| root.name().is_some()) {
            self.state.style.cut = Some(PAGE);
        }
        for root in article.roots {
            self.roots.insert(root.id());
            let ancestors = std::iter::successors(root.parent(), |node| node.parent());
            self.ancestors.extend(ancestors.map(Node::id));
        }
        self.opened = article.opened;
        self.junk = article.junk;
    }

    pub fn finish(self) -> Built {
        self.state.finish()
    }

    /// Walks everything below `top`.
    pub fn walk(&mut self, top: Node<'_>) {
        let floor = self.state.elements.len();
        let Some(mut node) = top.first_child() else {
            return;
        };
        loop {
            if self.enter(node) == Children::Walk {
                if let Some(child) = node.first_child() {
                    node = child;
                    continue;
                }
                self.leave();
            }
            while node.next_sibling().is_none() {
                if self.state.elements.len() == floor {
                    return;
                }
                let Some(parent) = node.parent() else {
                    return;
                };
                node = parent;
                self.leave();
            }
            if let Some(next) = node.next_sibling() {
                node = next;
            }
        }
    }

    fn enter(&mut self, node: Node<'_>) -> Children {
        if let Some(text) = node.text() {
            let cut = self.state.style.cut;
            if self.junk.contains(&node.id()) {
                self.state.style.cut = Some(PAGE);
            }
            self.state.text(text);
            self.state.style.cut = cut;
            return Children::Skip;
        }
        let Some(name) = node.name() else {
            // Comments and doctypes have no children; the root of a fragment has.
            return match node.first_child() {
                Some(_) => self.state.open(EndAction::Style),
                None => Children::Skip,
            };
        };
        self.start_tag(node, name)
    }

    fn start_tag(&mut self, node: Node<'_>, name: &str) -> Children {
        let treatment = element::find(name).unwrap_or(T::Transparent);
        let mut attributes = self.attributes(node);
        if let Some((tex, display)) = math::script(node) {
            self.state.tex(&tex, display);
            return Children::Skip;
        }
        if treatment == T::Drop || math::is_drawn(node, attributes.class) {
            return Children::Skip;
        }
        // Outside of this element the style holds that is open now, not what follows sets.
        let outer = (self.state.style, self.state.keeps_lines);
        if self.ancestors.contains(&node.id()) {
            // It only contains the article. Its attributes do not apply to it.
            return self.state.open_paragraph(Align::Start, None);
        }
        self.show_or_cut(node, &mut attributes);
        let state = &mut self.state;
        if let Some(tex) = math::annotation(node, attributes.class) {
            state.tex(&tex, attributes.class.contains("display"));
            return Children::Skip;
        }
        state.add_anchor(attributes.id);
        state.keeps_lines = attributes.keeps_lines.unwrap_or(state.keeps_lines);
        let id = Some(attributes.id).filter(|id| !id.is_empty());
        let id = id.or_else(|| node.attribute("name").filter(|_| name == "a"));
        let children = if state.in_code() {
            state.start_tag_in_code(node, treatment, &attributes)
        } else {
            state.start_tag(node, name, treatment, attributes)
        };
        match state.elements.last_mut() {
            Some(element) if children == Children::Walk => {
                (element.style, element.keeps_lines) = outer;
            }
            _ => (state.style, state.keeps_lines) = outer,
        }
        if let Some(id) = id.filter(|id| footnote::is_id(id)) {
            state.begin_footnote(id);
        }
        children
    }

    fn attributes<'a>(&mut self, node: Node<'a>) -> Attributes<'a> {
        let mut attributes = Attributes::of(node);
        if !self.selector_tokens.is_empty() {
            attributes.selector_tokens =
                self.selector_tokens.remove(&node.id()).unwrap_or_default();
        }
        attributes.hidden |=
            attributes.undisplayed && !collapsible::is_collapsible(node, &attributes);
        attributes
    }

    /// On a whole page, starts to show at the roots of the article and cuts junk.
    fn show_or_cut(&mut self, node: Node<'_>, attributes: &mut Attributes<'_>) {
        if self.roots.contains(&node.id()) {
            self.state.end_paragraph();
            self.state.style.cut = None;
            // Some pages hide their text until a script has run.
            attributes.hidden = false;
        } else if self.junk.contains(&node.id()) {
            self.state.style.cut = Some(PAGE);
        } else if self.opened.contains(&node.id()) {
            attributes.hidden = false;
        }
    }

    fn leave(&mut self) {
        let Some(element) = self.state.elements.pop() else {
            return;
        };
        if matches!(element.end, EndAction::FootnoteSection) {
            self.state.footnote_sections = self.state.footnote_sections.saturating_sub(1);
        }
        // The style inside still holds, so that a block is cut if its content was.
        end_tag::end_tag(&mut self.state, element.end, element.hints);
        self.state.style = element.style;
        self.state.keeps_lines = element.keeps_lines;
    }
}

impl BuildState {
    /// Marks what starts here as a footnote: a list item, or a paragraph that may turn out to be
    /// one when a reference to it is found.
    fn begin_footnote(&mut self, id: &str) {
        if !self.container().inlines.is_empty() {
            return;
        }
        if let Some(EndAction::Item { id: own, .. }) = self.owner_mut() {
            if !own.as_deref().is_some_and(footnote::is_id) {
                *own = Some(id.to_owned());
            }
        } else if self.container().mode == TextMode::Flow {
            self.container().note = Some(id.to_owned());
        }
    }
}
