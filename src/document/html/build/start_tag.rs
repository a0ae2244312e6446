//! What an element opens: a look, a paragraph, or a flow of its own.

use super::block_stack::Content;
use super::builder::{Builder, Close};
use super::inline::Mode;
use super::{citation, code, list, table};
use crate::document::html::dom::attribute::{Marks, integer};
use crate::document::html::dom::element::Treatment as T;
use crate::document::html::dom::tree::Node;
use crate::document::html::{HIDDEN, LINE_NUMBER};
use crate::document::{Align, Block, BlockKind, Style, math};
use crate::text::Language;

impl Builder {
    pub fn open_element(
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
            T::Dialog if node.attribute("open").is_none() => false,
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
            T::Superscript | T::Subscript | T::Quotation | T::Ruby => self.raise(treatment),
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
            // An object that leads nowhere shows what it holds.
            T::Media(kind) => {
                !self.media(node, kind) && name == "object" && self.inline(Style::PLAIN, &marks)
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
            T::Flow | T::Dialog => {
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
                if marks.is_line_number() {
                    self.look.cut = Some(LINE_NUMBER);
                }
                let kind = list::kind(node, treatment, marks);
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
                let value = node.attribute("value").and_then(integer);
                let bare = list::is_bare(node);
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
                Content::Table {
                    table: Box::default(),
                    cells: 0,
                },
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
            Content::List(_) | Content::Definitions(_) | Content::Table { .. }
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
        let entered = self.enter_inline(marks);
        self.look.style = self.look.style.with(style);
        if marks.has_class("author") || marks.has_class("byline") {
            let flow = self.flow();
            flow.byline |= flow.inlines.is_empty();
        }
        if marks.has_class("mw-cite-backlink") || marks.has_class("cite-backlink") {
            self.look.cut = Some(crate::document::html::BACK_LINK);
        }
        if marks.has_class("invisible") {
            self.look.cut = Some(HIDDEN);
        }
        entered
    }

    /// Enters an inline element, which a style may have made a block.
    fn enter_inline(&mut self, marks: &Marks<'_>) -> bool {
        let flow = self.flow();
        if !marks.block || flow.nested > 0 {
            return self.enter(Close::RunStyle, None);
        }
        let align = marks.align.unwrap_or(flow.align);
        let hints = marks.hints("span").or_else(|| flow.hints.clone());
        self.enter_block(align, hints)
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
            self.look.cut = Some(crate::document::html::BACK_LINK);
        }
        self.enter_inline(marks)
    }

    /// Elements whose text is only written once they close, or changed by what closes them.
    pub fn raise(&mut self, treatment: T) -> bool {
        let close = match treatment {
            T::Quotation => {
                let look = self.look;
                self.flow().inlines.push("“", look);
                Close::Quotation
            }
            T::Ruby => Close::Ruby(self.set_aside()),
            _ => Close::Script {
                outer: self.set_aside(),
                superior: treatment == T::Superscript,
            },
        };
        self.enter(close, None)
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
            Content::Table { .. } => treatment == T::Caption,
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
