//! The table of pinyin is that of icu_collator.
//! `BLESS=1 cargo test --test it collation` rewrites it.

use super::pages;
use icu_collator::options::CollatorOptions;
use icu_collator::{Collator, CollatorPreferences};
use icu_locale_core::locale;

#[test]
fn ideographs_are_in_the_order_of_pinyin() {
    let chinese = CollatorPreferences::from(locale!("zh"));
    let collator = Collator::try_new(chinese, CollatorOptions::default()).expect("compiled data");
    let mut sorted: Vec<char> = ('\u{4E00}'..='\u{9FFF}').collect();
    let text = |c: char| c.to_string();
    sorted.sort_by(|a, b| collator.compare(&text(*a), &text(*b)).then(a.cmp(b)));
    let mut ranks = vec![0; sorted.len() * 2];
    for (c, rank) in sorted.iter().zip(0_u16..) {
        let at = (*c as usize - 0x4E00) * 2;
        ranks[at..at + 2].copy_from_slice(&rank.to_le_bytes());
    }
    let path = pages::root().join("assets/collation/pinyin.bin");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, &ranks).unwrap();
    }
    let kept = std::fs::read(&path).unwrap_or_default();
    assert!(kept == ranks, "the table is out of date: run with BLESS=1");
}
