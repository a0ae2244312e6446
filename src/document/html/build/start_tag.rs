//! Start tags: what an element opens (a style, a paragraph or a container of its own).

use super::block_stack::Content;
use super::inline::TextMode;
use super::state::{BuildState, Children, EndAction, quotation_marks};
use super::superscript::{self, Shift};
use super::{citation, code, code_box, list, table};
use crate::document::html::dom::attribute::{Attributes, integer};
use crate::document::html::dom::element::Treatment as T;
use crate::document::html::dom::tree::Node;
use crate::document::html::rule_names::{BACK_LINK, HIDDEN, LINE_NUMBER};
use crate::document::{Align, Block, BlockKind, NoticeKind, Style, math};
use crate::text::Language;

impl BuildState {
    pub fn start_tag(
        &mut self,
        node: Node<'_>,
        name: &str,
        treatment: T,
        mut attributes: Attributes<'_>,
    ) -> Children {
        if matches!(name, "span" | "font" | "em" | "i") {
            attributes.add_bold_tokens(attributes.class);
        }
        self.style = self.style.inside(&attributes);
        let attributes = &attributes;
        if code_box::is_box(node, attributes) {
            let children = self.container_element(node, name, T::Code, attributes);
            self.container().inlines.is_box = true;
            return children;
        }
        let language = attributes.lang.and_then(Language::from_tag);
        if matches!(name, "html" | "body" | "article") {
            self.language = self.language.or(language);
        }
        if self.replaces_content(node, name, treatment, attributes) {
            return Children::Skip;
        }
        match treatment {
            T::Paragraph | T::Center | T::Flow | T::Dialog => {
                self.block(name, treatment, attributes, language)
            }
            T::Heading(_) | T::Quote | T::Code | T::Figure | T::Details | T::Summary => {
                self.container_element(node, name, treatment, attributes)
            }
            T::Bullets | T::Numbers | T::Item | T::Definitions | T::Term | T::Definition => {
                self.list_element(node, name, treatment, attributes)
            }
            T::Table | T::TableHead | T::Row | T::Cell | T::HeadCell => {
                self.table_element(node, name, treatment, attributes)
            }
            T::Caption | T::FigureCaption => self.caption(node, name, treatment, attributes),
            _ => self.inline_element(node, name, treatment, attributes),
        }
    }

    /// Shows something in place of an element's content, or nothing at all. Returns whether the
    /// element is done; if not, its content is shown.
    fn replaces_content(
        &mut self,
        node: Node<'_>,
        name: &str,
        treatment: T,
        attributes: &Attributes<'_>,
    ) -> bool {
        match treatment {
            T::Break => self.container().inlines.line_break(),
            T::Math => {
                let display = node.attribute("display") == Some("block");
                self.formula(math::mathml(node), None, display);
            }
            T::Image => self.picture(node),
            T::Input => self.checkbox(node),
            T::Rule => {
                let mut block = Block::from(BlockKind::Rule);
                block.hints = attributes.hints(name);
                self.end_paragraph();
                self.push_block(block);
            }
            // An object without a usable address shows its fallback content.
            T::Media(kind) => return self.media(node, kind) || name != "object",
            T::NoScript => {
                let mut inner = node.descendants().skip(1).take(32);
                return !inner.any(|inner| inner.is("img"));
            }
            T::Dialog => return node.attribute("open").is_none(),
            T::Drop | T::Nothing | T::RubyBracket => {}
            _ => return false,
        }
        true
    }

    fn inline_element(
        &mut self,
        node: Node<'_>,
        name: &str,
        treatment: T,
        attributes: &Attributes<'_>,
    ) -> Children {
        match treatment {
            T::Inline(style) => self.inline(style, attributes),
            T::RubyBase => {
                let style = self.style;
                superscript::begin_base(self.container(), style);
                self.inline(Style::PLAIN, attributes)
            }
            T::RubyText => {
                let style = self.style;
                superscript::begin_reading(self.container(), style);
                self.inline(Style::RUBY, attributes)
            }
            T::Link => self.link(node, attributes),
            // Zhihu draws the sign of a cut address by CSS.
            _ if attributes.has_class("ellipsis") && node.first_child().is_none() => {
                let children = self.inline(Style::PLAIN, attributes);
                self.text("…");
                children
            }
            T::Superscript | T::Subscript | T::Quotation | T::Ruby => self.enclosing(treatment),
            T::Citation if citation::is_source(node) => {
                let mut hints = attributes.hints(name).unwrap_or_default();
                name.clone_into(&mut hints.element);
                let align = attributes.align.unwrap_or(self.container().align);
                self.open_paragraph(align, Some(hints))
            }
            _ => self.inline(Style::PLAIN, attributes),
        }
    }

