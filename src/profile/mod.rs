//! What belongs to the user: configuration, themes, and the journal of bookmarks, read
//! marks and places.

pub mod event;
pub mod journal;
pub mod marks;

pub use event::{Action, Event};
pub use journal::{Damage, Journal, Reading};
pub use marks::{Kept, Marks, PlaceMark};
