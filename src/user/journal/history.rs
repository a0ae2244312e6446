//! The steps of this machine, read from the journal: what can be undone and redone after a restart.

use super::lines::{Line, Lines};
use super::{JournalUpdate, files};
use crate::user::event::{Event, Stamp, Writer};
use crate::user::marks::{History, STEPS, Step, stacks};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// The events of a step, by the number of the line.
type StepLines = BTreeMap<Option<(u32, u32)>, Vec<Event>>;

/// Which steps there are, without their events.
#[derive(Debug, Default)]
pub(super) struct StepIndex(BTreeMap<Stamp, StepParts>);

/// What is known of a step.
#[derive(Debug, Default)]
struct StepParts {
    undoes: Option<Stamp>,
    /// The lines that were read, and how many there are, of a step of several.
    read: BTreeSet<u32>,
    of: u32,
}

impl StepIndex {
    pub fn add(&mut self, event: &Event) {
        if !event.is_step() {
            return;
        }
        let step = self.0.entry(event.stamp).or_default();
        step.undoes = event.undoes();
        if let Some((number, of)) = event.part {
            step.read.insert(number);
            step.of = step.of.max(of);
        }
    }

    /// The steps to undo and to redo. A step that is not complete did not happen, so it undoes
    /// nothing.
    pub fn stacks(self) -> [Vec<Stamp>; 2] {
        let steps = self.0.into_iter();
        let complete = steps.filter(|(_, step)| step.read.len() >= step.of as usize);
        stacks(complete.map(|(stamp, step)| (stamp, step.undoes)))
    }
}

/// Reads steps beside the thread that writes the journal.
#[derive(Clone, Debug)]
pub struct HistoryReader {
    pub(super) folder: PathBuf,
    pub(super) state: PathBuf,
    /// Of the machine whose steps are read.
    pub(super) writer: Writer,
}

impl HistoryReader {
    /// The latest steps before one, at most [`STEPS`]; `None`: of all, with those to redo.
    /// Reads the files twice, so that only the steps to return are in memory.
    pub fn read(&self, before: Option<Stamp>) -> History {
        let mut all = StepIndex::default();
        self.events(&mut |event| all.add(&event));
        let [mut undo, redo] = all.stacks();
        undo.retain(|stamp| before.is_none_or(|before| *stamp < before));
        let is_partial = undo.len() > STEPS;
        undo.drain(..undo.len().saturating_sub(STEPS));
        let redo = if before.is_none() { redo } else { Vec::new() };
        let wanted: BTreeSet<Stamp> = undo.iter().chain(&redo).copied().collect();
        let mut steps: BTreeMap<Stamp, StepLines> = BTreeMap::new();
        self.events(&mut |event| {
            if wanted.contains(&event.stamp) {
                let step = steps.entry(event.stamp).or_default();
                step.entry(event.part).or_default().push(event);
            }
        });
        let mut take = |stamps: Vec<Stamp>| {
            let steps = stamps.into_iter().filter_map(|stamp| steps.remove(&stamp));
            steps.filter_map(complete).collect()
        };
        History {
            undo: take(undo),
            redo: take(redo),
            is_partial,
        }
    }

    /// The events of this machine's steps. What cannot be read was reported when the journal was
    /// read.
    fn events(&self, take: &mut dyn FnMut(Event)) {
        let machine = format!("{:016x}", self.writer.machine);
        for path in files(&self.folder, &self.state, &mut JournalUpdate::default()) {
            let Ok(file) = crate::fs::open(&path) else {
                continue;
            };
            let _ = Lines::default().read(file, &mut |_, line| {
                let (Line::Whole(text) | Line::Open(text)) = line else {
                    return;
                };
                let mut windows = text.windows(machine.len());
                if !windows.any(|window| window == machine.as_bytes()) {
                    return;
                }
                if let Ok(Some(event)) = Event::parse(text.trim_ascii(), Writer::default(), 0)
                    && event.stamp.writer.machine == self.writer.machine
                    && event.is_step()
                {
                    take(event);
                }
            });
        }
    }
}

/// A step whose lines are all there. A line may be in several files: a copy that a synchronizer
/// made has equal lines.
fn complete(lines: StepLines) -> Option<Step> {
    let parts = lines
        .keys()
        .flatten()
        .map(|(_, parts)| *parts as usize)
        .max();
    if parts.is_some_and(|parts| lines.len() < parts) {
        return None;
    }
    let mut events: Vec<Event> = Vec::new();
    for event in lines.into_values().flatten() {
        if !events.contains(&event) {
            events.push(event);
        }
    }
    Step::of(events)
}
