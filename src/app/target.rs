//! Which part of the screen receives keys.

use crate::input::Scope;

/// The pane that has the focus when nothing covers the panes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Focus {
    #[default]
    List,
    Reader,
}

/// What receives motions: the topmost of everything that could.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    Popup,
    Panel,
    Sidebar,
    /// Text of the reader that is being selected.
    Selection,
    Reader,
    List,
}

impl Target {
    /// Whose key bindings apply.
    pub fn scope(self) -> Scope {
        match self {
            Self::Popup | Self::Panel => Scope::Panel,
            Self::Sidebar => Scope::Sidebar,
            Self::Selection => Scope::Selection,
            Self::Reader => Scope::Reader,
            Self::List => Scope::List,
        }
    }
}
