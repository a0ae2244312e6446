//! What the libraries of the user offer a shell.

use crate::cli::Global;
use crate::index;
use crate::library::{self, Entry};
use crate::locale::Locale;
use crate::paths::Directories;
use crate::search::{TextField, complete, field_names, values_in_use};
use crate::subcommands::context::Context;
use crate::subcommands::libraries::{self, Roots};
use crate::subcommands::mark_store::MarkStore;
#[cfg(feature = "fetch")]
use crate::user::feeds;
use crate::user::{Config, IfMissing, SavedSearch, SavedSearches};
use clap_complete::engine::ValueCompleter;
use clap_complete::{CompletionCandidate, PathCompleter};
use std::ffi::OsStr;
use std::path::PathBuf;
use std::sync::OnceLock;

/// How many of the newest articles of each library are looked at: a shell waits.
const NEWEST: usize = 10_000;
/// Maximum IDs that are offered.
const MOST: usize = 100;

/// What can be offered. Nothing is read before it is asked for, and no folder is ever walked.
pub struct Offers {
    context: Context,
    /// The folders that the line names with `--library`.
    named: Vec<PathBuf>,
    searches: Vec<SavedSearch>,
    known: OnceLock<Known>,
}

/// What is read of the libraries.
#[derive(Default)]
struct Known {
    entries: Vec<Entry>,
    tags: Vec<String>,
    collections: Vec<String>,
}

impl Offers {
    /// The words of a command line say which configuration and which libraries count.
    pub fn of(words: Vec<String>) -> Self {
        let after = |option: &str| -> Vec<PathBuf> {
            let pairs = words.iter().zip(words.iter().skip(1));
            let values = pairs.filter(|(word, _)| *word == option);
            values.map(|(_, value)| PathBuf::from(value)).collect()
        };
        let global = Global {
            config: after("--config").pop(),
            ..Global::default()
        };
        let standard = || Directories::standard().map(|places| places.config_file());
        let file = global.config.clone().or_else(standard);
        let config = file.and_then(|file| Config::load(&file, IfMissing::UseDefaults).ok());
        let config = config.unwrap_or_default();
        let of_machine = Directories::standard().map(|places| SavedSearches::of(&places).read());
        Self {
            context: Context::new(&global, Locale::for_tag("en"), &config),
            searches: [config.searches, of_machine.unwrap_or_default()].concat(),
            named: after("--library"),
            known: OnceLock::new(),
        }
    }

    /// Files if a path may stand here, IDs of articles, and what may complete a query.
    pub fn articles(&self, typed: &OsStr, takes_paths: bool) -> Vec<CompletionCandidate> {
        let mut offered = Vec::new();
        if takes_paths {
            offered = PathCompleter::any().complete(typed);
        }
        let Some(typed) = typed.to_str() else {
            return offered;
        };
        if !takes_paths || !typed.is_empty() {
            offered.extend(self.terms(typed));
        }
        // Every ID begins with an empty word: the fields come first, and the IDs when one is begun.
        if takes_paths || !typed.is_empty() {
            let entries = self.known().entries.iter();
            let begun = entries
                .filter(|entry| entry.id().starts_with(typed))
                .take(MOST);
            offered.extend(begun.map(|entry| {
                let title = entry.title().to_owned();
                CompletionCandidate::new(entry.id()).help(Some(title.into()))
            }));
        }
        offered
    }

    /// What may complete a word of a query: names of fields, values in use, saved searches.
    fn terms(&self, typed: &str) -> Vec<CompletionCandidate> {
        let found = complete(typed, typed.len(), &|field| self.values(field));
        let before = typed.get(..found.range.start).unwrap_or_default();
        let terms = found
            .candidates
            .iter()
            .map(|term| format!("{before}{term}"));
        let mut offered: Vec<_> = terms.map(CompletionCandidate::new).collect();
        if typed.is_empty() {
            offered.extend(field_names().map(CompletionCandidate::new));
        }
        let saved = self
            .searches
            .iter()
            .filter(|saved| saved.name.starts_with(typed) || saved.query.starts_with(typed));
        offered.extend(saved.map(|saved| {
            CompletionCandidate::new(&saved.query).help(Some(saved.name.clone().into()))
        }));
        offered
    }

    pub fn tags(&self) -> Vec<String> {
        self.known().tags.clone()
    }

    /// The names of the feeds, and the addresses of those without a name.
    pub fn feeds(&self) -> Vec<String> {
        #[cfg(feature = "fetch")]
        if let Some(config) = &self.context.config_file {
            let feeds = feeds::load(&feeds::file_beside(config)).unwrap_or_default();
            let name = |feed: feeds::FeedSettings| match feed.name.is_empty() {
                true => feed.address,
                false => feed.name,
            };
            return feeds.into_iter().map(name).collect();
        }
        Vec::new()
    }

    fn values(&self, field: TextField) -> Vec<String> {
        let known = self.known();
        match field {
            TextField::Tag => known.tags.clone(),
            TextField::Collection => known.collections.clone(),
            _ => values_in_use(known.entries.iter(), field),
        }
    }

    fn known(&self) -> &Known {
        self.known.get_or_init(|| {
            let Ok(roots) = libraries::resolve(&self.named, &self.context.libraries) else {
                return Known::default();
            };
            let options = roots.scan_options(&self.context.scan);
            let indexes = &self.context.indexes;
            let entries = match &roots {
                Roots::Sample => library::sample::entries_for("en"),
                _ => index::newest_indexed(indexes, &roots.paths(), &options, NEWEST),
            };
            let marks = MarkStore::open(&roots, &self.context).marks;
            let owned = |names: Vec<&str>| names.into_iter().map(str::to_owned).collect();
            let mut tags: Vec<String> = owned(marks.tags_in_use().into_keys().collect());
            tags.extend(values_in_use(entries.iter(), TextField::Tag));
            Known {
                tags,
                collections: owned(marks.collections_in_use().into_keys().collect()),
                entries,
            }
        })
    }
}
