//! Where a phrase may end: the small models of BudouX (`assets/phrase`), so that the optimal
//! fit can put a price on a line end that cuts a word. A model adds up what the three
//! characters before and after a place, their pairs and their triples say of it.

use super::segments::Piece;
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

/// Flags the pieces of a hard line that begins at byte `base` whose end is inside a phrase.
pub fn mark(
    line: &str,
    base: u32,
    language: Language,
    scores: &mut Vec<i16>,
    pieces: &mut [Piece],
) {
    let Some(model) = model(language) else { return };
    model.score(line, scores);
    let mut ends = pieces.iter_mut().peekable();
    let mut before = ' ';
    for ((at, c), score) in line.char_indices().zip(scores.iter()) {
        let at = base + at as u32;
        while let Some(piece) = ends.next_if(|piece| piece.next <= at) {
            if piece.end == at && *score <= 0 && native(before) && native(c) {
                piece.flags |= Piece::INSIDE;
            }
        }
        before = c;
    }
}

/// The places (bytes) in a text between two characters of one phrase, in order.
pub fn joined(text: &str, language: Language) -> Vec<usize> {
    let Some(model) = model(language) else {
        return Vec::new();
    };
    let mut scores = Vec::new();
    model.score(text, &mut scores);
    let mut before = ' ';
    let mut inside = Vec::new();
    for ((at, c), score) in text.char_indices().zip(scores) {
        if score <= 0 && native(before) && native(c) {
            inside.push(at);
        }
        before = c;
    }
    inside
}

/// Written without blanks between words.
fn native(c: char) -> bool {
    matches!(script(c), Script::Han | Script::Kana)
}

/// Weights of n-grams, by how far before the place they stand.
struct Model {
    base: i16,
    /// The number of a character, by code point; 0: in no n-gram.
    numbers: Vec<u16>,
    /// By number, from three characters before the place to the third after it.
    ones: Vec<[i8; 6]>,
    twos: Grams<3>,
    threes: Grams<4>,
}

impl Model {
    /// Unpacks a model: see `tests/it/phrase_models.rs`, which packs it.
    fn read(packed: &[u8]) -> Self {
        let mut packed = Packed(packed);
        let base = i16::from(packed.weight());
        let mut numbers = vec![0; 1 << 16];
        let mut ones = vec![[0; 6]];
        packed.records(|code, weights| {
            if let Some(number) = numbers.get_mut(code as usize) {
                *number = ones.len() as u16;
                ones.push(weights);
            }
        });
        Self {
            base,
            numbers,
            twos: Grams::read(&mut packed),
            threes: Grams::read(&mut packed),
            ones,
        }
    }

    /// The score of the place before each character: a phrase ends where it is above 0.
    fn score(&self, line: &str, scores: &mut Vec<i16>) {
        scores.clear();
        // The places whose score is not whole yet, from two before the character at hand to
        // three after it, and the numbers of the character and of the two before it.
        let mut open = [self.base; 6];
        let mut last = [0_u16; 3];
        for c in line.chars() {
            let number = self.numbers.get(c as usize).copied().unwrap_or(0);
            last = [last[1], last[2], number];
            if number != 0 {
                let ones = &self.ones[usize::from(number)];
                for (score, weight) in open.iter_mut().rev().zip(ones) {
                    *score += i16::from(*weight);
                }
                if last[1] != 0 {
                    self.pairs(last, &mut open);
                }
            }
            scores.push(open[0]);
            open.copy_within(1.., 0);
            open[5] = self.base;
        }
        // The first two were of places before the line; the last two are whole by now.
        scores.extend_from_slice(&open[..2]);
        scores.drain(..2);
    }

    /// An n-gram as a number: its characters are the digits.
    fn key(&self, gram: &[u16]) -> u64 {
        let size = self.ones.len() as u64;
        gram.iter()
            .fold(0, |key, number| key * size + u64::from(*number))
    }

    fn pairs(&self, last: [u16; 3], open: &mut [i16; 6]) {
        let twos = self.twos.of(self.key(&last[1..]));
        for (score, weight) in open[1..4].iter_mut().rev().zip(twos) {
            *score += i16::from(weight);
        }
        if last[0] != 0 {
            let threes = self.threes.of(self.key(&last));
            for (score, weight) in open[..4].iter_mut().rev().zip(threes) {
                *score += i16::from(weight);
            }
        }
    }
}

/// What is left of a packed model. Nothing is left of a broken one, and no weight found.
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

    /// A number in groups of seven bits, the lowest first.
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

    /// Hands over n-grams, in order, with their weights: how many there are, then of each its
    /// distance from the last with a bit for every place that has a weight, then those.
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

/// A hash table of n-grams, none of which is 0.
struct Grams<const N: usize> {
    slots: Vec<(u64, [i8; N])>,
}

impl<const N: usize> Grams<N> {
    fn read(packed: &mut Packed) -> Self {
        let mut all = Vec::new();
        let count = packed.records(|gram, weights| all.push((gram, weights)));
        let mut grams = Self {
            slots: vec![(0, [0; N]); (count * 2).next_power_of_two()],
        };
        for record in all {
            let slot = grams.slot(record.0);
            grams.slots[slot] = record;
        }
        grams
    }

    /// The slot that holds an n-gram, or the free one where it belongs.
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
