//! Line ends over much prose: `tests/prose` at every width, and a corpus of articles where one
//! is available: a sample of it at some widths, or with `KANBAO_THOROUGH=1` (in a release build)
//! all of it at all widths.
#![expect(clippy::print_stdout, reason = "says what it skipped or found")]

use super::{Faults, WIDE, faults, paragraphs, plains};
use kanbao::text::WidthPolicy;
use kanbao::typeset::{Fit, Kinsoku, Options, Page};
use std::path::{Path, PathBuf};

pub fn thorough() -> bool {
    std::env::var_os("KANBAO_THOROUGH").is_some()
}

/// Counts the faults of a text at every `step`th width, with narrow and with wide ambiguous
/// characters.
fn count(text: &str, step: usize, settings: &[Options], all: &mut Faults) {
    let mut document = paragraphs(text);
    let plain = plains(&mut document);
    for measure in (20..=120).step_by(step) {
        for (settings, width) in settings
            .iter()
            .flat_map(|settings| [WidthPolicy::default(), WIDE].map(|width| (settings, width)))
        {
            let options = Options {
                measure,
                width,
                ..*settings
            };
            faults(&Page::new(&document, &options), measure, &plain, all);
        }
    }
}

/// The default options, and two that choose line ends differently.
fn settings() -> [Options; 3] {
    let strict = Options {
        kinsoku: Kinsoku::Strict,
        fit: Fit::Optimal,
        hanging: false,
        ..Options::default()
    };
    let gb = Options {
        kinsoku: Kinsoku::Gb,
        fit: Fit::Phrase,
        ..Options::default()
    };
    [Options::default(), strict, gb]
}

#[test]
fn prose_has_no_fault() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/prose");
    let files: Vec<_> = std::fs::read_dir(folder)
        .expect("tests/prose is there")
        .collect();
    assert_eq!(files.len(), 8);
    let all = std::thread::scope(|scope| {
        let counts: Vec<_> = files
            .into_iter()
            .map(|file| {
                scope.spawn(|| {
                    let path = file.expect("readable").path();
                    let text = std::fs::read_to_string(path).expect("UTF-8");
                    let mut all = Faults::default();
                    count(&text, 1, &settings(), &mut all);
                    all
                })
            })
            .collect();
        let counts = counts
            .into_iter()
            .map(|count| count.join().expect("counts"));
        counts.fold(Faults::default(), Faults::and)
    });
    println!("{} line ends", all.lines);
    assert!(all.none(), "{all:#?}");
    assert!(all.lines >= 200_000, "{all:#?}");
}

fn corpus() -> Option<PathBuf> {
    let named = std::env::var_os("KANBAO_CORPUS").map(PathBuf::from);
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    [named, Some(beside)]
        .into_iter()
        .flatten()
        .find(|folder| folder.is_dir())
}

/// Roughly the text of a file, without front matter, tags and entities.
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

/// Calls `with` for the text of every file of the corpus (every `step`th unless thorough) and
/// returns their number; None without a corpus.
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
    let step = if thorough() { 1 } else { 25 };
    let settings = [Options::default()];
    let Some(files) = each_text(60, &mut |text| count(text, step, &settings, &mut all)) else {
        println!("skipped: no corpus");
        return;
    };
    println!("{} line ends of {files} files", all.lines);
    assert!(all.none(), "{all:#?}");
}
