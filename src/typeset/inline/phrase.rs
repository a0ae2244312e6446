//! Predicts where phrases end with the small models of BudouX (`assets/phrase`), so that the
//! optimal fit can put a price on a line end inside a word. The score of a place is the sum of
//! the weights of the n-grams (one to three characters) around it.

use super::particle::starts_with_particle;
use super::segments::{Segment, SegmentFlags};
use crate::text::{Language, Script, script};
use std::sync::LazyLock;

static MODELS: LazyLock<[Model; 3]> = LazyLock::new(|| {
    [
        include_bytes!("../../../assets/phrase/zh-Hans.bin").as_slice(),
        include_bytes!("../../../assets/phrase/zh-Hant.bin").as_slice(),
        include_bytes!("../../../assets/phrase/ja.bin").as_slice(),
    ]
    .map(Model::read)
});

fn model(language: Language) -> Option<&'static Model> {
    match language {
        Language::ZhHans => Some(&MODELS[0]),
        Language::ZhHant => Some(&MODELS[1]),
        Language::Ja => Some(&MODELS[2]),
        _ => None,
    }
}

/// Marks after which a line may start with a particle.
const STOPS: &str = "，。：；！？、";

/// Flags the segments that end inside a phrase. The line starts at byte `base`. In a heading, a
/// break before a particle is as bad as one inside a word.
pub fn mark_breaks(
    (line, base): (&str, u32),
    language: Language,
    heading: bool,
    scores: &mut Vec<i16>,
    segments: &mut [Segment],
) {
    let Some(model) = model(language) else { return };
    model.score(line, scores);
    let mut ends = segments.iter_mut().peekable();
    let mut before = ' ';
    for ((at, c), score) in line.char_indices().zip(scores.iter()) {
        let at = base + at as u32;
        while let Some(segment) = ends.next_if(|segment| segment.next <= at) {
            let inside = segment.end == at && *score <= 0 && is_unspaced(before) && is_unspaced(c);
            // The model knows no characters before 的 that are not ideographs.
            if inside || segment.next == at && c == '的' && *score <= 0 {
                segment.flags.insert(SegmentFlags::INSIDE_PHRASE);
            }
            // Kana may begin a word, too: そこで｜はじめて. The model tells.
            let particle = heading && segment.next == at && (c == '的' || *score <= 0);
            let rest = line.get((at - base) as usize..).unwrap_or_default();
            if particle && !STOPS.contains(before) && starts_with_particle(rest) {
                segment.flags.insert(SegmentFlags::INSIDE_WORD);
            }
        }
        before = c;
    }
}

/// The places (bytes) in a text between two characters of one phrase, in order: those with a score of
/// at most `least`. Above 0 a phrase ends; the higher the score, the surer.
pub fn places_inside(text: &str, language: Language, least: i16) -> Vec<usize> {
    let Some(model) = model(language) else {
        return Vec::new();
    };
    let mut scores = Vec::new();
    model.score(text, &mut scores);
    let mut before = ' ';
    let mut inside = Vec::new();
    for ((at, c), score) in text.char_indices().zip(scores) {
        if score <= least && is_unspaced(before) && is_unspaced(c) {
            inside.push(at);
        }
        before = c;
    }
    inside
}

/// A character of a script without spaces between words: elsewhere the models do not apply.
fn is_unspaced(c: char) -> bool {
    matches!(script(c), Script::Han | Script::Kana)
}

/// Weights of n-grams, by their distance from the place that is scored.
struct Model {
    /// The score of a place without any n-gram.
    base: i16,
    /// The number of each character, by code point; 0: in no n-gram.
    numbers: Vec<u16>,
    /// Weights by number, from the third character before a place to the third after it.
    unigrams: Vec<[i8; 6]>,
    bigrams: NgramTable<3>,
    trigrams: NgramTable<4>,
}

impl Model {
    /// Unpacks a model: see `tests/it/phrase_models.rs`, which packs it.
    fn read(packed: &[u8]) -> Self {
        let mut packed = Packed(packed);
        let base = i16::from(packed.weight());
        let mut numbers = vec![0; 1 << 16];
        let mut unigrams = vec![[0; 6]];
        packed.records(|code, weights| {
            if let Some(number) = numbers.get_mut(code as usize) {
                *number = unigrams.len() as u16;
                unigrams.push(weights);
            }
        });
        Self {
            base,
            numbers,
            bigrams: NgramTable::read(&mut packed),
            trigrams: NgramTable::read(&mut packed),
            unigrams,
        }
    }

