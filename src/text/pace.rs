//! Usual reading speeds.

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

    /// Whole minutes at the usual speeds, at least 1 for any text.
    pub(crate) fn minutes(self) -> u32 {
        (self.time().round() as u32).max(u32::from(self.characters > 0))
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
            assert_eq!(text.minutes(), minutes, "{text:?}");
        }
    }
}
