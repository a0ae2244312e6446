//! Whether a feed follows its server to a new address.

use crate::http;
use crate::user::feeds::FeedSettings;

/// An address that a feed does not get.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unfollowed {
    /// Headers from the environment, and the permission to reach the user's own network, are for one
    /// origin only.
    OtherOrigin(String),
    /// Another feed of the user has it. What the server answers is that feed, so it is not written.
    Taken(String),
}

impl Unfollowed {
    pub fn address(&self) -> &str {
        match self {
            Self::OtherOrigin(address) | Self::Taken(address) => address,
        }
    }
}

/// Why a feed does not get the address that its server names; `None`: it does. `is_taken`: another feed has
/// it.
pub fn unfollowed(feed: &FeedSettings, to: &str, is_taken: bool) -> Option<Unfollowed> {
    let is_bound = feed.allow_private || !feed.headers.is_empty();
    if is_taken {
        Some(Unfollowed::Taken(to.to_owned()))
    } else if is_bound && !http::is_same_origin(&feed.address, to) {
        Some(Unfollowed::OtherOrigin(to.to_owned()))
    } else {
        None
    }
}
