//! The worker threads: two that read and typeset articles, one for a scan, one for a sort.
//!
//! Two threads read, so that a slow article does not delay the one that is requested next.

use super::event::Event;
use super::jobs::{JobContext, run_job};
use super::picture_queue::PictureQueue;
use super::priority::{BEHIND_KEYS, IN_BACKGROUND, lower_priority};
use super::requests::{Request, Requests};
use crate::app::{Job, Message, ScanSource};
use crate::library::Cancel;
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::thread;

const READING_THREADS: usize = 2;

/// Hands jobs to threads. Dropping it cancels them.
#[derive(Debug)]
pub struct Workers {
    context: Arc<JobContext>,
    events: Sender<Event>,
    requests: Arc<Requests>,
    /// The scan that is under way; a new scan cancels it.
    scan: Cancel,
    /// The sort that is under way; a new one cancels it.
    sort: Cancel,
    /// The pictures that are read and drawn.
    pictures: PictureQueue,
    /// The same for updates of the full-text indexes, searches of them, snippets, saved searches,
    /// related articles, searches of an engine, highlights, and the text of a page.
    texts: [Cancel; 8],
    /// Pages that are saved: one does not cancel another.
    saving: Cancel,
    /// The run over the feeds.
    fetching: Cancel,
}

impl Workers {
    /// Starts the reading threads.
    pub fn start(context: JobContext, events: Sender<Event>) -> Self {
        let context = Arc::new(context);
        let workers = Self {
            pictures: PictureQueue::new(Arc::clone(&context), events.clone()),
            context,
            events,
            requests: Arc::default(),
            scan: Cancel::default(),
            sort: Cancel::default(),
            texts: Default::default(),
            saving: Cancel::default(),
            fetching: Cancel::default(),
        };
        let (context, events) = (Arc::clone(&workers.context), workers.events.clone());
        let requests = Arc::clone(&workers.requests);
        start_reading(&workers.requests, move |request| {
            read(request, &context, &requests, &events);
        });
        workers
    }

    /// Starts a job. Never waits.
    pub fn run(&mut self, job: Job) {
        match job {
            Job::Open { .. } | Job::Typeset { .. } => self.requests.put(job),
            Job::ReadPicture { .. }
            | Job::DrawPicture { .. }
            | Job::PreparePicture { .. }
            | Job::LeavePicture { .. }
            | Job::LeavePictures => self.pictures.run(job),
            Job::Scan { source, .. } => {
                self.scan.cancel();
                self.scan = Cancel::default();
                if source == ScanSource::Sample {
                    // In memory and small: run at once, so that the first frame shows it.
                    let mut send = |message| self.events.send(Event::App(message)).is_ok();
                    run_job(&job, &self.context, &self.scan, &mut send);
                } else {
                    self.spawn("scan", job, self.scan.clone());
                }
            }
            // Not on a reading thread: those drop older requests.
            Job::Discard { .. } => self.spawn("discard", job, Cancel::default()),
            Job::Compare { .. } => self.spawn("compare", job, Cancel::default()),
            Job::Address { .. } | Job::Linked(..) => {
                self.spawn("address", job, Cancel::default());
            }
            Job::Sort { .. } => {
                self.sort.cancel();
                self.sort = Cancel::default();
                self.spawn("sort", job, self.sort.clone());
            }
            Job::IndexTexts { .. } => self.spawn_newest(0, "index texts", job),
            Job::SearchTexts { .. } => self.spawn_newest(1, "search texts", job),
            Job::LeaveEngine => self.texts.iter().skip(5).take(1).for_each(Cancel::cancel),
            Job::AskEngine { .. } => self.spawn_newest(5, "engine", job),
            Job::CountTexts { .. } => self.spawn_newest(3, "count texts", job),
            Job::Snippets { .. } => self.spawn_newest(2, "snippets", job),
            Job::Related { .. } => self.spawn_newest(4, "related", job),
            Job::Locate { .. } => self.spawn_newest(6, "locate", job),
            Job::FullText { .. } => self.spawn_newest(7, "page", job),
            Job::LeavePage => self.texts.iter().skip(7).for_each(Cancel::cancel),
            Job::SavePage { .. } => self.spawn("page", job, self.saving.clone()),
            Job::Fetch => {
                self.fetching = Cancel::default();
                self.spawn("feeds", job, self.fetching.clone());
            }
            Job::ReadFeeds | Job::ChangeFeed(_) => self.spawn("feeds", job, Cancel::default()),
            Job::LeaveFetch => self.fetching.cancel(),
            Job::Summary { .. } => self.spawn("page", job, Cancel::default()),
            Job::ApplyRules { .. } => self.spawn("rules", job, Cancel::default()),
            Job::Remember(..) => self.spawn("remember", job, Cancel::default()),
            Job::Fold { .. } => self.spawn("fold", job, Cancel::default()),
        }
    }

