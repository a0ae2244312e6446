//! Standard places, read-only open, atomic write, locks: the only file that knows `directories`.

use std::path::PathBuf;

/// Where things of ours live, from XDG and the platform's habits.
#[derive(Clone, Debug)]
pub struct Places {
    pub config: PathBuf,
    pub data: PathBuf,
    pub cache: PathBuf,
    pub state: PathBuf,
}

impl Places {
    /// None when there is no home.
    pub fn standard() -> Option<Self> {
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
}
