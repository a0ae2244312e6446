//! `kanbao stats`: what was read, by day and by source, and how fast.

use super::context::Context;
use super::libraries::Roots;
use super::mark_store::MarkStore;
use super::output::Output;
use crate::error::{Error, Exit, Result};
use crate::library::{Date, Zone};
use crate::text::Writing;
use crate::user::marks::Statistics;
use crate::user::now;
use serde::Serialize;
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
        day: Date::of_day(*day).shown(&Zone::default()),
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
    let sums = found.described(today, locale).into_iter();
    let mut lines: Vec<String> = sums.map(|(label, sum)| format!("{label}\t{sum}")).collect();
    let sources = found.sources.iter();
    lines.extend(sources.map(|(source, sum)| {
        let source = match source.as_str() {
            "" => locale.text("list.no-source"),
            source => source,
        };
        format!("{source}\t{}", sum.described(locale))
    }));
    lines
}
