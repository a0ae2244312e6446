//! Chooses the folders to read: those on the command line, else those of the config, else
//! `$KANBAO_LIBRARY`, else the current folder if it is a library by itself, else the sample.

use super::context::Context;
use super::current_folder;
use super::errors::print_error;
use crate::error::{Error, Exit, Result};
use crate::index::{self, Newest};
use crate::library::{self, Arrivals, Cancel, Entry, Problem, ScanEvent, ScanOptions, TextFiles};
use crate::locale::Locale;
use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The libraries to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Roots {
    Paths(Vec<PathBuf>),
    /// The current folder: nothing was named, and it holds articles.
    Here,
    Sample,
}

impl Roots {
    pub fn paths(&self) -> Vec<PathBuf> {
        match self {
            Self::Paths(paths) => paths.clone(),
            Self::Here => vec![PathBuf::from(".")],
            Self::Sample => Vec::new(),
        }
    }

    /// The options for a scan of these roots.
    pub fn scan_options(&self, options: &ScanOptions) -> ScanOptions {
        ScanOptions {
            text_files: match self {
                Self::Here => TextFiles::WithFrontMatter,
                Self::Paths(_) | Self::Sample => TextFiles::All,
            },
            ..options.clone()
        }
    }
}

/// Chooses the roots.
///
/// # Errors
/// A path of the command line, the config or the environment does not exist or cannot be read.
pub fn resolve(named: &[PathBuf], configured: &[PathBuf]) -> Result<Roots> {
    if let Some(paths) = chosen(named, configured) {
        paths.iter().try_for_each(|path| readable(path))?;
        return Ok(Roots::Paths(paths));
    }
    if current_folder::is_a_library() {
        return Ok(Roots::Here);
    }
    Ok(Roots::Sample)
}

/// The paths of the command line, else of the config, else of the environment.
pub fn chosen(named: &[PathBuf], configured: &[PathBuf]) -> Option<Vec<PathBuf>> {
    let value = std::env::var_os("KANBAO_LIBRARY").unwrap_or_default();
    let from_environment = std::env::split_paths(&value)
        .filter(|path| !path.as_os_str().is_empty())
        .collect();
    [named.to_vec(), configured.to_vec(), from_environment]
        .into_iter()
        .find(|paths| !paths.is_empty())
}

/// Checks the paths of `--library`.
///
/// # Errors
/// A path is a file or does not exist.
pub fn folders(paths: &[PathBuf], locale: &Locale) -> Result<()> {
    paths.iter().try_for_each(|path| folder(path, locale))
}

/// # Errors
/// The path is a file or does not exist.
pub fn folder(path: &Path, locale: &Locale) -> Result<()> {
    readable(path)?;
    if path.is_dir() {
        Ok(())
    } else {
        Err(Error::usage(locale.text("cli.error.no-folder")).path(path))
    }
}

/// # Errors
/// The path does not exist or cannot be read.
pub fn readable(path: &Path) -> Result<()> {
    let data = fs::metadata(path).map_err(|cause| Error::unreadable(path, &cause))?;
    let opened = if data.is_dir() {
        fs::read_dir(path).map(|_| ())
    } else if data.is_file() {
        fs::File::open(path).map(|_| ())
    } else {
        // Not opened, because opening a pipe may block. The scan reports what it is.
        Ok(())
    };
    opened.map_err(|cause| Error::unreadable(path, &cause))
}

/// All articles of the libraries.
#[derive(Debug, Default)]
pub struct Scanned {
    pub entries: Vec<Entry>,
    pub problems: Vec<Problem>,
    /// The libraries whose indexes have the stamps of all files, as the scan found them.
    pub current: Vec<PathBuf>,
    /// Which articles are new.
    pub arrivals: Arrivals,
}

/// Reads the libraries, with their indexes. Sorts entries by id and problems by path, so that the
/// order is stable. An index that cannot be used is reported on standard error.
pub fn read(roots: &Roots, context: &Context) -> Scanned {
    if *roots == Roots::Sample {
        return Scanned {
            entries: library::sample::entries_for(context.locale.tag()),
            ..Scanned::default()
        };
    }
    let options = roots.scan_options(&context.scan);
    let mut found = Found::default();
    let report = index::scan(
        &context.indexes,
        &roots.paths(),
        &options,
        &Cancel::default(),
        &mut |event| found.take(event),
    );
    let failures = report
        .failures
        .iter()
        .map(|failure| failure.describe(&context.locale));
    let emptied = report
        .emptied
        .iter()
        .map(|library| library.describe(&context.locale));
    if let Some(what) = failures.chain(emptied).next() {
        print_error(&Error::new(Exit::Done, what), &context.locale);
    }
    let arrivals = std::mem::take(&mut found.arrivals);
    let (entries, problems) = found.sorted();
    Scanned {
        arrivals,
        entries,
        problems,
        current: report.current,
    }
}

/// At least the `count` newest articles, if the indexes have them and are known to be up to date
/// without looking at every file.
pub fn newest(roots: &Roots, context: &Context, count: usize) -> Option<Newest> {
    let options = roots.scan_options(&context.scan);
    let newest = index::newest(&context.indexes, &roots.paths(), &options, count);
    newest.filter(|newest| !newest.entries.is_empty())
}

/// What a scan has found so far.
#[derive(Default)]
pub(super) struct Found {
    entries: Vec<Entry>,
    changed: Vec<Entry>,
    /// IDs and roots of entries that have changed or are gone.
    outdated: HashSet<(Arc<str>, Arc<PathBuf>)>,
    problems: Vec<Problem>,
    pub(super) arrivals: Arrivals,
}

impl Found {
    pub(super) fn take(&mut self, event: ScanEvent) {
        match event {
            ScanEvent::Entries(batch) => self.entries.extend(batch),
            ScanEvent::Changed(batch) => {
                self.outdated.extend(batch.iter().map(key));
                self.changed.extend(batch);
            }
            ScanEvent::Gone(batch) => {
                let keys = batch.into_iter().map(|gone| (gone.id, gone.root));
                self.outdated.extend(keys);
            }
            ScanEvent::Reset => *self = Self::default(),
            ScanEvent::Problems(batch) => self.problems.extend(batch),
            ScanEvent::Arrived(batch) => self.arrivals.extend(&batch),
            ScanEvent::Folders(_)
            | ScanEvent::Seen(_)
            | ScanEvent::Progress { .. }
            | ScanEvent::Finished { .. } => {}
        }
    }

    pub(super) fn sorted(mut self) -> (Vec<Entry>, Vec<Problem>) {
        if !self.outdated.is_empty() {
            self.entries
                .retain(|entry| !self.outdated.contains(&key(entry)));
        }
        self.entries.extend(self.changed);
        self.entries
            .sort_by(|a, b| (a.id(), a.root()).cmp(&(b.id(), b.root())));
        self.problems.sort_by(|a, b| a.path.cmp(&b.path));
        (self.entries, self.problems)
    }
}

fn key(entry: &Entry) -> (Arc<str>, Arc<PathBuf>) {
    (entry.id().into(), Arc::clone(entry.root()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn named_paths_come_first_and_must_exist() {
        let root = tempfile::tempdir().expect("a temporary folder");
        let (named, gone) = (root.path().to_owned(), root.path().join("gone"));
        assert!(resolve(&[gone], &[]).is_err());
        let found = resolve(std::slice::from_ref(&named), &[]).expect("the folder exists");
        assert_eq!(found, Roots::Paths(vec![named]));
    }
}
