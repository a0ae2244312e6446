//! Which folders are read: those that were named, else those of the configuration, else
//! `$KANBAO_LIBRARY`, else the folder one stands in if it holds articles, else the sample.

use crate::error::{Error, Result};
use crate::library::{self, Cancel, Entry, Problem, ScanEvent, ScanOptions};
use crate::locale::Locale;
use std::collections::VecDeque;
use std::fs;
use std::path::{Path, PathBuf};

/// What is to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Roots {
    Paths(Vec<PathBuf>),
    Sample,
}

/// A folder with one of these is a program being written, whose documents are no newspaper,
const PROGRAMS: &[&str] = &["Cargo.toml", "package.json", "go.mod", "pyproject.toml"];

/// unless it has one of these too: the programs of blogs keep their posts below them.
const BLOGS: &[&str] = &["_config.yml", "_posts", "source/_posts", "content"];

/// Folders below the one that one stands in that are looked into.
const DEPTH: usize = 4;

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

/// Whether someone who stands in a folder would call it articles: files named like articles
/// in it or one folder down, or with front matter further below (a text somewhere in a home
/// is none). Beside a program or under version control all must have front matter, and
/// beside a program they must be near (a README beside a Cargo.toml is no newspaper).
/// Looks at no more than [`LOOK`] names, the nearest first.
fn holds_articles(folder: &Path) -> bool {
    let has = |names: &[&str]| names.iter().any(|name| folder.join(name).exists());
    let program = has(PROGRAMS) && !has(BLOGS);
    let depth = if program { 1 } else { DEPTH };
    let strict = program || has(&[".git"]);
    let mut folders = VecDeque::from([(folder.to_owned(), 0)]);
    let mut names = LOOK;
    while let Some((folder, level)) = folders.pop_front() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            if names == 0 {
                return false;
            }
            names -= 1;
            let path = entry.path();
            let hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
            match entry.file_type() {
                Ok(kind) if kind.is_dir() && level < depth && !hidden => {
                    folders.push_back((path, level + 1));
                }
                Ok(kind)
                    if kind.is_file()
                        && library::by_name(&path).is_some()
                        && (!strict && level <= 1 || has_front_matter(&path)) =>
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
