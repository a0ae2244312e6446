//! Builds the shown texts of a page from those of the document, run by run: what is left out,
//! what is generated (padding of ruby, link numbers), and what must not be broken.

use super::inline::code_words::code_words;
use super::inline::ruby::{self, Headroom, PAD, Raised, RubyText};
use super::math::{ends_with_limits, unbroken};
use super::options::NumberedLinks;
use super::runs::{Run, Separator, ShownText, ShownTexts};
use super::signs::{self, Forms};
use crate::document::{Document, Inline, LinkNumber, Style, Text};
use crate::role::Role;
use crate::text::has_square_letters;
use std::ops::Range;

/// How a text is shown.
#[derive(Clone, Copy, Debug)]
pub struct TextStyle {
    pub role: Role,
    pub style: Style,
    pub separator: Separator,
    pub repeated: bool,
    /// The emphasis of the whole text is in its role, see [`is_aside`], or means nothing.
    pub is_upright: bool,
    /// Emphasis slants runs without letters. Beside ideographs, which have no italics, it does not.
    pub slants_figures: bool,
    /// Ruby may be set above its base.
    pub above: Option<Headroom>,
    /// Characters of the longest formula that is kept on one line.
    pub formula: usize,
    /// Characters of the longest part of a formula that is kept on one line.
    pub room: usize,
    /// Characters of the longest word of code that is kept on one line.
    pub code: usize,
    /// Byte in the source from which it is shown: a caption has no sign before it.
    pub start: u32,
    /// Byte in the source up to which it is shown, if not all of it is: a time in a table has no
    /// seconds.
    pub end: Option<u32>,
    /// The signs that are drawn in another form.
    pub signs: Forms,
    /// Long readings in brackets may break.
    pub breaks_readings: bool,
}

/// Appends one text to the shown texts, run by run.
pub struct TextBuilder<'a> {
    pub document: &'a Document,
    pub text_style: TextStyle,
    pub numbered_links: NumberedLinks,
    pub show_cut: bool,
    /// Receives the ranges that must not be broken (bytes in the text as shown).
    pub protected: &'a mut Vec<Range<u32>>,
    /// Receives the ends of parts of formulas after which a break is better avoided (bytes).
    pub tears: &'a mut Vec<u32>,
}

/// What has been built of one text.
struct Progress {
    /// Byte in [`ShownTexts::shown`] where the text starts.
    start: usize,
    /// Where the base of the current ruby starts (bytes in the text as shown).
    base: Option<u32>,
    /// The ruby that the current base gets above it.
    above: Option<Raised>,
}

impl Progress {
    /// Bytes of the text so far.
    fn len(&self, texts: &ShownTexts) -> u32 {
        (texts.shown.len() - self.start) as u32
    }
}

/// The style of a run. Emphasis on ideographs is shown like emphasis dots (着重号): they have no
/// italics.
fn upright(run: &Inline, slants_figures: bool) -> Style {
    if !run.style.has(Style::EMPHASIS) {
        run.style
    } else if has_square_letters(&run.text) {
        run.style.without(Style::EMPHASIS).with(Style::DOTS)
    } else if !slants_figures && !run.text.contains(char::is_alphabetic) {
        run.style.without(Style::EMPHASIS)
    } else {
        run.style
    }
}

/// Whether a text with ideographs is emphasised from beginning to end: an aside, where emphasis
/// would colour the whole paragraph.
pub fn is_aside(text: &Text) -> bool {
    is_emphasized(text) && text.runs.iter().any(|run| has_square_letters(&run.text))
}

/// Whether a text is emphasised from beginning to end.
pub fn is_emphasized(text: &Text) -> bool {
    let mut words = text.runs.iter().filter(|run| !run.text.trim().is_empty());
    words.all(|run| run.style.has(Style::EMPHASIS) && run.footnote.is_none())
}

