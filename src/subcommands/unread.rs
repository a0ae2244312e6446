//! Files and folders of a library that cannot be read. Articles in them are missing from what a
//! scan finds, so that nothing may be concluded from their absence.

use super::context::Context;
use super::errors::print_error;
use crate::error::{Error, Exit};
use crate::library::{Entry, Problem, ProblemKind};
use crate::text::sanitize_line;
use std::fmt::Display;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;

/// What a scan could not read.
#[derive(Debug, Default)]
pub struct Unread(Vec<Problem>);

impl Unread {
    /// Those of the problems of a scan that may hide articles.
    pub fn of(problems: &[Problem]) -> Self {
        let unreadable = problems
            .iter()
            .filter(|problem| problem.kind == ProblemKind::Unreadable);
        // The target of a broken link is known not to be there, and hides nothing.
        let is_gone = |problem: &&Problem| {
            fs::metadata(&*problem.path).is_err_and(|error| error.kind() == io::ErrorKind::NotFound)
        };
        Self(
            unreadable
                .filter(|problem| !is_gone(problem))
                .cloned()
                .collect(),
        )
    }

    /// Adds articles whose texts could not be read: their metadata are known from before.
    pub fn add(&mut self, articles: &[&Entry]) {
        for entry in articles {
            let path = entry.path();
            // By now it may be readable: then the next update reads it.
            let Err(cause) = crate::fs::read(&path, 1) else {
                continue;
            };
            if cause.kind() != io::ErrorKind::NotFound {
                self.0.push(Problem {
                    path: Arc::new(path),
                    kind: ProblemKind::Unreadable,
                    files: 1,
                    detail: sanitize_line(&cause.to_string()),
                });
            }
        }
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a file could not be seen.
    pub fn hides(&self, path: &Path) -> bool {
        self.0
            .iter()
            .any(|problem| path.starts_with(&*problem.path))
    }

    #[cfg(feature = "opensearch")]
    pub fn paths(&self) -> Vec<&Path> {
        self.0
            .iter()
            .map(|problem| problem.path.as_path())
            .collect()
    }

    /// A sentence about what may be missing.
    pub fn shortfall(&self, context: &Context) -> Option<String> {
        let first = self.0.first()?;
        let key = match self.0.len() {
            1 => "list.unread",
            _ => "list.unread-many",
        };
        let path = sanitize_line(&first.path.to_string_lossy());
        let values: [(&str, &dyn Display); 3] = [
            ("path", &path),
            ("cause", &first.detail),
            ("count", &self.0.len()),
        ];
        Some(context.locale.fill(key, &values))
    }

    /// Says on standard error what may be missing.
    pub fn report(&self, context: &Context) -> Exit {
        let Some(what) = self.shortfall(context) else {
            return Exit::Done;
        };
        let hint = context.locale.text("list.unread.hint");
        let error = Error::new(Exit::Unreadable, what).hint(hint);
        print_error(&error, &context.locale)
    }

    /// The error for a query without a match, unless everything was read and searched.
    /// `unsearched`: a sentence about texts that were not searched, and what follows from it.
    pub fn nothing_so_far(
        &self,
        words: &str,
        unsearched: Option<(String, Exit)>,
        context: &Context,
    ) -> Option<Error> {
        let (unsearched, exit) = unsearched.unzip();
        let exit = match self.is_empty() {
            true => exit.unwrap_or(Exit::Found),
            false => Exit::Unreadable,
        };
        let unread = self.shortfall(context);
        let reasons: Vec<String> = unread.into_iter().chain(unsearched).collect();
        if reasons.is_empty() {
            return None;
        }
        let what = so_far(words, context);
        Some(Error::new(exit, what).hint(reasons.join("; ")))
    }
}

/// A sentence that says that nothing was found where not all was read or searched.
pub fn so_far(words: &str, context: &Context) -> String {
    if words.is_empty() {
        return context.locale.text("list.none-so-far").to_owned();
    }
    context
        .locale
        .fill("list.nothing-so-far", &[("words", &words)])
}
