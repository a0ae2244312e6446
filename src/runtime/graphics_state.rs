//! How this session's terminal shows pictures: by the configuration, else as the terminal answers.

use super::setup::Setup;
use crate::app::Graphics;
use crate::picture::Protocol;
use crate::terminal::environment::{is_set, over_ssh};
use crate::terminal::graphics::{Answer, Inquiry, is_iterm};
use crate::terminal::guard;

#[derive(Debug, Default)]
pub struct GraphicsState {
    inquiry: Inquiry,
    /// As the terminal has answered.
    protocol: Protocol,
}

impl GraphicsState {
    /// What to ask the terminal before the first picture. Over SSH pictures are drawn with half-blocks
    /// unless the configuration names a protocol: the others take much more of a slow link.
    pub fn question(&mut self, setup: &Setup) -> Option<String> {
        let is_settled = setup.configuration.config().graphics.is_some();
        // Without the size of a cell, no picture fits into cells.
        if is_settled || over_ssh() || guard::cell_size().is_none() {
            return None;
        }
        self.inquiry.question(is_set("TMUX") || is_set("STY"))
    }

    /// The terminal has answered.
    pub fn answered(&mut self, answer: Answer) {
        let is_iterm = is_iterm(|name| std::env::var(name).ok());
        let protocol = self.inquiry.answered(answer, is_iterm);
        self.protocol = protocol.unwrap_or(self.protocol);
    }

    /// The answers were waited for long enough.
    pub fn give_up(&mut self) {
        self.inquiry.give_up();
    }

    /// Whether an answer is on its way.
    pub fn is_awaited(&self) -> bool {
        self.inquiry.is_awaited()
    }

    /// What is known now.
    pub fn now(&self, setup: &Setup) -> Graphics {
        let named = setup.configuration.config().graphics;
        match guard::cell_size() {
            Some(cell) => Graphics {
                cell,
                protocol: match named {
                    Some(Protocol::Kitty) if is_set("TMUX") => Protocol::Placeholders,
                    named => named.unwrap_or(self.protocol),
                },
                is_remote: over_ssh(),
            },
            None => Graphics::default(),
        }
    }
}
