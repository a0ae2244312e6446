//! Whether the current folder is read if no library is named.

use crate::document::Format;
use crate::library;
use crate::paths;
use std::collections::VecDeque;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

/// A folder with one of these is a software project, whose documents are not articles,
const PROGRAMS: &[&str] = &["Cargo.toml", "package.json", "go.mod", "pyproject.toml"];

/// unless it also has one of these: blog generators keep posts in them.
const BLOGS: &[&str] = &["_config.yml", "_posts", "source/_posts", "content"];

/// Maximum depth below the current folder.
const DEPTH: usize = 4;

/// Maximum number of directory entries to look at: the current folder may be `/`.
const MAX_ENTRIES: usize = 2000;

/// Whether the current folder holds articles and is not a folder for everything.
pub fn is_a_library() -> bool {
    !is_for_all() && holds_articles(Path::new("."))
}

/// Whether the current folder is one for everything, such as the home folder. It is read only if
/// the user names it: one stray file must not open it, and listing it would take long.
pub fn is_for_all() -> bool {
    let Ok(here) = std::env::current_dir() else {
        return true;
    };
    let whole = |path: PathBuf| fs::canonicalize(&path).unwrap_or(path);
    let places = Places {
        home: paths::home().map(whole),
        temporary: whole(std::env::temp_dir()),
    };
    let drive = |path: &Path| fs::metadata(path).ok().map(|data| data.dev());
    is_for_everything(&here, &places, drive)
}

/// Folders of the user and the system.
struct Places {
    home: Option<PathBuf>,
    temporary: PathBuf,
}

/// Whether a folder is `/` or directly in it (`/tmp`, `/usr`, `/mnt`), the folder of a drive, or holds
/// the home folder or that for temporary files. `drive`: the number of the drive that a path is on.
fn is_for_everything(folder: &Path, places: &Places, drive: impl Fn(&Path) -> Option<u64>) -> bool {
    let Some(parent) = folder.parent() else {
        return true;
    };
    let holds = |place: &Path| place.starts_with(folder);
    parent.parent().is_none()
        || drive(folder) != drive(parent)
        || places.home.as_deref().is_some_and(holds)
        || holds(&places.temporary)
        || holds(Path::new("/var/tmp"))
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
    }

    /// What is in such a folder does not count: it is not looked at.
    #[test]
    fn a_folder_for_everything_is_never_a_library() {
        #[track_caller]
        fn check(folder: &str, expected: bool) {
            let places = Places {
                home: Some("/home/me".into()),
                temporary: "/scratch/of/me".into(),
            };
            let on_one_drive = |_: &Path| Some(1);
            let found = is_for_everything(Path::new(folder), &places, on_one_drive);
            assert_eq!(found, expected, "{folder}");
        }
        for folder in ["/", "/tmp", "/usr", "/var", "/mnt", "/home", "/home/me"] {
            check(folder, true);
        }
        for folder in ["/var/tmp", "/scratch/of/me", "/scratch/of"] {
            check(folder, true);
        }
        for folder in ["/home/me/articles", "/srv/news", "/tmp/a", "/var/www"] {
            check(folder, false);
        }
        let places = Places {
            home: None,
            temporary: "/tmp".into(),
        };
        let drive = |path: &Path| Some(u64::from(path.starts_with("/media/me/stick")));
        let is_for_everything = |path| is_for_everything(Path::new(path), &places, drive);
        assert!(is_for_everything("/media/me/stick"));
        assert!(!is_for_everything("/media/me/stick/articles"));
    }
}
