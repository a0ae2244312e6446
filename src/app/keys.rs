//! Where a key goes: to a prompt, to a command that waits for a letter, or through the key map.

use super::panel::prompt::Typed;
use super::{App, Asking, Effect, Focus};
use crate::input::{Code, Command, Key, Resolved, Scope};

impl App {
    pub(crate) fn key(&mut self, key: Key) {
        self.context.notice = None;
        if self.prompt.is_some() {
            self.type_key(key);
        } else if let Some(command) = self.waiting.take() {
            self.letter(command, key);
        } else {
            match self.context.keymap.press(key, self.scope()) {
                Resolved::Command(command, count) => self.run(command, count),
                Resolved::Pending | Resolved::Nothing => {}
            }
        }
    }

    /// Whose keys are asked first.
    pub fn scope(&self) -> Scope {
        match (&self.panel, self.focus, &self.reader) {
            _ if self.popup.is_some() => Scope::Panel,
            (Some(_), ..) => Scope::Panel,
            (None, Focus::Reader, Some(reader)) if reader.selection.is_some() => Scope::Selection,
            (None, Focus::Reader, _) => Scope::Reader,
            (None, Focus::List, _) => Scope::List,
        }
    }

    pub(crate) fn ask(&mut self, asking: Asking, text: &str) {
        self.prompt = Some(super::Prompt::new(asking, text));
        self.context.effect(Effect::Pasting(true));
    }

    pub(crate) fn pasted(&mut self, text: &str) {
        if let Some(prompt) = &mut self.prompt {
            prompt.insert(text);
            self.prompt_changed();
        }
    }

    fn type_key(&mut self, key: Key) {
        let Some(prompt) = &mut self.prompt else {
            return;
        };
        match prompt.press(key) {
            Typed::Changed => self.prompt_changed(),
            Typed::Moved => {}
            Typed::Passed => self.pass_to_pane(key),
            Typed::Accepted => self.close_prompt(true),
            Typed::Cancelled => self.close_prompt(false),
        }
    }

    fn pass_to_pane(&mut self, key: Key) {
        let command = match (key.code, key.control) {
            (Code::Up, _) | (Code::Char('p'), true) => Command::Up,
            (Code::PageUp, _) => Command::PageUp,
            (Code::PageDown, _) => Command::PageDown,
            _ => Command::Down,
        };
        self.run(command, None);
    }

    fn close_prompt(&mut self, accepted: bool) {
        let Some(prompt) = self.prompt.take() else {
            return;
        };
        self.context.effect(Effect::Pasting(false));
        match (prompt.asking, accepted) {
            (Asking::Command, true) => self.typed_command(&prompt.text),
            (Asking::Command, false) => {}
            (asking, true) => self.accept(asking, &prompt.text),
            (asking, false) => self.restore(asking, &prompt.before),
        }
    }

    /// A command of the command line `:`, by name, with an optional count before it.
    fn typed_command(&mut self, line: &str) {
        let line = line.trim();
        let digits = line.chars().take_while(char::is_ascii_digit).count();
        let (count, name) = line.split_at_checked(digits).unwrap_or(("", line));
        let name = name.trim();
        if name.is_empty() {
            return;
        }
        let short = match name {
            "q" => "quit",
            "h" => "help",
            name => name,
        };
        if let Some(command) = Command::named(short) {
            self.run(command, count.parse().ok());
            return;
        }
        let names = crate::input::COMMANDS.iter().map(|row| row.name);
        let text = match crate::user::nearest(name, names) {
            Some(nearest) => {
                let values: &[(&str, &dyn std::fmt::Display)] =
                    &[("name", &name), ("nearest", &nearest)];
                self.context.locale.fill("notice.no-command", values)
            }
            None => self
                .context
                .locale
                .fill("notice.no-such-command", &[("name", &name)]),
        };
        self.context.notify(super::Level::Error, text);
    }
}
