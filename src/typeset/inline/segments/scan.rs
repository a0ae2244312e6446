//! The pass over the clusters of a line that decides where segments end.
#![expect(clippy::string_slice, reason = "offsets come from char boundaries")]

use super::cjk_rules::{self, ClassResolver};
use super::fast_path::PlainKind;
use super::segment::{Segment, SegmentFlags};
use super::segmenter::{Character, Place, Rules, Segmenter};
use super::{names, words};
use crate::text::property::{Class, Property, Script};
use crate::text::{Language, address_at, cluster_end};
#[cfg(any(test, feature = "sea"))]
use crate::typeset::inline::dictionary_breaks::dictionary_breaks;
use crate::typeset::inline::layout::Drawn;
use crate::typeset::inline::linebreak::{Break, Breaker};
use crate::typeset::inline::spacing::is_blank;
use crate::typeset::inline::{kaomoji, kinsoku, url};
use crate::typeset::{Kinsoku, Spacing};
use std::iter::Peekable;
use std::ops::Range;
use std::slice;

/// Appends the segments of `text`, a line without `\n`; offsets are counted from `base`.
/// The ranges and signs of `drawn` have bytes of the same count.
pub fn segment(
    text: &str,
    base: u32,
    drawn: &Drawn<'_>,
    rules: &Rules,
    segments: &mut Vec<Segment>,
) {
    let mut segmenter = Segmenter::new(text, base, rules, segments);
    segmenter.signs = drawn.signs;
    Scan::new(segmenter, drawn.protected).run();
}

/// Word boundaries of scripts without spaces (Thai, Khmer): only the feature `sea` finds them.
#[cfg(not(any(test, feature = "sea")))]
const fn dictionary_breaks(_: &str) -> [usize; 0] {
    []
}

#[cfg(not(any(test, feature = "sea")))]
type DictionaryBreaks = [usize; 0];
#[cfg(any(test, feature = "sea"))]
type DictionaryBreaks = Vec<usize>;

const NO_BREAK_SPACE: char = '\u{a0}';

/// The state of the pass.
struct Scan<'a> {
    segmenter: Segmenter<'a>,
    resolver: ClassResolver,
    /// Protected ranges that do not end before the current cluster.
    protected: Peekable<slice::Iter<'a, Range<u32>>>,
    /// The place that was last looked at is between two protected ranges that touch.
    between_parts: bool,
    dictionary: DictionaryBreaks,
    breaker: Breaker,
    /// The last drawn cluster.
    last: Option<Character>,
    /// There are spaces after `last`.
    spaced: bool,
    /// The kind of the last cluster.
    kind: PlainKind,
    /// The next straight double quote opens.
    straight_opens: bool,
    /// How often the current mark was repeated.
    repeats: u32,
    /// Bytes of the last web address.
    address: Range<usize>,
    /// Bytes of the last face of characters or handle.
    unbroken: Range<usize>,
}

impl<'a> Scan<'a> {
    fn new(segmenter: Segmenter<'a>, protected: &'a [Range<u32>]) -> Self {
        Self {
            resolver: ClassResolver::new(segmenter.rules),
            protected: protected.iter().peekable(),
            between_parts: false,
            dictionary: dictionary_breaks(segmenter.text),
            breaker: Breaker::default(),
            last: None,
            spaced: false,
            kind: PlainKind::No,
            straight_opens: true,
            repeats: 0,
            address: 0..0,
            unbroken: 0..0,
            segmenter,
        }
    }

    fn run(mut self) {
        // With these settings the break between two plain characters depends on nothing else.
        let fast = self.segmenter.rules.spacing == Spacing::Keep
            && !self.segmenter.rules.grid
            && self.dictionary.is_empty();
        let mut at = 0;
        let mut next = self.segmenter.character(0);
        while let Some(current) = next {
            let after = at + current.c.len_utf8();
            next = self.segmenter.character(after);
            // A cluster of one character: no neighbour can join it.
            let single = !current.property.joins()
                && next.is_none_or(|next: Character| !next.property.joins());
            let end = if single {
                after
            } else {
                cluster_end(self.segmenter.text, at)
            };
            if end != after {
                next = self.segmenter.character(end);
            }
            let kind = if single && self.dictionary.is_empty() {
                PlainKind::of(current.property, self.resolver.korean)
            } else {
                PlainKind::No
            };
            let verdict = self.verdict(current, kind, single, after..end);
            self.kind = kind;
            let is_space = single && self.is_space(current, end);
            if is_space && self.last.is_some() {
                let cells = self.segmenter.rules.width.cells(current.property);
                self.segmenter.blank += cells as u32;
                self.spaced = true;
            } else {
                if !is_space {
                    self.join_or_break(verdict, current, at);
                }
                self.append(current, single, at..end);
            }
            at = end;
            if fast
                && kind != PlainKind::No
                && at >= self.address.end.max(self.unbroken.end)
                && let Some(limit) = self.unprotected(at)
            {
                (at, next) = self.skip_plain_run(kind, at, limit, next);
            }
        }
        let end = self.segmenter.text.len();
        self.segmenter.finish(end);
    }

