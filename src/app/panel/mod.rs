//! Overlays over the panes: panels, popups and the prompt.

pub(crate) mod columns;
pub(crate) mod contents;
pub(crate) mod help;
pub(crate) mod highlights;
pub(crate) mod kept;
pub(crate) mod names;
pub(crate) mod overlay;
pub(crate) mod pane;
pub(crate) mod popup;
pub(crate) mod prompt;
mod prompt_history;
mod stats;
