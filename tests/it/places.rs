//! When the reading position of an article is saved: after the user moved, on every way out,
//! and never over a later one from another machine.

use crate::desk::{Desk, elsewhere, folder, paragraphs, reader_of};
use kanbao::app::{Focus, Message};
use kanbao::document::Position;
use kanbao::input::Input;
use kanbao::user::event::Action;

const FAR: Action = Action::Position {
    place: Position { text: 90, byte: 0 },
    fraction: 0.9,
};

fn two() -> tempfile::TempDir {
    folder(&[
        ("a.md", paragraphs("甲", 100)),
        ("b.md", paragraphs("乙", 100)),
    ])
}

#[test]
fn the_position_is_saved_on_every_way_out_of_the_reader() {
    let folder = two();
    type Out = fn(&mut Desk);
    let ways: &[(&str, Out)] = &[
        ("back", |desk| {
            desk.keys("q");
        }),
        ("bookmarks", |desk| {
            desk.keys("B");
        }),
        ("bookmarks from zen", |desk| {
            desk.keys("z B");
        }),
        ("next article", |desk| {
            desk.keys("J");
        }),
        ("rescan", |desk| {
            desk.keys("R");
        }),
        ("suspend", |desk| {
            desk.keys("C-z");
        }),
        ("quit", |desk| {
            desk.keys("Q");
        }),
        ("a click on another article", |desk| {
            for y in 1..12 {
                desk.send(Message::Input(Input::Click(5, y)));
            }
        }),
        ("an empty list", |desk| {
            desk.keys("q f 没有这样的文章");
        }),
        ("two seconds", |desk| {
            desk.now += 2_100;
            desk.send(Message::Tick);
        }),
    ];
    for (name, out) in ways {
        for size in [(140, 40), (80, 24)] {
            let clicks = name.contains("click");
            if clicks && size.0 < 100 {
                continue;
            }
            let mut desk = reader_of(&folder, size);
            desk.keys("Enter Space Space");
            let place = desk.reader().anchor.unwrap();
            out(&mut desk);
            assert_eq!(desk.places(0), [place], "{name} {size:?}");
            desk.now += 10_000;
            desk.send(Message::Tick);
            desk.keys("Q");
            assert_eq!(desk.places(0), [place], "{name} {size:?}: saved once");
        }
    }
}

/// Scrolling the preview beside the list counts as reading.
#[test]
fn the_position_of_a_scrolled_preview_is_saved() {
    let folder = two();
    let mut desk = reader_of(&folder, (140, 40));
    desk.send(Message::Input(Input::Wheel(5, 100, 20)));
    let place = desk.reader().anchor;
    assert!(place.is_some() && desk.app.focus == Focus::List);
    desk.resize(80, 24);
    assert_eq!(desk.places(0), Vec::from_iter(place));
}

#[test]
fn the_position_of_an_article_that_was_only_shown_is_not_saved() {
    let folder = two();
    let mut desk = reader_of(&folder, (80, 24));
    desk.keys("Enter Space");
    desk.now += 5_000;
    desk.send(Message::Tick);
    let entry = desk.reader().item.entry.clone();
    assert!(desk.app.unsaved_position().is_none());
    let before = desk.recorded.len();
    let later = desk.now + 60_000;
    desk.send(Message::Journal(vec![elsewhere(&entry, later, FAR)]));
    desk.now += 3_600_000;
    assert!(desk.app.unsaved_position().is_none());
    desk.keys("q");
    assert_eq!(desk.places(before), []);
    assert_eq!(desk.app.context.marks.place(&entry).unwrap().place.text, 90);
    // Scrolling at the end of an article is not a movement.
    desk.keys("Enter G q Enter");
    let before = desk.recorded.len();
    desk.keys("j Space q");
    assert_eq!(desk.places(before), []);
}

