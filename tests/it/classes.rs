//! Counts what readers stumble over in the pages of a corpus, class by class. Prints a table; set
//! `KANBAO_BIN` to another program to compare the two:
//!
//! ```text
//! cargo test --test it -- --ignored --nocapture classes
//! ```

#![expect(clippy::print_stdout, reason = "prints a table")]

use super::corpus::corpus;
use kanbao::text::{Script, script};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The widths of the pages, and of how many files one is taken.
const WIDTHS: &[&str] = &["18", "38", "76"];
const STEP: usize = 9;

/// A name, and whether a line of a page has it; the lines below are also given.
type Class = (&'static str, fn(&str, &[&str]) -> bool);

const CLASSES: &[Class] = &[
    ("underscore in a title", |_, _| false),
    ("day parted from its month", |line, below| {
        ends_with_number(line) && MONTHS.contains(&first_word(below))
    }),
    ("number parted from its unit", |line, below| {
        ends_with_number(line) && UNITS.contains(&first_word(below))
    }),
    ("option broken at a hyphen", |line, below| {
        let word = line.trim_end_matches([' ', '│']);
        let word = word.rsplit([' ', '│']).next().unwrap_or_default();
        word.starts_with("--") && word.len() > 3 && word.ends_with('-') && begins_lower(below)
    }),
    ("sign of a comment alone before a fold", |line, below| {
        let code = line.trim_end_matches([' ', '│']);
        let folds = below.first().is_some_and(|next| next.contains('↪'));
        folds && [" //", " #", " --"].iter().any(|sign| code.ends_with(sign))
    }),
    ("end tag as text", |line, _| {
        let line = line.trim();
        line.starts_with("</") && line.ends_with('>') && !line.contains(' ')
    }),
    ("caption that repeats the one above", |line, below| {
        let caption = line
            .trim()
            .strip_prefix("▣ ")
            .and_then(|rest| rest.split_once("  "));
        let mut below = below
            .iter()
            .map(|line| line.trim())
            .filter(|line| !line.is_empty());
        caption.is_some_and(|(_, words)| words.len() > 6 && below.next() == Some(words.trim()))
    }),
    ("emoji alone on a line", |line, _| {
        let line = line.trim();
        let mut letters = line.chars();
        letters
            .next()
            .is_some_and(|c| ('\u{1f300}'..'\u{1fb00}').contains(&c))
            && letters.count() < 3
    }),
    ("two rules with a blank between", |line, below| {
        let is_rule = |line: &str| line.trim().len() > 8 && line.trim().chars().all(|c| c == '─');
        is_rule(line)
            && matches!(below, [blank, next, ..] if blank.trim().is_empty() && is_rule(next))
    }),
    ("first item without hanging indent", |line, below| {
        let next = below.first().copied().unwrap_or_default();
        line.starts_with("• ")
            && !next.trim().is_empty()
            && !next.starts_with([' ', '•', '◦', '▸', '─', '┌'])
    }),
    ("term of one letter alone", |line, below| {
        let next = below.first().copied().unwrap_or_default();
        let is_letter = line.trim().chars().count() == 1 && line.starts_with(char::is_alphabetic);
        is_letter && next.starts_with("  ") && !next.trim().is_empty()
    }),
    ("ruby by the character", |line, _| {
        let letters: Vec<char> = line.chars().collect();
        let is_kana = |c: char| script(c) == Script::Kana;
        letters.windows(6).any(|part| {
            script(part[0]) == Script::Han
                && part[1] == '('
                && is_kana(part[2])
                && part[3] == ')'
                && script(part[4]) == Script::Han
                && part[5] == '('
        })
    }),
    ("half-width mark between ideographs", |line, _| {
        let letters: Vec<char> = line.chars().collect();
        let is_han = |c: char| script(c) == Script::Han;
        letters
            .windows(3)
            .any(|part| is_han(part[0]) && matches!(part[1], ',' | '.') && is_han(part[2]))
    }),
    ("date as a heading", |line, _| {
        let line = line.strip_prefix(['▌', '▏']).unwrap_or_default().trim();
        let is_part = |c: char| c.is_ascii_digit() || " -/:年月日".contains(c);
        line.chars().filter(char::is_ascii_digit).count() >= 6 && line.chars().all(is_part)
    }),
];

const MONTHS: &[&str] = &[
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const UNITS: &[&str] = &[
    "km", "kg", "MB", "GB", "TB", "KB", "million", "billion", "percent", "px", "ms",
];

fn ends_with_number(line: &str) -> bool {
    let word = line.trim_end().rsplit(' ').next().unwrap_or_default();
    !word.is_empty() && word.chars().all(|c| c.is_ascii_digit() || ".,".contains(c))
}

fn first_word<'a>(below: &[&'a str]) -> &'a str {
    let line = below.first().copied().unwrap_or_default().trim_start();
    let end = line.find(|c: char| !c.is_alphabetic());
    line.get(..end.unwrap_or(line.len())).unwrap_or_default()
}

fn begins_lower(below: &[&str]) -> bool {
    let line = below.first().copied().unwrap_or_default();
    line.trim_start_matches([' ', '│', '↪'])
        .starts_with(|c: char| c.is_ascii_lowercase())
}

fn page(program: &Path, file: &Path, width: &str) -> String {
    let out = Command::new(program)
        .args(["show", "--width", width, "--no-links"])
        .arg(file)
        .output()
        .expect("the program runs");
    String::from_utf8_lossy(&out.stdout).into_owned()
}

#[test]
#[ignore = "prints a table over a corpus; takes minutes"]
fn classes_of_the_corpus_are_counted() {
    let Some(corpus) = corpus() else {
        println!("skipped: no corpus");
        return;
    };
    let program = std::env::var_os("KANBAO_BIN");
    let program = program.map_or_else(
        || PathBuf::from(env!("CARGO_BIN_EXE_kanbao")),
        PathBuf::from,
    );
    let (entries, _, _) = super::corpus::load(&corpus);
    let mut files: Vec<PathBuf> = entries.iter().map(|entry| entry.path()).collect();
    files.sort();
    let mut counts = vec![0_usize; CLASSES.len()];
    for file in files.iter().step_by(STEP) {
        for width in WIDTHS {
            let shown = page(&program, file, width);
            let lines: Vec<&str> = shown.lines().collect();
            let title = lines.iter().take_while(|line| !line.trim().is_empty());
            counts[0] += usize::from(title.into_iter().any(|line| line.contains('_')));
            for (at, line) in lines.iter().enumerate() {
                let below = lines.get(at + 1..).unwrap_or_default();
                for (count, (_, has)) in counts.iter_mut().zip(CLASSES) {
                    *count += usize::from(has(line, below));
                }
            }
        }
    }
    println!(
        "{} of {} files, {} widths",
        files.len().div_ceil(STEP),
        files.len(),
        WIDTHS.len()
    );
    for ((name, _), count) in CLASSES.iter().zip(counts) {
        println!("{count:>6}  {name}");
    }
}
