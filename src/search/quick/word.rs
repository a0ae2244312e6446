//! A word of the quick filter, and where a folded text contains it.
//!
//! The matcher is a Shift-And automaton over UTF-16 units: bit `j` of a state is set when the first
//! `j` units of the word are matched up to the current unit of the text. An ideograph advances by
//! one unit (itself, or the initial of a reading), by two (zh, ch, sh) or by a whole reading; in the
//! end of the word also by the beginning of a reading. Most units of a text cannot begin a match,
//! which one bit of a table of 8 kB says; most texts cannot have one, which their signature says.

use super::hangul::{hangul, hangul_that_begin_with};
use super::ranges::join;
use super::readings::Readings;
use super::signature;
use super::ways::{Piece, ways};
use std::ops::Range;

/// Words are compared by this many units.
const MOST: usize = 60;
/// How far back a piece may be before the next one when characters of the text may be left out:
/// one ASCII letter or two other characters are left out.
const REACH: usize = 3;
const ASCII_REACH: usize = 2;
/// Shorter words must match without gaps.
const LOOSE_UNITS: usize = 3;
const LOOSE_ASCII_UNITS: usize = 5;

/// A state of the automaton: nothing is matched yet.
const START: u64 = 1;

/// How the characters of one set of readings advance: where a mask has bit `j`, a state moves from
/// `j` by so many units.
#[derive(Clone, Copy, Debug, Default)]
struct Transition {
    by_one: u64,
    by_two: u64,
    /// A range of [`Word::longer`].
    longer: (u32, u32),
}

#[derive(Clone, Debug)]
pub(super) struct Word {
    units: Vec<u16>,
    /// Whether characters of the text may be left out.
    loose: bool,
    /// The places of each ASCII letter in the word.
    ascii: Box<[u64]>,
    /// The places of the other units, ascending by unit.
    others: Vec<(u16, u64)>,
    table: &'static Readings,
    /// Per set of readings.
    transitions: Vec<Transition>,
    /// Masks with how far they advance, three units or more.
    longer: Vec<(u64, u32)>,
    /// One bit per unit: whether it can begin a match.
    starts: Box<[u64]>,
    /// The signature of every text with the word has all bits of one of these.
    ways: Box<[u64]>,
}

impl Word {
    /// A word of a folded text; not empty.
    pub fn new(folded: &str, loose: bool) -> Self {
        let units: Vec<u16> = folded.encode_utf16().take(MOST).collect();
        let mut word = Self {
            units,
            loose,
            ascii: vec![0; 128].into(),
            others: Vec::new(),
            table: Readings::table(),
            transitions: Vec::new(),
            longer: Vec::new(),
            starts: vec![0; 1 << 10].into(),
            ways: Box::default(),
        };
        word.add_literals();
        let pieces = word.add_readings();
        word.add_starts();
        word.ways = ways(&word.units, word.table, &pieces);
        word
    }

    fn add_literals(&mut self) {
        for (at, unit) in self.units.iter().enumerate() {
            if let Some(places) = self.ascii.get_mut(usize::from(*unit)) {
                *places |= 1 << at;
                continue;
            }
            match self.others.binary_search_by_key(unit, |other| other.0) {
                Ok(found) => self
                    .others
                    .iter_mut()
                    .skip(found)
                    .take(1)
                    .for_each(|other| {
                        other.1 |= 1 << at;
                    }),
                Err(place) => self.others.insert(place, (*unit, 1 << at)),
            }
        }
    }

    fn add_readings(&mut self) -> Vec<Piece> {
        let mut pieces = Vec::new();
        for set in self.table.sets() {
            let first = pieces.len();
            for reading in &set.readings {
                self.add_reading(reading, &mut pieces);
            }
            let start = self.longer.len() as u32;
            let mut transition = Transition::default();
            for piece in pieces.get(first..).unwrap_or_default() {
                match piece.units {
                    1 => transition.by_one |= 1 << piece.at,
                    2 => transition.by_two |= 1 << piece.at,
                    units => self.longer.push((1 << piece.at, units as u32)),
                }
            }
            transition.longer = (start, self.longer.len() as u32);
            self.transitions.push(transition);
        }
        pieces
    }

