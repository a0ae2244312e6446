//! Panels, popups and prompts over the panes.

pub mod contents;
pub mod pane;
pub mod popup;
pub mod prompt;
