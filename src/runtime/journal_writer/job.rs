//! What the journal thread is told.

use crate::error::Error;
use crate::runtime::event::Event as LoopEvent;
use crate::user::event::Event;
use crate::user::marks::Wanted;
use std::sync::mpsc::Sender;

pub enum Input {
    Job(Job),
    /// These steps are to be sent to the event loop.
    ReadHistory(Wanted, Sender<LoopEvent>),
    /// The latest steps of all machines are to be sent to the event loop.
    ReadChanges(Sender<LoopEvent>),
    /// Another program may have changed the journal.
    Changed,
}

/// Events to write, and where the result goes.
pub struct Job {
    pub events: Vec<Event>,
    pub reply: Reply,
}

pub enum Reply {
    /// The event loop: gets this number once the events are written, error notices, and from
    /// now on the events of others.
    Loop(Sender<LoopEvent>, u64),
    /// The end of the program: gets the error if some events could not be written.
    Finish(Sender<Option<Error>>),
}
