//! A hard line of text cut into pieces: what must stay together, and the blanks after it.
//! UAX #14 first, then the rules of Chinese, Japanese and Korean typesetting.
#![expect(clippy::string_slice, reason = "offsets come from char boundaries")]

mod cjk_rules;
mod emergency;
mod fast_path;

#[cfg(any(test, feature = "sea"))]
use super::dictionary_breaks::seams;
use super::linebreak::{Break, Breaker, Glyph};
use super::{kinsoku, url};
use crate::text::property::{Class, Property, Script};
use crate::text::{Language, WidthPolicy, address_at, cluster_end};
use crate::typeset::{Kinsoku, Spacing};
use cjk_rules::resolve;
use fast_path::Plain;
use std::iter::Peekable;
use std::ops::Range;

/// The rules of one paragraph.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    /// Cells of the first line and of the others: a piece that is wider gets emergency cuts.
    pub first: u32,
    pub measure: u32,
    pub width: WidthPolicy,
    pub language: Language,
    pub kinsoku: Kinsoku,
    pub keep_all: bool,
    pub spacing: Spacing,
    pub grid: bool,
    pub hang: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// End (bytes) of what is drawn.
    pub end: u32,
    /// Start (bytes) of the next piece: blanks between belong to this one.
    pub next: u32,
    pub cells: u32,
    /// Cells of the blanks after it, when they are not at a line's end; inserted ones too.
    pub blank: u16,
    /// Cells by which the last mark may hang.
    pub hang: u8,
    /// See the constants.
    pub flags: u8,
}

impl Piece {
    /// Cells up to where the next piece begins on the same line.
    pub fn advance(&self) -> u32 {
        self.cells + u32::from(self.blank)
    }

    /// Begins with a character of two cells (for the grid).
    pub const WIDE: u8 = 1;
    /// A cut where no rule allows one, for want of room.
    pub const EMERGENCY: u8 = 1 << 1;
    /// Holds one ideograph at most: alone on the last line it is an orphan.
    pub const SINGLE: u8 = 1 << 2;
    /// The break after it tears a word or a number from its unit: allowed, not liked.
    pub const TORN: u8 = 1 << 3;
    /// The break after it stands between the parts of a date: better than one within a part.
    pub const JOINT: u8 = 1 << 6;
    /// The break after it parts a phrase: for the fits that look at phrases.
    pub const INSIDE: u8 = 1 << 5;
    /// A line that ends here shows a hyphen.
    pub const HYPHEN: u8 = 1 << 4;

    /// Cells that a line's end adds to it.
    pub fn tail(&self) -> u32 {
        u32::from(self.flags & Self::HYPHEN != 0)
    }
}

/// A character of the text with what is known of it.
#[derive(Clone, Copy)]
struct Seen {
    c: char,
    property: Property,
}

struct Segmenter<'a> {
    text: &'a str,
    base: u32,
    rules: &'a Rules,
    out: &'a mut Vec<Piece>,
    /// Start of the piece at hand.
    start: usize,
    /// End of its last drawn cluster.
    end: usize,
    cells: u32,
    blank: u32,
    /// Clusters drawn, and marks at the end of the piece.
    ideographs: u32,
    others: u32,
    wide: bool,
    hang: u8,
}

/// Appends the pieces of `text`, a line without `\n`; offsets are counted from `base`.
/// `protected`: ranges (bytes of the same count) that are not broken inside, in order.
pub fn cut(text: &str, base: u32, protected: &[Range<u32>], rules: &Rules, out: &mut Vec<Piece>) {
    let cutter = Segmenter {
        text,
        base,
        rules,
        out,
        start: 0,
        end: 0,
        cells: 0,
        blank: 0,
        ideographs: 0,
        others: 0,
        wide: false,
        hang: 0,
    };
    cutter.run(protected);
}

/// Blanks that vanish at a line's edge.
pub fn is_blank(c: char) -> bool {
    match c {
        ' ' | '\u{3000}' => true,
        '\u{A0}' | '\u{2007}' | '\u{202F}' => false,
        c => !c.is_ascii() && c.is_whitespace(),
    }
}

