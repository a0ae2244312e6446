//! The steps that can be undone and redone.

use super::undo::Running;
use crate::user::event::{Event, Stamp};
use std::collections::VecDeque;

/// Maximum steps in memory, and articles in them; older steps are dropped.
pub(crate) const STEPS: usize = 1000;
const ARTICLES: usize = 1_000_000;

/// The stack of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stack {
    Undo,
    Redo,
}

impl Stack {
    /// The stack of a step that undoes one of this stack.
    pub const fn opposite(self) -> Self {
        match self {
            Self::Undo => Self::Redo,
            Self::Redo => Self::Undo,
        }
    }
}

/// The events of one step. They have the same stamp.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Step {
    pub stamp: Stamp,
    pub events: Vec<Event>,
}

impl Step {
    pub(crate) fn of(events: Vec<Event>) -> Option<Self> {
        let stamp = events.first()?.stamp;
        Some(Self { stamp, events })
    }

    /// How many articles it concerns.
    pub fn count(&self) -> usize {
        self.events.iter().map(Event::count).sum()
    }

    /// The step that it undoes.
    pub fn undoes(&self) -> Option<Stamp> {
        self.events.first().and_then(Event::undoes)
    }
}

/// The steps of this machine, and the one that is being undone.
#[derive(Clone, Debug, Default)]
pub(crate) struct Steps {
    undo: VecDeque<Step>,
    redo: Vec<Step>,
    pub running: Option<Running>,
}

impl Steps {
    /// A new step: what was undone before cannot be redone.
    pub fn begin(&mut self, events: Vec<Event>) {
        if let Some(step) = Step::of(events) {
            self.redo.clear();
            self.push(step, Stack::Undo);
        }
    }

    pub fn push(&mut self, step: Step, stack: Stack) {
        match stack {
            Stack::Redo => self.redo.push(step),
            Stack::Undo => {
                self.undo.push_back(step);
                while self.undo.len() > 1 && self.is_full() {
                    self.undo.pop_front();
                }
            }
        }
    }

    fn is_full(&self) -> bool {
        let articles = || self.undo.iter().map(Step::count).sum::<usize>();
        self.undo.len() > STEPS || articles() > ARTICLES
    }

    pub fn pop(&mut self, stack: Stack) -> Option<Step> {
        match stack {
            Stack::Undo => self.undo.pop_back(),
            Stack::Redo => self.redo.pop(),
        }
    }

    /// Gives a step another stamp.
    pub fn restamp(&mut self, old: Stamp, new: Stamp) {
        let steps = self.undo.iter_mut().chain(&mut self.redo);
        for step in steps.filter(|step| step.stamp == old) {
            step.stamp = new;
            step.events.iter_mut().for_each(|event| event.stamp = new);
        }
    }
}