impl TextBuilder<'_> {
    /// Adds a text and returns its index; None when nothing of it is shown.
    pub fn add(&mut self, text: &Text, texts: &mut ShownTexts) -> Option<usize> {
        let first_run = texts.runs.len();
        let first_sign = texts.signs.len() as u32;
        let mut progress = Progress {
            start: texts.shown.len(),
            base: None,
            above: None,
        };
        let mut plain = 0;
        for (index, run) in text.runs.iter().enumerate() {
            let here = plain;
            plain += run.text.len() as u32;
            let style = self.text_style;
            let outside = plain <= style.start || style.end.is_some_and(|end| here >= end);
            if !self.is_shown(run) || outside {
                continue;
            }
            let rest = text.runs.get(index..).unwrap_or_default();
            let from = self.add_run(run, here, rest, &mut progress, texts);
            self.protect(run, from, &mut progress, texts);
            let next = rest.iter().skip(1).find(|next| self.is_shown(next));
            if run.style.has(Style::KEYBOARD)
                && let (Some(next), Some(last)) = (next, self.protected.last_mut())
            {
                last.end += chord_bytes(&next.text);
            }
            let link_ends = next.is_none_or(|next| next.link != run.link);
            if let (Some(number), true) = (run.link, link_ends) {
                self.add_link_number(number, &progress, texts);
            }
        }
        if texts.shown.len() == progress.start {
            return None;
        }
        texts.all.push(ShownText {
            id: text.id,
            bytes: progress.start as u32..texts.shown.len() as u32,
            runs: first_run as u32..texts.runs.len() as u32,
            separator: self.text_style.separator,
            repeated: self.text_style.repeated,
            signs: first_sign,
            grid: false,
        });
        Some(texts.all.len() - 1)
    }

    fn is_shown(&self, run: &Inline) -> bool {
        !run.text.is_empty() && (run.cut.is_none() || self.show_cut)
    }

    /// Adds a run, or the ruby that it holds. `plain`: its byte in the source; `rest`: the run
    /// and those after it. Returns the byte where it starts, before any padding.
    fn add_run(
        &self,
        run: &Inline,
        plain: u32,
        rest: &[Inline],
        progress: &mut Progress,
        texts: &mut ShownTexts,
    ) -> u32 {
        let style = self.text_style;
        let from = progress.len(texts);
        if run.style.has(Style::RUBY_BASE) && progress.base.is_none() {
            progress.above = style.above.and_then(|above| ruby::raised(rest, above));
            let left = progress.above.as_ref().map_or(0, |above| above.left);
            texts.pad(left, style);
        }
        if run.style.has(Style::RUBY)
            && let Some(above) = progress.above.take()
        {
            texts.pad(above.right, style);
            texts.ruby.push(RubyText {
                text: texts.all.len() as u32,
                base: progress.base.unwrap_or(from)..progress.len(texts),
                words: above.words,
            });
        } else {
            let before = texts.shown.get(progress.start..);
            let before = before.and_then(|words| words.chars().next_back());
            let skipped = style.start.saturating_sub(plain);
            let words = style.end.map_or(run.text.as_str(), |end| {
                let length = (end - plain) as usize;
                run.text.get(..length).unwrap_or(&run.text)
            });
            let words = words.get(skipped as usize..).unwrap_or(words);
            signs::find(
                words,
                run.style,
                from,
                before,
                style.signs,
                &mut texts.signs,
            );
            texts.shown.push_str(words);
            texts.runs.push(Run {
                end: texts.shown.len() as u32,
                plain: (!style.repeated).then_some(plain + skipped),
                role: if run.cut.is_some() {
                    Role::Cut
                } else if run.footnote.is_some() {
                    Role::Marker
                } else {
                    style.role
                },
                style: if style.is_upright {
                    run.style.without(Style::EMPHASIS)
                } else {
                    upright(run, style.slants_figures)
                }
                .with(style.style),
                link: run.link,
            });
        }
        from
    }

    /// Protects a run that starts at `from` from breaks where its kind asks for it: ruby with
    /// its base, short formulas, keys, footnote marks with the character before them.
    fn protect(&mut self, run: &Inline, from: u32, progress: &mut Progress, texts: &ShownTexts) {
        let to = progress.len(texts);
        let style = run.style;
        if style.has(Style::RUBY_BASE) {
            progress.base.get_or_insert(from);
            return;
        }
        let base = progress.base.take();
        if style.has(Style::RUBY) {
            let base = base.unwrap_or(from);
            let mut start = base;
            if texts.shown.ends_with(&run.text) {
                let (reading, room) = (run.text.as_str(), self.text_style.room);
                let word = progress.start + base as usize..progress.start + from as usize;
                let word = texts.shown.get(word).unwrap_or_default();
                let breaks: Vec<usize> = match self.text_style.breaks_readings {
                    true => ruby::reading_breaks(reading, room).collect(),
                    false if ruby::is_gloss(word, reading) => {
                        // The term breaks as any text, but not just before the bracket.
                        let kept = word.chars().rev().take(ruby::KEPT_OF_TERM);
                        start = from - kept.map(char::len_utf8).sum::<usize>() as u32;
                        ruby::between_words(reading).collect()
                    }
                    false => ruby::word_breaks(reading, room).collect(),
                };
                for at in breaks {
                    let end = from + at as u32;
                    self.protected.push(start..end);
                    start = end;
                }
            }
            self.protected.push(start..to);
        } else if style.has(Style::MATH) {
            if run.text.chars().count() <= self.text_style.formula {
                self.protected.push(from..to);
            } else {
                self.protect_parts(&run.text, from);
            }
        } else if style.has(Style::CODE) {
            let words = code_words(&run.text, self.text_style.code);
            let words = words.map(|word| from + word.start as u32..from + word.end as u32);
            self.protected.extend(words);
        } else if style.has(Style::KEYBOARD) || run.footnote.is_some() {
            let before = u32::from(run.footnote.is_some());
            self.protected.push(from.saturating_sub(before)..to);
        }
    }

    /// Protects the parts of a formula that starts at `from`.
    fn protect_parts(&mut self, formula: &str, from: u32) {
        let room = self.text_style.room;
        let fits = |part: &Range<usize>| {
            let part = formula.get(part.clone()).unwrap_or_default();
            part.chars().count() <= room
        };
        for part in unbroken(formula, room) {
            if part.tears {
                self.tears.push(from + part.range.end as u32);
            }
            // Of a part that is wider than the line, the words stay whole.
            let parts = match fits(&part.range) {
                true => vec![part.range],
                false => words(formula, part.range, room),
            };
            let parts = parts.into_iter().filter(fits);
            let moved = parts.map(|part| from + part.start as u32..from + part.end as u32);
            self.protected.extend(moved);
        }
    }

    /// `[3]` after a link. It never starts a line.
    fn add_link_number(&mut self, number: LinkNumber, progress: &Progress, texts: &mut ShownTexts) {
        let index = (number as usize).wrapping_sub(1);
        let link = self.document.links.get(index);
        if !link.is_some_and(|link| self.numbered_links.include(link)) {
            return;
        }
        // From inside the last character, so that no break falls before the bracket.
        let from = progress.len(texts).saturating_sub(1);
        texts.shown.push_str(&format!("[{number}]"));
        texts.runs.push(Run {
            end: texts.shown.len() as u32,
            plain: None,
            role: Role::LinkNumber,
            style: Style::PLAIN,
            link: Some(number),
        });
        let to = progress.len(texts);
        match self.protected.last_mut() {
            Some(last) if last.end > from => last.end = to,
            _ => self.protected.push(from..to),
        }
    }
}

