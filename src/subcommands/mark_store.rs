//! The reader's marks for the commands that show and change them.

use super::context::Context;
use super::errors::print_error;
use crate::error::{Error, Exit, Result};
use crate::library::Entry;
use crate::paths::Directories;
use crate::user::{Event, Journal, Marks};

/// The journal and what it says.
pub struct MarkStore {
    pub marks: Marks,
    /// A part of it could not be read.
    pub partial: bool,
    journal: Option<Journal>,
    places: Option<Directories>,
}

/// What the list shows of an article's marks.
#[derive(Clone, Copy, Debug, Default)]
pub struct Shown {
    pub read: bool,
    pub bookmarked: bool,
    /// How much of the article lies before the reader's place: 0 to 1.
    pub place: Option<f32>,
}

impl MarkStore {
    /// Reads the journal. Damaged lines are told on standard error, and the rest is kept.
    pub fn open(context: &Context) -> Self {
        let places = Directories::standard();
        let mut journal = places.as_ref().map(Journal::new);
        let mut marks = Marks::default();
        let mut partial = false;
        if let Some(journal) = &mut journal {
            let reading = journal.read(&mut |event| marks.apply_all(&[event]));
            partial = !reading.unreadable.is_empty() || !reading.damage.is_empty();
            for error in reading.unreadable {
                print_error(&error, &context.locale);
            }
            for damage in reading.damage {
                print_error(&damage.error(&context.locale), &context.locale);
            }
        }
        Self {
            marks,
            partial,
            journal,
            places,
        }
    }

    pub fn of(&self, entry: &Entry) -> Shown {
        Shown {
            read: self.marks.is_read(entry),
            bookmarked: self.marks.is_bookmarked(entry),
            place: self.marks.place(entry).map(|place| place.fraction),
        }
    }

    /// Makes events durable.
    ///
    /// # Errors
    /// When there is no home, or its disk takes no more.
    pub fn keep(&mut self, events: &[Event], context: &Context) -> Result<()> {
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
            .append(events)
            .map_err(|cause| Error::unreadable(&folder, &cause))
    }
}
