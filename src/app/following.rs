//! Follows what is read: which article is open, and what of it has left the window.

use super::list::key::key;
use super::reading_time::ReadingTime;
use super::{App, Focus};
use crate::user::event::Event;

impl App {
    /// A key comes: the time before it was spent on the open article.
    pub(super) fn wait_for_key(&mut self) {
        let now = self.context.now;
        if let Some(reading) = &mut self.reading {
            reading.wait(now);
        }
    }

    /// Sees what has left the window, and whether another article is open.
    pub(super) fn follow_reading(&mut self) {
        let reader = self.reader.as_ref();
        let reader = reader.filter(|reader| self.focus == Focus::Reader && !reader.item.entry.gone);
        let open = reader.map(|reader| key(&reader.item.entry));
        if self.reading.as_ref().map(ReadingTime::key) != open {
            let now = self.context.now;
            let new = reader.map(|reader| ReadingTime::new(reader.item.clone(), now));
            self.end_reading();
            self.reading = new;
        }
        let reader = self.reader.as_ref();
        if let (Some(reader), Some(reading)) = (reader, &mut self.reading) {
            if let Some(shown) = reader.share_shown() {
                reading.show(shown);
            }
            reading.at_end = reader.at_end();
            if reading.is_due() {
                self.record_reading();
            }
        }
    }

    /// The events that quitting would record, for an exit that leaves no time to ask: the reading
    /// position, and the reading time up to the last key.
    pub fn unsaved(&self) -> Vec<Event> {
        let time = self.reading.as_ref().and_then(|reading| {
            let spent = reading.clone().take()?;
            let (entry, now) = (&reading.item.entry, self.context.now);
            Some(self.context.marks.time_event(entry, spent, now))
        });
        self.unsaved_position().into_iter().chain(time).collect()
    }

    /// The user goes on from the article that is being read.
    pub(super) fn end_reading(&mut self) {
        if let Some(reading) = &mut self.reading
            && reading.at_end
        {
            reading.show(1.0..1.0);
        }
        self.record_reading();
        self.reading = None;
    }

    fn record_reading(&mut self) {
        let Some(reading) = &mut self.reading else {
            return;
        };
        if let Some(spent) = reading.take() {
            let (item, now) = (reading.item.clone(), self.context.now);
            let event = self.context.marks.note_time(&item.entry, spent, now);
            self.context.record(vec![event]);
        }
    }
}