    /// Starts a job about texts, and cancels the one of its kind that is under way.
    fn spawn_newest(&mut self, kind: usize, name: &str, job: Job) {
        let cancel = Cancel::default();
        if let Some(running) = self.texts.get_mut(kind) {
            running.cancel();
            *running = cancel.clone();
        }
        self.spawn(name, job, cancel);
    }

    fn spawn(&self, name: &str, job: Job, cancel: Cancel) {
        let (context, events) = (Arc::clone(&self.context), self.events.clone());
        thread::Builder::new()
            .name(name.to_owned())
            .spawn(move || {
                match job {
                    Job::IndexTexts { .. } => lower_priority(IN_BACKGROUND),
                    Job::Sort { .. } | Job::Fold { .. } | Job::Compare { .. } => {
                        lower_priority(BEHIND_KEYS);
                    }
                    _ => {}
                }
                let mut send = |message: Message| events.send(Event::App(message)).is_ok();
                run_job(&job, &context, &cancel, &mut send);
            })
            .expect("the system can start a thread");
    }
}

impl Drop for Workers {
    fn drop(&mut self) {
        self.scan.cancel();
        self.sort.cancel();
        self.texts.iter().for_each(Cancel::cancel);
        self.saving.cancel();
        self.fetching.cancel();
        self.requests.close();
    }
}

/// Starts threads that call `work` for each request.
fn start_reading(requests: &Arc<Requests>, work: impl Fn(&Request) + Clone + Send + 'static) {
    for _ in 0..READING_THREADS {
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

/// Serves a request; then learns the source's repeated footers until the next one arrives. The
/// article was opened before they were known, so the app may ask for it again.
fn read(request: &Request, context: &JobContext, requests: &Requests, events: &Sender<Event>) {
    let mut listening = true;
    run_job(&request.job, context, &request.cancel, &mut |message| {
        listening &= events.send(Event::App(message)).is_ok();
        listening
    });
    if !listening {
        return requests.close();
    }
    if let Job::Open { siblings, .. } = &request.job {
        let interrupted = || !requests.is_newest(request);
        let learner = &context.learner;
        if learner.learn(siblings, &context.cleaning, interrupted)
            && let Some(item) = siblings.first()
        {
            let source = item.entry.labels.source.clone();
            // Without a receiver, the next message closes the requests.
            let _ = events.send(Event::App(Message::Learned(source)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Ticket;
    use crate::app::message::{Item, Listed};
    use crate::clean::Settings;
    use crate::library::{ScanOptions, Zone};
    use crate::locale::Locale;
    use crate::typeset::Options;
    use std::sync::mpsc::{Receiver, channel};

    fn open(ticket: Ticket) -> Job {
        let entry = crate::library::sample::entries().remove(0);
        Job::Open {
            ticket,
            item: Item::new(Listed::new(entry)),
            options: Options::default(),
            siblings: Vec::new(),
            query: None,
        }
    }

    #[test]
    fn a_slow_request_does_not_delay_the_next() {
        let requests = Arc::<Requests>::default();
        let (done, results) = channel();
        let (release, held): (Sender<()>, Receiver<()>) = channel();
        let held = Arc::new(std::sync::Mutex::new(Some(held)));
        start_reading(&requests, move |request| {
            let Job::Open { ticket, .. } = request.job else {
                return;
            };
            if ticket == 1 {
                done.send((ticket, true)).expect("the test listens");
                let held = held.lock().expect("no panic").take();
                held.map(|held| held.recv());
            }
            let current = !request.cancel.is_cancelled();
            done.send((ticket, current)).expect("the test listens");
        });
        requests.put(open(1));
        // The first request blocks its thread; the second is served by the other one.
        assert_eq!(results.recv(), Ok((1, true)));
        requests.put(open(2));
        assert_eq!(results.recv(), Ok((2, true)));
        release.send(()).expect("it waits");
        assert_eq!(results.recv(), Ok((1, false)));
        requests.close();
    }

    #[test]
    fn the_newest_article_is_opened() {
        let (events, received) = channel();
        let scan = ScanOptions::in_zone(Zone::system());
        let context = JobContext::new(Vec::new(), scan, Settings::default(), Locale::default());
        let mut workers = Workers::start(context, events);
        (1..=9).for_each(|ticket| workers.run(open(ticket)));
        let newest = received.iter().find(|event| {
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
