//! The settings of a reading session, resolved from the command line and the config.

use super::configuration::Configuration;
use crate::index::Indexes;
use crate::library::ScanOptions;
use crate::paths::Directories;
use crate::subcommands::context::Context;
use crate::terminal::environment;
use crate::ui::Styles;
use crate::user::{Colours, EngineSettings, Opener, ThemeChoice, ViewStates};
use std::path::PathBuf;

/// Settings that the app itself does not need.
pub struct Setup {
    pub configuration: Configuration,
    /// For what subcommands share with the reader.
    pub subcommands: Context,
    pub theme: ThemeChoice,
    /// The name of the theme that is shown or being loaded.
    pub theme_name: String,
    pub roots: Vec<PathBuf>,
    pub scan: ScanOptions,
    pub indexes: Indexes,
    pub engine: EngineSettings,
    pub browser: Vec<String>,
    pub openers: Vec<Opener>,
    pub mouse: bool,
    pub cleaning: crate::clean::Settings,
    pub places: Directories,
    /// What the lists of libraries showed last time.
    pub views: ViewStates,
    /// The colours that are used, before the terminal is asked for its background.
    pub colours: Colours,
}

impl Setup {
    /// The styles of the theme for the terminal.
    pub fn styles(&self, colours: Colours) -> Styles {
        let styles = Styles::new(&self.theme.theme(colours));
        if environment::draws_dotted_underlines() {
            styles.with_dotted_underlines()
        } else {
            styles
        }
    }
}
