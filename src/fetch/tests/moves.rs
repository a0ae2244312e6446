//! Feeds whose server names a new address for good.

use super::{World, feed, rss};
use crate::fetch::moves::Unfollowed;
use crate::fetch::queue::Limits;
use crate::fetch::run::{Counts, Fetch, Sinks, fetch};
use crate::fetch::source::Answer;
use crate::fetch::state::States;
use crate::http::test_server::{TestServer, answer};
use crate::library::Zone;
use crate::user::feeds::{FeedChange, FeedSettings};

/// The address of another feed of the user.
const TAKEN: &str = "https://a.example/taken";

/// What a fetch says and changes when the server of a feed names a new address.
fn moved(feed: &FeedSettings, to: &str) -> (Option<Unfollowed>, Vec<FeedChange>) {
    let world = World::new();
    let job = Fetch {
        feeds: std::slice::from_ref(feed),
        is_known: &|address| address == TAKEN,
        get: &|_, _, _| Answer::Unchanged {
            moved: Some(to.to_owned()),
        },
        limits: Limits::default(),
        library: "library",
        zone: &Zone::default(),
        now: world.now,
        is_forced: false,
        is_rehearsal: false,
        is_cancelled: &|| false,
    };
    let mut unfollowed = None;
    let mut states = States::open(&world.places());
    let mut sinks = Sinks {
        store: &mut |_| Ok(Counts::default()),
        describe: &|failure| format!("{failure:?}"),
        report: &mut |row, _| unfollowed = row.unfollowed.clone(),
    };
    let moves = fetch(&job, &mut states, &mut sinks).unwrap();
    (unfollowed, moves)
}

#[test]
fn what_is_allowed_for_an_origin_stays_there() {
    const FROM: &str = "https://a.example/feed";
    let plain = FeedSettings::at(FROM);
    let secret = FeedSettings {
        headers: vec![("Authorization".to_owned(), "TOKEN".to_owned())],
        ..plain.clone()
    };
    let private = FeedSettings {
        allow_private: true,
        ..plain.clone()
    };
    let check = |feed: &FeedSettings, to: &str, is_followed: bool| {
        let change = FeedChange::Move {
            from: FROM.to_owned(),
            to: to.to_owned(),
        };
        let expected = match is_followed {
            true => (None, vec![change]),
            false => (Some(Unfollowed::OtherOrigin(to.to_owned())), Vec::new()),
        };
        assert_eq!(moved(feed, to), expected, "{feed:?} {to}");
    };
    for feed in [&plain, &secret, &private] {
        check(feed, "https://a.example/new", true);
        check(feed, "https://A.example:443/new", true);
        for other in [
            "https://b.example/feed",
            "https://a.example:8443/feed",
            "http://a.example/feed",
            "https://www.a.example/feed",
        ] {
            check(feed, other, feed == &plain);
        }
        assert_eq!(moved(feed, FROM), (None, Vec::new()));
        let taken = Some(Unfollowed::Taken(TAKEN.to_owned()));
        assert_eq!(moved(feed, TAKEN), (taken, Vec::new()));
    }
}

#[test]
fn a_password_in_an_address_is_not_remembered() {
    let server = TestServer::start(|_, _| answer("200 OK", "", &rss("a")));
    let world = World::new();
    let mut feed = feed(&server, "feed");
    feed.name = String::new();
    feed.address = feed.address.replace("://", "://me:hunter2@");
    let mut states = States::open(&world.places());
    world.fetch_with(std::slice::from_ref(&feed), 60_000, &mut states, "library");
    let file = std::fs::read_to_string(world.places().data.join("feeds.json")).unwrap();
    assert!(file.contains("://…@127.0.0.1"), "{file}");
    assert!(!file.contains("hunter2"), "{file}");
    assert!(server.received().is_empty());
}
