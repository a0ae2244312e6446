//! The threads that read and typeset articles, and the one that sorts the list.
//!
//! Two threads read, so that an article that takes long does not hold up the one that is
//! asked for next. Only the newest request counts: older ones that still wait are dropped,
//! one that is under way stops at its next step, and its result is not sent.

use super::boilerplate_learner::Repeats;
use super::event_loop::Event;
use super::requests::{Request, Requests};
use crate::app::list::sorting::in_order;
use crate::app::{Effect, Level, Message};
use crate::clean;
use crate::error::{Error, Exit};
use crate::library::{self, Article};
use crate::typeset::{Labels, Page};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::thread;

/// How many threads read.
const THREADS: usize = 2;

/// Hands out requests to the reading threads.
#[derive(Debug)]
pub struct Worker {
    requests: Arc<Requests>,
}

impl Worker {
    /// Starts the threads; they end when the worker or the receiver of messages is dropped.
    pub fn start(messages: Sender<Event>, cleaning: clean::Settings, labels: Labels) -> Self {
        let reading = Arc::new(SharedState {
            requests: Arc::default(),
            repeats: Repeats::default(),
            messages,
            cleaning,
            labels,
        });
        let requests = Arc::clone(&reading.requests);
        start(&requests, move |request| reading.work(request));
        Self { requests }
    }

    /// Asks for `Effect::Open` or `Effect::Typeset`. Never waits.
    pub fn ask(&self, job: Effect) {
        self.requests.put(job);
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.requests.close();
    }
}

/// Starts threads that do this for each request.
fn start(requests: &Arc<Requests>, work: impl Fn(&Request) + Clone + Send + 'static) {
    for _ in 0..THREADS {
        let (requests, work) = (Arc::clone(requests), work.clone());
        thread::Builder::new()
            .name("reading".to_owned())
            .spawn(move || {
                while let Some(request) = requests.take() {
                    work(&request);
                }
            })
            .expect("the system can start a thread");
    }
}

/// What the reading threads share.
struct SharedState {
    requests: Arc<Requests>,
    repeats: Repeats,
    messages: Sender<Event>,
    cleaning: clean::Settings,
    labels: Labels,
}

impl SharedState {
    fn work(&self, request: &Request) {
        let current = || self.requests.is_current(request);
        let done = catch_unwind(AssertUnwindSafe(|| self.run(request, &current)));
        let message = match done {
            Ok(message) => message,
            Err(panic) => Some(Message::Notify(Level::Error, cause(panic.as_ref()))),
        };
        if message.is_some_and(|message| !self.tell(message)) {
            return self.requests.close();
        }
        if let Effect::Open { siblings, .. } = &request.job {
            // The next request waits no longer than before.
            let interrupted = || !self.requests.is_newest(request);
            self.repeats.learn(siblings, &self.cleaning, interrupted);
        }
    }

    /// Whether somebody still listens.
    fn tell(&self, message: Message) -> bool {
        self.messages.send(Event::App(message)).is_ok()
    }

    /// Does a job unless a newer one supersedes it. Sends the first part of a long article
    /// early.
    fn run(&self, request: &Request, current: &dyn Fn() -> bool) -> Option<Message> {
        match &request.job {
            Effect::Open {
                ticket,
                item,
                options,
                ..
            } => {
                let set = |article| {
                    let article: Arc<Article> = Arc::new(article);
                    let page = Page::with_labels(&article.document, options, &self.labels);
                    (article, Arc::new(page), *options)
                };
                let opened = |whole, result| Message::Opened {
                    ticket: *ticket,
                    whole,
                    result,
                };
                let mut head = |article| {
                    let first = current().then(|| set(article));
                    let wanted = first.filter(|_| current());
                    wanted.is_some_and(|first| self.tell(opened(false, Ok(first))))
                };
                let rules = self.repeats.settings(&self.cleaning, &item.entry.source);
                let mut read = || library::open_in_steps(&item.entry, Some(&rules), &mut head);
                let result = catch_unwind(AssertUnwindSafe(|| {
                    let article = read().transpose()?;
                    current().then(|| article.map(set))
                }));
                let result = result.unwrap_or_else(|panic| {
                    Some(Err(Error::new(Exit::Unreadable, cause(panic.as_ref()))))
                })?;
                current().then(|| opened(true, result))
            }
            Effect::Typeset {
                ticket,
                article,
                options,
            } => {
                let page = Page::with_labels(&article.document, options, &self.labels);
                current().then(|| Message::Typeset {
                    ticket: *ticket,
                    page: Arc::new(page),
                    options: *options,
                })
            }
            _ => None,
        }
    }
}

/// What a panic said.
pub fn cause(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("panic")
        .to_owned()
}

/// Puts articles in order on a thread of its own, for the reading thread drops old jobs.
pub fn sort(job: Effect, messages: Sender<Event>) {
    let Effect::Sort {
        ticket,
        all,
        sort,
        reverse,
    } = job
    else {
        return;
    };
    thread::Builder::new()
        .name("sort".to_owned())
        .spawn(move || {
            let all = in_order(&all, sort, reverse);
            // A receiver that is gone has ended the program.
            let _ = messages.send(Event::App(Message::Sorted { ticket, all }));
        })
        .expect("the system can start a thread");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Ticket;
    use crate::app::message::Listed;
    use crate::typeset::Options;
    use std::sync::mpsc::{Receiver, channel};

    fn open(ticket: Ticket) -> Effect {
        let entry = library::sample::entries().remove(0);
        Effect::Open {
            ticket,
            item: Arc::new(Listed::new(entry)),
            options: Options::default(),
            siblings: Vec::new(),
        }
    }

    #[test]
    fn a_request_that_takes_long_does_not_hold_the_next() {
        let requests = Arc::<Requests>::default();
        let (done, results) = channel();
        let (release, held): (Sender<()>, Receiver<()>) = channel();
        let held = Arc::new(std::sync::Mutex::new(Some(held)));
        let queue = Arc::clone(&requests);
        start(&requests, move |request| {
            let Effect::Open { ticket, .. } = request.job else {
                return;
            };
            if ticket == 1 {
                done.send((ticket, true)).expect("the test listens");
                let held = held.lock().expect("no panic").take();
                held.map(|held| held.recv());
            }
            let current = queue.is_current(request);
            done.send((ticket, current)).expect("the test listens");
        });
        requests.put(open(1));
        // The first has begun and waits; the second is done all the same.
        assert_eq!(results.recv(), Ok((1, true)));
        requests.put(open(2));
        assert_eq!(results.recv(), Ok((2, true)));
        release.send(()).expect("it waits");
        assert_eq!(results.recv(), Ok((1, false)));
        requests.close();
    }

    #[test]
    fn the_newest_article_is_told_of() {
        let (messages, told) = channel();
        let labels = crate::app::labels(&crate::locale::Locale::default());
        let worker = Worker::start(messages, clean::Settings::default(), labels);
        (1..=9).for_each(|ticket| worker.ask(open(ticket)));
        let newest = told.iter().find(|event| {
            matches!(
                event,
                Event::App(Message::Opened {
                    ticket: 9,
                    result: Ok(_),
                    ..
                })
            )
        });
        assert!(newest.is_some());
    }
}
