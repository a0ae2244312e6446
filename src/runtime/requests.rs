//! The queue of the reading threads. Only the newest request of each kind is kept; a request
//! that supersedes others cancels them.

use crate::app::Job;
use crate::library::Cancel;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// A job for the reading threads: `Job::Open` or `Job::Typeset`.
#[derive(Debug)]
pub struct Request {
    pub job: Job,
    /// Set when the result is no longer wanted.
    pub cancel: Cancel,
    number: u64,
}

/// The requests that wait, and the newest one of each kind.
#[derive(Debug, Default)]
pub struct Requests {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    /// At most one `Open` and one `Typeset`.
    waiting: Vec<Request>,
    /// The number of the newest request.
    newest: u64,
    /// The flags of the newest `Open` and the newest `Typeset`.
    opening: Cancel,
    typesetting: Cancel,
    closed: bool,
}

impl Requests {
    /// Adds a request. `Open` supersedes every earlier request. `Typeset` supersedes only the
    /// earlier `Typeset`: the rest of a long article may still be on its way.
    pub fn put(&self, job: Job) {
        let mut state = self.lock();
        let cancel = Cancel::default();
        state.typesetting.cancel();
        if matches!(job, Job::Open { .. }) {
            state.opening.cancel();
            state.opening = cancel.clone();
        } else {
            state.typesetting = cancel.clone();
        }
        state
            .waiting
            .retain(|request| !request.cancel.is_cancelled());
        state.newest += 1;
        let number = state.newest;
        state.waiting.push(Request {
            job,
            cancel,
            number,
        });
        self.changed.notify_one();
    }

    /// Waits for a request; `None` once the queue is closed.
    pub fn take(&self) -> Option<Request> {
        let mut state = self.lock();
        loop {
            if state.closed {
                return None;
            }
            if !state.waiting.is_empty() {
                return Some(state.waiting.remove(0));
            }
            state = self
                .changed
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Whether no request came after this one.
    pub fn is_newest(&self, request: &Request) -> bool {
        let state = self.lock();
        !state.closed && state.newest == request.number
    }

    /// Ends the threads that take requests, and cancels what they work on.
    pub fn close(&self) {
        let mut state = self.lock();
        state.closed = true;
        state.opening.cancel();
        state.typesetting.cancel();
        self.changed.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // No code panics between two changes of the state, so a poisoned lock is still sound.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::message::{Item, Listed};
    use crate::library::{Article, sample};
    use crate::typeset::Options;
    use crate::typeset::room::Rooms;
    use std::sync::Arc;

    /// A request that opens (`o`) or typesets an article.
    fn job(kind: char) -> Job {
        let entry = sample::entries().remove(0);
        let options = Options::default();
        match kind {
            'o' => Job::Open {
                ticket: 0,
                item: Item::new(Listed::new(entry)),
                options,
                siblings: Vec::new(),
                query: None,
            },
            _ => Job::Typeset {
                ticket: 0,
                rooms: Rooms::default(),
                article: Arc::new(Article {
                    entry,
                    address: None,
                    document: Default::default(),
                    cuts: Vec::new(),
                }),
                options,
            },
        }
    }

    #[test]
    fn only_the_newest_of_each_kind_is_kept() {
        // The kinds of requests in order, the numbers of those that are kept in the queue, and
        // the numbers of those that are not cancelled if all had been taken at once.
        for (kinds, kept, current) in [
            ("o", "1", "1"),
            ("oo", "2", "2"),
            ("ot", "12", "12"),
            ("ott", "13", "13"),
            ("oto", "3", "3"),
            ("toot", "34", "34"),
        ] {
            let waiting = Requests::default();
            kinds.chars().for_each(|kind| waiting.put(job(kind)));
            let count = waiting.lock().waiting.len();
            let taken = (0..count).filter_map(|_| waiting.take());
            let taken: String = taken.map(|request| request.number.to_string()).collect();
            assert_eq!(taken, kept, "{kinds}");

            let begun = Requests::default();
            let take = |kind| {
                begun.put(job(kind));
                begun.take().expect("it was put")
            };
            let all: Vec<Request> = kinds.chars().map(take).collect();
            let wanted = all.iter().filter(|request| !request.cancel.is_cancelled());
            let wanted: String = wanted.map(|request| request.number.to_string()).collect();
            assert_eq!(wanted, current, "{kinds}");
        }
    }
}
