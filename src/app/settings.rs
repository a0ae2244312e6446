//! The settings of the app, resolved from the configuration.

use crate::library::Zone;
use crate::typeset::Options;
pub use crate::user::config::MarkRead;
use crate::user::config::Panes;

#[derive(Clone, Debug)]
pub struct Settings {
    pub panes: Panes,
    /// Cells of the list beside the article; 0: depends on the window.
    pub list_width: u16,
    /// The most lines of a title in the list; 0: depends on the window.
    pub title_lines: u16,
    pub mark_read: MarkRead,
    /// The base of the options of every page; the measure is the maximum.
    pub options: Options,
    /// The time zone of shown dates.
    pub zone: Zone,
}
