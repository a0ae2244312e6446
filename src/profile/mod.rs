//! What belongs to the user: configuration, themes, and the journal of bookmarks, read
//! marks and places.

mod binding;
pub mod colours;
pub mod config;
pub mod event;
pub mod export;
pub mod journal;
mod look;
pub mod marks;
pub mod rule;
mod settings;
pub mod theme;

pub use colours::{Colours, Depth};
pub use config::{Config, MarkRead, Panes};
pub use event::{Action, Event};
pub use journal::{Damage, Journal, Reading};
pub use look::{Colour, Look};
pub use marks::{Kept, Marks, PlaceMark};
pub use settings::nearest;
pub use theme::{Theme, ThemeChoice};
