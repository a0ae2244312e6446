//! The undo history: stacks of steps, each as the events that revert it.

use crate::user::event::Event;
use std::collections::VecDeque;
use std::iter::Rev;

/// Maximum steps that can be undone; older ones are dropped.
const STEPS: usize = 1000;

/// The stack of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stack {
    Undo,
    Redo,
}

impl Stack {
    /// The stack of a step's inverse.
    pub const fn opposite(self) -> Self {
        match self {
            Self::Undo => Self::Redo,
            Self::Redo => Self::Undo,
        }
    }
}

/// Identifies a step.
pub(crate) type StepId = u64;

/// The undo history of this run.
#[derive(Clone, Debug, Default)]
pub(crate) struct Steps {
    pub undo: VecDeque<Step>,
    pub redo: Vec<Step>,
    pub running: Option<Running>,
    pub last: StepId,
}

/// The events that restore the earlier state, in the order of the changes.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    pub id: StepId,
    pub before: Vec<Inverse>,
}

/// The event that reverts another.
#[derive(Clone, Debug)]
pub(crate) struct Inverse {
    pub event: Event,
    /// The times of the reverted event and of the one that it replaced.
    pub done: u64,
    pub last: u64,
}

/// A step being undone or redone. Its inverse is on the other stack from the first event on, so
/// that a new step in between finds the stacks as if this one were finished.
#[derive(Clone, Debug)]
pub(crate) struct Running {
    pub rest: Rev<std::vec::IntoIter<Inverse>>,
    pub id: StepId,
    /// The stack that the step was taken from.
    pub stack: Stack,
}

impl Steps {
    pub fn push(&mut self, step: Step, stack: Stack) {
        match stack {
            Stack::Redo => self.redo.push(step),
            Stack::Undo => {
                if self.undo.len() == STEPS {
                    self.undo.pop_front();
                }
                self.undo.push_back(step);
            }
        }
    }

    pub fn pop(&mut self, stack: Stack) -> Option<Step> {
        match stack {
            Stack::Undo => self.undo.pop_back(),
            Stack::Redo => self.redo.pop(),
        }
    }

    /// A step that is still on its stack.
    pub fn find(&mut self, id: StepId, stack: Stack) -> Option<&mut Step> {
        match stack {
            Stack::Undo => self.undo.iter_mut().rfind(|step| step.id == id),
            Stack::Redo => self.redo.iter_mut().rfind(|step| step.id == id),
        }
    }

    /// Removes a step that would change nothing.
    pub fn remove_empty(&mut self, id: StepId) {
        let kept = |step: &Step| step.id != id || !step.before.is_empty();
        self.undo.retain(kept);
        self.redo.retain(kept);
    }
}
