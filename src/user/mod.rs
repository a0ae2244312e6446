//! User data: configuration, themes, and the journal of bookmarks, read marks and positions.

pub mod anchor;
mod binding;
mod clock;
pub mod colours;
pub(crate) mod config;
pub mod event;
mod fault;
#[cfg(feature = "fetch")]
pub mod feeds;
pub(crate) mod journal;
mod libraries;
mod mark_rules;
pub mod marks;
mod opener;
pub(crate) mod rule;
mod saved_searches;
mod settings;
mod style_spec;
pub mod theme;
mod typed;
mod view_states;

pub(crate) use clock::now;
pub(crate) use colours::{Colours, Depth};
pub(crate) use config::{Config, EngineSettings, IfMissing};
pub use config::{MarkRead, Panes, SettingChange};
pub use event::Event;
pub(crate) use fault::Expected;
pub use fault::{Fault, FaultKind, LoadError};
pub use journal::{Journal, JournalUpdate};
pub use libraries::LibraryNames;
pub use mark_rules::{MarkRule, RuleAction};
pub use marks::{Kept, Marks};
pub(crate) use opener::Opener;
pub(crate) use saved_searches::SavedSearches;
pub use saved_searches::{SavedSearch, SearchChange};
pub(crate) use settings::nearest;
pub use style_spec::{Colour, StyleSpec};
pub use theme::{Theme, ThemeChoice};
pub(crate) use typed::{Typed, TypedFile, remember};
pub use view_states::ViewState;
pub(crate) use view_states::ViewStates;
