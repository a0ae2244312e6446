//! What the threads of a session share.

use super::boilerplate_learner::BoilerplateLearner;
use super::last_names::LastNames;
use super::setup::Setup;
use super::watcher::WatchInput;
use crate::app::Message;
use crate::clean;
use crate::error::{Error, Result};
use crate::fetch::{self, Pace, Writer};
use crate::index::Indexes;
use crate::library::ScanOptions;
use crate::locale::Locale;
use crate::paths::Directories;
use crate::picture::Depth;
use crate::search::full_text::FullText;
use crate::subcommands::context::Context;
use crate::user::{EngineSettings, MarkRule};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The indexes that are open for searches, by the root of their library.
#[derive(Debug, Default)]
pub struct Texts(Mutex<HashMap<PathBuf, FullText>>);

impl Texts {
    pub fn lock(&self) -> MutexGuard<'_, HashMap<PathBuf, FullText>> {
        // An index that was in use during a panic is refreshed before it is used again.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Libraries of which the last scan has just written every stamp.
#[derive(Debug, Default)]
pub struct Current(Mutex<Vec<PathBuf>>);

impl Current {
    pub fn set(&self, roots: Vec<PathBuf>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = roots;
    }

    /// Whether the stamps of a library are those of the scan. Later they may be older than its
    /// files, so the answer is given once.
    pub fn take(&self, root: &Path) -> bool {
        let mut roots = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is = |path: &PathBuf| path.as_os_str() == root.as_os_str();
        let at = roots.iter().position(is);
        at.map(|at| roots.swap_remove(at)).is_some()
    }
}

/// What every job needs besides its own data.
#[derive(Debug)]
pub struct JobContext {
    pub roots: Vec<PathBuf>,
    pub scan: ScanOptions,
    pub indexes: Indexes,
    pub engine: EngineSettings,
    /// Applied to articles that arrive.
    pub rules: Vec<MarkRule>,
    pub cleaning: clean::Settings,
    pub locale: Locale,
    pub learner: BoilerplateLearner,
    /// The full-text indexes that are open.
    pub texts: Texts,
    /// The names of the list that was searched last.
    pub names: LastNames,
    /// Other connections to them, for the passages of rows: those do not wait for a search.
    pub passages: Texts,
    /// The libraries that have just been scanned, and whose indexes have the stamps of all files.
    pub current: Current,
    /// The colours of pictures.
    pub picture_depth: Depth,
    /// The settings of subcommands, for what they share with the reader; `None`: nothing is fetched.
    #[cfg_attr(
        not(feature = "fetch"),
        allow(dead_code, reason = "for what is fetched")
    )]
    pub(super) subcommands: Option<Context>,
    /// The data directory and the others; `None`: nothing is saved.
    pub places: Option<Directories>,
    /// The file of the config; `None`: the usual one.
    pub config_file: Option<PathBuf>,
    /// When hosts are asked for pages again.
    pub pace: Pace,
    /// An address of pages that may be private.
    pub allowed_address: Option<String>,
    /// The thread that watches the folders, if there is one.
    pub watcher: Option<Sender<WatchInput>>,
}

impl JobContext {
    pub fn new(
        roots: Vec<PathBuf>,
        scan: ScanOptions,
        cleaning: clean::Settings,
        locale: Locale,
    ) -> Self {
        Self {
            roots,
            scan,
            indexes: Indexes::default(),
            engine: EngineSettings::default(),
            rules: Vec::new(),
            cleaning,
            locale,
            learner: BoilerplateLearner::default(),
            texts: Texts::default(),
            names: LastNames::default(),
            passages: Texts::default(),
            current: Current::default(),
            picture_depth: Depth::default(),
            subcommands: None,
            places: None,
            config_file: None,
            pace: Pace::default(),
            allowed_address: None,
            watcher: None,
        }
    }

    /// The context of a session.
    pub(super) fn of(setup: &Setup, locale: Locale) -> Self {
        let (roots, scan) = (setup.roots.clone(), setup.scan.clone());
        Self {
            indexes: setup.indexes.clone(),
            engine: setup.engine.clone(),
            rules: setup.subcommands.rules.clone(),
            subcommands: Some(setup.subcommands.clone()),
            places: Some(setup.places.clone()),
            config_file: setup.configuration.path.clone(),
            ..Self::new(roots, scan, setup.cleaning.clone(), locale)
        }
    }

    /// A writer into the first library; without one, into a new one that becomes that of the config.
    ///
    /// # Errors
    /// The library, the ledger or the config cannot be written, or the config has faults.
    pub fn writer(&self) -> Result<Writer> {
        let no_home = || Error::usage(self.locale.text("config.no-home"));
        let places = self.places.as_ref().ok_or_else(no_home)?;
        let first = self.roots.iter().find(|root| root.is_dir());
        let home = fetch::home(
            None,
            first.map(AsRef::as_ref),
            self.config_file.as_deref(),
            places,
        );
        let home = home.map_err(|error| {
            let first = error.errors(&self.locale).into_iter().next();
            first.unwrap_or_else(no_home)
        })?;
        Writer::open(&home.library, &places.data)
    }

    /// Without a watcher nothing is done.
    pub fn tell_watcher(&self, input: WatchInput) {
        if let Some(watcher) = &self.watcher {
            // It ends with the program.
            let _ = watcher.send(input);
        }
    }
}

/// Receives the messages of a job; returns false if the receiver is gone.
pub type Sink<'a> = &'a mut dyn FnMut(Message) -> bool;
