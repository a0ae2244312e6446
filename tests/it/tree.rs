//! Every visible character of a tree occurs in its document exactly once and in order.
//!
//! Sources are random trees of elements; some are never closed, others are closed without being
//! open. Every character in a source is unique, so the document can be compared with the parsed
//! tree. There are three exceptions: elements that are not shown ([`DROPPED`]), elements whose
//! place depends on their block ([`MOVED`]), and characters that the builder adds ([`ADDED`]).

use kanbao::clean::{self, Context};
use kanbao::document::{self, Document, Format};
use kanbao::extract;
use proptest::prelude::*;
use scraper::{ElementRef, Html, Node};

/// Elements whose text is not shown.
const DROPPED: &[&str] = &[
    "button", "rp", "script", "select", "style", "svg", "template", "textarea",
];

/// Elements that the builder moves: captions above a table or below a figure, summaries to the
/// start, ruby annotations after their whole base, images in a sentence after the paragraph.
const MOVED: &[&str] = &["caption", "figcaption", "img", "rt", "summary"];

/// Characters that the builder adds around ruby annotations and quotations.
const ADDED: &[char] = &['(', ')', '“', '”', '‘', '’', '^', '_'];

/// Elements whose text stays in order.
const KEPT: &[&str] = &[
    "a",
    "abbr",
    "address",
    "article",
    "aside",
    "b",
    "blockquote",
    "center",
    "cite",
    "dd",
    "del",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figure",
    "font",
    "footer",
    "h1",
    "h2",
    "h6",
    "header",
    "i",
    "kbd",
    "label",
    "legend",
    "li",
    "main",
    "mark",
    "menu",
    "nav",
    "ol",
    "p",
    "q",
    "rb",
    "ruby",
    "s",
    "section",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "time",
    "tr",
    "u",
    "ul",
];

const ATTRIBUTES: &[&str] = &[
    "",
    "",
    "",
    " class=\"a b\"",
    " class=admonition",
    " class=title",
    " class=share",
    " class=author",
    " style=\"font-weight:bold;text-align:center\"",
    " hidden",
    " id=x",
    " lang=ja",
    " href=\"https://example.com/\"",
    " rowspan=2 colspan=3",
    " value=7",
];

/// Markup between the elements that has no visible character.
const SILENT: &[&str] = &[
    "<br>",
    "<hr>",
    "<wbr>",
    "　　",
    " ",
    "\n",
    "&nbsp;",
    "<!-- x -->",
    "<input type=checkbox>",
    "<col>",
    "</p>",
    "</div>",
    "</b>",
    "</table>",
    "</li>",
    "</ul>",
    "</blockquote>",
    "</span>",
];

#[derive(Clone, Debug)]
enum Part {
    /// This many characters.
    Text(usize),
    Silent(&'static str),
    /// An image with a label of this many characters.
    Picture(usize),
    /// A video with a title of this many characters.
    Video(usize),
    Element {
        name: &'static str,
        attributes: &'static str,
        inner: Vec<Self>,
        closed: bool,
    },
}

fn element(
    names: &'static [&'static str],
    inner: impl Strategy<Value = Vec<Part>>,
    closed: impl Strategy<Value = bool>,
) -> impl Strategy<Value = Part> {
    let (names, attributes) = (
        prop::sample::select(names),
        prop::sample::select(ATTRIBUTES),
    );
    (names, attributes, inner, closed).prop_map(|(name, attributes, inner, closed)| Part::Element {
        name,
        attributes,
        inner,
        closed,
    })
}

fn parts() -> impl Strategy<Value = Vec<Part>> {
    let text = (1..4_usize).prop_map(Part::Text);
    let silent = prop::sample::select(SILENT).prop_map(Part::Silent);
    let picture = (4..6_usize).prop_map(Part::Picture);
    let video = (1..3_usize).prop_map(Part::Video);
    // Only inline styles are nested in code and in dropped elements. Other tags there would be
    // text.
    let look = element(
        &["span", "b", "em"],
        prop::collection::vec(text.clone(), 0..3),
        Just(true),
    );
    let lines = prop_oneof![
        3 => text.clone(),
        1 => look,
        1 => prop::sample::select(&["\n", "\t", "  "][..]).prop_map(Part::Silent),
    ];
    let code = element(
        &["pre", "code"],
        prop::collection::vec(lines, 0..6),
        Just(true),
    );
    let dropped = element(
        DROPPED,
        prop::collection::vec(text.clone(), 0..2),
        Just(true),
    );
    let leaf =
        prop_oneof![6 => text, 2 => silent, 1 => picture, 1 => video, 1 => code, 1 => dropped];
    let tree = leaf.prop_recursive(6, 80, 6, |inner| {
        let inner = || prop::collection::vec(inner.clone(), 0..6);
        prop_oneof![
            6 => element(KEPT, inner(), prop::bool::weighted(0.9)),
            1 => element(MOVED, inner(), Just(true)),
        ]
    });
    prop::collection::vec(tree, 0..8)
}

