//! An engine that answers as a test says, and a real one.

mod faults;
mod lookups;
mod real;

use super::document::{Record, key};
use super::mapping::format;
use super::patience::Patience;
use super::*;
use crate::clean::Settings;
use crate::http::test_server::{Received, TestServer, answer};
use crate::library::{self, Cancel, Entry, ScanEvent, ScanOptions, Zone, sample};
use crate::search::full_text::Flags;
use crate::search::{Facts, Query, TextHits, Today};
use crate::user::Marks;
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Mutex;
use std::time::Duration;

/// The articles of a folder by ID.
fn entries(root: &Path) -> Vec<Entry> {
    let mut entries = Vec::new();
    let options = ScanOptions::in_zone(Zone::named("UTC").expect("UTC"));
    library::scan(
        &[root.to_owned()],
        &options,
        &Cancel::default(),
        &mut |event| {
            if let ScanEvent::Entries(batch) = event {
                entries.extend(batch);
            }
        },
    );
    entries.sort_by(|one, other| one.id().cmp(other.id()));
    entries
}

fn query(text: &str) -> Query {
    let today = Today::at(0, &Zone::named("UTC").expect("UTC"));
    Query::parse(text, today).expect("a query")
}

fn options() -> Options {
    Options {
        patience: Patience {
            first: Duration::from_millis(1),
            longest: Duration::from_millis(2),
            total: Duration::from_millis(300),
        },
        time: Duration::from_secs(60),
        ..Options::default()
    }
}

fn connect(server: &TestServer) -> Result<Engine, EngineError> {
    Engine::connect(&server.address, options(), &Cancel::default())
}

fn ok(value: &Value) -> Vec<u8> {
    answer("200 OK", "", &value.to_string())
}

fn error(status: &str, kind: &str, reason: &str) -> Vec<u8> {
    let error = json!({ "error": { "type": kind, "reason": reason } });
    answer(status, "", &error.to_string())
}

/// An engine that holds nothing and accepts everything. `special` may answer first; its second
/// argument counts the requests with the same first line, from 0.
fn engine(special: impl Fn(&Received, usize) -> Option<Vec<u8>> + Send + 'static) -> TestServer {
    let lines = Mutex::new(Vec::<String>::new());
    TestServer::start(move |request, _| {
        let mut lines = lines.lock().expect("no panic");
        let before = lines.iter().filter(|line| **line == request.line).count();
        lines.push(request.line.clone());
        special(request, before).unwrap_or_else(|| usual(request))
    })
}

fn usual(request: &Received) -> Vec<u8> {
    let path = request.line.split('?').next().unwrap_or_default();
    match path {
        "GET /" => ok(&json!({ "version": { "distribution": "opensearch", "number": "2.19.6" } })),
        "GET /kanbao/_mapping" => {
            let meta = json!({ "mappings": { "_meta": { "kanbao": format() } } });
            ok(&json!({ "kanbao-1": meta }))
        }
        "POST /kanbao/_search/point_in_time" => ok(&json!({ "pit_id": "view" })),
        "POST /_search" => ok(&hits(&[])),
        "POST /kanbao/_bulk" => {
            let items = request.body.lines().filter(|line| line.len() < 80);
            let items = items.map(|_| json!({ "index": { "status": 201 } }));
            ok(&json!({ "items": items.collect::<Vec<_>>() }))
        }
        _ => ok(&json!({})),
    }
}

/// A page of documents that have all terms.
fn hits(entries: &[Entry]) -> Value {
    let hit = |entry: &Entry| {
        let record = Record {
            entry,
            stamp: None,
            flags: Flags::empty(),
            text: "看报 kanbao".to_owned(),
        };
        let source = record.to_json("%2Fnews");
        json!({ "_source": source, "sort": [source["key"]], "matched_queries": ["0"] })
    };
    let shards = json!({ "total": 3, "successful": 3, "failed": 0 });
    let hits: Vec<Value> = entries.iter().map(hit).collect();
    json!({ "timed_out": false, "_shards": shards, "hits": { "hits": hits } })
}

fn search(engine: &Engine, text: &str) -> Result<(Vec<Entry>, Option<Partial>), EngineError> {
    let marks = Marks::default();
    let zone = Zone::named("UTC").expect("UTC");
    let facts = Facts {
        marks: &marks,
        zone: &zone,
    };
    let wanted = Wanted::All(facts);
    let found = engine.search(&query(text), &Scope::default(), wanted, &Cancel::default())?;
    Ok((found.entries, found.partial))
}

