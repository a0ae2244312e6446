//! What is known of articles that arrived.

use crate::library::ArticleSet;

/// What is known of the articles that arrived. Those that were not seen are among the marks.
#[derive(Debug, Default)]
pub(crate) struct Arriving {
    /// Seen in this session.
    pub seen: ArticleSet,
    /// The rules were applied to them in this session.
    pub ruled: ArticleSet,
    /// The rules are still to be applied to them.
    pub unruled: ArticleSet,
    /// A thread looks for what rules change.
    pub is_ruling: bool,
    /// What rules have changed so far.
    pub changed: ArticleSet,
}
