//! Generates `src/text/variant_table.rs`, which folds Simplified and Traditional Chinese to the
//! same characters, from the character tables of OpenCC (`tests/opencc`), and checks that it is up
//! to date. `BLESS=1 cargo test --test it variant_table` rewrites it.

use super::pages::root;
use std::collections::BTreeMap;
use std::fmt::{Display, Write as _};

/// The range of the bitmap: extension A and the unified ideographs.
const FIRST: u32 = 0x3400;
const LAST: u32 = 0x9FFF;

/// Sets of characters that fold to the same one.
#[derive(Default)]
struct Sets {
    parents: BTreeMap<char, char>,
}

impl Sets {
    fn root(&self, mut c: char) -> char {
        while let Some(parent) = self.parents.get(&c) {
            c = *parent;
        }
        c
    }

    fn join(&mut self, a: char, b: char) {
        let (a, b) = (self.root(a), self.root(b));
        if a != b {
            self.parents.insert(a, b);
        }
    }
}

/// A character with the first, that is, the most common, character that a table has for it. The
/// others are characters of their own in one of the scripts: 象 is 象 or 像.
fn pairs(file: &str) -> Vec<(char, char)> {
    let text = std::fs::read_to_string(root().join("tests/opencc").join(file)).expect("a table");
    let rows = text.lines().filter(|line| !line.starts_with('#'));
    let pair = |line: &str| {
        let (from, to) = line.split_once('\t')?;
        Some((from.chars().next()?, to.chars().next()?))
    };
    rows.filter_map(pair).collect()
}

/// Variants that OpenCC keeps by default, because of names, and whose only other form is this one.
const KEPT: [(char, char); 4] = [('甦', '苏'), ('甯', '宁'), ('礆', '硷'), ('㸇', '𤎺')];

/// The character of a set that the others fold to: a simplified one of the first plane.
fn canonical(set: &[char], simplified: &[char]) -> char {
    let rank = |c: &&char| (**c > '\u{FFFF}', !simplified.contains(c), **c);
    *set.iter().min_by_key(rank).expect("a set has characters")
}

fn table<T: Display>(out: &mut String, name: &str, kind: &str, values: &[T], per_row: usize) {
    let len = values.len();
    writeln!(
        out,
        "\n#[rustfmt::skip]\npub static {name}: [{kind}; {len}] = ["
    )
    .expect("a string");
    for row in values.chunks(per_row) {
        let row: Vec<String> = row.iter().map(ToString::to_string).collect();
        writeln!(out, "    {},", row.join(",")).expect("a string");
    }
    out.push_str("];\n");
}

#[test]
fn the_table_matches_opencc() {
    let mut sets = Sets::default();
    let tables = [
        "STCharacters.txt",
        "TSCharacters.txt",
        "TWVariants.txt",
        "HKVariants.txt",
    ];
    for (a, b) in tables.into_iter().flat_map(pairs).chain(KEPT) {
        sets.join(a, b);
    }
    let simplified: Vec<char> = pairs("TSCharacters.txt").iter().map(|row| row.1).collect();
    let mut members: BTreeMap<char, Vec<char>> = BTreeMap::new();
    for c in sets.parents.keys() {
        members.entry(sets.root(*c)).or_default().push(*c);
    }
    let mut folds: BTreeMap<char, char> = BTreeMap::new();
    for (root, mut set) in members {
        set.push(root);
        let to = canonical(&set, &simplified);
        folds.extend(set.into_iter().filter(|c| *c != to).map(|c| (c, to)));
    }
    let words = ((LAST - FIRST + 1) / 64) as usize;
    let mut bits = vec![0_u64; words];
    let mut values: Vec<u16> = Vec::new();
    let mut ranks: Vec<u16> = Vec::new();
    let mut rare: Vec<String> = Vec::new();
    for (&from, &to) in &folds {
        let code = u32::from(from);
        if (FIRST..=LAST).contains(&code) && to <= '\u{FFFF}' {
            bits[((code - FIRST) / 64) as usize] |= 1 << (code % 64);
            values.push(u32::from(to) as u16);
        } else {
            rare.push(format!("({code},{})", u32::from(to)));
        }
    }
    let mut rank = 0;
    for word in &bits {
        ranks.push(rank);
        rank += word.count_ones() as u16;
    }
    let mut out = String::from(
        "//! Generated from OpenCC (Apache-2.0) by `tests/it/variant_table.rs`; not edited by hand. See\n\
         //! `variant.rs` for the meaning.\n",
    );
    let bits: Vec<String> = bits.iter().map(|word| format!("{word:#x}")).collect();
    table(&mut out, "BITS", "u64", &bits, 6);
    table(&mut out, "RANKS", "u16", &ranks, 24);
    table(&mut out, "VALUES", "u16", &values, 18);
    table(&mut out, "RARE", "(u32, u32)", &rare, 7);
    let bytes = bits.len() * 8 + (ranks.len() + values.len()) * 2 + rare.len() * 8;
    assert!(bytes <= 24_000, "the table has {bytes} bytes");
    let path = root().join("src/text/variant_table.rs");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, &out).expect("the table can be written");
    }
    let written = std::fs::read_to_string(path).expect("the table is there");
    assert!(written == out, "out of date: run with BLESS=1");
}
