//! A search by the index finds what a search through all texts finds.

mod exact;
mod faults;
mod measure;
mod narrowing;
mod related;
mod unchanged;

use super::file::Result;
use super::*;
use crate::clean::{self, Settings};
use crate::library::{self, Cancel, Entry, ScanEvent, ScanOptions, Zone};
use crate::search::TextTerm;
use crate::text::fold;
use rusqlite::Connection;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// A library and the place of its index.
struct Place(tempfile::TempDir);

impl Place {
    fn new() -> Self {
        let place = Self(tempfile::tempdir().expect("a temporary folder"));
        fs::create_dir(place.library()).expect("a folder");
        place
    }

    fn library(&self) -> PathBuf {
        self.0.path().join("library")
    }

    fn folder(&self) -> PathBuf {
        self.0.path().join("index")
    }

    /// Writes an article, with a title that does not come from the text.
    fn file(&self, name: &str, text: &str) {
        let text = format!("---\ntitle: 题\n---\n{text}");
        fs::write(self.library().join(name), text).expect("a file");
    }

    /// Sets the time of a file back (seconds).
    fn age(&self, name: &str, seconds: u64) {
        let file = fs::File::options()
            .append(true)
            .open(self.library().join(name));
        let time = std::time::SystemTime::now() - Duration::from_secs(seconds);
        file.and_then(|file| file.set_modified(time))
            .expect("a file");
    }

    fn entries(&self) -> Vec<Entry> {
        entries(&self.library())
    }

    fn open(&self) -> FullText {
        let wait = Duration::from_secs(10);
        let cleaning = Settings::default();
        FullText::open(&self.folder(), &self.library(), &options(), &cleaning, wait)
            .expect("an index")
    }
}

fn options() -> ScanOptions {
    ScanOptions::in_zone(Zone::named("UTC").expect("UTC"))
}

fn entries(root: &Path) -> Vec<Entry> {
    let mut entries = Vec::new();
    library::scan(
        &[root.to_owned()],
        &options(),
        &Cancel::default(),
        &mut |event| {
            if let ScanEvent::Entries(batch) = event {
                entries.extend(batch);
            }
        },
    );
    entries
}

/// Updates an index. Returns the number of articles read.
fn update(index: &mut FullText, entries: &[Entry]) -> usize {
    try_update(index, entries).expect("an update")
}

fn try_update(index: &mut FullText, entries: &[Entry]) -> Result<usize> {
    let cancel = Cancel::default();
    let articles: Vec<&Entry> = entries.iter().collect();
    let plan = index.plan(&articles, &cancel).expect("not cancelled");
    index.verify_if_due(&cancel)?;
    index.update(&plan, &articles, &Settings::default(), &cancel, &mut |_| ())?;
    Ok(plan.articles())
}

fn found(index: &FullText, entries: &[Entry], term: &TextTerm) -> BTreeSet<String> {
    let hits = index.find(term, &Cancel::default()).expect("an index");
    let held = entries.iter().filter(|entry| hits.holds(entry.id()));
    let held: BTreeSet<String> = held.map(|entry| entry.id().to_string()).collect();
    assert_eq!(held.len(), hits.count(), "{term:?}");
    held
}

/// Folded texts of articles, for a search without an index.
fn texts(entries: &[Entry]) -> Vec<(String, String)> {
    let text = |entry: &Entry| {
        let article = library::open(entry).expect("a file");
        (
            entry.id().to_string(),
            fold(&clean::visible_text(&article.document)),
        )
    };
    entries.iter().map(text).collect()
}

fn brute_force(texts: &[(String, String)], term: &TextTerm) -> BTreeSet<String> {
    let has = |(_, text): &&(String, String)| term.is_in(text);
    texts.iter().filter(has).map(|(id, _)| id.clone()).collect()
}
