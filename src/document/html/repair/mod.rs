//! Source guards: repairs to the text of a page before the parser sees it.
//!
//! Pages made by generators carry raw `<` in code samples, tags that swallow the rest of an
//! article, and names that are no elements. A parser that follows the standard loses text
//! there; so what cannot have been meant as markup becomes `&lt;`. Works on the text, so that
//! case and attributes of what is rescued survive. Linear.
#![expect(clippy::string_slice, reason = "offsets come from searches for ASCII")]

pub(crate) mod code_sample;
pub(crate) mod tag;
use super::dom::element;
use code_sample::{CODE_INLINE, is_about_markup, is_copy_button, is_neutral, markup};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use tag::{TagEnd, find_tag, is_glued, is_tag, lower_name, tag_head, wrapping};

/// Elements whose content the parser takes as raw text or throws away: without an end tag
/// they swallow the article.
const SWALLOWING: &[&str] = &[
    "button", "canvas", "iframe", "math", "noembed", "noframes", "noscript", "object", "script",
    "select", "style", "svg", "template", "textarea", "title", "xmp",
];

/// Of these the content is copied unseen up to the end tag.
const RAW: &[&str] = &[
    "iframe", "noembed", "noframes", "script", "style", "textarea", "title", "xmp",
];

/// Wrappers that say nothing of themselves, and what stands for them where they are too deep:
/// a paragraph still ends where a block did.
const WRAPPERS: [(&str, &str, &str); 2] = [("div", "<p>", "</p>"), ("span", "", "")];

/// How deep wrappers may nest: beyond, they would only use up the depth of the parse.
const MAX_WRAPPERS: usize = 80;

/// Data within an attribute longer than this is dropped before the parse.
const MAX_DATA: usize = 1024;

/// What is left of such an address.
pub const REMOVED_DATA: &str = "data:";

/// Attributes that nothing asks for but are on every link and picture. To the parser each costs
/// as much as a line of text.
const UNREAD: &[&str] = &[
    "crossorigin",
    "data-vmark",
    "data-weibo",
    "decoding",
    "leaf",
    "loading",
    "referrerpolicy",
    "rel",
    "sizes",
    "target",
];

/// Which attributes stay in the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attributes {
    All,
    /// Those that the builder reads.
    Read,
}

/// Repairs a source. Borrowed if nothing was wrong.
pub fn repair(source: &str, attributes: Attributes) -> Cow<'_, str> {
    let mut repair = Repair {
        source,
        attributes,
        out: String::new(),
        copied: 0,
        last_end: source.rfind('>').unwrap_or(0),
        ahead: HashMap::new(),
        odd: HashSet::new(),
        custom: None,
        wrappers: [0; 2],
        wrapping_pres: None,
        code_end: 0,
        code_literal: false,
        code_markup: HashSet::new(),
    };
    repair.run();
    if repair.copied == 0 {
        return Cow::Borrowed(source);
    }
    repair.out.push_str(&source[repair.copied..]);
    Cow::Owned(repair.out)
}

struct Repair<'a> {
    source: &'a str,
    attributes: Attributes,
    out: String,
    /// How much of the source is in `out`.
    copied: usize,
    /// The last `>` of all: behind it no tag ends.
    last_end: usize,
    /// Where the next of each end stands, as far as looked for: no stretch is searched twice.
    ahead: HashMap<&'static str, Option<usize>>,
    /// Names that are no elements but were used with attributes: left as they are.
    odd: HashSet<String>,
    /// Names with a dash that have an end tag somewhere: custom elements. Gathered when the
    /// first is met.
    custom: Option<HashSet<String>>,
    /// How many of each of [`WRAPPERS`] are open.
    wrappers: [usize; 2],
    /// Where each `<pre>` begins that holds another one. Gathered when the first is met.
    wrapping_pres: Option<HashSet<usize>>,
    /// Where the code sample ends that we are in.
    code_end: usize,
    /// Whether that sample is about markup.
    code_literal: bool,
    /// Where its tags begin that may be markup.
    code_markup: HashSet<usize>,
}

