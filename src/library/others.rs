//! Summarises what is in a library beside articles: files of other formats and folders that were
//! left out, by kind.

use super::{Problem, ProblemKind};
use crate::locale::Locale;
use std::cmp::Reverse;
use std::collections::HashMap;

/// A kind of files that are not articles.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum OtherKind {
    /// An extension in lower case, with its dot.
    Extension(String),
    NoExtension,
    /// Folders of one name that tools make.
    Made(String),
    Ignored,
    HiddenFolder,
    /// Pages of published sites that list other pages.
    Listing,
    /// Symbolic links to folders that were not followed, or had been read.
    Link,
}

impl OtherKind {
    /// The kind of a file or folder that is not a fault.
    fn of(problem: &Problem) -> Option<Self> {
        if problem.is_fault() {
            return None;
        }
        let name = problem.path.file_name().unwrap_or_default();
        let name = || crate::text::sanitize_line(&name.to_string_lossy());
        Some(match problem.kind {
            ProblemKind::Made => Self::Made(name()),
            ProblemKind::Ignored => Self::Ignored,
            ProblemKind::Hidden => Self::HiddenFolder,
            ProblemKind::Listing => Self::Listing,
            ProblemKind::Link | ProblemKind::Loop => Self::Link,
            _ => match name().rsplit_once('.') {
                // A long “extension” is the end of a sentence, and a hidden file has none.
                Some((stem, end))
                    if !stem.is_empty() && !end.contains(' ') && end.chars().count() <= LONGEST =>
                {
                    Self::Extension(format!(".{}", end.to_lowercase()))
                }
                _ => Self::NoExtension,
            },
        })
    }
}

/// Maximum characters of an extension.
const LONGEST: usize = 12;

/// The files of a kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Others {
    pub kind: OtherKind,
    pub files: usize,
    /// Indexes of the problems of this kind.
    pub at: Vec<usize>,
}

impl Others {
    /// The kind in the language of the interface.
    pub fn label(&self, locale: &Locale) -> String {
        match &self.kind {
            OtherKind::Extension(name) | OtherKind::Made(name) => name.clone(),
            OtherKind::NoExtension => locale.text("others.no-extension").to_owned(),
            OtherKind::Ignored => locale.text("others.ignored").to_owned(),
            OtherKind::HiddenFolder => locale.text("others.hidden").to_owned(),
            OtherKind::Listing => locale.text("others.listings").to_owned(),
            OtherKind::Link => locale.text("others.links").to_owned(),
        }
    }
}

/// All kinds, those with the most files first.
pub fn others(problems: &[Problem]) -> Vec<Others> {
    let mut places = HashMap::new();
    let mut all: Vec<Others> = Vec::new();
    for (at, problem) in problems.iter().enumerate() {
        let Some(kind) = OtherKind::of(problem) else {
            continue;
        };
        let place = *places.entry(kind.clone()).or_insert(all.len());
        if place == all.len() {
            all.push(Others {
                kind,
                files: 0,
                at: Vec::new(),
            });
        }
        if let Some(others) = all.get_mut(place) {
            others.files += problem.count();
            others.at.push(at);
        }
    }
    all.sort_by_key(|others| Reverse(others.files));
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;
    use std::sync::Arc;

    #[test]
    fn files_are_counted_by_kind() {
        let problem = |path: &str, kind, files| Problem {
            path: Arc::new(PathBuf::from(path)),
            kind,
            files,
            detail: String::new(),
        };
        let problems = [
            problem("a/x.py", ProblemKind::UnknownFormat, 1),
            problem("a/empty.md", ProblemKind::Empty, 1),
            problem("x.tar.GZ", ProblemKind::UnknownFormat, 1),
            problem("node_modules", ProblemKind::Made, 30),
            problem("b/y.gz", ProblemKind::UnknownFormat, 1),
            problem("b/node_modules", ProblemKind::Made, 12),
            problem("Makefile", ProblemKind::UnknownFormat, 1),
            problem(".gitignore", ProblemKind::UnknownFormat, 1),
            problem("5. 一句很长的话。没有扩展名", ProblemKind::UnknownFormat, 1),
            problem(".git", ProblemKind::Hidden, 1),
            problem("tags/index.html", ProblemKind::Listing, 1),
        ];
        let found: Vec<_> = others(&problems)
            .into_iter()
            .map(|others| (others.kind, others.files, others.at))
            .collect();
        let extension = |name: &str| OtherKind::Extension(name.to_owned());
        assert_eq!(
            found,
            [
                (OtherKind::Made("node_modules".to_owned()), 42, vec![3, 5]),
                (OtherKind::NoExtension, 3, vec![6, 7, 8]),
                (extension(".gz"), 2, vec![2, 4]),
                (extension(".py"), 1, vec![0]),
                (OtherKind::HiddenFolder, 1, vec![9]),
                (OtherKind::Listing, 1, vec![10]),
            ]
        );
    }
}
