//! The configuration of a session: what the file says, what the command line says, and what the user
//! has changed since.

use crate::app::{Configured, Settings};
use crate::cli::Global;
use crate::input::Keymap;
use crate::subcommands::context::Context;
use crate::text::{Ambiguous, WidthPolicy};
use crate::typeset::Options;
use crate::user::{Config, SettingChange};
use std::path::PathBuf;

/// What the settings of a session come from.
pub struct Configuration {
    /// As the file says.
    file: Config,
    /// What the user has set since the start.
    changes: Vec<SettingChange>,
    /// Where settings are kept; `None` without a home directory.
    pub path: Option<PathBuf>,
    /// Of the command line.
    ambiguous: Option<Ambiguous>,
    /// What the terminal answered about widths.
    reported: WidthPolicy,
}

impl Configuration {
    pub fn new(file: &Config, context: &Context, global: &Global) -> Self {
        Self {
            file: file.clone(),
            changes: Vec::new(),
            path: context.config_file.clone(),
            ambiguous: global.ambiguous(),
            reported: context.policy,
        }
    }

    /// The file was read again. What the user has set in this session stays. Whether the config has
    /// changed: the file may say what was set.
    pub fn replace_file(&mut self, file: Config) -> bool {
        let before = self.config();
        self.file = file;
        self.config() != before
    }

    pub fn change(&mut self, change: SettingChange) {
        self.changes.retain(|known| known.name != change.name);
        self.changes.push(change);
    }

    /// The config with the changes. A change that a new file does not allow is left out.
    pub fn config(&self) -> Config {
        let mut config = self.file.clone();
        for change in &self.changes {
            let _ = config.change(change);
        }
        config.ambiguous = self.ambiguous.or(config.ambiguous);
        config
    }

    /// Whether the user has said how wide all characters are.
    pub fn names_widths(&self) -> bool {
        let config = self.config();
        config.ambiguous.is_some() && config.emoji.is_some()
    }

    /// The terminal has answered. Returns the widths that count.
    pub fn learn_widths(&mut self, reported: WidthPolicy) -> WidthPolicy {
        self.reported = reported;
        widths(&self.config(), reported)
    }

    /// What the config means for the app.
    pub fn configured(&self) -> Configured {
        let config = self.config();
        Configured {
            keymap: Keymap::new(config.preset, &config.bindings),
            settings: settings(&config, widths(&config, self.reported)),
            theme: config.theme,
        }
    }
}

/// The user's widths, else those that the terminal reported.
fn widths(config: &Config, reported: WidthPolicy) -> WidthPolicy {
    WidthPolicy {
        ambiguous: config.ambiguous.unwrap_or(reported.ambiguous),
        letters: config.ambiguous.unwrap_or(reported.letters),
        emoji: config.emoji.unwrap_or(reported.emoji),
    }
}

fn settings(config: &Config, width: WidthPolicy) -> Settings {
    Settings {
        panes: config.panes,
        list_width: config.list_width,
        title_lines: config.title_lines,
        list_columns: config.list_columns,
        fold_versions: config.fold_versions,
        mark_read: config.mark_read,
        link_numbers: config.link_numbers,
        pictures: config.pictures,
        refresh: config.refresh,
        has_engine: cfg!(feature = "opensearch") && config.engine.address.is_some(),
        options: Options {
            width,
            ..config.typesetting
        },
        zone: config.zone(),
    }
}
