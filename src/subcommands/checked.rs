//! The articles that `check` is about: of folders and files, or those that IDs and queries name.

use super::context::Context;
use super::libraries;
use super::mark::{Words, choose};
use crate::cli::Check;
use crate::error::{Exit, Result};
use crate::library::{Entry, Problem};
use std::path::{Path, PathBuf};

/// What is checked.
pub struct Checked {
    pub entries: Vec<Entry>,
    /// Of files that are no articles.
    pub problems: Vec<Problem>,
    /// [`Exit::Found`] if an ID or a query names nothing.
    pub exit: Exit,
}

/// Reads all of the named folders and files, and only the articles that IDs and queries match.
///
/// # Errors
/// A path does not exist, or a query is wrong.
pub fn read(check: &Check, context: &Context) -> Result<Checked> {
    let is_path = |path: &&PathBuf| path.exists() || is_written_as_path(path);
    let (paths, words): (Vec<&PathBuf>, Vec<&PathBuf>) = check.articles.iter().partition(is_path);
    let paths: Vec<PathBuf> = paths.into_iter().cloned().collect();
    let words: Vec<String> = words
        .iter()
        .map(|word| word.to_string_lossy().into_owned())
        .collect();
    if words.is_empty() {
        let roots = libraries::resolve(&paths, &context.libraries)?;
        let read = libraries::read(&roots, context);
        return Ok(Checked {
            entries: read.entries,
            problems: read.problems,
            exit: Exit::Done,
        });
    }
    let chosen = choose(&words, &paths, Words::OfArticles, context)?;
    Ok(Checked {
        entries: chosen.entries,
        problems: Vec::new(),
        exit: chosen.exit,
    })
}

/// Whether a word that is no file is meant as the path of one: it is neither an ID in a library, which
/// is looked up, nor a regular expression.
fn is_written_as_path(word: &Path) -> bool {
    let word = word.to_string_lossy();
    word.starts_with("./")
        || word.starts_with("../")
        || word.starts_with('/') && !word.ends_with('/')
}
