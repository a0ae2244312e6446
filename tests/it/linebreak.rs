//! UAX #14 line breaking, checked with the published tests and against ICU.
#![expect(clippy::print_stdout, reason = "says what it skipped or found")]

use super::pages::unpacked;
use icu_segmenter::LineSegmenter;
use kanbao::typeset::inline::linebreak::opportunities;

/// LineBreakTest 18, which is part of the package icu_segmenter.
fn published() -> Option<String> {
    unpacked("icu_segmenter", "tests/testdata/LineBreakTest.txt")
}

/// The text and the break offsets of a line such as `× 2757 ÷ 0020 ÷ # comment`.
fn case(line: &str) -> Option<(String, Vec<usize>)> {
    let line = line.split('#').next()?.trim();
    if line.is_empty() {
        return None;
    }
    let mut text = String::new();
    let mut breaks = Vec::new();
    for word in line.split_whitespace() {
        match word {
            "÷" => breaks.push(text.len()),
            "×" => {}
            code => text.push(char::from_u32(u32::from_str_radix(code, 16).ok()?)?),
        }
    }
    Some((text, breaks))
}

#[test]
fn published_cases() {
    let Some(file) = published() else {
        println!("skipped: LineBreakTest is not unpacked here");
        return;
    };
    assert!(file.starts_with("# LineBreakTest-18"));
    let cases: Vec<_> = file.lines().filter_map(case).collect();
    assert!(cases.len() > 19_000, "{}", cases.len());
    let wrong: Vec<_> = cases
        .iter()
        .filter(|(text, breaks)| opportunities(text) != *breaks)
        .collect();
    for (text, breaks) in wrong.iter().take(10) {
        let codes: Vec<String> = text.chars().map(|c| format!("{:04X}", c as u32)).collect();
        let found = opportunities(text);
        println!(
            "{} {text:?}\n  must {breaks:?} is {found:?}",
            codes.join(" ")
        );
    }
    assert_eq!(wrong.len(), 0, "of {}", cases.len());
}

/// A small pseudo-random generator, so that failures are reproducible.
fn random(state: &mut u64) -> usize {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    (*state >> 33) as usize
}

#[test]
fn agrees_with_icu_on_random_lines() {
    let alphabet: Vec<char> = published()
        .map(|file| file.lines().filter_map(case).flat_map(|(text, _)| text.chars().collect::<Vec<_>>()).collect::<std::collections::BTreeSet<char>>())
        .unwrap_or_default()
        .into_iter()
        .chain("中文，。：；！？“”‘’（）《》「」…—·～a1 .,-/?!()$%€℃ー々ァか가각🇨🇳👍🏽\u{301}\u{200D}\u{2060}\u{A0}".chars())
        .collect();
    let icu = LineSegmenter::new_neo_for_non_complex_scripts(Default::default());
    let mut state = 0x9E37_79B9_7F4A_7C15;
    let mut wrong = 0;
    for _ in 0..2_000 {
        let text: String = (0..40)
            .map(|_| alphabet[random(&mut state) % alphabet.len()])
            .collect();
        let theirs: Vec<usize> = icu.segment_str(&text).skip(1).collect();
        let ours = opportunities(&text);
        if ours != theirs {
            wrong += 1;
            if wrong < 5 {
                let at = ours.iter().zip(&theirs).find(|(a, b)| a != b);
                println!("{text:?}: {at:?}");
            }
        }
    }
    assert_eq!(wrong, 0);
}
