//! Feeds of a small server on this machine, which plays what servers do.

mod moves;

use super::queue::Limits;
use super::run::{Counts, Failure, Fetch, Outcomes, Sinks, fetch};
use super::source::Clients;
use super::state::States;
use super::write::Writer;
use crate::fs;
use crate::http::test_server::{Received, TestServer, answer};
use crate::http::{Fault, Policy};
use crate::library::Zone;
use crate::paths::Directories;
use crate::user::feeds::{FeedChange, FeedSettings};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::time::Duration;

#[cfg(unix)]
mod local;

/// A user's directories and library.
struct World {
    home: tempfile::TempDir,
    now: u64,
}

/// What a run gave: the outcome of each feed, by its path, and the new addresses.
type Round = (Vec<(String, Outcomes)>, Vec<FeedChange>);

impl World {
    fn new() -> Self {
        Self {
            home: tempfile::tempdir().unwrap(),
            now: 1_000_000,
        }
    }

    fn places(&self) -> Directories {
        Directories::under(self.home.path())
    }

    fn library(&self) -> PathBuf {
        self.home.path().join("library")
    }

    /// Fetches feeds as a new process would.
    fn fetch(&self, feeds: &[FeedSettings], time: u64) -> Round {
        let mut states = States::open(&self.places());
        self.fetch_with(feeds, time, &mut states, "library")
    }

    fn fetch_with(
        &self,
        feeds: &[FeedSettings],
        time: u64,
        states: &mut States,
        library: &str,
    ) -> Round {
        let writer = Writer::open(&self.library(), &self.places().data).unwrap();
        let clients = Clients::new(Policy {
            most_bytes: 100_000,
            time: Duration::from_millis(time),
            ..Policy::default()
        });
        let clients = clients.unwrap();
        let job = Fetch {
            feeds,
            is_known: &|_| false,
            get: &|feed, known, is_cancelled| clients.get(feed, known, is_cancelled),
            limits: Limits::default(),
            library,
            zone: &Zone::default(),
            now: self.now,
            is_forced: false,
            is_rehearsal: false,
            is_cancelled: &|| false,
        };
        let mut rows = Vec::new();
        let moves = fetch(
            &job,
            states,
            &mut Sinks {
                store: &mut |articles| writer.write(articles).map(|stored| Counts::of(&stored)),
                describe: &|failure| format!("{failure:?}"),
                report: &mut |row, _| {
                    let path = row.feed.address.rsplit('/').next().unwrap_or_default();
                    rows.push((path.to_owned(), row.outcome.clone()));
                },
            },
        );
        rows.sort_by(|one, other| one.0.cmp(&other.0));
        (rows, moves.unwrap())
    }

    /// The outcome of one feed.
    fn outcome(&self, feed: &FeedSettings) -> Outcomes {
        let (rows, _) = self.fetch(std::slice::from_ref(feed), 60_000);
        rows.into_iter().next().expect("a row").1
    }

    /// The texts of all articles.
    fn articles(&self) -> Vec<String> {
        let mut texts = Vec::new();
        let mut open = vec![self.library()];
        while let Some(folder) = open.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.ends_with(".kanbao") {
                    continue;
                }
                if path.is_dir() {
                    open.push(path);
                } else {
                    let (bytes, _) = fs::read(&path, 1 << 20).unwrap();
                    texts.push(String::from_utf8(bytes).unwrap());
                }
            }
        }
        texts.sort();
        texts
    }
}

/// The feed of a path, which may be on this machine.
fn feed(server: &TestServer, path: &str) -> FeedSettings {
    FeedSettings {
        name: "某报".to_owned(),
        allow_private: true,
        ..FeedSettings::at(format!("{}/{path}", server.address))
    }
}

