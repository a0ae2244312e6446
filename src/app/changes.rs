//! Changes of the library that threads report, and what follows from them.

use super::listed::Item;
use crate::library::{ByHash, Entry, Gone, Problem};
use crate::user::RuleAction;
use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::sync::{Arc, Weak};

/// Identifies a request to a worker. Answers to older requests of the same kind are dropped.
pub(crate) type Ticket = u64;

/// Changes of a library that were found after its scan.
#[derive(Clone, Debug, Default)]
pub struct Update {
    pub changed: Vec<Item>,
    pub gone: Vec<Gone>,
    pub problems: Vec<Problem>,
    /// Roots and IDs of folders that were listed, with the keys of the articles that are there: any
    /// other article of them is gone.
    pub listed: HashMap<(Arc<PathBuf>, String), HashSet<u64, ByHash>>,
}

/// An update, compared with a list.
#[derive(Clone, Debug, Default)]
pub struct Difference {
    /// The update: its changed articles without those that are equal in the list, and as gone also
    /// the articles that are missing in folders that were read whole.
    pub update: Update,
    /// The indexes of the articles that are replaced or gone, ascending.
    pub outdated: Vec<u32>,
}

/// The answer to `Job::Compare`.
#[derive(Clone, Debug)]
pub struct Compared {
    pub ticket: Ticket,
    /// The list that the update was compared with.
    pub all: Weak<Vec<Item>>,
    pub difference: Difference,
}

/// What the rules of the configuration change about some articles that arrived.
#[derive(Clone, Debug)]
pub struct Ruled {
    pub articles: Vec<Item>,
    pub changes: Vec<(RuleAction, Vec<Entry>)>,
    /// None of the articles that arrived is left.
    pub is_last: bool,
}
