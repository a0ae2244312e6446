//! Differential tests of Markdown against comrak, a port of GitHub's cmark-gfm.
//!
//! Each source is built twice: by our Markdown, and by our HTML from comrak's output. The
//! outlines of both documents must be equal. The sources are cases by class, string literals of
//! the tests of pulldown-cmark and comrak (skipped where cargo has not unpacked these packages),
//! and pseudorandom fragments. [`ACCEPTED`] lists the differences that we accept, with reasons.
#![expect(clippy::print_stdout, reason = "says what it skipped or found")]

use super::gfm_cases::{ACCEPTED, Accepted, CASES, SUITES};
use super::pages::unpacked;
use comrak::Options;
use kanbao::document::{self, Context, Document, Format};
use std::collections::BTreeSet;

fn options() -> Options<'static> {
    let mut options = Options::default();
    let extension = &mut options.extension;
    extension.table = true;
    extension.strikethrough = true;
    extension.tasklist = true;
    extension.autolink = true;
    extension.footnotes = true;
    extension.alerts = true;
    options.render.r#unsafe = true;
    options
}

/// Builds a document of the web: without an address of its own, relative links in Markdown would
/// lead to articles of the library.
fn build(source: &str, format: Format) -> Document {
    let context = Context {
        base: Some("https://base.example/"),
        ..Context::default()
    };
    document::build_with(source, format, &context)
}

/// The document of comrak's HTML. Links from notes back to the text are removed, and the numbers
/// that call notes get the brackets that ours have.
fn reference(source: &str) -> Document {
    let html = comrak::markdown_to_html(source, &options());
    let mut parts = html.split("<a href=\"#fnref-");
    let mut bare = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        bare += part.split_once("</a>").map_or("", |(_, rest)| rest);
    }
    let mut parts = bare.split("data-footnote-ref>");
    let mut numbered = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (number, rest) = part.split_once("</a>").unwrap_or_default();
        numbered += &format!("data-footnote-ref>[{number}]</a>{rest}");
    }
    build(&numbered, Format::Html)
}

/// The outlines of our document and of the reference.
fn outlines(source: &str) -> (String, String) {
    let reference = reference(source);
    let mut ours = build(source, Format::Markdown);
    // We also show notes that nothing calls, so that no text is lost.
    ours.footnotes.truncate(reference.footnotes.len());
    (addressed(&ours), addressed(&reference))
}

/// The outline of a document, with addresses instead of link numbers: the numbers depend on the
/// order in which links are found.
fn addressed(document: &Document) -> String {
    let mut out = String::new();
    for line in document::outline(document).lines() {
        let line = line.trim_end();
        let is_figure = line.trim_start().starts_with("figure ");
        let mark = if is_figure { ' ' } else { '@' };
        for part in line.split_inclusive(mark) {
            out += &with_address(part, document);
        }
        out.push('\n');
    }
    out
}

/// A part of an outline; a link number at its beginning is replaced by the address.
fn with_address(part: &str, document: &Document) -> String {
    let digits = part.len() - part.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, rest) = part.split_at(digits);
    let number = number.parse().ok().filter(|_| rest.starts_with(':'));
    let link = number.and_then(|number: usize| document.links.get(number.checked_sub(1)?));
    match link {
        // An address without a scheme leads to https, comrak's to http.
        Some(link) => {
            let mut address = link.address.replace("http://www.", "https://www.");
            for (escaped, plain) in [("%5B", "["), ("%5D", "]"), ("#fn-", "#fn:")] {
                address = address.replace(escaped, plain);
            }
            address + rest
        }
        None => part.to_owned(),
    }
}

/// Whether a line begins with several hashes without a space behind them: our heading.
fn has_crowded_heading(source: &str) -> bool {
    source.lines().any(|line| {
        let line = line.trim_start_matches([' ', '>', '-', '*', '+']);
        let behind = line.trim_start_matches('#');
        line.starts_with("##") && !behind.is_empty() && !behind.starts_with([' ', '\t'])
    })
}

