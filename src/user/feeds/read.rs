//! Reads `[[feeds]]`.

use super::FeedSettings;
use crate::text::without_password;
use crate::user::fault::FaultKind;
use crate::user::settings::{Report, Table, Value};
use std::collections::HashSet;

/// A field: its name, and how its value is stored.
pub(super) struct Field {
    pub(super) name: &'static str,
    read: fn(&mut FeedSettings, &mut Report<'_>, &Value<'_>),
}

/// A row whose value is read by a method of `Report`, passed on and stored.
macro_rules! field {
    ($name:literal, $field:ident, $method:ident, $store:expr) => {
        Field {
            name: $name,
            read: |feed, report, value| {
                if let Some(value) = report.$method($name, value) {
                    feed.$field = $store(value);
                }
            },
        }
    };
}

pub(super) const FIELDS: &[Field] = &[
    Field {
        name: "address",
        read: address,
    },
    field!("exec", exec, texts, |words| words),
    field!("name", name, text, str::to_owned),
    field!("category", category, text, filled),
    field!("tags", tags, texts, |tags| tags),
    field!("folder", folder, text, filled),
    field!("full-text", full_text, boolean, |is_on| is_on),
    Field {
        name: "keep",
        read: keep,
    },
    field!("keep-unread", keep_unread, boolean, |is_on| is_on),
    field!("user-agent", user_agent, text, filled),
    Field {
        name: "headers",
        read: headers,
    },
    field!("allow-private", allow_private, boolean, |is_on| is_on),
    field!("muted", muted, boolean, |is_on| is_on),
];

/// Reads all feeds, and reports each fault.
pub fn feeds(report: &mut Report<'_>, file: &Table<'_>) -> Vec<FeedSettings> {
    let mut feeds: Vec<FeedSettings> = Vec::new();
    let mut keys = HashSet::new();
    for (key, value) in file {
        let name = &**key.get_ref();
        if name != "feeds" {
            report.unknown(key.span(), FaultKind::UnknownSetting, name, ["feeds"]);
            continue;
        }
        let place = value.span();
        for table in report.tables(name, value) {
            let first = table.iter().next().map(|(key, _)| key.span());
            let place = first.unwrap_or_else(|| place.clone());
            let feed = feed(report, table);
            let is_complete = feed.address.is_empty() != feed.exec.is_empty();
            if !is_complete {
                report.fault(place, FaultKind::NoFeedAddress);
            } else if !keys.insert(feed.key()) {
                report.fault(place, FaultKind::FeedTwice(feed.key()));
            }
            feeds.push(feed);
        }
    }
    feeds
}

fn feed(report: &mut Report<'_>, table: &Table<'_>) -> FeedSettings {
    let mut feed = FeedSettings::at("");
    for (key, value) in table {
        let name = &**key.get_ref();
        match FIELDS.iter().find(|field| field.name == name) {
            Some(field) => (field.read)(&mut feed, report, value),
            None => {
                let known = FIELDS.iter().map(|field| field.name);
                report.unknown(key.span(), FaultKind::UnknownSetting, name, known);
            }
        }
    }
    feed
}

fn filled(text: &str) -> Option<String> {
    Some(text.to_owned()).filter(|text| !text.is_empty())
}

fn address(feed: &mut FeedSettings, report: &mut Report<'_>, value: &Value<'_>) {
    const SCHEMES: &[&str] = &["http://", "https://", "file:"];
    let Some(written) = report.text("address", value) else {
        return;
    };
    let lower = written.to_ascii_lowercase();
    if SCHEMES.iter().any(|scheme| lower.starts_with(scheme)) {
        written.clone_into(&mut feed.address);
    } else {
        report.fault(
            value.span(),
            FaultKind::NotAFeedAddress(without_password(written).into_owned()),
        );
    }
}

/// A number of days, as `90d`, `12w` or `2y`.
fn keep(feed: &mut FeedSettings, report: &mut Report<'_>, value: &Value<'_>) {
    let Some(written) = report.text("keep", value) else {
        return;
    };
    let days = [("d", 1), ("w", 7), ("m", 30), ("y", 365)]
        .iter()
        .find_map(|(unit, days)| {
            let number: u32 = written.trim().strip_suffix(unit)?.trim().parse().ok()?;
            number.checked_mul(*days).filter(|days| *days > 0)
        });
    match days {
        Some(days) => feed.keep = Some(days),
        None => report.fault(value.span(), FaultKind::NotAPeriod(written.to_owned())),
    }
}

fn headers(feed: &mut FeedSettings, report: &mut Report<'_>, value: &Value<'_>) {
    let Some(table) = report.table("headers", value) else {
        return;
    };
    for (key, value) in table {
        let name = &**key.get_ref();
        if let Some(variable) = report.text(name, value) {
            feed.headers.push((name.to_owned(), variable.to_owned()));
        }
    }
}
