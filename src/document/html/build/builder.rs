//! From tree to blocks: opens and closes elements in the order of the source.
//!
//! Walks with a stack of its own, so that no nesting of the source can exhaust the
//! thread's. Blocks nest at most [`MAX_FLOWS`] deep; what lies deeper is as if its tags were
//! not there.

use super::block_stack::{Content, Flow};
use super::inline::{Inlines, Mode, RunStyle};
use super::link::Links;
use super::{collapsible, end_tag};
use crate::document::entity::DoubleEscaped;
use crate::document::html::dom::attribute::Marks;
use crate::document::html::dom::element::{self, Treatment as T};
use crate::document::html::dom::tree::{Node, NodeId};
use crate::document::html::post::footnote;
use crate::document::html::{PAGE, picked};
use crate::document::{Align, Block, Hints, ListKind, math};
use crate::extract;
use crate::text::Language;
use std::collections::{HashMap, HashSet};

/// Deepest nesting of blocks in a document.
const MAX_FLOWS: usize = 64;

/// A footnote whose label is not known before its reference is.
#[derive(Debug)]
pub struct Note {
    pub id: String,
    pub blocks: Vec<Block>,
}

#[derive(Default)]
pub struct Builder {
    pub links: Links,
    pub flows: Vec<Flow>,
    pub notes: Vec<Note>,
    /// Names that `#fragment` links may lead to.
    pub anchors: Vec<String>,
    pub language: Option<Language>,
    pub look: RunStyle,
    /// Whether line ends of the source are line ends here (`white-space: pre` and its like).
    pub keeps_lines: bool,
    pub frames: Vec<Frame>,
    pub in_notes: usize,
    /// Which references of the source stand as text and were not meant so.
    pub twice: DoubleEscaped,
    /// Of a whole page: the elements that are shown, those they stand in, and what is cut in them.
    content: HashSet<NodeId>,
    around: HashSet<NodeId>,
    junk: HashSet<NodeId>,
    /// The tokens of elements that the user's selectors fit.
    picks: HashMap<NodeId, Vec<String>>,
}

/// An open element.
pub struct Frame {
    /// The look outside, and whether line ends count there.
    look: RunStyle,
    keeps_lines: bool,
    pub close: Close,
    hints: Option<Box<Hints>>,
}

/// What is due when an element closes.
pub enum Close {
    RunStyle,
    /// A paragraph or a block without a flow of its own; what held outside.
    Block {
        align: Align,
        hints: Option<Box<Hints>>,
        language: Option<Language>,
    },
    Group,
    Heading {
        level: u8,
        anchor: Option<String>,
    },
    Quote,
    List(ListKind),
    Item {
        value: Option<i32>,
        id: Option<String>,
        /// Nothing stands between its tags: an item that the author left empty.
        bare: bool,
    },
    Definitions,
    Term,
    Definition,
    Code,
    CodeLine,
    Table,
    TableHead,
    Row,
    Cell {
        heading: bool,
        columns: u16,
        rows: u16,
        align: Option<Align>,
    },
    Caption,
    Summary,
    Figure,
    Details,
    Notes,
    Notice,
    Ruby(Box<Inlines>),
    Script {
        outer: Box<Inlines>,
        superior: bool,
    },
    Quotation,
}

impl Close {
    /// Whether the element's content is gathered apart.
    pub fn has_flow(&self) -> bool {
        !matches!(
            self,
            Self::RunStyle
                | Self::Block { .. }
                | Self::CodeLine
                | Self::TableHead
                | Self::Row
                | Self::Ruby(_)
                | Self::Script { .. }
                | Self::Quotation
        )
    }
}

impl Builder {
    pub fn new(links: Links) -> Self {
        Self {
            links,
            flows: vec![Flow::default()],
            ..Self::default()
        }
    }

    /// Gives elements the token of a selector that fits them.
    pub fn pick(&mut self, selector: &str, nodes: Vec<NodeId>) {
        for node in nodes {
            self.picks.entry(node).or_default().push(picked(selector));
        }
    }

    /// Cuts everything that stands outside of the parts of a page that are shown.
    pub fn show_only(&mut self, parts: extract::Parts<'_>) {
        self.look.cut = Some(PAGE);
        for content in parts.content {
            self.content.insert(content.id());
            let around = std::iter::successors(content.parent(), |node| node.parent());
            self.around.extend(around.map(Node::id));
        }
        self.junk = parts.junk;
    }

    /// Walks everything below `top`.
    pub fn walk(&mut self, top: Node<'_>) {
        let floor = self.frames.len();
        let Some(mut node) = top.first_child() else {
            return;
        };
        loop {
            if self.open(node) {
                if let Some(child) = node.first_child() {
                    node = child;
                    continue;
                }
                self.close();
            }
            while node.next_sibling().is_none() {
                if self.frames.len() == floor {
                    return;
                }
                let Some(parent) = node.parent() else {
                    return;
                };
                node = parent;
                self.close();
            }
            if let Some(next) = node.next_sibling() {
                node = next;
            }
        }
    }

    /// The flow that is open.
    pub fn flow(&mut self) -> &mut Flow {
        if self.flows.is_empty() {
            self.flows.push(Flow::default());
        }
        self.flows.last_mut().expect("one was pushed just now")
    }

    pub fn push_block(&mut self, mut block: Block) {
        block.cut = block.cut.or(self.look.cut);
        self.flow().push(block);
    }

