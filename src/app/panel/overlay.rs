//! What covers the panes: a panel, a popup over it, and the prompt in the status row.

use super::pane::Panel;
use super::popup::Popup;
use super::prompt::{Asking, Prompt};
use super::prompt_history::PromptHistory;
use crate::app::context::Context;
use crate::app::motion::Motion;
use crate::app::target::Target;
use crate::document::Document;

#[derive(Debug, Default)]
pub struct Overlay {
    pub panel: Option<Panel>,
    pub popup: Option<Popup>,
    pub prompt: Option<Prompt>,
    pub(crate) history: PromptHistory,
}

impl Overlay {
    /// The overlay that receives motions; None: nothing covers the panes.
    pub(crate) fn target(&self) -> Option<Target> {
        if self.popup.is_some() {
            Some(Target::Popup)
        } else if self.panel.is_some() {
            Some(Target::Panel)
        } else {
            None
        }
    }

    pub(crate) fn motion(&mut self, motion: Motion, context: &Context) {
        if let Some(popup) = &mut self.popup {
            popup.motion(motion, context);
        } else if let Some(panel) = &mut self.panel {
            panel.motion(motion, panel.body(context).height);
        }
    }

    /// Shows a document until a key closes it.
    pub(crate) fn show_popup(&mut self, title: String, document: Document, context: &Context) {
        self.popup = Some(Popup::new(title, document, context));
    }

    /// Goes one step back: first clears a filter without matches, then closes the topmost
    /// overlay. Whether there was anything to do.
    pub(crate) fn back(&mut self) -> bool {
        if let Some(panel) = self.panel.as_mut().filter(|panel| panel.is_empty()) {
            panel.narrow("");
            return true;
        }
        self.popup.take().is_some() || self.panel.take().is_some()
    }

    pub(crate) fn ask(&mut self, asking: Asking, text: &str) {
        let history = self.history.of(asking).to_vec();
        self.prompt = Some(Prompt::new(asking, text, history));
    }

    pub(crate) fn narrow_panel(&mut self, text: &str) {
        if let Some(panel) = &mut self.panel {
            panel.narrow(text);
        }
    }

    /// Typesets the popup again for another size of the screen.
    pub(crate) fn fit(&mut self, context: &Context) {
        if let Some(popup) = &mut self.popup {
            popup.fit(context);
        }
    }

    /// Moves the window of the panel so that its cursor is visible.
    pub(crate) fn keep_in_sight(&mut self, context: &Context) {
        if let Some(panel) = &mut self.panel {
            let area = panel.body(context);
            panel.fit(context);
            panel.scroll((area.width, area.height));
        }
    }
}
