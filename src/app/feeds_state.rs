//! What is known of the feeds of the user.

use super::answers::{FeedRow, FetchProgress};
use std::sync::Arc;

#[derive(Debug, Default)]
pub struct Feeds {
    /// The feeds of the user.
    pub all: Arc<Vec<FeedRow>>,
    /// The feeds are being fetched.
    pub run: Option<Run>,
    /// When they are fetched by themselves, in milliseconds since 1970.
    pub(crate) due: Option<u64>,
}

/// A run over all feeds.
#[derive(Debug, Default)]
pub struct Run {
    pub progress: FetchProgress,
    /// The user has asked for it.
    pub is_asked: bool,
    /// The user does not want the rest.
    pub is_ending: bool,
}