/// Whether a source has Markdown between the tags of an HTML block, where GitHub has none.
fn has_island(source: &str) -> bool {
    let mut within = false;
    source.lines().any(|line| {
        let start = line
            .trim_start_matches([' ', '\t', '>', '-', '*', '+'])
            .as_bytes();
        let begins = matches!(
            start,
            [b'<', b'a'..=b'z' | b'A'..=b'Z' | b'/' | b'!' | b'?', ..]
        );
        within = (within || begins) && !line.trim().is_empty();
        within && (line.contains("](") || line.contains("**"))
    })
}

fn is_accepted(source: &str) -> bool {
    has_island(source)
        || has_crowded_heading(source)
        || ACCEPTED.iter().any(|(_, rule)| match rule {
            Accepted::Has(part) => source.contains(part),
            Accepted::Is(sources) => sources.contains(&source),
        })
}

/// How many sources agree, and how many differ without being accepted.
fn compare<'a>(name: &str, sources: impl Iterator<Item = &'a str>) -> (usize, usize) {
    let (mut equal, mut wrong) = (0, 0);
    for source in sources {
        let (ours, reference) = outlines(source);
        if ours == reference {
            equal += 1;
        } else if !is_accepted(source) {
            println!("{name}: {source:?}\n-- must\n{reference}-- is\n{ours}");
            wrong += 1;
        }
    }
    (equal, wrong)
}

#[test]
fn cases_by_class() {
    let mut all_wrong = 0;
    for (class, sources) in CASES {
        // A case has no accepted differences.
        let (equal, wrong) = compare(class, sources.iter().copied());
        all_wrong += wrong;
        assert_eq!(equal + wrong, sources.len(), "{class}");
    }
    assert_eq!(all_wrong, 0);
}

#[test]
fn published_suites() {
    let mut all_wrong = 0;
    for (package, files, least) in SUITES {
        let texts: Option<Vec<_>> = files.iter().map(|file| unpacked(package, file)).collect();
        let Some(texts) = texts else {
            println!("skipped: the tests of {package} are not unpacked here");
            continue;
        };
        let sources: BTreeSet<String> = texts.iter().flat_map(|text| literals(text)).collect();
        let (equal, wrong) = compare(package, sources.iter().map(String::as_str));
        println!("{package}: {equal} of {} agree", sources.len());
        assert!(
            equal >= *least,
            "{package}: {equal} agree, once {least} did"
        );
        all_wrong += wrong;
    }
    assert_eq!(all_wrong, 0);
}

/// The string literals of a Rust source.
fn literals(source: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = source;
    while let Some(at) = rest.find(['"', '\'', '/', 'r']) {
        let (before, from) = rest.split_at(at);
        let raw = from
            .strip_prefix('r')
            .map(|from| from.trim_start_matches('#'));
        let raw = raw.and_then(|from| from.strip_prefix('"'));
        let in_word = before.ends_with(|c: char| c.is_alphanumeric() || c == '_');
        let skipped = ["'\"'", "'\\''", "'\\\"'"];
        if let Some(text) = raw.filter(|_| !in_word) {
            let marks = from.len() - text.len() - 2;
            let end = format!("\"{}", "#".repeat(marks));
            let (literal, after) = text.split_once(&end).unwrap_or((text, ""));
            found.push(literal.to_owned());
            rest = after;
        } else if let Some(text) = from.strip_prefix('"') {
            let (literal, after) = quoted(text);
            found.push(literal);
            rest = after;
        } else if from.starts_with("//") {
            rest = from.split_once('\n').map_or("", |(_, after)| after);
        } else if let Some(after) = skipped.iter().find_map(|text| from.strip_prefix(text)) {
            rest = after;
        } else {
            rest = from.get(1..).unwrap_or_default();
        }
    }
    found
}

