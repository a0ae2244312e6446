//! The marks of a session, which threads compare articles with.

use crate::user::marks::Marks;
use std::ops::{Deref, DerefMut};
use std::sync::{Arc, Weak};

/// Marks that threads can read. A thread holds them weakly and only for moments: a change while it
/// reads them copies all of them.
#[derive(Debug, Default)]
pub struct SharedMarks(Arc<Marks>);

impl SharedMarks {
    /// The marks as they are now: after a change they are gone.
    pub(crate) fn weak(&self) -> Weak<Marks> {
        Arc::downgrade(&self.0)
    }
}

impl From<Marks> for SharedMarks {
    fn from(marks: Marks) -> Self {
        Self(Arc::new(marks))
    }
}

impl Deref for SharedMarks {
    type Target = Marks;

    fn deref(&self) -> &Marks {
        &self.0
    }
}

impl DerefMut for SharedMarks {
    fn deref_mut(&mut self) -> &mut Marks {
        Arc::make_mut(&mut self.0)
    }
}
