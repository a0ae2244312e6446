//! Which text of an article the reader shows.

use crate::app::message::Ticket;
use std::sync::Arc;

/// Which text of the article is shown.
#[derive(Clone, Debug, Default)]
pub enum FullText {
    /// That of its file.
    #[default]
    None,
    /// That of its file, until the page has come.
    Asked(Ticket),
    /// That of its page. The text of the file before that.
    Shown(Arc<str>),
}
