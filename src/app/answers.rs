//! What threads answer, and what for.

use super::settings::Settings;
use crate::input::Keymap;
use crate::library::Entry;
use std::path::PathBuf;
use std::time::Duration;

/// What a command printed, and how it ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Printed {
    pub text: String,
    /// What it printed as errors.
    pub errors: String,
    /// The exit status, as a shell gives it: 0 for success, above 128 for a signal.
    pub status: i32,
}

/// Why a command did not run to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PipeFailure {
    NotFound,
    NoPermission,
    /// It ran longer than that.
    TooLong(Duration),
    /// The user ended it.
    Stopped,
    Other(String),
}

/// What a configuration means for the app.
#[derive(Clone, Debug)]
pub struct Configured {
    pub settings: Settings,
    pub keymap: Keymap,
    /// The name of the theme.
    pub theme: String,
}

/// What is done with a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkUse {
    Open,
    Copy,
    /// Saves its page in the library.
    Save,
}

/// What is done with the file of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PictureUse {
    Open,
    /// Copies its path.
    Copy,
}

/// A page that is an article of the library.
#[derive(Clone, Debug)]
pub struct SavedPage {
    pub entry: Entry,
    /// It was not saved before.
    pub is_new: bool,
}

/// How far the feeds are fetched.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FetchProgress {
    pub done: usize,
    pub all: usize,
    /// The feed that was read last.
    pub name: String,
}

/// What became of a run over all feeds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fetched {
    Total {
        feeds: usize,
        new: usize,
        /// Feeds that could not be read.
        failed: usize,
        is_cancelled: bool,
        /// The library of the articles, if it is not open.
        elsewhere: Option<PathBuf>,
    },
    NoFeeds,
    /// Why none was read.
    Refused(String),
}

/// What a thread tells of the feeds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FeedMessage {
    /// How far a run over all feeds is.
    Progress(FetchProgress),
    Fetched(Fetched),
    /// The feeds of the user.
    All(Vec<FeedRow>),
    /// What was done with a feed, or why not.
    Changed(Result<String, String>),
}

/// A feed of the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedRow {
    /// Its address, or its command.
    pub key: String,
    /// Sanitized.
    pub name: String,
    /// The folders of its articles in the library.
    pub folders: Vec<String>,
    /// Why it could not be read the last time, sanitized.
    pub error: Option<String>,
    pub is_muted: bool,
}

impl FeedRow {
    /// The key of the facet of its articles.
    pub(crate) fn facet_key(&self) -> String {
        self.folders.join("\n")
    }
}

/// What the user wants to do with a feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FeedRequest {
    Add {
        address: String,
        allow_private: bool,
    },
    Rename {
        key: String,
        name: String,
    },
    Mute {
        key: String,
        name: String,
        is_muted: bool,
    },
}