/// Where the words of scripts without blanks may part: known with the feature `sea` alone.
#[cfg(not(any(test, feature = "sea")))]
const fn seams(_: &str) -> [usize; 0] {
    []
}

/// Whether spacing rules see a boundary between Han or kana and Latin letters or digits.
pub fn scripts_meet(before: char, after: char) -> bool {
    let (a, b) = (Property::of(before), Property::of(after));
    let east = |property: Property| matches!(property.script(), Script::Han | Script::Kana);
    let west = |c: char, property: Property| {
        c.is_ascii_alphanumeric()
            || !c.is_ascii()
                && matches!(property.script(), Script::Latin | Script::Alphabetic)
                && !property.east_asian()
    };
    east(a) && west(after, b) || west(before, a) && east(b)
}

/// What the paragraph's language says about characters.
#[derive(Clone, Copy)]
struct Reading {
    /// Curly and straight quotation marks have a direction (Chinese, Japanese).
    directed_quotes: bool,
    /// Hangul and Han break like letters: only at spaces (`keep_all`).
    korean: bool,
}

impl Reading {
    fn of(rules: &Rules) -> Self {
        let language = rules.language;
        Self {
            directed_quotes: matches!(language, Language::ZhHans | Language::ZhHant | Language::Ja),
            korean: language == Language::Ko && rules.keep_all,
        }
    }

    #[inline]
    fn resolve(self, c: char) -> Glyph {
        resolve(c, Property::of(c), self.directed_quotes, self.korean)
    }
}

/// What the loop over the clusters remembers.
struct State {
    breaker: Breaker,
    /// The last drawn cluster, by its first character.
    last: Option<Seen>,
    /// Blanks follow `last`.
    spaced: bool,
    /// The kind of the last cluster.
    plain: Plain,
    /// The next straight double quote opens.
    straight_opens: bool,
    /// How many times in a row the same mark was seen, minus one.
    pairs: u32,
    /// Bytes of the web address at hand or last seen.
    address: Range<usize>,
}

