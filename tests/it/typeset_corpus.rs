//! Line ends over much prose at every width: our own in `tests/prose`, and the corpus of
//! articles where it is. `KANBAO_THOROUGH=1` (in a release build) takes every width and all
//! of it; else every seventh width and a sample.
#![expect(clippy::print_stdout, reason = "says what it skipped or found")]

use crate::typeset::{Faults, WIDE, faults, paragraphs, plains};
use kanbao::text::WidthPolicy;
use kanbao::typeset::{Options, Page};
use std::path::{Path, PathBuf};

pub fn thorough() -> bool {
    std::env::var_os("KANBAO_THOROUGH").is_some()
}

/// Counts the faults of a text at many widths.
fn count(text: &str, step: usize, all: &mut Faults) {
    let mut document = paragraphs(text);
    let plain = plains(&mut document);
    for measure in (20..=120).step_by(if thorough() { 1 } else { step }) {
        for width in [WidthPolicy::default(), WIDE] {
            let options = Options {
                measure,
                width,
                ..Options::default()
            };
            faults(&Page::new(&document, &options), measure, &plain, all);
        }
    }
}

#[test]
fn own_prose_has_no_fault() {
    let mut all = Faults::default();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/prose");
    let mut files = 0;
    for file in std::fs::read_dir(folder).expect("tests/prose is there") {
        let text = std::fs::read_to_string(file.expect("readable").path()).expect("UTF-8");
        count(&text, 7, &mut all);
        files += 1;
    }
    assert_eq!(files, 8);
    println!("{} line ends", all.lines);
    assert!(all.none(), "{all:#?}");
}

fn corpus() -> Option<PathBuf> {
    let named = std::env::var_os("KANBAO_CORPUS").map(PathBuf::from);
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    [named, Some(beside)]
        .into_iter()
        .flatten()
        .find(|folder| folder.is_dir())
}

/// The words of a file without front matter, tags and entities, roughly.
fn words(text: &str) -> String {
    let body = text.splitn(3, "---\n").nth(2).unwrap_or(text);
    let mut out = String::new();
    let mut in_tag = false;
    for c in body.chars() {
        match c {
            '<' => in_tag = true,
            '>' if in_tag => {
                in_tag = false;
                out.push('\n');
            }
            _ if !in_tag => out.push(c),
            _ => {}
        }
    }
    kanbao::text::sanitize(&out.replace("&nbsp;", " ").replace("&quot;", "\"")).into_owned()
}

/// Hands over the words of every text of the corpus, or of each `step`th where not thorough;
/// returns how many, or None where there is no corpus.
pub fn each_text(step: usize, with: &mut dyn FnMut(&str)) -> Option<usize> {
    let mut folders = vec![corpus()?];
    let mut seen = 0;
    let mut taken = 0;
    while let Some(folder) = folders.pop() {
        let Ok(files) = std::fs::read_dir(&folder) else {
            continue;
        };
        let mut files: Vec<PathBuf> = files
            .filter_map(Result::ok)
            .map(|file| file.path())
            .collect();
        files.sort();
        for path in files {
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let known = path
                .extension()
                .is_some_and(|end| end == "md" || end == "html" || end == "txt");
            seen += usize::from(known);
            if !known || !thorough() && !seen.is_multiple_of(step) {
                continue;
            }
            if let Ok(text) = std::fs::read_to_string(&path) {
                with(&words(&text));
                taken += 1;
            }
        }
    }
    Some(taken)
}

#[test]
fn corpus_has_no_fault() {
    let mut all = Faults::default();
    let Some(files) = each_text(60, &mut |text| count(text, 25, &mut all)) else {
        println!("skipped: no corpus");
        return;
    };
    println!("{} line ends of {files} files", all.lines);
    assert!(all.none(), "{all:#?}");
}
