//! User data: configuration, themes, and the journal of bookmarks, read marks and positions.

mod binding;
mod clock;
pub mod colours;
pub mod config;
pub mod event;
pub mod export;
pub mod journal;
pub mod marks;
pub mod rule;
mod settings;
mod style_spec;
pub mod theme;

pub use clock::now;
pub use colours::{Colours, Depth};
pub use config::{Config, MarkRead, Panes};
pub use event::{Action, Event};
pub use journal::{Damage, Journal, JournalUpdate};
pub use marks::{Kept, Marks, PlaceMark};
pub use settings::nearest;
pub use style_spec::{Colour, StyleSpec};
pub use theme::{Theme, ThemeChoice};
