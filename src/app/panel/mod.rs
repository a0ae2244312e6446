//! Overlays over the panes: panels, popups and the prompt.

pub mod contents;
pub mod overlay;
pub mod pane;
pub mod popup;
pub mod prompt;