    /// Whether a character that ends at a byte is a space at which a line may end. After a full-width
    /// mark, and between an ideograph and a word of letters or signs, editors write one that does not
    /// break for it. A number stays with its noun.
    #[inline]
    fn is_space(&self, current: Character, end: usize) -> bool {
        is_blank(current.c)
            || current.c == NO_BREAK_SPACE && !self.spaced && self.is_between_words(end)
    }

    fn is_between_words(&self, end: usize) -> bool {
        let Some(last) = self.last.filter(|last| last.property.east_asian()) else {
            return false;
        };
        let next = self.segmenter.text.get(end..).unwrap_or_default();
        let is_unspaced = || matches!(last.property.script(), Script::Han | Script::Kana);
        kinsoku::is_mark(last.c, last.property)
            || is_unspaced()
                && next.starts_with(|c: char| c.is_ascii_alphabetic() || "{$_`\"'<\\/".contains(c))
    }

    /// Goes over the plain characters after one of the same kind, and at most to the one at `limit`.
    /// Returns where they end and the character there.
    #[inline]
    fn skip_plain_run(
        &mut self,
        kind: PlainKind,
        from: usize,
        limit: usize,
        next: Option<Character>,
    ) -> (usize, Option<Character>) {
        let korean = self.resolver.korean;
        let (at, next) = self
            .segmenter
            .plain_run(kind, from..limit, next, &mut self.last, korean);
        // The run ended with two characters of its kind: the state of the line breaker does
        // not depend on which ones.
        if at > from
            && let Some(last) = self.last
        {
            let glyph = self.resolver.resolve_character(last);
            self.breaker = Breaker::after(glyph, glyph);
        }
        (at, next)
    }

    /// Ends the current segment before a cluster if a line may break there.
    #[inline]
    fn join_or_break(&mut self, verdict: Break, current: Character, at: usize) {
        self.find_unbroken(current, at);
        let Some(before) = self.last else { return };
        let allowed = self.may_break(verdict, before, current, at);
        let allowed = allowed && !self.cuts_eojeol(at);
        let allowed = allowed || self.dictionary.binary_search(&at).is_ok();
        let allowed = self.in_unbroken(at).unwrap_or(allowed);
        if allowed && !self.is_protected(at) {
            self.close(before, current, at);
        } else if self.spaced || self.segmenter.rules.spacing != Spacing::Keep {
            self.segmenter.bridge(before, current, self.spaced);
        }
    }

    /// Adds a cluster to the current segment.
    #[inline]
    fn append(&mut self, current: Character, single: bool, bytes: Range<usize>) {
        let width = self.segmenter.rules.width;
        let end = bytes.end;
        let sign = self.segmenter.sign_cells(current.c, bytes.start);
        let cells = match sign {
            Some(cells) => cells,
            None if single => width.cells(current.property) as u32,
            None => width.cluster(&self.segmenter.text[bytes]) as u32,
        };
        let touching = self.last.filter(|_| !self.spaced);
        self.segmenter.draw(current, touching, cells, end);
        self.last = Some(current);
        self.spaced = false;
    }

    /// What UAX #14 says about a break before a cluster. `single`: the cluster is one
    /// character. `rest`: the bytes of the cluster after its first character.
    #[inline]
    fn verdict(
        &mut self,
        current: Character,
        kind: PlainKind,
        single: bool,
        rest: Range<usize>,
    ) -> Break {
        let c = current.c;
        let resolver = self.resolver;
        let plain = if kind == PlainKind::Ideograph {
            Break::May
        } else {
            Break::No
        };
        let mut glyph = resolver.resolve_character(current);
        if kind != PlainKind::No && kind == self.kind {
            self.breaker = Breaker::after(glyph, glyph);
            return plain;
        }
        // An ideograph beside a mark that follows ideographs, the most common case that is
        // not plain: never a break before the mark (LB13, LB21), always one after (LB31).
        if let Some(before) = self.last
            && (kind == PlainKind::Ideograph && self.breaker.after_mark()
                || self.kind == PlainKind::Ideograph && single && glyph.trails())
            && !matches!(c, '’' | '"')
        {
            self.breaker = Breaker::after(resolver.resolve_character(before), glyph);
            return plain;
        }
        if c == NO_BREAK_SPACE && self.is_space(current, rest.start) {
            glyph.class = Class::SP;
        }
        if resolver.directed_quotes {
            if matches!(c, '\'' | '’') && self.is_apostrophe(rest.end) {
                glyph.class = Class::AL;
            } else if c == '"' {
                // Straight quotes open and close in turn.
                glyph.class = if self.straight_opens {
                    Class::OP
                } else {
                    Class::CL
                };
                glyph.east_asian = true;
                self.straight_opens = !self.straight_opens;
            }
        }
        let text = self.segmenter.text;
        let resolve = |c| resolver.resolve(c);
        let verdict = self.breaker.next(glyph, &text[rest.start..], resolve);
        // The breaker must see the rest of the cluster, but no break is possible inside it.
        for (offset, c) in text[rest.clone()].char_indices() {
            let tail = &text[rest.start + offset + c.len_utf8()..];
            self.breaker.next(resolve(c), tail, resolve);
        }
        verdict
    }

