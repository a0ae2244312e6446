//! What a scan leaves out of a folder: hidden folders, folders that tools make, and what the
//! `.ignore` files of the library exclude. `.gitignore` is not read: it often excludes downloaded
//! articles, which a reader wants to see.

use super::options::IGNORE;
use super::stamp::Stamp;
use crate::library::ProblemKind;
use crate::library::site::Site;
use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use std::ffi::{OsStr, OsString};
use std::fs::{self, FileType};
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;

/// Maximum bytes read of an `.ignore` file.
const LONGEST: usize = 1 << 20;

/// What must be beside a folder for its name to mean that a tool made it.
enum Marker {
    File(&'static str),
    /// A file with this extension.
    Extension(&'static str),
    /// The name of the folder around it starts with this.
    Around(&'static str),
}

use Marker::{Around, Extension, File};

/// Folders that tools make, which hold no articles of the user.
const MADE: &[(&str, &[Marker])] = &[
    ("node_modules", &[File("package.json")]),
    ("target", &[File("Cargo.toml")]),
    ("vendor", &[File("composer.json"), File("go.mod")]),
    ("site-packages", &[Around("python")]),
    ("__pycache__", &[Extension("py")]),
    (
        "public",
        &[
            File("_config.yml"),
            File("hugo.toml"),
            File("hugo.yaml"),
            File("hugo.json"),
        ],
    ),
    ("_site", &[File("_config.yml")]),
];

/// Whether a file may tell that a tool made a folder beside it.
pub fn is_marker(path: &Path) -> bool {
    let markers = MADE.iter().flat_map(|(_, markers)| markers.iter());
    markers.into_iter().any(|marker| match marker {
        File(file) => path.file_name().is_some_and(|name| name == *file),
        Extension(extension) => path.extension().is_some_and(|own| own == *extension),
        Around(_) => false,
    })
}

/// The `.ignore` file of a folder, and those of the folders around it.
#[derive(Debug)]
pub struct Ignore {
    rules: Gitignore,
    around: Option<Arc<Self>>,
}

impl Ignore {
    /// The innermost file that names a path decides.
    fn excludes(&self, path: &Path, is_folder: bool) -> bool {
        match self.rules.matched(path, is_folder) {
            Match::Ignore(_) => true,
            Match::Whitelist(_) => false,
            Match::None => {
                let around = self.around.as_ref();
                around.is_some_and(|around| around.excludes(path, is_folder))
            }
        }
    }
}

/// The content of a folder. It is listed before any of it is read, because an `.ignore` file or a
/// marker may come last.
pub struct Listing {
    pub entries: Vec<(OsString, FileType)>,
    /// Entries that could not be read.
    pub failed: Vec<io::Error>,
    pub ignore: Option<Arc<Ignore>>,
    /// Last modification of its own `.ignore` file, before that was read.
    pub rules_modified: Option<i64>,
    /// Whether every later change of that file gives it another time.
    pub are_rules_settled: bool,
}

impl Listing {
    /// Lists a folder. `around`: the rules that apply to it.
    ///
    /// # Errors
    /// The folder cannot be opened.
    pub fn read(folder: &Path, around: Option<&Arc<Ignore>>) -> io::Result<Self> {
        let mut listing = Self {
            entries: Vec::new(),
            failed: Vec::new(),
            ignore: around.cloned(),
            rules_modified: None,
            are_rules_settled: true,
        };
        for entry in fs::read_dir(folder)? {
            match entry.and_then(|entry| Ok((entry.file_name(), entry.file_type()?))) {
                Ok(entry) => listing.entries.push(entry),
                Err(cause) => listing.failed.push(cause),
            }
        }
        if listing.has(IGNORE) {
            listing.add_rules(folder);
        }
        Ok(listing)
    }

    /// The published site whose top this folder is, if it is one.
    pub fn site(&self, folder: &Path, id: &str) -> Option<Site> {
        let names = self.entries.iter().map(|(name, _)| name.as_os_str());
        Site::of_folder(folder, id, names)
    }

    fn has(&self, wanted: &str) -> bool {
        self.entries.iter().any(|(name, _)| name == wanted)
    }

    /// A line that is not a pattern is passed over, as ripgrep does; so is a file that cannot be
    /// read.
    fn add_rules(&mut self, folder: &Path) {
        let path = folder.join(IGNORE);
        let before = SystemTime::now();
        let stamp = Stamp::of_file(&path).ok();
        self.rules_modified = stamp.map(|stamp| stamp.modified);
        self.are_rules_settled = stamp.is_some_and(|stamp| stamp.settled(before).is_some());
        let Ok((bytes, _)) = crate::fs::read(&path, LONGEST) else {
            return;
        };
        let mut rules = GitignoreBuilder::new(folder);
        let text = String::from_utf8_lossy(&bytes);
        // Notepad writes a byte order mark.
        for line in text.trim_start_matches('\u{feff}').lines() {
            let _ = rules.add_line(None, line);
        }
        if let Ok(rules) = rules.build() {
            let around = self.ignore.take();
            self.ignore = Some(Arc::new(Ignore { rules, around }));
        }
    }

    /// Why an entry of the folder is left out, if it is. A link that is followed is what it leads to.
    pub fn skips(&self, folder: &Path, name: &OsStr, is_folder: bool) -> Option<ProblemKind> {
        if is_folder && is_hidden(name) {
            return Some(ProblemKind::Hidden);
        }
        if is_folder && self.is_made(folder, name) {
            return Some(ProblemKind::Made);
        }
        let ignore = self.ignore.as_ref()?;
        let excludes = ignore.excludes(&folder.join(name), is_folder);
        excludes.then_some(ProblemKind::Ignored)
    }

    fn is_made(&self, folder: &Path, name: &OsStr) -> bool {
        let Some((_, markers)) = MADE.iter().find(|(made, _)| name == *made) else {
            return false;
        };
        markers.iter().any(|marker| match marker {
            File(file) => self.has(file),
            Extension(extension) => self.entries.iter().any(|(name, _)| {
                Path::new(name)
                    .extension()
                    .is_some_and(|own| own == *extension)
            }),
            Around(start) => folder
                .file_name()
                .is_some_and(|around| around.as_encoded_bytes().starts_with(start.as_bytes())),
        })
    }
}

/// Hidden folders belong to other programs.
fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

/// Whether the scan of a folder passes over a path below it.
pub fn passes_over(root: &Path, below: &Path) -> bool {
    let mut folder = root.to_owned();
    let mut ignore = None;
    for name in below.iter() {
        let Ok(listing) = Listing::read(&folder, ignore.as_ref()) else {
            return true;
        };
        let path = folder.join(name);
        if listing.skips(&folder, name, path.is_dir()).is_some() {
            return true;
        }
        (folder, ignore) = (path, listing.ignore);
    }
    false
}

/// How many files are in a folder that a scan leaves out. Does not follow links.
pub fn count_files(folder: &Path, is_cancelled: impl Fn() -> bool) -> u32 {
    let mut folders = vec![folder.to_owned()];
    let mut count = 0_u32;
    while let Some(folder) = folders.pop() {
        if is_cancelled() {
            break;
        }
        // What cannot be listed is not counted.
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                folders.push(entry.path());
            } else {
                count = count.saturating_add(1);
            }
        }
    }
    count
}
