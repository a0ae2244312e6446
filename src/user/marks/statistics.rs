//! What the user has read: by day and by source, for how long, and how fast.
//!
//! The events `open` say which articles were opened on which day, and `time` for how long each was
//! read. An article that was opened counts on the day on which it was read. Days to come do not
//! count: they are of a clock that was wrong.

use super::{Articles, Marks};
use crate::library::{Date, Zone};
use crate::locale::Locale;
use crate::text::{Pace, Writing, grouped};
use crate::user::event::{Action, Field, Origin, Spent, Subject};
use std::collections::BTreeMap;
use std::fmt::Display;

/// With less reading time of a kind of text than this, in seconds, nothing is learned from it.
const ENOUGH: f64 = 300.0;
/// A learned speed is at least and at most so many times the usual one.
const SPEEDS: std::ops::RangeInclusive<f64> = 0.3..=4.0;

/// Articles and reading time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Amount {
    pub articles: u32,
    pub seconds: u64,
}

impl Amount {
    pub fn minutes(self) -> u64 {
        (self.seconds + 30) / 60
    }

    /// As text: `12 articles ⋅ 40 min`.
    pub fn described(self, locale: &Locale) -> String {
        let articles = grouped(self.articles as usize);
        let minutes = grouped(usize::try_from(self.minutes()).unwrap_or(usize::MAX));
        let values: [(&str, &dyn Display); 2] = [("articles", &articles), ("minutes", &minutes)];
        locale.fill("stats.amount", &values)
    }

    fn add(&mut self, other: Self) {
        self.articles += other.articles;
        self.seconds += other.seconds;
    }
}

/// A speed that was learned.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Learned {
    pub writing: Writing,
    /// Characters, or words, a minute.
    pub rate: u32,
    /// How many times as fast as usual that is.
    pub speed: f64,
}

/// What the user has read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Statistics {
    /// By day, as days since 1970-01-01.
    pub days: BTreeMap<i64, Amount>,
    /// By source, the one with the most articles first.
    pub sources: Vec<(String, Amount)>,
    /// Days in a row with an article, up to today or yesterday, and the most there were.
    pub streak: u32,
    pub longest: u32,
    pub speeds: Vec<Learned>,
}

impl Statistics {
    /// What was read on these days.
    pub fn sum(&self, days: std::ops::RangeInclusive<i64>) -> Amount {
        let mut sum = Amount::default();
        self.days.range(days).for_each(|(_, day)| sum.add(*day));
        sum
    }

    /// The sums up to a day and the streaks, each with its label.
    pub fn described(&self, today: i64, locale: &Locale) -> Vec<(String, String)> {
        let periods = [("today", 1), ("week", 7), ("month", 30), ("year", 365)];
        let periods = periods.map(|(key, days)| (key, self.sum(today + 1 - days..=today)));
        let all = ("all", self.sum(i64::MIN..=i64::MAX));
        let sums = periods.into_iter().chain([all]);
        let mut rows: Vec<(String, String)> = sums
            .map(|(key, sum)| {
                let label = locale.text(&format!("stats.{key}")).to_owned();
                (label, sum.described(locale))
            })
            .collect();
        let values: [(&str, &dyn Display); 2] =
            [("count", &self.streak), ("longest", &self.longest)];
        let label = locale.text("stats.streak").to_owned();
        rows.push((label, locale.fill("stats.days", &values)));
        rows
    }

    fn count_streaks(&mut self, today: i64) {
        let (mut last, mut length) = (i64::MIN, 0);
        let read = self.days.iter().filter(|(_, amount)| amount.articles > 0);
        for (day, _) in read {
            length = if last.checked_add(1) == Some(*day) {
                length + 1
            } else {
                1
            };
            last = *day;
            self.longest = self.longest.max(length);
        }
        self.streak = if last >= today - 1 { length } else { 0 };
    }
}

impl Marks {
    /// What the user has read. Days are those of the zone; `now` is in milliseconds since 1970.
    pub fn statistics(&self, zone: &Zone, now: u64) -> Statistics {
        let mut found = Statistics::default();
        let mut sources: BTreeMap<String, Amount> = BTreeMap::new();
        let today = Date::at(now).day(zone);
        let one = Amount {
            articles: 1,
            seconds: 0,
        };
        for (subject, at) in self.articles_read() {
            let day = Date::at(at).day(zone);
            if day <= today {
                found.days.entry(day).or_default().add(one);
                sources.entry(source(subject)).or_default().add(one);
            }
        }
        for (subject, spent) in self.times() {
            let time = Amount {
                articles: 0,
                seconds: spent.seconds.into(),
            };
            let day = Date::at(spent.since).day(zone);
            if day <= today {
                found.days.entry(day).or_default().add(time);
                sources.entry(source(subject)).or_default().add(time);
            }
        }
        found.sources = sources.into_iter().collect();
        found
            .sources
            .sort_by_key(|(_, amount)| std::cmp::Reverse((amount.articles, amount.seconds)));
        found.count_streaks(today);
        found.speeds = self.learned();
        found
    }

