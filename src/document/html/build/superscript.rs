//! Text above or below the line: ruby annotations, superscripts and subscripts.
//!
//! While such an element is open, its text is collected in [`Inlines`] of its own; `outer` is the
//! text around it, which its end puts back.

use super::block_stack::Container;
use super::inline::{Inlines, TextMode, trim_end};
use super::run_style::RunStyle;
use crate::document::{Inline, Style, script};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shift {
    Superscript,
    Subscript,
}

/// Starts collecting text above or below the line. Returns the text so far.
pub fn begin(container: &mut Container) -> Box<Inlines> {
    container.nested += 1;
    let inner = Inlines::new(TextMode::Line);
    Box::new(std::mem::replace(&mut container.inlines, inner))
}

/// Ends it: puts the outer text back and returns the inner one.
fn end(container: &mut Container, outer: Inlines) -> Inlines {
    container.nested -= 1;
    std::mem::replace(&mut container.inlines, outer)
}

/// Ends a `<ruby>`: 漢字(かんじ), all bases of the element first, then all readings.
pub fn end_ruby(container: &mut Container, style: RunStyle, outer: Inlines) {
    let mut inner = end(container, outer);
    let (mut base, mut reading): (Vec<Inline>, String) = (Vec::new(), String::new());
    for run in inner.take().into_iter().flatten() {
        if run.style.has(Style::RUBY) {
            reading.push_str(run.text.trim());
        } else {
            base.push(run);
        }
    }
    let inlines = &mut container.inlines;
    let by_character = is_one_character(&base);
    // A word with an element for each character has one reading: 漢字(かんじ).
    if by_character && inlines.ruby_by_character && inlines.is_adjacent() {
        let before = inlines.runs.pop_if(|last| last.style.has(Style::RUBY));
        if let Some(before) = before {
            reading.insert_str(0, before.text.trim_matches(['(', ')']));
        }
    }
    inlines.ruby_by_character = by_character;
    for run in &base {
        let style = run.run_style().with(Style::RUBY_BASE);
        inlines.push_atomic(run.text.trim(), style);
    }
    if !reading.is_empty() {
        let plain = style.style.without(Style::RUBY_BASE);
        let style = RunStyle {
            style: plain.with(Style::RUBY),
            ..style
        };
        inlines.push_atomic(&format!("({reading})"), style);
    }
}

fn is_one_character(base: &[Inline]) -> bool {
    let mut chars = base.iter().flat_map(|run| run.text.trim().chars());
    chars.next().is_some() && chars.next().is_none()
}

/// Ends a `<sup>` or `<sub>`: x² where Unicode has the characters, else x^(n,k). Reference marks
/// such as `[1]` stay as they are.
pub fn end_shifted(container: &mut Container, style: RunStyle, outer: Inlines, shift: Shift) {
    let mut inner = end(container, outer);
    let mut runs: Vec<Inline> = inner.take().into_iter().flatten().collect();
    trim_end(&mut runs);
    let text: String = runs.iter().map(|run| run.text.as_str()).collect();
    let (added, sign, to_unicode): (_, _, fn(&str) -> Option<String>) = match shift {
        Shift::Superscript => (Style::SUPERSCRIPT, '^', script::superior),
        Shift::Subscript => (Style::SUBSCRIPT, '_', script::inferior),
    };
    let style = style.with(added);
    let inlines = &mut container.inlines;
    let is_linked = runs.iter().any(|run| run.link.is_some());
    let is_mapped = !is_linked && to_unicode(&text).is_some();
    let has_base = inlines.last_char().is_some_and(is_base);
    let has_sign = !is_mapped && !is_linked && has_base && !is_mark(&text);
    let has_brackets = has_sign && text.chars().nth(1).is_some();
    if has_sign {
        let open = if has_brackets { "(" } else { "" };
        inlines.push_atomic(&format!("{sign}{open}"), style);
    }
    for run in &runs {
        let shown = is_mapped.then(|| to_unicode(&run.text)).flatten();
        let style = run.run_style().with(added);
        inlines.push_atomic(shown.as_deref().unwrap_or(&run.text), style);
    }
    if has_brackets {
        inlines.push_atomic(")", style);
    }
}

/// Whether text that ends with this character may have a superscript. After the end of a
/// sentence, raised text is a remark.
fn is_base(last: char) -> bool {
    last.is_alphanumeric() || ")]}）］｝」』》”’′″".contains(last)
}

/// Whether a superscript cannot be read as part of the word before it: it is in brackets, or
/// consists of signs such as `*`, `†` and `①`.
fn is_mark(text: &str) -> bool {
    let is_sign = |c: char| {
        let is_enclosed = matches!(c, '①'..='⓿' | '❶'..='➓' | '㈠'..='㉃' | '㊀'..='㊰');
        is_enclosed || !c.is_alphanumeric()
    };
    text.starts_with(['[', '(', '［', '（', '〔', '【', '「']) || text.chars().all(is_sign)
}
