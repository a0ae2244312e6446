//! A feed and its settings.

use crate::text::without_password;

/// A feed as the user names it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FeedSettings {
    /// With the scheme `http`, `https` or `file`; empty for a command.
    pub address: String,
    /// A program and its arguments, which print the feed.
    pub exec: Vec<String>,
    /// Of the source; empty: as the feed names itself.
    pub name: String,
    pub category: Option<String>,
    /// Tags for all of its articles.
    pub tags: Vec<String>,
    /// A folder of the library for its articles.
    pub folder: Option<String>,
    /// Whether the pages of its items are fetched.
    pub full_text: bool,
    /// How long articles are kept, in days; `None`: for ever.
    pub keep: Option<u32>,
    /// Whether unread articles are kept longer.
    pub keep_unread: bool,
    pub user_agent: Option<String>,
    /// Names of headers, and of the variables of the environment that hold their values.
    pub headers: Vec<(String, String)>,
    /// Whether its address may be one of the user's own network.
    pub allow_private: bool,
    /// Whether it is fetched only when the user names it.
    pub muted: bool,
}

impl FeedSettings {
    /// A feed of which only the address is known.
    pub fn at(address: impl Into<String>) -> Self {
        Self {
            address: address.into(),
            keep_unread: true,
            ..Self::default()
        }
    }

    /// What identifies the feed, is printed and remembered: its address without a password, or its command.
    pub fn key(&self) -> String {
        if self.address.is_empty() {
            format!("exec:{}", self.exec.join(" "))
        } else {
            without_password(&self.address).into_owned()
        }
    }
}
