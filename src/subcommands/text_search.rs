//! Searches the texts of articles for the subcommands that take a query, and says which texts were
//! not searched.

use super::context::Context;
use super::errors::print_error;
use super::libraries::Roots;
use super::progress::ProgressBar;
use crate::error::{Error, Exit};
use crate::index::IndexError;
use crate::library::{Cancel, Entry, distinct_roots};
use crate::search::full_text::{Coverage, FullText, LocalHits};
use crate::search::{Query, TextHits};
use crate::text::{WidthPolicy, grouped};
use std::fmt::Display;
use std::path::{Path, PathBuf};

/// Files of at most so many bytes are indexed before a search, which takes a second or two. More
/// of them are left to `kanbao index`.
const SMALL: u64 = 32 << 20;

/// Width of a snippet in cells.
const SNIPPET: usize = 120;

/// The articles whose texts are searched.
#[derive(Clone, Copy, Debug)]
pub struct Searched<'a> {
    pub entries: &'a [Entry],
    /// A scan has just found these articles, and no others; the indexes of these libraries have the
    /// stamps of all files. `None`: some articles of the libraries, whose indexes keep the others.
    pub scanned: Option<&'a [PathBuf]>,
}

/// What was found in the texts of articles.
#[derive(Default)]
pub struct TextSearch {
    pub hits: LocalHits,
    indexes: Vec<(PathBuf, FullText)>,
    coverage: Coverage,
    /// Some articles are not indexed. Otherwise those that were not searched cannot be read in full.
    is_behind: bool,
    /// Some files cannot be read.
    is_unread: bool,
    ranked: bool,
}

impl TextSearch {
    /// Brings the indexes of the libraries up to date, if that is quick, and searches them.
    /// `ranked`: finds how relevant the articles are, too.
    pub fn run(
        roots: &Roots,
        searched: Searched<'_>,
        query: &Query,
        ranked: bool,
        context: &Context,
    ) -> Self {
        let mut search = Self {
            ranked,
            ..Self::default()
        };
        if !query.needs_text() {
            return search;
        }
        let is_folder = |root: &&PathBuf| root.is_dir();
        let libraries: Vec<PathBuf> = distinct_roots(&roots.paths());
        let libraries: Vec<&PathBuf> = libraries.iter().filter(is_folder).collect();
        for (root, articles) in by_root(searched.entries) {
            let is_library = libraries
                .iter()
                .any(|path| path.as_os_str() == root.as_os_str());
            search.coverage.all += articles.len();
            if is_library && context.indexes.folder.is_none() {
                search.is_behind = true;
                continue;
            }
            let articles = (articles.as_slice(), searched.scanned);
            let found = search.library((root, is_library), articles, roots, query, context);
            if let Err(error) = found {
                search.is_behind = true;
                say(&failed(root, &error, context), context);
            }
        }
        search
    }

    /// Searches one library. A damaged index is made anew, once.
    fn library(
        &mut self,
        (root, is_library): (&Path, bool),
        (articles, scanned): (&[&Entry], Option<&[PathBuf]>),
        roots: &Roots,
        query: &Query,
        context: &Context,
    ) -> Result<(), IndexError> {
        let mut index = match &context.indexes.folder {
            Some(folder) if is_library => {
                let options = roots.scan_options(&context.scan);
                let wait = context.indexes.wait;
                FullText::open(folder, root, &options, &context.cleaning, wait)?
            }
            _ => FullText::in_memory()?,
        };
        let cancel = Cancel::default();
        for is_again in [false, true] {
            let found = update(&mut index, root, (articles, scanned), context).and_then(|left| {
                let candidates = index.candidates(query)?;
                self.hits.confirm(root, &candidates, &cancel)?;
                if self.ranked {
                    self.hits.rank_texts(&candidates, &cancel)?;
                    let articles = articles.iter().copied();
                    self.hits.rank_titles(query, articles);
                }
                Ok(left)
            });
            match found {
                Err(error) if error.is_damage() && !is_again => index = index.rebuild()?,
                Err(error) => return Err(error),
                Ok(left) => {
                    self.is_behind |= !left.is_empty();
                    self.hits.set_stale(left);
                    let known = articles.iter().filter(|entry| self.hits.is_known(entry));
                    self.coverage.indexed += known.count();
                    self.is_unread |= !index.unread(articles).is_empty();
                    break;
                }
            }
        }
        self.indexes.push((root.to_owned(), index));
        Ok(())
    }

