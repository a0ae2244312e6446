//! Overlays over the panes: panels, popups and the prompt.

pub(crate) mod columns;
mod completion;
pub(crate) mod contents;
pub(crate) mod help;
pub(crate) mod highlights;
pub(crate) mod kept;
mod link_rows;
pub(crate) mod names;
pub(crate) mod overlay;
pub(crate) mod pane;
mod place;
pub(crate) mod popup;
pub(crate) mod prompt;
mod prompt_history;
pub(crate) mod qr_code;
pub(crate) mod stats;
pub(crate) mod themes;