    /// The score of the place before each character; above 0 a phrase ends there. Each
    /// character is looked up once and adds its weights to the six places around it.
    fn score(&self, line: &str, scores: &mut Vec<i16>) {
        scores.clear();
        // The scores that are still incomplete, of the places from two before the current
        // character to three after it; and the numbers of the last three characters.
        let mut open = [self.base; 6];
        let mut last = [0_u16; 3];
        for c in line.chars() {
            let number = self.numbers.get(c as usize).copied().unwrap_or(0);
            last = [last[1], last[2], number];
            if number != 0 {
                let unigrams = &self.unigrams[usize::from(number)];
                for (score, weight) in open.iter_mut().rev().zip(unigrams) {
                    *score += i16::from(*weight);
                }
                if last[1] != 0 {
                    self.add_longer_ngrams(last, &mut open);
                }
            }
            scores.push(open[0]);
            open.copy_within(1.., 0);
            open[5] = self.base;
        }
        // The first two scores belong to places before the line. The last two are complete now.
        scores.extend_from_slice(&open[..2]);
        scores.drain(..2);
    }

    /// An n-gram as one number, with the numbers of its characters as digits.
    fn key(&self, gram: &[u16]) -> u64 {
        let size = self.unigrams.len() as u64;
        gram.iter()
            .fold(0, |key, number| key * size + u64::from(*number))
    }

    /// Adds the weights of the pair and the triple that end in the current character.
    fn add_longer_ngrams(&self, last: [u16; 3], open: &mut [i16; 6]) {
        let bigrams = self.bigrams.of(self.key(&last[1..]));
        for (score, weight) in open[1..4].iter_mut().rev().zip(bigrams) {
            *score += i16::from(weight);
        }
        if last[0] != 0 {
            let trigrams = self.trigrams.of(self.key(&last));
            for (score, weight) in open[..4].iter_mut().rev().zip(trigrams) {
                *score += i16::from(weight);
            }
        }
    }
}

/// Reads a packed model. Past the end of a damaged one it reads zeros.
struct Packed<'a>(&'a [u8]);

impl Packed<'_> {
    fn byte(&mut self) -> u8 {
        let Some((byte, rest)) = self.0.split_first() else {
            return 0;
        };
        self.0 = rest;
        *byte
    }

    fn weight(&mut self) -> i8 {
        self.byte().cast_signed()
    }

    /// A variable-length number: groups of seven bits, the lowest first (LEB128).
    fn number(&mut self) -> u64 {
        let mut number = 0;
        for shift in (0..63).step_by(7) {
            let byte = self.byte();
            number |= u64::from(byte & 127) << shift;
            if byte < 128 {
                break;
            }
        }
        number
    }

    /// Calls `with` for each n-gram, in order, with its weights. Format: the count; then for
    /// each its distance from the previous one, with one low bit per weight that follows.
    fn records<const N: usize>(&mut self, mut with: impl FnMut(u64, [i8; N])) -> usize {
        let count = self.number() as usize;
        let mut gram = 0;
        for _ in 0..count {
            let step = self.number();
            gram += step >> N;
            let mut weights = [0; N];
            for (place, weight) in weights.iter_mut().enumerate() {
                if step >> place & 1 != 0 {
                    *weight = self.weight();
                }
            }
            with(gram, weights);
        }
        count
    }
}

/// An open-addressing hash table of n-grams. 0 marks a free slot; no n-gram is 0.
struct NgramTable<const N: usize> {
    slots: Vec<(u64, [i8; N])>,
}

impl<const N: usize> NgramTable<N> {
    fn read(packed: &mut Packed) -> Self {
        let mut all = Vec::new();
        let count = packed.records(|gram, weights| all.push((gram, weights)));
        let mut table = Self {
            slots: vec![(0, [0; N]); (count * 2).next_power_of_two()],
        };
        for record in all {
            let slot = table.slot(record.0);
            table.slots[slot] = record;
        }
        table
    }

    /// The slot of an n-gram, or the free slot where it belongs. At most half of the slots are
    /// in use, so there is always a free one.
    fn slot(&self, gram: u64) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = (gram.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40) as usize & mask;
        while self.slots[slot].0 != gram && self.slots[slot].0 != 0 {
            slot = (slot + 1) & mask;
        }
        slot
    }

    fn of(&self, gram: u64) -> [i8; N] {
        self.slots[self.slot(gram)].1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_end_between_words() {
        for (language, phrases) in [
            (Language::ZhHans, "今天|天气|很|好，|我们|去|公园|散步。"),
            (
                Language::Ja,
                "今日は|天気が|良いので|公園へ|散歩に|行きます。",
            ),
        ] {
            let line = phrases.replace('|', "");
            let mut scores = Vec::new();
            model(language)
                .expect("has a model")
                .score(&line, &mut scores);
            let found: String = line
                .chars()
                .zip(&scores)
                .enumerate()
                .flat_map(|(at, (c, score))| [(*score > 0 && at > 0).then_some('|'), Some(c)])
                .flatten()
                .collect();
            assert_eq!(found, phrases);
        }
    }
}
