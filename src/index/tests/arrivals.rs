//! Which articles are new.

use super::*;
use crate::library::{Arrivals, ArticleSet};

/// What is done between two scans.
enum Step {
    Write(&'static str, &'static str),
    Remove(&'static str),
    Move(&'static str, &'static str),
    Remember(&'static str, Done),
    /// As a watcher does.
    Tell(&'static str),
    Rebuild,
    Scan,
}

use Step::{Move, Rebuild, Remember, Remove, Scan, Tell, Write};

const LONG: &str = "这一篇的正文足够长，可以和别的文章区分开来，所以移动以后也能认出来。";

/// The articles of a scan with what is left to do with them.
fn arrivals(place: &Place) -> (Found, Arrivals) {
    let (mut found, mut arrivals) = (Found::default(), Arrivals::default());
    let roots = [place.library()];
    let mut take = |event| match event {
        ScanEvent::Arrived(more) => arrivals.extend(&more),
        event => found.take(event),
    };
    let cancel = Cancel::default();
    scan(&place.indexes(), &roots, &options(), &cancel, &mut take);
    (found, arrivals)
}

fn entry(place: &Place, id: &str) -> Entry {
    crate::library::entry_at(&place.library(), id, &options().zone).expect("an article")
}

fn perform(place: &Place, step: &Step) {
    let path = |name: &str| place.library().join(name);
    match step {
        Write(name, text) => {
            let text = format!("---\ntitle: {name}\n---\n{text}");
            place.file(name, &text, 100);
        }
        Remove(name) => fs::remove_file(path(name)).expect("a file"),
        Move(from, to) => fs::rename(path(from), path(to)).expect("a move"),
        Remember(id, done) => {
            remember(&place.indexes(), &[&entry(place, id)], *done, &options());
        }
        Tell(id) => {
            let entry = entry(place, id);
            let mut files = ReadFiles::default();
            let library = place.library();
            files.add(&crate::library::FileRead {
                root: &library,
                id,
                stamp: None,
                result: Ok(&entry),
            });
            write(&place.indexes(), &library, &options(), files).expect("an index");
        }
        Rebuild => clear(&place.indexes(), &place.library(), &options()).expect("an index"),
        Scan => drop(arrivals(place)),
    }
}

/// After the steps and a scan these articles are not seen, and to these no rule was applied.
#[track_caller]
fn check(steps: &[Step], unseen: &[&str], unruled: &[&str]) {
    let place = Place::new();
    place.file("old.md", "---\ntitle: 旧\n---\n旧的正文。", 100);
    steps.iter().for_each(|step| perform(&place, step));
    let (found, arrivals) = arrivals(&place);
    let ids = |set: &ArticleSet| {
        let entries = found.entries.values().filter(|entry| set.has(entry));
        entries
            .map(|entry| entry.id().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(ids(&arrivals.unseen), unseen);
    assert_eq!(ids(&arrivals.unruled), unruled);
}

#[test]
fn what_a_later_scan_finds_is_new_until_it_is_seen() {
    let new = || Write("new.md", LONG);
    check(&[], &[], &[]);
    check(&[new()], &[], &[]);
    check(&[Scan, new()], &["new.md"], &["new.md"]);
    check(&[Scan, new(), Scan], &["new.md"], &["new.md"]);
    let seen = || Remember("new.md", Done::Seen);
    let ruled = || Remember("new.md", Done::Ruled);
    check(&[Scan, new(), Scan, seen()], &[], &["new.md"]);
    check(&[Scan, new(), Scan, ruled()], &["new.md"], &[]);
    check(&[Scan, new(), Scan, ruled(), seen(), Scan, new()], &[], &[]);
    // Before the watcher has written it.
    check(&[Scan, new(), seen(), Tell("new.md"), ruled()], &[], &[]);
    check(&[Scan, new(), ruled()], &["new.md"], &[]);
    check(&[Scan, new(), Tell("new.md")], &["new.md"], &["new.md"]);
    // A changed file has not arrived, and a deleted one is no longer new.
    check(&[Scan, Write("old.md", "新的正文。")], &[], &[]);
    check(&[Scan, new(), Scan, Remove("new.md")], &[], &[]);
    // A text that was moved was there.
    check(&[new(), Scan, Move("new.md", "moved.md")], &[], &[]);
    check(
        &[Scan, new(), Scan, Move("new.md", "moved.md")],
        &["moved.md"],
        &["moved.md"],
    );
    // Reading everything anew makes nothing new.
    check(&[Scan, new(), Scan, Rebuild], &["new.md"], &["new.md"]);
    check(&[Scan, Rebuild, new()], &[], &[]);
}
