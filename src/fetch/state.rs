//! What is remembered of each feed between two runs: one file of this machine.
//!
//! It is written after the articles. If it is lost, or a program is killed before it writes it, feeds
//! are read once more, and their articles are known.

use crate::fs;
use crate::paths::Directories;
use crate::user::feeds::FeedSettings;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;

/// The most bytes of the file that are read.
const LIMIT: usize = 64 << 20;
/// The first wait after a second failure, in seconds. It doubles with each further one.
const FIRST_WAIT: u64 = 15 * 60;
/// The longest wait, in seconds, whatever a server asks for.
const LONGEST_WAIT: u64 = 24 * 3600;

/// What is remembered of a feed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct FeedState {
    /// What identifies the feed in the ledgers of libraries, whatever its address becomes: the first one,
    /// or with a number if another feed has or had that. It is never that of another feed.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub id: String,
    /// The headers of the last answer, for the question whether there is another one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub etag: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_modified: Option<String>,
    /// The ID of the library that has the articles of the last answer.
    pub library: String,
    /// The name of the feed when it was first read: the folder of its articles keeps it.
    pub title: String,
    /// When the feed was last read, in seconds since 1970.
    pub read: u64,
    /// Failures since then.
    pub failures: u32,
    /// The feed is left alone until this time, in seconds since 1970.
    pub not_before: u64,
    /// The server said that the feed will not come back.
    pub is_gone: bool,
    /// The last failure, in the language of the interface.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

impl FeedState {
    /// Notes that the feed was read, at a time in seconds since 1970.
    pub fn succeed(&mut self, now: u64) {
        self.read = now;
        self.failures = 0;
        self.not_before = 0;
        self.is_gone = false;
        self.error = None;
    }

    /// What is remembered of a feed that is removed.
    fn removed(self) -> Self {
        Self {
            id: self.id,
            ..Self::default()
        }
    }

    /// Notes a failure. `wait`: the seconds that the server asks for.
    pub fn fail(&mut self, now: u64, wait: Option<u64>, error: String) {
        self.failures = self.failures.saturating_add(1);
        let doublings = self.failures.saturating_sub(2).min(16);
        let own = match self.failures {
            1 => 0,
            _ => FIRST_WAIT << doublings,
        };
        let wait = wait.unwrap_or_default().max(own).min(LONGEST_WAIT);
        self.not_before = now.saturating_add(wait);
        self.error = Some(error);
    }
}

/// The states of all feeds, by their keys.
#[derive(Debug)]
pub struct States {
    path: PathBuf,
    feeds: BTreeMap<String, FeedState>,
}

impl States {
    /// Reads the file. One that is missing or damaged has no states.
    pub fn open(places: &Directories) -> Self {
        let path = places.data.join("feeds.json");
        let bytes = fs::read(&path, LIMIT).map(|(bytes, _)| bytes);
        let feeds = bytes
            .ok()
            .and_then(|bytes| serde_json::from_slice(&bytes).ok());
        Self {
            path,
            feeds: feeds.unwrap_or_default(),
        }
    }

    pub fn of(&self, feed: &FeedSettings) -> FeedState {
        let key = feed.key();
        let mut state = self.feeds.get(&key).cloned().unwrap_or_default();
        if state.id.is_empty() {
            state.id = self.free_id(key);
        }
        state
    }

    /// The ID of a feed that has none: its key, unless another feed has or had that.
    fn free_id(&self, key: String) -> String {
        let is_free = |id: &String| self.feeds.values().all(|state| state.id != *id);
        let numbered = (2..).map(|number| format!("{key}#{number}"));
        let mut ids = std::iter::once(key.clone()).chain(numbered);
        ids.find(is_free).unwrap_or_default()
    }

    /// Forgets a former address of a feed, which a killed program left.
    pub fn forget_former(&mut self, feeds: &[FeedSettings]) {
        let keys: Vec<String> = feeds.iter().map(FeedSettings::key).collect();
        let ids = keys
            .iter()
            .filter_map(|key| Some(self.feeds.get(key)?.id.clone()));
        let ids: Vec<String> = ids.filter(|id| !id.is_empty()).collect();
        self.feeds
            .retain(|key, state| keys.contains(key) || !ids.contains(&state.id));
    }