    /// A sentence about texts that were not searched.
    pub fn shortfall(&self, context: &Context) -> Option<String> {
        let Coverage { indexed, all } = self.coverage;
        if self.coverage.is_complete() {
            return None;
        }
        let key = match (indexed, &context.indexes.folder) {
            (0, None) => "text.off",
            _ if self.is_behind => "text.partly",
            _ => "text.partial",
        };
        let [indexed, all] = [indexed, all].map(grouped);
        let values: [(&str, &dyn Display); 2] = [("indexed", &indexed), ("all", &all)];
        Some(context.locale.fill(key, &values))
    }

    /// How a command ends for which a text that was not searched may have mattered.
    pub const fn exit(&self) -> Exit {
        match self.is_unread {
            true => Exit::Unreadable,
            false => Exit::Found,
        }
    }

    /// The passage of an article that the query found.
    pub fn snippet(&self, entry: &Entry, query: &Query, policy: WidthPolicy) -> Option<String> {
        let is_root =
            |(root, _): &&(PathBuf, FullText)| root.as_os_str() == entry.root().as_os_str();
        let (_, index) = self.indexes.iter().find(is_root)?;
        let snippet = index.snippet(entry, query, SNIPPET, policy);
        snippet.ok().flatten().map(|snippet| snippet.text)
    }
}

/// Prints a sentence to the standard error output.
pub fn say(what: &str, context: &Context) {
    print_error(&Error::new(Exit::Done, what), &context.locale);
}

/// The articles of each root.
fn by_root(entries: &[Entry]) -> Vec<(&Path, Vec<&Entry>)> {
    let mut roots: Vec<(&Path, Vec<&Entry>)> = Vec::new();
    for entry in entries {
        let root = entry.root().as_path();
        let known = roots
            .iter_mut()
            .find(|(path, _)| path.as_os_str() == root.as_os_str());
        match known {
            Some((_, articles)) => articles.push(entry),
            None => roots.push((root, vec![entry])),
        }
    }
    roots
}

/// Indexes what has changed, unless that is much. Returns the articles that are not up to date. An
/// index that cannot be written is searched as it is.
///
/// # Errors
/// The index is damaged, or cannot be read.
fn update<'a>(
    index: &mut FullText,
    root: &Path,
    (articles, scanned): (&[&'a Entry], Option<&[PathBuf]>),
    context: &Context,
) -> Result<Vec<&'a Entry>, IndexError> {
    let cancel = Cancel::default();
    let is_root = |path: &PathBuf| path.as_os_str() == root.as_os_str();
    let plan = match scanned {
        // The scan has looked at every file.
        Some(current) if current.iter().any(is_root) => index.plan_after_scan(articles, &cancel),
        Some(_) => index.plan(articles, &cancel),
        None => index.plan_some(articles, &cancel),
    };
    let Some(plan) = plan else {
        return Ok(articles.to_vec());
    };
    let all = plan.articles();
    index.verify_if_due(&cancel)?;
    if plan.bytes > SMALL {
        return Ok(index.left(&plan, articles));
    }
    let mut bar = ProgressBar::new(context, "index.progress");
    let mut written = 0;
    let updated = index.update(&plan, articles, &context.cleaning, &cancel, &mut |done| {
        written = done;
        bar.show(all, done);
    });
    bar.clear();
    match updated {
        Err(error) if error.is_damage() => return Err(error),
        Err(error) => say(&failed(root, &error, context), context),
        Ok(()) => {}
    }
    if written == all {
        return Ok(Vec::new());
    }
    Ok(index.left(&plan, articles))
}

/// A sentence about texts that cannot be searched.
pub fn failed(root: &Path, error: &IndexError, context: &Context) -> String {
    error.describe("text.failed", root, &context.locale)
}
