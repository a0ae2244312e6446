//! The steps that can be undone and redone.

use crate::user::event::{Event, Stamp, Target};
use std::collections::{BTreeMap, HashSet, VecDeque};
use std::sync::Arc;

/// Maximum steps in memory, and articles in them; older steps are read from the journal again.
pub(crate) const STEPS: usize = 1000;
pub(crate) const ARTICLES: usize = 1_000_000;

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

/// How many different articles events concern.
pub(crate) fn articles(events: &[Event]) -> usize {
    if is_of_one_field(events) {
        return events.iter().map(Event::count).sum();
    }
    let mut tally = Tally::of(events);
    let targets = events.iter().flat_map(Event::targets);
    targets.for_each(|target| tally.add(target));
    tally.count()
}

/// Whether an article gets one change at most: a step sets a field of an article once.
fn is_of_one_field(events: &[Event]) -> bool {
    let mut fields = events.iter().map(|event| event.action.field());
    let first = fields.next();
    fields.all(|field| Some(field) == first)
}

/// Counts the different articles of a step.
#[derive(Clone, Debug)]
pub(crate) enum Tally {
    /// No article comes twice.
    Plain(usize),
    Told(HashSet<Target>),
}

impl Tally {
    /// For the events of a step.
    pub fn of(events: &[Event]) -> Self {
        match is_of_one_field(events) {
            true => Self::Plain(0),
            false => Self::Told(HashSet::new()),
        }
    }

    pub fn add(&mut self, article: Target) {
        match self {
            Self::Plain(count) => *count += 1,
            Self::Told(articles) => {
                articles.insert(article.key());
            }
        }
    }

    pub fn count(&self) -> usize {
        match self {
            Self::Plain(count) => *count,
            Self::Told(articles) => articles.len(),
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

    /// How many changes to articles it consists of.
    pub fn count(&self) -> usize {
        self.events.iter().map(Event::count).sum()
    }

    /// How many different articles it concerns.
    pub(crate) fn articles(&self) -> usize {
        articles(&self.events)
    }

    /// The step that it undoes.
    pub fn undoes(&self) -> Option<Stamp> {
        self.events.first().and_then(Event::undoes)
    }
}

/// A step that is being undone.
#[derive(Clone, Debug)]
pub(crate) struct Running {
    /// Its events that are not undone yet; the last is next.
    pub step: Step,
    /// Articles of that event that are done.
    pub done: usize,
    /// Those of them that were changed.
    pub targets: Vec<Target>,
    /// The stack that the step was taken from.
    pub stack: Stack,
    pub stamp: Stamp,
    pub at: u64,
    pub events: Vec<Event>,
    /// The different articles that were changed, and those that were left alone somewhere.
    pub changed: Tally,
    pub superseded: Tally,
    /// The action and the title of the first article, for the notice.
    pub name: &'static str,
    pub title: Arc<str>,
}

/// What undoing a step did.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Reverted {
    pub events: Vec<Event>,
    /// The stack that the step was taken from.
    pub stack: Stack,
    /// The name of the state that the first event leads to.
    pub name: &'static str,
    /// The title of its article; may be empty.
    pub title: Arc<str>,
    /// Articles that were changed.
    pub count: usize,
    /// Articles that were left alone, because their field was changed again since.
    pub superseded: usize,
}

/// The steps of this machine, and the one that is being undone.
#[derive(Clone, Debug, Default)]
pub(crate) struct Steps {
    undo: VecDeque<Step>,
    redo: Vec<Step>,
    /// The steps of this run, undone ones included.
    made: Vec<Made>,
    /// Another instance on this machine has made a step: the stacks are read from the journal.
    is_stale: bool,
    /// It has made one since the steps were asked for: what was read may lack it.
    is_overtaken: bool,
    /// Older steps were dropped or never read; see [`Steps::oldest`].
    pub is_partial: bool,
    /// Only steps before this one are missing.
    oldest: Option<Stamp>,
    pub running: Option<Running>,
}

impl Steps {
    /// A new step: what was undone before cannot be redone.
    pub fn begin(&mut self, events: Vec<Event>) {
        if let Some(step) = Step::of(events) {
            self.redo.clear();
            self.add(step, Stack::Undo);
        }
    }

    /// Adds a step of this run.
    pub fn add(&mut self, step: Step, stack: Stack) {
        self.made.push((step.stamp, step.undoes()));
        self.push(step, stack);
    }

    /// Another instance on this machine has made a step. Where it belongs is known once all steps
    /// are read in the order of time.
    pub fn hear(&mut self) {
        (self.is_stale, self.is_overtaken) = (true, true);
    }

    /// The steps are about to be read.
    pub fn ask(&mut self) {
        self.is_overtaken = false;
    }

    /// The steps of this run, undone ones included.
    pub fn made(&self) -> &[Made] {
        &self.made
    }

    fn push(&mut self, step: Step, stack: Stack) {
        match stack {
            Stack::Redo => self.redo.push(step),
            Stack::Undo => {
                self.oldest.get_or_insert(step.stamp);
                self.undo.push_back(step);
                while self.undo.len() > 1 && self.is_full() {
                    self.undo.pop_front();
                    self.is_partial = true;
                    self.oldest = self.undo.front().map(|step| step.stamp);
                }
            }
        }
    }

