//! Engines that are down, slow, full, read-only, of another version, or none at all.

use super::*;
use crate::search::engine::found::library_name;
use std::net::TcpListener;

/// The error of connecting and searching.
fn found(server: &TestServer) -> Result<usize, EngineError> {
    let (entries, _) = search(&connect(server)?, "看报")?;
    Ok(entries.len())
}

#[test]
fn what_answers_is_not_the_right_engine() {
    let root = |body: Vec<u8>| {
        let server = engine(move |request, _| (request.line == "GET /").then(|| body.clone()));
        found(&server).expect_err("an error")
    };
    assert_eq!(
        root(answer("200 OK", "", "<html>It works!")),
        EngineError::NotAnEngine
    );
    assert_eq!(root(answer("200 OK", "", "{}")), EngineError::NotAnEngine);
    assert_eq!(
        root(answer("404 Not Found", "", "<html>")),
        EngineError::NotAnEngine
    );
    assert_eq!(root(b"+PONG\r\n".to_vec()), EngineError::NotAnEngine);
    assert_eq!(
        root(answer("401 Unauthorized", "", "")),
        EngineError::Denied
    );
    let old = json!({ "version": { "number": "5.6.0" } });
    let version = EngineError::Version("elasticsearch 5.6.0".to_owned());
    assert_eq!(root(ok(&old)), version);

    let mapping = |body: Vec<u8>| {
        let server = engine(move |request, _| {
            let is_mapping = request.line == "GET /kanbao/_mapping";
            is_mapping.then(|| body.clone())
        });
        found(&server).expect_err("an error")
    };
    let other = || EngineError::OtherIndex("kanbao".to_owned());
    assert_eq!(
        mapping(ok(&json!({ "kanbao": { "mappings": {} } }))),
        other()
    );
    let later = json!({ "kanbao": { "mappings": { "_meta": { "kanbao": format() + 1 } } } });
    assert_eq!(mapping(ok(&later)), other());
    let missing = error(
        "404 Not Found",
        "index_not_found_exception",
        "no such index",
    );
    assert_eq!(mapping(missing), EngineError::NoIndex("kanbao".to_owned()));
}

#[test]
fn nobody_answers() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = format!("http://{}", listener.local_addr().expect("an address"));
    let connect = |options| Engine::connect(&address, options, &Cancel::default()).map(drop);
    let slow = Options {
        time: Duration::from_millis(50),
        ..options()
    };
    let error = connect(slow).expect_err("an error");
    assert!(matches!(&error, EngineError::Http(error) if error.fault == crate::http::Fault::Slow));
    drop(listener);
    let error = connect(options()).expect_err("an error");
    assert!(matches!(error, EngineError::Http(_)) && error.may_pass());
}

/// Pushes the samples, which have no files, to an engine with special answers to bulk requests.
/// `patience` in seconds.
fn push_with(
    patience: u64,
    special: impl Fn(usize, usize) -> Option<Vec<u8>> + Send + 'static,
) -> Result<PushReport, EngineError> {
    let server = engine(move |request, before| {
        let items = request.body.lines().count() / 2;
        let is_bulk = request.line.starts_with("POST /kanbao/_bulk");
        is_bulk.then(|| special(before, items)).flatten()
    });
    let folder = tempfile::tempdir().expect("a temporary folder");
    let entries = sample::entries();
    let entries: Vec<&Entry> = entries.iter().collect();
    let settings = (&Settings::default(), false);
    let cancel = Cancel::default();
    let mut engine = connect(&server)?;
    engine.options.patience.total = Duration::from_secs(patience);
    engine.push(
        folder.path(),
        (&entries, &[]),
        settings,
        &cancel,
        &mut |_| {},
    )
}

fn push(
    special: impl Fn(usize, usize) -> Option<Vec<u8>> + Send + 'static,
) -> Result<PushReport, EngineError> {
    push_with(0, special)
}

/// Without an answer of the file system, an article is not known to be gone.
#[test]
fn articles_that_could_not_be_read_are_not_removed() {
    let removed = |unread: &[&str]| {
        let hit = |id: &str| {
            let key = key("any", id);
            json!({ "sort": [key], "fields": { "id": [id], "size": [1], "modified": [1] } })
        };
        let ids = ["open.md", "closed.md", "closed/a.md", "closed/b/c.md"];
        let page = json!({ "hits": { "hits": ids.map(hit) } });
        let server = engine(move |request, _| {
            let is_search = request.line == "POST /_search";
            is_search.then(|| ok(&page))
        });
        let folder = tempfile::tempdir().expect("a temporary folder");
        let unread: Vec<_> = unread.iter().map(|name| folder.path().join(name)).collect();
        let unread: Vec<_> = unread.iter().map(|path| path.as_path()).collect();
        let engine = connect(&server).expect("an engine");
        let settings = (&Settings::default(), false);
        let cancel = Cancel::default();
        let library = (&[][..], &*unread);
        let report = engine.push(folder.path(), library, settings, &cancel, &mut |_| {});
        let sent = server.received().into_iter().map(|request| request.body);
        let sent: String = sent.collect();
        let is_removed = |id: &&str| sent.contains(&json!({ "_id": key("any", id) }).to_string());
        let ids: Vec<&str> = ids.into_iter().filter(is_removed).collect();
        assert_eq!(report.expect("a push").removed, ids.len());
        ids
    };
    let all = ["open.md", "closed.md", "closed/a.md", "closed/b/c.md"];
    assert_eq!(removed(&[]), all);
    assert_eq!(removed(&["closed"]), ["open.md", "closed.md"]);
    assert_eq!(
        removed(&["closed.md", "closed/b"]),
        ["open.md", "closed/a.md"]
    );
    assert_eq!(removed(&[""]), [""; 0], "the whole library");
}

