//! Which folders are read: those that were named, else those of the configuration, else
//! `$KANBAO_LIBRARY`, else the folder one stands in if it holds articles, else the sample.

use crate::error::{Error, Result};
use crate::library::{self, Cancel, Entry, Problem, ScanEvent, ScanOptions};
use crate::locale::Locale;
use std::fs;
use std::path::{Path, PathBuf};

/// What is to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Roots {
    Paths(Vec<PathBuf>),
    Sample,
}

/// A folder with one of these is a program being written.
const PROGRAMS: &[&str] = &[
    ".git",
    "Cargo.toml",
    "package.json",
    "go.mod",
    "pyproject.toml",
];

/// Names looked at in the folder one stands in, to know whether it holds articles: someone
/// may stand in `/`.
const LOOK: usize = 2000;

/// Chooses the roots. Named paths must be there; so must those of the configuration.
///
/// # Errors
/// When a path is not there or cannot be read.
pub fn resolve(named: &[PathBuf], configured: &[PathBuf]) -> Result<Roots> {
    let from_environment = || -> Vec<PathBuf> {
        let value = std::env::var_os("KANBAO_LIBRARY").unwrap_or_default();
        std::env::split_paths(&value)
            .filter(|path| !path.as_os_str().is_empty())
            .collect()
    };
    let chosen = [named.to_vec(), configured.to_vec(), from_environment()]
        .into_iter()
        .find(|paths| !paths.is_empty());
    if let Some(paths) = chosen {
        paths.iter().try_for_each(|path| readable(path))?;
        return Ok(Roots::Paths(paths));
    }
    let here = PathBuf::from(".");
    if holds_articles(&here) {
        return Ok(Roots::Paths(vec![here]));
    }
    Ok(Roots::Sample)
}

/// Folders that `--library` names must be folders.
///
/// # Errors
/// When one is a file, or not there.
pub fn folders(paths: &[PathBuf], locale: &Locale) -> Result<()> {
    for path in paths {
        readable(path)?;
        if !path.is_dir() {
            return Err(Error::usage(locale.text("cli.error.no-folder")).path(path));
        }
    }
    Ok(())
}

fn readable(path: &Path) -> Result<()> {
    let data = fs::metadata(path).map_err(|cause| Error::unreadable(path, &cause))?;
    let opened = if data.is_dir() {
        fs::read_dir(path).map(|_| ())
    } else if data.is_file() {
        fs::File::open(path).map(|_| ())
    } else {
        // Not opened: a pipe would wait. The scan says what it is.
        Ok(())
    };
    opened.map_err(|cause| Error::unreadable(path, &cause))
}

/// Whether someone who stands in a folder would call it articles: front matter in it or one
/// folder down, or files named like articles where no program is being written (a README
/// beside a Cargo.toml is no newspaper). Looks at no more than [`LOOK`] names.
fn holds_articles(folder: &Path) -> bool {
    let program = PROGRAMS.iter().any(|name| folder.join(name).exists());
    let files = |path: &Path| fs::read_dir(path).into_iter().flatten().flatten();
    let inner = files(folder)
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()))
        .filter(|entry| !entry.file_name().as_encoded_bytes().starts_with(b"."))
        .flat_map(|entry| files(&entry.path()));
    files(folder)
        .chain(inner)
        .take(LOOK)
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()))
        .map(|entry| entry.path())
        .filter(|path| library::by_name(path).is_some())
        .any(|path| !program || has_front_matter(&path))
}

fn has_front_matter(path: &Path) -> bool {
    let Ok((head, _)) = crate::disk::read(path, 256) else {
        return false;
    };
    let text = String::from_utf8_lossy(&head);
    let text = text.trim_start_matches('\u{feff}').trim_start();
    ["---", "+++", ";;;"]
        .iter()
        .any(|fence| text.starts_with(fence))
}

/// Reads everything and waits for it. Entries by id, problems by path: the same every time.
pub fn read(roots: &Roots, options: &ScanOptions) -> (Vec<Entry>, Vec<Problem>) {
    let Roots::Paths(paths) = roots else {
        return (library::sample::entries(), Vec::new());
    };
    let (mut entries, mut problems) = (Vec::new(), Vec::new());
    library::scan(
        paths,
        options,
        &Cancel::default(),
        &mut |event| match event {
            ScanEvent::Entries(batch) => entries.extend(batch),
            ScanEvent::Problems(batch) => problems.extend(batch),
            ScanEvent::Progress { .. } | ScanEvent::Finished { .. } => {}
        },
    );
    entries.sort_by(|a, b| (&a.id, &a.path).cmp(&(&b.id, &b.path)));
    problems.sort_by(|a, b| a.path.cmp(&b.path));
    (entries, problems)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_holds_articles_is_known() {
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
        assert!(resolve(&[root.path().join("gone")], &[]).is_err());
        let named = [root.path().to_owned()];
        assert_eq!(
            resolve(&named, &[]).ok(),
            Some(Roots::Paths(named.to_vec()))
        );
    }
}
