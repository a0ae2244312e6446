//! Markdown against the examples of the CommonMark specification.
//!
//! Our document and the reference HTML of each example become outlines of blocks with texts and
//! emphasis, which must be equal. [`Reference`] and [`Lines`] apply the intentional differences of
//! our model: an image is a block, tabs in code are expanded, spaces at the ends of a text are
//! dropped, and empty blocks are omitted.
#![expect(clippy::print_stdout, reason = "says what it skipped or found")]

use super::pages::unpacked;
use kanbao::document::{self, Block, BlockKind, Context, Format, ListKind, Style, Text};
use scraper::{ElementRef, Html, Node};

struct Example {
    number: usize,
    source: String,
    html: String,
}

/// The examples in `fn spec_test_N() { let original = r##"…"##; let expected = r##"…"##; …`.
fn examples(file: &str) -> Vec<Example> {
    let literal = |part: &str, name: &str| {
        let (_, rest) = part.split_once(&format!("let {name} = r##\""))?;
        rest.split_once("\"##").map(|(text, _)| text.to_owned())
    };
    let parts = file.split("fn spec_test_").skip(1);
    parts
        .filter_map(|part| {
            Some(Example {
                number: part.split_once('(')?.0.parse().ok()?,
                source: literal(part, "original")?,
                html: literal(part, "expected")?,
            })
        })
        .collect()
}

fn has_raw_html(source: &str) -> bool {
    use pulldown_cmark::{Event, Parser};
    Parser::new(source).any(|event| matches!(event, Event::Html(_) | Event::InlineHtml(_)))
}

/// Lines of an outline, and the depth of the next one.
#[derive(Default)]
struct Lines {
    lines: Vec<String>,
    depth: usize,
}

impl Lines {
    fn push(&mut self, line: &str) {
        let pad = "  ".repeat(self.depth);
        self.lines.push(pad + line);
    }

    /// A line with others below it.
    fn nest(&mut self, line: &str, inner: impl FnOnce(&mut Self)) {
        self.push(line);
        self.depth += 1;
        inner(self);
        self.depth -= 1;
    }

    fn code(&mut self, text: &str) {
        let lines: Vec<String> = text.lines().map(columns).collect();
        let text = lines.join("\n");
        if !text.trim().is_empty() {
            self.push(&format!("code {:?}", text.trim_matches('\n')));
        }
    }
}

/// A line of code with tabs expanded to tab stops of 4, without trailing spaces.
fn columns(line: &str) -> String {
    let mut out = String::new();
    let mut column = 0;
    for c in line.trim_end().chars() {
        let cells = if c == '\t' { 4 - column % 4 } else { 1 };
        match c {
            '\t' => out.extend(std::iter::repeat_n(' ', cells)),
            c => out.push(c),
        }
        column += cells;
    }
    out
}

const LOOKS: [(Style, char); 3] = [
    (Style::STRONG, 's'),
    (Style::EMPHASIS, 'e'),
    (Style::CODE, 'c'),
];

/// Characters with styles as one string: spaces collapsed, styles named where they change
/// (`a {e}b{}`), `\` for a hard break.
fn line_of(chars: impl Iterator<Item = (char, Style)>) -> String {
    let mut out = String::new();
    let mut blank = None;
    let mut look = Style::PLAIN;
    for (c, style) in chars {
        if c == BREAK || c.is_whitespace() {
            let before = blank.unwrap_or(' ');
            blank = Some(if c == BREAK { '\\' } else { before });
            continue;
        }
        if let Some(blank) = blank.take().filter(|_| !out.is_empty()) {
            out.push(blank);
        }
        if style != look {
            let names = LOOKS.iter().filter(|(flag, _)| style.has(*flag));
            let names: String = names.map(|(_, name)| *name).collect();
            out.push_str(&format!("{{{names}}}"));
            look = style;
        }
        out.push(c);
    }
    out
}

/// Stands for a hard break, to distinguish it from the line breaks of a source.
const BREAK: char = '\u{2028}';

fn ours(source: &str) -> String {
    let context = Context {
        base: Some("https://example.com/"),
        ..Context::default()
    };
    let document = document::build_with(source, Format::Markdown, &context);
    let mut lines = Lines::default();
    our_blocks(&document.blocks, &mut lines);
    lines.lines.join("\n")
}

fn our_text(text: &Text) -> String {
    let all = LOOKS
        .iter()
        .fold(Style::PLAIN, |all, (flag, _)| all | *flag);
    line_of(text.runs.iter().flat_map(|run| {
        let style = run.style & all;
        let broken = |c| if c == '\n' { BREAK } else { c };
        run.text.chars().map(move |c| (broken(c), style))
    }))
}

