//! Expands the tags of site generators in Markdown: Hexo and Liquid (`{% note %}`), Hugo
//! (`{{< figure >}}`), the attribute lists of kramdown, and the metadata lines (`[#]:`) of one
//! article archive. Content of a tag is kept; the tag itself becomes Markdown or HTML, or nothing.
//!
//! Works line by line. `blocks` says which block each line is in: lines in code stay unchanged.

use super::blocks::{Blocks, Position};
use super::container::Container;
use super::heading::spaced;
use super::island::{self, begins_with_tag, is_below_pre};
use super::line::{
    bare_line, callout, definition, depth, is_contents, is_definition, is_kramdown, tab, unescaped,
    verbatim, without_attributes,
};
use super::nest::{self, Indented};
use super::signs;
use super::table::{self, Head};
use super::tag::{self, Tag, ends, opening};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;

/// The text before an address.
const ADDRESSES: &[&str] = &["](", "](<", "]: ", "=\"", "='"];

/// Maximum nesting of containers marked by indentation. Each level is one recursion.
const MAX_NESTING: usize = 16;

/// Expands all template tags of a source.
pub fn expand(source: &str) -> Cow<'_, str> {
    expand_nested(source, 0)
}

fn expand_nested(source: &str, nesting: usize) -> Cow<'_, str> {
    if nesting > MAX_NESTING || !signs::need_expansion(source) {
        return Cow::Borrowed(source);
    }
    let mut expander = Expander {
        nesting,
        out: String::with_capacity(source.len() + 64),
        code: None,
        open: Vec::new(),
        opened: HashMap::new(),
        ends: ends(source),
        has_leftovers: tag::has_leftovers(source),
        containers: Vec::new(),
        indented: None,
        began: false,
        preformatted: false,
        in_indented_html: false,
        depth: 0,
        unindent: false,
        defines: false,
        in_definition: false,
        column: 0,
        head: None,
        columns: None,
        below: "",
    };
    let mut blocks = Blocks::of(source);
    let mut at = 0;
    let mut lines = source.split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        let place = blocks.place(at, line);
        expander.below = lines.peek().copied().unwrap_or_default();
        expander.line(line, place);
        at += line.len();
    }
    Cow::Owned(expander.finish())
}

struct Expander<'a> {
    out: String,
    /// The number of indented containers around this source.
    nesting: usize,
    /// The end tag of the open code block (`endhighlight`), without its brackets.
    code: Option<String>,
    /// The blocks opened by tags: the name and the closing HTML of each.
    open: Vec<(String, String)>,
    /// The number of open blocks by name.
    opened: HashMap<String, usize>,
    /// All end tags in the source ([`ends`]). A tag without one is not a block.
    ends: HashSet<&'a str>,
    /// The expressions in the source are leftovers of a template.
    has_leftovers: bool,
    /// The closing HTML of each open `:::`.
    containers: Vec<String>,
    /// The container whose indented content is being collected.
    indented: Option<Indented>,
    /// The previous line began with an ideographic space, the indent of a paragraph.
    began: bool,
    /// Between tags around text that is not Markdown ([`verbatim`]).
    preformatted: bool,
    /// The last line with text is part of an HTML block, with the indent of code.
    in_indented_html: bool,
    /// The number of open HTML elements.
    depth: isize,
    /// The current indented code block is really indented HTML.
    unindent: bool,
    /// A definition may follow: the previous line belongs to a top-level paragraph or to another
    /// definition.
    defines: bool,
    /// The previous line belongs to a definition.
    in_definition: bool,
    /// Column of the text of the last list item; 0 after an empty line.
    column: usize,
    /// The previous line, if it may be the header row of a table.
    head: Option<Head>,
    /// The columns of the table that the previous line is part of.
    columns: Option<usize>,
    /// The next line.
    below: &'a str,
}

/// A fence longer than any in articles, so that code with fences inside does not end it.
const FENCE: &str = "~~~~~~~~";

