//! Finds and reads the file of a picture. A path in an article is hostile: only regular files inside
//! the library are read, wherever `..` and symbolic links lead; and those inside the folder that a
//! link on the way to the article leads to, which the user follows.

use super::fault::{Fault, MOST_BYTES};
use crate::text::{percent_decode, sanitize_line};
use std::fs;
use std::io::Read;
use std::path::{Component, Path, PathBuf};

/// Folders of a library or of a site, in which an address that begins with `/` may be: Hexo has its
/// pictures under `source`, Hugo and Zola under `static`, VuePress under `public`.
const SITE_FOLDERS: &[&str] = &["", "source", "static", "public", "assets", "content"];

/// Folders beside an article with the pictures of its folder: those of Obsidian and Typora.
const ASSET_FOLDERS: &[&str] = &["attachments", "assets", "images"];

/// Endings of the names of pictures, and the bytes with which such files begin, after how many others.
const KINDS: &[(&str, usize, &[u8])] = &[
    ("png", 0, b"\x89PNG\r\n\x1a\n"),
    ("jpg", 0, b"\xff\xd8\xff"),
    ("jpeg", 0, b"\xff\xd8\xff"),
    ("jfif", 0, b"\xff\xd8\xff"),
    ("gif", 0, b"GIF8"),
    ("webp", 8, b"WEBP"),
    ("bmp", 0, b"BM"),
    ("avif", 4, b"ftyp"),
    ("heic", 4, b"ftyp"),
    ("tif", 0, b"II*\0"),
    ("tif", 0, b"MM\0*"),
    ("tiff", 0, b"II*\0"),
    ("tiff", 0, b"MM\0*"),
    ("svg", 0, b"<svg"),
    ("svg", 0, b"<?xml"),
    ("svg", 0, b"<!--"),
    ("svg", 0, b"<!DOCTYPE svg"),
];

/// Bytes that tell a picture from another file.
const HEAD: u64 = 32;

/// Reads the file of a picture: `address` as written in the article at `article`, in the library
/// `root`.
///
/// # Errors
/// There is no such file inside the library, or it cannot be read.
pub(crate) fn read(address: &str, article: &Path, root: &Path) -> Result<Vec<u8>, Fault> {
    let path = find(address, article, root)?;
    match crate::fs::read(&path, MOST_BYTES) {
        Ok((_, true)) => Err(Fault::Large),
        Ok((bytes, false)) => Ok(bytes),
        Err(error) => Err(Fault::Unreadable(error.to_string())),
    }
}

/// Finds the file of a picture, as [`read`] does, for a program that shows pictures. Its name and its
/// first bytes must be those of one: other programs would do other things with other files.
///
/// # Errors
/// There is no such file inside the library, it cannot be read, or it is no picture.
pub(crate) fn picture_file(address: &str, article: &Path, root: &Path) -> Result<PathBuf, Fault> {
    let path = find(address, article, root)?;
    let unreadable = |error: std::io::Error| Fault::Unreadable(error.to_string());
    let mut head = Vec::new();
    let file = fs::File::open(&path).map_err(unreadable)?;
    file.take(HEAD).read_to_end(&mut head).map_err(unreadable)?;
    let name = path.extension().unwrap_or_default().to_string_lossy();
    let is_picture = KINDS.iter().any(|(ending, from, start)| {
        let part = head.get(*from..).unwrap_or_default();
        name.eq_ignore_ascii_case(ending) && part.starts_with(start)
    });
    match is_picture {
        true => Ok(path),
        false => Err(Fault::NoPicture(sanitize_line(address))),
    }
}

/// The first of the places of a picture that has a file.
fn find(address: &str, article: &Path, root: &Path) -> Result<PathBuf, Fault> {
    let missing = || Fault::Missing(sanitize_line(address));
    let path = path_of(address).ok_or_else(missing)?;
    let real = fs::canonicalize(root).map_err(|_| missing())?;
    let followed = followed(article, root, &real);
    let article = article.strip_prefix(root).map_err(|_| missing())?;
    let mut is_outside = false;
    for place in places(&path, article, [root, &real]) {
        // Nothing outside is even looked up: that may mount a drive.
        let Some(place) = inside(&place) else {
            is_outside = true;
            continue;
        };
        // Names that do not exist, and those of hostile length, have no canonical path.
        let Ok(found) = fs::canonicalize(real.join(place)) else {
            continue;
        };
        let is_followed = |folder: &PathBuf| found.starts_with(folder);
        if !found.starts_with(&real) && !followed.as_ref().is_some_and(is_followed) {
            is_outside = true;
        } else if fs::metadata(&found).is_ok_and(|data| data.is_file()) {
            return Ok(found);
        } else {
            return Err(Fault::Unreadable(crate::fs::not_regular().to_string()));
        }
    }
    Err(match is_outside {
        true => Fault::Outside(sanitize_line(address)),
        false => missing(),
    })
}

