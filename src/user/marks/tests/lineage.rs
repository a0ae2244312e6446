//! Articles that are moved and edited, in any order, on several machines.

use super::*;
use crate::bytes::{Reader as ByteReader, Writer as ByteWriter};
use crate::user::marks::Edit;

const SENTENCES: &[&str] = &[
    "编辑部每天早上把各地送来的稿件按时间排好，再由值班的人读一遍。",
    "有错字的退回去改，没有错字的就排进当天的版面。",
    "下午印好的报纸装上车，送到沿江的各个站点。",
    "赶不上车的那一份，第二天一早由骑车的人补送，所以河对岸的读者总是晚一天读到。",
    "港口的灯塔建于一百年前，塔身用的是当地的石头。",
    "守塔的老人说，最亮的一盏灯要擦两个钟头，雾天则整夜不能睡。",
    "去年换成了自动的灯，老人还是每天上去看一次，说是习惯了。",
    "夏天的游客问他怕不怕寂寞，他指了指窗外的船。",
];

/// An article at a path, such as `a0`: the letter is the path, the number the version of the text.
/// From 9 on it is another text.
fn version(name: &str) -> Entry {
    let (path, number) = name.split_at(1);
    let number: usize = number.parse().unwrap();
    let mut sentences: Vec<String> = SENTENCES.iter().map(|text| (*text).to_owned()).collect();
    for (at, sentence) in sentences.iter_mut().enumerate() {
        if number >= 9 {
            *sentence = format!("第{number}次航行的第{at}天，{number}号船停在{at}号码头。");
        } else if at < number {
            *sentence = sentence.chars().rev().collect();
        }
    }
    let text = sentences.concat();
    let mut version = entry(path, 0);
    version.name = version.name.with_root("/news".into());
    version.fingerprint = Fingerprint::new(&format!("题{}", number / 9), &text, &text);
    version
}

fn marks(machine: u64) -> Marks {
    let mut libraries = Libraries::default();
    libraries.add("/news".into(), vec!["news".into()]);
    Marks::new(writer(machine), libraries)
}

/// Performs `+a0` (bookmark), `-a0`, `oa0` (open) and `ta0` (tag), one a second.
fn perform(marks: &mut Marks, steps: &str) -> Vec<Event> {
    let mut events = Vec::new();
    for (now, step) in steps.split_whitespace().enumerate() {
        let now = 1_000 * (1 + now as u64);
        let (kind, name) = step.split_at(1);
        let entry = version(name);
        events.extend(match kind {
            "+" => marks.add_bookmark(&entry, None, now),
            "-" => marks.remove_bookmark(&entry, now),
            "o" => vec![marks.note_opened(&entry, now)],
            "t" => {
                let edit = Edit::Tag(name.to_owned());
                marks.edit(&[(&entry, Spot::default())], &[edit], now)
            }
            other => panic!("{other}"),
        });
    }
    events
}

/// Which of these articles are bookmarked, and the listed bookmarks, after steps in any order.
#[track_caller]
fn check(steps: &str, asked: &str, expected: &str, listed: usize) {
    let mut straight = marks(1);
    let events = perform(&mut straight, steps);
    let mut reversed = marks(1);
    events
        .iter()
        .rev()
        .for_each(|event| reversed.apply_all(std::slice::from_ref(event)));
    for marks in [straight, reversed] {
        let names = asked.split_whitespace();
        let found = names.filter(|name| marks.is_bookmarked(&version(name)));
        let found: Vec<&str> = found.collect();
        assert_eq!(found.join(" "), expected, "{steps}");
        assert_eq!(marks.bookmarks().count(), listed, "{steps}: the list");
    }
}

#[test]
fn moved_and_edited_articles_keep_their_marks() {
    // Moved, opened, edited.
    check("+a0 ob0", "a0 b0 b1 c1", "a0 b0 b1", 1);
    // Edited, opened, moved.
    check("+a0 oa1", "a1 b1 b2", "a1 b1", 1);
    // Several times.
    check("+a0 ob0 ob1 oc1 oc2", "c2 c3 d2 d3", "c2 c3 d2", 1);
    // A chain of edits that leaves nothing of the text.
    check("+a0 ob0 ob4 oc4 oc8", "a0 b4 c8", "a0 b4", 1);
    // Neither was seen between.
    check("+a0", "a0 b1", "a0", 1);
    // Removed afterwards.
    check("+a0 ob0 ob1 -b1", "b0 b1", "", 0);
    check("+a0 oa1 ob1 -b1", "b1", "", 0);
    check("+a0 ob0 -b1 +b1", "b1", "b1", 1);
}

