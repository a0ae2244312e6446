//! Which articles are the same one.

use super::*;

#[test]
fn one_article_has_one_file_whatever_its_source_calls_it() {
    let desk = Desk::new();
    desk.write(&article(1, 0));
    let check = |changed: NewArticle, expected| {
        assert_eq!(desk.write(&changed).0, expected, "{changed:?}");
    };
    let guid = |guid: &str| Some(guid.to_owned());
    check(
        NewArticle {
            guid: guid("new"),
            ..article(1, 0)
        },
        Outcome::Unchanged,
    );
    check(
        NewArticle {
            guid: None,
            ..article(1, 0)
        },
        Outcome::Unchanged,
    );
    let link = Some("http://www.news.example/1/?utm_source=x#a".to_owned());
    check(
        NewArticle {
            guid: guid("x"),
            link,
            ..article(1, 0)
        },
        Outcome::Unchanged,
    );
    let moved = Some("https://other.example/one".to_owned());
    check(
        NewArticle {
            guid: guid("y"),
            link: moved,
            ..article(1, 0)
        },
        Outcome::Unchanged,
    );
    let other_site = NewArticle {
        site: "聚合".to_owned(),
        source: "https://other.example/feed".to_owned(),
        ..article(1, 0)
    };
    check(other_site, Outcome::Duplicate);
    let impostor = NewArticle {
        source: "https://other.example/feed".to_owned(),
        ..article(1, 9)
    };
    check(impostor, Outcome::Duplicate);
    // Several articles may name one page, and have one title.
    let other = NewArticle {
        guid: guid("z"),
        title: "别的".to_owned(),
        ..article(1, 5)
    };
    check(other, Outcome::Written);
    let namesake = NewArticle {
        link: None,
        guid: guid("2"),
        body: "<p>二</p>".to_owned(),
        ..article(1, 0)
    };
    check(namesake, Outcome::Written);
    assert_eq!(desk.files().len(), 3);
    let twice = [article(7, 0), article(7, 0)];
    let stored = desk.writer().write(&twice).unwrap();
    assert_eq!(
        [stored[0].outcome, stored[1].outcome],
        [Outcome::Written, Outcome::Duplicate]
    );
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
            item("c.example", "2", "c.example/daily", "Daily", 2),
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

#[test]
fn a_feed_keeps_its_articles_when_its_address_changes() {
    let desk = Desk::new();
    let old = item("a.example", "1", "a.example/1", "A", 1);
    let (_, path) = desk.write(&old);
    let feed = |host: &str| format!("https://{host}/feed");
    let renamed = desk
        .writer()
        .rename_source(&feed("a.example"), &feed("b.example"));
    renamed.unwrap();
    let new = NewArticle {
        source: feed("b.example"),
        title: "B".to_owned(),
        updated: date("2022-05-01T00:00:00Z"),
        ..old
    };
    assert_eq!(desk.write(&new), (Outcome::Updated, path));
}