    pub fn set(&mut self, key: String, state: FeedState) {
        self.feeds.insert(key, state);
    }

    /// The feed is about to get another address.
    pub fn copy(&mut self, from: &str, to: String) {
        if let Some(state) = self.feeds.get_mut(from) {
            if state.id.is_empty() {
                from.clone_into(&mut state.id);
            }
            let state = state.clone();
            let id = state.id.clone();
            // A feed that was removed had the address.
            let former = self.feeds.insert(to, state);
            if let Some(former) = former.filter(|former| former.id != id) {
                self.feeds
                    .insert(format!("{}#", former.id), former.removed());
            }
        }
    }

    /// Forgets an address that a feed has left.
    pub fn leave(&mut self, key: &str) {
        self.feeds.remove(key);
    }

    /// The user removes a feed. Its articles stay, and so does its ID: they are known if the feed is added again,
    /// and never those of another feed.
    pub fn remove(&mut self, key: &str) {
        if let Some(state) = self.feeds.get_mut(key) {
            if state.id.is_empty() {
                key.clone_into(&mut state.id);
            }
            *state = std::mem::take(state).removed();
        }
    }

    /// Writes the file.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn save(&self) -> io::Result<()> {
        let text = serde_json::to_vec_pretty(&self.feeds)?;
        fs::write_private_atomically(&self.path, &text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_survive() {
        let home = tempfile::tempdir().unwrap();
        let places = Directories::under(home.path());
        let feed = FeedSettings::at("https://a.example/");
        let mut states = States::open(&places);
        let new = FeedState {
            id: feed.key(),
            ..FeedState::default()
        };
        assert_eq!(states.of(&feed), new);
        let mut state = FeedState {
            id: feed.key(),
            etag: Some("\"x\"".to_owned()),
            ..FeedState::default()
        };
        state.succeed(5);
        states.set(feed.key(), state.clone());
        states.save().unwrap();
        let mut states = States::open(&places);
        assert_eq!(states.of(&feed), state);
        states.copy(&feed.key(), "https://b.example/".to_owned());
        assert_eq!(states.of(&feed), state);
        let moved = FeedSettings::at("https://b.example/");
        states.forget_former(std::slice::from_ref(&moved));
        assert_eq!(states.of(&moved), state);
        // Another feed at the address that the first one has left.
        assert_eq!(states.of(&feed).id, "https://a.example/#2");
        // Also after the first one is removed, which is known when it is added again.
        states.remove(&moved.key());
        assert_eq!(states.of(&feed).id, "https://a.example/#2");
        assert_eq!(states.of(&moved), new);
        // A third feed moves there, and on.
        let [third, last] = ["https://c.example/", "https://d.example/"].map(FeedSettings::at);
        states.set(third.key(), states.of(&third));
        for (from, to) in [(&third, &moved), (&moved, &last)] {
            states.copy(&from.key(), to.key());
            states.leave(&from.key());
        }
        assert_eq!(states.of(&last).id, third.key());
        assert_eq!(states.of(&feed).id, "https://a.example/#2");
        std::fs::write(home.path().join("data/feeds.json"), "{ damaged").unwrap();
        assert_eq!(States::open(&places).of(&feed), new);
    }

    #[test]
    fn failures_wait_longer_each_time() {
        let mut state = FeedState::default();
        let mut waits = Vec::new();
        for _ in 0..12 {
            state.fail(1_000, None, String::new());
            waits.push((state.not_before - 1_000) / 60);
        }
        assert_eq!(
            waits,
            [0, 15, 30, 60, 120, 240, 480, 960, 1440, 1440, 1440, 1440]
        );
        state.succeed(2_000);
        assert_eq!((state.failures, state.not_before), (0, 0));
        state.fail(0, Some(120), String::new());
        assert_eq!(state.not_before, 120);
        state.fail(0, Some(u64::MAX), String::new());
        assert_eq!(state.not_before, LONGEST_WAIT);
    }
}