impl Segmenter<'_> {
    fn run(mut self, protected: &[Range<u32>]) {
        let reading = Reading::of(self.rules);
        let seams = seams(self.text);
        let mut protected = protected.iter().peekable();
        // Nothing but the two characters decides about a break between plain ones.
        let simple = protected.peek().is_none()
            && self.rules.spacing == Spacing::Keep
            && !self.rules.grid
            && seams.is_empty();
        let mut state = State {
            breaker: Breaker::default(),
            last: None,
            spaced: false,
            plain: Plain::No,
            straight_opens: true,
            pairs: 0,
            address: 0..0,
        };
        let mut at = 0;
        let mut next = self.decode(0);
        while let Some(seen) = next {
            let after = at + seen.c.len_utf8();
            next = self.decode(after);
            let single =
                !seen.property.joins() && next.is_none_or(|next: Seen| !next.property.joins());
            let end = if single {
                after
            } else {
                cluster_end(self.text, at)
            };
            let kind = Plain::of(seen.property, single && seams.is_empty(), reading.korean);
            let verdict = self.verdict(&mut state, reading, seen, kind, single, after..end);
            state.plain = kind;
            if end != after {
                next = self.decode(end);
            }
            let blank = single && is_blank(seen.c);
            if !blank {
                self.find_address(&mut state, seen, at);
                if let Some(before) = state.last {
                    let may = self.may_break(&mut state, verdict, before, seen, at);
                    let may = may || seams.binary_search(&at).is_ok();
                    let may = self.in_address(&state, before, seen, at).unwrap_or(may);
                    if may && !self.is_protected(&mut protected, at) {
                        self.close(before, seen, at, state.spaced);
                    } else if state.spaced || self.rules.spacing != Spacing::Keep {
                        self.bridge(before, seen, state.spaced);
                    }
                }
            }
            if blank && state.last.is_some() {
                self.blank += self.rules.width.cells(seen.property) as u32;
                state.spaced = true;
            } else {
                let cells = if single {
                    self.rules.width.cells(seen.property)
                } else {
                    self.rules.width.cluster(&self.text[at..end])
                };
                let before = state.last.filter(|_| !state.spaced);
                self.draw(seen, before, cells as u32, end);
                state.last = Some(seen);
                state.spaced = false;
            }
            at = end;
            if simple && kind != Plain::No && at >= state.address.end {
                (at, next) = self.plain_run(kind, at, next, &mut state.last, reading.korean);
                // The run ended in two characters of its kind, whatever they were.
                if at > end
                    && let Some(seen) = state.last
                {
                    let glyph = reading.resolve(seen.c);
                    state.breaker = Breaker::after(glyph, glyph);
                }
            }
        }
        self.finish(self.text.len());
    }

    /// What UAX #14 says about a break before a cluster. `single`: no other character can join
    /// its first. `rest`: the bytes of the cluster behind its first character.
    #[inline]
    fn verdict(
        &self,
        state: &mut State,
        reading: Reading,
        seen: Seen,
        kind: Plain,
        single: bool,
        rest: Range<usize>,
    ) -> Break {
        let c = seen.c;
        let plain = if kind == Plain::Ideograph {
            Break::May
        } else {
            Break::No
        };
        if kind != Plain::No && kind == state.plain {
            let glyph = reading.resolve(c);
            state.breaker = Breaker::after(glyph, glyph);
            return plain;
        }
        // An ideograph beside a mark that trails it: most of what is not plain.
        if let Some(before) = state.last
            && (kind == Plain::Ideograph && state.breaker.after_mark()
                || state.plain == Plain::Ideograph && single && reading.resolve(c).trails())
            && !matches!(c, '’' | '"')
        {
            state.breaker = Breaker::after(reading.resolve(before.c), reading.resolve(c));
            return plain;
        }
        let mut glyph = reading.resolve(c);
        if reading.directed_quotes {
            if matches!(c, '\'' | '’') && self.apostrophe(state.last, rest.end) {
                glyph.class = Class::AL;
            } else if c == '"' {
                glyph.class = if state.straight_opens {
                    Class::OP
                } else {
                    Class::CL
                };
                glyph.east_asian = true;
                state.straight_opens = !state.straight_opens;
            }
        }
        let resolve = |c| reading.resolve(c);
        let verdict = state.breaker.next(glyph, &self.text[rest.start..], resolve);
        for (offset, c) in self.text[rest.clone()].char_indices() {
            let tail = &self.text[rest.start + offset + c.len_utf8()..];
            state.breaker.next(resolve(c), tail, resolve);
        }
        verdict
    }

    /// Whether a line may break between two drawn clusters: UAX #14, then our rules where one
    /// of the two is a mark they name.
    #[inline]
    fn may_break(
        &self,
        state: &mut State,
        verdict: Break,
        before: Seen,
        after: Seen,
        at: usize,
    ) -> bool {
        let may = verdict == Break::May;
        let ours = after.property.mark()
            || before.property.mark()
            || kinsoku::is_wide_digit(before.c)
            || self.rules.kinsoku == Kinsoku::None;
        if !ours {
            return may;
        }
        state.pairs = if before.c == after.c {
            state.pairs + 1
        } else {
            0
        };
        self.tailored(may, before, after, state.spaced, state.pairs, at)
    }

    /// Notes the web address that begins at a cluster, if one does.
    #[inline]
    fn find_address(&self, state: &mut State, seen: Seen, at: usize) {
        let in_word = state
            .last
            .is_some_and(|last| last.c.is_ascii_alphanumeric());
        if matches!(seen.c, 'h' | 'w' | 'H') && at >= state.address.end && !in_word {
            state.address = address_at(self.text, at);
        }
    }

    /// Inside an address: whether a line may break here. An address of up to half a line is
    /// kept whole. None outside of addresses.
    #[inline]
    fn in_address(&self, state: &State, before: Seen, after: Seen, at: usize) -> Option<bool> {
        let address = &state.address;
        (at > address.start && at < address.end).then(|| {
            let short = (address.len() as u32) * 2 <= self.rules.measure;
            !short && url::may_break(before.c, after.c)
        })
    }

    /// Whether a protected range holds a place. Directories come in order.
    #[inline]
    fn is_protected<'p>(
        &self,
        protected: &mut Peekable<impl Iterator<Item = &'p Range<u32>>>,
        at: usize,
    ) -> bool {
        let position = self.base + at as u32;
        while protected.next_if(|range| range.end <= position).is_some() {}
        protected.peek().is_some_and(|range| range.start < position)
    }

    #[inline]
    fn decode(&self, at: usize) -> Option<Seen> {
        let c = self.text[at..].chars().next()?;
        let property = Property::of(c);
        Some(Seen { c, property })
    }

    /// A drawn cluster joins the piece at hand.
    fn draw(&mut self, seen: Seen, before: Option<Seen>, cells: u32, end: usize) {
        if self.cells == 0 {
            self.wide = cells == 2;
        } else if self.rules.grid && cells == 2 && self.cells % 2 == 1 {
            self.cells += 1;
        }
        self.cells += cells;
        self.end = end;
        let mark = kinsoku::is_mark(seen.c, seen.property);
        if seen.property.east_asian() && !mark {
            self.ideographs += 1;
        } else if !mark && seen.c != '"' {
            self.others += 1;
        }
        self.hang = 0;
        if mark && self.rules.hang && kinsoku::hangs(seen.c) {
            let run = before.is_none_or(|before| {
                self.cells == cells || kinsoku::is_mark(before.c, before.property)
            });
            if !run {
                self.hang = cells as u8;
            }
        }
    }

    /// No break here: what stands between the two belongs to the piece.
    fn bridge(&mut self, before: Seen, after: Seen, spaced: bool) {
        self.cells += self.gap(before, after, spaced);
        self.blank = 0;
    }

    /// Cells between two clusters on one line.
    fn gap(&self, before: Seen, after: Seen, spaced: bool) -> u32 {
        match self.rules.spacing {
            Spacing::Keep => self.blank,
            Spacing::Add if !spaced => {
                u32::from(!self.rules.grid && scripts_meet(before.c, after.c))
            }
            Spacing::Strip if self.blank == 1 && scripts_meet(before.c, after.c) => 0,
            Spacing::Add | Spacing::Strip => self.blank,
        }
    }

    fn close(&mut self, before: Seen, after: Seen, at: usize, spaced: bool) {
        self.blank = self.gap(before, after, spaced);
        let torn = match before.c {
            c if c.is_ascii_digit() => {
                kinsoku::is_counter(after.c) || !spaced && kinsoku::is_dash(after.c)
            }
            // From year to month to day.
            '年' | '月' if !spaced && after.c.is_ascii_digit() => {
                let number = self.text[..at].chars().rev().nth(1);
                number.is_some_and(|c| c.is_ascii_digit())
            }
            c if kinsoku::is_dash(c) => {
                let number = self.text[..at].chars().rev().nth(1);
                !spaced && after.c.is_ascii_digit() && number.is_some_and(|c| c.is_ascii_digit())
            }
            _ => false,
        };
        self.finish(at);
        if torn && let Some(piece) = self.out.last_mut() {
            piece.flags |= Piece::TORN;
            if matches!(before.c, '年' | '月') {
                piece.flags |= Piece::JOINT;
            }
        }
    }

    /// Cells that a piece may take.
    fn room(&self) -> u32 {
        if self.out.is_empty() {
            self.rules.first
        } else {
            self.rules.measure
        }
    }

    /// Ends the piece at hand; the next begins at `at`.
    fn finish(&mut self, at: usize) {
        if self.end == self.start && self.cells == 0 {
            // Nothing drawn: blanks only.
            self.start = at;
            self.end = at;
            return;
        }
        if self.cells > self.room() {
            self.emergency(at);
        } else {
            let mut flags = 0;
            if self.wide {
                flags |= Piece::WIDE;
            }
            if self.ideographs <= 1 && self.others == 0 {
                flags |= Piece::SINGLE;
            }
            self.push(self.end, at, self.cells, self.blank, flags, self.hang);
        }
        self.start = at;
        self.end = at;
        self.cells = 0;
        self.blank = 0;
        self.ideographs = 0;
        self.others = 0;
        self.hang = 0;
    }

    fn push(&mut self, end: usize, next: usize, cells: u32, blank: u32, flags: u8, hang: u8) {
        self.out.push(Piece {
            end: self.base + end as u32,
            next: self.base + next as u32,
            cells,
            blank: blank.min(u32::from(u16::MAX)) as u16,
            hang,
            flags,
        });
    }
}
