//! Code blocks: language, colours that the source already has, tabs.

use super::block_stack::Content;
use super::code_box;
use super::state::{BuildState, Children, EndAction};
use crate::document::html::dom::attribute::Attributes;
use crate::document::html::dom::element::Treatment as T;
use crate::document::html::dom::tree::Node;
use crate::document::html::rule_names::{COPY_BUTTON, HIDDEN, LINE_NUMBER};
use crate::document::{Inline, Style, Text, is_wide};

/// Cells between tab stops.
const TAB: usize = 4;

impl BuildState {
    /// A start tag inside code: only styles, line breaks and lines matter.
    pub fn start_tag_in_code(
        &mut self,
        node: Node<'_>,
        treatment: T,
        attributes: &Attributes<'_>,
    ) -> Children {
        if attributes.hidden {
            self.style.cut = Some(HIDDEN);
        }
        if attributes.is_line_number() {
            self.style.cut = Some(LINE_NUMBER);
        }
        if attributes.is_copy_button() && treatment != T::Inline(Style::CODE) {
            self.style.cut = Some(COPY_BUTTON);
        }
        if matches!(treatment, T::Code | T::Inline(Style::CODE)) {
            self.set_language(language(attributes.class, node));
        }
        if self.container().inlines.is_box
            && (treatment == T::Image || code_box::is_placeholder(attributes))
        {
            return Children::Skip;
        }
        if treatment.is_block() || attributes.is_block {
            self.container().inlines.start_line();
            return self.open(EndAction::CodeLine);
        }
        let style = self.style.style;
        self.style.style = match treatment {
            T::Break => {
                self.container().inlines.line_break();
                return Children::Skip;
            }
            T::Image => {
                self.picture(node);
                return Children::Skip;
            }
            T::Superscript | T::Subscript | T::Quotation | T::Ruby => {
                return self.enclosing(treatment);
            }
            T::RubyBracket
            | T::Nothing
            | T::Input
            | T::Rule
            | T::Media(_)
            | T::NoScript
            | T::Dialog => return Children::Skip,
            T::Inline(Style::CODE) => {
                self.separate_code_lines(node);
                style
            }
            T::Inline(own) => style.with(own).with(highlight_style(attributes.class)),
            T::RubyText => style.with(Style::RUBY),
            _ => style.with(highlight_style(attributes.class)),
        };
        self.open(EndAction::Style)
    }

    fn set_language(&mut self, language: Option<String>) {
        if let Content::Code(known @ None) = &mut self.container().content {
            *known = language;
        }
    }

    /// Some editors write each line of a block as a `<code>` of its own with nothing in between,
    /// which their style sheets show as blocks.
    fn separate_code_lines(&mut self, node: Node<'_>) {
        let before = node.previous_sibling().filter(|before| before.is("code"));
        let Some(before) = before.filter(|_| node.parent().is_some_and(|parent| parent.is("pre")))
        else {
            return;
        };
        let inlines = &mut self.container().inlines;
        if before.first_child().is_none() {
            inlines.line_break();
        } else {
            inlines.start_line();
        }
    }
}

/// Same as [`crate::text::sanitize`], but keeps tabs: [`normalize`] expands them by column.
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
    // `<pre class="highlight rust">`
    let after_marker = || {
        let mut classes = class.split_ascii_whitespace();
        classes
            .find(|class| matches!(*class, "hljs" | "sourceCode" | "highlight" | "prettyprint"))
            .and_then(|_| classes.next())
    };
    let name = from_class
        .or(named)
        .or_else(after_marker)?
        .trim()
        .to_lowercase();
    let is_plain = matches!(
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
    let is_valid = name.len() <= 20
        && name
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"+-#._".contains(&b));
    (!is_plain && is_valid).then_some(name)
}

/// The style for a class of a syntax highlighter: highlight.js, Prism, Pygments.
fn highlight_style(class: &str) -> Style {
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

/// Expands tabs, drops empty lines at both ends and white space at the end. Spaces that do not
/// break become plain ones.
pub fn normalize(runs: Vec<Inline>) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::with_capacity(runs.len());
    let mut column = 0;
    let mut has_started = false;
    for mut run in runs {
        if !has_started {
            // Drops empty lines at the start, but keeps the indent of the first line.
            let body = run.text.trim_start();
            let indent = run.text.len() - body.len();
            let line_start = run
                .text
                .get(..indent)
                .and_then(|head| head.rfind('\n'))
                .map_or(0, |at| at + 1);
            has_started = !body.is_empty() && run.cut.is_none();
            if line_start > 0 {
                run.text.drain(..line_start);
            }
            if run.text.is_empty() {
                continue;
            }
        }
        run.text = expand_tabs(&run.text, &mut column);
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

fn expand_tabs(text: &str, column: &mut usize) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\t' => {
                let spaces = TAB - *column % TAB;
                out.extend(std::iter::repeat_n(' ', spaces));
                *column += spaces;
            }
            '\n' => {
                out.push(c);
                *column = 0;
            }
            '\u{a0}' => {
                out.push(' ');
                *column += 1;
            }
            _ => {
                out.push(c);
                *column += if is_wide(c) { 2 } else { 1 };
            }
        }
    }
    out
}

/// Whether preformatted text is prose, so that its lines may be wrapped: most characters are
/// CJK.
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