    /// Opens a node. Returns whether its children are to be walked, in which case a frame
    /// was pushed.
    fn open(&mut self, node: Node<'_>) -> bool {
        if let Some(text) = node.text() {
            self.text(text);
            return false;
        }
        let Some(name) = node.name() else {
            // Comments and doctypes say nothing; a fragment's root holds everything.
            if node.first_child().is_some() {
                self.enter(Close::RunStyle, None);
                return true;
            }
            return false;
        };
        let treatment = element::find(name).unwrap_or(T::Transparent);
        let mut marks = Marks::of(node);
        if !self.picks.is_empty() {
            marks.picked = self.picks.remove(&node.id()).unwrap_or_default();
        }
        marks.hidden |= marks.undisplayed && !collapsible::is_fold(node, &marks);
        let outer = (self.look, self.keeps_lines);
        if let Some((tex, display)) = math::script(node) {
            self.formula(&tex, display);
            return false;
        }
        if treatment == T::Drop || math::is_drawn(node, marks.class) {
            return false;
        }
        if !self.content.is_empty() {
            if self.around.contains(&node.id()) {
                return self.enter_block(Align::Start, None);
            }
            if self.content.contains(&node.id()) {
                self.end_paragraph();
                self.look.cut = None;
                // Scripts show the text of some pages only once it is read.
                marks.hidden = false;
            } else if self.junk.contains(&node.id()) {
                self.look.cut = Some(PAGE);
            }
        }
        if let Some(tex) = math::annotation(node, marks.class) {
            self.formula(&tex, marks.class.contains("display"));
            return false;
        }
        self.note_anchor(&marks);
        self.keeps_lines = marks.keeps_lines.unwrap_or(self.keeps_lines);
        let anchor = Some(marks.id).filter(|id| !id.is_empty());
        let anchor = anchor.or_else(|| node.attribute("name").filter(|_| name == "a"));
        let entered = if self.in_code() {
            self.open_in_code(node, treatment, &marks)
        } else {
            self.open_element(node, name, treatment, marks)
        };
        match self.frames.last_mut() {
            Some(frame) if entered => (frame.look, frame.keeps_lines) = outer,
            _ => (self.look, self.keeps_lines) = outer,
        }
        if let Some(id) = anchor.filter(|id| footnote::is_id(id)) {
            self.begin_note(id);
        }
        entered
    }

    pub fn enter(&mut self, close: Close, hints: Option<Box<Hints>>) -> bool {
        self.frames.push(Frame {
            look: self.look,
            keeps_lines: self.keeps_lines,
            close,
            hints,
        });
        true
    }

    /// Makes a block of the text that is open. What stands above or below the line ends with
    /// it, for no block can stand there.
    pub fn end_paragraph(&mut self) {
        while self.flow().nested > 0 {
            let nested =
                |frame: &&mut Frame| matches!(frame.close, Close::Ruby(_) | Close::Script { .. });
            let Some(frame) = self.frames.iter_mut().rev().find(nested) else {
                break;
            };
            let close = std::mem::replace(&mut frame.close, Close::RunStyle);
            end_tag::close(self, close, None);
        }
        self.flow().flush();
    }

    /// Sets the text so far aside: what comes stands above or below the line.
    pub fn set_aside(&mut self) -> Box<Inlines> {
        let flow = self.flow();
        flow.nested += 1;
        Box::new(std::mem::replace(
            &mut flow.inlines,
            Inlines::new(Mode::Line),
        ))
    }

    /// Ends the paragraph that is open and begins a flow.
    pub fn enter_flow(
        &mut self,
        content: Content,
        mode: Mode,
        close: Close,
        hints: Option<Box<Hints>>,
    ) -> bool {
        self.end_paragraph();
        if self.flows.len() >= MAX_FLOWS {
            let align = self.flow().align;
            return self.enter_block(align, None);
        }
        let (align, language) = (self.flow().align, self.flow().language);
        let mut flow = Flow::new(content, mode);
        flow.align = align;
        flow.language = language;
        self.flows.push(flow);
        self.enter(close, hints)
    }

    /// Ends the paragraph that is open; what comes is one of this flow, with these marks.
    pub fn enter_block(&mut self, align: Align, hints: Option<Box<Hints>>) -> bool {
        self.end_paragraph();
        let flow = self.flow();
        let close = Close::Block {
            align: std::mem::replace(&mut flow.align, align),
            hints: std::mem::replace(&mut flow.hints, hints),
            language: flow.language,
        };
        self.enter(close, None)
    }

    pub fn in_code(&mut self) -> bool {
        matches!(self.flow().content, Content::Code(_))
    }

    fn note_anchor(&mut self, marks: &Marks<'_>) {
        if !marks.id.is_empty() && self.anchors.len() < 20_000 {
            self.anchors.push(marks.id.to_owned());
        }
    }

    /// A note may begin here: it is an item, or a paragraph that something has yet to call.
    fn begin_note(&mut self, id: &str) {
        if !self.flow().inlines.is_empty() {
            return;
        }
        let owner = self.frames.iter_mut().rev().find(|f| f.close.has_flow());
        let owner = owner.map(|frame| &mut frame.close);
        if let Some(Close::Item { id: own, .. }) = owner {
            if !own.as_deref().is_some_and(footnote::is_id) {
                *own = Some(id.to_owned());
            }
        } else if self.flow().mode == Mode::Flow {
            self.flow().note = Some(id.to_owned());
        }
    }

    fn close(&mut self) {
        let Some(frame) = self.frames.pop() else {
            return;
        };
        if matches!(frame.close, Close::Notes) {
            self.in_notes = self.in_notes.saturating_sub(1);
        }
        // What closes is cut if its content was: the look is still that within.
        end_tag::close(self, frame.close, frame.hints);
        self.look = frame.look;
        self.keeps_lines = frame.keeps_lines;
    }

    /// The look of what is open now.
    pub fn look(&self) -> RunStyle {
        self.look
    }

    pub fn in_notes(&self) -> bool {
        self.in_notes > 0
    }
}
