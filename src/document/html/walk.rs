//! From tree to blocks: opens and closes elements in the order of the source.
//!
//! Walks with a stack of its own, so that no nesting of the source can exhaust the
//! thread's. Blocks nest at most [`MAX_FLOWS`] deep; what lies deeper is as if its tags were
//! not there.

use super::attribute::Marks;
use super::element::{self, Treatment as T};
use super::flow::{Content, Flow};
use super::inline::{Inlines, Look, Mode};
use super::link::Links;
use super::tree::{Node, NodeId};
use super::{
    COPY_BUTTON, HIDDEN, LINE_NUMBER, PAGE, citation, close, code, fold, image, inline, media,
    page, picked, table,
};
use crate::document::{
    Align, Block, BlockKind, Hints, Image, ListKind, MediaKind, Numbering, Style, math,
};
use crate::text::{Language, sanitize};
use std::borrow::Cow;
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
pub struct Walker {
    pub links: Links,
    pub flows: Vec<Flow>,
    pub notes: Vec<Note>,
    /// Names that `#fragment` links may lead to.
    pub anchors: Vec<String>,
    pub language: Option<Language>,
    look: Look,
    frames: Vec<Frame>,
    in_notes: usize,
    /// Of a whole page: the elements that are shown, those they stand in, and what is cut in them.
    content: HashSet<NodeId>,
    around: HashSet<NodeId>,
    junk: HashSet<NodeId>,
    /// The tokens of elements that the user's selectors fit.
    picks: HashMap<NodeId, Vec<String>>,
}

/// An open element.
struct Frame {
    /// The look outside.
    look: Look,
    close: Close,
    hints: Option<Box<Hints>>,
}

