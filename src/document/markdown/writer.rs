//! Writes the parser's events as tags and texts.

use super::super::math;
use super::alert::Alert;
use super::sink::Sink;
use super::source::APART;
use pulldown_cmark::{Alignment, CodeBlockKind, CowStr, Event, LinkType, Tag, TagEnd};
use std::collections::{HashMap, HashSet};

pub struct Writer<'e, S> {
    pub sink: S,
    /// The events of the footnotes, written after the body.
    notes: Vec<Event<'e>>,
    /// The footnote definitions that are open.
    open_notes: Vec<Note<'e>>,
    /// The number of each footnote by its label, in the order of the first reference.
    called: HashMap<CowStr<'e>, usize>,
    /// Labels of the defined footnotes.
    defined: HashSet<CowStr<'e>>,
    /// The events of the open heading: its attributes come last and belong into its tag.
    heading: Option<Vec<Event<'e>>>,
    /// An alert whose title has not been written.
    pub alert: Option<Alert>,
    columns: Vec<Alignment>,
    column: usize,
    in_head: bool,
    image: Option<Image<'e>>,
}

/// A footnote definition.
struct Note<'e> {
    /// A definition with the same label came before: this one is ignored.
    is_repeated: bool,
    events: Vec<Event<'e>>,
}

/// The open image. Inside, only text is written: it becomes the attribute `alt`.
struct Image<'e> {
    /// The number of images inside that are open.
    inner: usize,
    source: CowStr<'e>,
    title: CowStr<'e>,
    label: String,
}

impl<'e, S: Sink> Writer<'e, S> {
    pub fn new(sink: S) -> Self {
        Self {
            sink,
            notes: Vec::new(),
            open_notes: Vec::new(),
            called: HashMap::new(),
            defined: HashSet::new(),
            heading: None,
            alert: None,
            columns: Vec::new(),
            column: 0,
            in_head: false,
            image: None,
        }
    }

    pub fn event(&mut self, event: Event<'e>) {
        if let Event::Start(Tag::FootnoteDefinition(label)) = &event {
            self.open_notes.push(Note {
                is_repeated: !self.defined.insert(label.clone()),
                events: Vec::new(),
            });
        }
        let ends = matches!(event, Event::End(TagEnd::FootnoteDefinition));
        match self.open_notes.last_mut() {
            None => self.block(event),
            Some(note) if note.is_repeated => {}
            Some(note) => {
                if let Event::FootnoteReference(label) = &event {
                    number(&mut self.called, label);
                }
                note.events.push(event);
            }
        }
        if ends && let Some(note) = self.open_notes.pop() {
            self.notes.extend(note.events);
        }
    }

    pub fn finish(mut self) -> S {
        if !self.notes.is_empty() {
            self.sink.start("ol", &[("class", "footnotes")]);
            for event in std::mem::take(&mut self.notes) {
                self.block(event);
            }
            self.sink.end("ol");
        }
        self.sink
    }

    /// Takes the events of a heading, and those at the start of an alert, together.
    fn block(&mut self, event: Event<'e>) {
        if let Some(alert) = self.alert.take() {
            let (is_part, waiting) = alert.begin(&mut self.sink, &event);
            self.alert = waiting;
            if is_part {
                return;
            }
        }
        match (event, &mut self.heading) {
            (Event::End(TagEnd::Heading(level)), heading) => {
                let events = heading.take().unwrap_or_default();
                self.write_heading(level as usize, events);
            }
            (event, Some(heading)) => heading.push(event),
            (Event::Start(Tag::Heading { .. }), heading) => *heading = Some(Vec::new()),
            (event, None) => self.write(event),
        }
    }