impl Repair<'_> {
    fn run(&mut self) {
        let mut at = 0;
        while let Some(found) = self.source[at..].find('<') {
            let open = at + found;
            at = self.tag(open).max(open + 1);
        }
    }

    /// Looks at the `<` at `open`; returns where to go on.
    fn tag(&mut self, open: usize) -> usize {
        let source = self.source;
        let rest = &source[open..];
        let in_code = open < self.code_end;
        let second = rest.as_bytes().get(1).copied().unwrap_or(b' ');
        match second {
            b'!' => self.declaration(open, in_code),
            b'?' => {
                if rest.starts_with("<?xml") && !in_code {
                    return open + 5;
                }
                self.literal(open)
            }
            b'/' | b'a'..=b'z' | b'A'..=b'Z' => self.element(open, in_code),
            // The parser itself takes these for text.
            _ => open + 1,
        }
    }

    fn declaration(&mut self, open: usize, in_code: bool) -> usize {
        let source = self.source;
        let rest = &source[open..];
        if rest.starts_with("<!--") {
            return match self.comment_end(open) {
                Some((text, end)) if !in_code || text.trim().is_empty() => {
                    self.replace(open, end, "");
                    end
                }
                _ => self.literal(open),
            };
        }
        if rest.starts_with("<![CDATA[") && !in_code {
            let end = self.ahead(open + 9, "]]>");
            self.replace(open, open + 9, "");
            let Some(end) = end else {
                return open + 9;
            };
            let inner = repair(&source[open + 9..end], self.attributes);
            self.replace(open + 9, end + 3, &inner);
            return end + 3;
        }
        let doctype = rest
            .get(2..9)
            .is_some_and(|word| word.eq_ignore_ascii_case("doctype"));
        if doctype && !in_code {
            return open + 9;
        }
        self.literal(open)
    }

    /// The text of the comment at `open`, and the position after it. `<!-->` and `<!--->` are
    /// whole comments, and `--!>` ends one too (HTML, 13.2.5.43 to 13.2.5.52).
    fn comment_end(&mut self, open: usize) -> Option<(&str, usize)> {
        let ends = [("-->", open + 2), ("--!>", open + 4)];
        let found = ends.map(|(end, from)| self.ahead(from, end).map(|at| (at, at + end.len())));
        let (at, end) = found.into_iter().flatten().min()?;
        Some((self.source.get(open + 4..at).unwrap_or_default(), end))
    }

    fn element(&mut self, open: usize, in_code: bool) -> usize {
        let source = self.source;
        let closing = source.as_bytes().get(open + 1) == Some(&b'/');
        let start = open + 1 + usize::from(closing);
        let mut buffer = [0; 64];
        let name = lower_name(&source.as_bytes()[start..], &mut buffer);
        if name.is_empty() || open >= self.last_end {
            return self.literal(open);
        }
        let after = start + name.len();
        if closing && !in_code && element::is_known(name) && source[after..].starts_with('<') {
            // `</p<p>`: the end of the tag was forgotten.
            self.replace(open, after, &format!("</{name}>"));
            return after;
        }
        if !is_tag(&source[open..], name.len(), is_glued(source, open)) {
            return self.literal(open);
        }
        if in_code && !self.is_markup_in_code(name, open) {
            return self.literal(open);
        }
        if !element::is_known(name) && !self.is_odd(name, &source[open..]) {
            return self.literal(open);
        }
        let Some(end) = TagEnd::find(source, open) else {
            return self.literal(open);
        };
        if name == "noframes" && !in_code && self.is_of_frames() {
            // Of a page of frames this is all the text there is.
            self.replace(open, end.at, "");
            return end.at;
        }
        if closing || in_code {
            return self.keep(open, end, name, closing);
        }
        if name == "plaintext" {
            return self.literal(open);
        }
        if let Some(swallowing) = SWALLOWING.iter().find(|row| **row == name) {
            return self.swallowing(open, end, swallowing);
        }
        match name {
            "pre" if self.wraps_pre(open) => {}
            "pre" => self.enter_code(end.at, "pre"),
            "code" => self.enter_code(end.at, "code"),
            _ => {}
        }
        self.keep(open, end, name, false)
    }

    /// Whether a name that is no element is used as one, with attributes of HTML.
    fn is_odd(&mut self, name: &str, tag: &str) -> bool {
        if self.odd.contains(name) {
            return true;
        }
        if name.contains('-') {
            return self
                .custom
                .get_or_insert_with(|| custom_elements(self.source))
                .contains(name);
        }
        let tag = tag_head(tag);
        let odd = name.bytes().all(|b| b.is_ascii_alphanumeric())
            && ["class=\"", "style=\"", "href=\"", "src=\"", "id=\""]
                .iter()
                .any(|attribute| tag.contains(attribute));
        if odd {
            self.odd.insert(name.to_owned());
        }
        odd
    }

    /// A tag that stays, without what would break or burden the parser.
    fn keep(&mut self, open: usize, end: TagEnd, name: &str, closing: bool) -> usize {
        if let Some(with) = self.too_deep(name, closing) {
            self.replace(open, end.at, with);
            return end.at;
        }
        if end.broken {
            let slash = if closing { "/" } else { "" };
            self.replace(open, end.at, &format!("<{slash}{name}>"));
        } else if end.at - open > MAX_DATA {
            self.drop_data(open, end.at);
        } else if !closing && self.attributes == Attributes::Read {
            self.drop_unread(open + 1 + name.len(), end.at);
        }
        end.at
    }

    /// What stands for a wrapper that is too deep.
    fn too_deep(&mut self, name: &str, closing: bool) -> Option<&'static str> {
        let (row, open) = WRAPPERS
            .iter()
            .zip(&mut self.wrappers)
            .find(|((wrapper, ..), _)| *wrapper == name)?;
        let depth = if closing { *open } else { *open + 1 };
        *open = if closing {
            open.saturating_sub(1)
        } else {
            depth
        };
        let with = if closing { row.2 } else { row.1 };
        (depth > MAX_WRAPPERS).then_some(with)
    }

    /// Drops the attributes of a tag that nothing reads, if they are written in the common way.
    fn drop_unread(&mut self, from: usize, end: usize) {
        let tag = &self.source[from..end];
        if tag.contains('\'') {
            return;
        }
        let mut at = 0;
        while let Some(found) = tag[at..].find(' ') {
            let blank = at + found;
            at = blank + 1;
            let rest = &tag[at..];
            let value = UNREAD
                .iter()
                .find_map(|name| rest.strip_prefix(name)?.strip_prefix("=\""));
            if let Some(length) = value.and_then(|value| value.find('"')) {
                let value_at = end - from - value.map_or(0, str::len);
                at = value_at + length + 1;
                self.replace(from + blank, from + at, "");
            }
        }
    }

    fn swallowing(&mut self, open: usize, end: TagEnd, name: &'static str) -> usize {
        let self_closed = self.source[open..end.at].ends_with("/>");
        if matches!(name, "svg" | "math") && self_closed {
            return end.at;
        }
        match self.find_end(end.at, name) {
            Some(close) if RAW.contains(&name) => {
                self.keep(open, end, name, false);
                close
            }
            Some(_) => self.keep(open, end, name, false),
            None if end.at - open > name.len() + 2 && !matches!(name, "script" | "style") => {
                // A tag with attributes was meant as one: close it at once.
                let at = end.at;
                self.keep(open, end, name, false);
                self.replace(at, at, &format!("</{name}>"));
                at
            }
            None => self.literal(open),
        }
    }

    /// Notes that code begins at `start`, if its end tag comes.
    fn enter_code(&mut self, start: usize, name: &'static str) {
        let Some(end) = self.find_end(start, name) else {
            return;
        };
        let sample = &self.source[start..end];
        if name == "code" && find_tag(sample, "<code").is_some() {
            return;
        }
        self.code_end = end;
        self.code_literal = is_about_markup(sample);
        let code = name == "code" || find_tag(sample, "<code").is_some();
        let found = markup(sample, code).into_iter();
        self.code_markup = found.map(|at| start + at).collect();
    }

    /// Whether the `<pre>` at `open` holds another one: it is no sample of its own then.
    fn wraps_pre(&mut self, open: usize) -> bool {
        let source = self.source;
        self.wrapping_pres
            .get_or_insert_with(|| wrapping(source, "pre"))
            .contains(&open)
    }

    fn is_of_frames(&mut self) -> bool {
        let source = self.source;
        self.remembered(0, "<frameset", || find_tag(source, "<frameset"))
            .is_some()
    }

    fn is_markup_in_code(&self, name: &str, open: usize) -> bool {
        let tag = &self.source[open..];
        let paired = self.code_markup.contains(&open);
        (paired && CODE_INLINE.contains(&name))
            || (paired && is_neutral(name) && !self.code_literal)
            || (matches!(name, "button" | "svg" | "path" | "div") && is_copy_button(tag))
    }

    /// Where the end tag `</name` begins, at or after `from`.
    fn find_end(&mut self, from: usize, name: &'static str) -> Option<usize> {
        let source = self.source;
        self.remembered(from, name, || {
            find_tag(&source[from..], &format!("</{name}"))
        })
    }

    /// Where `end` begins, at or after `from`.
    fn ahead(&mut self, from: usize, end: &'static str) -> Option<usize> {
        let source = self.source;
        self.remembered(from, end, || source[from..].find(end))
    }

    fn remembered(
        &mut self,
        from: usize,
        key: &'static str,
        search: impl FnOnce() -> Option<usize>,
    ) -> Option<usize> {
        match self.ahead.get(key) {
            Some(None) => None,
            Some(Some(at)) if *at >= from => Some(*at),
            _ => {
                let found = search().map(|at| from + at);
                self.ahead.insert(key, found);
                found
            }
        }
    }

    fn literal(&mut self, open: usize) -> usize {
        self.replace(open, open + 1, "&lt;");
        open + 1
    }

    fn replace(&mut self, from: usize, to: usize, with: &str) {
        self.out.push_str(&self.source[self.copied..from]);
        self.out.push_str(with);
        self.copied = to;
    }

    /// Cuts long `data:` addresses to their scheme: they are never shown and weigh megabytes.
    fn drop_data(&mut self, open: usize, end: usize) {
        let mut at = open;
        while let Some(found) = self.source[at..end].find("data:") {
            let from = at + found;
            let length = self.source[from..end]
                .find(['"', '\'', '>', ' '])
                .unwrap_or(end - from);
            if length > MAX_DATA {
                self.replace(from, from + length, REMOVED_DATA);
            }
            at = from + length.max(5);
        }
    }
}

/// All names with a dash that have an end tag.
fn custom_elements(source: &str) -> HashSet<String> {
    source
        .split("</")
        .skip(1)
        .filter_map(|part| {
            let end = part.bytes().take(64).position(|byte| byte == b'>')?;
            let name = part[..end].trim_end();
            (name.contains('-') && name.is_ascii()).then(|| name.to_ascii_lowercase())
        })
        .collect()
}

#[cfg(test)]
mod tests;
