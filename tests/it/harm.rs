//! Cleaning removes nothing from ordinary text. The texts in tests/tempting, in five languages,
//! mention what cleaning looks for (subscriptions, sharing, copyright) at every position.

use super::pages::root;
use super::tokens::{bag, shared, shown, size};
use kanbao::clean::{self, Context, Settings};
use kanbao::document::{Document, Format, build};
use kanbao::library::open_with;
use std::fmt::Write;

const LANGUAGES: [&str; 5] = ["zh-Hans", "zh-Hant", "ja", "ko", "en"];

/// The paragraphs around a tested line.
const AROUND: &str = "河边的灯亮了，船还没有回来，等船的人把板凳往里挪了挪。";

/// Minimum share of tokens that are kept.
const KEPT: f64 = 0.9999;

#[test]
fn tempting_lines_are_kept() {
    let mut report = String::new();
    for language in LANGUAGES {
        let path = root().join(format!("tests/tempting/{language}.txt"));
        let text = std::fs::read_to_string(path).expect("our own lines");
        for line in text.lines() {
            for (before, after) in [(6, 6), (6, 0), (0, 6), (2, 1)] {
                let around = |count| format!("<p>{AROUND}</p>").repeat(count);
                let source = format!("{}<p>{line}</p>{}", around(before), around(after));
                let faults = faults(&build(&source, Format::Html));
                if !faults.is_empty() {
                    writeln!(report, "{before} before: {faults}").expect("a string");
                }
            }
        }
        let html: String = text.lines().map(|line| format!("<p>{line}</p>")).collect();
        report += &faults(&build(&html, Format::Html));
        report += &faults(&build(&text, Format::Plain));
    }
    assert!(report.is_empty(), "\n{report}");
}

#[test]
fn clean_pages_are_kept() {
    let mut report = String::new();
    for language in LANGUAGES {
        let own = [
            format!("tests/tempting/docs-{language}.md"),
            format!("tests/prose/{language}.txt"),
        ];
        for path in own {
            let Ok(text) = std::fs::read_to_string(root().join(path)) else {
                continue;
            };
            report += &faults(&build(&text, Format::Markdown));
        }
    }
    assert!(report.is_empty(), "\n{report}");
}

/// Blog posts written by hand lose hardly anything: a call to follow, a QR code, hidden parts, and
/// a repeated title. The last two are switched off here.
#[test]
fn a_corpus_of_blogs_is_kept() {
    let Some(corpus) = super::corpus::corpus() else {
        eprintln!("skipped: no corpus");
        return;
    };
    let (entries, _, _) = super::corpus::load(&corpus.join("blogs"));
    let settings = Settings {
        off: vec!["duplicate-title".to_owned(), "hidden".to_owned()],
        ..Settings::default()
    };
    let (mut all, mut kept) = (0, 0);
    for entry in &entries {
        let whole = open_with(entry, None).expect("a file");
        let cleaned = open_with(entry, Some(&settings)).expect("a file");
        let before = bag(&shown(&whole.document));
        all += size(&before);
        kept += shared(&before, &bag(&shown(&cleaned.document)));
    }
    assert!(all > 500_000, "{all} tokens");
    assert!(kept as f64 / all as f64 >= KEPT, "{kept} of {all} tokens");
}

/// What cleaning wrongly cuts and reports in a document that needs no cleaning.
fn faults(document: &Document) -> String {
    let mut cleaned = document.clone();
    let cuts = clean::clean(&mut cleaned, &Context::default());
    let mut faults = String::new();
    let (before, after) = (bag(&shown(document)), bag(&shown(&cleaned)));
    let kept = shared(&before, &after) as f64 / size(&before).max(1) as f64;
    if kept < KEPT {
        for cut in cuts {
            writeln!(faults, "{} cuts {:?}", cut.rule, cut.text).expect("a string");
        }
        writeln!(faults, "keeps {:.3} %", kept * 100.0).expect("a string");
    }
    if !cleaned.flaws.is_empty() {
        writeln!(faults, "says {:?}", cleaned.flaws).expect("a string");
    }
    faults
}
