//! Text above or below the line: ruby annotations, superscripts and subscripts.
//!
//! While such an element is open, its text is collected in [`Inlines`] of its own; `outer` is the
//! text around it, which its end puts back.

use super::block_stack::Container;
use super::inline::{Inlines, RubyWord, TextMode, trim_end};
use super::run_style::RunStyle;
use crate::document::{Inline, Style, script};
use crate::text::{self, Script};

/// Maximum characters of a word that gets one reading; a sentence has too many.
const MAX_RUBY_WORD: usize = 4;

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
    // A word with an element for each character has one reading: 漢字(かんじ). Readings in other
    // letters than kana (pinyin, Latin) do not join to a word.
    let is_kana = |c| text::script(c) == Script::Kana || c == 'ー';
    let mut word = match base.as_slice() {
        [run] if is_one_character(run) && reading.chars().all(is_kana) => Some(RubyWord {
            style: run.run_style(),
            characters: 1,
        }),
        _ => None,
    };
    let adjacent = inlines.ruby.take().filter(|_| inlines.is_adjacent());
    if let (Some(word), Some(before)) = (&mut word, adjacent)
        && before.style == word.style
        && before.characters < MAX_RUBY_WORD
        && let Some(last) = inlines.runs.pop_if(|last| last.style.has(Style::RUBY))
    {
        reading.insert_str(0, last.text.trim_matches(['(', ')']));
        word.characters += before.characters;
    }
    inlines.ruby = word;
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

fn is_one_character(run: &Inline) -> bool {
    let mut chars = run.text.trim().chars();
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
