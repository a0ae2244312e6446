//! A word of the quick filter, and where a folded text contains it.
//!
//! The matcher is a Shift-And automaton over UTF-16 units: bit `j` of a state is set when the first
//! `j` units of the word are matched up to the current unit of the text. An ideograph advances by
//! one unit (itself, or the initial of a reading), by two (zh, ch, sh) or by a whole reading; in the
//! end of the word also by the beginning of a reading. Most units of a text cannot begin a match,
//! which one bit of a table of 8 kB says.

use super::readings::Readings;
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

/// Advances of one set of readings: where the mask has bit `j`, a state moves from `j` by `units`.
#[derive(Clone, Copy, Debug)]
struct Advance {
    mask: u64,
    units: u32,
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
    /// Per set of readings, a range of `advances`.
    sets: Vec<(u32, u32)>,
    advances: Vec<Advance>,
    /// One bit per unit: whether it can begin a match.
    starts: Box<[u64]>,
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
            sets: Vec::new(),
            advances: Vec::new(),
            starts: vec![0; 1 << 10].into(),
        };
        word.add_literals();
        word.add_readings();
        word.add_starts();
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

    fn add_readings(&mut self) {
        for set in Readings::table().sets() {
            let start = self.advances.len() as u32;
            for reading in &set.readings {
                self.add_reading(reading.as_bytes());
            }
            self.sets.push((start, self.advances.len() as u32));
        }
    }

    fn add_reading(&mut self, reading: &[u8]) {
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
                self.advances.push(Advance {
                    mask: 1 << at,
                    units: units as u32,
                });
            }
        }
    }

    fn add_starts(&mut self) {
        let mut starts = std::mem::take(&mut self.starts);
        let mut set = |unit: u16| {
            if let Some(bits) = starts.get_mut(usize::from(unit >> 6)) {
                *bits |= 1 << (unit & 63);
            }
        };
        for (number, characters) in Readings::table().sets().iter().enumerate() {
            let mut advances = self.advances_of(number).iter();
            if advances.any(|advance| advance.mask == START) {
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

    fn advances_of(&self, set: usize) -> &[Advance] {
        let (start, end) = self.sets.get(set).copied().unwrap_or_default();
        let range = start as usize..end as usize;
        self.advances.get(range).unwrap_or_default()
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
        let mut next = (state & self.places(unit)) << 1;
        let set = Readings::table().set_of(unit);
        if set > 0 {
            for advance in self.advances_of(set) {
                next |= (state & advance.mask) << advance.units;
            }
        }
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
            return self.end_of_match(text, START, |_| {}).is_some();
        }
        let mut state = START;
        let mut before = 0;
        for &unit in text {
            let last = std::mem::replace(&mut before, unit);
            if state == START && !self.starts_with(unit) {
                continue;
            }
            let next = self.step(state, unit) | skipped(state, last, unit);
            if next & self.accept() != 0 {
                return true;
            }
            state = next | START;
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
                .then(|| self.end_of_match(rest, 0, |state| states.push(state)))
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

    /// The index of the unit at which the first match ends. `again` is what a match may begin from
    /// after the first unit: [`START`], or 0 so that it begins with the text. `record` receives the
    /// state after each unit.
    fn end_of_match(&self, text: &[u16], again: u64, mut record: impl FnMut(u64)) -> Option<usize> {
        let mut recent = [0; REACH];
        let mut before = 0;
        for (at, &unit) in text.iter().enumerate() {
            let last = std::mem::replace(&mut before, unit);
            let first = if at == 0 { START } else { again };
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
            if again == 0 && recent == [0; REACH] {
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

const FIRST_SYLLABLE: u16 = 0xAC00;
const LAST_SYLLABLE: u16 = 0xD7A3;
/// The consonant at the start of the first syllables; the others follow in order.
const FIRST_INITIAL: u16 = 0x1100;
/// Syllables with the same initial, and with the same initial and vowel (Unicode, section 3.12).
const PER_INITIAL: u16 = 588;
const PER_VOWEL: u16 = 28;

/// The initial consonant of a syllable of Hangul, and the syllable without its final consonant.
fn hangul(unit: u16) -> Option<(u16, u16)> {
    let at = unit.checked_sub(FIRST_SYLLABLE)?;
    (unit <= LAST_SYLLABLE).then(|| {
        let initial = FIRST_INITIAL + at / PER_INITIAL;
        (initial, unit - at % PER_VOWEL)
    })
}

/// The syllables of Hangul that a consonant begins, or that an open syllable is the beginning of.
fn hangul_that_begin_with(unit: u16, alone: bool) -> Range<u16> {
    if let Some(at) = unit.checked_sub(FIRST_INITIAL).filter(|at| *at < 19) {
        let first = FIRST_SYLLABLE + at * PER_INITIAL;
        return first..first + PER_INITIAL;
    }
    match hangul(unit) {
        Some((_, open)) if alone && open == unit => unit..unit + PER_VOWEL,
        _ => 0..0,
    }
}

/// Joins neighbours of ascending ranges.
pub(super) fn join(ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut joined: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match joined.last_mut().filter(|last| last.end >= range.start) {
            Some(last) => last.end = last.end.max(range.end),
            None => joined.push(range),
        }
    }
    joined
}
