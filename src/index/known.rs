//! The files that an index knows, by hash: 16 bytes a file instead of its path.

use super::chunk::Damaged;
pub(super) use crate::library::id_key as key;
use crate::library::{ByHash, Check, FolderStamp, ProblemKind, Stamp};
use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// In place of a hash: the file is to be read again.
const UNSURE: u64 = 0;
/// The bit beside the hash that tells that the scan found the file.
const FOUND: u64 = 1 << 63;

#[derive(Debug)]
struct KnownProblem {
    id: String,
    print: u64,
    kind: ProblemKind,
    detail: String,
    found: AtomicBool,
}

/// What an index knows when a scan starts, and what the scan has found of it.
#[derive(Debug, Default)]
pub struct KnownFiles {
    /// The hash of the stamp, and [`FOUND`].
    articles: HashMap<u64, AtomicU64, ByHash>,
    problems: HashMap<u64, KnownProblem, ByHash>,
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

    /// Adds an article. Without a stamp its file is read again.
    ///
    /// # Errors
    /// The index has the file twice.
    pub fn add_article(&mut self, key: u64, stamp: Option<Stamp>) -> Result<(), Damaged> {
        let print = stamp.map_or(UNSURE, Stamp::print);
        let is_new = self.articles.insert(key, print.into()).is_none();
        if is_new && !self.problems.contains_key(&key) {
            Ok(())
        } else {
            Err(Damaged)
        }
    }

    /// Adds a file that is not an article.
    ///
    /// # Errors
    /// The index has the file twice.
    pub fn add_problem(
        &mut self,
        id: String,
        stamp: Option<Stamp>,
        kind: ProblemKind,
        detail: String,
    ) -> Result<(), Damaged> {
        let key = key(&id);
        let print = stamp.map_or(UNSURE, Stamp::print);
        let problem = KnownProblem {
            id,
            print,
            kind,
            detail,
            found: AtomicBool::new(false),
        };
        let is_new = self.problems.insert(key, problem).is_none();
        if is_new && !self.articles.contains_key(&key) {
            Ok(())
        } else {
            Err(Damaged)
        }
    }

    /// Compares a file with what is known of it. Without a stamp it could not be looked up, but it
    /// is there. A file that is not known is not looked up.
    pub fn check(&self, id: &str, stamp: &dyn Fn() -> Option<Stamp>) -> Check {
        let key = key(id);
        if let Some(article) = self.articles.get(&key) {
            let known = article.fetch_or(FOUND, Ordering::Relaxed) & !FOUND;
            return if stamp().map(Stamp::print) == Some(known) {
                Check::Unchanged
            } else {
                Check::Changed
            };
        }
        let Some(problem) = self.problems.get(&key) else {
            return Check::New;
        };
        problem.found.store(true, Ordering::Relaxed);
        if stamp().map(Stamp::print) == Some(problem.print) {
            Check::Problem(problem.kind, problem.detail.clone())
        } else {
            Check::New
        }
    }

    /// Whether every file that is not an article has the stamp that it had.
    pub fn are_problems_unchanged(&self, stamp: impl Fn(&str) -> Option<Stamp>) -> bool {
        let mut problems = self.problems.values();
        problems.all(|problem| stamp(&problem.id).map(Stamp::print) == Some(problem.print))
    }

    /// How many articles there are.
    pub fn len(&self) -> usize {
        self.articles.len()
    }

    /// The IDs of problems whose files were not found.
    pub fn problems_not_found(&self) -> Vec<&str> {
        let missing = |problem: &&KnownProblem| !problem.found.load(Ordering::Relaxed);
        let missing = self.problems.values().filter(missing);
        missing.map(|problem| problem.id.as_str()).collect()
    }

    /// The keys of articles whose files were not found.
    pub fn articles_not_found(&self) -> HashSet<u64> {
        let missing = self.articles.iter();
        let missing = missing.filter(|(_, known)| known.load(Ordering::Relaxed) & FOUND == 0);
        missing.map(|(key, _)| *key).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checks() {
        let stamp = |modified| Stamp { size: 3, modified };
        let mut known = KnownFiles::default();
        let articles = [
            ("a", Some(stamp(7))),
            ("racy", None),
            ("gone", Some(stamp(7))),
            ("hidden", Some(stamp(7))),
        ];
        for (id, stamp) in articles {
            assert_eq!(known.add_article(key(id), stamp), Ok(()));
        }
        for (id, detail, stamp) in [("q", "", None), ("p", "x", Some(stamp(7)))] {
            let (id, detail) = (id.to_owned(), detail.to_owned());
            let added = known.add_problem(id, stamp, ProblemKind::Empty, detail);
            assert_eq!(added, Ok(()));
        }
        let check = |id: &str, modified, expected: Check| {
            assert_eq!(known.check(id, &|| Some(stamp(modified))), expected, "{id}");
        };
        check("a", 7, Check::Unchanged);
        check("a", 8, Check::Changed);
        check("racy", 7, Check::Changed);
        check("p", 7, Check::Problem(ProblemKind::Empty, "x".to_owned()));
        check("p", 9, Check::New);
        check("new", 7, Check::New);
        // These cannot be looked up.
        assert_eq!(known.check("hidden", &|| None), Check::Changed);
        assert_eq!(known.check("p", &|| None), Check::New);
        assert_eq!(known.check("new", &|| None), Check::New);
        assert_eq!(known.articles_not_found(), HashSet::from([key("gone")]));
        assert_eq!(known.problems_not_found(), ["q"]);
    }

    #[test]
    fn no_file_is_known_twice() {
        let problem = |known: &mut KnownFiles, id: &str| {
            known.add_problem(id.to_owned(), None, ProblemKind::Empty, String::new())
        };
        let mut known = KnownFiles::default();
        assert_eq!(known.add_article(key("a"), None), Ok(()));
        assert_eq!(known.add_article(key("a"), None), Err(Damaged));
        assert_eq!(problem(&mut known, "a"), Err(Damaged));
        assert_eq!(problem(&mut known, "b"), Ok(()));
        assert_eq!(problem(&mut known, "b"), Err(Damaged));
        assert_eq!(known.add_article(key("b"), None), Err(Damaged));
    }
}
