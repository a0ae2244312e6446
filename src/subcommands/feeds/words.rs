//! What is printed about a feed.

use crate::error::Exit;
use crate::fetch::feed::NotAFeed;
use crate::fetch::moves::Unfollowed;
use crate::fetch::run::{Failure, Outcomes, Row};
use crate::library::{Date, Zone};
use crate::locale::Locale;
use crate::text::{grouped, sanitize_line};
use serde::Serialize;

/// One line of `fetch --json` and `feed check --json`: a contract with scripts.
#[derive(Default, Serialize)]
pub struct JsonRow {
    pub name: String,
    pub address: String,
    /// `read`, `unchanged`, `waiting`, `gone` or `failed`.
    pub status: &'static str,
    /// Items of the feed.
    pub items: usize,
    pub new: usize,
    pub updated: usize,
    /// RFC 3339; of a feed that waits.
    pub until: Option<String>,
    pub error: Option<String>,
    /// A new address that is not taken over.
    pub unfollowed: Option<String>,
}

/// A sentence about a failure.
pub fn describe(failure: &Failure, locale: &Locale) -> String {
    let text = |key: &str| locale.text(key).to_owned();
    match failure {
        Failure::Network(error) => error.describe(locale),
        Failure::Status(status) => locale.fill("feeds.status", &[("status", status)]),
        Failure::Later(status) => locale.fill("feeds.later", &[("status", status)]),
        Failure::NotAFeed(NotAFeed::Empty) => text("feeds.empty"),
        Failure::NotAFeed(NotAFeed::Page) => text("feeds.page"),
        Failure::NotAFeed(NotAFeed::Unknown) => text("feeds.no-feed"),
        Failure::NotAFeed(NotAFeed::Unfinished) => text("feeds.unfinished"),
        Failure::Local(_, cause) => {
            let cause = sanitize_line(cause);
            locale.fill("feeds.local", &[("cause", &cause)])
        }
        Failure::NoVariable(name) => {
            let name = sanitize_line(name);
            locale.fill("feeds.no-variable", &[("name", &name)])
        }
    }
}

/// The exit code for a row.
pub fn exit(outcome: &Outcomes) -> Exit {
    match outcome {
        Outcomes::Failed(Failure::Network(_) | Failure::Status(_) | Failure::Later(_)) => {
            Exit::Network
        }
        Outcomes::Failed(Failure::Local(..)) => Exit::Unreadable,
        Outcomes::Failed(Failure::NoVariable(_)) => Exit::Usage,
        Outcomes::Failed(Failure::NotAFeed(_)) | Outcomes::Gone { is_news: true } => Exit::Found,
        _ => Exit::Done,
    }
}

/// What is said of a feed.
pub fn line(row: &Row<'_>, zone: &Zone, locale: &Locale) -> String {
    let line = outcome(row, zone, locale);
    let Some(unfollowed) = &row.unfollowed else {
        return line;
    };
    let key = match unfollowed {
        Unfollowed::OtherOrigin(_) => "feeds.unfollowed",
        Unfollowed::Taken(_) => "feeds.taken",
    };
    let address = sanitize_line(unfollowed.address());
    locale.fill(key, &[("line", &line), ("address", &address)])
}

fn outcome(row: &Row<'_>, zone: &Zone, locale: &Locale) -> String {
    let name = sanitize_line(&row.name);
    match &row.outcome {
        Outcomes::Read { counts, is_cut } => {
            let numbers = [counts.new, counts.updated, counts.items].map(grouped);
            let [new, updated, items] = &numbers;
            let key = if *is_cut {
                "feeds.read-part"
            } else {
                "feeds.read"
            };
            locale.fill(
                key,
                &[
                    ("name", &name),
                    ("new", new),
                    ("updated", updated),
                    ("items", items),
                ],
            )
        }
        Outcomes::Unchanged => locale.fill("feeds.unchanged", &[("name", &name)]),
        Outcomes::Waiting(until) => {
            let until = at(*until).shown(zone);
            locale.fill("feeds.waiting", &[("name", &name), ("time", &until)])
        }
        Outcomes::Gone { .. } => locale.fill("feeds.gone", &[("name", &name)]),
        Outcomes::Failed(failure) => format!("{name}: {}", describe(failure, locale)),
    }
}

pub fn json(row: &Row<'_>, locale: &Locale) -> JsonRow {
    let mut json = JsonRow {
        name: row.name.clone(),
        address: row.feed.key(),
        unfollowed: row.unfollowed.as_ref().map(|to| to.address().to_owned()),
        ..JsonRow::default()
    };
    match &row.outcome {
        Outcomes::Read { counts, .. } => {
            json.status = "read";
            (json.items, json.new, json.updated) = (counts.items, counts.new, counts.updated);
        }
        Outcomes::Unchanged => json.status = "unchanged",
        Outcomes::Waiting(until) => {
            json.status = "waiting";
            json.until = Some(at(*until).rfc3339());
        }
        Outcomes::Gone { .. } => json.status = "gone",
        Outcomes::Failed(failure) => {
            json.status = "failed";
            json.error = Some(describe(failure, locale));
        }
    }
    json
}

/// A time in seconds since 1970.
fn at(seconds: u64) -> Date {
    Date {
        timed: true,
        ..Date::at(seconds.saturating_mul(1000))
    }
}
