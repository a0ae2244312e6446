//! The width of strings in terminal cells. All code that counts cells uses this module.
//!
//! The base is the crate `unicode-width`. Its width of each character is stored in the property
//! table, which the line breaker reads for the same character anyway: one lookup instead of two
//! in the hottest loop. Asking the crate, even after a fast path for ASCII, ideographs, kana and
//! Hangul, costs 2 % more instructions for a page and 7 to 11 % more time for the width of a string.
//! A test compares all code points with the crate.
//!
//! Terminals disagree with the crate in two points, measured on twelve of them. A cluster takes
//! the sum of its characters, where the crate knows sequences. The width of East Asian ambiguous
//! characters differs, for letters independently of the rest: a policy. Emoji sequences are
//! avoided: with [`Emoji::Safe`] one is drawn as its first emoji, see [`WidthPolicy::shown`].

use super::cluster::clusters;
use super::property::{Cells, Property};
use std::borrow::Cow;

/// How wide the terminal draws East Asian ambiguous characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Ambiguous {
    #[default]
    Narrow,
    Wide,
}

/// How emoji sequences are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Emoji {
    /// Only the first emoji of a sequence, which every terminal draws alike.
    #[default]
    Safe,
    /// As written.
    Full,
}

/// How the terminal draws the characters on which terminals differ.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct WidthPolicy {
    /// Ambiguous punctuation and symbols: “ ” … — · ①.
    pub ambiguous: Ambiguous,
    /// Ambiguous letters: я α é.
    pub letters: Ambiguous,
    pub emoji: Emoji,
}

impl WidthPolicy {
    /// Cells of a single character: 0, 1 or 2.
    #[inline]
    pub fn char(self, c: char) -> usize {
        self.cells(Property::of(c))
    }

    #[inline]
    pub(crate) fn cells(self, property: Property) -> usize {
        let wide = |ambiguous| 1 + usize::from(ambiguous == Ambiguous::Wide);
        match property.cells() {
            Cells::Zero => 0,
            Cells::One => 1,
            Cells::Two => 2,
            Cells::Ambiguous => wide(self.ambiguous),
            Cells::AmbiguousLetter => wide(self.letters),
        }
    }

    /// Cells of one grapheme cluster as [`shown`](Self::shown): 0, 1 or 2; more only for a
    /// few conjuncts of Indic scripts.
    #[inline]
    pub fn cluster(self, cluster: &str) -> usize {
        let mut chars = cluster.chars();
        match (chars.next(), chars.as_str().is_empty()) {
            (None, _) => 0,
            (Some(c), true) => self.char(c),
            (Some(first), false) => self.joined(first, chars.as_str()),
        }
    }

    fn joined(self, first: char, rest: &str) -> usize {
        if !is_emoji(first) {
            return self.char(first) + rest.chars().map(|c| self.char(c)).sum::<usize>();
        }
        match self.emoji {
            // Selectors, skin tones and joined emoji are not drawn.
            Emoji::Safe => self.char(first),
            Emoji::Full if rest.contains(['\u{FE0F}', '\u{200D}']) => 2,
            Emoji::Full if rest.chars().any(is_tone) => 2,
            Emoji::Full => self.char(first),
        }
    }

    /// Cells of a string: the sum of its clusters.
    ///
    /// ```
    /// use kanbao::text::{Ambiguous, WidthPolicy};
    ///
    /// let narrow = WidthPolicy::default();
    /// assert_eq!(narrow.str("看报 3×"), 7);
    /// let wide = WidthPolicy { ambiguous: Ambiguous::Wide, ..narrow };
    /// assert_eq!(wide.str("看报 3×"), 8);
    /// ```
    pub fn str(self, text: &str) -> usize {
        if text.is_ascii() {
            return text.len();
        }
        clusters(text).map(|cluster| self.cluster(cluster)).sum()
    }

    /// The form of a cluster to send to the terminal, so that it takes
    /// [`cluster`](Self::cluster) cells: with [`Emoji::Safe`] without selectors, skin tones and
    /// joined emoji.
    pub(crate) fn shown(self, cluster: &str) -> Cow<'_, str> {
        let mut chars = cluster.chars();
        let first = chars.next();
        if chars.as_str().is_empty() || self.emoji == Emoji::Full {
            return Cow::Borrowed(cluster);
        }
        if first.is_some_and(is_emoji) {
            let mut shown = String::new();
            shown.extend(first);
            return Cow::Owned(shown);
        }
        let selector = |c| matches!(c, '\u{FE0E}' | '\u{FE0F}');
        let ideograph = first.is_some_and(|c| Property::of(c).plain_ideograph());
        let variant = |c| matches!(c, '\u{FE00}'..='\u{FE0D}') && !ideograph;
        if cluster.contains(|c| selector(c) || variant(c)) {
            let kept = cluster.chars().filter(|c| !selector(*c) && !variant(*c));
            return Cow::Owned(kept.collect());
        }
        Cow::Borrowed(cluster)
    }

    /// [`shown`](Self::shown) for every cluster of a string.
    pub(crate) fn shown_str(self, text: &str) -> Cow<'_, str> {
        let risky = |c: char| matches!(c, '\u{200D}' | '\u{FE00}'..='\u{FE0F}') || is_tone(c);
        if self.emoji == Emoji::Full || text.is_ascii() || !text.contains(risky) {
            return Cow::Borrowed(text);
        }
        let shown: String = clusters(text).map(|cluster| self.shown(cluster)).collect();
        Cow::Owned(shown)
    }

    /// `glyph` if its characters take one cell each, else `plain`: the columns of the interface
    /// must be the same in every terminal.
    pub(crate) fn narrow<'a>(self, glyph: &'a str, plain: &'a str) -> &'a str {
        if self.str(glyph) == glyph.chars().count() {
            glyph
        } else {
            plain
        }
    }
}

