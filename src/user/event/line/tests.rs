//! The form of every kind of line, and lines that are none.

use super::*;
use crate::user::event::Rivals;
use crate::user::event::Target;
use proptest::prelude::*;

const BY: &str = "00000000000000ab.0007";

fn parse(line: &str) -> Result<Option<Event>, NotAnEvent> {
    Event::parse(line.as_bytes(), Writer::of_file("m-1"), 7)
}

fn subject() -> Subject {
    Subject {
        library: Some("5ca1ab1e".into()),
        id: "新闻/a.md".into(),
        fingerprint: Fingerprint::of_start(0xab),
        address: None,
        title: "工信部".into(),
        source: "".into(),
    }
}

fn kept() -> Kept {
    Kept {
        since: 1_776_601_323_000,
        place: Some(Position { text: 3, byte: 12 }),
        passage: Some("一句话。".into()),
        date: Date::from_rfc3339("2026-04-18T09:00:00+08:00"),
        count: Some(Count {
            han: 520,
            characters: 600,
            ..Count::default()
        }),
        ..Kept::of(subject())
    }
}

fn step(action: Action, before: Option<Action>) -> Event {
    Event {
        stamp: Stamp {
            time: 1_776_601_323_123,
            count: 0,
            writer: BY.parse().unwrap(),
        },
        at: 1_776_601_323_123,
        about: About::One(Arc::new(subject())),
        action,
        origin: Origin::Step(before.map(Box::new)),
        part: None,
    }
}

