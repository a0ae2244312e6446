//! What the commands of feeds share: the feeds, what is remembered of them, and the library.

use crate::error::{Error, Exit, Result};
use crate::fetch::state::States;
use crate::fetch::{Home, home};
use crate::fs::Lock;
use crate::library::Cancel;
use crate::paths::Directories;
use crate::subcommands::context::Context;
use crate::subcommands::errors::print_error;
use crate::subcommands::libraries;
use crate::text::sanitize_line;
use crate::user::feeds::{self, FeedChange, FeedSettings};
use crate::user::{LoadError, nearest};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::flag;
use signal_hook::iterator::Signals;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// The signals that end a run.
const ENDING: [i32; 3] = [SIGINT, SIGTERM, SIGHUP];
/// How long a run may go on after a signal, to finish the file and the transaction that it writes.
const GRACE: Duration = Duration::from_millis(1_200);

/// The feeds of the user.
pub struct Session<'a> {
    pub context: &'a Context,
    pub places: Directories,
    /// The file of the feeds.
    file: PathBuf,
    pub feeds: Vec<FeedSettings>,
    pub states: States,
}

impl<'a> Session<'a> {
    /// # Errors
    /// There is no home directory, or the file of the feeds has faults.
    pub fn open(context: &'a Context) -> Result<Self> {
        let no_home = || Error::usage(context.locale.text("config.no-home"));
        let places = Directories::standard().ok_or_else(no_home)?;
        let config = context.config_file.as_deref().ok_or_else(no_home)?;
        let file = feeds::file_beside(config);
        let feeds = feeds::load(&file).map_err(|error| one(&error, context))?;
        let mut states = States::open(&places);
        states.forget_former(&feeds);
        Ok(Self {
            feeds,
            states,
            context,
            places,
            file,
        })
    }

    /// The name of a feed, as it is printed.
    pub fn name(&self, feed: &FeedSettings) -> String {
        let title = self.states.of(feed).title;
        let named = [&feed.name, &title]
            .into_iter()
            .find(|name| !name.is_empty());
        sanitize_line(&named.cloned().unwrap_or_else(|| feed.key()))
    }

    /// The feeds with these names or addresses; all, if none is named.
    ///
    /// # Errors
    /// There is no feed, or none of this name.
    pub fn named(&self, names: &[String]) -> Result<Vec<FeedSettings>> {
        let locale = &self.context.locale;
        if self.feeds.is_empty() {
            let hint = locale.text("feeds.none-hint");
            return Err(Error::usage(locale.text("feeds.none")).hint(hint));
        }
        if names.is_empty() {
            return Ok(self.feeds.clone());
        }
        let mut found: Vec<FeedSettings> = Vec::new();
        for name in names {
            let is_it = |feed: &&FeedSettings| {
                [feed.key(), self.name(feed), feed.address.clone()].contains(name)
            };
            let before = found.len();
            let same: Vec<_> = self.feeds.iter().filter(is_it).cloned().collect();
            let is_any = !same.is_empty();
            found.extend(same);
            if !is_any && found.len() == before {
                let shown = sanitize_line(name);
                let what = locale.fill("feeds.unknown", &[("name", &shown)]);
                let known: Vec<String> = self.feeds.iter().map(|feed| self.name(feed)).collect();
                let near = nearest(name, known.iter().map(String::as_str));
                let error = Error::new(Exit::Found, what);
                return Err(match near {
                    Some(near) => error.hint(locale.fill("config.nearest", &[("name", &near)])),
                    None => error.hint(locale.text("feeds.unknown-hint")),
                });
            }
        }
        let mut keys = std::collections::HashSet::new();
        found.retain(|feed| keys.insert(feed.key()));
        Ok(found)
    }

    /// The feeds with these names or addresses; if none is named, all that are not muted, and the muted
    /// ones.
    ///
    /// # Errors
    /// There is no feed, or none of this name.
    pub fn wanted(&self, names: &[String]) -> Result<(Vec<FeedSettings>, Vec<FeedSettings>)> {
        let is_muted = |feed: &FeedSettings| names.is_empty() && feed.muted;
        let feeds = self.named(names)?.into_iter();
        Ok(feeds.partition(|feed| !is_muted(feed)))
    }

