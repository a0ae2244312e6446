//! Breaks inside a segment that is wider than a line: long words, addresses, runs of marks.
#![expect(clippy::string_slice, reason = "offsets come from char boundaries")]

use super::segment::SegmentFlags;
use super::segmenter::{Rules, Segmenter};
use crate::text::{Language, Script, cluster_end, script};
use crate::typeset::inline::kinsoku;
use crate::typeset::inline::spacing::is_blank;
use crate::typeset::inline::url;
use std::ops::Range;

const NO_BREAK_SPACE: char = '\u{a0}';

/// Signs between the parts of a name. A line may end after them.
const SIGNS: &[u8] = b"_.:/\\-=,;&?+#@|";

impl Segmenter<'_> {
    /// Cuts the current segment between any clusters that the line start and line end rules
    /// do not keep together, and numbers and the parts of names only where a line is full, unless
    /// no line holds them.
    /// Where even that leaves a part that is wider than a line, cuts anywhere.
    pub fn cut_at_emergency_breaks(&mut self, next: usize) {
        let stop = self.end;
        let room = self.room();
        let mut part = Part::new(self.start);
        // The part up to the last allowed place, which may be inside a number.
        let mut fallback: Option<Part> = None;
        let mut at = self.start;
        // The last number that is wider than a line, and the last part of a name that is not.
        let mut number = self.start..self.start;
        let mut name = number.clone();
        // No line ends after `https://`.
        let scheme = url::unbroken(&self.text[self.start..stop]);
        let start = self.start;
        let in_scheme = |at: usize| (scheme.start + 1..scheme.end).contains(&(at - start));
        while at < stop {
            let end = cluster_end(self.text, at).min(stop);
            let cluster = &self.text[at..end];
            let c = cluster.chars().next().unwrap_or(' ');
            let width = match self.sign_cells(c, at) {
                Some(cells) => cells,
                None => self.rules.width.cluster(cluster) as u32,
            };
            // Where no line holds the segment, spaces that do not break go first.
            let is_space = is_blank(c) || c == NO_BREAK_SPACE;
            if is_space && cluster.len() == c.len_utf8() {
                part.blank += width;
                at = end;
                continue;
            }
            if c.is_ascii_digit() && at >= number.end {
                number = self.number_at(at);
            }
            if at >= name.end {
                name = self.name_at(at, room);
            }
            let in_name = (name.start + 1..name.end).contains(&at);
            let allowed = width > 0 && !in_scheme(at) && self.may_cut(&part, c, at);
            let full = |part: &Part| part.cells + part.blank + width > room;
            if !allowed
                && full(&part)
                && let Some(before) = fallback.take()
            {
                part.cells -= before.cells + before.blank;
                part.start = before.next;
                self.push_part(before);
            }
            if at > part.start
                && (allowed && !in_name && (number.contains(&at) || !self.in_number(&part, c, at))
                    || full(&part))
            {
                part.next = at;
                self.push_part(part);
                part = Part::new(at);
                fallback = None;
            } else if allowed {
                fallback = Some(Part { next: at, ..part });
            }
            part.cells += part.blank + width;
            part.blank = 0;
            part.end = end;
            at = end;
        }
        let mut flags = SegmentFlags::empty();
        flags.set(SegmentFlags::STARTS_WIDE, part.starts_wide(self));
        self.push(stop, next, part.cells, self.blank, flags, self.hang);
    }

    /// Whether the line start and line end rules allow a break between a part and the character
    /// at a byte. The last syllable of a Korean word is not alone on its line.
    fn may_cut(&self, part: &Part, c: char, at: usize) -> bool {
        let Rules {
            kinsoku: level,
            language,
            ..
        } = *self.rules;
        let last = self.text[part.start..part.end].chars().next_back();
        let before = if part.blank > 0 {
            kinsoku::Before::Spaces
        } else {
            kinsoku::Before::Text
        };
        let lone = language == Language::Ko && self.is_last_syllable(at);
        !lone
            && !kinsoku::no_start(c, before, level, language)
            && last.is_some_and(|last| !kinsoku::no_end(last, level))
    }

    /// Whether the character at a byte is a syllable after others, and the last of the segment.
    fn is_last_syllable(&self, at: usize) -> bool {
        let before = self.text[self.start..at].chars().next_back().map(script);
        let mut syllables = self.text[at..self.end].chars().map(script);
        before == Some(Script::Hangul)
            && syllables.next() == before
            && syllables.all(|script| script != Script::Hangul)
    }

    /// Whether a break between a part and a character tears a number, or its unit from it.
    fn in_number(&self, part: &Part, c: char, at: usize) -> bool {
        let drawn = &self.text[self.start..part.end];
        let digit = drawn.ends_with(|last: char| last.is_ascii_digit());
        let unit = matches!(c, '%' | '％' | '‰' | '℃' | '°') && !self.is_escape(at);
        let mark = c.is_ascii_digit() && drawn.ends_with(['.', ',', ':']);
        part.blank == 0 && (digit && (unit || c.is_ascii_digit()) || mark)
    }

    /// The number that starts at a byte if it is wider than a line, else an empty range after it.
    fn number_at(&self, at: usize) -> Range<usize> {
        let rest = &self.text[at..self.end];
        let marks = rest.trim_start_matches(|c: char| c.is_ascii_digit() || ".,".contains(c));
        let end = at + rest.len() - marks.len();
        let is_wide = end - at > self.rules.measure as usize;
        if is_wide { at..end } else { end..end }
    }

    /// Whether an escape of an address starts at a byte: `%E5`.
    fn is_escape(&self, at: usize) -> bool {
        matches!(&self.text.as_bytes()[at..self.end], [b'%', first, second, ..]
            if first.is_ascii_hexdigit() && second.is_ascii_hexdigit())
    }

    /// The word at a byte that starts after spaces which do not break, if it fits on a line.
    fn word_at(&self, at: usize, room: u32) -> Option<Range<usize>> {
        let before = self.text[self.start..at].ends_with(NO_BREAK_SPACE);
        // Most places need no look at the rest, which may be long.
        if !before && at != self.start {
            return None;
        }
        let rest = &self.text[at..self.end];
        let word = rest.split(NO_BREAK_SPACE).next().unwrap_or_default();
        let is_glued = before || (at == self.start && word.len() < rest.len());
        let fits = is_glued && self.rules.width.str(word) <= room as usize;
        (fits && !word.is_empty()).then(|| at..at + word.len())
    }

    /// The part of a name of code that starts at a byte, up to its signs, or to the next capital if no
    /// line holds that: `SMARTYPANTS_`, `rollbackFor=`, `request`, `Handler.`, `%E5`. An empty range
    /// after it if that does not fit either.
    fn name_at(&self, at: usize, room: u32) -> Range<usize> {
        if let Some(word) = self.word_at(at, room) {
            return word;
        }
        if self.is_escape(at) && room > 2 {
            return at..at + 3;
        }
        let rest = &self.text.as_bytes()[at..self.end];
        if !rest.first().is_some_and(u8::is_ascii_alphabetic) {
            let end = at + signs(rest).max(1);
            return end..end;
        }
        // One more than fits tells that it does not.
        let alphanumeric = rest.iter().take(room as usize + 1);
        let whole = alphanumeric
            .take_while(|byte| byte.is_ascii_alphanumeric())
            .count();
        let ends_part = |pair: &&[u8]| {
            let (before, after) = (pair[0], pair[1]);
            !after.is_ascii_alphanumeric()
                || before.is_ascii_lowercase() && after.is_ascii_uppercase()
        };
        let part = || 1 + rest.windows(2).take_while(|pair| !ends_part(pair)).count();
        let fits = |letters: usize| letters + signs(&rest[letters..]) <= room as usize;
        let letters = if fits(whole) { whole } else { part() };
        let end = at + letters + signs(&rest[letters..]);
        if letters > 1 && fits(letters) {
            at..end
        } else {
            end..end
        }
    }

    fn push_part(&mut self, part: Part) {
        let mut flags = SegmentFlags::EMERGENCY;
        flags.set(SegmentFlags::STARTS_WIDE, part.starts_wide(self));
        self.push(part.end, part.next, part.cells, part.blank, flags, 0);
    }
}

/// The number of signs that a text begins with.
fn signs(text: &[u8]) -> usize {
    text.iter().take_while(|sign| SIGNS.contains(sign)).count()
}

/// A part of the segment: its bytes, the cells of what is drawn and of the spaces after it.
#[derive(Clone, Copy)]
struct Part {
    start: usize,
    end: usize,
    next: usize,
    cells: u32,
    blank: u32,
}

impl Part {
    fn new(start: usize) -> Self {
        Self {
            start,
            end: start,
            next: start,
            cells: 0,
            blank: 0,
        }
    }

    /// Whether it starts with a character of two cells.
    fn starts_wide(&self, segmenter: &Segmenter) -> bool {
        let end = cluster_end(segmenter.text, self.start).min(self.end);
        let first = &segmenter.text[self.start..end];
        segmenter.rules.width.cluster(first) == 2
    }
}
