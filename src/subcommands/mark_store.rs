//! The user's marks, for the subcommands that print and change them.

use super::context::Context;
use super::errors::print_error;
use super::libraries::Roots;
use crate::error::{Error, Exit, Result};
use crate::library::Entry;
use crate::paths::Directories;
use crate::user::marks::Links;
use crate::user::{Event, Journal, Marks, now};

/// The journal and the marks that it contains.
pub struct MarkStore {
    pub marks: Marks,
    /// A part of it could not be read.
    pub partial: bool,
    /// Marks of links that were found to be those of articles, to be written with the next ones.
    found: Vec<Event>,
    journal: Option<Journal>,
    places: Option<Directories>,
}

/// The marks of an article that `list` prints.
#[derive(Clone, Copy, Debug, Default)]
pub struct Shown {
    pub read: bool,
    pub bookmarked: bool,
    /// The part of the article before the user's position: 0 to 1.
    pub place: Option<f32>,
    /// The reading time at the speed of the user.
    pub minutes: u32,
}

impl MarkStore {
    /// Reads the journal, for articles of these roots. Damaged lines are reported on standard
    /// error; the rest is used.
    pub fn open(roots: &Roots, context: &Context) -> Self {
        let places = Directories::standard();
        let mut journal = places.as_ref().map(Journal::open);
        let mut marks = match &mut journal {
            Some(journal) => journal.marks(&roots.paths()),
            None => Marks::default(),
        };
        let mut partial = false;
        if let Some(journal) = &mut journal {
            let (read, update) = journal.load();
            marks.adopt(read, Vec::new());
            partial = !update.unreadable.is_empty() || !update.damage.is_empty();
            let damage = update.damage.iter();
            let damage = damage.map(|damage| damage.error(&context.locale));
            let errors = update.unreadable.into_iter().chain(damage);
            for error in errors.filter(|_| !context.is_on_screen) {
                print_error(&error, &context.locale);
            }
        }
        Self {
            marks,
            partial,
            found: Vec::new(),
            journal,
            places,
        }
    }

    /// Gives articles of the libraries the marks of the links to them.
    pub fn attach_links(&mut self, entries: &[Entry]) {
        let mut links = Links::of(&self.marks);
        if !links.is_empty() {
            entries.iter().for_each(|entry| links.see(entry));
            self.found.extend(self.marks.take_over(links, now()));
        }
    }

    pub fn of(&self, entry: &Entry) -> Shown {
        Shown {
            read: self.marks.is_read(entry),
            bookmarked: self.marks.is_bookmarked(entry),
            place: self.marks.place(entry).map(|place| place.fraction),
            minutes: self.marks.pace().minutes(entry.count),
        }
    }

    /// Appends events to the journal and syncs it.
    ///
    /// # Errors
    /// There is no home directory, or the journal cannot be written.
    pub fn keep(&mut self, events: &[Event], context: &Context) -> Result<()> {
        let found = std::mem::take(&mut self.found);
        let events = [&found[..], events].concat();
        if events.is_empty() {
            return Ok(());
        }
        let (Some(journal), Some(places)) = (&mut self.journal, &self.places) else {
            return Err(Error::new(
                Exit::Unreadable,
                context.locale.text("journal.no-home"),
            ));
        };
        let folder = places.journal();
        journal
            .append(&events)
            .map_err(|cause| Error::unreadable(&folder, &cause))
    }
}