/// The bytes at the start of the text after a key that belong to a chord (`Ctrl + C`), which is not
/// broken before its `+`.
fn chord_bytes(text: &str) -> u32 {
    let sign = text.trim_start_matches(' ');
    if sign.starts_with('+') {
        (text.len() - sign.len() + 1) as u32
    } else {
        0
    }
}

impl ShownTexts {
    /// Adds the spaces beside a ruby base.
    fn pad(&mut self, cells: usize, text_style: TextStyle) {
        if cells > 0 {
            self.shown.extend(std::iter::repeat_n(PAD, cells));
            self.runs.push(Run {
                end: self.shown.len() as u32,
                plain: None,
                role: text_style.role,
                style: text_style.style,
                link: None,
            });
        }
    }
}

/// The words (bytes) of a part of a formula, between spaces. The limits of a sum and what is summed are
/// one word, if it has at most `room` characters.
fn words(formula: &str, part: Range<usize>, room: usize) -> Vec<Range<usize>> {
    let mut words: Vec<Range<usize>> = Vec::new();
    let mut from = part.start;
    let text = |range: Range<usize>| formula.get(range).unwrap_or_default();
    for word in text(part.clone()).split(' ') {
        let (start, end) = (from, from + word.len());
        from = end + 1;
        match words.last_mut() {
            Some(last)
                if ends_with_limits(text(last.clone()))
                    && text(last.start..end).chars().count() <= room =>
            {
                last.end = end;
            }
            _ => words.push(start..end),
        }
    }
    words
}
