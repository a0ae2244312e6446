//! The settings with their default values.

use crate::clean;
use crate::input::{Binding, Preset};
use crate::picture::Protocol;
use crate::text::{Ambiguous, Emoji};
use crate::typeset::{Formulas, Options};
use crate::user::mark_rules::MarkRule;
use crate::user::opener::Opener;
use crate::user::saved_searches::SavedSearch;
use std::path::PathBuf;

/// How list and article share the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Panes {
    #[default]
    Auto,
    Wide,
    Stacked,
    Single,
}

/// When an article is marked read automatically.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MarkRead {
    #[default]
    Open,
    End,
    Never,
}

/// When links of an article have their numbers in the reader.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LinkNumbers {
    /// From `Tab` or `o` until `Back`.
    #[default]
    OnDemand,
    Always,
    Never,
}

/// Which pictures of an article are drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ShowPictures {
    /// Those that the key is pressed for.
    #[default]
    OnRequest,
    /// Those in files as soon as the article is open, too.
    Local,
    Off,
}

/// What a row of the list says besides the title.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListColumn {
    Source,
    Author,
    Tags,
    /// Day or time, as far as the heading does not say it.
    Date,
    /// How long ago it was.
    Age,
    Minutes,
    Progress,
}

/// A set of columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListColumns(u8);

impl ListColumns {
    pub const NONE: Self = Self(0);

    #[must_use]
    pub const fn with(self, column: ListColumn) -> Self {
        Self(self.0 | 1 << column as u8)
    }

    pub const fn has(self, column: ListColumn) -> bool {
        self.0 & 1 << column as u8 != 0
    }
}

impl Default for ListColumns {
    fn default() -> Self {
        use ListColumn::{Date, Minutes, Progress, Source};
        Self::NONE
            .with(Source)
            .with(Date)
            .with(Minutes)
            .with(Progress)
    }
}

/// The search engine of large archives, with the cargo feature `opensearch`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EngineSettings {
    /// Where it answers; `None`: only this machine is searched.
    pub address: Option<String>,
    /// Of an index that is created.
    pub shards: u16,
    pub replicas: u16,
}

impl Default for EngineSettings {
    fn default() -> Self {
        Self {
            address: None,
            shards: 1,
            replicas: 1,
        }
    }
}

/// All settings.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Config {
    pub libraries: Vec<PathBuf>,
    /// A tag that `Locale::find` knows; `None`: from the environment.
    pub language: Option<String>,
    /// A name that `Zone::named` knows; `None`: the system's zone.
    pub zone: Option<String>,
    pub theme: String,
    /// The browser command, with `{url}` in one or more arguments; empty: the system's default.
    pub browser: Vec<String>,
    /// Programs for some addresses; the first one that fits is used.
    pub openers: Vec<Opener>,
    pub mouse: bool,
    pub mark_read: MarkRead,
    pub link_numbers: LinkNumbers,
    pub pictures: ShowPictures,
    /// Minutes between two runs over the feeds while the reader is open; `None`: only on request.
    pub refresh: Option<u16>,
    /// How pictures are drawn; `None`: as the terminal answers.
    pub graphics: Option<Protocol>,
    pub panes: Panes,
    /// Cells; 0: by the size of the window.
    pub list_width: u16,
    /// Maximum title lines in the list; 0: by the size of the window.
    pub title_lines: u16,
    pub list_columns: ListColumns,
    /// Whether the versions of an article have one row in the list.
    pub fold_versions: bool,
    /// Measure, indents and so on. Its width policy is the default one; see `ambiguous` and
    /// `emoji`.
    pub typesetting: Options,
    /// `None`: ask the terminal.
    pub ambiguous: Option<Ambiguous>,
    pub emoji: Option<Emoji>,
    /// For `clean_with`.
    pub cleaning: clean::Settings,
    pub engine: EngineSettings,
    /// Searches by name, for the sidebar.
    pub searches: Vec<SavedSearch>,
    /// What is done to articles as they arrive.
    pub rules: Vec<MarkRule>,
    pub preset: Preset,
    /// For `Keymap::new`.
    pub bindings: Vec<Binding>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            libraries: Vec::new(),
            language: None,
            zone: None,
            theme: crate::user::theme::AUTO.to_owned(),
            browser: Vec::new(),
            openers: Vec::new(),
            mouse: true,
            mark_read: MarkRead::default(),
            link_numbers: LinkNumbers::default(),
            pictures: ShowPictures::default(),
            refresh: None,
            graphics: None,
            panes: Panes::default(),
            list_width: 0,
            title_lines: 0,
            list_columns: ListColumns::default(),
            fold_versions: true,
            typesetting: Options {
                formulas: Formulas::Stacked,
                ..Options::default()
            },
            ambiguous: None,
            emoji: None,
            cleaning: clean::Settings::default(),
            engine: EngineSettings::default(),
            searches: Vec::new(),
            rules: Vec::new(),
            preset: Preset::default(),
            bindings: Vec::new(),
        }
    }
}