    fn add_reading(&self, written: &str, pieces: &mut Vec<Piece>) {
        let reading = written.as_bytes();
        let first = reading.first().copied().unwrap_or_default();
        let mut places = self.ascii.get(usize::from(first)).copied().unwrap_or(0);
        let is_double = matches!(reading, [b'z' | b'c' | b's', b'h', ..] | [b't', b's', ..]);
        while places != 0 {
            let at = places.trailing_zeros();
            places &= places - 1;
            let rest = self.units.get(at as usize..).unwrap_or_default();
            let pairs = reading.iter().zip(rest);
            let same = pairs.take_while(|(a, b)| u16::from(**a) == **b).count();
            // A whole reading, the beginning of one at the end of the word, or an initial.
            let is_whole = same == reading.len() || same == rest.len();
            let initials = [(!self.loose, 1), (!self.loose && is_double && same > 1, 2)];
            let advances = initials.into_iter().chain([(is_whole, same)]);
            for (_, units) in advances.filter(|(applies, _)| *applies) {
                let mut piece = Piece {
                    at: at as usize,
                    units,
                    signature: match units == reading.len() {
                        true => signature::of_reading(written),
                        false => signature::of_initial(written),
                    },
                };
                pieces.push(piece);
                // The sign that separates syllables: xi'an.
                if rest.get(units) == Some(&u16::from(b'\'')) {
                    piece.units += 1;
                    pieces.push(piece);
                }
            }
        }
    }

    /// Whether a text with a signature can have the word.
    pub fn may_be_in(&self, signature: u64) -> bool {
        self.ways.iter().any(|way| way & !signature == 0)
    }

    /// Whether the signature of a text says all: the word is one letter, which is the letter or the
    /// beginning of the reading of a character.
    pub fn is_signature(&self) -> bool {
        let letter = self.units.first().filter(|_| self.units.len() == 1);
        letter.is_some_and(|letter| (0x61..=0x7A).contains(letter))
    }

    fn add_starts(&mut self) {
        let mut starts = std::mem::take(&mut self.starts);
        let mut set = |unit: u16| {
            if let Some(bits) = starts.get_mut(usize::from(unit >> 6)) {
                *bits |= 1 << (unit & 63);
            }
        };
        for (characters, transition) in self.table.sets().iter().zip(&self.transitions) {
            if self.advance(transition, START) != 0 {
                characters.units.iter().copied().for_each(&mut set);
            }
        }
        if let Some(&first) = self.units.first() {
            set(first);
            let alone = self.units.len() == 1;
            hangul_that_begin_with(first, alone).for_each(set);
        }
        self.starts = starts;
    }

    /// Whether a match can begin with a unit.
    fn starts_with(&self, unit: u16) -> bool {
        let bits = self.starts.get(usize::from(unit >> 6));
        bits.is_some_and(|bits| bits >> (unit & 63) & 1 != 0)
    }

    fn accept(&self) -> u64 {
        1 << self.units.len()
    }

    fn advance(&self, transition: &Transition, state: u64) -> u64 {
        let next = (state & transition.by_one) << 1 | (state & transition.by_two) << 2;
        let (start, end) = transition.longer;
        let longer = self.longer.get(start as usize..end as usize);
        let longer = longer.unwrap_or_default().iter();
        longer.fold(next, |next, (mask, units)| next | (state & mask) << units)
    }

    /// The places of a unit in the word.
    fn places(&self, unit: u16) -> u64 {
        if let Some(places) = self.ascii.get(usize::from(unit)) {
            return *places;
        }
        let found = self.others.binary_search_by_key(&unit, |other| other.0);
        let found = found.ok().and_then(|at| self.others.get(at));
        found.map_or(0, |other| other.1)
    }

    /// The state after a unit that is part of the match.
    fn step(&self, state: u64, unit: u16) -> u64 {
        if unit < 0x80 {
            return (state & self.places(unit)) << 1;
        }
        let transition = match self.table.set_of(unit) {
            0 => None,
            set => self.transitions.get(set),
        };
        let next = transition.map_or(0, |transition| self.advance(transition, state));
        match self.others.is_empty() {
            true => next,
            false => next | self.step_literally(state, unit),
        }
    }

    /// The same for a unit that the word itself may have.
    fn step_literally(&self, state: u64, unit: u16) -> u64 {
        let mut next = (state & self.places(unit)) << 1;
        if let Some((initial, open)) = hangul(unit) {
            next |= (state & self.places(initial)) << 1;
            // A syllable whose final consonant is still to be typed.
            let last = self.accept() >> 1;
            next |= (state & self.places(open) & last) << 1;
        }
        next
    }

    /// Whether characters may be left out of the text without finding everything.
    pub fn can_be_loose(&self) -> bool {
        let is_ascii = |unit: &u16| *unit < 0x80;
        let least = match self.units.iter().any(is_ascii) {
            true => LOOSE_ASCII_UNITS,
            false => LOOSE_UNITS,
        };
        (least..MOST).contains(&self.units.len())
    }

