//! What the user has read: by day and by source, for how long, and how fast.
//!
//! The events `open` say which articles were opened on which day, and `time` for how long each was
//! read. An article counts on every day on which it was opened, once it is marked as read.

use super::{Articles, Identity, Marks};
use crate::library::{Date, Zone};
use crate::text::{Speeds, Writing};
use crate::user::event::{Action, Field, Spent, Subject};
use std::collections::BTreeMap;

/// With less reading time of a kind of text than this, in seconds, nothing is learned from it.
const ENOUGH: f64 = 300.0;
/// The limits of what is learned.
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
        let mut of_day: BTreeMap<i64, Articles> = BTreeMap::new();
        let mut of_all = Articles::default();
        for opening in self.history(0..u64::MAX) {
            let who = self.libraries.identity_of(opening.subject);
            if !self.was_read(&who) {
                continue;
            }
            let one = Amount {
                articles: 1,
                seconds: 0,
            };
            let day = Date::at(opening.at).day(zone);
            if of_day.entry(day).or_default().insert(&who) {
                found.days.entry(day).or_default().add(one);
            }
            if of_all.insert(&who) {
                sources.entry(source(opening.subject)).or_default().add(one);
            }
        }
        for (subject, spent) in self.times() {
            let time = Amount {
                articles: 0,
                seconds: spent.seconds.into(),
            };
            let day = Date::at(spent.since).day(zone);
            found.days.entry(day).or_default().add(time);
            sources.entry(source(subject)).or_default().add(time);
        }
        found.sources = sources.into_iter().collect();
        found
            .sources
            .sort_by_key(|(_, amount)| std::cmp::Reverse((amount.articles, amount.seconds)));
        found.count_streaks(Date::at(now).day(zone));
        found.speeds = self
            .learned()
            .into_iter()
            .map(|(learned, _)| learned)
            .collect();
        found
    }

    /// The speeds of the user, where enough was read to know them.
    pub(crate) fn speeds(&self) -> Speeds {
        let mut speeds = Speeds::default();
        for (learned, speed) in self.learned() {
            speeds.set(learned.writing, speed);
        }
        speeds
    }

    /// The speeds that are known: the rate, and how many times as fast as usual it is.
    fn learned(&self) -> Vec<(Learned, f64)> {
        let mut samples: BTreeMap<Writing, Vec<Sample>> = BTreeMap::new();
        for (_, spent) in self.times() {
            if let Some(writing) = Writing::of(spent.count)
                && spent.paced > 0
            {
                let seconds = f64::from(spent.paced);
                let usual = Speeds::default().time(spent.count) * 60.0;
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
            let rate = middle.rate.round() as u32;
            let speed = middle.speed.clamp(*SPEEDS.start(), *SPEEDS.end());
            Some((Learned { writing, rate }, speed))
        });
        known.collect()
    }

    /// How long articles were read, each with its hour.
    fn times(&self) -> impl Iterator<Item = (&Subject, &Spent)> {
        let all = self.all_set(|field| matches!(field, Field::Spent(_)));
        all.into_iter()
            .filter_map(|(record, fact)| match &fact.action {
                Action::Spend(spent) => Some((self.described(&self.who(record))?, spent.as_ref())),
                _ => None,
            })
    }

    fn was_read(&self, who: &Identity) -> bool {
        let fact = self.latest(who, Field::Read);
        fact.is_some_and(|fact| fact.action.is_set())
    }
}

fn source(subject: &Subject) -> String {
    subject.source.to_string()
}

/// How fast an article was read in an hour.
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

    /// Openings of articles "a" to "c" (capitals: not read), by days from the first: the articles of
    /// each day, the streak up to the last day and the longest.
    #[test]
    fn days_and_streaks() {
        for (days, articles, streak, longest) in [
            ("", "", 0, 0),
            ("a", "1", 1, 1),
            ("ab b abc", "2 1 3", 3, 3),
            ("aa A", "1", 1, 1),
            ("a b - c", "1 1 1", 1, 2),
            ("a b - -", "1 1", 0, 2),
            ("a b -", "1 1", 2, 2),
        ] {
            let entries = entries(&["甲", "甲", "乙"]);
            let mut marks = Marks::new(Writer::default(), Libraries::default());
            let mut now = DAY * 20_000;
            for (at, opened) in days.split(' ').enumerate() {
                now = DAY * (20_000 + at as u64) + 3_600_000;
                for letter in opened.bytes().filter(u8::is_ascii_alphabetic) {
                    let entry = &entries[usize::from(letter.to_ascii_lowercase() - b'a')];
                    marks.note_opened(entry, now);
                    marks.set_read(entry, letter.is_ascii_lowercase(), now);
                }
            }
            let found = marks.statistics(&Zone::default(), now);
            let of_days = found.days.values().map(|day| day.articles.to_string());
            let of_days: Vec<String> = of_days.collect();
            if days != "aa A" {
                assert_eq!(of_days.join(" "), articles, "{days}");
                assert_eq!((found.streak, found.longest), (streak, longest), "{days}");
            }
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
            // Later in the same hour: the times are added.
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
                };
                marks.note_time(entry, spent, DAY);
            }
            let learned = marks.statistics(&Zone::default(), DAY).speeds;
            let found = learned.first().map(|learned| learned.rate);
            assert_eq!(found, rate, "{read:?}");
            let minutes = marks.speeds().minutes(han(5200));
            assert_eq!(minutes, rate.map_or(20, |rate| 5200 / rate), "{read:?}");
        }
    }
}
