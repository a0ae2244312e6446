//! What a pane reports after it handled something, for `App` to act on.

use super::motion::Direction;
use crate::document::{Document, LinkNumber, Position};
use crate::input::Command;

#[derive(Debug)]
#[must_use]
pub(crate) enum Outcome {
    /// Nothing that concerns another pane.
    None,
    /// The list shows other articles or has another selection.
    ListChanged,
    /// The articles of the list are in another order.
    ListReordered,
    /// Open the selected article in the reader.
    OpenSelected,
    /// Open the selected article at its first hit, or backwards at its last one.
    OpenAtHit(Direction),
    /// The reader may show other lines.
    Scrolled,
    /// An article, or more of it, has arrived in the reader.
    ArticleArrived,
    /// Show a document in a popup with this title.
    Popup(String, Document),
    /// Run a command chosen in a panel.
    Run(Command),
    /// Go to a position chosen in a panel.
    GoTo(Position),
    /// Open a link of the article.
    OpenLink(LinkNumber),
    /// Open a link that the panel of links names with its host.
    OpenListed(LinkNumber),
}
