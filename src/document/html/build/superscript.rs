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

/// Words of a `<ruby>` with one reading, or without one.
#[derive(Default)]
struct Word {
    base: Vec<Inline>,
    /// `None`: there is no `<rt>`, or it is empty.
    reading: Option<String>,
}

/// Words of a `<ruby>` that come before their readings.
#[derive(Default)]
struct Part {
    /// Of each `<rb>`.
    bases: Vec<Vec<Inline>>,
    /// Of each `<rt>`.
    readings: Vec<String>,
}

impl Part {
    /// The words: a reading belongs to the base of its number, if there are several.
    fn words(mut self) -> Vec<Word> {
        // An `<rtc>` around the readings has no words of its own.
        let is_outer =
            self.readings.len() > 1 && self.readings.first().is_some_and(String::is_empty);
        if is_outer && self.readings.len() > self.bases.len() {
            self.readings.remove(0);
        }
        if self.bases.len() < 2 || self.bases.len() != self.readings.len() {
            let base = self.bases.into_iter().flatten().collect();
            let reading = Some(self.readings.concat());
            return vec![Word { base, reading }];
        }
        let pairs = self.bases.into_iter().zip(self.readings);
        pairs
            .map(|(base, reading)| Word {
                base,
                reading: Some(reading),
            })
            .collect()
    }
}

/// Starts a base of a tabular `<ruby>`, with an empty run.
pub fn begin_base(container: &mut Container, style: RunStyle) {
    if container.nested > 0 {
        let runs = &mut container.inlines.runs;
        runs.push(style.with(Style::RUBY_BASE).run(""));
    }
}

/// Starts a reading. Its first run is empty, so that an empty reading ends the word before it, too. It
/// has a style of its own, so that the words of the reading do not join it.
pub fn begin_reading(container: &mut Container, style: RunStyle) {
    if container.nested > 0 {
        let runs = &mut container.inlines.runs;
        runs.push(style.with(Style::RUBY.with(Style::RUBY_BASE)).run(""));
    }
}

/// Ends a `<ruby>`: 漢字(かんじ), the bases of a word first, then their readings. What has no
/// reading, or an empty one, is not ruby: 取(と)り扱(あつか)い.
pub fn end_ruby(container: &mut Container, style: RunStyle, outer: Inlines) {
    let mut inner = end(container, outer);
    for word in words(inner.take().into_iter().flatten()) {
        push_word(&mut container.inlines, style, word);
    }
}

/// The words of a `<ruby>`. Parts of it with readings, one after another, are one word.
fn words(runs: impl Iterator<Item = Inline>) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    for mut part in parts(runs).into_iter().flat_map(Part::words) {
        trim_end(&mut part.base);
        part.reading = part.reading.filter(|reading| !reading.is_empty());
        let last = words.last_mut().filter(|_| part.reading.is_some());
        match last.and_then(|last| Some((&mut last.base, last.reading.as_mut()?))) {
            Some((base, reading)) => {
                base.append(&mut part.base);
                reading.push_str(part.reading.as_deref().unwrap_or_default());
            }
            None => words.push(part),
        }
    }
    words
}

/// The parts of a `<ruby>`: some bases, then their readings. Empty runs begin a base or a reading.
fn parts(runs: impl Iterator<Item = Inline>) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut begins_base = false;
    for mut run in runs {
        let is_reading = run.style.has(Style::RUBY);
        let is_new = parts
            .last()
            .is_none_or(|part| !is_reading && !part.readings.is_empty());
        if !is_reading && run.text.is_empty() && run.style.has(Style::RUBY_BASE) {
            begins_base = true;
            continue;
        }
        if !is_reading && (is_new || begins_base) {
            run.text = run.text.trim_start().to_owned();
            if run.text.is_empty() {
                continue;
            }
        }
        if is_new {
            parts.push(Part::default());
        }
        let Some(part) = parts.last_mut() else {
            continue;
        };
        let begins_base = !is_reading && std::mem::take(&mut begins_base);
        let begins_reading = run.style.has(Style::RUBY_BASE);
        match (is_reading, part.readings.last_mut(), part.bases.last_mut()) {
            (true, Some(reading), _) if !begins_reading => reading.push_str(run.text.trim()),
            (true, ..) => part.readings.push(run.text.trim().to_owned()),
            (false, _, Some(base)) if !begins_base => base.push(run),
            (false, ..) => part.bases.push(vec![run]),
        }
    }
    parts
}

/// Adds a word. Words of one character each, one after another, have one reading: 漢字(かんじ).
/// Readings in other letters than kana (pinyin, Latin) do not join to a word.
fn push_word(inlines: &mut Inlines, style: RunStyle, word: Word) {
    let Word { base, reading } = word;
    let before = inlines.ruby.take().filter(|_| inlines.is_adjacent());
    let Some(mut reading) = reading else {
        for run in &base {
            inlines.push_atomic(&run.text, run.run_style());
        }
        return;
    };
    let is_kana = |c| text::script(c) == Script::Kana || c == 'ー';
    let mut characters = match base.as_slice() {
        [run] if is_one_character(run) && reading.chars().all(is_kana) => Some(RubyWord {
            style: run.run_style(),
            characters: 1,
        }),
        _ => None,
    };
    if let (Some(word), Some(before)) = (&mut characters, before)
        && before.style == word.style
        && before.characters < MAX_RUBY_WORD
        && let Some(last) = inlines.runs.pop_if(|last| last.style.has(Style::RUBY))
    {
        reading.insert_str(0, last.text.trim_matches(['(', ')']));
        word.characters += before.characters;
    }
    for run in &base {
        inlines.push_atomic(&run.text, run.run_style().with(Style::RUBY_BASE));
    }
    let style = style.without(Style::RUBY_BASE).with(Style::RUBY);
    inlines.push_atomic(&format!("({reading})"), style);
    inlines.ruby = characters;
}

fn is_one_character(run: &Inline) -> bool {
    let mut chars = run.text.chars();
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
