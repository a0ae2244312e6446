//! How many bookmarks each collection and each tag of the user has.

use super::counts::{Tally, Values};
use crate::app::view::FacetKind;
use crate::user::marks::Marks;
use std::collections::BTreeMap;
use std::sync::Arc;

#[derive(Clone, Debug, Default)]
pub struct KeptCounts {
    collections: Values,
    tags: Values,
}

impl KeptCounts {
    pub fn of(marks: &Marks) -> Self {
        Self {
            collections: values(&marks.collections_in_use()),
            tags: values(&marks.tags_in_use()),
        }
    }

    /// The values of a kind of facet that only bookmarks have.
    pub fn values(&self, kind: FacetKind) -> Option<&Values> {
        match kind {
            FacetKind::Collection => Some(&self.collections),
            FacetKind::UserTag => Some(&self.tags),
            _ => None,
        }
    }
}

fn values(in_use: &BTreeMap<&str, usize>) -> Values {
    let values = in_use.iter().map(|(name, count)| {
        let name: Arc<str> = (*name).into();
        let tally = Tally {
            total: *count,
            unread: 0,
        };
        (Arc::clone(&name), (name, tally))
    });
    values.collect()
}
