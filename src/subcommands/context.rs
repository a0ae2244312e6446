//! The settings that all subcommands share.

use super::output::columns;
use crate::clean::Settings;
use crate::cli::Global;
use crate::error::Error;
use crate::index::Indexes;
use crate::library::{ScanOptions, TextFiles};
use crate::locale::Locale;
use crate::paths::Directories;
use crate::terminal::environment::{self, UsedColours};
use crate::text::{Emoji, WidthPolicy};
use crate::typeset::Options;
use crate::user::theme::MONO;
use crate::user::{Config, Depth, EngineSettings, MarkRule, Theme, ThemeChoice};
use std::io::{self, IsTerminal};
use std::path::PathBuf;

/// Settings that every subcommand takes, from the command line and the config.
#[derive(Clone, Debug)]
pub struct Context {
    pub locale: Locale,
    pub scan: ScanOptions,
    pub indexes: Indexes,
    /// The libraries of the configuration.
    pub libraries: Vec<PathBuf>,
    pub policy: WidthPolicy,
    /// Width of the terminal in cells; `None` when standard output is not a terminal.
    pub columns: Option<usize>,
    /// Typesetting options of the config; the measure comes from the subcommand.
    pub typeset: Options,
    pub cleaning: Settings,
    /// Whether the list folds the versions of an article.
    pub fold_versions: bool,
    pub rules: Vec<MarkRule>,
    pub engine: EngineSettings,
    /// The colours of everything that is printed or drawn.
    pub used: UsedColours,
    pub theme: ThemeChoice,
    pub theme_name: String,
    /// Path of the config, whether or not the file exists; `None` without a home directory.
    pub config_file: Option<PathBuf>,
    /// Faults of the config. The defaults apply then, and only commands that help run.
    pub config_faults: Vec<Error>,
    /// The reader draws on the terminal: nothing is printed beside what is returned.
    pub is_on_screen: bool,
}

impl Context {
    /// The command line takes precedence over the config. Widths that neither names are narrow,
    /// because a pipe cannot be asked.
    pub fn new(global: &Global, locale: Locale, config: &Config) -> Self {
        let ambiguous = global.ambiguous().or(config.ambiguous).unwrap_or_default();
        let policy = WidthPolicy {
            ambiguous,
            letters: ambiguous,
            // A pipe gets the sequence as it is: no terminal will draw it with a wrong width.
            emoji: config.emoji.unwrap_or(if io::stdout().is_terminal() {
                Emoji::Safe
            } else {
                Emoji::Full
            }),
        };
        let places = Directories::standard();
        let indexes = Indexes {
            folder: places
                .as_ref()
                .filter(|_| !global.no_index)
                .map(Directories::indexes),
            wait: Indexes::SHORT_WAIT,
        };
        let used = environment::used_colours(global.color);
        let name = match used.colours.depth {
            Depth::None => MONO,
            _ => &*config.theme,
        };
        let themes = places.as_ref().map(Directories::themes).unwrap_or_default();
        // The reader reports the faults of a theme; here another theme will do.
        let theme = ThemeChoice::load(name, &themes).unwrap_or_default();
        let standard = || places.map(|places| places.config_file());
        Self {
            locale,
            scan: ScanOptions {
                zone: config.zone(),
                follow: global.follow,
                text_files: TextFiles::All,
            },
            indexes,
            libraries: config.libraries.clone(),
            policy,
            columns: columns(&io::stdout()),
            typeset: Options {
                width: policy,
                ..config.typesetting
            },
            cleaning: config.cleaning.clone(),
            fold_versions: config.fold_versions,
            rules: config.rules.clone(),
            engine: config.engine.clone(),
            used,
            theme,
            theme_name: name.to_owned(),
            config_file: global.config.clone().or_else(standard),
            config_faults: Vec::new(),
            is_on_screen: false,
        }
    }
}

impl Context {
    /// The same for the reader.
    pub fn on_screen(&self) -> Self {
        Self {
            is_on_screen: true,
            ..self.clone()
        }
    }

    /// The theme of `--format ansi`. The page is printed on the terminal's own background, so an
    /// automatic theme must be one that does not set a background.
    pub fn page_theme(&self) -> Theme {
        let mut colours = self.used.colours;
        if self.theme.follows_terminal() && colours.depth != Depth::None {
            colours.depth = Depth::Sixteen;
        }
        self.theme.theme(colours)
    }
}
