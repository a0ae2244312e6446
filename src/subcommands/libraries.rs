//! Chooses the folders to read: those on the command line, else those of the config, else
//! `$KANBAO_LIBRARY`, else the current folder if it contains articles, else the sample.

use super::context::Context;
use super::errors::print_error;
use crate::document::Format;
use crate::error::{Error, Exit, Result};
use crate::index::{self, Newest};
use crate::library::{self, Cancel, Entry, Problem, ScanEvent, ScanOptions, TextFiles};
use crate::locale::Locale;
use std::collections::{HashSet, VecDeque};
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

/// A folder with one of these is a software project, whose documents are not articles,
const PROGRAMS: &[&str] = &["Cargo.toml", "package.json", "go.mod", "pyproject.toml"];

/// unless it also has one of these: blog generators keep posts in them.
const BLOGS: &[&str] = &["_config.yml", "_posts", "source/_posts", "content"];

/// Maximum depth below the current folder.
const DEPTH: usize = 4;

/// Maximum number of directory entries to look at: the current folder may be `/`.
const MAX_ENTRIES: usize = 2000;

/// Chooses the roots.
///
/// # Errors
/// A path of the command line, the config or the environment does not exist or cannot be read.
pub fn resolve(named: &[PathBuf], configured: &[PathBuf]) -> Result<Roots> {
    if let Some(paths) = chosen(named, configured) {
        paths.iter().try_for_each(|path| readable(path))?;
        return Ok(Roots::Paths(paths));
    }
    if holds_articles(Path::new(".")) {
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

/// Whether the user would expect articles in a folder: files with an article's extension in it or
/// one level down, or files with front matter further down (a text somewhere in a home directory
/// does not count). `.txt` files, and all files in a software project or under version control,
/// must have front matter; in a software project they must be at most one level down. Examines at
/// most [`MAX_ENTRIES`] entries, the nearest first.
fn holds_articles(folder: &Path) -> bool {
    let has = |names: &[&str]| names.iter().any(|name| folder.join(name).exists());
    let program = has(PROGRAMS) && !has(BLOGS);
    let depth = if program { 1 } else { DEPTH };
    let strict = program || has(&[".git"]);
    let mut folders = VecDeque::from([(folder.to_owned(), 0)]);
    let mut entries_left = MAX_ENTRIES;
    while let Some((folder, level)) = folders.pop_front() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            if entries_left == 0 {
                return false;
            }
            entries_left -= 1;
            let path = entry.path();
            let hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
            match entry.file_type() {
                Ok(kind) if kind.is_dir() && level < depth && !hidden => {
                    folders.push_back((path, level + 1));
                }
                Ok(kind)
                    if kind.is_file()
                        && library::by_name(&path).is_some_and(|format| {
                            let by_name = !strict && level <= 1 && format != Format::Plain;
                            by_name || has_front_matter(&path)
                        }) =>
                {
                    return true;
                }
                _ => {}
            }
        }
    }
    false
}

fn has_front_matter(path: &Path) -> bool {
    let Ok((head, _)) = crate::fs::read(path, 256) else {
        return false;
    };
    library::opens_front_matter(&head)
}

/// All articles of the libraries.
#[derive(Debug, Default)]
pub struct Scanned {
    pub entries: Vec<Entry>,
    pub problems: Vec<Problem>,
    /// The libraries whose indexes have the stamps of all files, as the scan found them.
    pub current: Vec<PathBuf>,
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
    let (entries, problems) = found.sorted();
    Scanned {
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
    fn a_folder_with_articles_is_recognized() {
        let root = tempfile::tempdir().expect("a temporary folder");
        assert!(!holds_articles(root.path()));
        fs::create_dir_all(root.path().join("a")).expect("a folder");
        fs::write(root.path().join("a/x.png"), "").expect("a file");
        assert!(!holds_articles(root.path()));
        fs::write(root.path().join("a/.md"), "甲").expect("a file");
        assert!(holds_articles(root.path()));
        fs::write(root.path().join("Cargo.toml"), "").expect("a file");
        assert!(!holds_articles(root.path()), "the notes of a program");
        fs::write(root.path().join("a/b.md"), "\n---\ntitle: 乙\n---\n").expect("a file");
        assert!(
            holds_articles(root.path()),
            "a blog has a program beside it"
        );
        fs::rename(root.path().join("a"), root.path().join("source")).expect("a move");
        fs::create_dir_all(root.path().join("source/_posts/c")).expect("folders");
        fs::rename(
            root.path().join("source/b.md"),
            root.path().join("source/_posts/c/b.md"),
        )
        .expect("a move");
        assert!(holds_articles(root.path()), "the source of a blog");
        fs::rename(
            root.path().join("source/_posts"),
            root.path().join("source/tests"),
        )
        .expect("a move");
        assert!(!holds_articles(root.path()), "the tests of a program");
        fs::rename(root.path().join("Cargo.toml"), root.path().join(".git")).expect("a move");
        assert!(holds_articles(root.path()), "a library under git");
        assert!(resolve(&[root.path().join("gone")], &[]).is_err());
        let named = [root.path().to_owned()];
        assert_eq!(
            resolve(&named, &[]).ok(),
            Some(Roots::Paths(named.to_vec()))
        );
    }
}