/// Writes characters that did not occur before.
fn fresh(count: usize, next: &mut u32, out: &mut String) {
    for _ in 0..count {
        *next += 1;
        out.extend(char::from_u32(0x5000 + *next));
    }
}

/// Writes parts as HTML. No character occurs twice.
fn write(parts: &[Part], next: &mut u32, out: &mut String) {
    for part in parts {
        match part {
            Part::Text(count) => fresh(*count, next, out),
            Part::Silent(text) => out.push_str(text),
            Part::Picture(count) => {
                out.push_str("<img src=\"https://example.com/");
                fresh(1, next, out);
                out.push_str(".jpg\" alt=\"");
                fresh(*count, next, out);
                out.push_str("\">");
            }
            Part::Video(count) => {
                out.push_str("<video src=\"https://example.com/a.mp4\" title=\"");
                fresh(*count, next, out);
                out.push_str("\"></video>");
            }
            Part::Element {
                name,
                attributes,
                inner,
                closed,
            } => {
                out.push_str(&format!("<{name}{attributes}>"));
                write(inner, next, out);
                if *closed {
                    out.push_str(&format!("</{name}>"));
                }
            }
        }
    }
}

/// The visible characters of a parsed source.
#[derive(Default)]
struct Shown {
    all: String,
    /// The characters of each moved element, without those of moved elements inside it.
    titles: Vec<String>,
}

impl Shown {
    fn of(source: &str) -> Self {
        let mut shown = Self::default();
        shown.gather(Html::parse_fragment(source).root_element());
        shown
    }

    fn gather(&mut self, parent: ElementRef<'_>) {
        for child in parent.children() {
            if let Node::Text(text) = child.value() {
                self.all.extend(text.chars().filter(|c| !c.is_whitespace()));
            }
            let Some(element) = ElementRef::wrap(child) else {
                continue;
            };
            let name = element.value().name();
            if DROPPED.contains(&name) {
                continue;
            }
            let (before, titles) = (self.all.len(), self.titles.len());
            for label in ["alt", "title"] {
                self.all.push_str(element.attr(label).unwrap_or_default());
            }
            self.gather(element);
            // An image in a sentence is shown after its paragraph.
            if MOVED.contains(&name) || name == "img" {
                let own = self.all.get(before..).unwrap_or_default();
                let inner = self.titles.get(titles..).unwrap_or_default().concat();
                self.titles.push(only(own, |c| !inner.contains(c)));
            }
        }
    }
}

/// The characters of a document, cut ones included.
fn letters(document: &mut Document) -> String {
    let mut all = String::new();
    document.visit_texts_mut(&mut |text| all.push_str(&text.plain()));
    all.retain(|c| !c.is_whitespace() && !ADDED.contains(&c));
    all
}

fn only(text: &str, keep: impl Fn(char) -> bool) -> String {
    text.chars().filter(|c| keep(*c)).collect()
}

fn check(document: &mut Document, shown: &Shown) -> Result<(), TestCaseError> {
    let found = letters(document);
    let sorted = |text: &str| {
        let mut all: Vec<char> = text.chars().collect();
        all.sort_unstable();
        String::from_iter(all)
    };
    prop_assert_eq!(sorted(&found), sorted(&shown.all), "each once");
    let moved: String = shown.titles.concat();
    let in_order = |text| only(text, |c| !moved.contains(c));
    prop_assert_eq!(in_order(&found), in_order(&shown.all), "in order");
    for title in &shown.titles {
        prop_assert_eq!(&only(&found, |c| title.contains(c)), title, "a title");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]
    #[test]
    fn every_character_once_and_in_order(parts in parts()) {
        let mut source = String::new();
        write(&parts, &mut 0, &mut source);
        let shown = Shown::of(&source);
        let mut document = extract::document(&source, Format::Html, &document::Context::default());
        check(&mut document, &shown).map_err(|e| TestCaseError::fail(format!("{e}\n{source}")))?;
        clean::clean(&mut document, &Context::default());
        check(&mut document, &shown).map_err(|e| TestCaseError::fail(format!("{e}\n{source}")))?;
    }
}
