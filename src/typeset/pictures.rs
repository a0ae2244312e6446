//! The pictures of a page.

use super::Page;
use super::room::{PicturePlace, Rooms};

impl Page {
    /// The pictures that it has room for.
    pub(crate) fn rooms(&self) -> &Rooms {
        &self.rooms
    }

    /// The pictures of its figures, in order.
    pub(crate) fn pictures(&self) -> &[PicturePlace] {
        &self.compact.pictures
    }
}
