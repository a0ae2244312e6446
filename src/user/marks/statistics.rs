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
mod tests;
