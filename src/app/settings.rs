//! What the configuration says to the app, resolved once.

use crate::library::Zone;
pub use crate::profile::config::MarkRead;
use crate::profile::config::Panes;
use crate::typeset::Options;

#[derive(Clone, Debug)]
pub struct Settings {
    pub panes: Panes,
    /// Cells of the list beside the article; 0: by the window.
    pub list_width: u16,
    /// The most lines of a title in the list; 0: by the window.
    pub title_lines: u16,
    pub mark_read: MarkRead,
    /// Base of every page; the measure is the widest allowed.
    pub options: Options,
    /// In which days and hours are shown.
    pub zone: Zone,
}
