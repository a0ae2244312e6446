//! `kanbao stats`: what was read, by day and by source, and how fast.

use super::context::Context;
use super::libraries::Roots;
use super::mark_store::MarkStore;
use super::output::Output;
use crate::error::{Error, Exit, Result};
use crate::library::{Date, DateOrigin, Zone};
use crate::locale::Locale;
use crate::text::Writing;
use crate::user::marks::{Amount, Statistics};
use crate::user::now;
use serde::Serialize;
use std::fmt::Display;
use std::io;

/// What `--json` prints: a contract with scripts.
#[derive(Serialize)]
struct Report<'a> {
    articles: u32,
    minutes: u64,
    streak: u32,
    longest_streak: u32,
    speeds: Vec<Speed>,
    days: Vec<Day>,
    sources: Vec<Source<'a>>,
}

/// A speed that was learned: characters, or words, a minute.
#[derive(Serialize)]
struct Speed {
    text: &'static str,
    rate: u32,
}

#[derive(Serialize)]
struct Day {
    day: String,
    articles: u32,
    minutes: u64,
}

#[derive(Serialize)]
struct Source<'a> {
    source: &'a str,
    articles: u32,
    minutes: u64,
}

pub fn run(json: bool, context: &Context, out: &mut Output<'_>) -> Result<io::Result<Exit>> {
    let store = MarkStore::open(&Roots::Sample, context);
    let found = store.marks.statistics(&context.scan.zone, now());
    if json {
        return Ok(out.json(&report(&found)).map(|()| Exit::Done));
    }
    if found.days.is_empty() {
        let none = context.locale.text("notice.no-stats");
        return Err(Error::new(Exit::Found, none));
    }
    let lines = lines(&found, context);
    Ok(lines
        .iter()
        .try_for_each(|line| out.line(line))
        .map(|()| Exit::Done))
}

fn report(found: &Statistics) -> Report<'_> {
    let all = found.sum(i64::MIN..=i64::MAX);
    let days = found.days.iter().map(|(day, amount)| Day {
        day: iso(*day),
        articles: amount.articles,
        minutes: amount.minutes(),
    });
    let sources = found.sources.iter().map(|(source, amount)| Source {
        source,
        articles: amount.articles,
        minutes: amount.minutes(),
    });
    let speeds = found.speeds.iter().map(|learned| Speed {
        text: match learned.writing {
            Writing::Chinese => "chinese",
            Writing::Japanese => "japanese",
            Writing::Korean => "korean",
            Writing::Words => "words",
        },
        rate: learned.rate,
    });
    Report {
        articles: all.articles,
        minutes: all.minutes(),
        streak: found.streak,
        longest_streak: found.longest,
        speeds: speeds.collect(),
        days: days.collect(),
        sources: sources.collect(),
    }
}

fn lines(found: &Statistics, context: &Context) -> Vec<String> {
    let locale = &context.locale;
    let today = Date::at(now()).day(&context.scan.zone);
    let mut lines = Vec::new();
    for (key, days) in [("today", 1), ("week", 7), ("month", 30), ("year", 365)] {
        let sum = found.sum(today + 1 - days..=today);
        let label = locale.text(&format!("stats.{key}")).to_owned();
        lines.push(format!("{label}\t{}", amount(sum, locale)));
    }
    let all = amount(found.sum(i64::MIN..=i64::MAX), locale);
    lines.push(format!("{}\t{all}", locale.text("stats.all")));
    let values: [(&str, &dyn Display); 2] = [("count", &found.streak), ("longest", &found.longest)];
    let streak = locale.fill("stats.days", &values);
    lines.push(format!("{}\t{streak}", locale.text("stats.streak")));
    let sources = found.sources.iter();
    lines.extend(sources.map(|(source, sum)| {
        let source = match source.as_str() {
            "" => locale.text("list.no-source"),
            source => source,
        };
        format!("{source}\t{}", amount(*sum, locale))
    }));
    lines
}

fn amount(amount: Amount, locale: &Locale) -> String {
    let minutes = amount.minutes();
    let values: [(&str, &dyn Display); 2] = [("articles", &amount.articles), ("minutes", &minutes)];
    locale.fill("stats.amount", &values)
}

/// A day since 1970-01-01 as `2026-11-24`.
fn iso(day: i64) -> String {
    let date = Date {
        seconds: day * 86_400,
        offset: 0,
        timed: false,
        origin: DateOrigin::FrontMatter,
    };
    let (year, month, day, ..) = date.civil(&Zone::default());
    format!("{year:04}-{month:02}-{day:02}")
}
