//! Changes the file of the feeds. The user's comments and order stay: a feed is added at the end,
//! removed with its lines, and an address is replaced where it is.

use super::{FeedSettings, parse, source};
use crate::error::Error;
use crate::fs::{self, Lock};
use crate::user::config::IfMissing;
use crate::user::fault::{Fault, FaultKind, LoadError};
use std::ops::Range;
use std::path::Path;
use std::time::Duration;
use toml::de::DeTable;

/// How long to wait for another program that changes the file.
const WAIT: Duration = Duration::from_secs(5);

/// The head of a new file, which explains the settings.
pub(super) const HEAD: &str = include_str!("../../../assets/feeds.toml");

/// A change of the feeds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FeedChange {
    Add(FeedSettings),
    /// Removes the feed with this key.
    Remove(String),
    /// Gives the feed with an address another one.
    Move {
        from: String,
        to: String,
    },
}

/// Changes the file. A change of a feed that is not there, or adds one that is, changes nothing.
///
/// # Errors
/// The file has faults, is written in a form that cannot be changed, or cannot be read or written.
pub fn change(path: &Path, changes: &[FeedChange]) -> Result<(), LoadError> {
    let failed = |error| LoadError::Unreadable(Error::unreadable(path, &error));
    // On a file system without locks, it is written at once.
    let _lock = Lock::wait(&path.with_extension("lock"), WAIT);
    let before = source(path, IfMissing::UseDefaults)?;
    let parsed = |text: &str| {
        parse(text).map_err(|faults| LoadError::Faults {
            path: path.to_owned(),
            faults,
        })
    };
    let mut feeds = parsed(&before)?;
    let mut text = before.clone();
    for change in changes {
        if is_made(&feeds, change) {
            continue;
        }
        text = edit(&text, &feeds, change).ok_or_else(|| in_one_line(path))?;
        feeds = parsed(&text)?;
    }
    if text == before {
        return Ok(());
    }
    fs::write_atomically(path, text.as_bytes()).map_err(failed)
}

/// Whether there is nothing to change.
fn is_made(feeds: &[FeedSettings], change: &FeedChange) -> bool {
    let has = |key: &str| feeds.iter().any(|feed| feed.key() == key);
    match change {
        FeedChange::Add(feed) => has(&feed.key()),
        FeedChange::Remove(key) => !has(key),
        FeedChange::Move { from, to } => !has(from) || has(to),
    }
}

fn in_one_line(path: &Path) -> LoadError {
    LoadError::Faults {
        path: path.to_owned(),
        faults: vec![Fault {
            at: (1, 1),
            kind: FaultKind::FeedsInOneLine,
            suggestion: None,
        }],
    }
}

/// The text with a change; `None` if it is not written as `[[feeds]]`.
fn edit(text: &str, feeds: &[FeedSettings], change: &FeedChange) -> Option<String> {
    let place = |key: &str| feeds.iter().position(|feed| feed.key() == key);
    match change {
        FeedChange::Add(feed) => {
            let is_possible = feeds.is_empty() || block(text, 0).is_some();
            is_possible.then(|| added(text, feed))
        }
        FeedChange::Remove(key) => {
            let range = block(text, place(key)?)?;
            let mut text = text.to_owned();
            text.replace_range(range, "");
            Some(text)
        }
        FeedChange::Move { from, to } => {
            let range = address(text, place(from)?)?;
            let mut text = text.to_owned();
            text.replace_range(range, &quoted(to));
            Some(text)
        }
    }
}

fn added(text: &str, feed: &FeedSettings) -> String {
    let mut out = if text.trim().is_empty() {
        HEAD.to_owned()
    } else {
        format!("{}\n", text.trim_end_matches('\n'))
    };
    out.push_str("\n[[feeds]]\n");
    let mut set = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            out.push_str(&format!("{name} = {value}\n"));
        }
    };
    let string = |text: &str| (!text.is_empty()).then(|| quoted(text));
    let list = |list: &[String]| {
        let words: Vec<String> = list.iter().map(|word| quoted(word)).collect();
        (!words.is_empty()).then(|| format!("[{}]", words.join(", ")))
    };
    let headers: Vec<String> = feed
        .headers
        .iter()
        .map(|(name, variable)| format!("{} = {}", quoted(name), quoted(variable)))
        .collect();
    set("address", string(&feed.address));
    set("exec", list(&feed.exec));
    set("name", string(&feed.name));
    set("category", feed.category.as_deref().and_then(string));
    set("tags", list(&feed.tags));
    set("folder", feed.folder.as_deref().and_then(string));
    set("full-text", feed.full_text.then(|| "true".to_owned()));
    set("keep", feed.keep.map(|days| quoted(&format!("{days}d"))));
    set(
        "keep-unread",
        (!feed.keep_unread).then(|| "false".to_owned()),
    );
    set("user-agent", feed.user_agent.as_deref().and_then(string));
    let headers = (!headers.is_empty()).then(|| format!("{{ {} }}", headers.join(", ")));
    set("headers", headers);
    set(
        "allow-private",
        feed.allow_private.then(|| "true".to_owned()),
    );
    out
}

fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}

/// The bytes of the value of a feed's address.
fn address(text: &str, number: usize) -> Option<Range<usize>> {
    let (file, _) = DeTable::parse_recoverable(text);
    let file = file.into_inner();
    let feed = file.get("feeds")?.get_ref().as_array()?.get(number)?;
    Some(feed.get_ref().as_table()?.get("address")?.span())
}

/// The lines of a feed: from its header to the next one, without the comments of that.
fn block(text: &str, number: usize) -> Option<Range<usize>> {
    let mut at = 0;
    let mut lines = Vec::new();
    for line in text.split_inclusive('\n') {
        lines.push((at, line.trim()));
        at += line.len();
    }
    let is_header = |line: &str| line.starts_with("[[");
    let headers: Vec<usize> = (0..lines.len())
        .filter(|index| lines.get(*index).is_some_and(|(_, line)| is_header(line)))
        .collect();
    let start = *headers.get(number)?;
    let (start_byte, _) = *lines.get(start)?;
    let Some(next) = headers.get(number + 1) else {
        return Some(start_byte..text.len());
    };
    let before = lines.get(start..*next)?;
    let comments = before.iter().rev();
    let comments = comments
        .take_while(|(_, line)| line.starts_with('#'))
        .count();
    let (end, _) = *lines.get(next - comments)?;
    Some(start_byte..end)
}