fn rss(guid: &str) -> String {
    let item = |number: u8| {
        format!(
            "<item><title>第{number}篇</title><link>https://a.example/{number}</link>\
             <guid>{guid}{number}</guid><pubDate>Tue, 19 Apr 2022 04:22:21 GMT</pubDate>\
             <description>正文{number}</description></item>"
        )
    };
    format!(
        "<rss version='2.0'><channel><title>某某报</title>{}{}</channel></rss>",
        item(1),
        item(2)
    )
}

fn read(new: usize) -> Outcomes {
    Outcomes::Read {
        counts: Counts {
            items: 2,
            new,
            ..Counts::default()
        },
        is_cut: false,
    }
}

fn network(outcome: Outcomes) -> Fault {
    match outcome {
        Outcomes::Failed(Failure::Network(error)) => error.fault,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_feed_is_read_once_and_then_only_if_it_changed() {
    let server = TestServer::start(|request, _| {
        let is_known = request.header("if-none-match") == Some("\"v1\"")
            && request.header("if-modified-since") == Some("Tue, 19 Apr 2022 04:22:21 GMT");
        match is_known {
            true => answer("304 Not Modified", "", ""),
            false => answer(
                "200 OK",
                "ETag: \"v1\"\r\nLast-Modified: Tue, 19 Apr 2022 04:22:21 GMT\r\n",
                &rss("a"),
            ),
        }
    });
    let world = World::new();
    let feed = feed(&server, "feed");
    assert_eq!(world.outcome(&feed), read(2));
    assert_eq!(world.articles().len(), 2);
    assert_eq!(world.outcome(&feed), Outcomes::Unchanged);
    // Another library has no article of it.
    let mut states = States::open(&world.places());
    let (rows, _) = world.fetch_with(&[feed], 60_000, &mut states, "other");
    assert_eq!(rows, [("feed".to_owned(), read(0))]);
    let text = world.articles().concat();
    assert!(
        text.contains("第1篇") && text.contains("正文2") && text.contains("https://a.example/2")
    );
}

#[test]
fn a_program_that_is_killed_loses_and_doubles_nothing() {
    let server = TestServer::start(|_, _| answer("200 OK", "ETag: \"v1\"\r\n", &rss("a")));
    let world = World::new();
    let feed = feed(&server, "feed");
    // Killed after the articles were written, and before the state.
    assert_eq!(world.outcome(&feed), read(2));
    std::fs::remove_file(world.places().data.join("feeds.json")).unwrap();
    assert_eq!(world.outcome(&feed), read(0));
    assert_eq!(world.articles().len(), 2);
    // The ledger is lost, too.
    std::fs::remove_dir_all(world.places().data).unwrap();
    assert_eq!(world.outcome(&feed), read(0));
    assert_eq!(world.articles().len(), 2);
}

#[test]
fn articles_are_known_by_their_addresses_when_guids_change() {
    let count = std::sync::atomic::AtomicUsize::new(0);
    let server = TestServer::start(move |_, _| {
        let number = count.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        answer("200 OK", "", &rss(&format!("guid{number}-")))
    });
    let world = World::new();
    for new in [2, 0, 0] {
        assert_eq!(world.outcome(&feed(&server, "feed")), read(new));
    }
    assert_eq!(world.articles().len(), 2);
}

#[test]
fn redirects() {
    let server = TestServer::start(|request, address| {
        let to = |status: &str, to: &str| answer(status, &format!("Location: {to}\r\n"), "");
        let port = address.rsplit(':').next().unwrap_or_default();
        match request.line.as_str() {
            "GET /new" => answer("200 OK", "", &rss("a")),
            "GET /for-now" => to("302 Found", "/new"),
            "GET /for-ever" => to("301 Moved Permanently", "/new"),
            "GET /to-nothing" => to("308 Permanent Redirect", "/none"),
            "GET /loop" => to("302 Found", "/loop"),
            "GET /loop-for-ever" => to("301 Moved Permanently", "/loop-for-ever"),
            "GET /other-name" => to("302 Found", &format!("http://localhost:{port}/new")),
            "GET /other-port" => to("302 Found", "http://127.0.0.1:1/"),
            "GET /metadata" => to("302 Found", "http://169.254.169.254/latest/meta-data"),
            "GET /file" => to("302 Found", "file:///etc/passwd"),
            _ => answer("404 Not Found", "", ""),
        }
    });
    let world = World::new();
    let moves = |path: &str| world.fetch(&[feed(&server, path)], 60_000).1;
    let address = |path: &str| format!("{}/{path}", server.address);
    assert_eq!(moves("for-now"), []);
    let moved = FeedChange::Move {
        from: address("for-ever"),
        to: address("new"),
    };
    assert_eq!(moves("for-ever"), [moved]);
    assert_eq!(moves("to-nothing"), []);
    let fault = |path: &str| network(world.outcome(&feed(&server, path)));
    for path in ["loop", "loop-for-ever"] {
        assert_eq!(fault(path), Fault::Redirect(address(path)));
    }
    let private = |host: &str| Fault::Private(host.to_owned());
    assert_eq!(fault("other-name"), private("localhost"));
    assert_eq!(fault("other-port"), private("127.0.0.1"));
    assert_eq!(fault("metadata"), private("169.254.169.254"));
    assert_eq!(
        fault("file"),
        Fault::Address("file:///etc/passwd".to_owned())
    );
}

#[test]
fn private_addresses_need_permission() {
    let server = TestServer::start(|_, _| answer("200 OK", "", &rss("a")));
    let world = World::new();
    let feed = FeedSettings::at(format!("{}/feed", server.address));
    assert_eq!(
        network(world.outcome(&feed)),
        Fault::Private("127.0.0.1".to_owned())
    );
    assert!(server.received().is_empty());
}

#[test]
fn feeds_that_are_gone_or_ask_to_wait_are_left_alone() {
    let server = TestServer::start(|request, _| match request.line.as_str() {
        "GET /gone" => answer("410 Gone", "", ""),
        "GET /busy" => answer("429 Too Many Requests", "Retry-After: 3600\r\n", ""),
        "GET /down" => answer("503 Service Unavailable", "", ""),
        _ => answer("500 Internal Server Error", "", ""),
    });
    let mut world = World::new();
    let feeds = ["broken", "busy", "down", "gone"].map(|path| feed(&server, path));
    let outcomes = |world: &World| {
        let (rows, _) = world.fetch(&feeds, 60_000);
        rows.into_iter()
            .map(|(_, outcome)| outcome)
            .collect::<Vec<_>>()
    };
    let failed = |failure| Outcomes::Failed(failure);
    assert_eq!(
        outcomes(&world),
        [
            failed(Failure::Status(500)),
            failed(Failure::Later(429)),
            failed(Failure::Later(503)),
            Outcomes::Gone { is_news: true },
        ]
    );
    assert_eq!(server.received().len(), 4);
    // The first failure costs no waiting, the second does.
    let until = world.now + 3_600;
    for (broken, down) in [
        (failed(Failure::Status(500)), failed(Failure::Later(503))),
        (
            Outcomes::Waiting(world.now + 900),
            Outcomes::Waiting(world.now + 900),
        ),
    ] {
        let gone = Outcomes::Gone { is_news: false };
        assert_eq!(
            outcomes(&world),
            [broken, Outcomes::Waiting(until), down, gone]
        );
    }
    assert_eq!(server.received().len(), 6);
    world.now = until;
    assert_eq!(outcomes(&world).get(1), Some(&failed(Failure::Later(429))));
}

/// Writes small pieces until the client has gone.
fn drip(stream: &mut TcpStream, piece: &[u8], pause: Duration) {
    let _ = stream.set_read_timeout(Some(pause));
    let mut byte = [0];
    while stream.write_all(piece).is_ok() {
        // Waits for the end of the connection.
        if pause > Duration::ZERO && matches!(stream.read(&mut byte), Ok(0)) {
            return;
        }
    }
}

#[test]
fn answers_that_are_slow_long_short_or_compressed_too_well() {
    let server = TestServer::serve(|request: &Received, _, stream: &mut TcpStream| {
        const HEAD: &[u8] = b"HTTP/1.1 200 OK\r\n";
        let _ = stream.write_all(HEAD);
        let rest: &[u8] = match request.line.as_str() {
            "GET /drip" => {
                let _ = stream.write_all(b"\r\n<rss>");
                return drip(stream, b" ", Duration::from_millis(5));
            }
            "GET /endless" => {
                let _ = stream.write_all(b"\r\n<rss>");
                return drip(stream, &[b' '; 8192], Duration::ZERO);
            }
            "GET /short" => b"Content-Length: 99\r\n\r\n<rss>",
            "GET /bomb" => {
                let _ = stream.write_all(b"Content-Encoding: gzip\r\nConnection: close\r\n\r\n");
                include_bytes!("bomb.gz")
            }
            _ => b"Content-Encoding: br\r\nContent-Length: 3\r\n\r\nabc",
        };
        let _ = stream.write_all(rest);
    });
    let world = World::new();
    let fault = |path: &str, time: u64| {
        let (rows, _) = world.fetch(&[feed(&server, path)], time);
        network(rows.into_iter().next().expect("a row").1)
    };
    assert_eq!(fault("drip", 100), Fault::Slow);
    assert_eq!(fault("endless", 60_000), Fault::Large(100_000));
    assert_eq!(fault("bomb", 60_000), Fault::Large(100_000));
    let short = fault("short", 60_000);
    assert!(
        matches!(short, Fault::Lost(_) | Fault::NotHttp(_)),
        "{short:?}"
    );
    let garbage = fault("garbage", 60_000);
    assert!(
        !matches!(garbage, Fault::Slow | Fault::Large(_)),
        "{garbage:?}"
    );
}

#[test]
fn other_contents() {
    let server = TestServer::start(|request, _| match request.line.as_str() {
        "GET /charset" => answer(
            "200 OK",
            "Content-Type: text/xml; charset=iso-8859-1\r\n",
            &rss("a"),
        ),
        "GET /page" => answer(
            "200 OK",
            "Content-Type: text/html\r\n",
            "<!DOCTYPE html><p>x",
        ),
        "GET /broken" => answer(
            "200 OK",
            "",
            rss("b").trim_end_matches("</item></channel></rss>"),
        ),
        "GET /secret"
            if request.header("x-key").is_some() && request.header("user-agent") == Some("b") =>
        {
            answer("200 OK", "", &rss("a"))
        }
        _ => answer("200 OK", "", "x"),
    });
    let world = World::new();
    let outcome = |path: &str| world.outcome(&feed(&server, path));
    use super::feed::NotAFeed;
    assert_eq!(outcome("charset"), read(2));
    assert!(world.articles().concat().contains("第1篇"));
    assert_eq!(
        outcome("page"),
        Outcomes::Failed(Failure::NotAFeed(NotAFeed::Page))
    );
    assert_eq!(
        outcome("text"),
        Outcomes::Failed(Failure::NotAFeed(NotAFeed::Unknown))
    );
    assert_eq!(outcome("broken"), read(0));
    let mut secret = FeedSettings {
        user_agent: Some("b".to_owned()),
        ..feed(&server, "secret")
    };
    // A variable that is set wherever the tests run.
    secret.headers = vec![("X-Key".to_owned(), "PATH".to_owned())];
    assert_eq!(world.outcome(&secret), read(0));
    secret.headers = vec![("X-Key".to_owned(), "KANBAO_NOT_SET".to_owned())];
    let missing = Failure::NoVariable("KANBAO_NOT_SET".to_owned());
    assert_eq!(world.outcome(&secret), Outcomes::Failed(missing));
}
