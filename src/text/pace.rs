//! Reading speeds: the usual ones, and those of the user.

use super::count::Count;
use std::ops::RangeInclusive;

/// A kind of text with a speed of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Writing {
    Chinese,
    /// Ideographs with kana.
    Japanese,
    Korean,
    /// Words with spaces.
    Words,
}

impl Writing {
    /// Of the larger part of a text, by reading time.
    pub(crate) fn of(count: Count) -> Option<Self> {
        let [east, korean, words] = times(count);
        let writing = match () {
            () if east + korean + words <= 0.0 => return None,
            () if korean >= east && korean >= words => Self::Korean,
            () if words > east => Self::Words,
            () if is_japanese(count) => Self::Japanese,
            () => Self::Chinese,
        };
        Some(writing)
    }

    /// How many characters, or words, a text has of it.
    pub(crate) fn units(self, count: Count) -> f64 {
        f64::from(match self {
            Self::Chinese => count.han,
            Self::Japanese => count.han + count.kana,
            Self::Korean => count.hangul,
            Self::Words => count.words,
        })
    }
}

/// Japanese prose is about half kana; a Chinese text may quote some.
fn is_japanese(count: Count) -> bool {
    u64::from(count.kana) * 10 >= u64::from(count.han) + u64::from(count.kana)
}

/// The usual minutes for ideographs and kana, hangul, and words: about 260 Han characters, 400 kana,
/// 600 Hangul syllables or 230 words a minute. Korean: 202 words a minute read silently (Rhiu et
/// al., Korean J Ophthalmol 31(3), 2017), at 3.0 syllables a word in blogs.
fn times(count: Count) -> [f64; 3] {
    [
        f64::from(count.han) / 260.0 + f64::from(count.kana) / 400.0,
        f64::from(count.hangul) / 600.0,
        f64::from(count.words) / 230.0,
    ]
}

impl Count {
    /// Minutes at the usual speeds, not rounded.
    pub(crate) fn time(self) -> f64 {
        times(self).into_iter().sum()
    }
}

/// The time that the user needs for each kind of text, in percent of the usual time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    chinese: u16,
    japanese: u16,
    korean: u16,
    words: u16,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            chinese: 100,
            japanese: 100,
            korean: 100,
            words: 100,
        }
    }
}

impl Pace {
    /// The least and the most percent.
    pub(crate) const LIMITS: RangeInclusive<f64> = 25.0..=400.0;

    /// Sets how many times as fast as usual the user reads a kind of text.
    pub(crate) fn set(&mut self, writing: Writing, speed: f64) {
        let percent = (100.0 / speed).clamp(*Self::LIMITS.start(), *Self::LIMITS.end());
        let place = match writing {
            Writing::Chinese => &mut self.chinese,
            Writing::Japanese => &mut self.japanese,
            Writing::Korean => &mut self.korean,
            Writing::Words => &mut self.words,
        };
        *place = percent.round() as u16;
    }

    /// Whole minutes for a text, at least 1 for any.
    pub(crate) fn minutes(self, count: Count) -> u32 {
        let [east, korean, words] = times(count);
        let of_east = if is_japanese(count) {
            self.japanese
        } else {
            self.chinese
        };
        let percents = [of_east, self.korean, self.words].map(f64::from);
        let times = [east, korean, words].into_iter().zip(percents);
        let time: f64 = times.map(|(time, percent)| time * percent / 100.0).sum();
        (time.round() as u32).max(u32::from(count.characters > 0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speeds_are_those_of_the_text() {
        let count = |han, kana, hangul, words| Count {
            han,
            kana,
            hangul,
            words,
            characters: han + kana + hangul + words,
        };
        for (text, writing, minutes) in [
            (count(2600, 10, 0, 5), Some(Writing::Chinese), 10),
            (count(2600, 4000, 0, 0), Some(Writing::Japanese), 20),
            (count(0, 0, 6000, 50), Some(Writing::Korean), 10),
            (count(100, 0, 0, 2300), Some(Writing::Words), 10),
            (count(0, 0, 0, 0), None, 0),
        ] {
            assert_eq!(Writing::of(text), writing, "{text:?}");
            assert_eq!(Pace::default().minutes(text), minutes, "{text:?}");
        }
    }

    #[test]
    fn a_pace_is_that_of_one_kind_of_text() {
        let text = |han, words| Count {
            han,
            words,
            characters: han + words,
            ..Count::default()
        };
        for (writing, speed, text, minutes) in [
            (Writing::Chinese, 2.0, text(2600, 0), 5),
            (Writing::Chinese, 0.5, text(2600, 2300), 30),
            (Writing::Words, 2.0, text(2600, 2300), 15),
            (Writing::Japanese, 2.0, text(2600, 0), 10),
            (Writing::Chinese, 9.0, text(2600, 0), 3),
            (Writing::Chinese, 2.0, text(1, 0), 1),
            (Writing::Chinese, 2.0, text(0, 0), 0),
        ] {
            let mut pace = Pace::default();
            pace.set(writing, speed);
            assert_eq!(pace.minutes(text), minutes, "{writing:?} {speed} {text:?}");
        }
    }
}