/// Articles come back as they were pushed; what the engine claims is verified in the text.
#[test]
fn documents_survive_and_are_verified() {
    // One page, which is shorter than asked for.
    let server = engine(|request, _| {
        let is_search = request.line == "POST /_search";
        is_search.then(|| ok(&hits(&sample::entries())))
    });
    let mut expected = sample::entries();
    expected.sort_by(|one, other| one.id().cmp(other.id()));
    let titles = |entries: &[Entry]| -> Vec<_> {
        let titles = entries
            .iter()
            .map(|entry| (entry.id().to_owned(), entry.title().to_owned()));
        titles.collect()
    };
    for (text, is_found) in [
        ("kanbao", true),
        ("\"看报 kanbao\"", true),
        ("\"报看 kanbao\"", false),
    ] {
        let engine = connect(&server).expect("an engine");
        let (entries, partial) = search(&engine, text).expect("an answer");
        assert_eq!(partial, None);
        let wanted = if is_found {
            titles(&expected)
        } else {
            Vec::new()
        };
        assert_eq!(titles(&entries), wanted, "{text}");
        assert!(
            entries
                .iter()
                .all(|entry| entry.root().as_os_str() == "/news")
        );
    }
    assert_ne!(key("a", "b"), key("b", "a"));
    assert_eq!(key("%2Fnews", "a.md").len(), 32);
}

/// What the engine cannot decide is decided for each page, and nothing is kept of the others.
#[test]
fn only_matches_are_kept() {
    let server = engine(|request, _| {
        let is_search = request.line == "POST /_search";
        is_search.then(|| ok(&hits(&sample::entries())))
    });
    let engine = connect(&server).expect("an engine");
    let zone = Zone::named("UTC").expect("UTC");
    let mut marks = Marks::default();
    let mut entries = sample::entries();
    for entry in &mut entries {
        entry.name = entry.name.with_root("/news".into());
    }
    let kept = entries.first().expect("a sample");
    marks.add_bookmark(kept, None, 1);
    let facts = Facts {
        marks: &marks,
        zone: &zone,
    };
    let find = |text: &str, wanted| {
        let query = query(text);
        let found = engine.search(&query, &Scope::default(), wanted, &Cancel::default());
        let Found {
            entries: all, hits, ..
        } = found.expect("an answer");
        let known = entries.iter().filter(|entry| hits.is_known(entry));
        (all.len(), known.count())
    };
    let count = entries.len();
    for (text, all, some_marks) in [
        ("kanbao", count, count),
        ("kanbao is:bookmarked", 1, count),
        ("text:kanbao tag:none", 0, count),
        ("\"报看 kanbao\"", 0, 0),
        ("\"报看 kanbao\" is:bookmarked", 0, 0),
    ] {
        assert_eq!(find(text, Wanted::All(facts)), (all, all), "{text}");
        let newest = Wanted::Newest(count, facts);
        assert_eq!(find(text, newest), (all, all), "{text}");
        assert_eq!(find(text, Wanted::Hits(&zone)), (0, some_marks), "{text}");
    }
}

/// An engine that answers with the same full page again and again does not keep a search busy.
#[test]
fn a_page_that_does_not_advance() {
    let server = engine(|request, _| {
        let body: Value = serde_json::from_str(&request.body).unwrap_or_default();
        let size = body.get("size").and_then(Value::as_u64)?;
        let entry = sample::entries().swap_remove(0);
        let page = vec![entry; usize::try_from(size).ok()?];
        (request.line == "POST /_search").then(|| ok(&hits(&page)))
    });
    let engine = connect(&server).expect("an engine");
    let error = search(&engine, "\"看报 kanbao\"").expect_err("an error");
    assert_eq!(error, EngineError::Answer);
}

/// A partial answer is asked for once more, and then reported as one.
#[test]
fn partial_answers() {
    let partial = |timed_out: bool, total: u64, successful: u64, failed: u64| {
        let shards = json!({ "total": total, "successful": successful, "failed": failed });
        let page = json!({ "timed_out": timed_out, "_shards": shards, "hits": { "hits": [] } });
        let server = engine(move |request, _| {
            let is_search = request.line == "POST /_search";
            is_search.then(|| ok(&page))
        });
        let engine = connect(&server).expect("an engine");
        let (_, partial) = search(&engine, "看报").expect("an answer");
        partial.map(|partial| (partial.timed_out, partial.answered, partial.shards))
    };
    assert_eq!(partial(false, 3, 3, 0), None);
    assert_eq!(partial(true, 3, 3, 0), Some((true, 3, 3)));
    assert_eq!(partial(false, 3, 2, 1), Some((false, 2, 3)));
    assert_eq!(partial(false, 3, 2, 0), Some((false, 2, 3)));
    assert_eq!(partial(false, 3, 3, 1), Some((false, 2, 3)));
}
