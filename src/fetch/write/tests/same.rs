//! Which articles are the same one.

use super::*;

#[test]
fn one_article_has_one_file_whatever_its_source_calls_it() {
    let guid = |guid: &str| Some(guid.to_owned());
    let link = |link: &str| Some(link.to_owned());
    let check = |changed: NewArticle, expected| {
        let desk = Desk::new();
        desk.write(&article(1, 0));
        assert_eq!(desk.write(&changed).0, expected, "{changed:?}");
    };
    let first = || article(1, 0);
    for guid in [guid("new"), None] {
        let same_page = link("http://www.news.example/1/?utm_source=x#a");
        for link in [first().link, same_page, link("https://other.example/one")] {
            let guid = guid.clone();
            let changed = NewArticle {
                guid,
                link,
                ..first()
            };
            check(changed, Outcome::Unchanged);
        }
    }
    let other = |version| NewArticle {
        site: "聚合".to_owned(),
        source: "https://other.example/feed".to_owned(),
        ..article(1, version)
    };
    check(other(0), Outcome::Duplicate);
    // It has another text.
    check(other(9), Outcome::Written);
    // Several articles may name one page.
    let namesake = NewArticle {
        guid: guid("z"),
        title: "别的".to_owned(),
        ..article(1, 5)
    };
    check(namesake, Outcome::Written);
    let namesake = NewArticle {
        link: None,
        guid: guid("2"),
        body: "<p>二</p>".to_owned(),
        ..first()
    };
    check(namesake, Outcome::Written);
    let desk = Desk::new();
    let twice = [article(7, 0), article(7, 0)];
    let stored = desk.writer().write(&twice).unwrap();
    assert_eq!(
        [stored[0].outcome, stored[1].outcome],
        [Outcome::Written, Outcome::Duplicate]
    );
    assert_eq!(stored[0].path, stored[1].path);
}

/// An article of a feed, with a short text.
fn item(feed: &str, guid: &str, link: &str, title: &str, day: u8) -> NewArticle {
    let filled = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    NewArticle {
        title: title.to_owned(),
        date: (day > 0)
            .then(|| date(&format!("2022-04-{day:02}T00:00:00Z")))
            .flatten(),
        site: "Blog".to_owned(),
        source: filled(feed).map_or_else(String::new, |feed| format!("https://{feed}/feed")),
        guid: filled(guid),
        link: filled(link).map(|link| format!("https://{link}")),
        body: format!("<p>{title}</p>"),
        ..NewArticle::default()
    }
}

#[test]
fn different_articles_have_different_files() {
    let check = |what: &str, articles: &[NewArticle]| {
        for is_lost in [false, true] {
            let desk = Desk::new();
            for (number, article) in articles.iter().enumerate() {
                assert_eq!(desk.write(article).0, Outcome::Written, "{what} {number}");
                if is_lost {
                    fs::remove_dir_all(desk.root.path().join("data")).unwrap();
                }
            }
            for article in articles {
                let again = desk.write(article).0;
                assert_eq!(again, Outcome::Unchanged, "{what}: {article:?}");
            }
            assert_eq!(desk.files().len(), articles.len(), "{what}");
        }
    };
    check(
        "two feeds of one name",
        &[
            item("a.example", "1", "a.example/1", "A", 1),
            item("b.example", "1", "b.example/1", "B", 2),
            item("c.example", "1", "c.example/1", "A", 1),
        ],
    );
    let release = |guid, name: &str, day| {
        let link = format!("c.example/changelog#v{name}");
        item("c.example", guid, &link, name, day)
    };
    check(
        "fragments",
        &[
            release("", "1.0", 1),
            release("", "1.1", 2),
            release("", "1.2", 3),
        ],
    );
    check(
        "a constant guid",
        &[
            item("c.example", "x", "c.example/1", "A", 1),
            item("c.example", "x", "c.example/2", "B", 2),
            item("c.example", "x", "c.example/3", "C", 0),
            item("c.example", "x", "", "D", 0),
        ],
    );
    check(
        "neither guid nor link",
        &[
            item("c.example", "", "", "A", 1),
            item("c.example", "", "", "B", 1),
            item("c.example", "", "", "A", 2),
        ],
    );
    let same_text = |title, day| NewArticle {
        body: "<p>Same</p>".to_owned(),
        ..item("c.example", "", "", title, day)
    };
    check(
        "one text",
        &[same_text("A", 1), same_text("B", 1), same_text("B", 2)],
    );
    check(
        "the address of the site",
        &[
            item("c.example", "", "c.example/", "A", 1),
            item("c.example", "", "c.example/", "B", 2),
            item("c.example", "https://c.example/", "c.example/", "C", 3),
        ],
    );
    check(
        "one address and title each day",
        &[
            item("c.example", "1", "c.example/daily", "Daily", 1),
            NewArticle {
                body: "<p>Another one</p>".to_owned(),
                ..item("c.example", "2", "c.example/daily", "Daily", 2)
            },
        ],
    );
    // The 32-bit hashes of these addresses are equal.
    check(
        "equal short hashes",
        &[
            item("c.example", "", "c.example/2022/41740", "A", 1),
            item("c.example", "", "c.example/2022/47887", "B", 1),
        ],
    );
}

/// Feeds A and B have the same articles.
#[test]
fn what_the_user_does_with_a_shared_article_holds_for_both_feeds() {
    let of = |feed: &str, number, version| NewArticle {
        source: feed.to_owned(),
        guid: Some(format!("{feed}{number}")),
        title: format!("{number} {version}"),
        ..article(number, version)
    };
    let batch = |feed, version| [of(feed, 1, version), of(feed, 2, version)];
    let desk = Desk::new();
    let write = |feed, version| {
        let stored = desk.writer().write(&batch(feed, version)).unwrap();
        stored
            .into_iter()
            .map(|stored| stored.outcome)
            .collect::<Vec<_>>()
    };
    assert_eq!(write("A", 0), [Outcome::Written; 2]);
    assert_eq!(write("B", 0), [Outcome::Duplicate; 2]);
    let files = desk.files();
    let mut files = files.keys().map(|file| desk.library().join(file));
    let (edited, deleted) = (files.next().unwrap(), files.next().unwrap());
    fs::write(&edited, "我的\n").unwrap();
    fs::remove_file(deleted).unwrap();
    // A brought them.
    assert_eq!(write("B", 1), [Outcome::Unchanged; 2]);
    assert_eq!(write("A", 1), [Outcome::BesideEdited, Outcome::Duplicate]);
    assert_eq!(write("B", 1), [Outcome::Unchanged; 2]);
    assert_eq!(write("A", 1), [Outcome::Unchanged, Outcome::Duplicate]);
    assert_eq!(desk.files().len(), 2);
    assert_eq!(fs::read_to_string(edited).unwrap(), "我的\n");
}