    pub fn write(&mut self, event: Event<'e>) {
        if let Some(image) = self.image.take() {
            self.image = self.label(image, event);
            return;
        }
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(&text),
            Event::Code(text) => self.wrapped("code", &text),
            Event::InlineMath(tex) if !math::is_formula(&tex) && !math::is_term(&tex) => {
                ["$", &tex, "$"]
                    .into_iter()
                    .for_each(|text| self.sink.text(text));
            }
            Event::InlineMath(tex) => self.formula("katex", &tex),
            Event::DisplayMath(tex) => self.formula("katex katex-display", &tex),
            Event::Html(html) | Event::InlineHtml(html) => self.html(&html),
            Event::FootnoteReference(label) => {
                let address = format!("#fn:{label}");
                let number = number(&mut self.called, &label);
                self.sink.start("sup", &[]);
                self.sink.start("a", &[("href", &address)]);
                self.sink.text(&format!("[{number}]"));
                self.sink.end("a");
                self.sink.end("sup");
            }
            Event::SoftBreak => self.sink.text("\n"),
            Event::HardBreak => self.sink.empty("br", &[]),
            Event::Rule => self.sink.empty("hr", &[]),
            Event::TaskListMarker(is_checked) => {
                let attributes = [("type", "checkbox"), ("checked", "")];
                let (unchecked, _) = attributes.split_at(1);
                let attributes = if is_checked { &attributes } else { unchecked };
                self.sink.empty("input", attributes);
            }
        }
    }

    /// Writes text. A text event that begins with `&` and is longer than that had a backslash
    /// before it, so the reference is shown, not used. The `<wbr>` keeps the builder from decoding
    /// it as a reference escaped twice.
    pub fn text(&mut self, text: &str) {
        match text.strip_prefix('&') {
            Some(rest) if !rest.is_empty() => {
                self.sink.text("&");
                self.sink.empty("wbr", &[]);
                self.sink.text(rest);
            }
            _ => self.sink.text(text),
        }
    }

    fn wrapped(&mut self, name: &'static str, text: &str) {
        self.sink.start(name, &[]);
        self.sink.text(text);
        self.sink.end(name);
    }

    fn formula(&mut self, class: &str, tex: &str) {
        self.sink.start("span", &[("class", class)]);
        self.sink.start("annotation", &[("encoding", "tex")]);
        self.sink.text(tex);
        self.sink.end("annotation");
        self.sink.end("span");
    }

    /// Writes HTML of the source. That of the passes before the parser and line breaks are tags
    /// like those of Markdown.
    fn html(&mut self, html: &str) {
        let tag = html.trim_end_matches('\n');
        match tag {
            "<mark>" => self.sink.start("mark", &[]),
            "</mark>" => self.sink.end("mark"),
            "<br>" | "<br/>" | "<br />" => self.sink.empty("br", &[]),
            APART => {}
            _ => return self.sink.html(html),
        }
        if tag.len() < html.len() {
            self.sink.text("\n");
        }
    }

    fn start(&mut self, tag: Tag<'e>) {
        match tag {
            Tag::BlockQuote(None) => self.sink.start("blockquote", &[]),
            Tag::BlockQuote(Some(kind)) => {
                self.alert = Some(Alert::new(kind));
            }
            Tag::CodeBlock(kind) => self.code_block(&kind),
            Tag::List(Some(start)) => {
                self.sink.start("ol", &[("start", &start.to_string())]);
            }
            Tag::FootnoteDefinition(label) => {
                self.sink.start("li", &[("id", &format!("fn:{label}"))]);
            }
            Tag::Table(columns) => {
                self.columns = columns;
                self.sink.start("table", &[]);
            }
            Tag::TableHead => {
                (self.in_head, self.column) = (true, 0);
                self.sink.start("thead", &[]);
                self.sink.start("tr", &[]);
            }
            Tag::TableRow => {
                self.column = 0;
                self.sink.start("tr", &[]);
            }
            Tag::TableCell => self.cell(),
            Tag::Link {
                link_type: LinkType::Email,
                dest_url,
                ..
            } => {
                let address = format!("mailto:{dest_url}");
                self.sink.start("a", &[("href", &address)]);
            }
            Tag::Link { dest_url, .. } => self.sink.start("a", &[("href", &dest_url)]),
            Tag::Image {
                dest_url, title, ..
            } => {
                self.image = Some(Image {
                    inner: 0,
                    source: dest_url,
                    title,
                    label: String::new(),
                });
            }
            other => {
                if let Some(name) = plain_tag(&other.to_end()) {
                    self.sink.start(name, &[]);
                }
            }
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::BlockQuote(Some(_)) => self.sink.end("div"),
            TagEnd::BlockQuote(None) => self.sink.end("blockquote"),
            TagEnd::CodeBlock => {
                self.sink.end("code");
                self.sink.end("pre");
            }
            TagEnd::List(true) => self.sink.end("ol"),
            TagEnd::FootnoteDefinition => self.sink.end("li"),
            TagEnd::TableHead => {
                self.in_head = false;
                self.sink.end("tr");
                self.sink.end("thead");
            }
            TagEnd::TableRow => self.sink.end("tr"),
            TagEnd::TableCell => {
                self.sink.end(self.cell_name());
                self.column += 1;
            }
            TagEnd::Table => self.sink.end("table"),
            TagEnd::Link => self.sink.end("a"),
            other => {
                if let Some(name) = plain_tag(&other) {
                    self.sink.end(name);
                }
            }
        }
    }

    /// Takes an event inside an image. Returns the image if it is still open.
    fn label(&mut self, mut image: Image<'e>, event: Event<'e>) -> Option<Image<'e>> {
        let label = &mut image.label;
        match event {
            Event::Start(Tag::Image { .. }) => image.inner += 1,
            Event::End(TagEnd::Image) if image.inner > 0 => image.inner -= 1,
            Event::End(TagEnd::Image) => {
                let attributes = [
                    ("src", &*image.source),
                    ("title", &image.title),
                    ("alt", &image.label),
                ];
                self.sink.empty("img", &attributes);
                return None;
            }
            Event::Text(text) | Event::Code(text) | Event::DisplayMath(text) => {
                label.push_str(&text);
            }
            Event::InlineMath(tex) if !math::is_formula(&tex) && !math::is_term(&tex) => {
                label.extend(["$", &tex, "$"]);
            }
            Event::InlineMath(tex) => label.push_str(&tex),
            Event::SoftBreak => label.push('\n'),
            Event::HardBreak => label.push(' '),
            Event::Html(html) | Event::InlineHtml(html) if html.starts_with("<br") => {
                label.push(' ');
            }
            _ => {}
        }
        Some(image)
    }

    fn code_block(&mut self, kind: &CodeBlockKind<'_>) {
        let language = match kind {
            CodeBlockKind::Fenced(info) => {
                info.split([' ', ',', '{', ':']).next().unwrap_or_default()
            }
            CodeBlockKind::Indented => "",
        };
        self.sink.start("pre", &[]);
        if language.is_empty() {
            self.sink.start("code", &[("class", "code")]);
        } else {
            let class = format!("language-{language}");
            self.sink.start("code", &[("class", &class)]);
        }
    }

    fn cell(&mut self) {
        let align = match self.columns.get(self.column) {
            Some(Alignment::Center) => Some(("align", "center")),
            Some(Alignment::Right) => Some(("align", "right")),
            _ => None,
        };
        self.sink.start(self.cell_name(), align.as_slice());
    }

    fn cell_name(&self) -> &'static str {
        if self.in_head { "th" } else { "td" }
    }
}

/// The number of a footnote, in the order of the first references.
fn number<'e>(called: &mut HashMap<CowStr<'e>, usize>, label: &CowStr<'e>) -> usize {
    let next = called.len() + 1;
    *called.entry(label.clone()).or_insert(next)
}

/// The element of a tag without attributes.
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
