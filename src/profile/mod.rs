//! What belongs to the user: configuration, themes, and the journal of bookmarks, read
//! marks and places.

pub mod event;
pub mod journal;
pub mod marks;
mod settings;
pub mod theme;

pub use event::{Action, Event};
pub use journal::{Damage, Journal, Reading};
pub use marks::{Kept, Marks, PlaceMark};
pub use theme::{Colour, Look, Theme};
