//! Cutting what is wider than a line: words, addresses and runs without a place to break.
#![expect(clippy::string_slice, reason = "offsets come from char boundaries")]

use super::{Piece, Rules, Segmenter, is_blank};
use crate::text::cluster_end;
use crate::typeset::inline::kinsoku;

impl Segmenter<'_> {
    /// A piece wider than a line may be cut between any clusters that leave no prohibited
    /// start or end, best where blanks stand; where even that gives no piece that fits,
    /// between all.
    pub(crate) fn emergency(&mut self, next: usize) {
        let stop = self.end;
        let room = self.room();
        let mut part = Part::new(self.start);
        // The last place that tears a number at worst.
        let mut spare: Option<Part> = None;
        let mut at = self.start;
        while at < stop {
            let end = cluster_end(self.text, at).min(stop);
            let cluster = &self.text[at..end];
            let c = cluster.chars().next().unwrap_or(' ');
            let width = self.rules.width.cluster(cluster) as u32;
            if is_blank(c) && cluster.len() == c.len_utf8() {
                part.blank += width;
                at = end;
                continue;
            }
            let fair = width > 0 && self.fair(&part, c);
            let full = |part: &Part| part.cells + part.blank + width > room;
            if !fair
                && full(&part)
                && let Some(before) = spare.take()
            {
                part.cells -= before.cells + before.blank;
                part.start = before.next;
                self.part(before);
            }
            if at > part.start && (fair && !self.in_number(&part, c) || full(&part)) {
                part.next = at;
                self.part(part);
                part = Part::new(at);
                spare = None;
            } else if fair {
                spare = Some(Part { next: at, ..part });
            }
            part.cells += part.blank + width;
            part.blank = 0;
            part.end = end;
            at = end;
        }
        let flags = if part.wide(self) { Piece::WIDE } else { 0 };
        self.push(stop, next, part.cells, self.blank, flags, self.hang);
    }

    /// Whether a line may break between a part and a character.
    fn fair(&self, part: &Part, c: char) -> bool {
        let Rules {
            kinsoku: level,
            language,
            ..
        } = *self.rules;
        let last = self.text[part.start..part.end].chars().next_back();
        !kinsoku::no_start(c, part.blank > 0, level, language)
            && last.is_some_and(|last| !kinsoku::no_end(last, level))
    }

    /// Whether a break between a part and a character tears a number, or its unit from it.
    fn in_number(&self, part: &Part, c: char) -> bool {
        let drawn = &self.text[self.start..part.end];
        let digit = drawn.ends_with(|last: char| last.is_ascii_digit());
        let unit = matches!(c, '%' | '％' | '‰' | '℃' | '°');
        let mark = c.is_ascii_digit() && drawn.ends_with(['.', ',', ':']);
        part.blank == 0 && (digit && (unit || c.is_ascii_digit()) || mark)
    }

    fn part(&mut self, part: Part) {
        let wide = if part.wide(self) { Piece::WIDE } else { 0 };
        let flags = Piece::EMERGENCY | wide;
        self.push(part.end, part.next, part.cells, part.blank, flags, 0);
    }
}

/// A part of a piece that is wider than a line: bytes, and cells of what is drawn and of the
/// blanks after it.
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

    /// Whether it begins with a character of two cells.
    fn wide(&self, cutter: &Segmenter) -> bool {
        let end = cluster_end(cutter.text, self.start).min(self.end);
        cutter.rules.width.cluster(&cutter.text[self.start..end]) == 2
    }
}
