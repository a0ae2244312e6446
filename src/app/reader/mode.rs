//! The modes of an open article: Back leaves them before the article.

use super::pane::ReaderPane;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Text is being selected.
    Selecting,
    /// Links have numbers.
    Numbered,
    /// A picture is selected.
    Picture,
    /// Wide code and tables are unfolded.
    Sideways,
    /// The article is being searched, and its matches are highlighted.
    Searching,
}

impl ReaderPane {
    /// The mode that Back leaves next.
    pub(crate) fn mode(&self) -> Option<Mode> {
        match self {
            _ if self.selection.is_some() => Some(Mode::Selecting),
            _ if self.numbered => Some(Mode::Numbered),
            _ if self.selected_picture().is_some() => Some(Mode::Picture),
            _ if self.sideways.is_some() => Some(Mode::Sideways),
            _ if self.sought.typed_words().is_some() => Some(Mode::Searching),
            _ => None,
        }
    }
}