/// The clock of the other machine is an hour ahead, but the position saved here afterwards wins.
#[test]
fn a_saved_position_is_later_than_the_one_it_replaces() {
    let folder = two();
    let mut desk = reader_of(&folder, (80, 24));
    desk.keys("Enter");
    let entry = desk.reader().item.entry.clone();
    let ahead = desk.now + 3_600_000;
    desk.send(Message::Journal(vec![elsewhere(&entry, ahead, FAR)]));
    desk.keys("Space Space");
    let kept = desk.app.unsaved_position().unwrap();
    assert!((kept.stamp.time, kept.stamp.count) > (ahead, 0));
    let mut marks = desk.app.context.marks.clone();
    marks.apply_all(&[kept]);
    let place = marks.place(&entry).unwrap().place;
    assert_eq!(Some(place), desk.reader().anchor);
    desk.keys("q");
    assert_eq!(desk.app.context.marks.place(&entry).unwrap().place, place);
}

/// A movement before the article has arrived is saved as well.
#[test]
fn a_movement_before_the_article_arrives_is_saved() {
    let folder = two();
    let mut desk = reader_of(&folder, (80, 24));
    desk.keys("Enter Space q");
    assert_eq!(desk.places(0).len(), 1);
    let opening = desk.opening();
    desk.keys("g g");
    for message in opening {
        desk.send(message);
    }
    desk.keys("q");
    assert_eq!(desk.places(0).last(), Some(&Position::default()));
}

#[test]
fn commands_apply_to_the_visible_article() {
    let mut desk = Desk::sample(140, 40);
    desk.resize(80, 24).keys("j j");
    assert!(desk.app.reader.is_none(), "nothing is open");
    for keys in ["z", ": outline Enter", ": links Enter"] {
        desk.keys(keys).shows("请先打开一篇文章");
    }
    desk.keys("Y").shows("没有可复制的文字");
    assert!(desk.copied.is_empty() && desk.app.focus == Focus::List);
    desk.keys("y");
    // In a wide window again, the selected article is shown.
    desk.resize(140, 40);
    let selected = desk.app.list.selected().unwrap().entry.id().to_owned();
    assert_eq!(desk.reader().item.entry.id(), selected);
    desk.keys(": select Enter j j");
    assert_eq!(desk.app.list.selected().unwrap().entry.id(), selected);
    assert_eq!(desk.app.focus, Focus::Reader);
}

#[test]
fn zen_from_the_list_opens_the_article() {
    let mut desk = Desk::sample(140, 40);
    desk.keys("z");
    let entry = &desk.reader().item.entry;
    assert!(desk.app.zen && desk.app.context.marks.is_read(entry));
    assert_eq!(desk.app.context.layout.list, None);
}

/// The position at the very top lies before the first line of text, so that the header is shown.
#[test]
fn an_article_left_at_its_top_opens_with_its_header() {
    let folder = two();
    let mut desk = reader_of(&folder, (80, 24));
    desk.keys("Enter");
    let top = desk.rows();
    desk.keys("Space Space q Enter g g q Enter");
    assert_eq!(desk.places(0).len(), 2);
    assert_eq!(desk.rows(), top);
}

/// The list does not hold addresses: that of an article which is not open is read from its file.
#[test]
fn the_address_of_any_article_is_found() {
    let article = |title: &str, link: &str| format!("---\ntitle: {title}\n{link}\n---\n正文。\n");
    let library = folder(&[
        ("1.md", article("甲", "link: https://例子.example/a")),
        ("2.md", article("乙", "")),
    ]);
    let mut desk = reader_of(&library, (80, 24));
    for (keys, copied) in [
        ("y", 1),
        ("Enter y", 2),
        ("o", 3),
        ("q j y", 3),
        ("Enter o", 3),
    ] {
        desk.keys(keys);
        assert_eq!(desk.copied.len(), copied, "{keys}");
    }
    let expected = "https://xn--fsqu00a.example/a";
    assert!(
        desk.copied.iter().all(|text| text == expected),
        "{:?}",
        desk.copied
    );
}