/// What is due when an element closes.
pub enum Close {
    Look,
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
    fn has_flow(&self) -> bool {
        !matches!(
            self,
            Self::Look
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

impl Walker {
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
    pub fn show_only(&mut self, parts: page::Parts<'_>) {
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
                self.enter(Close::Look, None);
                return true;
            }
            return false;
        };
        let treatment = element::find(name).unwrap_or(T::Transparent);
        let mut marks = Marks::of(node);
        if !self.picks.is_empty() {
            marks.picked = self.picks.remove(&node.id()).unwrap_or_default();
        }
        marks.hidden |= marks.undisplayed && !fold::is_fold(node, &marks);
        let outer = self.look;
        if treatment == T::Drop {
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
        let entered = if self.in_code() {
            self.open_in_code(node, treatment, &marks)
        } else {
            self.open_element(node, name, treatment, marks)
        };
        match self.frames.last_mut() {
            Some(frame) if entered => frame.look = outer,
            _ => self.look = outer,
        }
        entered
    }

    fn enter(&mut self, close: Close, hints: Option<Box<Hints>>) -> bool {
        self.frames.push(Frame {
            look: self.look,
            close,
            hints,
        });
        true
    }

    /// Makes a block of the text that is open. What stands above or below the line ends with
    /// it, for no block can stand there.
    fn end_paragraph(&mut self) {
        while self.flow().nested > 0 {
            let nested =
                |frame: &&mut Frame| matches!(frame.close, Close::Ruby(_) | Close::Script { .. });
            let Some(frame) = self.frames.iter_mut().rev().find(nested) else {
                break;
            };
            let close = std::mem::replace(&mut frame.close, Close::Look);
            close::close(self, close, None);
        }
        self.flow().flush();
    }

    /// Sets the text so far aside: what comes stands above or below the line.
    fn set_aside(&mut self) -> Box<Inlines> {
        let flow = self.flow();
        flow.nested += 1;
        Box::new(std::mem::replace(
            &mut flow.inlines,
            Inlines::new(Mode::Line),
        ))
    }

    /// Ends the paragraph that is open and begins a flow.
    fn enter_flow(
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
    fn enter_block(&mut self, align: Align, hints: Option<Box<Hints>>) -> bool {
        self.end_paragraph();
        let flow = self.flow();
        let close = Close::Block {
            align: std::mem::replace(&mut flow.align, align),
            hints: std::mem::replace(&mut flow.hints, hints),
            language: flow.language,
        };
        self.enter(close, None)
    }

    fn open_element(
        &mut self,
        node: Node<'_>,
        name: &str,
        treatment: T,
        mut marks: Marks<'_>,
    ) -> bool {
        if matches!(name, "span" | "font" | "em" | "i") {
            marks.bold_tokens(marks.class);
        }
        self.look = marks.look(self.look);
        let language = marks.lang.and_then(Language::from_tag);
        if matches!(name, "html" | "body" | "article") {
            self.language = self.language.or(language);
        }
        let align = marks.align.unwrap_or(self.flow().align);
        match treatment {
            T::Drop | T::Nothing => false,
            T::Transparent => self.inline(Style::PLAIN, &marks),
            T::Inline(style) => self.inline(style, &marks),
            T::Citation if citation::is_source(node) => {
                let mut hints = marks.hints(name).unwrap_or_default();
                name.clone_into(&mut hints.element);
                self.enter_block(align, Some(hints))
            }
            T::Citation => self.inline(Style::PLAIN, &marks),
            T::Break => {
                self.flow().inlines.line_break();
                false
            }
            T::Link => self.link(node, &marks),
            T::Superscript | T::Subscript => self.script(treatment == T::Superscript),
            T::Quotation => {
                let look = self.look;
                self.flow().inlines.push("“", look);
                self.enter(Close::Quotation, None)
            }
            T::Ruby => {
                let outer = self.set_aside();
                self.enter(Close::Ruby(outer), None)
            }
            T::RubyText => self.inline(Style::RUBY, &marks),
            T::RubyBracket => false,
            T::Math => {
                let text = math::mathml(node);
                self.formula_text(&text, &text, node.attribute("display") == Some("block"));
                false
            }
            T::Image => {
                self.picture(node);
                false
            }
            T::Media(kind) => {
                self.media(node, kind);
                false
            }
            T::NoScript => {
                let shown = node
                    .descendants()
                    .skip(1)
                    .take(32)
                    .any(|inner| inner.is("img"));
                if shown {
                    return self.inline(Style::PLAIN, &marks);
                }
                false
            }
            T::Input => {
                self.input(node);
                false
            }
            T::Paragraph => {
                self.enter_block(align, marks.hints(name));
                self.flow().language = language.or(self.flow().language);
                true
            }
            T::Center => self.enter_block(Align::Center, None),
            T::Flow => {
                self.group(name, align, &marks);
                self.flow().language = language.or(self.flow().language);
                true
            }
            T::Rule => {
                let mut block = Block::from(BlockKind::Rule);
                block.hints = marks.hints(name);
                self.end_paragraph();
                self.push_block(block);
                false
            }
            _ => self.container(node, name, treatment, &marks),
        }
    }

    /// Elements that hold a flow of their own.
    fn container(&mut self, node: Node<'_>, name: &str, treatment: T, marks: &Marks<'_>) -> bool {
        let hints = marks.hints(name);
        let id = (!marks.id.is_empty()).then(|| marks.id.to_owned());
        let blocks = Content::Blocks;
        match treatment {
            T::Heading(level) => {
                self.look.style = self.look.style.without(Style::STRONG);
                let close = Close::Heading { level, anchor: id };
                self.enter_flow(blocks, Mode::Line, close, hints)
            }
            T::Quote => self.enter_flow(blocks, Mode::Flow, Close::Quote, hints),
            T::Bullets | T::Numbers => {
                let kind = list_kind(node, treatment);
                if is_notes(marks) {
                    self.in_notes += 1;
                    return self.enter_flow(
                        Content::List(Vec::new()),
                        Mode::Flow,
                        Close::Notes,
                        hints,
                    );
                }
                self.enter_flow(
                    Content::List(Vec::new()),
                    Mode::Flow,
                    Close::List(kind),
                    hints,
                )
            }
            T::Item => {
                let value = node.attribute("value").and_then(|v| v.trim().parse().ok());
                let bare = node.first_child().is_none();
                let close = Close::Item { value, id, bare };
                self.enter_flow(blocks, Mode::Flow, close, hints)
            }
            T::Definitions => self.enter_flow(
                Content::Definitions(Vec::new()),
                Mode::Flow,
                Close::Definitions,
                hints,
            ),
            T::Term => self.enter_flow(blocks, Mode::Line, Close::Term, hints),
            T::Definition => self.enter_flow(blocks, Mode::Flow, Close::Definition, hints),
            T::Code => {
                let language = code::language(marks.class, node);
                let entered =
                    self.enter_flow(Content::Code(language), Mode::Raw, Close::Code, hints);
                self.look.style = Style::PLAIN;
                entered
            }
            T::Table => self.enter_flow(
                Content::Table(Box::default()),
                Mode::Flow,
                Close::Table,
                hints,
            ),
            T::TableHead => self.enter(Close::TableHead, None),
            T::Row => {
                if let Some(table) = self.flow().table() {
                    table.rows.push(Vec::new());
                }
                self.enter(Close::Row, None)
            }
            T::Cell | T::HeadCell => self.cell(node, treatment == T::HeadCell, marks),
            T::Caption | T::FigureCaption => self.caption(node, name, treatment, marks),
            T::Figure => self.enter_flow(Content::Titled(None), Mode::Flow, Close::Figure, hints),
            T::Details => self.enter_flow(Content::Titled(None), Mode::Flow, Close::Details, hints),
            T::Summary if self.is_within(|close| matches!(close, Close::Details)) => {
                self.enter_flow(blocks, Mode::Line, Close::Summary, hints)
            }
            T::Summary => {
                let align = self.flow().align;
                self.enter_block(align, hints)
            }
            _ => self.inline(Style::PLAIN, marks),
        }
    }

    /// A block without a look: only worth a group when a rule may ask for it.
    fn group(&mut self, name: &str, align: Align, marks: &Marks<'_>) -> bool {
        let structural = matches!(
            self.flow().content,
            Content::List(_) | Content::Definitions(_) | Content::Table(_)
        );
        let hints = marks.hints(name);
        if hints.is_none() || structural {
            return self.enter_block(align, None);
        }
        let close = if is_notes(marks) && self.in_notes == 0 {
            self.in_notes += 1;
            Close::Notes
        } else if is_notice(marks) {
            Close::Notice
        } else {
            Close::Group
        };
        self.enter_flow(Content::Blocks, Mode::Flow, close, hints);
        self.flow().align = align;
        true
    }

    fn inline(&mut self, style: Style, marks: &Marks<'_>) -> bool {
        self.look.style = self.look.style.with(style);
        if marks.has_class("author") || marks.has_class("byline") {
            let flow = self.flow();
            flow.byline |= flow.inlines.is_empty();
        }
        if marks.has_class("invisible") {
            self.look.cut = Some(HIDDEN);
        }
        self.enter(Close::Look, None)
    }

    fn link(&mut self, node: Node<'_>, marks: &Marks<'_>) -> bool {
        if let Some(name) = node.attribute("name") {
            self.anchors.push(name.to_owned());
        }
        if let Some(address) = node.attribute("href") {
            let keyword = marks.class.split_ascii_whitespace().any(|class| {
                matches!(
                    class,
                    "s_tag" | "acglink" | "project-link" | "keyword" | "innerlink"
                )
            });
            self.look.link = self.links.number(address, keyword);
            self.look.style = self.look.style.without(Style::UNDERLINE);
        }
        if marks.has_class("footnote-backref")
            || marks.has_class("footnote-back")
            || marks.has_class("reversefootnote")
        {
            self.look.cut = Some(super::BACK_LINK);
        }
        self.enter(Close::Look, None)
    }

    fn script(&mut self, superior: bool) -> bool {
        let outer = self.set_aside();
        self.enter(Close::Script { outer, superior }, None)
    }

    fn cell(&mut self, node: Node<'_>, heading: bool, marks: &Marks<'_>) -> bool {
        if marks.is_line_number() {
            return false;
        }
        if self.flow().table().is_none() {
            return self.enter_block(marks.align.unwrap_or_default(), None);
        }
        let span = |name| table::span(node.attribute(name));
        let close = Close::Cell {
            heading,
            columns: span("colspan"),
            rows: span("rowspan"),
            align: marks.align,
        };
        self.enter_flow(Content::Blocks, Mode::Flow, close, None);
        self.flow().align = Align::Start;
        true
    }

    /// Captions stand for their table or figure; elsewhere they are paragraphs.
    fn caption(&mut self, node: Node<'_>, name: &str, treatment: T, marks: &Marks<'_>) -> bool {
        let owned = match &self.flow().content {
            Content::Table(_) => treatment == T::Caption,
            Content::Titled(_) => {
                treatment == T::FigureCaption
                    && self.is_within(|close| matches!(close, Close::Figure))
            }
            _ => false,
        };
        let holds_picture = node.descendants().take(64).any(|inner| inner.is("img"));
        if owned && !holds_picture {
            return self.enter_flow(Content::Blocks, Mode::Line, Close::Caption, None);
        }
        let align = marks.align.unwrap_or(self.flow().align);
        self.enter_block(align, marks.hints(name))
    }

    /// Whether the innermost element that has a flow is such a one.
    fn is_within(&self, is: impl Fn(&Close) -> bool) -> bool {
        let owner = self.frames.iter().rev().find(|f| f.close.has_flow());
        owner.is_some_and(|frame| is(&frame.close))
    }

    fn in_code(&mut self) -> bool {
        matches!(self.flow().content, Content::Code(_))
    }

    /// Within code only looks, breaks and lines matter.
    fn open_in_code(&mut self, node: Node<'_>, treatment: T, marks: &Marks<'_>) -> bool {
        if marks.hidden {
            self.look.cut = Some(HIDDEN);
        }
        if marks.is_line_number() {
            self.look.cut = Some(LINE_NUMBER);
        }
        if marks.is_copy_button() && treatment != T::Inline(Style::CODE) {
            self.look.cut = Some(COPY_BUTTON);
        }
        match treatment {
            T::Break => {
                self.flow().inlines.line_break();
                false
            }
            T::Image => {
                self.picture(node);
                false
            }
            T::Inline(Style::CODE) => {
                if let (Content::Code(known @ None), Some(language)) =
                    (&mut self.flow().content, code::language(marks.class, node))
                {
                    *known = Some(language);
                }
                self.enter(Close::Look, None)
            }
            T::Flow | T::Paragraph | T::Item | T::Row => {
                self.flow().inlines.new_line();
                self.enter(Close::CodeLine, None)
            }
            T::Nothing | T::Input | T::Rule => false,
            T::Media(_) | T::NoScript => false,
            T::Inline(style) => {
                self.look.style = self.look.style.with(style);
                self.look.style = self.look.style.with(code::style(marks.class));
                self.enter(Close::Look, None)
            }
            _ => {
                self.look.style = self.look.style.with(code::style(marks.class));
                self.enter(Close::Look, None)
            }
        }
    }

    fn text(&mut self, text: &str) {
        if self.flow().inlines.mode == Mode::Flow
            && let Some(paragraphs) = inline::paragraphs(text)
        {
            for (nth, paragraph) in paragraphs.into_iter().enumerate() {
                if nth > 0 {
                    self.flow().inlines.line_break();
                    self.flow().inlines.line_break();
                }
                self.text(paragraph);
            }
            return;
        }
        let look = self.look;
        let clean: Cow<'_, str>;
        let decoded;
        let text: &str = if self.in_code() {
            // Tabs are expanded by column once the whole line is known.
            clean = code::sanitize(text).into();
            &clean
        } else if text.bytes().all(|byte| byte.is_ascii_whitespace()) {
            text
        } else {
            let code = look.style.has(Style::CODE) || look.style.has(Style::KEYBOARD);
            decoded = if code {
                Cow::Borrowed(text)
            } else {
                super::double_escaped(text)
            };
            if !code && let Some(parts) = math::split(&decoded) {
                for part in parts {
                    match part {
                        math::Part::Text(text) => {
                            let text = sanitize(text);
                            self.flow().inlines.push(&text, look);
                        }
                        math::Part::Formula { tex, display } => self.formula(tex, display),
                    }
                }
                return;
            }
            clean = sanitize(&decoded);
            &clean
        };
        self.flow().inlines.push(text, look);
    }

    fn formula(&mut self, tex: &str, display: bool) {
        let shown = math::unicode(tex);
        self.formula_text(&shown, tex, display);
    }

    fn formula_text(&mut self, shown: &str, source: &str, display: bool) {
        let shown = crate::text::sanitize(shown).trim().to_owned();
        if shown.is_empty() {
            return;
        }
        let block_level = display && self.flow().inlines.mode == Mode::Flow;
        if block_level {
            self.end_paragraph();
            let text = self
                .flow()
                .text(vec![Look::default().with(Style::MATH).run(&shown)]);
            let source = sanitize(source).trim().to_owned();
            self.push_block(BlockKind::Math { text, source }.into());
        } else {
            let look = self.look.with(Style::MATH);
            self.flow().inlines.visible(&shown.replace('\n', " "), look);
        }
    }

    fn picture(&mut self, node: Node<'_>) {
        match image::picture(node, &mut self.links) {
            image::Picture::Nothing => {}
            image::Picture::Inline(label) => {
                let look = self.look.with(Style::IMAGE);
                self.flow().inlines.visible(&label, look);
            }
            image::Picture::Formula { tex, display } => {
                let alone = display && self.flow().inlines.is_empty();
                self.formula(&tex, alone);
            }
            image::Picture::Figure(image) => self.figure(image),
        }
    }

    /// A picture is a block; where only text may stand, it is its label.
    fn figure(&mut self, image: Image) {
        match self.flow().mode {
            Mode::Flow => self.end_paragraph(),
            _ if image.label.is_blank() => {}
            _ => {
                let mut look = self.look.with(Style::IMAGE);
                look.link = image.link.or(look.link);
                let label = image.label.plain();
                self.flow().inlines.visible(&label, look);
                return;
            }
        }
        let figure = BlockKind::Figure {
            images: vec![image],
            caption: None,
        };
        self.push_block(figure.into());
    }

    fn media(&mut self, node: Node<'_>, kind: MediaKind) {
        let Some(block) = media::block(node, kind, &mut self.links) else {
            return;
        };
        match block.kind {
            BlockKind::Media { text, .. } if self.flow().mode != Mode::Flow => {
                for run in &text.runs {
                    let look = Look {
                        link: run.link,
                        ..self.look
                    };
                    self.flow().inlines.visible(&run.text, look);
                }
            }
            _ => {
                self.end_paragraph();
                self.push_block(block);
            }
        }
    }

    /// The box of a task. Other controls show nothing.
    fn input(&mut self, node: Node<'_>) {
        let checkbox = node
            .attribute("type")
            .is_some_and(|kind| kind.eq_ignore_ascii_case("checkbox"));
        if !checkbox {
            return;
        }
        let checked = node.attribute("checked").is_some();
        let item = self
            .frames
            .iter()
            .rev()
            .take(3)
            .any(|frame| matches!(frame.close, Close::Item { .. }));
        let flow = self.flow();
        if item && flow.inlines.is_empty() && flow.blocks.is_empty() {
            flow.checked = Some(checked);
        }
    }

    fn note_anchor(&mut self, marks: &Marks<'_>) {
        if !marks.id.is_empty() && self.anchors.len() < 20_000 {
            self.anchors.push(marks.id.to_owned());
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
        close::close(self, frame.close, frame.hints);
        self.look = frame.look;
    }

    /// The look of what is open now.
    pub fn look(&self) -> Look {
        self.look
    }

    pub fn in_notes(&self) -> bool {
        self.in_notes > 0
    }
}

fn list_kind(node: Node<'_>, treatment: T) -> ListKind {
    if treatment == T::Bullets {
        return ListKind::Bullet;
    }
    let numbering = match node.attribute("type").map(str::trim) {
        Some("a") => Numbering::LowerAlpha,
        Some("A") => Numbering::UpperAlpha,
        Some("i") => Numbering::LowerRoman,
        Some("I") => Numbering::UpperRoman,
        _ => Numbering::Decimal,
    };
    let reversed = node.attribute("reversed").is_some();
    let start = node
        .attribute("start")
        .and_then(|start| start.trim().parse().ok());
    let count = || {
        let items = node.children().filter(|child| child.is("li")).count();
        i32::try_from(items).unwrap_or(i32::MAX)
    };
    ListKind::Ordered {
        start: start.unwrap_or_else(|| if reversed { count() } else { 1 }),
        numbering,
        reversed,
    }
}

fn is_notes(marks: &Marks<'_>) -> bool {
    marks.class.split_ascii_whitespace().any(|class| {
        matches!(
            class,
            "footnotes" | "footnote-list" | "footnotes-list" | "references"
        )
    })
}

fn is_notice(marks: &Marks<'_>) -> bool {
    marks.class.split_ascii_whitespace().any(|class| {
        matches!(
            class,
            "admonition"
                | "markdown-alert"
                | "callout"
                | "custom-block"
                | "notice"
                | "note"
                | "tip"
                | "warning"
                | "caution"
                | "important"
                | "hint-container"
        )
    })
}
