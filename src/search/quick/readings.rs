//! How characters are typed with Latin letters: ideographs as pinyin, from the `pinyin` crate
//! (Unihan and other dictionaries), and kana as romaji.
//!
//! Characters with the same readings share a set, so that a query is compared with about 4,500 sets
//! instead of 27,000 characters. The table is made at its first use, in a few milliseconds.

use super::kana::{LONG, ROMAJI, katakana};
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
                sets.push(Set {
                    readings: readings.clone(),
                    units: Vec::new(),
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

    /// The number of the set of a unit.
    pub fn set_of(&self, unit: u16) -> usize {
        let set = self.set_of.get(usize::from(unit));
        set.copied().map_or(0, usize::from)
    }
}

/// Adds the pinyin of every ideograph to its folded form: 乾 folds to 干, which is then found as
/// `gan` and as `qian`.
#[cfg(feature = "pinyin")]
fn add_pinyin(add: &mut dyn FnMut(char, &str)) {
    use crate::text::fold;
    use pinyin::ToPinyinMulti;

    let ideographs = ('\u{3400}'..='\u{9FFF}').chain(['〇']);
    for c in ideographs {
        let Some(folded) = fold(c.encode_utf8(&mut [0; 4])).chars().next() else {
            continue;
        };
        for reading in c.to_pinyin_multi().into_iter().flatten() {
            let plain = reading.plain();
            if plain.is_ascii() {
                add(folded, plain);
            } else {
                // 女 is typed as nv or nu.
                for vowel in ["v", "u"] {
                    let typed = plain.replace('ü', vowel).replace('ê', "e");
                    if typed.is_ascii() {
                        add(folded, &typed);
                    }
                }
            }
        }
    }
}
