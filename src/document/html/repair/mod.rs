//! Repairs a page's source before it is parsed.
//!
//! Generated pages contain unescaped `<` in code samples, unclosed tags that swallow the rest of
//! the article, and tags of unknown elements. A parser that follows the standard loses text
//! there. This pass escapes each `<` that cannot have been meant as markup. It works on the
//! source rather than on the tree, so that escaped tags keep their case and attributes.
//!
//! One pass from left to right, in linear time: each search for an end tag remembers its result
//! (`Repair::remembered`).
#![expect(clippy::string_slice, reason = "offsets come from searches for ASCII")]

pub(crate) mod code_sample;
mod keep;
pub(crate) mod tag;
use super::dom::element;
use code_sample::{CODE_INLINE, is_about_markup, is_copy_button, is_neutral, markup};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use tag::{TagEnd, TagKind, find_tag, is_glued, is_tag, lower_name, tag_head, wrapping};

/// Elements whose content the parser reads as raw text or that the builder drops. Without an end
/// tag they swallow the rest of the article.
const SWALLOWING: &[&str] = &[
    "button", "canvas", "iframe", "math", "noembed", "noframes", "noscript", "object", "script",
    "select", "style", "svg", "template", "textarea", "title", "xmp",
];

/// Those of them with raw text: their content is copied unchanged up to the end tag.
const RAW: &[&str] = &[
    "iframe", "noembed", "noframes", "script", "style", "textarea", "title", "xmp",
];

/// Which attributes are kept in the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attributes {
    All,
    /// Without those that the builder never reads.
    Read,
}

/// Repairs a source. Borrowed if nothing had to change.
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
    /// The source up to this offset is already in `out` or was replaced.
    copied: usize,
    /// The offset of the last `>` of the source. No tag starts at or after it.
    last_end: usize,
    /// The last search result for each delimiter and end tag; None: no more ahead. Keeps
    /// the pass linear: the same text is never searched twice in one stretch.
    ahead: HashMap<&'static str, Option<usize>>,
    /// Unknown names that were used with HTML attributes. Their tags are kept.
    odd: HashSet<String>,
    /// Custom elements: names with a dash that have an end tag somewhere. Collected when the
    /// first such name occurs.
    custom: Option<HashSet<String>>,
    /// The number of open elements for each of `keep::WRAPPERS`.
    wrappers: [usize; 2],
    /// The offsets of the `<pre>` tags that contain another `<pre>`. Collected when the first
    /// `<pre>` occurs.
    wrapping_pres: Option<HashSet<usize>>,
    /// The end of the current code sample; outside of samples, an offset already passed.
    code_end: usize,
    /// Whether the current sample shows markup ([`is_about_markup`]).
    code_literal: bool,
    /// The offsets of the tags in the current sample that may be markup ([`markup`]).
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

    /// Handles the `<` at `open`. Returns the offset at which to continue.
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
            // The parser reads these as text already.
            _ => open + 1,
        }
    }

    fn declaration(&mut self, open: usize, in_code: bool) -> usize {
        let source = self.source;
        let rest = &source[open..];
        if rest.starts_with("<!--") {
            // In code, only an empty comment is markup (highlighters leave them). A comment that
            // never ends would swallow the article.
            return match self.comment_end(open) {
                Some((text, end)) if !in_code || text.trim().is_empty() => {
                    self.replace(open, end, "");
                    end
                }
                _ => self.literal(open),
            };
        }
        if rest.starts_with("<![CDATA[") && !in_code {
            // HTML has no CDATA sections: unwrap them, and repair their content on its own.
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

    /// Handles a start or end tag. The tests run from cheap to expensive; each one that fails
    /// turns the `<` into text.
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
            // `</p<p>`: the `>` is missing.
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
            // On a page of frames, `<noframes>` holds all the text: keep its content, drop the tag.
            self.replace(open, end.at, "");
            return end.at;
        }
        if closing || in_code {
            let kind = if closing {
                TagKind::End
            } else {
                TagKind::Start
            };
            return self.keep(open, end, name, kind);
        }
        // `<plaintext>` has no end tag: everything after it would be raw text.
        if name == "plaintext" {
            return self.literal(open);
        }
        if let Some(swallowing) = SWALLOWING.iter().find(|row| **row == name) {
            return self.swallowing(open, end, swallowing);
        }
        match name {
            // The inner `<pre>` is the sample.
            "pre" if self.wraps_pre(open) => {}
            "pre" => self.enter_code(end.at, "pre"),
            "code" => self.enter_code(end.at, "code"),
            _ => {}
        }
        self.keep(open, end, name, TagKind::Start)
    }

    /// Whether an unknown name is used as an element: a custom element with an end tag, or a name
    /// with HTML attributes.
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

    /// Handles a start tag of [`SWALLOWING`]: makes sure that it has an end tag.
    fn swallowing(&mut self, open: usize, end: TagEnd, name: &'static str) -> usize {
        let self_closed = self.source[open..end.at].ends_with("/>");
        if matches!(name, "svg" | "math") && self_closed {
            return end.at;
        }
        match self.find_end(end.at, name) {
            Some(close) if RAW.contains(&name) => {
                self.keep(open, end, name, TagKind::Start);
                close
            }
            Some(_) => self.keep(open, end, name, TagKind::Start),
            None if end.at - open > name.len() + 2 && !matches!(name, "script" | "style") => {
                // With attributes it was meant as a tag: close it at once.
                let at = end.at;
                self.keep(open, end, name, TagKind::Start);
                self.replace(at, at, &format!("</{name}>"));
                at
            }
            None => self.literal(open),
        }
    }

    /// Enters the code sample that begins at `start`, if it has an end tag. A `<code>` that
    /// contains another one is not a sample: the inner one is.
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

    /// Whether the `<pre>` at `open` contains another one and is therefore not a sample itself.
    fn wraps_pre(&mut self, open: usize) -> bool {
        let source = self.source;
        self.wrapping_pres
            .get_or_insert_with(|| wrapping(source, "pre"))
            .contains(&open)
    }

    /// Whether the page is a frameset.
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

    /// The offset of the next end tag `</name` at or after `from`.
    fn find_end(&mut self, from: usize, name: &'static str) -> Option<usize> {
        let source = self.source;
        self.remembered(from, name, || {
            find_tag(&source[from..], &format!("</{name}"))
        })
    }

    /// The offset of the next `end` at or after `from`.
    fn ahead(&mut self, from: usize, end: &'static str) -> Option<usize> {
        let source = self.source;
        self.remembered(from, end, || source[from..].find(end))
    }

    /// The result of a search from `from`, taken from `ahead` if still valid. `from` never
    /// decreases for one key, so a result at or after `from` is still the next one, and a failed
    /// search never has to be repeated.
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

    /// Escapes the `<` at `open`.
    fn literal(&mut self, open: usize) -> usize {
        self.replace(open, open + 1, "&lt;");
        open + 1
    }

    /// Replaces a range of the source. Ranges must come in order and must not overlap.
    fn replace(&mut self, from: usize, to: usize, with: &str) {
        self.out.push_str(&self.source[self.copied..from]);
        self.out.push_str(with);
        self.copied = to;
    }
}

/// All names with a dash that have an end tag, in lower case.
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
