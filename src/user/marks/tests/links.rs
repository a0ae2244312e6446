//! Links whose article arrives.

use super::*;
use crate::user::marks::Edit;

const PAGE: &str = "https://a.example/1";

/// An article that names an address, or none.
fn at(id: &str, text: u64, address: &str) -> Entry {
    let mut entry = entry(id, text);
    entry.fingerprint = entry.fingerprint.with_address(address);
    entry
}

/// Marks of a link to the page.
fn linked(title: &str) -> Marks {
    let subject = Subject {
        id: PAGE.into(),
        address: Some(PAGE.into()),
        title: title.into(),
        ..Subject::default()
    };
    let mut marks = Marks::default();
    let link = Kept {
        since: 7,
        ..Kept::of(subject.clone())
    };
    let actions = [
        Action::Bookmark(Box::new(link)),
        Action::Tag("a".into()),
        Action::Note("n".into()),
        Action::Read,
    ];
    let changes = actions.map(|action| (subject.clone(), action, 7));
    marks.import(changes.to_vec(), 7);
    marks
}

fn arrive(marks: &mut Marks, entries: &[&Entry]) -> usize {
    let mut links = Links::of(marks);
    entries.iter().for_each(|entry| links.see(entry));
    marks.take_over(links, 100).len()
}

#[test]
fn an_article_takes_over_the_marks_of_its_link() {
    let (here, other) = (at("a.md", 1, PAGE), at("b.md", 2, "https://a.example/2"));
    let mut marks = linked("another title");
    assert_eq!(arrive(&mut marks, &[&here, &other]), 8);
    let kept = marks.bookmark(&here).unwrap();
    assert_eq!((kept.since, &*kept.subject.id), (7, "a.md"));
    assert_eq!(
        (marks.tags(&here), marks.note(&here)),
        (vec!["a"], Some("n"))
    );
    assert!(marks.is_read(&here) && !marks.is_bookmarked(&other));
    assert_eq!(marks.bookmarks().count(), 1);
    assert_eq!(marks.tags_in_use().get("a"), Some(&1));
    assert_eq!(arrive(&mut marks, &[&here, &other]), 0, "once");
}

#[test]
fn a_link_is_attached_only_where_it_is_certain() {
    let one = at("a.md", 1, PAGE);
    let check = |title: &str, entries: &[&Entry], attached: bool| {
        let mut marks = linked(title);
        assert_eq!(arrive(&mut marks, entries) > 0, attached, "{title}");
    };
    check("x", &[&one, &at("b.md", 2, PAGE)], false);
    check("x", &[&one, &at("copy.md", 1, PAGE)], true);
    check("x", &[&at("a.md", 1, "https://a.example/")], false);
    // By the title, if the article names no address.
    check("title of c.md", &[&entry("c.md", 3)], true);
    check(
        "title of c.md",
        &[&at("c.md", 3, "https://b.example/3")],
        false,
    );
    check(
        "title of c.md",
        &[&entry("c.md", 3), &entry("c.md", 4)],
        false,
    );
    check("title of c.md", &[&entry("c.md", 3), &one], true);
}

#[test]
fn what_was_said_of_the_article_later_stays() {
    let here = at("a.md", 1, PAGE);
    let mut marks = linked("x");
    let edits = [Edit::Note("own".to_owned()), Edit::Tag("b".to_owned())];
    marks.edit(&[(&here, Spot::default())], &edits, 50);
    marks.remove_bookmark(&here, 60);
    arrive(&mut marks, &[&here]);
    assert!(!marks.is_bookmarked(&here));
    assert_eq!(
        (marks.tags(&here), marks.note(&here)),
        (vec!["a", "b"], Some("own"))
    );
    assert_eq!(kept(&marks), [""; 0]);
}
