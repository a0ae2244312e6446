//! The standard directories. The only file that uses the `directories` crate.

use std::path::{Path, PathBuf};

/// The directories of kanbao, by XDG and the platform's conventions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directories {
    pub config: PathBuf,
    pub data: PathBuf,
    pub cache: PathBuf,
    /// Data of this machine that must not be synchronized with others.
    pub state: PathBuf,
}

impl Directories {
    /// `None` without a home directory.
    pub(crate) fn standard() -> Option<Self> {
        let dirs = directories::ProjectDirs::from("", "", "kanbao")?;
        Some(Self {
            config: dirs.config_dir().to_owned(),
            data: dirs.data_dir().to_owned(),
            cache: dirs.cache_dir().to_owned(),
            state: dirs
                .state_dir()
                .unwrap_or_else(|| dirs.data_local_dir())
                .to_owned(),
        })
    }

    /// All directories below one folder: for tests and for users without a home directory.
    pub fn under(root: &Path) -> Self {
        Self {
            config: root.join("config"),
            data: root.join("data"),
            cache: root.join("cache"),
            state: root.join("state"),
        }
    }

    pub(crate) fn config_file(&self) -> PathBuf {
        self.config.join("config.toml")
    }

    /// The metadata of articles, one file per library. Can be deleted at any time.
    pub(crate) fn indexes(&self) -> PathBuf {
        self.cache.join("index")
    }

    /// The merged state of the journal. Can be deleted at any time.
    pub(crate) fn marks_cache(&self) -> PathBuf {
        self.cache.join("marks")
    }

    /// The user's own themes.
    pub(crate) fn themes(&self) -> PathBuf {
        self.config.join("themes")
    }

    /// The names of libraries, one file per machine.
    pub(crate) fn libraries(&self) -> PathBuf {
        self.data.join("libraries")
    }

    /// The library of users who have no other.
    pub(crate) fn articles(&self) -> PathBuf {
        self.data.join("articles")
    }

    /// Bookmarks, read marks and positions, one file per writer.
    pub fn journal(&self) -> PathBuf {
        self.data.join("journal")
    }
}

/// The home directory, for `~/` in the config.
pub(crate) fn home() -> Option<PathBuf> {
    directories::BaseDirs::new().map(|dirs| dirs.home_dir().to_owned())
}
/// Expands `~/` at the start of a path to the home folder.
pub fn at_home(path: &str) -> PathBuf {
    let rest = match path {
        "~" => Some(""),
        path => path.strip_prefix("~/"),
    };
    match rest.and_then(|rest| Some(home()?.join(rest))) {
        Some(path) => path,
        None => PathBuf::from(path),
    }
}
