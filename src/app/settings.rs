//! What the configuration says to the app, resolved once.

use crate::library::Zone;
use crate::typeset::Options;
pub use crate::user::config::MarkRead;
use crate::user::config::Panes;

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
