//! Feeds of this machine, and libraries that a feed cannot be written to.

use super::*;

#[test]
fn a_feed_that_cannot_be_written_stops_no_other() {
    let server = TestServer::start(|request, _| {
        let guid = request.line.rsplit('/').next().unwrap_or_default();
        answer(
            "200 OK",
            "",
            &rss(guid).replace("a.example/", &format!("{guid}.example/")),
        )
    });
    let world = World::new();
    let outside = world.home.path().join("outside");
    std::fs::create_dir_all(world.library()).unwrap();
    std::fs::create_dir_all(&outside).unwrap();
    std::os::unix::fs::symlink(&outside, world.library().join("b")).unwrap();
    std::fs::write(world.library().join("c"), "text").unwrap();
    let feeds = ["a", "b", "c"].map(|path| FeedSettings {
        name: path.to_owned(),
        ..feed(&server, path)
    });
    let (rows, _) = world.fetch(&feeds, 60_000);
    let [a, b, c] = rows.as_slice() else {
        panic!("{rows:?}");
    };
    assert_eq!([&a.1, &c.1], [&read(2), &read(2)]);
    let is_refused = matches!(
        b.1,
        Outcomes::Failed(Failure::Local(std::io::ErrorKind::PermissionDenied, _))
    );
    assert!(is_refused, "{b:?}");
    assert_eq!(std::fs::read_dir(outside).unwrap().count(), 0);
}

#[test]
fn files_and_commands() {
    let world = World::new();
    let path = world.home.path().join("a b.xml");
    std::fs::write(&path, rss("a")).unwrap();
    let file = FeedSettings::at(format!("file://{}", path.display()).replace(' ', "%20"));
    let command = FeedSettings {
        exec: vec!["cat".to_owned(), path.display().to_string()],
        ..FeedSettings::at("")
    };
    assert_eq!(world.outcome(&file), read(2));
    assert_eq!(world.outcome(&command), read(0));
    std::fs::remove_file(&path).unwrap();
    let gone = world.outcome(&file);
    assert!(
        matches!(gone, Outcomes::Failed(Failure::Local(..))),
        "{gone:?}"
    );
}
