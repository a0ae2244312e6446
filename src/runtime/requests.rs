//! Requests to the reading threads: only the newest of each kind is kept.

use crate::app::Effect;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// What the reading threads are asked to do, with the number of the request.
#[derive(Debug)]
pub struct Request {
    pub job: Effect,
    number: u64,
}

impl Request {
    fn opens(&self) -> bool {
        matches!(self.job, Effect::Open { .. })
    }
}

/// The requests that wait.
#[derive(Debug, Default)]
pub struct Requests {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    /// At most one that opens an article and one that typesets it anew.
    waiting: Vec<Request>,
    /// The number of the newest request, and that of the newest that opens an article.
    newest: u64,
    opening: u64,
    closed: bool,
}

impl Requests {
    /// Adds a request. To open an article supersedes all before it, to typeset one only what
    /// typesets: the rest of a long article may still be on its way.
    pub fn put(&self, job: Effect) {
        let mut state = self.lock();
        state.newest += 1;
        let request = Request {
            job,
            number: state.newest,
        };
        if request.opens() {
            state.opening = request.number;
        }
        let opens = request.opens();
        state.waiting.retain(|older| older.opens() && !opens);
        state.waiting.push(request);
        self.changed.notify_one();
    }

    /// Waits for a request; `None` at the end.
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

    /// Whether the result of a request is still wanted.
    pub fn is_current(&self, request: &Request) -> bool {
        let state = self.lock();
        let newest = match request.opens() {
            true => state.opening,
            false => state.newest,
        };
        !state.closed && newest == request.number
    }

    /// Whether nothing was asked for since.
    pub fn is_newest(&self, request: &Request) -> bool {
        let state = self.lock();
        !state.closed && state.newest == request.number
    }

    /// Ends the threads that take requests.
    pub fn close(&self) {
        self.lock().closed = true;
        self.changed.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // A state is never left half changed, so a panic elsewhere does not spoil it.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::message::Listed;
    use crate::library::{Article, sample};
    use crate::typeset::Options;
    use std::sync::Arc;

    /// A request that opens (`o`) or typesets an article.
    fn job(kind: char) -> Effect {
        let entry = sample::entries().remove(0);
        let options = Options::default();
        match kind {
            'o' => Effect::Open {
                ticket: 0,
                item: Arc::new(Listed::new(entry)),
                options,
                siblings: Vec::new(),
            },
            _ => Effect::Typeset {
                ticket: 0,
                article: Arc::new(Article {
                    entry,
                    document: Default::default(),
                    cuts: Vec::new(),
                }),
                options,
            },
        }
    }

    #[test]
    fn the_newest_of_each_kind_counts() {
        // Asked for in this order; the numbers of those that are kept, and of those whose
        // results would be wanted if all had begun.
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
            let wanted = all.iter().filter(|request| begun.is_current(request));
            let wanted: String = wanted.map(|request| request.number.to_string()).collect();
            assert_eq!(wanted, current, "{kinds}");
        }
    }
}
