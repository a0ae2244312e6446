//! Reading speeds: the usual ones, and how much faster the user is.

use super::count::Count;

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
    pub const ALL: [Self; 4] = [Self::Chinese, Self::Japanese, Self::Korean, Self::Words];

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

/// How many times as fast as usual the user reads each kind of text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Speeds([f64; 4]);

/// Usual everywhere.
impl Default for Speeds {
    fn default() -> Self {
        Self([1.0; 4])
    }
}

impl Speeds {
    pub(crate) fn of(self, writing: Writing) -> f64 {
        let [chinese, japanese, korean, words] = self.0;
        match writing {
            Writing::Chinese => chinese,
            Writing::Japanese => japanese,
            Writing::Korean => korean,
            Writing::Words => words,
        }
    }

    pub(crate) fn set(&mut self, writing: Writing, speed: f64) {
        let at = Writing::ALL.iter().position(|other| *other == writing);
        if let Some(own) = at.and_then(|at| self.0.get_mut(at)) {
            *own = speed;
        }
    }

    /// Minutes for a text, not rounded.
    pub(crate) fn time(self, count: Count) -> f64 {
        let [east, korean, words] = times(count);
        let eastern = if is_japanese(count) {
            Writing::Japanese
        } else {
            Writing::Chinese
        };
        east / self.of(eastern)
            + korean / self.of(Writing::Korean)
            + words / self.of(Writing::Words)
    }

    /// Whole minutes for a text, at least 1 for any.
    pub(crate) fn minutes(self, count: Count) -> u32 {
        (self.time(count).round() as u32).max(u32::from(count.characters > 0))
    }
}

impl Count {
    /// Whole minutes at the usual speeds, at least 1 for any text.
    pub(crate) fn minutes(self) -> u32 {
        Speeds::default().minutes(self)
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
            (count(2600, 10, 0, 5), Some(Writing::Chinese), 5),
            (count(2600, 4000, 0, 0), Some(Writing::Japanese), 20),
            (count(0, 0, 6000, 50), Some(Writing::Korean), 10),
            (count(100, 0, 0, 2300), Some(Writing::Words), 20),
            (count(0, 0, 0, 0), None, 0),
        ] {
            assert_eq!(Writing::of(text), writing, "{text:?}");
            let mut speeds = Speeds::default();
            speeds.set(Writing::Chinese, 2.0);
            speeds.set(Writing::Words, 0.5);
            assert_eq!(speeds.minutes(text), minutes, "{text:?}");
        }
    }
}