    pub fn is_in(&self, text: &[u16]) -> bool {
        if self.loose {
            return self.is_in_with_gaps(text);
        }
        let mut state = START;
        let mut before = 0;
        for &unit in text {
            let last = std::mem::replace(&mut before, unit);
            if state == START && !self.starts_with(unit) {
                continue;
            }
            let mut next = self.step(state, unit);
            if state != START {
                next |= skipped(state, last, unit);
            }
            if next & self.accept() != 0 {
                return true;
            }
            state = next | START;
        }
        false
    }

    fn is_in_with_gaps(&self, text: &[u16]) -> bool {
        let mut recent = [0; REACH];
        for &unit in text {
            if recent == [0; REACH] && !self.starts_with(unit) {
                continue;
            }
            let reach = recent.iter().take(self.reach(unit));
            let state = self.step(reach.fold(START, |all, state| all | state), unit);
            if state & self.accept() != 0 {
                return true;
            }
            recent.rotate_right(1);
            recent[0] = state;
        }
        false
    }

    /// The units that match, in ascending order: the shortest match at the first place where one
    /// begins, then the next one after it.
    pub fn ranges(&self, text: &[u16]) -> Vec<Range<usize>> {
        let mut ranges = Vec::new();
        let mut from = 0;
        while let Some(rest) = text.get(from..).filter(|rest| !rest.is_empty()) {
            let mut states = Vec::new();
            let begins = rest.first().is_some_and(|unit| self.starts_with(*unit));
            let end = begins
                .then(|| self.end_of_match(rest, |state| states.push(state)))
                .flatten();
            let Some(end) = end else {
                from += 1;
                continue;
            };
            let matched = self.trace(rest, &states, end);
            ranges.extend(matched.into_iter().rev().map(|at| from + at..from + at + 1));
            from += end + 1;
        }
        join(ranges)
    }

    /// The index of the unit at which a match ends that begins with the text. `record` receives
    /// the state after each unit.
    fn end_of_match(&self, text: &[u16], mut record: impl FnMut(u64)) -> Option<usize> {
        let mut recent = [0; REACH];
        let mut before = 0;
        for (at, &unit) in text.iter().enumerate() {
            let last = std::mem::replace(&mut before, unit);
            let first = if at == 0 { START } else { 0 };
            let reach = recent
                .iter()
                .take(self.reach(unit))
                .fold(0, |all, s| all | s);
            let mut state = self.step(first | reach, unit);
            if !self.loose {
                state |= skipped(reach, last, unit);
            }
            record(state);
            if state & self.accept() != 0 {
                return Some(at);
            }
            recent.rotate_right(1);
            recent[0] = state;
            if recent == [0; REACH] {
                return None;
            }
        }
        None
    }

    /// How many states back a piece of the match may end before a unit.
    fn reach(&self, unit: u16) -> usize {
        match (self.loose, unit < 0x80) {
            (false, _) => 1,
            (true, true) => ASCII_REACH,
            (true, false) => REACH,
        }
    }

    /// The matched units from the last to the first, given the state after each unit.
    fn trace(&self, text: &[u16], states: &[u64], end: usize) -> Vec<usize> {
        let mut matched = Vec::new();
        let (mut at, mut bit) = (end, self.accept());
        loop {
            let unit = text.get(at).copied().unwrap_or_default();
            let nearest = |origin: u64| {
                let back = (1..=self.reach(unit).min(at)).map(|back| at - back);
                let mut back =
                    back.filter(|back| states.get(*back).is_some_and(|s| s & origin != 0));
                back.next()
            };
            let origins = (0..self.units.len()).map(|place| 1_u64 << place);
            let mut origins = origins.filter(|origin| self.step(*origin, unit) & bit != 0);
            let from = origins.find_map(|origin| match nearest(origin) {
                Some(back) => Some((back, origin)),
                None => (origin == START && at == 0).then_some((0, START)),
            });
            match from {
                Some((back, origin)) => {
                    matched.push(at);
                    if origin == START {
                        return matched;
                    }
                    (at, bit) = (back, origin);
                }
                // The unit was skipped.
                None if at > 0 => at -= 1,
                None => return matched,
            }
        }
    }
}

/// The state after a unit that is not part of the match: punctuation after an ideograph or kana,
/// and the sign of a long vowel.
fn skipped(state: u64, before: u16, unit: u16) -> u64 {
    let is_mark = match unit {
        0..0x80 => !(unit as u8).is_ascii_alphanumeric(),
        0xB7 | 0x2010..=0x2027 | 0x3001..=0x301F | 0x30FB | 0x30FC => true,
        _ => false,
    };
    if is_mark && before >= 0x80 {
        state & !START
    } else {
        0
    }
}
