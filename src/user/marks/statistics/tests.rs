//! What was read on which day, for how long, and how fast.

use super::*;
use crate::library::{Entry, Labels, sample};
use crate::text::Count;
use crate::user::event::Writer;
use crate::user::marks::Libraries;

const DAY: u64 = 86_400_000;

fn entries(sources: &[&str]) -> Vec<Entry> {
    let mut entries = sample::entries();
    for (entry, source) in entries.iter_mut().zip(sources) {
        entry.labels = Labels::of_source((*source).into()).into();
    }
    entries.truncate(sources.len());
    entries
}

fn han(han: u32) -> Count {
    Count {
        han,
        characters: han,
        ..Count::default()
    }
}

/// Openings of articles "a" to "c" (capitals: not read), by days from the first, and a later one
/// for which the clock was wrong ("!"): the articles of each day, the streak up to the last day
/// and the longest.
#[test]
fn days_and_streaks() {
    for (days, articles, streak, longest) in [
        ("", "", 0, 0),
        ("a", "1", 1, 1),
        ("ab b abc", "2 1", 1, 1),
        ("a b abc", "1 1 1", 3, 3),
        ("A A a", "1", 1, 1),
        ("a b - c", "1 1 1", 1, 2),
        ("a b c!", "1 1", 2, 2),
        ("a b - -", "1 1", 0, 2),
        ("a b -", "1 1", 2, 2),
    ] {
        let entries = entries(&["甲", "甲", "乙"]);
        let mut marks = Marks::new(Writer::default(), Libraries::default());
        let mut now = DAY * 20_000;
        for (at, opened) in days.split(' ').enumerate() {
            let today = DAY * (20_000 + at as u64) + 3_600_000;
            let is_wrong = opened.ends_with('!');
            let at = today + if is_wrong { 9 * DAY } else { 0 };
            for letter in opened.bytes().filter(u8::is_ascii_alphabetic) {
                let entry = &entries[usize::from(letter.to_ascii_lowercase() - b'a')];
                marks.note_opened(entry, at);
                if letter.is_ascii_lowercase() {
                    marks.note_read(entry, at);
                }
            }
            now = if is_wrong { now } else { today };
        }
        let found = marks.statistics(&Zone::default(), now);
        let of_days = found.days.values().map(|day| day.articles.to_string());
        let of_days: Vec<String> = of_days.collect();
        assert_eq!(of_days.join(" "), articles, "{days}");
        assert_eq!((found.streak, found.longest), (streak, longest), "{days}");
        let of_sources: u32 = found.sources.iter().map(|(_, one)| one.articles).sum();
        assert_eq!(
            found.sum(i64::MIN..=i64::MAX).articles,
            of_sources,
            "{days}"
        );
    }
}

#[test]
fn sources_have_articles_and_time() {
    let entries = entries(&["甲", "甲", "乙"]);
    let mut marks = Marks::new(Writer::default(), Libraries::default());
    for (entry, seconds) in entries.iter().zip([60, 30, 600]) {
        marks.note_opened(entry, DAY);
        marks.set_read(entry, true, DAY);
        let spent = Spent {
            since: DAY,
            seconds,
            ..Spent::default()
        };
        marks.note_time(entry, spent, DAY);
        // Later in the same quarter: the times are added.
        marks.note_time(entry, spent, DAY + 60_000);
    }
    let found = marks.statistics(&Zone::default(), DAY);
    let sources = found.sources.iter();
    let sources: Vec<_> = sources
        .map(|(source, amount)| (source.as_str(), amount.articles, amount.minutes()))
        .collect();
    assert_eq!(sources, [("甲", 2, 3), ("乙", 1, 20)]);
    assert_eq!(found.sum(0..=9).minutes(), 23);
}

/// Marked by hand two days later: it was read when it was opened.
#[test]
fn a_mark_by_hand_is_not_the_day_of_reading() {
    let entries = entries(&["甲"]);
    let mut marks = Marks::new(Writer::default(), Libraries::default());
    marks.note_opened(&entries[0], DAY);
    marks.set_read(&entries[0], true, 3 * DAY);
    marks.note_opened(&entries[0], 5 * DAY);
    let found = marks.statistics(&Zone::default(), 5 * DAY);
    let days: Vec<i64> = found.days.keys().copied().collect();
    assert_eq!(days, [1]);
}

/// Minutes after midnight UTC at which something is read in a zone, and the day that it counts on.
#[test]
fn days_begin_at_midnight_of_the_zone() {
    for (zone, minutes, day) in [
        ("UTC", -1, 0),
        ("UTC", 0, 1),
        // Half an hour, and three quarters.
        ("Asia/Kolkata", -331, 0),
        ("Asia/Kolkata", -330, 1),
        ("Asia/Kathmandu", -346, 0),
        ("Asia/Kathmandu", -345, 1),
        ("America/St_Johns", 149, 0),
        ("America/St_Johns", 150, 1),
    ] {
        let entries = entries(&["甲"]);
        let mut marks = Marks::new(Writer::default(), Libraries::default());
        let now = (20_000 * DAY).saturating_add_signed(minutes * 60_000);
        marks.note_opened(&entries[0], now);
        marks.note_read(&entries[0], now);
        let spent = Spent {
            since: now,
            seconds: 60,
            ..Spent::default()
        };
        marks.note_time(&entries[0], spent, now);
        let zone_of = Zone::named(zone).expect("a known zone");
        let found = marks.statistics(&zone_of, 20_002 * DAY);
        let read = Amount {
            articles: 1,
            seconds: 60,
        };
        let days: Vec<_> = found.days.into_iter().collect();
        assert_eq!(days, [(19_999 + day, read)], "{zone} {minutes}");
    }
}

#[test]
fn times_of_two_machines_are_added() {
    let entries = entries(&["甲"]);
    let machine = |machine| {
        let writer = Writer { machine, run: 0 };
        Marks::new(writer, Libraries::default())
    };
    let (mut one, mut other) = (machine(1), machine(2));
    let spent = Spent {
        since: DAY,
        seconds: 60,
        ..Spent::default()
    };
    let event = one.note_time(&entries[0], spent, DAY);
    other.note_time(&entries[0], spent, DAY + 9);
    other.apply_all(&[event]);
    let found = other.statistics(&Zone::default(), DAY);
    assert_eq!(found.sum(0..=9).minutes(), 2);
}

/// Characters and seconds of some articles; the rate that is learned.
#[test]
fn the_speed_is_that_of_most_reading() {
    for (read, rate) in [
        (&[(520, 120)][..], None),
        (&[(2600, 300)], Some(520)),
        (
            &[(520, 60), (520, 60), (520, 60), (520, 60), (520, 60)],
            Some(520),
        ),
        // One was looked through, one was left open.
        (&[(2600, 300), (2600, 30), (520, 290)], Some(520)),
    ] {
        let entries = entries(&["甲"; 5]);
        let mut marks = Marks::new(Writer::default(), Libraries::default());
        for (entry, (characters, seconds)) in entries.iter().zip(read) {
            let spent = Spent {
                since: DAY,
                seconds: *seconds,
                paced: *seconds,
                count: han(*characters),
                ..Spent::default()
            };
            marks.note_time(entry, spent, DAY);
        }
        let learned = marks.statistics(&Zone::default(), DAY).speeds;
        let found = learned.first().map(|learned| learned.rate);
        assert_eq!(found, rate, "{read:?}");
        // Ten minutes at the usual speed.
        marks.learn_pace();
        let minutes = marks.pace().minutes(han(2600));
        assert_eq!(minutes, rate.map_or(10, |rate| 2600 / rate), "{read:?}");
    }
}
