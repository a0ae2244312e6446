//! How characters are typed with Latin letters: ideographs as pinyin, kana as romaji.
//!
//! An ideograph has its main reading, from the `pinyin` crate, and those others that modern
//! Chinese uses. Dictionaries list three times as many: they would find 还 as `fu`.
//!
//! Characters with the same readings share a set, so that a query is compared with about a thousand
//! sets instead of 27,000 characters. The table is made at its first use, in a few milliseconds.

use super::kana::{LONG, ROMAJI, katakana};
use super::signature;
use std::collections::HashMap;
use std::sync::LazyLock;

/// The readings of characters of the first plane, which are UTF-16 units.
#[derive(Debug)]
pub(super) struct Readings {
    /// The set of each unit. Set 0 is empty.
    set_of: Box<[u16]>,
    sets: Vec<Set>,
}

/// Characters with the same readings.
#[derive(Debug, Default)]
pub(super) struct Set {
    pub readings: Vec<Box<str>>,
    pub units: Vec<u16>,
    /// What the signature of a text with one of the characters has.
    pub signature: u64,
}

impl Readings {
    /// The readings of folded characters.
    pub fn table() -> &'static Self {
        static TABLE: LazyLock<Readings> = LazyLock::new(Readings::new);
        &TABLE
    }

    fn new() -> Self {
        let mut of_units: HashMap<u16, Vec<Box<str>>> = HashMap::new();
        let mut add = |c: char, reading: &str| {
            let Ok(unit) = u16::try_from(u32::from(c)) else {
                return;
            };
            let readings = of_units.entry(unit).or_default();
            if !readings.iter().any(|other| **other == *reading) {
                readings.push(reading.into());
            }
        };
        for &(kana, romaji) in ROMAJI {
            for reading in romaji.split(' ') {
                add(kana, reading);
                katakana(kana).into_iter().for_each(|c| add(c, reading));
            }
        }
        let (long, vowels) = LONG;
        vowels.split(' ').for_each(|vowel| add(long, vowel));
        #[cfg(feature = "pinyin")]
        add_pinyin(&mut add);
        Self::of(of_units)
    }

    fn of(of_units: HashMap<u16, Vec<Box<str>>>) -> Self {
        let mut set_of = vec![0; 1 << 16].into_boxed_slice();
        let mut sets = vec![Set::default()];
        let mut numbers: HashMap<Vec<Box<str>>, usize> = HashMap::new();
        for (unit, mut readings) in of_units {
            readings.sort();
            let number = *numbers.entry(readings).or_insert_with_key(|readings| {
                let signatures = readings
                    .iter()
                    .map(|reading| signature::of_reading(reading));
                sets.push(Set {
                    readings: readings.clone(),
                    units: Vec::new(),
                    signature: signatures.fold(0, |all, one| all | one),
                });
                sets.len() - 1
            });
            let set = sets.get_mut(number);
            set.into_iter().for_each(|set| set.units.push(unit));
            if let Some(set) = set_of.get_mut(usize::from(unit)) {
                *set = u16::try_from(number).unwrap_or(0);
            }
        }
        Self { set_of, sets }
    }

    pub fn sets(&self) -> &[Set] {
        &self.sets
    }

    /// The signature of a folded text.
    pub fn signature_of(&self, units: &[u16]) -> u64 {
        let signatures = units.iter().map(|unit| self.signature(*unit));
        signatures.fold(0, |all, one| all | one)
    }

    /// What the signature of a text with this unit has.
    pub fn signature(&self, unit: u16) -> u64 {
        match self.set_of(unit) {
            0 => signature::of_plain(unit),
            set => self.sets.get(set).map_or(0, |set| set.signature),
        }
    }

    /// The number of the set of a unit.
    pub fn set_of(&self, unit: u16) -> usize {
        let set = self.set_of.get(usize::from(unit));
        set.copied().map_or(0, usize::from)
    }
}

/// The readings of ideographs besides their main ones: a reading and its ideographs per line. From
/// Unihan: those of the dictionary of the General Standard Characters (`kTGHZ2013`), and those that
/// the frequency dictionary of modern Chinese counts (`kHanyuPinlu`).
#[cfg(feature = "pinyin")]
const POLYPHONES: &str = include_str!("../../../assets/pinyin/polyphones.txt");

/// Adds the pinyin of every ideograph to its folded form: 乾 folds to 干, which is then found as
/// `gan` and as `qian`.
#[cfg(feature = "pinyin")]
fn add_pinyin(add: &mut dyn FnMut(char, &str)) {
    use crate::text::fold;
    use pinyin::ToPinyin;

    let mut add = |c: char, reading: &str| {
        let Some(folded) = fold(c.encode_utf8(&mut [0; 4])).chars().next() else {
            return;
        };
        if reading.is_ascii() {
            return add(folded, reading);
        }
        // 女 is typed as nv or nu.
        for vowel in ["v", "u"] {
            let typed = reading.replace('ü', vowel).replace('ê', "e");
            if typed.is_ascii() {
                add(folded, &typed);
            }
        }
    };
    for c in ('\u{3400}'..='\u{9FFF}').chain(['〇']) {
        if let Some(main) = c.to_pinyin() {
            add(c, main.plain());
        }
    }
    for (reading, ideographs) in POLYPHONES.lines().filter_map(|line| line.split_once(' ')) {
        ideographs.chars().for_each(|c| add(c, reading));
    }
}
