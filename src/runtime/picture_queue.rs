//! The threads for pictures: one reads, one draws. However often a picture is asked for, one at a time is
//! decoded, because each may take hundreds of megabytes; what was cancelled before its turn is never
//! begun.

use super::event::Event;
use super::jobs::{JobContext, run_job};
use crate::app::{Job, Message, Ticket};
use crate::library::Cancel;
use crate::picture::Fault;
use std::collections::VecDeque;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

/// A job that waits or runs.
#[derive(Debug)]
struct Task {
    ticket: Ticket,
    job: Job,
    cancel: Cancel,
}

#[derive(Debug, Default)]
struct State {
    waiting: VecDeque<Task>,
    running: Option<(Ticket, Cancel)>,
    /// A thread takes the jobs.
    is_served: bool,
    is_closed: bool,
}

/// The jobs of one thread.
#[derive(Debug, Default)]
struct Line {
    state: Mutex<State>,
    arrived: Condvar,
}

impl Line {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn put(&self, ticket: Ticket, job: Job) {
        let cancel = Cancel::default();
        let task = Task {
            ticket,
            job,
            cancel,
        };
        self.lock().waiting.push_back(task);
        self.arrived.notify_one();
    }

    /// The next job; None when the line is closed.
    fn take(&self) -> Option<(Job, Cancel)> {
        let mut state = self.lock();
        state.running = None;
        loop {
            if state.is_closed {
                return None;
            }
            if let Some(task) = state.waiting.pop_front() {
                state.running = Some((task.ticket, task.cancel.clone()));
                return Some((task.job, task.cancel));
            }
            let waited = self.arrived.wait(state);
            state = waited.unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Cancels jobs: those that wait are dropped.
    fn leave(&self, is_left: impl Fn(Ticket) -> bool) {
        let mut state = self.lock();
        state.waiting.retain(|task| !is_left(task.ticket));
        if let Some((ticket, cancel)) = &state.running
            && is_left(*ticket)
        {
            cancel.cancel();
        }
    }

    fn close(&self) {
        self.leave(|_| true);
        self.lock().is_closed = true;
        self.arrived.notify_all();
    }
}

/// The jobs about pictures. Dropping it cancels them.
#[derive(Debug)]
pub struct PictureQueue {
    context: Arc<JobContext>,
    events: Sender<Event>,
    reading: Arc<Line>,
    drawing: Arc<Line>,
}

impl PictureQueue {
    pub fn new(context: Arc<JobContext>, events: Sender<Event>) -> Self {
        Self {
            context,
            events,
            reading: Arc::default(),
            drawing: Arc::default(),
        }
    }

    /// Queues a job, or cancels those that are not needed any more.
    pub fn run(&self, job: Job) {
        match job {
            Job::ReadPicture { ticket, .. } => self.serve(&self.reading, ticket, job),
            Job::DrawPicture { ticket, .. } | Job::PreparePicture { ticket, .. } => {
                self.serve(&self.drawing, ticket, job);
            }
            Job::LeavePicture { ticket } => self.leave(|other| other == ticket),
            Job::LeavePictures => self.leave(|_| true),
            _ => {}
        }
    }

    fn leave(&self, is_left: impl Fn(Ticket) -> bool) {
        self.reading.leave(&is_left);
        self.drawing.leave(&is_left);
    }

    /// The first job starts the thread.
    fn serve(&self, line: &Arc<Line>, ticket: Ticket, job: Job) {
        line.put(ticket, job);
        if line.lock().is_served {
            return;
        }
        let (context, events) = (Arc::clone(&self.context), self.events.clone());
        let jobs = Arc::clone(line);
        let started = thread::Builder::new()
            .name("pictures".to_owned())
            .spawn(move || {
                let mut send = |message: Message| events.send(Event::App(message)).is_ok();
                while let Some((job, cancel)) = jobs.take() {
                    run_job(&job, &context, &cancel, &mut send);
                }
            });
        match started {
            Ok(_) => line.lock().is_served = true,
            Err(error) => {
                line.leave(|_| true);
                let fault = Fault::Unreadable(error.to_string());
                let message = Message::PictureRead(ticket, Err(fault));
                let _ = self.events.send(Event::App(message));
            }
        }
    }
}

impl Drop for PictureQueue {
    fn drop(&mut self) {
        self.reading.close();
        self.drawing.close();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_before_its_turn_is_never_begun() {
        let line = Line::default();
        let put = |ticket| line.put(ticket, Job::LeavePicture { ticket });
        let ticket_of = |job| match job {
            Job::LeavePicture { ticket } => ticket,
            _ => 0,
        };
        (1..=4).for_each(put);
        let (first, cancel) = line.take().expect("a job");
        assert_eq!(ticket_of(first), 1);
        line.leave(|ticket| matches!(ticket, 2 | 3));
        assert!(!cancel.is_cancelled());
        line.leave(|ticket| ticket == 1);
        assert!(cancel.is_cancelled());
        let (next, cancel) = line.take().expect("a job");
        assert_eq!((ticket_of(next), cancel.is_cancelled()), (4, false));
        put(5);
        line.close();
        assert!(cancel.is_cancelled() && line.take().is_none());
    }
}
