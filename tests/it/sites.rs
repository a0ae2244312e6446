//! Published sites as libraries. A case is a file in tests/sites with the files of a site and what
//! the list makes of each.

#![expect(
    clippy::print_stdout,
    reason = "an ignored test prints what is to be read"
)]

use super::pages;
use kanbao::library::{Cancel, DateOrigin, Entry, ScanEvent, ScanOptions, Zone, scan};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

const LISTING: &str = "listing";

/// The files of a case, and what is expected of those that are pages.
fn parts(case: &str) -> Vec<(&str, Option<&str>, &str)> {
    let parts = case.split("\n=== ").skip(1);
    let parts = parts.map(|part| {
        let (head, text) = part.split_once('\n').expect("a text");
        let (path, expected) = head.split_once(" -> ").unwrap_or((head, ""));
        (path, (!expected.is_empty()).then_some(expected), text)
    });
    parts.collect()
}

/// What a scan makes of each file, in the form of the cases.
fn found(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let options = ScanOptions::in_zone(Zone(jiff::tz::TimeZone::fixed(jiff::tz::offset(8))));
    scan(
        &[folder.to_owned()],
        &options,
        &Cancel::default(),
        &mut |event| match event {
            ScanEvent::Entries(entries) => {
                found.extend(
                    entries
                        .iter()
                        .map(|entry| (entry.id().to_owned(), row(entry))),
                );
            }
            ScanEvent::Problems(problems) => found.extend(problems.iter().map(|problem| {
                let path = problem.path.strip_prefix(folder).expect("a path below");
                (path.display().to_string(), problem.kind.name().to_owned())
            })),
            _ => {}
        },
    );
    found
}

fn row(entry: &Entry) -> String {
    let date = entry
        .date
        .filter(|date| date.origin != DateOrigin::Modified)
        .map_or("-".to_owned(), kanbao::library::Date::rfc3339);
    format!("{} | {date} | {}", entry.title(), entry.labels.source)
}

#[test]
fn pages_that_list_others_are_apart_and_feeds_tell_the_rest() {
    let mut faults = Vec::new();
    let cases = fs::read_dir(pages::root().join("tests/sites")).expect("the cases");
    for case in cases {
        let path = case.expect("a file").path();
        let text = fs::read_to_string(&path).expect("UTF-8");
        let folder = tempfile::tempdir().expect("a folder");
        for (name, _, text) in parts(&text) {
            let file = folder.path().join(name);
            fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
            fs::write(file, text).expect("a file");
        }
        let found = found(folder.path());
        for (name, expected, _) in parts(&text) {
            let Some(expected) = expected else { continue };
            let found = found.get(name).map_or("nothing", String::as_str);
            if found.trim_end() != expected.trim_end() {
                faults.push(format!(
                    "{}: {name}: {found:?}, wanted {expected:?}",
                    path.display()
                ));
            }
        }
    }
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

/// `KANBAO_SITES`: folders with published sites, separated by `:`. Prints what is apart, to be read:
/// none of it may be an article.
#[test]
#[ignore = "needs folders of published sites"]
fn listings_of_real_sites() {
    let folders = std::env::var("KANBAO_SITES").expect("KANBAO_SITES");
    for folder in folders.split(':') {
        let found = found(Path::new(folder));
        let pages = found.iter().filter(|(path, _)| path.ends_with(".html"));
        let (listings, articles): (Vec<_>, Vec<_>) = pages.partition(|(_, row)| *row == LISTING);
        println!(
            "{folder}: {} listings, {} articles",
            listings.len(),
            articles.len()
        );
        for (path, _) in listings {
            println!("listing {path}");
        }
        for (path, row) in articles {
            println!("article {path} {row}");
        }
    }
}