    fn is_full(&self) -> bool {
        let articles = || self.undo.iter().map(Step::count).sum::<usize>();
        self.undo.len() > STEPS || articles() > ARTICLES
    }

    /// Takes the last step. `None` if the stack is empty, or has to be read from the journal first.
    pub fn pop(&mut self, stack: Stack) -> Option<Step> {
        match stack {
            _ if self.is_stale => None,
            Stack::Undo => self.undo.pop_back(),
            Stack::Redo => self.redo.pop(),
        }
    }

    /// The steps that can be undone, the latest first.
    pub fn undoable(&self) -> impl Iterator<Item = &Step> {
        self.undo.iter().rev()
    }

    /// Takes one of them out.
    pub fn take(&mut self, stamp: Stamp) -> Option<Step> {
        let at = self.undo.iter().position(|step| step.stamp == stamp)?;
        self.undo.remove(at)
    }

    /// Only steps before this one are missing; `None`: all of them are.
    pub fn oldest(&self) -> Option<Stamp> {
        self.oldest.filter(|_| !self.is_stale)
    }

    /// Whether a step of this stack may be in the journal that is not known here.
    pub fn needs_history(&self, stack: Stack) -> bool {
        let is_missing = match stack {
            Stack::Undo => self.undo.is_empty(),
            Stack::Redo => self.redo.is_empty() && self.made.is_empty() && self.oldest.is_none(),
        };
        self.is_stale || self.is_partial && is_missing
    }

    /// Adds the steps of earlier runs and other instances.
    pub fn add_history(&mut self, history: History) {
        let History {
            mut stacks,
            mut steps,
            is_partial,
            made,
        } = history;
        if made.is_none() && self.is_stale {
            // It was asked for before the other instance made its step.
            return;
        }
        self.is_partial = is_partial;
        if let Some(made) = made {
            // Steps that are not written yet are only here.
            let own = self.undo.drain(..).chain(self.redo.drain(..));
            steps.extend(own.map(|step| (step.stamp, step)));
            let since = self.made.get(made..).unwrap_or_default();
            since.iter().for_each(|step| stacks.add(*step));
            (self.is_stale, self.oldest) = (self.is_overtaken, None);
        }
        // It may have been asked for twice.
        let oldest = self.oldest;
        let is_known = |stamp: Stamp| oldest.is_some_and(|oldest| stamp >= oldest);
        stacks.undo.retain(|stamp| !is_known(*stamp));
        let oldest = stacks.undo.first().copied();
        self.oldest = oldest.or(self.oldest).or(Some(Stamp::default()));
        let mut take = |stamps: Vec<Stamp>| -> Vec<Step> {
            let steps = stamps.into_iter().filter_map(|stamp| steps.remove(&stamp));
            steps.collect()
        };
        for step in take(stacks.undo).into_iter().rev() {
            self.undo.push_front(step);
        }
        self.redo.extend(take(stacks.redo));
    }

    /// Gives a step another stamp.
    pub fn restamp(&mut self, old: Stamp, new: Stamp) {
        let steps = self.undo.iter_mut().chain(&mut self.redo);
        for step in steps.filter(|step| step.stamp == old) {
            step.stamp = new;
            step.events.iter_mut().for_each(|event| event.stamp = new);
        }
        let made = self.made.iter_mut().filter(|(stamp, _)| *stamp == old);
        made.for_each(|(stamp, _)| *stamp = new);
    }
}

/// Steps of earlier runs and of other instances.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    /// What can be undone and redone.
    pub stacks: Stacks,
    /// The steps of the stacks that are in the journal.
    pub steps: BTreeMap<Stamp, Step>,
    /// There are still older steps.
    pub is_partial: bool,
    /// How many steps of this run are among them. `None`: it is only what is older than a step.
    pub made: Option<usize>,
}

/// A step by its stamp, and the step that it undoes.
pub type Made = (Stamp, Option<Stamp>);

/// The steps that are to be read from the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Those before a step of the undo stack.
    Before(Stamp),
    /// Both stacks. These are the steps of this run, which may not be written yet.
    All(Vec<Made>),
}

/// The stacks of a machine's steps, each in the order of time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stacks {
    pub undo: Vec<Stamp>,
    pub redo: Vec<Stamp>,
}

impl Stacks {
    /// Adds a step that is later than all others.
    pub fn add(&mut self, (stamp, undoes): Made) {
        let Some(undone) = undoes else {
            self.redo.clear();
            return self.undo.push(stamp);
        };
        let on = |stack: &[Stamp]| stack.iter().rposition(|other| *other == undone);
        if let Some(at) = on(&self.undo) {
            self.undo.remove(at);
            self.redo.push(stamp);
        } else if let Some(at) = on(&self.redo) {
            self.redo.remove(at);
            self.undo.push(stamp);
        } else if undone.writer.machine != stamp.writer.machine {
            // A change of another machine, chosen from the list of changes.
            self.redo.push(stamp);
        } else {
            self.redo.clear();
            self.undo.push(stamp);
        }
    }
}

impl FromIterator<Made> for Stacks {
    fn from_iter<T: IntoIterator<Item = Made>>(steps: T) -> Self {
        let mut stacks = Self::default();
        steps.into_iter().for_each(|step| stacks.add(step));
        stacks
    }
}
