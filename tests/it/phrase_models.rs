//! Packs the phrase models `assets/phrase/*.txt` into the binary form that the program embeds
//! (half the size), and checks that it is up to date.
//! `BLESS=1 cargo test --test it phrase_models` rewrites it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// N-grams as numbers, with the weights of their positions.
type Records = BTreeMap<u64, Vec<i8>>;

/// Writes a variable-length number: groups of seven bits, the lowest first (LEB128).
fn number(mut number: u64, out: &mut Vec<u8>) {
    while number > 127 {
        out.push(number as u8 & 127 | 128);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Writes the count; then for each n-gram its distance from the previous one, with one low bit
/// per weight that follows, and the weights.
fn records(all: &Records, out: &mut Vec<u8>) {
    number(all.len() as u64, out);
    let mut last = 0;
    for (gram, weights) in all {
        let bits = weights.iter().enumerate();
        let bits = bits.fold(0, |bits, (place, weight)| {
            bits | u64::from(*weight != 0) << place
        });
        number((gram - last) << weights.len() | bits, out);
        out.extend(
            weights
                .iter()
                .filter(|w| **w != 0)
                .map(|w| w.cast_unsigned()),
        );
        last = *gram;
    }
}

/// Packs the base score, then the unigrams, then the bigrams and trigrams as numbers whose
/// digits are the ranks of their characters, from 1.
fn pack(source: &str) -> Vec<u8> {
    let rows = || {
        source
            .lines()
            .filter(|line| !line.starts_with('#'))
            .filter_map(|line| {
                let mut fields = line.splitn(3, ' ');
                let (feature, weight) = (fields.next()?, fields.next()?.parse::<i8>().ok()?);
                let kind = feature.trim_end_matches(|c: char| c.is_ascii_digit());
                let place = feature.trim_start_matches(kind).parse().unwrap_or(1_usize) - 1;
                Some((kind, place, weight, fields.next().unwrap_or_default()))
            })
    };
    let alphabet: BTreeSet<char> = rows().flat_map(|row| row.3.chars()).collect();
    let ranks: BTreeMap<char, u64> = alphabet.iter().copied().zip(1..).collect();
    let size = ranks.len() as u64 + 1;
    let mut ones: Records = alphabet
        .iter()
        .map(|c| (u64::from(u32::from(*c)), vec![0; 6]))
        .collect();
    let (mut twos, mut threes) = (Records::new(), Records::new());
    let mut out = Vec::new();
    for (kind, place, weight, grams) in rows() {
        let digits: Vec<u64> = grams.chars().map(|c| ranks[&c]).collect();
        let key = |gram: &[u64]| gram.iter().fold(0, |key, digit| key * size + digit);
        match kind {
            "base" => out.push(weight.cast_unsigned()),
            "UW" => grams.chars().for_each(|c| {
                ones.get_mut(&u64::from(u32::from(c)))
                    .expect("in the alphabet")[place] = weight;
            }),
            "BW" => digits.chunks_exact(2).for_each(|gram| {
                twos.entry(key(gram)).or_insert_with(|| vec![0; 3])[place] = weight;
            }),
            "TW" => digits.chunks_exact(3).for_each(|gram| {
                threes.entry(key(gram)).or_insert_with(|| vec![0; 4])[place] = weight;
            }),
            _ => panic!("unknown feature {kind}"),
        }
    }
    for all in [&ones, &twos, &threes] {
        records(all, &mut out);
    }
    out
}

#[test]
fn phrase_models_are_packed() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/phrase");
    let mut bytes = 0;
    for name in ["zh-Hans", "zh-Hant", "ja"] {
        let source = std::fs::read_to_string(folder.join(name).with_extension("txt"));
        let packed = pack(&source.expect("the model is there"));
        let path = folder.join(name).with_extension("bin");
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&path, &packed).expect("the model can be written");
        }
        let written = std::fs::read(&path).expect("the packed model is there");
        assert!(written == packed, "{name} is out of date: run with BLESS=1");
        bytes += packed.len();
    }
    assert!(bytes <= 40_000, "the models have {bytes} bytes");
}