#[test]
fn other_articles_do_not_get_them() {
    // A new file at the old path.
    check("+a0 ob0 oa9", "a9 b0 b1", "b0 b1", 1);
    check("+a0 ob0 +a9 -b1", "a9 a0", "a9 a0", 1);
    check("+a9 oa0 ob0 ob1", "a0 b0 b1", "", 1);
    // Two copies, one of which is edited: what happens to it does not change the other.
    check("+a0 ob0 ob1 -b1 oa0", "a0 b1", "a0", 1);
    check("oa0 ob0 +b1", "a0 b1", "b1", 1);
    check("oa0 ob0 ob1 +a0", "a0 b0 b1", "a0 b0", 1);
    check("oa0 ob0 ob1 +a0 -b1", "a0 b1", "a0", 1);
    check("+a0 ob0 oa0 ob1 -b1", "a0 b1", "a0", 1);
}

/// As the error pages that a crawler saved. A list asks for each of them.
#[test]
fn many_copies_of_one_text_share_their_marks() {
    let mut marks = marks(1);
    let copies: Vec<Entry> = (0..800)
        .map(|number| {
            let mut copy = version("a0");
            copy.name = entry(&format!("{number}.md"), 0)
                .name
                .with_root("/news".into());
            copy
        })
        .collect();
    for copy in &copies {
        marks.note_opened(copy, 1);
        marks.add_bookmark(copy, None, 1);
    }
    assert!(copies.iter().all(|copy| marks.is_bookmarked(copy)));
    assert_eq!(marks.bookmarks().count(), 1);
    marks.remove_bookmark(&copies[7], 2);
    assert!(!copies.iter().any(|copy| marks.is_bookmarked(copy)));
}

/// One machine moved the article, the other edited it.
#[test]
fn journals_of_two_machines_are_joined() {
    let [mut one, mut other] = [1, 2].map(marks);
    let common = perform(&mut one, "+a0");
    other.apply_all(&common);
    let moved = perform(&mut one, "oa0 ob0 tb0");
    let edited = perform(&mut other, "oa0 oa0 oa1 ta1");
    one.apply_all(&edited);
    other.apply_all(&moved);
    for marks in [one, other] {
        let entry = version("b1");
        assert!(marks.is_bookmarked(&entry));
        assert_eq!(marks.tags(&entry), ["a1", "b0"]);
        assert_eq!(marks.tags_in_use().len(), 2);
        assert_eq!(marks.bookmarks().count(), 1);
    }
}

/// The bookmark of a moved and edited article is undone, also after it was changed there.
#[test]
fn marks_of_moved_and_edited_articles_are_undone() {
    let mut marks = marks(1);
    perform(&mut marks, "+a0 ob0 ob1 -b1");
    assert_eq!(undo(&mut marks, 10_000), Some(1));
    assert!(marks.is_bookmarked(&version("b1")));
    assert_eq!(undo(&mut marks, 11_000), Some(1));
    assert!(!marks.is_bookmarked(&version("b1")));
    assert_eq!(kept(&marks), [""; 0]);
}

const NAMES: &[&str] = &["a0", "b0", "b1", "a1", "c1", "c2", "a9"];

/// What the marks say of all versions, and how long the lists are.
fn answers(marks: &Marks) -> impl PartialEq + std::fmt::Debug + use<> {
    let of = |name: &&str| {
        let entry = version(name);
        let bookmark = marks.bookmark(&entry);
        (
            bookmark.map(|kept| (kept.since, kept.subject.id.to_string())),
            marks.tags(&entry).join(" "),
        )
    };
    let mut openings: Vec<u64> = marks
        .history(0..u64::MAX)
        .iter()
        .map(|one| one.at)
        .collect();
    openings.sort_unstable();
    (
        NAMES.iter().map(of).collect::<Vec<_>>(),
        marks.bookmarks().map(|kept| kept.since).collect::<Vec<_>>(),
        format!("{:?}", marks.tags_in_use()),
        openings,
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    /// The order in which the events of moved and edited articles arrive does not matter, nor does a
    /// compaction or the cache.
    #[test]
    fn moved_and_edited_articles_converge(
        steps in prop::collection::vec((0..4_usize, 0..NAMES.len()), 1..14),
        turn in 0..20_usize,
    ) {
        let steps = steps.iter().map(|(kind, name)| {
            ["+", "-", "o", "t"][*kind].to_owned() + NAMES[*name]
        });
        let mut straight = marks(1);
        let events = perform(&mut straight, &steps.collect::<Vec<_>>().join(" "));
        let expected = answers(&straight);
        let mut mixed = events;
        mixed.reverse();
        let turn = turn.min(mixed.len());
        mixed.rotate_left(turn);
        let compacted = straight.snapshot(&Default::default());
        for events in [mixed, compacted] {
            let mut other = marks(2);
            for event in &events {
                let mut line = Vec::new();
                event.write(&mut line);
                let read = Event::parse(line.trim_ascii(), Writer::default(), 0);
                other.apply_all(&[read.unwrap().unwrap()]);
            }
            prop_assert_eq!(&answers(&other), &expected);
        }
        let mut bytes = ByteWriter::default();
        straight.encode(&mut bytes);
        let mut cached = Marks::decode(&mut ByteReader(&bytes.0)).unwrap();
        cached.set_libraries(straight.libraries.clone());
        prop_assert_eq!(&answers(&cached), &expected, "cached");
    }
}