/// Parses a literal after its opening quotation mark. Returns it and the rest of the text.
fn quoted(text: &str) -> (String, &str) {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['"', '\\']) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let Some(escape) = from.strip_prefix('\\') else {
            return (out, from.get(1..).unwrap_or_default());
        };
        let hex = |digits: &str| {
            u32::from_str_radix(digits, 16)
                .ok()
                .and_then(char::from_u32)
        };
        let mut chars = escape.chars();
        let c = chars.next().unwrap_or_default();
        rest = chars.as_str();
        match c {
            '\n' => rest = rest.trim_start(),
            'n' => out.push('\n'),
            't' => out.push('\t'),
            'r' => out.push('\r'),
            '0' => out.push('\0'),
            'x' => {
                let (digits, after) = rest.split_at(2);
                out.extend(hex(digits));
                rest = after;
            }
            'u' => {
                let (digits, after) = rest.split_once('}').unwrap_or_default();
                out.extend(hex(digits.trim_start_matches('{')));
                rest = after;
            }
            c => out.push(c),
        }
    }
    (out, "")
}

#[test]
fn literals_of_rust() {
    let source = r##"f("a\n\u{6587}\x41", r#"b"c"#, '"', "d\
        e"); // "f"
    for x in "g" {}"##;
    assert_eq!(literals(source), ["a\n文A", "b\"c", "de", "g"]);
}

const FRAGMENTS: usize = 6_000;

/// Beginnings of lines. No line of a paragraph or table is indented by four columns, because our
/// parser differs there.
const HEADS: &[&str] = &[
    "",
    "",
    "",
    "- ",
    "  ",
    "1. ",
    "> ",
    "# ",
    "## ",
    "* ",
    "+ ",
    "\n    ",
    "- [ ] a",
    "- [x] b",
    ":x",
    "| ",
    "```\n",
    "~~~\n",
    "---\n",
    "***\n",
    "===\n",
    "|a|b|\n|-|-|\n",
    "a|b\n:-|-:\n",
    "<div>\n",
    "</div>\n",
];

/// Tildes are next to a letter, and no line consists of a tag, because parsers differ there (see
/// [`ACCEPTED`]). There are no ideographs: other rules of emphasis apply to them.
const INLINES: &[&str] = &[
    "a",
    "b",
    "c d",
    " ",
    "*",
    "**",
    "_",
    "__",
    " ~~s",
    "s~~ ",
    "`",
    "``",
    "![i](http://u.v/i.png)",
    "(",
    ")",
    "&amp;",
    "<b>t",
    "t</b>",
    "<",
    "{id}",
    "|",
    "!",
    "1",
    "\n",
    "\n",
    "#",
    "[^1]",
    "+",
    "-",
    "=",
    ", ",
    ". ",
];

/// A fragment has addresses or brackets, not both: only we link an address after an unclosed
/// bracket.
const ADDRESSES: &[&str] = &[" http://x.y/_a_b ", " www.x.y/*a* "];
const BRACKETS: &[&str] = &["[", "]", "[x](http://u.v/)", "[y]"];

/// Pseudorandom numbers. Not from a crate, so that no update changes the fragments.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or_default() % end
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        let at = self.below(from.len());
        from.get(at).copied().unwrap_or_default()
    }

    fn fragment(&mut self) -> String {
        let mut out = String::new();
        let inlines = [INLINES, [ADDRESSES, BRACKETS][self.below(2)]].concat();
        for _ in 0..=self.below(5) {
            for _ in 0..self.below(3) {
                out += self.pick(HEADS);
            }
            for _ in 0..self.below(8) {
                out += self.pick(&inlines);
            }
            out += self.pick(&["\n", "\n", "\n\n"]);
        }
        out
    }
}

#[test]
fn random_fragments() {
    let mut numbers = Numbers(18);
    let sources: Vec<String> = (0..FRAGMENTS).map(|_| numbers.fragment()).collect();
    let (equal, wrong) = compare("fragment", sources.iter().map(String::as_str));
    println!("{equal} of {FRAGMENTS} agree");
    assert_eq!(wrong, 0);
}
