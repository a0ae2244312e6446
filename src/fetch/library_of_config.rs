//! The library that new articles go to.

use crate::error::{Error, Result};
use crate::paths::Directories;
use crate::user::{LoadError, config};
use std::fs;
use std::path::{Path, PathBuf};

/// Where new articles go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Home {
    pub library: PathBuf,
    /// It was made for this, and is the library of the config now.
    pub is_new: bool,
}

/// The folder that the user names, else the first library, else a new one in the data directory,
/// which becomes the library of the config. `first`: of the config or the environment.
///
/// # Errors
/// The folder cannot be made, or the config has faults or cannot be written.
pub fn home(
    named: Option<&Path>,
    first: Option<&Path>,
    config_file: Option<&Path>,
    places: &Directories,
) -> Result<Home, LoadError> {
    if let Some(library) = named.or(first) {
        return Ok(Home {
            library: library.to_owned(),
            is_new: false,
        });
    }
    let library = places.articles();
    fs::create_dir_all(&library)
        .map_err(|cause| LoadError::Unreadable(Error::unreadable(&library, &cause)))?;
    let standard = places.config_file();
    config::add_libraries(
        config_file.unwrap_or(&standard),
        std::slice::from_ref(&library),
    )?;
    Ok(Home {
        library,
        is_new: true,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::user::{Config, IfMissing};

    #[test]
    fn without_a_library_one_is_made() {
        let root = tempfile::tempdir().unwrap();
        let places = Directories::under(root.path());
        let home = |named, first| super::home(named, first, None, &places).unwrap();
        let (one, two) = (Path::new("/one"), Path::new("/two"));
        assert_eq!(home(Some(one), Some(two)).library, one);
        assert_eq!(home(None, Some(two)).library, two);
        let made = home(None, None);
        assert!(made.is_new && made.library.is_dir());
        let config = Config::load(&places.config_file(), IfMissing::Fail).unwrap();
        assert_eq!(config.libraries, [made.library]);
        fs::write(places.config_file(), "libraries = [\n").unwrap();
        assert!(super::home(None, None, None, &places).is_err());
    }
}
