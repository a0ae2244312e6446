//! Tags of site generators in Markdown: Hexo and Liquid (`{% note %}`), Hugo (`{{< figure >}}`),
//! and the lines of kramdown and of one archive. What a tag shows becomes Markdown or an island
//! of HTML, what it wraps stays, and the rest of it goes.

use super::container::{Container, Indented};
use super::line::{callout, definition, is_kramdown, tab, without_attributes};
use super::tag::{self, Tag};
use pulldown_cmark::{Event, Parser, Tag as Block};
use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::ops::Range;

/// What tells that there is something to do.
const SIGNS: &[&str] = &[
    "{%",
    "{{",
    "{:",
    "[#]:",
    "[toc]",
    "[TOC]",
    ":::",
    "\n:",
    "!!! ",
    "??? ",
    "???+ ",
    "=== \"",
    "<!-- tab ",
    "> [!",
    "){",
    "]{",
    "]: ",
    "\n    <",
    "`{",
    "\u{3000}",
];

/// Markdown without template tags.
pub fn expand(source: &str) -> Cow<'_, str> {
    if !SIGNS.iter().any(|sign| source.contains(sign)) && !source.starts_with(':') {
        return Cow::Borrowed(source);
    }
    let mut expander = Expander {
        source,
        out: String::with_capacity(source.len() + 64),
        fence: None,
        code: None,
        open: Vec::new(),
        ends: HashMap::new(),
        containers: Vec::new(),
        indented: Indented::default(),
        began: false,
        preformatted: false,
        depth: 0,
        unindent: false,
    };
    let mut code = code_blocks(source).into_iter().peekable();
    let mut at = 0;
    for line in source.split_inclusive('\n') {
        let begin = at + line.len() - line.trim_start().len();
        while code.next_if(|range| range.end <= begin).is_some() {}
        let in_code = code.peek().is_some_and(|range| range.contains(&begin));
        expander.line(line, in_code);
        at += line.len();
    }
    Cow::Owned(expander.finish())
}

struct Expander<'a> {
    source: &'a str,
    out: String,
    /// The character and length of the code fence that is open.
    fence: Option<(char, usize)>,
    /// The tag that ends a block of code (`{% endhighlight %}`), without its brackets.
    code: Option<String>,
    /// Blocks that tags have opened: the name of each, and what ends it.
    open: Vec<(String, String)>,
    /// Ends of blocks that were searched for in the source, and whether it holds them.
    ends: HashMap<String, bool>,
    /// What ends the `:::` that are open.
    containers: Vec<String>,
    indented: Indented,
    /// The line before began with the blanks that begin a paragraph.
    began: bool,
    /// Between `<pre>` and `</pre>`.
    preformatted: bool,
    /// Elements of HTML that are open.
    depth: isize,
    /// What seems to be code is HTML with its indent.
    unindent: bool,
}

/// A fence longer than those in articles.
const FENCE: &str = "~~~~~~~~";

