//! Writes the parser's events as HTML.

use super::super::math;
use super::escape::{attribute, escape};
use super::heading;
use super::line::callout_tag;
use super::source::APART;
use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, Event, Tag, TagEnd};
use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;

/// HTML that was written for a Markdown source.
pub struct Html {
    pub text: String,
    /// It contains HTML of the author, or data in an address. Otherwise all tags are in order.
    pub needs_repair: bool,
}

#[derive(Default)]
pub struct Writer {
    out: String,
    /// The footnotes, written after the body.
    notes: String,
    /// The body so far while a footnote is open; `out` then holds the footnote.
    body: Option<String>,
    /// The number of each footnote by its label, in the order of the first reference.
    called: HashMap<String, usize>,
    /// Labels of the defined footnotes.
    defined: HashSet<String>,
    /// Inside a repeated definition of a footnote, which is ignored.
    in_second: bool,
    /// Offset in `out` after the tag name of the last heading: its `id` is inserted there.
    heading: usize,
    /// Offset in `out` of the last alert.
    alert: usize,
    /// Offset in `out` after the title of the last alert.
    alert_text: usize,
    /// Offset in `out` of the trailing text, that is, the end of the last event that was not
    /// text.
    texts: usize,
    columns: Vec<Alignment>,
    column: usize,
    in_head: bool,
    /// HTML of the author was written that may need repair.
    has_foreign: bool,
    /// Nesting depth of images. Inside, only text is written: it becomes the `alt` attribute.
    in_image: usize,
}

impl Writer {
    /// A writer for a source of some bytes.
    pub fn for_length(bytes: usize) -> Self {
        Self {
            out: String::with_capacity(bytes + bytes / 4),
            ..Self::default()
        }
    }

    pub fn event(&mut self, event: Event<'_>) {
        if self.in_second {
            self.in_second = !matches!(event, Event::End(TagEnd::FootnoteDefinition));
            return;
        }
        let is_text = matches!(event, Event::Text(_));
        self.write(event);
        if !is_text {
            self.texts = self.out.len();
        }
    }