/// The real path of the folder outside of the library with an article that was found through a link to
/// that folder. `real`: the real path of the library.
fn followed(article: &Path, root: &Path, real: &Path) -> Option<PathBuf> {
    let folders = article.parent()?.strip_prefix(root).ok()?;
    let mut path = root.to_owned();
    folders.components().find_map(|folder| {
        path.push(folder);
        let real_folder = fs::canonicalize(&path).ok()?;
        (!real_folder.starts_with(real)).then_some(real_folder)
    })
}

/// A path relative to the library without `..`; None if it leads out of it.
fn inside(path: &Path) -> Option<PathBuf> {
    let mut inside = PathBuf::new();
    for part in path.components() {
        match part {
            Component::Normal(name) => inside.push(name),
            Component::ParentDir if !inside.pop() => return None,
            _ => {}
        }
    }
    Some(inside)
}

/// The path of an address, which may have a query, percent-encoding, or the separators of Windows.
fn path_of(address: &str) -> Option<PathBuf> {
    let path = address.strip_prefix("file://").unwrap_or(address);
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let path = percent_decode(path).replace('\\', "/");
    let is_path = !path.is_empty() && !path.contains('\0') && !path.contains("://");
    is_path.then(|| PathBuf::from(path))
}

/// Where the file of a path may be, relative to the library, the likeliest place first. `article` is
/// relative to it too; `roots`: its path as the user names it, and the real one.
fn places(path: &Path, article: &Path, roots: [&Path; 2]) -> Vec<PathBuf> {
    let folder = article.parent().unwrap_or(Path::new(""));
    let mut places = Vec::new();
    if path.has_root() {
        let in_library = roots.iter().find_map(|root| path.strip_prefix(root).ok());
        places.extend(in_library.map(Path::to_owned));
        let normal =
            |part: &Component<'_>| matches!(part, Component::Normal(_) | Component::ParentDir);
        let path: PathBuf = path.components().filter(normal).collect();
        // A site may be a folder of the library.
        for site in folder.ancestors() {
            places.extend(SITE_FOLDERS.iter().map(|name| site.join(name).join(&path)));
        }
        return places;
    }
    places.push(folder.join(path));
    // Hexo: the folder with the name of the article.
    let own = article.file_stem().map(|name| folder.join(name).join(path));
    places.extend(own);
    places.extend(
        ASSET_FOLDERS
            .iter()
            .map(|name| folder.join(name).join(path)),
    );
    places.extend(SITE_FOLDERS.iter().map(|name| Path::new(name).join(path)));
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A library with pictures, and files beside it.
    fn library() -> tempfile::TempDir {
        let top = tempfile::tempdir().expect("a folder");
        for path in [
            "secret.png",
            "other/deep/c.md",
            "other/deep/y.png",
            "other/z.png",
            "library/posts/a.md",
            "library/posts/x.png",
            "library/posts/a/own.png",
            "library/posts/attachments/note.png",
            "library/source/images/site.png",
            "library/blog/source/_posts/b.md",
            "library/blog/source/images/blog.png",
            "library/top.png",
            "library/一 二.png",
        ] {
            let path = top.path().join(path);
            fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            fs::write(path, "picture").expect("a file");
        }
        top
    }

    #[test]
    fn files_are_found_inside_the_library_only() {
        let top = library();
        let root = top.path().join("library");
        let real = fs::canonicalize(&root).expect("a folder");
        #[cfg(unix)]
        {
            let link = |to: &str, name| {
                std::os::unix::fs::symlink(top.path().join(to), root.join(name)).expect("a link");
            };
            link("secret.png", "out.png");
            link("library/top.png", "in.png");
            link("", "up");
            link("other", "link");
            link("secret.png", "link/out.png");
        }
        let absolute = |path: &str| top.path().join(path).display().to_string();
        let missing = |path: &str| Err(Fault::Missing(path.to_owned()));
        let outside = |path: &str| Err(Fault::Outside(path.to_owned()));
        let check_of = |article: &str, address: &str, expected: Result<&str, Fault>| {
            let found = find(address, &root.join(article), &root);
            let expected = expected.map(|path| real.join(path));
            assert_eq!(found, expected, "{address}");
        };
        let check = |address: &str, expected| check_of("posts/a.md", address, expected);
        check("x.png", Ok("posts/x.png"));
        check("./x.png?v=1#f", Ok("posts/x.png"));
        check("..\\posts\\x.png", Ok("posts/x.png"));
        check("../posts/x%2Epng", Ok("posts/x.png"));
        check("own.png", Ok("posts/a/own.png"));
        check("note.png", Ok("posts/attachments/note.png"));
        check("top.png", Ok("top.png"));
        check("/%E4%B8%80%20%E4%BA%8C.png", Ok("一 二.png"));
        check("/images/site.png", Ok("source/images/site.png"));
        check_of(
            "blog/source/_posts/b.md",
            "/images/blog.png",
            Ok("blog/source/images/blog.png"),
        );
        check(&absolute("library/top.png"), Ok("top.png"));
        check(
            &format!("file://{}", absolute("library/top.png")),
            Ok("top.png"),
        );
        for path in [
            "../../secret.png",
            "/../secret.png",
            "x/../../../../etc/passwd",
        ] {
            check(path, outside(path));
        }
        for path in [
            "/etc/passwd",
            &absolute("secret.png"),
            "C:\\secret.png",
            "a://b.png",
        ] {
            check(path, missing(path));
        }
        check("none.png", missing("none.png"));
        check("", missing(""));
        check("a\0b", missing(&sanitize_line("a\0b")));
        check(&"x".repeat(100_000), missing(&"x".repeat(100_000)));
        #[cfg(unix)]
        {
            check("/in.png", Ok("top.png"));
            check("/out.png", outside("/out.png"));
            check("/up/secret.png", outside("/up/secret.png"));
            // Only an article of a followed folder has its pictures there.
            check("/link/z.png", outside("/link/z.png"));
            let check = |address: &str, expected: Result<&str, Fault>| {
                let found = find(address, &root.join("link/deep/c.md"), &root);
                let other = fs::canonicalize(top.path().join("other")).expect("a folder");
                assert_eq!(found, expected.map(|path| other.join(path)), "{address}");
            };
            check("y.png", Ok("deep/y.png"));
            check("../z.png", Ok("z.png"));
            check("../out.png", outside("../out.png"));
            check("../../../secret.png", outside("../../../secret.png"));
            check("/up/secret.png", outside("/up/secret.png"));
        }
    }

    #[test]
    fn only_pictures_are_given_to_other_programs() {
        let top = library();
        let root = top.path().join("library");
        let real = fs::canonicalize(&root).expect("a folder");
        let check = |name: &str, bytes: &[u8], is_opened: bool| {
            fs::write(root.join(name), bytes).expect("a file");
            let found = picture_file(name, &root.join("a.md"), &root);
            let expected = match is_opened {
                true => Ok(real.join(name)),
                false => Err(Fault::NoPicture(name.to_owned())),
            };
            assert_eq!(found, expected);
        };
        check("a.png", b"\x89PNG\r\n\x1a\nrest", true);
        check("a.JPG", b"\xff\xd8\xff\xe0", true);
        check("a.webp", b"RIFF1234WEBP", true);
        check("a.svg", b"<svg xmlns=''/>", true);
        check("b.png", b"[Desktop Entry]", false);
        check("b.desktop", b"\x89PNG\r\n\x1a\n", false);
        check("b.html", b"<svg", false);
        check("b.svg", b"<html>", false);
        check("png", b"\x89PNG\r\n\x1a\n", false);
        check("c.png", b"", false);
        let outside = picture_file("../secret.png", &root.join("a.md"), &root);
        assert_eq!(outside, Err(Fault::Outside("../secret.png".to_owned())));
    }

    #[cfg(unix)]
    #[test]
    fn only_regular_files_up_to_the_limit_are_read() {
        let top = library();
        let root = top.path().join("library");
        let made = std::process::Command::new("mkfifo")
            .arg(root.join("pipe.png"))
            .status();
        assert!(made.expect("mkfifo runs").success());
        let large = fs::File::create(root.join("large.png")).expect("a file");
        large.set_len(MOST_BYTES as u64 + 1).expect("a sparse file");
        let check = |address: &str| read(address, &root.join("posts/a.md"), &root);
        assert_eq!(check("x.png"), Ok(b"picture".to_vec()));
        assert_eq!(check("/large.png"), Err(Fault::Large));
        for address in ["/pipe.png", "/posts", "/dev/zero", "/dev/stdin"] {
            assert!(
                matches!(
                    check(address),
                    Err(Fault::Unreadable(_) | Fault::Missing(_))
                ),
                "{address}"
            );
        }
    }
}