    /// Whether `’` or `'` that ends at `end` is inside a Latin word.
    fn is_apostrophe(&self, end: usize) -> bool {
        let latin = |property: Property| property.script() == Script::Latin;
        let next = self.segmenter.text[end..].chars().next();
        self.last.is_some_and(|before| latin(before.property))
            && next.is_some_and(|c| latin(Property::of(c)))
    }

    /// Whether a line may break between two drawn clusters: UAX #14, then the CJK rules where
    /// one of the two is a mark that they name.
    #[inline]
    fn may_break(
        &mut self,
        verdict: Break,
        before: Character,
        after: Character,
        at: usize,
    ) -> bool {
        let allowed = verdict == Break::May;
        let rules = self.segmenter.rules;
        let tailored = after.property.mark()
            || before.property.mark()
            || kinsoku::is_wide_digit(before.c)
            || before.c == '-'
            || matches!(after.c, '-' | '#' | '|' | '｜')
            || rules.kinsoku == Kinsoku::None;
        if !tailored {
            return allowed;
        }
        self.repeats = if before.c == after.c {
            self.repeats + 1
        } else {
            0
        };
        let place = Place {
            text: self.segmenter.text,
            at,
            before,
            after,
            spaced: self.spaced,
            repeats: self.repeats,
        };
        cjk_rules::allows(allowed, &place, rules)
    }

    /// Whether a place is inside a Korean word, which a line does not break (KLReq 3.2).
    #[inline]
    fn cuts_eojeol(&self, at: usize) -> bool {
        self.resolver.korean && !self.spaced && words::is_eojeol(self.segmenter.text, at)
    }

    /// Notes the web address, the face of characters or the handle that starts at a cluster, if one
    /// does.
    #[inline]
    fn find_unbroken(&mut self, current: Character, at: usize) {
        let in_word = !self.spaced && self.last.is_some_and(|last| last.c.is_ascii_alphanumeric());
        if matches!(current.c, 'h' | 'w' | 'H') && at >= self.address.end && !in_word {
            self.address = address_at(self.segmenter.text, at);
        }
        if at >= self.unbroken.end {
            match current.c {
                '(' | '（' => self.unbroken = kaomoji::face_at(self.segmenter.text, at),
                '@' if !in_word => self.unbroken = names::handle_at(self.segmenter.text, at),
                _ => {}
            }
        }
    }

    /// Whether a line may break at a place inside an address, a face or a handle; None outside of them. An
    /// address of up to half a line is kept whole.
    #[inline]
    fn in_unbroken(&self, at: usize) -> Option<bool> {
        if at > self.unbroken.start && at < self.unbroken.end {
            return Some(false);
        }
        let address = &self.address;
        (at > address.start && at < address.end).then(|| {
            let short = (address.len() as u32) * 2 <= self.segmenter.rules.measure;
            let text = &self.segmenter.text[address.clone()];
            !short && url::may_break(text, at - address.start)
        })
    }

    /// Whether a place is inside a protected range. Must be called with ascending places.
    #[inline]
    fn is_protected(&mut self, at: usize) -> bool {
        let position = self.segmenter.base + at as u32;
        let mut end = None;
        while let Some(range) = self.protected.next_if(|range| range.end <= position) {
            end = Some(range.end);
        }
        let next = self.protected.peek();
        self.between_parts =
            end == Some(position) && next.is_some_and(|range| range.start == position);
        next.is_some_and(|range| range.start < position)
    }

    /// The last of the places from `at` on that are neither inside a protected range nor at the end
    /// of one. None if `at` is there.
    fn unprotected(&mut self, at: usize) -> Option<usize> {
        let base = self.segmenter.base;
        let position = base + at as u32;
        while self
            .protected
            .next_if(|range| range.end < position)
            .is_some()
        {}
        match self.protected.peek() {
            Some(range) => (range.start >= position).then(|| (range.start - base) as usize),
            None => Some(self.segmenter.text.len()),
        }
    }

    /// Ends the current segment between two clusters and flags a break that tears a number, a
    /// Japanese word or a reading in brackets.
    fn close(&mut self, before: Character, after: Character, at: usize) {
        self.segmenter.blank = self.segmenter.gap(before, after, self.spaced);
        let place = Place {
            text: self.segmenter.text,
            at,
            before,
            after,
            spaced: self.spaced,
            repeats: 0,
        };
        let rules = self.segmenter.rules;
        let mut torn = words::number(&place, rules);
        if rules.language == Language::Ja {
            torn.insert(words::japanese(&place));
        }
        let kana = |character: Character| character.property.script() == Script::Kana;
        if self.between_parts && kana(before) && kana(after) {
            torn.insert(SegmentFlags::INSIDE_WORD);
        }
        self.segmenter.finish(at);
        if let Some(segment) = self.segmenter.segments.last_mut() {
            segment.flags.insert(torn);
        }
    }
}