    fn inline(&mut self, style: Style, attributes: &Attributes<'_>) -> Children {
        let children = self.open_inline(attributes);
        self.style.style = self.style.style.with(style);
        if attributes.has_class("author") || attributes.has_class("byline") {
            let container = self.container();
            container.is_byline |= container.inlines.is_empty();
        }
        if attributes.has_class("mw-cite-backlink") || attributes.has_class("cite-backlink") {
            self.style.cut = Some(BACK_LINK);
        }
        if attributes.has_class("invisible") {
            self.style.cut = Some(HIDDEN);
        }
        children
    }

    /// Opens an inline element, or a block if CSS makes it one.
    fn open_inline(&mut self, attributes: &Attributes<'_>) -> Children {
        let container = self.container();
        // Superscripts and ruby cannot contain blocks.
        if !attributes.is_block || container.nested > 0 {
            return self.open(EndAction::Style);
        }
        let align = attributes.align.unwrap_or(container.align);
        let hints = attributes.hints("span").or_else(|| container.hints.clone());
        self.open_paragraph(align, hints)
    }

    fn link(&mut self, node: Node<'_>, attributes: &Attributes<'_>) -> Children {
        if let Some(name) = node.attribute("name") {
            self.add_anchor(name);
        }
        if let Some(address) = node.attribute("href") {
            // Links that a site adds to keywords are not numbered.
            self.style.link = if attributes.has_any_class(KEYWORD_LINKS) {
                self.links.add_quiet(address)
            } else {
                self.links.add_page(address)
            };
            let style = self.style.style.without(Style::UNDERLINE | Style::LIBRARY);
            let is_file = self.style.link.is_some_and(|link| self.links.is_file(link));
            self.style.style = match is_file {
                true => style.with(Style::LIBRARY),
                false => style,
            };
        }
        if attributes.has_any_class(BACK_LINKS) {
            self.style.cut = Some(BACK_LINK);
        }
        self.open_inline(attributes)
    }

    /// Elements whose text is written or changed when they end.
    pub fn enclosing(&mut self, treatment: T) -> Children {
        let mut begin = || superscript::begin(self.container());
        let end = match treatment {
            T::Superscript => EndAction::Shifted(Shift::Superscript, begin()),
            T::Subscript => EndAction::Shifted(Shift::Subscript, begin()),
            T::Ruby => EndAction::Ruby(begin()),
            _ => {
                let style = self.style;
                let (opening, _) = quotation_marks(self.quotations);
                self.quotations += 1;
                self.container().inlines.push(opening, style);
                EndAction::Quotation
            }
        };
        self.open(end)
    }

    /// Blocks without a style of their own.
    fn block(
        &mut self,
        name: &str,
        treatment: T,
        attributes: &Attributes<'_>,
        language: Option<Language>,
    ) -> Children {
        let align = attributes.align.unwrap_or(self.container().align);
        if treatment == T::Center {
            return self.open_paragraph(Align::Center, None);
        }
        let children = if treatment == T::Paragraph {
            self.open_paragraph(align, attributes.hints(name))
        } else {
            self.group(name, align, attributes)
        };
        let container = self.container();
        container.language = language.or(container.language);
        children
    }

    /// A `<div>` or similar. It becomes a group only if a cleaning rule may ask for it.
    fn group(&mut self, name: &str, align: Align, attributes: &Attributes<'_>) -> Children {
        // Lists and tables contain items and rows, not groups.
        let is_structural = matches!(
            self.container().content,
            Content::List(_) | Content::Definitions(_) | Content::Table { .. }
        );
        let hints = attributes.hints(name);
        if hints.is_none() || is_structural {
            return self.open_paragraph(align, None);
        }
        let end = if attributes.has_any_class(FOOTNOTE_SECTIONS) && !self.in_footnotes() {
            self.footnote_sections += 1;
            EndAction::FootnoteSection
        } else if attributes.has_any_class(NOTICES) {
            EndAction::Notice(NoticeKind::of_classes(attributes.class))
        } else {
            EndAction::Group
        };
        let children = self.open_container(Content::Blocks, TextMode::Flow, end, hints);
        self.container().align = align;
        children
    }

    fn container_element(
        &mut self,
        node: Node<'_>,
        name: &str,
        treatment: T,
        attributes: &Attributes<'_>,
    ) -> Children {
        let hints = attributes.hints(name);
        let (content, mode, end) = match treatment {
            T::Heading(level) => {
                self.style.style = self.style.style.without(Style::STRONG);
                let anchor = attributes.owned_id();
                let end = EndAction::Heading { level, anchor };
                (Content::Blocks, TextMode::Line, end)
            }
            T::Quote => (Content::Blocks, TextMode::Flow, EndAction::Quote),
            T::Figure => (Content::Titled(None), TextMode::Flow, EndAction::Figure),
            T::Details => (Content::Titled(None), TextMode::Flow, EndAction::Details),
            T::Code => {
                let language = code::language(attributes.class, node);
                let content = Content::Code(language);
                let children =
                    self.open_container(content, TextMode::Preformatted, EndAction::Code, hints);
                self.style.style = Style::PLAIN;
                return children;
            }
            _ if matches!(self.owner(), Some(EndAction::Details)) => {
                (Content::Blocks, TextMode::Line, EndAction::Summary)
            }
            _ => {
                let align = self.container().align;
                return self.open_paragraph(align, hints);
            }
        };
        self.open_container(content, mode, end, hints)
    }

