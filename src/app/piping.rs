//! `|`: passes the article, or the selected text of it, to a command and shows what that prints.

use super::message::{Effect, Level, Printed};
use super::{App, Asking, Outcome, ReaderPane};
use crate::document::{Block, BlockKind, Document, Text};
use crate::text::{sanitize, sanitize_line};
use std::fmt::Display;

impl App {
    /// Asks for the command, once the text to pass is there.
    pub(super) fn begin_pipe(&mut self) {
        match self.reader.as_ref().is_some_and(ReaderPane::is_whole) {
            true => self.ask(Asking::Pipe, ""),
            false => self.context.inform("notice.still-loading"),
        }
    }

    /// The command was typed.
    pub(super) fn pipe(&mut self, command: &str) {
        let text = self.reader.as_ref().and_then(ReaderPane::passed_text);
        if let Some(text) = text.filter(|_| !command.trim().is_empty()) {
            let command = command.trim().to_owned();
            self.context.effect(Effect::Pipe { command, text });
        }
    }

    /// The command has ended.
    pub(super) fn piped(&mut self, command: &str, printed: Result<Printed, String>) -> Outcome {
        let command = sanitize_line(command);
        let failure = match &printed {
            Ok(printed) if printed.succeeded => None,
            Ok(printed) => Some(printed.errors.lines().next().unwrap_or_default()),
            Err(error) => Some(error.as_str()),
        };
        match failure.map(sanitize_line) {
            None => self
                .context
                .confirm("notice.piped", &[("command", &command)]),
            Some(error) => {
                let values: &[(&str, &dyn Display)] = &[("command", &command), ("error", &error)];
                let text = self.context.locale.fill("notice.pipe-failed", values);
                self.context.notify(Level::Error, text);
            }
        }
        let text = printed.map(|printed| printed.text).unwrap_or_default();
        if text.trim().is_empty() {
            return Outcome::None;
        }
        let spaced = text.replace('\t', "    ");
        let text = sanitize(&spaced);
        let text = Text::new(text.trim_end());
        let document = Document {
            blocks: vec![Block::from(BlockKind::Preserved { text })],
            ..Document::default()
        };
        Outcome::Popup(command, document)
    }
}