    /// The articles that were opened and are marked as read, and when each was read: when it was
    /// marked, if reading did that, else when it was opened last before it was marked.
    fn articles_read(&self) -> Vec<(&Subject, u64)> {
        let history = self.history(0..u64::MAX);
        let (mut articles, mut found) = (Articles::default(), Vec::new());
        // The latest first; then, of articles that were only opened after they were marked, the
        // earliest.
        for (is_before, opening) in history
            .iter()
            .map(|opening| (true, opening))
            .chain(history.iter().rev().map(|opening| (false, opening)))
        {
            let who = self.libraries.identity_of(opening.subject);
            let Some(read) = self.latest(&who, Field::Read) else {
                continue;
            };
            if !read.action.is_set() || is_before && opening.at > read.at {
                continue;
            }
            if articles.insert(&who) {
                let by_reading = read.origin == Origin::Reading;
                found.push((
                    opening.subject,
                    if by_reading { read.at } else { opening.at },
                ));
            }
        }
        found
    }

    /// How fast the user reads, as far as that is known.
    pub(super) fn learned_pace(&self) -> Pace {
        let mut pace = Pace::default();
        for learned in self.learned() {
            pace.set(learned.writing, learned.speed);
        }
        pace
    }

    /// The speeds that are known.
    fn learned(&self) -> Vec<Learned> {
        let mut samples: BTreeMap<Writing, Vec<Sample>> = BTreeMap::new();
        for (_, spent) in self.times() {
            if let Some(writing) = Writing::of(spent.count)
                && spent.paced > 0
            {
                let seconds = f64::from(spent.paced);
                let usual = spent.count.time() * 60.0;
                samples.entry(writing).or_default().push(Sample {
                    speed: usual / seconds,
                    rate: writing.units(spent.count) / seconds * 60.0,
                    seconds,
                });
            }
        }
        let known = samples.into_iter().filter_map(|(writing, mut samples)| {
            let seconds: f64 = samples.iter().map(|sample| sample.seconds).sum();
            let middle = median(&mut samples).filter(|_| seconds >= ENOUGH)?;
            let speed = middle.speed.clamp(*SPEEDS.start(), *SPEEDS.end());
            let rate = (middle.rate * speed / middle.speed).round() as u32;
            Some(Learned {
                writing,
                rate,
                speed,
            })
        });
        known.collect()
    }

    /// How long articles were read, each with its quarter of an hour.
    fn times(&self) -> impl Iterator<Item = (&Subject, &Spent)> {
        let all = self.all_set(|field| matches!(field, Field::Spent(..)));
        all.into_iter()
            .filter_map(|(record, fact)| match &fact.action {
                Action::Spend(spent) => Some((self.described(&self.who(record))?, spent.as_ref())),
                _ => None,
            })
    }
}

fn source(subject: &Subject) -> String {
    subject.source.to_string()
}

/// How fast an article was read in a quarter of an hour.
#[derive(Clone, Copy, Debug)]
struct Sample {
    /// How many times as fast as usual.
    speed: f64,
    /// Characters, or words, a minute.
    rate: f64,
    seconds: f64,
}

/// The sample in the middle of the reading time, so that an article that was left open or only
/// looked through changes little.
fn median(samples: &mut [Sample]) -> Option<Sample> {
    samples.sort_by(|a, b| a.speed.total_cmp(&b.speed));
    let half = samples.iter().map(|sample| sample.seconds).sum::<f64>() / 2.0;
    let mut seconds = 0.0;
    samples.iter().copied().find(|sample| {
        seconds += sample.seconds;
        seconds >= half
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::{Entry, sample};
    use crate::text::Count;
    use crate::user::event::Writer;
    use crate::user::marks::Libraries;

    const DAY: u64 = 86_400_000;

    fn entries(sources: &[&str]) -> Vec<Entry> {
        let mut entries = sample::entries();
        for (entry, source) in entries.iter_mut().zip(sources) {
            let mut labels = (*entry.labels).clone();
            labels.source = (*source).into();
            entry.labels = labels.into();
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
}
