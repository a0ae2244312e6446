//! The settings of the app, resolved from the configuration.

use crate::library::Zone;
use crate::typeset::Options;
use crate::user::config::Panes;
pub use crate::user::config::{LinkNumbers, ListColumn, ListColumns, MarkRead, ShowPictures};

#[derive(Clone, Debug)]
pub struct Settings {
    pub panes: Panes,
    /// Cells of the list beside the article; 0: depends on the window.
    pub list_width: u16,
    /// The most lines of a title in the list; 0: depends on the window.
    pub title_lines: u16,
    /// What a row of the list says besides the title.
    pub list_columns: ListColumns,
    /// Whether the versions of an article have one row.
    pub fold_versions: bool,
    pub mark_read: MarkRead,
    pub link_numbers: LinkNumbers,
    pub pictures: ShowPictures,
    /// Minutes between two runs over the feeds that nobody asks for; `None`: there are none.
    pub refresh: Option<u16>,
    /// Whether Enter in a search also asks a search engine.
    pub has_engine: bool,
    /// The base of the options of every page; the measure is the maximum.
    pub options: Options,
    /// The time zone of shown dates.
    pub zone: Zone,
}