/// The document of an earlier push stays, and a new article is found by its metadata.
#[test]
fn texts_that_cannot_be_read_are_not_sent() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for name in ["known.md", "new.md"] {
        std::fs::write(folder.path().join(name), "字").expect("a file");
    }
    let entries = entries(folder.path());
    for entry in &entries {
        std::fs::remove_file(entry.path()).expect("a file");
    }
    let known = key(&library_name(folder.path()).expect("a name"), "known.md");
    let hit = json!({ "sort": [known], "fields": { "size": [3], "modified": [1] } });
    let page = json!({ "hits": { "hits": [hit] } });
    let server = engine(move |request, _| {
        let is_search = request.line == "POST /_search";
        is_search.then(|| ok(&page))
    });
    let engine = connect(&server).expect("an engine");
    let articles: Vec<&Entry> = entries.iter().collect();
    let (settings, cancel) = ((&Settings::default(), false), Cancel::default());
    let library = (&*articles, &[][..]);
    let report = engine.push(folder.path(), library, settings, &cancel, &mut |_| {});
    let report = report.expect("a push");
    assert_eq!((report.added, report.changed, report.removed), (1, 0, 0));
    assert_eq!(report.unread.len(), 2);
    let sent = server.received().into_iter().map(|request| request.body);
    let sent: String = sent.collect();
    assert!(
        sent.contains("new.md") && !sent.contains("known.md"),
        "{sent}"
    );
}

/// The items of a bulk answer: a status and an error for each.
fn items(count: usize, status: impl Fn(usize) -> (u16, &'static str)) -> Vec<u8> {
    let item = |number| match status(number) {
        (status @ 200..300, _) => json!({ "index": { "status": status } }),
        (status, kind) => {
            json!({ "index": { "status": status, "error": { "type": kind, "reason": "why" } } })
        }
    };
    let items: Vec<Value> = (0..count).map(item).collect();
    ok(&json!({ "errors": true, "items": items }))
}

#[test]
fn an_engine_without_room_is_asked_again() {
    let all = sample::entries().len();
    let report = push(|_, count| Some(items(count, |_| (201, "")))).expect("a push");
    assert_eq!((report.added, report.refused), (all, 0));

    let busy = |before, count: usize| match before {
        0 => Some(error(
            "429 Too Many Requests",
            "rejected_execution_exception",
            "",
        )),
        // Every second article is accepted; the others are sent again.
        1 => Some(items(count, |at| {
            if at % 2 == 0 {
                (201, "")
            } else {
                (429, "rejected")
            }
        })),
        2 => Some(error("503 Service Unavailable", "no_shard_available", "")),
        _ => Some(items(count, |_| (201, ""))),
    };
    let report = push_with(60, busy).expect("a push");
    assert_eq!((report.added, report.refused), (all, 0));
}

#[test]
fn an_engine_that_stays_full_is_an_error() {
    let block = "cluster_block_exception";
    let full = push(|_, _| Some(error("429 Too Many Requests", "rejected", "")));
    assert_eq!(full.expect_err("an error"), EngineError::Busy);
    let full = push(|_, count| Some(items(count, |_| (429, "rejected"))));
    assert_eq!(full.expect_err("an error"), EngineError::Busy);
    let full = push(move |_, count| Some(items(count, move |_| (429, block))));
    assert_eq!(
        full.expect_err("an error"),
        EngineError::DiskFull("why".to_owned())
    );
    let read_only = push(move |_, count| Some(items(count, move |_| (403, block))));
    assert_eq!(
        read_only.expect_err("an error"),
        EngineError::ReadOnly("why".to_owned())
    );
    let read_only = push(move |_, _| Some(error("403 Forbidden", block, "why")));
    assert_eq!(
        read_only.expect_err("an error"),
        EngineError::ReadOnly("why".to_owned())
    );
    let block = "index_create_block_exception";
    let read_only = push(move |_, _| Some(error("403 Forbidden", block, "why")));
    assert_eq!(
        read_only.expect_err("an error"),
        EngineError::ReadOnly("why".to_owned())
    );
    let denied = push(|_, _| Some(error("403 Forbidden", "security_exception", "")));
    assert_eq!(denied.expect_err("an error"), EngineError::Denied);
    let strange = push(|_, _| Some(ok(&json!({ "items": [] }))));
    assert_eq!(strange.expect_err("an error"), EngineError::Answer);
    let refused = push(|_, count| {
        Some(items(count, |at| {
            if at == 0 {
                (400, "mapper_parsing_exception")
            } else {
                (201, "")
            }
        }))
    });
    assert_eq!(refused.expect("a push").refused, 1);
}

/// Every error has a sentence in every language.
#[test]
fn every_error_is_described() {
    use crate::locale::Locale;
    let text = String::new;
    let errors = [
        EngineError::NotAnEngine,
        EngineError::Version(text()),
        EngineError::Denied,
        EngineError::NoIndex(text()),
        EngineError::OtherIndex(text()),
        EngineError::IndexName(text()),
        EngineError::Busy,
        EngineError::DiskFull(text()),
        EngineError::ReadOnly(text()),
        EngineError::Unavailable(text()),
        EngineError::Refused(text()),
        EngineError::Articles(1, text()),
        EngineError::Answer,
        EngineError::Cancelled,
    ];
    for tag in Locale::tags() {
        let locale = Locale::for_tag(tag);
        for error in &errors {
            let described = error.describe(&locale);
            assert!(!described.starts_with("engine."), "{tag}: {described}");
        }
    }
}
