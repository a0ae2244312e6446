//! Applies what changed in the folders to the list, one update after another. With a long list a
//! thread finds out what an update changes, so that keys are handled meanwhile.

use super::library_state::Source;
use super::message::{Compared, Difference, Effect, Job, Listed, Update};
use super::{App, ReaderPane};
use std::sync::{Arc, Weak};

/// The most articles that an update is compared with between two frames.
const FEW: usize = 10_000;

impl App {
    /// Articles have changed or are gone.
    pub(super) fn updated(&mut self, update: Update, source: Source) {
        let reader = self.reader.as_mut();
        let is_open = |item: &Listed, open: &Listed| item.entry.is_at(&open.entry);
        if let Some(reader) = reader
            && update
                .changed
                .iter()
                .any(|item| is_open(item, &reader.item))
        {
            let siblings = self.list.siblings(&reader.item);
            reader.reload(siblings, &mut self.context);
        }
        self.library.updates.waiting.push_back((update, source));
        self.apply_updates();
    }

    /// It is known now how the articles of a source end. If one of them is open, it was read without
    /// that, and is read again, unless the user does something with it.
    pub(super) fn cut_learned(&mut self, source: &str) {
        let is_idle = |reader: &&mut ReaderPane| {
            *reader.item.entry.labels.source == *source
                && reader.mode().is_none()
                && !reader.pictures.is_awaiting()
        };
        if let Some(reader) = self.reader.as_mut().filter(is_idle) {
            let siblings = self.list.siblings(&reader.item);
            reader.reload(siblings, &mut self.context);
        }
    }

    /// Applies what waits. What a scan found before comes first.
    pub(super) fn apply_updates(&mut self) {
        while self.library.updates.comparing.is_none()
            && !self.list.has_waiting()
            && let Some((update, source)) = self.library.updates.waiting.pop_front()
        {
            if self.list.all.len() <= FEW {
                let difference = Difference::new(update, &self.list.all);
                self.apply(difference, source);
                continue;
            }
            let ticket = self.context.ticket();
            self.library.updates.comparing = Some((ticket, source));
            self.context.effect(Effect::Job(Job::Compare {
                ticket,
                all: Arc::downgrade(&self.list.all),
                update: Box::new(update),
            }));
        }
    }

    /// A thread has compared an update with the list. If the list has changed since, it is compared
    /// again.
    pub(super) fn compared(&mut self, compared: Compared) {
        let Compared {
            ticket,
            all,
            difference,
        } = compared;
        let asked = self
            .library
            .updates
            .comparing
            .take_if(|(asked, _)| *asked == ticket);
        let Some((_, source)) = asked else {
            return;
        };
        let is_same = Weak::ptr_eq(&all, &Arc::downgrade(&self.list.all));
        let is_current = is_same && !self.list.has_waiting();
        drop(all);
        if is_current {
            self.apply(difference, source);
        } else {
            self.library
                .updates
                .waiting
                .push_front((difference.update, source));
        }
        self.apply_updates();
    }

    /// The selection stays where it is.
    fn apply(&mut self, difference: Difference, source: Source) {
        let update = &difference.update;
        let faults = self.library.faults();
        if source == Source::Watcher {
            self.library.replace_problems(update);
        }
        if !update.changed.is_empty() || !update.gone.is_empty() {
            if source == Source::Scan {
                self.library.update_problems(&update.changed, &update.gone);
            }
            let open = self.reader.as_ref().map(|reader| reader.item.clone());
            let new = update.changed.iter().find(|item| {
                open.as_ref()
                    .is_some_and(|open| item.entry.is_at(&open.entry))
            });
            if let (Some(reader), Some(new)) = (&mut self.reader, new) {
                reader.adopt(new.clone(), &self.context);
            }
            // A count of the old list would have it copied before it is changed.
            self.sidebar.stop_counting(self.list.all.len());
            let changed = update.changed.clone();
            let arrivals = (source == Source::Watcher).then(|| self.arrivals_of(&difference));
            self.list.replace(difference, &self.context.marks);
            self.index_changed(changed);
            self.library.bookmarks_outdated = true;
            match arrivals {
                Some(arrivals) => self.arrived(arrivals),
                None => self.recount_list(),
            }
            self.after_list_change();
            self.rule_arrivals();
        }
        if source == Source::Watcher && self.library.faults() > faults {
            self.notify_faults();
        }
    }
}