impl Expander<'_> {
    /// Handles one line. Open code blocks and indented containers take it first, because
    /// nothing inside them is expanded here.
    fn line(&mut self, line: &str, place: Position) {
        if let Some(end) = &self.code {
            if Tag::parse(line.trim()).is_some_and(|tag| tag.inner == *end) {
                self.code = None;
                let _ = writeln!(self.out, "{FENCE}");
            } else {
                self.out.push_str(line);
            }
            return;
        }
        if self
            .indented
            .as_mut()
            .is_some_and(|indented| indented.take(line))
        {
            return;
        }
        self.end_indented();
        let head = self.head.take();
        let opened;
        (opened, self.preformatted) = verbatim(line, self.preformatted);
        // In CommonMark an empty line ends an HTML block, and indented HTML after it is code.
        // While an element is still open, and after HTML with an indent, the author means HTML.
        let may_go_on = self.depth > 0 || self.in_indented_html || is_below_pre(&self.out, line);
        let within = self.unindent || may_go_on && begins_with_tag(line);
        self.unindent = place.code && !place.fenced && within;
        if !line.trim().is_empty() {
            let is_deep = !place.list && (line.starts_with("    ") || line.starts_with('\t'));
            let is_html = place.html || self.in_indented_html && begins_with_tag(line);
            let goes_on = opened && self.in_indented_html;
            self.in_indented_html = self.unindent || is_deep && is_html || goes_on;
        }
        if self.unindent || !place.code && !line.contains('`') {
            self.depth += depth(line);
        }
        if self.unindent {
            self.out.push_str(bare_line(line));
        } else if place.code || opened {
            (self.defines, self.in_definition) = (false, false);
            self.out.push_str(&unescaped(line));
        } else if !self.special(line, place) {
            self.text(line, place, head);
        }
    }

    /// Writes a line that has syntax of its own. Returns false if it is text.
    fn special(&mut self, line: &str, place: Position) -> bool {
        // A line with an ideographic space is a paragraph, even without an empty line before it.
        let begins = line.starts_with('\u{3000}');
        if std::mem::replace(&mut self.began, begins) && begins {
            self.out.push('\n');
        }
        let bare = line.trim();
        let (prefix, content) = line.split_at(nest::prefix(line));
        let is_box = place.list || nest::indent(prefix) < 4;
        if bare.starts_with("[#]:") || is_contents(bare) || is_kramdown(content.trim()) {
            self.out.push('\n');
        } else if self.code_tag(bare) || is_box && self.container(prefix, content.trim()) {
        } else if let Some(lines) = callout(line) {
            self.out.push_str(&lines);
        } else if let Some(definition) = definition(line) {
            let _ = writeln!(self.out, "{definition}");
        } else if let Some(title) = tab(bare) {
            let _ = writeln!(self.out, "\n**{title}**\n");
        } else {
            return false;
        }
        true
    }

    /// Writes a line of text. `head` is the previous line, if it may be the header of a table.
    fn text(&mut self, line: &str, place: Position, head: Option<Head>) {
        let (prefix, content) = line.split_at(nest::prefix(line));
        let top = prefix.trim().is_empty() && !place.list && !place.html;
        if content.trim().is_empty() {
            self.defines &= top;
            self.in_definition = false;
            self.column = 0;
            self.columns = None;
            self.out.push_str(line);
            return;
        }
        if !place.html && self.delimiter_row(prefix, content, head) {
            return;
        }
        if top && self.defines && content.trim() == ":" && self.in_definition {
            // An empty definition: the parser would show the colon as part of the previous one.
            self.out.push('\n');
            return;
        }
        let defines = top && self.defines && is_definition(content);
        self.in_definition = top && (defines || self.in_definition);
        self.defines = top && (prefix.is_empty() || self.defines);
        if !defines {
            self.out.push_str(prefix);
        }
        let lazy = self.is_lazy(prefix, place);
        if table::may_head(content) && !place.html && !lazy {
            self.head = Some(Head::new(prefix, content, self.out.len(), place.list));
        }
        if content.starts_with(':') && !defines && !place.html {
            self.keep_colon(prefix, place);
        }
        let prefix = if top { "" } else { prefix };
        match self.columns.filter(|_| content.contains('|')) {
            Some(columns) => return self.tags(prefix, &table::row(content, columns)),
            None => self.columns = None,
        }
        if place.html {
            self.tags(prefix, &island::convert(content));
        } else if let Some(heading) = Some(content).filter(|_| top && !lazy).and_then(spaced) {
            self.tags(prefix, &heading);
        } else {
            self.tags(prefix, content);
        }
    }

    /// Writes the delimiter row of a table. `head` is the previous line, if it may be its header.
    fn delimiter_row(&mut self, prefix: &str, content: &str, head: Option<Head>) -> bool {
        let Some(head) = head else {
            // Below a text, it is part of that.
            let is_first = self.out.ends_with("\n\n") || self.out.trim().is_empty();
            let table = table::without_header(prefix, content, self.below);
            let Some((rows, columns)) = table.filter(|_| is_first) else {
                return false;
            };
            self.out.push_str(&rows);
            self.columns = Some(columns);
            return true;
        };
        let Some(delimiter) = head.delimiter_row(prefix, content) else {
            return false;
        };
        let written = self.out.split_off(head.at);
        self.out.push_str(&delimiter.header(&written));
        let _ = writeln!(self.out, "{prefix}{}", delimiter.row);
        self.columns = Some(delimiter.columns);
        true
    }

    /// Whether a line is a lazy continuation line: it continues the paragraph of a quote or an item
    /// without its prefix (CommonMark 5.1).
    fn is_lazy(&mut self, prefix: &str, place: Position) -> bool {
        let column = nest::indent(&nest::continued(prefix));
        if nest::continued(prefix) != prefix || self.column == 0 {
            self.column = column;
        }
        let indented = !place.list && nest::indent(prefix) > 3;
        let outside = place.list && column < self.column || place.quote && !prefix.contains('>');
        indented || outside
    }

    /// Keeps a colon at the start of a line from beginning a definition.
    fn keep_colon(&mut self, prefix: &str, place: Position) {
        if !place.span {
            self.out.push('\\');
            return;
        }
        // In a code span a backslash would be shown. A line break there counts as a space, so
        // join the lines instead.
        let length = self.out.len() - prefix.len();
        self.out.truncate(length);
        self.out.truncate(self.out.trim_end_matches('\n').len());
        self.out.push(' ');
    }

    /// Writes the indented container whose content has ended.
    fn end_indented(&mut self) {
        let Some(indented) = self.indented.take() else {
            return;
        };
        let content = expand_nested(&indented.content, self.nesting + 1);
        for line in content.split_inclusive('\n') {
            self.out.extend([&indented.prefix, line]);
        }
        if !content.ends_with('\n') {
            self.out.push('\n');
        }
        nest::push_lines(&mut self.out, &indented.prefix, &indented.close);
    }

    /// Begins a code block if a line begins with a code tag that has an end tag on another line.
    fn code_tag(&mut self, bare: &str) -> bool {
        let Some((tag, first)) = Tag::before_code(bare) else {
            return false;
        };
        let end = tag.end();
        if !self.ends.contains(end.as_str()) || first.contains(end.as_str()) {
            return false;
        }
        let (language, title) = tag.language();
        if !title.is_empty() {
            let _ = writeln!(self.out, "\n**{title}**\n");
        }
        let _ = writeln!(self.out, "\n{FENCE}{language}");
        if !first.is_empty() {
            let _ = writeln!(self.out, "{first}");
        }
        self.code = Some(end);
        true
    }

    /// Writes the start or end of a container: `::: tip`, `!!! note`, `=== "tab"`.
    fn container(&mut self, prefix: &str, bare: &str) -> bool {
        if let Some(title) = bare.strip_prefix("=== ") {
            let title = title.trim_matches('"');
            nest::push_lines(&mut self.out, prefix, &format!("\n**{title}**\n\n"));
            self.indented = Some(Indented::new(prefix, String::new()));
            return true;
        }
        if let Some(container) = Container::indented(bare) {
            nest::push_lines(&mut self.out, prefix, &container.open());
            self.indented = Some(Indented::new(prefix, container.close()));
            return true;
        }
        if !bare.starts_with(":::") {
            return false;
        }
        match Container::fenced(bare) {
            Some(container) => {
                nest::push_lines(&mut self.out, prefix, &container.open());
                self.containers.push(container.close());
            }
            None => match self.containers.pop() {
                Some(end) => nest::push_lines(&mut self.out, prefix, &end),
                None => return false,
            },
        }
        true
    }

    /// Writes a line with its tags expanded. `prefix` is its prefix in quotes and lists.
    fn tags(&mut self, prefix: &str, line: &str) {
        if !line.contains('{') {
            self.out.push_str(line);
            return;
        }
        let line = without_attributes(line);
        // Look for the last end of each kind once. Otherwise a line with many openings and no end
        // would take quadratic time.
        let ends = [line.rfind("%}"), line.rfind("}}")];
        let mut rest: &str = &line;
        let mut ticks = 0;
        while let Some(at) = opening(rest) {
            let (before, from) = rest.split_at(at);
            self.out.push_str(before);
            ticks += before.matches('`').count();
            let end = ends[usize::from(from.starts_with("{{"))];
            let ended = end.is_some_and(|end| end >= line.len() - from.len());
            // Tags inside a code span are text.
            let tag = (ended && ticks % 2 == 0).then(|| Tag::at_start(from));
            match tag.flatten() {
                Some((tag, tail)) if tag.inner.starts_with("/*") => {
                    let (whole, _) = from.split_at(from.len() - tail.len());
                    self.out.push_str(&unescaped(whole).replace('<', "\\<"));
                    rest = tail;
                }
                Some((tag, tail)) => {
                    self.tag(prefix, &tag);
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

    fn tag(&mut self, prefix: &str, tag: &Tag<'_>) {
        if tag.is_mustache() {
            let in_address = ADDRESSES.iter().any(|sign| self.out.ends_with(sign));
            let shown = match in_address {
                true => tag.address(),
                false if self.has_leftovers && tag.is_value() => "",
                false => tag.whole,
            };
            self.out.push_str(shown);
            return;
        }
        let block = tag.block();
        let ended = block.is_some() && self.ends.contains(tag.end().as_str());
        let out = &mut self.out;
        if let Some(name) = tag.ended() {
            // An unmatched end tag closes nothing. Checked by count, because a search would scan
            // all open blocks each time.
            if self.opened.get(name).is_none_or(|count| *count == 0) {
                return;
            }
            while let Some((open, end)) = self.open.pop() {
                nest::push(out, prefix, &end);
                if let Some(count) = self.opened.get_mut(&open) {
                    *count -= 1;
                }
                if open == name {
                    break;
                }
            }
            return;
        }
        match block {
            Some(container) if ended => {
                nest::push(out, prefix, &container.open());
                self.open.push((tag.name.to_owned(), container.close()));
                *self.opened.entry(tag.name.to_owned()).or_default() += 1;
            }
            Some(container) if !container.text.is_empty() => {
                nest::push(out, prefix, &container.open());
                nest::push(out, prefix, &container.close());
            }
            _ => nest::push(out, prefix, &tag::inline(tag)),
        }
    }

    fn finish(mut self) -> String {
        if self.code.is_some() {
            let _ = write!(self.out, "\n{FENCE}\n");
        }
        self.end_indented();
        let open = self.open.into_iter().map(|(_, end)| end).rev();
        let ends = open.chain(self.containers.into_iter().rev());
        self.out.extend(ends);
        self.out
    }
}
