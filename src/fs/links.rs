//! Symbolic links that lead nowhere: a folder that a program for synchronizing has not brought yet.

use std::fs;
use std::path::{Path, PathBuf};

/// The link on the way to a path whose target does not exist, and that target.
pub(crate) fn broken_link(path: &Path) -> Option<(PathBuf, PathBuf)> {
    let mut parts = path.ancestors();
    let link = parts.find(|part| fs::symlink_metadata(part).is_ok())?;
    // An existing path has no part that leads nowhere.
    match link.exists() {
        true => None,
        false => Some((link.to_owned(), fs::read_link(link).ok()?)),
    }
}

/// Where a path leads, if it is a link.
pub(crate) fn link_target(path: &Path) -> Option<PathBuf> {
    fs::read_link(path).ok()
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::symlink;

    #[test]
    fn a_link_to_nothing_is_found() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        fs::create_dir(at("there")).expect("a folder");
        symlink(at("there"), at("good")).expect("a link");
        symlink(at("away"), at("broken")).expect("a link");
        let broken = Some((at("broken"), at("away")));
        for (path, expected) in [
            ("there", None),
            ("good", None),
            ("good/a.jsonl", None),
            ("nothing/a.jsonl", None),
            ("broken", broken.clone()),
            ("broken/a/b.jsonl", broken),
        ] {
            assert_eq!(broken_link(&at(path)), expected, "{path}");
        }
        assert_eq!(link_target(&at("good")), Some(at("there")));
        assert_eq!(link_target(&at("there")), None);
    }
}
