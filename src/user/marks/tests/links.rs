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
    let mut marks = Marks::default();
    link(&mut marks, PAGE, title);
    marks
}

fn link(marks: &mut Marks, page: &str, title: &str) {
    let subject = Subject {
        id: page.into(),
        address: Some(page.into()),
        title: title.into(),
        ..Subject::default()
    };
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
    // The title alone says nothing.
    let titled = entry("a-name-that-is-long.md", 3);
    check(titled.title(), &[&titled], false);
    check(titled.title(), &[&titled, &one], true);
    // Two links to one page.
    let mut marks = linked("x");
    link(&mut marks, "http://www.a.example/1", "y");
    assert!(arrive(&mut marks, &[&one]) > 0);
    assert_eq!(kept(&marks), ["a.md"]);
    assert_eq!(marks.note(&one), Some("n"));
    assert_eq!(arrive(&mut marks, &[&one]), 0, "once");
}

/// Nothing that was said of the article or of the link is lost.
#[test]
fn marks_of_both_are_joined() {
    let here = at("a.md", 1, PAGE);
    let check = |own: &[Edit], expected: &str, tags: &[&str]| {
        let mut marks = linked("x");
        marks.edit(&[(&here, Spot::default())], own, 50);
        assert!(arrive(&mut marks, &[&here]) > 0);
        assert_eq!(marks.note(&here), Some(expected));
        assert_eq!(marks.tags(&here), tags);
        assert_eq!(kept(&marks), ["a.md"]);
        let bookmark = marks.bookmark(&here).unwrap();
        assert_eq!(bookmark.since, 7);
        assert_eq!(bookmark.subject.address.as_deref(), Some(PAGE));
        assert_eq!(arrive(&mut marks, &[&here]), 0, "once");
    };
    let note = |text: &str| Edit::Note(text.to_owned());
    let tag = |text: &str| Edit::Tag(text.to_owned());
    check(&[note("own"), tag("b")], "own\n\nn", &["a", "b"]);
    check(&[note("own\nn")], "own\nn", &["a"]);
    check(&[tag("a")], "n", &["a"]);
}

#[test]
fn a_link_stays_if_one_of_its_marks_would_be_lost() {
    let here = at("a.md", 1, PAGE);
    let mut marks = linked("x");
    marks.edit(&[(&here, Spot::default())], &[Edit::Note("own".into())], 50);
    marks.remove_bookmark(&here, 60);
    assert_eq!(arrive(&mut marks, &[&here]), 0);
    assert!(!marks.is_bookmarked(&here));
    assert_eq!(marks.note(&here), Some("own"));
    assert_eq!(kept(&marks), [PAGE]);
}
