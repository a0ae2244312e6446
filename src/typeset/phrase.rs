//! Where a phrase may end: the small models of BudouX (`assets/phrase`), so that the optimal
//! fit can put a price on a line end that cuts a word. A model adds up what the three
//! characters before and after a place, their pairs and their triples say of it.

use super::pieces::Piece;
use crate::text::{Language, Script, script};
use std::sync::LazyLock;

static MODELS: LazyLock<[Model; 3]> = LazyLock::new(|| {
    [
        include_str!("../../assets/phrase/zh-Hans.txt"),
        include_str!("../../assets/phrase/zh-Hant.txt"),
        include_str!("../../assets/phrase/ja.txt"),
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
    let native = |c: char| matches!(script(c), Script::Han | Script::Kana);
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

/// Weights of n-grams, by how far before the place they stand.
#[derive(Default)]
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
    fn read(source: &str) -> Self {
        let mut model = Self {
            numbers: vec![0; 1 << 16],
            ones: vec![[0; 6]],
            ..Self::default()
        };
        for line in source.lines() {
            let mut fields = line.splitn(3, ' ');
            let (Some(feature), Some(weight)) = (fields.next(), fields.next()) else {
                continue;
            };
            let Ok(weight) = weight.parse::<i8>() else {
                continue;
            };
            if feature == "base" {
                model.base = i16::from(weight);
            }
            let grams = fields.next().unwrap_or_default();
            let numbers: Vec<u16> = grams.chars().map(|c| model.number(c)).collect();
            let kind = feature.trim_end_matches(|c: char| c.is_ascii_digit());
            let place = feature.trim_start_matches(kind).parse().unwrap_or(1);
            match kind {
                "UW" => numbers
                    .iter()
                    .for_each(|n| model.ones[usize::from(*n)][place - 1] = weight),
                "BW" => numbers
                    .chunks_exact(2)
                    .for_each(|gram| model.twos.add(key(gram), place - 1, weight)),
                "TW" => numbers
                    .chunks_exact(3)
                    .for_each(|gram| model.threes.add(key(gram), place - 1, weight)),
                _ => {}
            }
        }
        model
    }

    fn number(&mut self, c: char) -> u16 {
        let Some(number) = self.numbers.get_mut(c as usize) else {
            return 0;
        };
        if *number == 0 {
            *number = self.ones.len() as u16;
            self.ones.push([0; 6]);
        }
        *number
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

    fn pairs(&self, last: [u16; 3], open: &mut [i16; 6]) {
        let twos = self.twos.of(key(&last[1..]));
        for (score, weight) in open[1..4].iter_mut().rev().zip(twos) {
            *score += i16::from(weight);
        }
        if last[0] != 0 {
            let threes = self.threes.of(key(&last));
            for (score, weight) in open[..4].iter_mut().rev().zip(threes) {
                *score += i16::from(weight);
            }
        }
    }
}

fn key(gram: &[u16]) -> u64 {
    gram.iter()
        .fold(0, |key, number| key << 16 | u64::from(*number))
}

/// A hash table of n-grams: no key is 0.
struct Grams<const N: usize> {
    slots: Vec<(u64, [i8; N])>,
    used: usize,
}

impl<const N: usize> Default for Grams<N> {
    fn default() -> Self {
        Self {
            slots: vec![(0, [0; N]); 64],
            used: 0,
        }
    }
}

impl<const N: usize> Grams<N> {
    /// The slot that holds a key, or the free one where it belongs.
    fn slot(&self, key: u64) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40) as usize & mask;
        while self.slots[slot].0 != key && self.slots[slot].0 != 0 {
            slot = (slot + 1) & mask;
        }
        slot
    }

    fn of(&self, key: u64) -> [i8; N] {
        self.slots[self.slot(key)].1
    }

    fn add(&mut self, key: u64, place: usize, weight: i8) {
        let slot = self.slot(key);
        if self.slots[slot].0 == 0 {
            self.used += 1;
        }
        self.slots[slot].0 = key;
        self.slots[slot].1[place] = weight;
        if self.used * 2 > self.slots.len() {
            let room = vec![(0, [0; N]); self.slots.len() * 2];
            for (key, weights) in std::mem::replace(&mut self.slots, room) {
                if key != 0 {
                    let slot = self.slot(key);
                    self.slots[slot] = (key, weights);
                }
            }
        }
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
