//! The steps of this machine, read from the journal: what can be undone and redone after a restart.

use super::gaps::Gaps;
use super::lines::{Line, Lines};
use super::{JournalUpdate, files};
use crate::user::event::{Event, Stamp, Writer};
use crate::user::marks::{History, Made, STEPS, Stacks, Step, Wanted};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
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
    /// Articles of its lines.
    articles: usize,
}

impl StepIndex {
    pub fn add(&mut self, event: &Event) {
        if !event.is_step() {
            return;
        }
        let step = self.0.entry(event.stamp).or_default();
        step.undoes = event.undoes();
        step.articles += event.count();
        if let Some((number, of)) = event.part {
            step.read.insert(number);
            step.of = step.of.max(of);
        }
    }

    /// Steps that may not be in the journal yet.
    fn add_made(&mut self, made: &[Made]) {
        for (stamp, undoes) in made {
            self.0.insert(
                *stamp,
                StepParts {
                    undoes: *undoes,
                    ..StepParts::default()
                },
            );
        }
    }

    /// The complete steps, in the order of time. One that is not complete did not happen, so it
    /// undoes nothing.
    pub fn complete(&self) -> impl DoubleEndedIterator<Item = (Made, usize)> {
        let steps = self.0.iter();
        let complete = steps.filter(|(_, step)| step.read.len() >= step.of as usize);
        complete.map(|(stamp, step)| ((*stamp, step.undoes), step.articles))
    }

    /// The step that a step undoes.
    pub fn undoes(&self, step: Stamp) -> Option<Stamp> {
        self.0.get(&step)?.undoes
    }

    /// The steps to undo and to redo.
    pub fn stacks(&self) -> Stacks {
        self.complete().map(|(step, _)| step).collect()
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
    /// The latest steps of this machine, at most [`STEPS`] to undo. Reads the files twice, so that
    /// only the steps to return are in memory.
    pub fn read(&self, wanted: &Wanted) -> History {
        let machine = Some(self.writer.machine);
        let mut all = StepIndex::default();
        self.events(machine, &mut |event| all.add(event));
        if let Wanted::All(made) = wanted {
            all.add_made(made);
        }
        let mut stacks = all.stacks();
        drop(all);
        let made = match wanted {
            Wanted::All(made) => Some(made.len()),
            Wanted::Before(before) => {
                stacks.undo.retain(|stamp| stamp < before);
                stacks.redo.clear();
                None
            }
        };
        let undo = &mut stacks.undo;
        let is_partial = undo.len() > STEPS;
        undo.drain(..undo.len().saturating_sub(STEPS));
        let wanted = undo.iter().chain(&stacks.redo).copied().collect();
        let steps = self.steps(machine, &wanted).into_iter();
        History {
            stacks,
            steps: steps
                .filter_map(|(stamp, lines)| Some((stamp, complete(lines)?)))
                .collect(),
            is_partial,
            made,
        }
    }

    /// The latest steps of all machines that can be undone, at most [`STEPS`], in the order of time.
    pub fn latest(&self) -> Vec<Step> {
        let mut all = StepIndex::default();
        self.events(None, &mut |event| all.add(event));
        let undo = all.stacks().undo;
        let wanted = undo.iter().rev().take(STEPS).copied().collect();
        let steps = self.steps(None, &wanted).into_values();
        steps.filter_map(complete).collect()
    }

    /// The lines of these steps.
    fn steps(&self, machine: Option<u64>, wanted: &BTreeSet<Stamp>) -> BTreeMap<Stamp, StepLines> {
        let mut steps: BTreeMap<Stamp, StepLines> = BTreeMap::new();
        self.events(machine, &mut |event| {
            if wanted.contains(&event.stamp) {
                let step = steps.entry(event.stamp).or_default();
                step.entry(event.part).or_default().push(event.clone());
            }
        });
        steps
    }

    /// The events of the steps of one machine, or of all. What cannot be read was reported when the
    /// journal was read.
    fn events(&self, machine: Option<u64>, take: &mut dyn FnMut(&Event)) {
        let name = machine.map_or(String::new(), |machine| format!("{machine:016x}"));
        let is_of = |text: &[u8]| {
            // Most lines of others are passed over without parsing them.
            let mut windows = text.windows(name.len().max(1));
            name.is_empty() || windows.any(|window| window == name.as_bytes())
        };
        for path in files(&self.folder, &self.state, &mut JournalUpdate::default()) {
            let Ok(file) = crate::fs::open(&path) else {
                continue;
            };
            let stem = path.file_stem().unwrap_or_default();
            let stem = stem.to_string_lossy();
            // A damaged line of its own file may lack the name.
            let is_own = stem.starts_with(&name);
            let stem = Writer::of_file(&stem);
            let mut gaps = Gaps::default();
            let mut add = |event: &Event| {
                let is_wanted = machine.is_none_or(|machine| event.stamp.writer.machine == machine);
                if is_wanted && event.is_step() {
                    take(event);
                }
            };
            let _ = Lines::default().read(file, &mut |number, line| {
                let (Line::Whole(text) | Line::Open(text)) = line else {
                    return gaps.damaged();
                };
                if !is_own && !is_of(text) {
                    return gaps.before(None).iter().for_each(&mut add);
                }
                let number = u32::try_from(number).unwrap_or(u32::MAX);
                let text = text.trim_ascii();
                match Event::parse(text, stem, number) {
                    Ok(Some(event)) => {
                        gaps.before(Some(&event)).iter().for_each(&mut add);
                        add(&event);
                    }
                    Ok(None) => gaps.not_an_event(text, None),
                    Err(error) => gaps.not_an_event(text, Some(&error)),
                }
            });
            gaps.before(None).iter().for_each(&mut add);
        }
    }
}

/// A step whose lines are all there. A line may be in several files: a copy that a synchronizer
/// made has equal lines, and a compaction that was killed leaves the lines of a step beside those
/// of its snapshot.
fn complete(mut lines: StepLines) -> Option<Step> {
    let parts = lines
        .keys()
        .flatten()
        .map(|(_, parts)| *parts as usize)
        .max();
    if parts.is_some_and(|parts| lines.len() - usize::from(lines.contains_key(&None)) >= parts) {
        lines.remove(&None);
    } else if parts.is_some() && !lines.contains_key(&None) {
        return None;
    }
    let mut seen = HashSet::new();
    let events = lines.into_values().flatten();
    // A line without articles was made in place of a damaged one.
    let events = events.filter(|event| event.count() > 0 && seen.insert(changed(event)));
    Step::of(events.collect())
}

/// What an event changes, as a hash: its field and its articles.
fn changed(event: &Event) -> u64 {
    let mut hasher = DefaultHasher::new();
    event.action.field().hash(&mut hasher);
    event.targets().for_each(|target| target.hash(&mut hasher));
    hasher.finish()
}
