//! Loads real articles from `KANBAO_CORPUS`, or else `../shared/corpus`. Without a corpus the
//! tests report that they were skipped, and pass.

#![expect(clippy::print_stderr, reason = "a skipped test says so")]

use kanbao::library::{Cancel, Date, Entry, Problem, ScanEvent, ScanOptions, Zone, scan};
use std::collections::HashSet;
use std::path::{Path, PathBuf};

pub fn corpus() -> Option<PathBuf> {
    let place = std::env::var_os("KANBAO_CORPUS").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus"),
        PathBuf::from,
    );
    place.is_dir().then_some(place)
}

pub fn load(folder: &Path) -> (Vec<Entry>, Vec<Problem>, usize) {
    let (mut entries, mut problems, mut count) = (Vec::new(), Vec::new(), 0);
    let options = ScanOptions::in_zone(Zone::named("Asia/Shanghai").expect("a known zone"));
    scan(
        &[folder.to_owned()],
        &options,
        &Cancel::default(),
        &mut |event| match event {
            ScanEvent::Entries(batch) => entries.extend(batch),
            ScanEvent::Problems(batch) => problems.extend(batch),
            ScanEvent::Finished { files, .. } => count = files,
            _ => {}
        },
    );
    (entries, problems, count)
}

fn files_under(folder: &Path, all: &mut HashSet<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files_under(&path, all);
        } else {
            all.insert(path);
        }
    }
}

#[test]
fn every_file_is_accounted_for_and_has_a_title() {
    let Some(corpus) = corpus() else {
        eprintln!("skipped: no corpus");
        return;
    };
    let (entries, problems, files) = load(&corpus);
    let mut expected = HashSet::new();
    files_under(&corpus, &mut expected);
    let mut seen: HashSet<PathBuf> = entries.iter().map(|e| e.path()).collect();
    seen.extend(problems.iter().map(|p| p.path.to_path_buf()));
    assert_eq!(files, entries.len() + problems.len());
    assert_eq!(seen.len(), files, "a file is counted twice");
    assert_eq!(seen, expected);
    let ids: HashSet<_> = entries.iter().map(Entry::id).collect();
    assert_eq!(ids.len(), entries.len());
    for entry in &entries {
        let seen = entry
            .title()
            .chars()
            .any(|c| !c.is_whitespace() && !c.is_control());
        assert!(seen, "no title: {}", entry.id());
    }
}

/// Each article has the date in its front matter (RFC 2822, ISO 8601 or without a zone), and no
/// date if the front matter has none.
#[test]
fn dates_match_the_front_matter() {
    let Some(corpus) = corpus() else {
        eprintln!("skipped: no corpus");
        return;
    };
    let (entries, _, _) = load(&corpus.join("verbatim"));
    assert!(entries.len() > 60);
    for entry in entries {
        let text = std::fs::read_to_string(entry.path()).expect("UTF-8");
        let line = text
            .lines()
            .find_map(|line| line.strip_prefix("date: "))
            .expect("every verbatim file has a date line");
        let shown = entry
            .date
            .filter(|date| date.is_written())
            .map(Date::rfc3339);
        let shown = shown.unwrap_or_default();
        if line == "Invalid Date" {
            assert_eq!(shown, "", "{}", entry.id());
            continue;
        }
        let digits: Vec<&str> = line
            .split(|c: char| !c.is_ascii_digit())
            .filter(|part| !part.is_empty())
            .collect();
        for part in digits {
            assert!(
                shown.contains(part),
                "{}: {line} became {shown}",
                entry.id()
            );
        }
    }
}

/// The detected encoding decodes the text like the encoding after which its folder is named.
#[test]
fn legacy_encodings_are_detected() {
    let Some(corpus) = corpus() else {
        eprintln!("skipped: no corpus");
        return;
    };
    let (entries, _, _) = load(&corpus.join("encodings"));
    assert!(entries.len() > 200);
    let mut wrong = Vec::new();
    for entry in entries {
        let folder = entry.id().split('/').next().expect("a folder");
        let label = match folder {
            "CP932" => "shift_jis",
            "CP949" => "euc-kr",
            other => other,
        };
        let encoding = encoding_rs::Encoding::for_label(label.as_bytes()).expect("a known name");
        let bytes = std::fs::read(entry.path()).expect("a file");
        let expected = encoding
            .decode_without_bom_handling(&bytes)
            .0
            .replace("\r\n", "\n");
        let shown = kanbao::library::source_text(&entry).expect("a file");
        if shown != expected.replace('\r', "\n") {
            wrong.push(entry.id().to_owned());
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
