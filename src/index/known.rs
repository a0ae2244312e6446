//! The files that an index knows, by hash: 16 bytes a file instead of its path.

use super::hash::{ByHash, hash};
use crate::library::{Check, FolderStamp, ProblemKind, Stamp};
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// The key of a file: a hash of its ID.
pub fn key(id: &str) -> u64 {
    hash(1, id.as_bytes())
}

/// In place of a hash: the file is to be read again.
const UNSURE: u32 = 0;
/// In place of a hash: the row of the article is damaged, so that it was never sent.
const DAMAGED: u32 = 1;

/// The hash of a stamp; never one of the values above.
fn print(stamp: Stamp) -> u32 {
    let mut bytes = [0; 16];
    let (size, modified) = bytes.split_at_mut(8);
    size.copy_from_slice(&stamp.size.to_le_bytes());
    modified.copy_from_slice(&stamp.modified.to_le_bytes());
    (hash(2, &bytes) as u32).max(DAMAGED + 1)
}

#[derive(Clone, Copy, Debug)]
struct KnownArticle {
    print: u32,
    row: u32,
}

#[derive(Debug)]
struct KnownProblem {
    id: String,
    print: u32,
    kind: ProblemKind,
    detail: String,
    found: AtomicBool,
}

/// What an index knows when a scan starts, and what the scan has found of it.
#[derive(Debug, Default)]
pub struct KnownFiles {
    articles: HashMap<u64, KnownArticle, ByHash>,
    problems: HashMap<u64, KnownProblem, ByHash>,
    /// One bit for each row of an article: whether the scan found its file.
    found: Vec<AtomicU64>,
    pub folders: Folders,
    /// The generation of the index when it was read.
    pub generation: i64,
}

/// Folders by path. With a stamp, all files of the folder are in the index, and it tells whether
/// the folder has changed since.
pub type Folders = HashMap<String, Option<FolderStamp>>;

impl KnownFiles {
    /// Makes room for articles.
    pub fn reserve(&mut self, count: usize) {
        self.articles.reserve(count);
    }

    /// Adds an article that was sent. Without a stamp its file is read again.
    pub fn add_article(&mut self, key: u64, row: u32, stamp: Option<Stamp>) {
        self.add(key, row, stamp.map_or(UNSURE, print));
    }

    /// Adds an article whose row could not be decoded.
    pub fn add_damaged(&mut self, key: u64, row: u32) {
        self.add(key, row, DAMAGED);
    }

    fn add(&mut self, key: u64, row: u32, print: u32) {
        let word = row as usize / 64;
        if word >= self.found.len() {
            self.found.resize_with(word + 1, AtomicU64::default);
        }
        // Another program wrote a problem while this one was reading: which is newer is unknown.
        let doubtful = print != DAMAGED && self.problems.contains_key(&key);
        let print = if doubtful { UNSURE } else { print };
        let article = KnownArticle { print, row };
        if let Some(other) = self.articles.insert(key, article) {
            // Two IDs with the same hash: neither is believed.
            self.articles.insert(
                key,
                KnownArticle {
                    print: UNSURE,
                    ..other
                },
            );
        }
    }

    /// Adds a file that is not an article. Problems are added before articles.
    pub fn add_problem(
        &mut self,
        id: String,
        stamp: Option<Stamp>,
        kind: ProblemKind,
        detail: String,
    ) {
        let key = key(&id);
        let print = stamp.map_or(UNSURE, print);
        let problem = KnownProblem {
            id,
            print,
            kind,
            detail,
            found: AtomicBool::new(false),
        };
        self.problems.insert(key, problem);
    }

    /// Compares a file with what is known of it. Without a stamp it could not be looked up, but it
    /// is there.
    pub fn check(&self, id: &str, stamp: Option<Stamp>) -> Check {
        let key = key(id);
        let print = stamp.map(print);
        let problem = self.problems.get(&key);
        if let Some(problem) = problem {
            problem.found.store(true, Ordering::Relaxed);
        }
        if let Some(article) = self.articles.get(&key) {
            if let Some(word) = self.found.get(article.row as usize / 64) {
                word.fetch_or(1 << (article.row % 64), Ordering::Relaxed);
            }
            return match article.print {
                DAMAGED => Check::New,
                known if Some(known) == print => Check::Unchanged,
                _ => Check::Changed,
            };
        }
        match problem {
            Some(problem) if Some(problem.print) == print => {
                Check::Problem(problem.kind, problem.detail.clone())
            }
            _ => Check::New,
        }
    }

    /// Whether the row of every article that was read is good.
    pub fn is_sound(&self) -> bool {
        let mut articles = self.articles.values();
        !articles.any(|article| article.print == DAMAGED)
    }

    /// Whether every file that is not an article has the stamp that it had.
    pub fn are_problems_unchanged(&self, stamp: impl Fn(&str) -> Option<Stamp>) -> bool {
        let mut problems = self.problems.values();
        problems.all(|problem| stamp(&problem.id).map(print) == Some(problem.print))
    }

    /// How many articles there are.
    pub fn len(&self) -> usize {
        self.articles.len()
    }

    /// Whether there is a row for a file.
    pub fn contains(&self, id: &str) -> bool {
        let key = key(id);
        self.articles.contains_key(&key) || self.problems.contains_key(&key)
    }

    /// The IDs of problems whose files were not found.
    pub fn problems_not_found(&self) -> Vec<&str> {
        let missing = |problem: &&KnownProblem| !problem.found.load(Ordering::Relaxed);
        let missing = self.problems.values().filter(missing);
        missing.map(|problem| problem.id.as_str()).collect()
    }

    /// The rows of articles whose files were not found, with their keys.
    pub fn articles_not_found(&self) -> Vec<(u64, u32)> {
        let found = |row: u32| {
            let word = self.found.get(row as usize / 64);
            word.is_some_and(|word| word.load(Ordering::Relaxed) & (1 << (row % 64)) != 0)
        };
        let missing = self.articles.iter().filter(|(_, known)| !found(known.row));
        missing.map(|(key, known)| (*key, known.row)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checks() {
        let stamp = |modified| Stamp { size: 3, modified };
        let mut known = KnownFiles::default();
        known.add_article(key("a"), 1, Some(stamp(7)));
        known.add_article(key("racy"), 70, None);
        known.add_damaged(key("damaged"), 71);
        known.add_article(key("gone"), 200, Some(stamp(7)));
        known.add_problem("q".to_owned(), None, ProblemKind::Empty, String::new());
        known.add_problem(
            "p".to_owned(),
            Some(stamp(7)),
            ProblemKind::Empty,
            "x".to_owned(),
        );
        known.add_article(key("hidden"), 201, Some(stamp(7)));
        let check = |id: &str, modified, expected: Check| {
            assert_eq!(known.check(id, Some(stamp(modified))), expected, "{id}");
        };
        check("a", 7, Check::Unchanged);
        check("a", 8, Check::Changed);
        check("racy", 7, Check::Changed);
        check("p", 7, Check::Problem(ProblemKind::Empty, "x".to_owned()));
        check("p", 9, Check::New);
        check("damaged", 7, Check::New);
        check("new", 7, Check::New);
        // These cannot be looked up.
        assert_eq!(known.check("hidden", None), Check::Changed);
        assert_eq!(known.check("p", None), Check::New);
        assert_eq!(known.check("new", None), Check::New);
        assert!(!known.is_sound());
        assert_eq!(known.articles_not_found(), [(key("gone"), 200)]);
        assert_eq!(known.problems_not_found(), ["q"]);
    }
}