    /// Changes the file of the feeds.
    ///
    /// # Errors
    /// It has faults or cannot be written.
    pub fn change(&self, changes: &[FeedChange]) -> Result<()> {
        let changed = feeds::change(&self.file, changes);
        changed.map_err(|error| one(&error, self.context))
    }

    /// Follows feeds to the addresses that servers named. The states know both addresses before
    /// `feeds.toml` has the new one, so a program that is killed leaves each feed whole. The articles know feeds
    /// by their IDs, which stay.
    ///
    /// # Errors
    /// The file of the feeds or the states cannot be written.
    pub fn move_feeds(&mut self, moves: &[FeedChange]) -> Result<()> {
        let moved = moves.iter().filter_map(|change| match change {
            FeedChange::Move { from, to } => Some((from, to)),
            _ => None,
        });
        if moves.is_empty() {
            return Ok(());
        }
        for (from, to) in moved.clone() {
            self.states.copy(from, to.clone());
        }
        self.save()?;
        self.change(moves)?;
        let is_taken = |address: &String| moved.clone().any(|(_, to)| to == address);
        for (from, _) in moved.clone().filter(|(from, _)| !is_taken(from)) {
            self.states.leave(from);
        }
        self.save()
    }

    /// Writes the states.
    ///
    /// # Errors
    /// They cannot be written.
    pub fn save(&self) -> Result<()> {
        let saved = self.states.save();
        saved.map_err(|cause| Error::unreadable(&self.places.data, &cause))
    }

    /// The library for new articles, which is made if there is none.
    ///
    /// # Errors
    /// It is not there, cannot be made, or the config has faults.
    pub fn library(&self, into: Option<&Path>) -> Result<Home> {
        let first = libraries::chosen(&[], &self.context.libraries);
        let first = first.and_then(|paths| paths.into_iter().next());
        let config = self.context.config_file.as_deref();
        let home = home(into, first.as_deref(), config, &self.places);
        let home = home.map_err(|error| one(&error, self.context))?;
        if into.is_none() {
            // One that is not there may be on a drive that is not mounted.
            libraries::folder(&home.library, &self.context.locale)?;
        }
        Ok(home)
    }

    /// Keeps other programs from fetching at the same time.
    ///
    /// # Errors
    /// One does already.
    pub fn lock(&self) -> Result<Lock> {
        let file = self.places.data.join("fetch.lock");
        let lock = Lock::take(&file).map_err(|cause| Error::unreadable(&file, &cause))?;
        lock.ok_or_else(|| Error::new(Exit::Found, self.context.locale.text("feeds.busy")))
    }
}

/// What signals cancel, the same for all callers. The program ends itself if it goes on for longer than
/// [`GRACE`], and at a second signal: whatever is being written then, a killed program may be writing, too.
///
/// # Errors
/// The system does not accept a handler.
pub fn cancelled_by_signals() -> Result<Cancel> {
    static CANCEL: Mutex<Option<Cancel>> = Mutex::new(None);
    let mut known = CANCEL.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(cancel) = &*known {
        return Ok(cancel.clone());
    }
    let cancel = Cancel::default();
    let failed = |cause: io::Error| Error::new(Exit::Unreadable, cause.to_string());
    let code = Exit::Interrupted as i32;
    for signal in ENDING {
        // In this order: the flag of the first signal is not seen by its own handler.
        flag::register_conditional_shutdown(signal, code, cancel.flag()).map_err(failed)?;
        flag::register(signal, cancel.flag()).map_err(failed)?;
    }
    let mut signals = Signals::new(ENDING).map_err(failed)?;
    let end = move || {
        if signals.forever().next().is_some() {
            thread::sleep(GRACE);
            signal_hook::low_level::exit(code);
        }
    };
    let thread = thread::Builder::new().name("signals".to_owned());
    thread.spawn(end).map_err(failed)?;
    *known = Some(cancel.clone());
    Ok(cancel)
}

/// Prints all faults but the last, and returns that one; on the screen the first one.
fn one(error: &LoadError, context: &Context) -> Error {
    let mut errors = error.errors(&context.locale);
    if context.is_on_screen {
        errors.truncate(1);
    }
    let last = errors.pop();
    for error in &errors {
        print_error(error, &context.locale);
    }
    last.unwrap_or_else(|| Error::usage(""))
}