impl Expander<'_> {
    /// `in_code`: the line stands in a block of code of the source as it is.
    fn line(&mut self, line: &str, in_code: bool) {
        if let Some(end) = &self.code {
            if Tag::parse(line.trim()).is_some_and(|tag| tag.inner == *end) {
                self.code = None;
                let _ = writeln!(self.out, "{FENCE}");
            } else {
                self.out.push_str(line);
            }
            return;
        }
        // What is indented is no code where a box is known by its indent.
        let in_code = in_code && self.indented.is_empty();
        let line = self.indented.strip(line, &mut self.out);
        let opened = self.preformatted || line.contains("<pre");
        self.preformatted = opened && !line.contains("</pre");
        if self.fenced(line) {
            self.out.push_str(&unescaped(line));
            return;
        }
        // An empty line ends HTML for CommonMark, and its indent makes code of what follows;
        // whoever writes so means the element that is still open.
        self.unindent =
            in_code && (self.unindent || self.depth > 0 && line.trim().starts_with('<'));
        self.depth += depth(line);
        if self.unindent {
            self.out.push_str(bare_line(line));
            return;
        }
        if in_code || opened {
            self.out.push_str(&unescaped(line));
            return;
        }
        // Each line that has the indent of a paragraph is one.
        let begins = line.starts_with('\u{3000}');
        if std::mem::replace(&mut self.began, begins) && begins {
            self.out.push('\n');
        }
        let bare = line.trim();
        let indent = line.len() - line.trim_start().len();
        if bare.starts_with("[#]:") || bare.eq_ignore_ascii_case("[toc]") || is_kramdown(bare) {
            self.out.push('\n');
        } else if self.code_tag(bare) || indent < 4 && self.container(bare) {
        } else if let Some(lines) = callout(line) {
            self.out.push_str(&lines);
        } else if let Some(definition) = definition(line) {
            let _ = writeln!(self.out, "{definition}");
        } else if let Some(title) = tab(bare) {
            let _ = writeln!(self.out, "\n**{title}**\n");
        } else {
            // A definition has a blank after its colon; `:smile:` is none.
            if indent < 4 && bare.starts_with(':') && !bare.starts_with(": ") && bare != ":" {
                self.out.push('\\');
            }
            self.tags(if bare.starts_with(':') {
                bare_line(line)
            } else {
                line
            });
        }
    }

    /// Whether a line stands in a fence of the author's, its ends included.
    fn fenced(&mut self, line: &str) -> bool {
        let bare = line.trim();
        let mark = bare.chars().next().filter(|c| matches!(c, '`' | '~'));
        let length = bare.len()
            - mark
                .map_or(bare, |mark| bare.trim_start_matches(mark))
                .len();
        match (self.fence, mark) {
            (None, Some(mark)) if length >= 3 && !bare.split_at(length).1.contains('`') => {
                self.fence = Some((mark, length));
                true
            }
            (None, _) => false,
            (Some((open, least)), Some(mark)) if open == mark && length >= least => {
                if length == bare.len() {
                    self.fence = None;
                }
                true
            }
            (Some(_), _) => true,
        }
    }

    /// Begins a block of code if a line is such a tag.
    fn code_tag(&mut self, bare: &str) -> bool {
        let Some(tag) = Tag::parse(bare).filter(Tag::is_code) else {
            return false;
        };
        let end = tag.end();
        if !self.is_ended(&end) {
            return false;
        }
        let (language, title) = tag.language();
        if !title.is_empty() {
            let _ = writeln!(self.out, "\n**{title}**\n");
        }
        let _ = writeln!(self.out, "\n{FENCE}{language}");
        self.code = Some(end);
        true
    }

    /// `::: tip`, `!!! note` and their like.
    fn container(&mut self, bare: &str) -> bool {
        if let Some(title) = bare.strip_prefix("=== ") {
            let title = title.trim_matches('"');
            let _ = writeln!(self.out, "\n**{title}**\n");
            self.indented.enter(String::new());
            return true;
        }
        if let Some(container) = Container::indented(bare) {
            self.out.push_str(&container.open());
            self.indented.enter(container.close());
            return true;
        }
        if !bare.starts_with(":::") {
            return false;
        }
        match Container::fenced(bare) {
            Some(container) => {
                self.out.push_str(&container.open());
                self.containers.push(container.close());
            }
            None => match self.containers.pop() {
                Some(end) => self.out.push_str(&end),
                None => return false,
            },
        }
        true
    }

    /// Whether the source holds the end of a block. Only names of known blocks are asked for,
    /// so remembering the answers bounds the number of searches.
    fn is_ended(&mut self, end: &str) -> bool {
        if let Some(known) = self.ends.get(end) {
            return *known;
        }
        let known = self.source.contains(end);
        self.ends.insert(end.to_owned(), known);
        known
    }

    /// A line with its tags rendered.
    fn tags(&mut self, line: &str) {
        let line = without_attributes(line);
        // Every search must consume what it passes, or a line of nothing but openings would
        // take quadratic time: no end is searched for behind the last one.
        let ends = [line.rfind("%}"), line.rfind("}}")];
        let mut rest: &str = &line;
        let mut ticks = 0;
        while let Some(at) = opening(rest) {
            let (before, from) = rest.split_at(at);
            self.out.push_str(before);
            ticks += before.matches('`').count();
            let end = ends[usize::from(from.starts_with("{{"))];
            let ended = end.is_some_and(|end| end >= line.len() - from.len());
            // Within a code span it is the author's.
            let tag = (ended && ticks % 2 == 0).then(|| Tag::at_start(from));
            match tag.flatten() {
                Some((tag, tail)) if tag.inner.starts_with("/*") => {
                    let (whole, _) = from.split_at(from.len() - tail.len());
                    self.out.push_str(&unescaped(whole).replace('<', "\\<"));
                    rest = tail;
                }
                Some((tag, tail)) => {
                    self.tag(&tag);
                    rest = tail;
                }
                None => {
                    let (head, tail) = from.split_at(2);
                    self.out.push_str(head);
                    rest = tail;
                }
            }
        }
        self.out.push_str(rest);
    }

    fn tag(&mut self, tag: &Tag<'_>) {
        if let Some(name) = tag.ended() {
            if let Some(at) = self.open.iter().rposition(|(open, _)| open == name) {
                for (_, end) in self.open.drain(at..).rev() {
                    self.out.push_str(&end);
                }
            }
            return;
        }
        match tag.block() {
            Some(container) if self.is_ended(&tag.end()) => {
                self.out.push_str(&container.open());
                self.open.push((tag.name.to_owned(), container.close()));
            }
            Some(container) if !container.text.is_empty() => {
                self.out.push_str(&container.open());
                self.out.push_str(&container.close());
            }
            _ => self.out.push_str(&tag::inline(tag)),
        }
    }

    fn finish(mut self) -> String {
        if self.code.is_some() {
            let _ = write!(self.out, "\n{FENCE}\n");
        }
        self.indented.strip("x", &mut self.out);
        let open = self.open.into_iter().map(|(_, end)| end).rev();
        let ends = open.chain(self.containers.into_iter().rev());
        self.out.extend(ends);
        self.out
    }
}