    fn list_element(
        &mut self,
        node: Node<'_>,
        name: &str,
        treatment: T,
        attributes: &Attributes<'_>,
    ) -> Children {
        let (content, mode, end) = match treatment {
            T::Item => {
                let end = EndAction::Item {
                    value: node.attribute("value").and_then(integer),
                    id: attributes.owned_id(),
                    is_empty: list::is_empty(node),
                };
                (Content::Blocks, TextMode::Flow, end)
            }
            T::Definitions => {
                let content = Content::Definitions(Vec::new());
                (content, TextMode::Flow, EndAction::Definitions)
            }
            T::Term => (Content::Blocks, TextMode::Line, EndAction::Term),
            T::Definition => (Content::Blocks, TextMode::Flow, EndAction::Definition),
            _ => {
                if attributes.is_line_number() {
                    self.style.cut = Some(LINE_NUMBER);
                }
                let end = if attributes.has_any_class(FOOTNOTE_SECTIONS) {
                    self.footnote_sections += 1;
                    EndAction::FootnoteSection
                } else {
                    EndAction::List(list::kind(node, treatment, attributes))
                };
                (Content::List(Vec::new()), TextMode::Flow, end)
            }
        };
        self.open_container(content, mode, end, attributes.hints(name))
    }

    fn table_element(
        &mut self,
        node: Node<'_>,
        name: &str,
        treatment: T,
        attributes: &Attributes<'_>,
    ) -> Children {
        match treatment {
            T::Table => {
                let content = Content::Table {
                    table: Box::default(),
                    cells: 0,
                };
                let hints = attributes.hints(name);
                self.open_container(content, TextMode::Flow, EndAction::Table, hints)
            }
            T::TableHead => self.open(EndAction::TableHead),
            T::Row => {
                if let Some(table) = self.container().table() {
                    table.rows.push(Vec::new());
                }
                self.open(EndAction::Row)
            }
            _ => self.cell(node, treatment, attributes),
        }
    }

    fn cell(&mut self, node: Node<'_>, treatment: T, attributes: &Attributes<'_>) -> Children {
        if attributes.is_line_number() {
            return Children::Skip;
        }
        if self.container().table().is_none() {
            return self.open_paragraph(attributes.align.unwrap_or_default(), None);
        }
        let span = |name| table::span(node.attribute(name));
        let end = EndAction::Cell {
            heading: treatment == T::HeadCell,
            columns: span("colspan"),
            rows: span("rowspan"),
            align: attributes.align,
        };
        let children = self.open_container(Content::Blocks, TextMode::Flow, end, None);
        self.container().align = Align::Start;
        children
    }

    /// A caption of the table or figure that is open. Elsewhere, and if it contains a picture,
    /// it is a paragraph.
    fn caption(
        &mut self,
        node: Node<'_>,
        name: &str,
        treatment: T,
        attributes: &Attributes<'_>,
    ) -> Children {
        let is_owned = match self.container().content {
            Content::Table { .. } => treatment == T::Caption,
            Content::Titled(_) => {
                treatment == T::FigureCaption && matches!(self.owner(), Some(EndAction::Figure))
            }
            _ => false,
        };
        let has_picture = node.descendants().take(64).any(|inner| inner.is("img"));
        if is_owned && !has_picture {
            let end = EndAction::Caption;
            return self.open_container(Content::Blocks, TextMode::Line, end, None);
        }
        let align = attributes.align.unwrap_or(self.container().align);
        self.open_paragraph(align, attributes.hints(name))
    }

    pub fn in_footnotes(&self) -> bool {
        self.footnote_sections > 0
    }
}

/// Classes of links that a site adds to keywords.
const KEYWORD_LINKS: &[&str] = &["s_tag", "acglink", "project-link", "keyword", "innerlink"];

/// Classes of links from a footnote back into the text.
const BACK_LINKS: &[&str] = &["footnote-backref", "footnote-back", "reversefootnote"];

/// Classes of sections that contain footnotes.
const FOOTNOTE_SECTIONS: &[&str] = &["footnotes", "footnote-list", "footnotes-list", "references"];

/// Classes of boxes that draw attention to something.
const NOTICES: &[&str] = &[
    "admonition",
    "markdown-alert",
    "callout",
    "custom-block",
    "notice",
    "note",
    "tip",
    "warning",
    "caution",
    "important",
    "hint-container",
];
