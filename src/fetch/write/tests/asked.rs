//! Pages that the user saves, entries of other programs, and feeds that have them, too.

use super::documents::item;
use super::*;

/// What was imported or saved has the text that the user wanted.
#[test]
fn a_feed_changes_nothing_that_the_user_brought() {
    let feed = |line: &str| item(&format!("a {line}"));
    let (first, other) = (feed("g1 /1 T 2022-04-01 L1"), feed("g2 /2 U 2022-04-01 L2"));
    let teaser = feed("g1 /1 T 2022-04-01 L3 2022-04-05");
    let own = item("c - /1 T 2022-04-01 L1");
    let check = |bring: &dyn Fn(&Writer), is_after: bool| {
        let desk = Desk::new();
        let writer = desk.writer();
        let fetch = |article: &NewArticle| writer.write(&[article.clone(), other.clone()]).unwrap();
        if is_after {
            fetch(&first);
        }
        bring(&writer);
        assert_eq!(fetch(&first).len(), 2);
        let stored = fetch(&teaser);
        assert_eq!(stored[0].outcome, Outcome::Unchanged);
        assert!(fs::read_to_string(&stored[0].path).unwrap().contains("L1"));
        assert_eq!(desk.files().len(), 2);
    };
    for is_after in [false, true] {
        check(
            &|writer| drop(writer.import(std::slice::from_ref(&own)).unwrap()),
            is_after,
        );
        check(&|writer| drop(writer.save(&own, &[]).unwrap()), is_after);
    }
    check(
        &|writer| assert!(writer.saved(&own).unwrap().is_some()),
        true,
    );
}

/// Pages that the user asks for, and entries of other programs.
#[test]
fn what_the_user_asks_for_is_never_left_out() {
    let page = item("a - /1 T - L1");
    let changed = item("a - /1 T - L2");
    // Another page that says that it is the first one.
    let other = NewArticle {
        guid: Some("https://news.example/2".to_owned()),
        ..changed.clone()
    };
    let named = NewArticle {
        guid: Some("https://news.example/3".to_owned()),
        ..page.clone()
    };
    let desk = Desk::new();
    let save = |page: &NewArticle| desk.writer().save(page, &[]).unwrap().outcome;
    assert_eq!(save(&named), Outcome::Written);
    assert_eq!(save(&other), Outcome::Written);
    assert_eq!(save(&named), Outcome::Unchanged);
    let desk = Desk::new();
    let save = |page: &NewArticle| desk.writer().save(page, &[]).unwrap().outcome;
    assert_eq!(save(&page), Outcome::Written);
    assert_eq!(desk.writer().saved(&changed).unwrap(), None);
    assert_eq!(save(&changed), Outcome::Updated);
    assert_eq!(save(&changed), Outcome::Unchanged);
    // A feed has only brought a summary.
    let desk = Desk::new();
    desk.write(&item("b g /1 T - short"));
    assert_eq!(desk.writer().saved(&page).unwrap(), None);
    assert_eq!(
        desk.writer().save(&page, &[]).unwrap().outcome,
        Outcome::Written
    );
    // One title and day, other addresses; none at all.
    let desk = Desk::new();
    let save = |page: &NewArticle| desk.writer().save(page, &[]).unwrap().outcome;
    let pages = [
        item("a - /1 Photos 2022-04-01 L1"),
        item("a - /2 Photos 2022-04-01 L2"),
        item("a - - Photos - L3"),
        item("a - - Photos - L4"),
    ];
    for page in &pages {
        assert_eq!(save(page), Outcome::Written);
    }
    for page in &pages {
        assert_eq!(save(page), Outcome::Unchanged);
    }
    let import = |articles: &[NewArticle]| {
        let stored = desk.writer().import(articles).unwrap();
        stored
            .iter()
            .map(|stored| stored.outcome)
            .collect::<Vec<_>>()
    };
    let both = [item("c - /9 A - L1"), item("c - /9 B - L2")];
    assert_eq!(import(&both), [Outcome::Written; 2]);
    assert_eq!(import(&both), [Outcome::Unchanged; 2]);
    assert_eq!(import(&[item("c - /8 A - L3")]), [Outcome::Written]);
    assert_eq!(import(&[item("c - /8 A - L4")]), [Outcome::Updated]);
}
