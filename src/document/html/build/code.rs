//! Code blocks: language, colours that the source already has, columns of tabs.

use super::block_stack::Content;
use super::builder::{Builder, Close};
use super::inline::is_wide;
use crate::document::html::dom::attribute::Marks;
use crate::document::html::dom::element::Treatment as T;
use crate::document::html::dom::tree::Node;
use crate::document::html::{COPY_BUTTON, HIDDEN, LINE_NUMBER};
use crate::document::{Inline, Style, Text};

/// Cells between tab stops.
const TAB: usize = 4;

impl Builder {
    /// Within code only looks, breaks and lines matter.
    pub fn open_in_code(&mut self, node: Node<'_>, treatment: T, marks: &Marks<'_>) -> bool {
        if marks.hidden {
            self.look.cut = Some(HIDDEN);
        }
        if marks.is_line_number() {
            self.look.cut = Some(LINE_NUMBER);
        }
        if marks.is_copy_button() && treatment != T::Inline(Style::CODE) {
            self.look.cut = Some(COPY_BUTTON);
        }
        if matches!(treatment, T::Code | T::Inline(Style::CODE)) {
            self.learn_language(language(marks.class, node));
        }
        if treatment.is_block() || marks.block {
            self.flow().inlines.new_line();
            return self.enter(Close::CodeLine, None);
        }
        match treatment {
            T::Break => {
                self.flow().inlines.line_break();
                false
            }
            T::Image => {
                self.picture(node);
                false
            }
            T::Superscript | T::Subscript | T::Quotation | T::Ruby => self.raise(treatment),
            T::RubyBracket => false,
            T::Nothing | T::Input | T::Rule | T::Media(_) | T::NoScript | T::Dialog => false,
            T::Inline(Style::CODE) => {
                self.next_line_of_code(node);
                self.enter(Close::RunStyle, None)
            }
            T::Inline(own) => {
                self.look.style = self.look.style.with(own).with(style(marks.class));
                self.enter(Close::RunStyle, None)
            }
            T::RubyText => {
                self.look.style = self.look.style.with(Style::RUBY);
                self.enter(Close::RunStyle, None)
            }
            _ => {
                self.look.style = self.look.style.with(style(marks.class));
                self.enter(Close::RunStyle, None)
            }
        }
    }

    fn learn_language(&mut self, language: Option<String>) {
        if let Content::Code(known @ None) = &mut self.flow().content {
            *known = language;
        }
    }

    /// Some editors write each line of a block as a `<code>` of its own, with nothing between
    /// them: their style sheets show each as a block.
    fn next_line_of_code(&mut self, node: Node<'_>) {
        let before = node.previous_sibling().filter(|before| before.is("code"));
        let Some(before) = before.filter(|_| node.parent().is_some_and(|parent| parent.is("pre")))
        else {
            return;
        };
        let inlines = &mut self.flow().inlines;
        if before.first_child().is_none() {
            inlines.line_break();
        } else {
            inlines.new_line();
        }
    }
}

/// Keeps tabs, which [`normalise`] expands by column; else as [`crate::text::sanitize`].
pub fn sanitize(text: &str) -> String {
    if !text.contains('\t') {
        return crate::text::sanitize(text).into_owned();
    }
    let parts: Vec<_> = text.split('\t').map(crate::text::sanitize).collect();
    parts.join("\t")
}

/// The language that a class or an attribute names.
pub fn language(class: &str, node: Node<'_>) -> Option<String> {
    let named = ["data-lang", "data-language", "lang"]
        .iter()
        .find_map(|name| node.attribute(name));
    let from_class = class.split_ascii_whitespace().find_map(|class| {
        [
            "language-",
            "lang-",
            "highlight-source-",
            "brush:",
            "sourceCode-",
        ]
        .iter()
        .find_map(|head| class.strip_prefix(head))
        .map(|name| name.trim_end_matches(';'))
    });
    let beside = || {
        let mut classes = class.split_ascii_whitespace();
        classes
            .find(|class| matches!(*class, "hljs" | "sourceCode" | "highlight" | "prettyprint"))
            .and_then(|_| classes.next())
    };
    let name = from_class.or(named).or_else(beside)?.trim().to_lowercase();
    let plain = matches!(
        name.as_str(),
        "" | "text"
            | "plain"
            | "plaintext"
            | "none"
            | "nohighlight"
            | "copyable"
            | "linenums"
            | "code"
    );
    let sane = name.len() <= 20
        && name
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"+-#._".contains(&b));
    (!plain && sane).then_some(name)
}

/// The colour that a highlighter of the source gave a run: highlight.js, Prism, Pygments.
pub fn style(class: &str) -> Style {
    for class in class.split_ascii_whitespace() {
        let word = class.strip_prefix("hljs-").unwrap_or(class);
        let word = word.strip_prefix("pl-").unwrap_or(word);
        let style = match word {
            "keyword" | "built_in" | "literal" | "selector-tag" | "tag" | "k" | "kd" | "kn"
            | "kr" | "kt" | "kc" | "nb" | "boolean" | "builtin" | "storage" => Style::CODE_KEYWORD,
            "string" | "regexp" | "s" | "s1" | "s2" | "sb" | "sc" | "sr" | "char"
            | "attr-value" | "regex" => Style::CODE_STRING,
            "comment" | "quote" | "c" | "c1" | "cm" | "cp" | "cs" | "prolog" | "doctype"
            | "doctag" => Style::CODE_COMMENT,
            "number" | "m" | "mi" | "mf" | "mh" | "mo" => Style::CODE_NUMBER,
            "title" | "function" | "class-name" | "nf" | "nc" | "name" | "nt" | "attr" | "na"
            | "section" | "symbol" | "variable" | "en" => Style::CODE_NAME,
            _ => continue,
        };
        return style;
    }
    Style::PLAIN
}

/// Expands tabs, drops empty lines at both ends and blanks at the end.
pub fn normalise(runs: Vec<Inline>) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::with_capacity(runs.len());
    let mut column = 0;
    let mut begun = false;
    for mut run in runs {
        if !begun {
            // The first line keeps its indent, empty lines before it go.
            let body = run.text.trim_start();
            let blanks = run.text.len() - body.len();
            let kept = run
                .text
                .get(..blanks)
                .and_then(|head| head.rfind('\n'))
                .map_or(0, |at| at + 1);
            begun = !body.is_empty() && run.cut.is_none();
            if kept > 0 {
                run.text.drain(..kept);
            }
            if run.text.is_empty() {
                continue;
            }
        }
        run.text = expand(&run.text, &mut column);
        out.push(run);
    }
    while let Some(last) = out.last_mut() {
        let kept = last.text.trim_end().len();
        last.text.truncate(kept);
        if kept > 0 {
            break;
        }
        out.pop();
    }
    out
}

fn expand(text: &str, column: &mut usize) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\t' => {
                let blanks = TAB - *column % TAB;
                out.extend(std::iter::repeat_n(' ', blanks));
                *column += blanks;
            }
            '\n' => {
                out.push(c);
                *column = 0;
            }
            _ => {
                out.push(c);
                *column += if is_wide(c) { 2 } else { 1 };
            }
        }
    }
    out
}

/// Whether preformatted text is prose: mostly CJK, so that its lines may be wrapped.
pub fn is_prose(text: &Text) -> bool {
    let (mut wide, mut all) = (0_usize, 0_usize);
    for c in text.runs.iter().flat_map(|run| run.text.chars()) {
        if !c.is_whitespace() {
            all += 1;
            wide += usize::from(is_wide(c));
        }
    }
    wide * 2 > all
}
