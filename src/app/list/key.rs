//! What tells articles of several libraries apart.

use crate::library::{Entry, Name};
use std::cmp::Ordering;
use std::hash::{Hash, Hasher};
use std::path::PathBuf;
use std::sync::Arc;

/// The ID of an article and its library, whatever its title is.
#[derive(Clone, Debug)]
pub struct Key(Name);

impl Key {
    pub fn id(&self) -> &str {
        self.0.id()
    }
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        self.0.id() == other.0.id() && self.0.root() == other.0.root()
    }
}

impl Eq for Key {}

impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Key {
    fn cmp(&self, other: &Self) -> Ordering {
        let (one, two) = (&self.0, &other.0);
        (one.id(), one.root()).cmp(&(two.id(), two.root()))
    }
}

impl Hash for Key {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.id().hash(state);
        self.0.root().hash(state);
    }
}

pub fn key(entry: &Entry) -> Key {
    Key(entry.name.clone())
}

/// The key of an article of which only these are known.
pub fn key_of(root: &Arc<PathBuf>, id: &str) -> Key {
    Key(Name::new(root, id, ""))
}