/// What each kind of line adds to the fields that all have.
#[test]
fn events_are_written_as_documented() {
    let highlight = Highlight {
        id: "77f0".to_owned(),
        quote: "完善".to_owned(),
        before: "正".to_owned(),
        after: "认定".to_owned(),
        place: Position { text: 3, byte: 12 },
        colour: "mark-2".to_owned(),
        note: "查".to_owned(),
        rivals: Some(Rivals {
            letters: 3,
            before: 1,
            after: 0,
            copy: Some((1, 2)),
        }),
    };
    let place = Position { text: 3, byte: 12 };
    let later = || Action::Later("V".into());
    let rows: &[(Action, Option<Action>, &str)] = &[
        (Action::Read, None, r#""do":"read"#),
        (Action::Unread, None, r#""do":"unread"#),
        (
            Action::Bookmark(Box::new(kept())),
            None,
            r#""do":"bookmark"…"place":{"text":3,"byte":12},"passage":"一句话。","since":"2026-04-19T12:22:03.000Z","date":"2026-04-18T09:00:00+08:00","count":{"han":520,"characters":600}"#,
        ),
        (
            Action::Unbookmark,
            Some(Action::Bookmark(Box::new(kept()))),
            r#""do":"unbookmark"…"was":{"do":"bookmark","title":"工信部","place":{"text":3,"byte":12},"passage":"一句话。","since":"2026-04-19T12:22:03.000Z","date":"2026-04-18T09:00:00+08:00","count":{"han":520,"characters":600}}"#,
        ),
        (Action::Tag("AI".into()), None, r#""do":"tag"…"tag":"AI""#),
        (
            Action::Untag("AI".into()),
            None,
            r#""do":"untag"…"tag":"AI""#,
        ),
        (
            Action::Collect("写作".into()),
            None,
            r#""do":"collect"…"collection":"写作""#,
        ),
        (
            Action::Uncollect("写作".into()),
            None,
            r#""do":"uncollect"…"collection":"写作""#,
        ),
        (
            Action::Note("二\n行".into()),
            Some(Action::Note("一".into())),
            r#""do":"note"…"note":"二\n行","was":{"do":"note","note":"一"}"#,
        ),
        (later(), None, r#""do":"later"…"order":"V""#),
        (
            Action::NotLater,
            Some(later()),
            r#""do":"not-later"…"was":{"do":"later","order":"V"}"#,
        ),
        (
            Action::Snooze(1_776_700_000_000),
            None,
            r#""do":"snooze"…"until":"2026-04-20T15:46:40.000Z""#,
        ),
        (Action::Unsnooze, None, r#""do":"unsnooze"#),
        (Action::Hide, None, r#""do":"hide"#),
        (Action::Unhide, None, r#""do":"unhide"#),
        (
            Action::Highlight(Arc::new(highlight.clone())),
            None,
            r#""do":"highlight"…"highlight":{"id":"77f0","quote":"完善","before":"正","after":"认定","place":{"text":3,"byte":12},"colour":"mark-2","note":"查","rivals":{"letters":3,"before":1,"copy":[1,2]}}"#,
        ),
        (
            Action::Unhighlight("77f0".into()),
            Some(Action::Highlight(Arc::new(highlight))),
            r#""do":"unhighlight"…"highlight":{"id":"77f0"},"was":{"do":"highlight","highlight":{"id":"77f0""#,
        ),
        (
            Action::Mark { letter: 'a', place },
            None,
            r#""do":"mark"…"place":{"text":3,"byte":12},"letter":"a""#,
        ),
        (
            Action::Unmark { letter: 'a' },
            Some(Action::Mark { letter: 'a', place }),
            r#""do":"unmark"…"letter":"a","was":{"do":"mark""#,
        ),
        (
            Action::Position {
                place,
                fraction: 0.5,
            },
            None,
            r#""do":"place"…"place":{"text":3,"byte":12},"fraction":0.5"#,
        ),
        (
            Action::Open(1_776_601_323_123),
            None,
            r#""do":"open"…"since":"2026-04-19T12:22:03.123Z""#,
        ),
        (
            Action::Spend(Box::new(Spent {
                writer: BY.parse().unwrap(),
                since: 1_776_601_323_123,
                seconds: 240,
                paced: 200,
                count: kept().count.unwrap(),
            })),
            None,
            r#""do":"time"…"since":"2026-04-19T12:22:03.123Z","count":{"han":520,"characters":600},"seconds":240,"paced":200"#,
        ),
    ];
    for (action, before, expected) in rows {
        let mut event = step(action.clone(), before.clone());
        if action.unset().is_none() {
            event.origin = Origin::Reading;
        }
        let mut line = Vec::new();
        event.write(&mut line);
        let line = String::from_utf8(line).unwrap();
        let mut at = 0;
        let head = r#"{"t":"2026-04-19T12:22:03.123Z","by":"00000000000000ab.0007","#;
        for piece in std::iter::once(head).chain(expected.split('…')) {
            let rest = line.get(at..).unwrap();
            let found = rest.find(piece);
            assert!(found.is_some(), "{piece} in {line}");
            at += found.unwrap() + piece.len();
        }
        if !action.describes() {
            event.about = match event.about {
                About::One(subject) if !event.is_step() => About::One(Arc::new(Subject {
                    title: "".into(),
                    ..Subject::clone(&subject)
                })),
                about => about,
            };
        }
        assert_eq!(parse(&line).unwrap(), Some(event), "{line}");
    }
}

#[test]
fn a_line_over_many_articles_holds_hashes() {
    let target = |number: u64| Target {
        path: number,
        fingerprint: Fingerprint::new("题", &number.to_string(), "").text(),
        address: 0,
    };
    let targets: Vec<Target> = (0..TARGETS_PER_LINE as u64).map(target).collect();
    let mut event = step(Action::Read, None);
    event.about = About::Many(targets.into());
    event.part = Some((2, 4));
    event.stamp.count = 3;
    event.at -= 5;
    event.origin = Origin::Undo(Box::new(Undo {
        step: event.stamp,
        before: None,
    }));
    let mut line = Vec::new();
    event.write(&mut line);
    assert!(line.len() < 1_000_000, "{} bytes", line.len());
    let start = r#"{"t":"2026-04-19T12:22:03.123Z","n":3,"by":"00000000000000ab.0007","at":"2026-04-19T12:22:03.118Z","do":"read","undo":"19da5b0d673.3.00000000000000ab.0007","part":[2,4],"articles":""#;
    let text = String::from_utf8(line).unwrap();
    assert_eq!(text.get(..start.len()), Some(start));
    assert!(!text.contains("pages"));
    assert_eq!(parse(&text).unwrap(), Some(event.clone()));
    // The hashes of title and address are in a field of their own, which earlier versions ignore.
    let page = |target: &Target| {
        let fingerprint = target.fingerprint;
        let address = format!("https://a.example/{}", target.path % 3);
        Target {
            fingerprint: match target.path % 3 {
                0 => fingerprint,
                _ => fingerprint.with_address(&address),
            },
            ..*target
        }
    };
    let About::Many(targets) = &event.about else {
        panic!("many articles");
    };
    event.about = About::Many(targets.iter().map(page).collect());
    let mut line = Vec::new();
    event.write(&mut line);
    assert!(line.len() < 1_000_000, "{} bytes", line.len());
    let text = String::from_utf8(line).unwrap();
    let read = parse(&text).unwrap().unwrap();
    let pages = |event: &Event| -> Vec<u64> {
        let targets = event.targets();
        targets.map(|target| target.fingerprint.address()).collect()
    };
    assert_eq!(pages(&read), pages(&event));
    assert!(pages(&read).iter().any(|page| *page != 0));
    let damaged = text.replace(r#""pages":""#, r#""pages":"!"#);
    assert!(parse(&damaged).is_err());
}

#[test]
fn lines_of_the_first_versions_are_read() {
    let line = r#"{"t":"2026-04-19T12:22:03.123Z","do":"bookmark","id":"a.md","fp":"00000000000000ab","title":"题"}"#;
    let event = parse(line).unwrap().unwrap();
    assert_eq!(event.stamp.writer, Writer::of_file("m-1"));
    assert_eq!((event.stamp.count, event.origin), (7, Origin::Reading));
    let Action::Bookmark(kept) = event.action else {
        panic!("no bookmark");
    };
    let subject = &kept.subject;
    assert_eq!((kept.since, &*subject.title), (1_776_601_323_123, "题"));
    assert_eq!(subject.library, None);
}

#[test]
fn unknown_torn_and_damaged_lines_are_distinguished() {
    let check = |fields: &str, expected: Result<bool, bool>| {
        let line = format!(r#"{{"t":"2026-04-19T12:22:03Z",{fields}"#);
        let found = parse(&line)
            .map(|event| event.is_some())
            .map_err(|error| error.torn);
        assert_eq!(found, expected, "{line}");
    };
    check(r#""do":"read","id":"a"}"#, Ok(true));
    check(r#""do":"read","id":"a","x":1}"#, Ok(true));
    check(r#""do":"read","url":"https://a.example/"}"#, Ok(true));
    check(r#""do":"sing","id":"a"}"#, Ok(false));
    check(r#""do":"sing"}"#, Ok(false));
    check(r#""do":"re"#, Err(true));
    check(r#""do":"place","id":"a"}"#, Err(false));
    check(r#""do":"read"}"#, Err(false));
    check(r#""do":"tag","id":"a","tag":""}"#, Err(false));
    check(r#""do":"read","id":"a","by":"x"}"#, Err(false));
    check(r#""do":"read","articles":"AAAA"}"#, Err(false));
    check(r#""do":"read","articles":"!"}"#, Err(false));
    check(r#""do":"bookmark","articles":""}"#, Err(false));
    let undo = format!(r#""do":"read","id":"a","by":"{BY}","undo":"x"}}"#);
    check(&undo, Err(false));
    assert!(parse("<<<<<<< HEAD").is_err() && parse("[]").is_err());
    assert!(parse(r#"{"t":"yesterday","do":"read","id":"a"}"#).is_err());
}

#[test]
fn an_invalid_time_counts_as_the_oldest() {
    let check = |time: &str, expected: u64| {
        let line = format!(r#"{{"t":"{time}","do":"bookmark","id":"a","since":"{time}"}}"#);
        let event = parse(&line).unwrap().unwrap();
        assert_eq!(event.stamp.time, expected, "{time}");
        let Action::Bookmark(kept) = event.action else {
            panic!("no bookmark");
        };
        assert_eq!(kept.since, expected, "{time}");
    };
    check("2026-04-19T12:22:03Z", 1_776_601_323_000);
    check("2199-12-31T23:59:59.999Z", 7_258_118_400_000 - 1);
    check("2200-01-01T00:00:00Z", 0);
    check("9999-12-30T22:00:00.999Z", 0);
}

#[test]
fn events_of_other_machines_are_sanitised() {
    let line = r#"{"t":"2026-04-19T12:22:03Z","do":"note","id":"a","title":"a\u001b[2Jb\nc","note":"a\u001b[2J\nb","source":"\u202e"}"#;
    let event = parse(line).unwrap().unwrap();
    assert!(!event.title().contains(char::is_control), "{event:?}");
    assert_eq!(event.action, Action::Note("a[2J\nb".into()));
}

proptest! {
    #[test]
    fn arbitrary_bytes_do_not_panic(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
        let _ = Event::parse(&bytes, Writer::default(), 1);
    }

    #[test]
    fn arbitrary_fields_do_not_panic(
        name in "(read|bookmark|tag|note|later|snooze|highlight|open|mark)",
        field in "(tag|note|order|until|undo|at|by|fp|fp2|url|articles|since)",
        value in "\\PC{0,20}",
    ) {
        let value = serde_json::to_string(&value).unwrap();
        let line = format!(r#"{{"t":"2026-04-19T12:22:03Z","do":"{name}","id":"a","{field}":{value}}}"#);
        let _ = parse(&line);
    }
}

/// Seconds, those at a plausible speed, and Han characters: what of them is believed.
#[test]
fn reading_times_are_within_what_is_possible() {
    for (written, read) in [
        ((240, 200, 520), (240, 200, 520)),
        ((99_999, 200, 520), (1_200, 200, 520)),
        ((60, 200, 520), (60, 60, 520)),
        ((60, 60, 99_999), (60, 0, 0)),
        ((60, 0, 520), (60, 0, 0)),
        ((0, 0, 0), (0, 0, 0)),
    ] {
        let (seconds, paced, han) = written;
        let line = format!(
            r#"{{"t":"2026-04-19T12:22:03.123Z","by":"{BY}","do":"time","id":"a.md","count":{{"han":{han},"characters":{han}}},"seconds":{seconds},"paced":{paced},"auto":true}}"#
        );
        let event = parse(&line).unwrap().unwrap();
        let Action::Spend(spent) = event.action else {
            panic!("{line}");
        };
        assert_eq!(
            (spent.seconds, spent.paced, spent.count.han),
            read,
            "{line}"
        );
        assert_eq!(spent.writer, event.stamp.writer);
    }
}
