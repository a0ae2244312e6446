//! The settings of a reading session, resolved from the command line and the config.

use crate::index::Indexes;
use crate::library::ScanOptions;
use crate::paths::Directories;
use crate::terminal::environment;
use crate::text::{Ambiguous, Emoji, WidthPolicy};
use crate::ui::Styles;
use crate::user::{Colours, EngineSettings, ThemeChoice, ViewStates};
use std::path::PathBuf;

/// Settings that the app itself does not need.
pub struct Setup {
    pub theme: ThemeChoice,
    pub roots: Vec<PathBuf>,
    pub scan: ScanOptions,
    pub indexes: Indexes,
    pub engine: EngineSettings,
    pub browser: Vec<String>,
    pub mouse: bool,
    /// Widths that the user chose; the terminal is asked for the others.
    pub ambiguous: Option<Ambiguous>,
    pub emoji: Option<Emoji>,
    pub cleaning: crate::clean::Settings,
    pub places: Directories,
    /// What the lists of libraries showed last time.
    pub views: ViewStates,
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

    /// The user's widths, else those that the terminal reported.
    pub fn widths(&self, reported: WidthPolicy) -> WidthPolicy {
        WidthPolicy {
            ambiguous: self.ambiguous.unwrap_or(reported.ambiguous),
            letters: self.ambiguous.unwrap_or(reported.letters),
            emoji: self.emoji.unwrap_or(reported.emoji),
        }
    }
}