/// Where the first `{%` or `{{` of a text is.
fn opening(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'{', bytes).find(|at| matches!(bytes.get(at + 1), Some(b'%' | b'{')))
}

/// How many elements a line opens, less those that it closes.
fn depth(line: &str) -> isize {
    if !line.contains('<') {
        return 0;
    }
    let count = |sign: &str| {
        let names = ["div", "ul", "ol", "table", "section", "blockquote"];
        let counts = names
            .iter()
            .map(|name| line.matches(&format!("{sign}{name}")).count());
        counts.sum::<usize>().cast_signed()
    };
    count("<") - count("</")
}

/// Where the blocks of code of a source stand, in bytes.
fn code_blocks(source: &str) -> Vec<Range<usize>> {
    let events = Parser::new(source).into_offset_iter();
    let blocks = events.filter(|(event, _)| matches!(event, Event::Start(Block::CodeBlock(_))));
    blocks.map(|(_, range)| range).collect()
}

/// `{{</* name */>}}` is how Hugo writes a tag that is to be read.
fn unescaped(line: &str) -> Cow<'_, str> {
    if !line.contains("/*") {
        return Cow::Borrowed(line);
    }
    let signs = [
        ("{{</*", "{{<"),
        ("*/>}}", ">}}"),
        ("{{%/*", "{{%"),
        ("*/%}}", "%}}"),
    ];
    let plain = signs.iter().fold(line.to_owned(), |line, (sign, plain)| {
        line.replace(sign, plain)
    });
    Cow::Owned(plain)
}

/// A line without the blanks before it, which no longer say anything.
fn bare_line(line: &str) -> &str {
    line.trim_start_matches([' ', '\t'])
}
