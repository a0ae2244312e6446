//! Changes the file of the feeds. The user's comments and order stay: a feed is added at the end,
//! removed with its lines, and an address is replaced where it is.

use super::{FeedSettings, LARGEST, parse, source};
use crate::error::Error;
use crate::fs::{self, Lock};
use crate::user::config::IfMissing;
use crate::user::fault::{Fault, FaultKind, LoadError};
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};
use std::io;
use std::ops::Range;
use std::path::Path;
use std::time::Duration;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

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
    /// Gives the feed with a key another name.
    Rename {
        key: String,
        name: String,
    },
    Mute {
        key: String,
        is_muted: bool,
    },
}

/// Changes the file. A change of a feed that is not there, or adds one that is, changes nothing. The time
/// is linear in the sizes of the file and of the changes.
///
/// # Errors
/// The file has faults, is written in a form that cannot be changed, would be too large, or cannot be read
/// or written. Then it stays as it is.
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
    let mut plan = Plan::of(&parsed(&before)?);
    for change in changes {
        plan.take(change);
    }
    let text = plan.applied(&before).ok_or_else(|| in_one_line(path))?;
    if text == before {
        return Ok(());
    }
    if text.len() > LARGEST {
        return Err(failed(io::ErrorKind::FileTooLarge.into()));
    }
    parsed(&text)?;
    fs::write_atomically(path, text.as_bytes()).map_err(failed)
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

/// Where a feed is: in the file, or among those that are added.
#[derive(Clone, Copy)]
enum Place {
    Written(usize),
    Added(usize),
}

/// What becomes of a feed of the file.
enum Edit {
    Remove,
    /// Its address becomes this one.
    Move(String),
    /// A field gets a value, which is written in TOML.
    Set(&'static str, String),
}

/// What is changed, before the text is.
struct Plan {
    /// By the keys that the feeds have now.
    places: HashMap<String, Place>,
    edits: BTreeMap<usize, Edit>,
    /// `None`: removed again.
    added: Vec<Option<FeedSettings>>,
}

impl Plan {
    fn of(feeds: &[FeedSettings]) -> Self {
        let places = feeds.iter().enumerate();
        Self {
            places: places
                .map(|(number, feed)| (feed.key(), Place::Written(number)))
                .collect(),
            edits: BTreeMap::new(),
            added: Vec::new(),
        }
    }

    fn take(&mut self, change: &FeedChange) {
        match change {
            FeedChange::Add(feed) => {
                if let Entry::Vacant(place) = self.places.entry(feed.key()) {
                    place.insert(Place::Added(self.added.len()));
                    self.added.push(Some(feed.clone()));
                }
            }
            FeedChange::Remove(key) => match self.places.remove(key) {
                Some(Place::Written(number)) => {
                    self.edits.insert(number, Edit::Remove);
                }
                Some(Place::Added(number)) => {
                    self.added.get_mut(number).map(Option::take);
                }
                None => {}
            },
            FeedChange::Move { from, to } if !self.places.contains_key(to) => {
                let Some(place) = self.places.remove(from) else {
                    return;
                };
                self.places.insert(to.clone(), place);
                match place {
                    Place::Written(number) => {
                        self.edits.insert(number, Edit::Move(to.clone()));
                    }
                    Place::Added(number) => {
                        let feed = self.added.get_mut(number).and_then(Option::as_mut);
                        feed.into_iter()
                            .for_each(|feed| feed.address.clone_from(to));
                    }
                }
            }
            FeedChange::Move { .. } => {}
            FeedChange::Rename { key, name } => {
                self.set(key, ("name", quoted(name)), |feed| {
                    feed.name.clone_from(name);
                });
            }
            FeedChange::Mute { key, is_muted } => {
                let value = ("muted", is_muted.to_string());
                self.set(key, value, |feed| feed.muted = *is_muted);
            }
        }
    }

    /// Sets a field of a feed: in the file, or before it is added.
    fn set(
        &mut self,
        key: &str,
        (field, value): (&'static str, String),
        store: impl FnOnce(&mut FeedSettings),
    ) {
        match self.places.get(key) {
            Some(Place::Written(number)) => {
                self.edits.insert(*number, Edit::Set(field, value));
            }
            Some(Place::Added(number)) => {
                let feed = self.added.get_mut(*number).and_then(Option::as_mut);
                if let Some(feed) = feed {
                    store(feed);
                }
            }
            None => {}
        }
    }

    /// The text with the changes; `None` if it is not written as `[[feeds]]`.
    fn applied(&self, text: &str) -> Option<String> {
        let (addresses, blocks) = (spans(text, "address")?, blocks(text));
        if !self.added.is_empty() && !addresses.is_empty() && blocks.is_empty() {
            return None;
        }
        let mut out = String::with_capacity(text.len());
        let mut copied = 0;
        for (number, edit) in &self.edits {
            let (range, new) = match edit {
                Edit::Remove => (blocks.get(*number)?.clone(), String::new()),
                Edit::Move(to) => (addresses.get(*number)?.clone()?, quoted(to)),
                Edit::Set(field, value) => match spans(text, field)?.get(*number)?.clone() {
                    Some(span) => (span, value.clone()),
                    None => {
                        let block = blocks.get(*number)?.clone();
                        let header = text.get(block.clone())?.find('\n');
                        let at = header.map_or(block.end, |end| block.start + end + 1);
                        let line = format!("{field} = {value}\n");
                        (
                            at..at,
                            if header.is_some() {
                                line
                            } else {
                                format!("\n{line}")
                            },
                        )
                    }
                },
            };
            out.push_str(text.get(copied..range.start)?);
            out.push_str(&new);
            copied = range.end;
        }
        out.push_str(text.get(copied..)?);
        for feed in self.added.iter().flatten() {
            add(&mut out, feed);
        }
        Some(out)
    }
}

/// Adds a feed to the text of a file.
fn add(out: &mut String, feed: &FeedSettings) {
    if out.trim().is_empty() {
        HEAD.clone_into(out);
    } else {
        out.truncate(out.trim_end_matches('\n').len());
        out.push('\n');
    }
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
    set("muted", feed.muted.then(|| "true".to_owned()));
}

fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}

/// The bytes of the values of a field of all feeds, where it is written.
fn spans(text: &str, field: &str) -> Option<Vec<Option<Range<usize>>>> {
    let (file, _) = DeTable::parse_recoverable(text);
    let file = file.into_inner();
    let Some(feeds) = file.get("feeds") else {
        return Some(Vec::new());
    };
    let span = |feed: &Spanned<DeValue<'_>>| {
        let table = feed.get_ref().as_table()?;
        Some(table.get(field)?.span())
    };
    let feeds = feeds.get_ref().as_array()?;
    Some(feeds.iter().map(span).collect())
}

/// The lines of each feed: from its header to the next one, without the comments of that.
fn blocks(text: &str) -> Vec<Range<usize>> {
    let mut blocks: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    // Where the comments start that stand before this line.
    let mut comments = None;
    for line in text.split_inclusive('\n') {
        let written = line.trim();
        if written.starts_with("[[") {
            if let Some(last) = blocks.last_mut() {
                last.end = comments.unwrap_or(at);
            }
            blocks.push(at..text.len());
        }
        comments = written.starts_with('#').then(|| comments.unwrap_or(at));
        at += line.len();
    }
    blocks
}
