//! What the configuration says to the app, resolved once.

use super::layout::Panes;
use crate::library::Zone;
use crate::typeset::Options;

/// When an article counts as read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MarkRead {
    /// When it is opened.
    #[default]
    Open,
    /// When its end is reached.
    End,
    /// Only by hand.
    Never,
}

#[derive(Clone, Debug)]
pub struct Settings {
    pub panes: Panes,
    pub mark_read: MarkRead,
    /// Base of every page; the measure is the widest allowed.
    pub options: Options,
    /// In which days and hours are shown.
    pub zone: Zone,
}