pub(crate) fn is_emoji(c: char) -> bool {
    matches!(c, '\u{1F000}'..='\u{1FAFF}' | '\u{2194}'..='\u{21AA}' | '\u{2300}'..='\u{23FF}'
        | '\u{25AA}'..='\u{25FE}' | '\u{2600}'..='\u{27BF}' | '\u{2934}'..='\u{2935}'
        | '\u{2B05}'..='\u{2B55}' | '©' | '®' | '‼' | '⁉' | '™' | 'ℹ' | 'Ⓜ' | '〰' | '〽' | '㊗' | '㊙')
        && !is_regional(c)
}

fn is_regional(c: char) -> bool {
    matches!(c, '\u{1F1E6}'..='\u{1F1FF}')
}

fn is_tone(c: char) -> bool {
    matches!(c, '\u{1F3FB}'..='\u{1F3FF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    const WIDE: WidthPolicy = WidthPolicy {
        ambiguous: Ambiguous::Wide,
        letters: Ambiguous::Wide,
        emoji: Emoji::Safe,
    };
    const FULL: WidthPolicy = WidthPolicy {
        ambiguous: Ambiguous::Narrow,
        letters: Ambiguous::Narrow,
        emoji: Emoji::Full,
    };

    #[test]
    fn widths_are_those_of_terminals() {
        fn check(text: &str, narrow: usize, wide: usize, full: usize) {
            let all = [WidthPolicy::default(), WIDE, FULL].map(|policy| policy.str(text));
            assert_eq!(all, [narrow, wide, full], "{text:?}");
            let shown = WidthPolicy::default().shown_str(text);
            assert_eq!(WidthPolicy::default().str(&shown), narrow, "{shown:?}");
            let sum: usize = shown.chars().map(|c| WidthPolicy::default().char(c)).sum();
            assert_eq!(
                sum, narrow,
                "shown is what simple terminals count: {shown:?}"
            );
        }
        check("", 0, 0, 0);
        check("a b", 3, 3, 3);
        check("中文，。", 8, 8, 8);
        check("“”‘’…—·①", 8, 16, 8);
        check("яαé", 3, 6, 3);
        check("Latin", 5, 5, 5);
        check("ﾊﾝｶｸｶﾞ", 6, 6, 6);
        check("か\u{3099}", 2, 2, 2);
        check("한국", 4, 4, 4);
        check("\u{1100}\u{1161}\u{11A8}", 2, 2, 2);
        check("❤\u{FE0F}", 1, 1, 2);
        check("1\u{FE0F}\u{20E3}", 1, 1, 1);
        check("👍🏽", 2, 2, 2);
        check("👩\u{200D}💻", 2, 2, 2);
        check("🇨🇳", 2, 2, 2);
        check("e\u{301}", 1, 1, 1);
        check("葛\u{E0100}", 2, 2, 2);
        check("\u{20000}", 2, 2, 2);
    }

    #[test]
    fn the_first_emoji_is_shown() {
        fn check(cluster: &str, safe: &str) {
            assert_eq!(WidthPolicy::default().shown(cluster), safe);
            assert_eq!(FULL.shown(cluster), cluster);
        }
        check("👩🏽\u{200D}💻", "👩");
        check("❤\u{FE0F}", "❤");
        check("1\u{FE0F}\u{20E3}", "1\u{20E3}");
        check("🇨🇳", "🇨🇳");
        check("“\u{FE01}", "“");
        check("葛\u{E0100}", "葛\u{E0100}");
    }

    /// The crate is the base: the policies only change East Asian ambiguous characters.
    #[test]
    fn every_character_has_the_width_of_the_crate() {
        use unicode_width::UnicodeWidthChar;
        let policies = [Ambiguous::Narrow, Ambiguous::Wide]
            .into_iter()
            .flat_map(|ambiguous| {
                [Ambiguous::Narrow, Ambiguous::Wide].map(|letters| WidthPolicy {
                    ambiguous,
                    letters,
                    emoji: Emoji::Safe,
                })
            });
        for policy in policies {
            for c in '\0'..=char::MAX {
                // The crate takes a few characters for three cells; terminals draw two at most.
                if c.width().is_some_and(|cells| cells > 2) {
                    continue;
                }
                let expected = match Property::of(c).cells() {
                    Cells::Ambiguous if policy.ambiguous == Ambiguous::Wide => 2,
                    Cells::AmbiguousLetter if policy.letters == Ambiguous::Wide => 2,
                    _ => c.width().unwrap_or(0),
                };
                assert_eq!(policy.char(c), expected, "{c:?} {policy:?}");
            }
        }
    }
}
