//! Titles that several articles of a source have, and what tells such articles apart: the file
//! name, or the folder where file names repeat, too.
//!
//! Titles are counted by their hashes, in slices between frames, once after each change of the
//! list. Nothing is kept of titles that do not repeat: at a million articles that would be 20 MB.

use crate::app::message::Item;
use crate::library::{ByHash, Entry, folder, hash, secret};
use std::collections::HashSet;

/// Articles that are counted between two frames, about 1 ms of work.
const SLICE: usize = if cfg!(test) { 3 } else { 2_000 };

/// What repeats in the list.
#[derive(Debug, Default)]
pub(super) struct Repeats {
    shared: Shared,
    count: Option<Count>,
}

/// What tells an article from others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Telling<'a> {
    Title,
    /// The file name without its extension.
    Name(&'a str),
    Folder(&'a str),
}

/// Hashes of titles and names that several articles share.
#[derive(Debug, Default, PartialEq, Eq)]
struct Shared {
    /// Title and source together: rows of different sources say so.
    titles: HashSet<u64, ByHash>,
    /// Title and file name together, among articles that share their titles.
    names: HashSet<u64, ByHash>,
}

/// A count that is not finished: first of the titles, then of the file names.
#[derive(Debug, Default)]
struct Count {
    /// Whether the titles are counted, and this is the pass over the file names.
    naming: bool,
    at: usize,
    /// With room for all from the start: moving a million hashes to a larger set takes longer than
    /// a frame.
    seen: HashSet<u64, ByHash>,
    shared: Shared,
    /// How many articles have a title that was seen before.
    repeated: usize,
}

impl Repeats {
    /// The articles have changed. Until they are counted, the old count is valid.
    pub fn start(&mut self) {
        self.count = Some(Count::default());
    }

    /// The order has changed. A count goes by index, and starts again; a finished one is valid.
    pub fn reordered(&mut self) {
        if self.count.is_some() {
            self.start();
        }
    }

    pub fn is_counting(&self) -> bool {
        self.count.is_some()
    }

    /// Counts the next slice. Whether the result of the finished count is a new one.
    pub fn count_more(&mut self, all: &[Item]) -> bool {
        let Some(mut count) = self.count.take() else {
            return false;
        };
        if count.at == 0 && !count.naming {
            count.seen.reserve(all.len());
        }
        count.slice(all);
        if count.at < all.len() {
            self.count = Some(count);
            return false;
        }
        if !count.naming && !count.shared.titles.is_empty() {
            // The first article of each title was not seen before.
            let mut seen = HashSet::default();
            seen.reserve(count.repeated + count.shared.titles.len());
            self.count = Some(Count {
                naming: true,
                shared: count.shared,
                seen,
                ..Count::default()
            });
            return false;
        }
        let is_new = self.shared != count.shared;
        self.shared = count.shared;
        is_new
    }

    /// What tells an article from others with its title and source.
    pub fn telling<'a>(&self, entry: &'a Entry) -> Telling<'a> {
        let titles = &self.shared.titles;
        if titles.is_empty() || !titles.contains(&title(entry)) {
            Telling::Title
        } else if self.shared.names.contains(&name(entry)) {
            Telling::Folder(folder(entry))
        } else {
            Telling::Name(stem(entry.id()))
        }
    }
}

impl Count {
    fn slice(&mut self, all: &[Item]) {
        let end = all.len().min(self.at + SLICE);
        for item in all.get(self.at..end).unwrap_or_default() {
            let entry = &item.entry;
            let title = title(entry);
            if !self.naming {
                if !self.seen.insert(title) {
                    self.repeated += 1;
                    self.shared.titles.insert(title);
                }
            } else if self.shared.titles.contains(&title) {
                let name = name(entry);
                if !self.seen.insert(name) {
                    self.shared.names.insert(name);
                }
            }
        }
        self.at = end;
    }
}

fn pair(one: &str, two: &str) -> u64 {
    hash(hash(secret(), one.as_bytes()), two.as_bytes())
}

fn title(entry: &Entry) -> u64 {
    pair(entry.title(), &entry.labels.source)
}

fn name(entry: &Entry) -> u64 {
    pair(entry.title(), stem(entry.id()))
}

/// The file name of an ID without its extension.
fn stem(id: &str) -> &str {
    let name = id.rsplit('/').next().unwrap_or(id);
    match name.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem,
        _ => name,
    }
}