fn our_blocks(blocks: &[Block], out: &mut Lines) {
    for block in blocks {
        match &block.kind {
            BlockKind::Paragraph { text, .. } => out.push(&format!("p {}", our_text(text))),
            BlockKind::Heading { level, text, .. } => {
                out.push(&format!("h{level} {}", our_text(text)));
            }
            BlockKind::Code { text, .. } => out.code(&text.plain()),
            BlockKind::Rule => out.push("--"),
            BlockKind::Quote { blocks, source } => out.nest(">", |out| {
                our_blocks(blocks, out);
                if let Some(source) = source {
                    out.push(&format!("p {}", our_text(source)));
                }
            }),
            BlockKind::List { kind, items, .. } => {
                let head = match kind {
                    ListKind::Ordered { start, .. } => format!("ol {start}"),
                    _ => "ul".to_owned(),
                };
                out.nest(&head, |out| {
                    for item in items {
                        out.nest("*", |out| our_blocks(&item.blocks, out));
                    }
                });
            }
            BlockKind::Figure { images, .. } => {
                for image in images {
                    out.push(&format!("figure {}", image.label.plain()));
                }
            }
            BlockKind::Group { blocks } => our_blocks(blocks, out),
            other => out.push(&format!("{other:?}")),
        }
    }
}

/// Reads the reference HTML into the form of our model.
#[derive(Default)]
struct Reference {
    out: Lines,
    /// The text of the current block.
    text: Vec<(char, Style)>,
}

fn reference(html: &str) -> String {
    let mut reference = Reference::default();
    reference.blocks(Html::parse_fragment(html).root_element());
    reference.out.lines.join("\n")
}

impl Reference {
    fn blocks(&mut self, parent: ElementRef<'_>) {
        for child in parent.children() {
            match (child.value(), ElementRef::wrap(child)) {
                (_, Some(element)) => self.element(element),
                (Node::Text(text), _) => self.words(text, Style::PLAIN),
                _ => {}
            }
        }
        self.end("p");
    }

    fn element(&mut self, element: ElementRef<'_>) {
        let name = element.value().name();
        match name {
            "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.end("p");
                self.inlines(element, Style::PLAIN, name);
                self.end(name);
            }
            "pre" => {
                self.end("p");
                let code: String = element.text().collect();
                self.out.code(&code);
            }
            "hr" => {
                self.end("p");
                self.out.push("--");
            }
            "blockquote" | "ul" | "ol" | "li" => {
                self.end("p");
                let head = match name {
                    "blockquote" => ">".to_owned(),
                    "ol" => format!("ol {}", element.attr("start").unwrap_or("1")),
                    "ul" => "ul".to_owned(),
                    _ => "*".to_owned(),
                };
                let before = self.out.lines.len();
                self.out.push(&head);
                self.out.depth += 1;
                self.blocks(element);
                self.out.depth -= 1;
                // An empty quote is not shown, nor a list of bullets alone.
                let shown = |line: &String| !matches!(line.trim(), ">" | "*");
                if matches!(name, "blockquote" | "ul")
                    && !self.out.lines.iter().skip(before + 1).any(shown)
                {
                    self.out.lines.truncate(before);
                }
            }
            _ => self.inline(element, Style::PLAIN, "p"),
        }
    }

    fn inlines(&mut self, parent: ElementRef<'_>, style: Style, block: &str) {
        for child in parent.children() {
            match (child.value(), ElementRef::wrap(child)) {
                (_, Some(element)) => self.inline(element, style, block),
                (Node::Text(text), _) => self.words(text, style),
                _ => {}
            }
        }
    }

    fn inline(&mut self, element: ElementRef<'_>, style: Style, block: &str) {
        let add = match element.value().name() {
            "em" => Style::EMPHASIS,
            "strong" if block == "p" => Style::STRONG,
            "code" => Style::CODE,
            "br" => {
                self.text.push((BREAK, Style::PLAIN));
                return;
            }
            "img" => {
                self.end(block);
                let label = element.attr("alt").unwrap_or_default();
                self.out.push(&format!("figure {label}"));
                return;
            }
            _ => Style::PLAIN,
        };
        self.inlines(element, style.with(add), block);
    }

    fn words(&mut self, text: &str, style: Style) {
        self.text.extend(text.chars().map(|c| (c, style)));
    }

    /// Ends the current text. It becomes a block unless it is empty.
    fn end(&mut self, block: &str) {
        let line = line_of(std::mem::take(&mut self.text).into_iter());
        if !line.is_empty() {
            self.out.push(&format!("{block} {line}"));
        }
    }
}

#[test]
fn published_examples() {
    // pulldown-cmark generates its tests from the specification.
    let Some(file) = unpacked("pulldown-cmark", "tests/suite/spec.rs") else {
        println!("skipped: the examples of CommonMark are not unpacked here");
        return;
    };
    let all = examples(&file);
    assert_eq!(all.len(), 652);
    let plain: Vec<_> = all.iter().filter(|e| !has_raw_html(&e.source)).collect();
    let mut wrong = Vec::new();
    for Example {
        number,
        source,
        html,
    } in &plain
    {
        // Between two paragraphs, because a rule at either end of a document is dropped.
        let foot = if html.ends_with("<hr />\n") {
            ("\n\nfoot\n", "<p>foot</p>")
        } else {
            ("", "")
        };
        let found = ours(&format!("head\n\n{source}{}", foot.0));
        let must = reference(&format!("<p>head</p>{html}{}", foot.1));
        if found != must {
            println!("example {number}: {source:?}\n-- must\n{must}\n-- is\n{found}\n");
            wrong.push(*number);
        }
    }
    println!("{} of {} agree", plain.len() - wrong.len(), plain.len());
    assert!(wrong.is_empty(), "{wrong:?}");
}