    fn write(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(&text),
            Event::Code(text) if self.in_image > 0 => escape(&mut self.out, &text),
            Event::Code(text) => self.wrapped("<code>", &text, "</code>"),
            Event::InlineMath(tex) if !math::is_formula(&tex) && !math::is_term(&tex) => {
                let _ = write!(self.out, "${}$", attribute(&tex));
            }
            Event::InlineMath(tex) if self.in_image == 0 => {
                self.wrapped(
                    "<span class=\"katex\"><annotation encoding=\"tex\">",
                    &tex,
                    "</annotation></span>",
                );
            }
            Event::DisplayMath(tex) if self.in_image == 0 => self.wrapped(
                "<span class=\"katex katex-display\"><annotation encoding=\"tex\">",
                &tex,
                "</annotation></span>",
            ),
            Event::InlineMath(tex) | Event::DisplayMath(tex) => escape(&mut self.out, &tex),
            Event::Html(html) | Event::InlineHtml(html) => {
                if self.in_image == 0 {
                    self.inline_html(&html);
                } else if html.starts_with("<br") {
                    self.out.push(' ');
                }
            }
            Event::FootnoteReference(label) => {
                let id = attribute(&label);
                let number = self.called.len() + 1;
                let number = *self.called.entry(label.into_string()).or_insert(number);
                let _ = write!(self.out, "<sup><a href=\"#fn:{id}\">[{number}]</a></sup>");
            }
            Event::SoftBreak => self.out.push('\n'),
            Event::HardBreak => self
                .out
                .push_str(if self.in_image > 0 { " " } else { "<br>\n" }),
            Event::Rule => self.out.push_str("<hr>\n"),
            // At the start of a heading the marker is text: a heading cannot be a task.
            Event::TaskListMarker(checked) if self.out.len() == self.heading + 1 => {
                self.out.push_str(if checked { "[x] " } else { "[ ] " });
            }
            Event::TaskListMarker(checked) => {
                let checked = if checked { " checked" } else { "" };
                let _ = write!(self.out, "<input type=checkbox{checked}>");
            }
        }
    }

    /// Writes text. A text event that begins with `&` and is longer than that had a backslash
    /// before it, so the reference is shown, not used. The `<wbr>` keeps the builder from decoding
    /// it as a reference escaped twice.
    fn text(&mut self, text: &str) {
        match text.strip_prefix('&') {
            Some(rest) if !rest.is_empty() && self.in_image == 0 => {
                self.out.push_str("&amp;<wbr>");
                escape(&mut self.out, rest);
            }
            _ => escape(&mut self.out, text),
        }
    }

    fn wrapped(&mut self, open: &str, text: &str, close: &str) {
        self.out.push_str(open);
        escape(&mut self.out, text);
        self.out.push_str(close);
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Heading { level, .. } => {
                let _ = write!(self.out, "<h{}", level as u8);
                self.heading = self.out.len();
                self.out.push('>');
            }
            Tag::BlockQuote(kind) => self.quote(kind),
            Tag::CodeBlock(kind) => self.code_block(&kind),
            Tag::List(Some(start)) => {
                let _ = write!(self.out, "<ol start={start}>");
            }
            Tag::FootnoteDefinition(label) if !self.defined.insert(label.to_string()) => {
                self.in_second = true;
            }
            Tag::FootnoteDefinition(label) => {
                let body = std::mem::take(&mut self.out);
                self.body = Some(body);
                let _ = write!(self.out, "<li id=\"fn:{}\">", attribute(&label));
            }
            Tag::Table(columns) => {
                self.columns = columns;
                self.out.push_str("<table>");
            }
            Tag::TableHead => {
                (self.in_head, self.column) = (true, 0);
                self.out.push_str("<thead><tr>");
            }
            Tag::TableRow => {
                self.column = 0;
                self.out.push_str("<tr>");
            }
            Tag::TableCell => self.cell(),
            Tag::Link { dest_url, .. } if self.in_image == 0 => {
                let _ = write!(self.out, "<a href=\"{}\">", attribute(&dest_url));
            }
            Tag::Image {
                dest_url, title, ..
            } => {
                self.in_image += 1;
                if self.in_image == 1 {
                    let (source, title) = (attribute(&dest_url), attribute(&title));
                    let _ = write!(self.out, "<img src=\"{source}\" title=\"{title}\" alt=\"");
                }
            }
            Tag::HtmlBlock | Tag::MetadataBlock(_) | Tag::Link { .. } => {}
            other if self.in_image == 0 => {
                if let Some(name) = plain_tag(&other.to_end()) {
                    let _ = write!(self.out, "<{name}>");
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(level) => {
                self.heading_attributes();
                let _ = writeln!(self.out, "</h{}>", level as u8);
            }
            TagEnd::BlockQuote(Some(_)) => self.out.push_str("</div>\n"),
            TagEnd::BlockQuote(None) => self.out.push_str("</blockquote>\n"),
            TagEnd::CodeBlock => self.out.push_str("</code></pre>\n"),
            TagEnd::List(true) => self.out.push_str("</ol>\n"),
            TagEnd::FootnoteDefinition => {
                self.out.push_str("</li>");
                if let Some(body) = self.body.take() {
                    let note = std::mem::replace(&mut self.out, body);
                    self.notes.push_str(&note);
                }
            }
            TagEnd::TableHead => {
                self.in_head = false;
                self.out.push_str("</tr></thead>");
            }
            TagEnd::TableRow => self.out.push_str("</tr>"),
            TagEnd::TableCell => {
                self.out
                    .push_str(if self.in_head { "</th>" } else { "</td>" });
                self.column += 1;
            }
            TagEnd::Table => self.out.push_str("</table>\n"),
            TagEnd::Link if self.in_image == 0 => self.out.push_str("</a>"),
            TagEnd::Image => {
                self.in_image = self.in_image.saturating_sub(1);
                if self.in_image == 0 {
                    self.out.push_str("\">");
                }
            }
            TagEnd::HtmlBlock | TagEnd::MetadataBlock(_) | TagEnd::Link => {}
            other if self.in_image == 0 => {
                if let Some(name) = plain_tag(&other) {
                    let _ = write!(self.out, "</{name}>");
                    if name.len() > 1 || name == "p" {
                        // Separates blocks even if the HTML parser ignores the end tag.
                        self.out.push_str(if is_inline(name) { "" } else { "\n" });
                    }
                }
            }
            _ => {}
        }
    }

    fn quote(&mut self, kind: Option<BlockQuoteKind>) {
        let title = match kind {
            None => {
                self.out.push_str("<blockquote>");
                return;
            }
            Some(BlockQuoteKind::Note) => "Note",
            Some(BlockQuoteKind::Tip) => "Tip",
            Some(BlockQuoteKind::Important) => "Important",
            Some(BlockQuoteKind::Warning) => "Warning",
            Some(BlockQuoteKind::Caution) => "Caution",
        };
        self.alert = self.out.len();
        self.out.push_str(&alert(title));
        let _ = write!(self.out, "{title}</p>");
        self.alert_text = self.out.len();
    }

    /// Writes inline HTML. At the start of an alert, the tag that [`callout`](super::line::callout)
    /// wrote replaces the kind and the title: its paragraph is the title.
    fn inline_html(&mut self, html: &str) {
        let kind = callout_tag(html);
        let before = self.out.get(self.alert_text..);
        match kind.filter(|_| before == Some("<p>")) {
            Some(kind) => {
                self.out.truncate(self.alert);
                self.out.push_str(&alert(kind));
            }
            None if html == APART => {}
            None => {
                self.has_foreign |= !PLAIN_TAGS.contains(&html);
                self.out.push_str(html);
            }
        }
    }

    /// Moves attributes at the end of a heading's text (`{#id .class}`) into its tag.
    fn heading_attributes(&mut self) {
        let texts = self.out.get(self.texts..).unwrap_or_default();
        let Some((before, id)) = heading::attributes(texts) else {
            return;
        };
        let id = id.map(|id| format!(" id=\"{id}\""));
        self.out.truncate(self.texts + before.len());
        self.out.insert_str(self.heading, &id.unwrap_or_default());
    }

    fn code_block(&mut self, kind: &CodeBlockKind<'_>) {
        let language = match kind {
            CodeBlockKind::Fenced(info) => {
                info.split([' ', ',', '{', ':']).next().unwrap_or_default()
            }
            CodeBlockKind::Indented => "",
        };
        // The HTML parser drops a line break directly after `<pre>`: add one for it to drop.
        if language.is_empty() {
            self.out.push_str("<pre>\n<code class=\"code\">");
        } else {
            let language = attribute(language);
            let _ = write!(self.out, "<pre>\n<code class=\"language-{language}\">");
        }
    }

    fn cell(&mut self) {
        let name = if self.in_head { "th" } else { "td" };
        let align = match self.columns.get(self.column) {
            Some(Alignment::Center) => " align=center",
            Some(Alignment::Right) => " align=right",
            _ => "",
        };
        let _ = write!(self.out, "<{name}{align}>");
    }

    pub fn finish(mut self, has_data: bool) -> Html {
        if !self.notes.is_empty() {
            let _ = write!(self.out, "<ol class=\"footnotes\">{}</ol>", self.notes);
        }
        Html {
            text: self.out,
            needs_repair: self.has_foreign || has_data,
        }
    }
}

/// Tags in the source that need no repair: those that the passes before the parser write, and line
/// breaks.
const PLAIN_TAGS: &[&str] = &["<mark>", "</mark>", "<br>", "<br/>", "<br />"];

/// The start of an alert, up to its title.
fn alert(kind: &str) -> String {
    let class = kind.to_ascii_lowercase();
    format!(
        "<div class=\"markdown-alert markdown-alert-{class}\"><p class=\"markdown-alert-title\">"
    )
}

/// The HTML element of a tag without attributes.
fn plain_tag(tag: &TagEnd) -> Option<&'static str> {
    Some(match tag {
        TagEnd::Paragraph => "p",
        TagEnd::List(false) => "ul",
        TagEnd::Item => "li",
        TagEnd::Emphasis => "em",
        TagEnd::Strong => "strong",
        TagEnd::Strikethrough => "del",
        TagEnd::Superscript => "sup",
        TagEnd::Subscript => "sub",
        TagEnd::DefinitionList => "dl",
        TagEnd::DefinitionListTitle => "dt",
        TagEnd::DefinitionListDefinition => "dd",
        _ => return None,
    })
}

fn is_inline(name: &str) -> bool {
    matches!(name, "em" | "strong" | "del" | "sup" | "sub")
}
