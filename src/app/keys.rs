//! Where keys go: to the prompt, to a command that waits for a letter, or through the key map.

use super::message::Effect;
use super::panel::prompt::Typed;
use super::{App, Asking, Level, Outcome};
use crate::input::{Code, Command, Input, Key, Resolved, Scope, Step};

impl App {
    /// Handles what the user does.
    pub(super) fn input(&mut self, input: Input) -> Outcome {
        if self.holds_input(&input) {
            return Outcome::None;
        }
        self.returns = false;
        match input {
            Input::Key(key) => {
                // The release of the button may have been lost.
                self.press = None;
                self.glimpse_position();
                self.key(key)
            }
            Input::Paste(text) => self.paste(&text),
            Input::Click(x, y) => {
                self.context.notice = None;
                self.click(x, y)
            }
            Input::Drag(x, y) => self.drag_text((x, y)),
            Input::Release => {
                self.release_text();
                Outcome::None
            }
            Input::Wheel(by, x, y) => {
                self.only_moves = true;
                self.wheel(by, x, y)
            }
        }
    }

    fn key(&mut self, key: Key) -> Outcome {
        self.context.notice = None;
        if self.overlay.prompt.is_some() {
            return self.type_key(key);
        }
        if let Some(command) = self.waiting.take() {
            return self.named_mark(command, key);
        }
        if let Some(offer) = self.offer.take() {
            self.take_offer(offer, key);
            return Outcome::None;
        }
        let scope = self.target().scope();
        let quits = self.context.keymap.means(key, Command::Quit, Scope::List);
        let cancels = key.code == Code::Escape;
        let typed = self.context.keymap.pending();
        let resolved = self.context.keymap.press(key, scope);
        self.only_moves = match &resolved {
            Resolved::Command(command, _) => command.is_motion(),
            // The keys of a sequence are shown while it waits.
            Resolved::Pending | Resolved::Steps(_) => false,
            Resolved::Nothing => true,
        };
        match resolved {
            // Without a list, the key that quits from the list quits the program.
            Resolved::Command(Command::Back, _)
                if quits && scope == Scope::Reader && self.is_lone() =>
            {
                self.quit();
            }
            // From a part of the list it goes back to all of it.
            Resolved::Command(Command::Quit, _) if quits && scope == Scope::List => {
                self.leave_or_quit();
            }
            Resolved::Command(command, count) => self.run(command, count),
            Resolved::Steps(steps) => self.run_steps(&steps),
            Resolved::Nothing if !cancels => self.say_where(key, &typed),
            Resolved::Pending | Resolved::Nothing => {}
        }
        Outcome::None
    }

    /// Does the steps of a key, up to one that asks for something.
    pub(super) fn run_steps(&mut self, steps: &[Step]) {
        for step in steps {
            match step {
                Step::Command(command) => self.run(*command, None),
                Step::Line(line) => {
                    let outcome = self.run_typed(line);
                    self.act(outcome);
                }
            }
            if self.overlay.prompt.is_some() || self.waiting.is_some() || self.offer.is_some() {
                return;
            }
        }
    }

    /// Says where a key has a meaning that has none here. `typed`: the keys of a sequence before it.
    fn say_where(&mut self, key: Key, typed: &str) {
        let keymap = &self.context.keymap;
        let scope = keymap.scope_of(key).filter(|_| typed.is_empty());
        let place = match scope {
            Some(Scope::List) => "notice.key-in-list",
            Some(Scope::Reader) => "notice.key-in-article",
            Some(Scope::Sidebar) => "notice.key-in-sidebar",
            Some(Scope::Panel) => "notice.key-in-panel",
            Some(Scope::Selection) => "notice.key-in-selection",
            Some(Scope::Everywhere) | None => "notice.key-unknown",
        };
        let key = format!("{typed}{}", key.label());
        let text = self.context.locale.fill(place, &[("key", &key)]);
        self.context.notify(Level::Hint, text);
        self.only_moves = false;
    }

    fn paste(&mut self, text: &str) -> Outcome {
        match &mut self.overlay.prompt {
            Some(prompt) => {
                prompt.insert(text);
                self.prompt_changed()
            }
            // Outside a prompt keys are commands, and commands are not pasted on purpose.
            None => {
                self.context.refuse("notice.paste-ignored");
                Outcome::None
            }
        }
    }

    fn type_key(&mut self, key: Key) -> Outcome {
        let Some(prompt) = &mut self.overlay.prompt else {
            return Outcome::None;
        };
        if let Code::Tab | Code::BackTab = key.code {
            prompt.complete(if key.code == Code::Tab { 1 } else { -1 });
            return self.prompt_changed();
        }
        match prompt.press(key) {
            Typed::Changed => self.prompt_changed(),
            Typed::Moved => Outcome::None,
            // The article must not change while its tags are typed.
            Typed::Passed if prompt.asking.is_annotation() => Outcome::None,
            Typed::Passed => {
                self.pass_to_pane(key);
                Outcome::None
            }
            Typed::Accepted => self.accept_prompt(),
            Typed::Cancelled => self.cancel_prompt(),
        }
    }

    fn pass_to_pane(&mut self, key: Key) {
        let command = match (key.code, key.control) {
            (Code::Char('p'), true) | (Code::Up, _) => Command::Up,
            (Code::PageUp, _) => Command::PageUp,
            (Code::PageDown, _) => Command::PageDown,
            _ => Command::Down,
        };
        self.run(command, None);
    }

    /// Shows what the text of the prompt finds.
    fn prompt_changed(&mut self) -> Outcome {
        let Some(prompt) = &self.overlay.prompt else {
            return Outcome::None;
        };
        let text = prompt.text.clone();
        match prompt.asking {
            Asking::Search => match &mut self.reader {
                Some(reader) => reader.search_for(&text),
                None => Outcome::None,
            },
            Asking::Query => {
                self.suggest();
                self.search_as_typed(&text)
            }
            Asking::Filter => {
                self.suggest();
                self.filter_as_typed(&text)
            }
            Asking::Panel => {
                self.overlay.narrow_panel(&text);
                Outcome::None
            }
            Asking::Command | Asking::Tags | Asking::Collection => {
                self.suggest();
                Outcome::None
            }
            Asking::Note | Asking::Passage | Asking::Pipe => Outcome::None,
        }
    }

    pub(super) fn accept_prompt(&mut self) -> Outcome {
        let Some(prompt) = self.overlay.prompt.take() else {
            return Outcome::None;
        };
        self.overlay.history.remember(prompt.asking, &prompt.text);
        let text = prompt.text;
        if let Some(kind) = prompt.asking.kept_as()
            && !text.trim().is_empty()
        {
            let text = text.clone();
            self.context.effect(Effect::KeepTyped { kind, text });
        }
        match (prompt.asking, &mut self.reader) {
            (Asking::Command, _) => return self.run_typed(&text),
            (Asking::Pipe, _) => self.pipe(text.trim()),
            (asking, _) if asking.is_annotation() => {
                self.accept_about(asking, &prompt.before, &text);
            }
            (Asking::Search, _) if text.is_empty() => {}
            (Asking::Search, Some(reader)) => reader.accept_search(&text, &mut self.context),
            (Asking::Search, None) => self.context.notify_not_found(&text),
            (Asking::Query, _) => return self.enter_search(&text),
            (Asking::Filter, _) => return self.end_filter(&text),
            _ => {}
        }
        Outcome::None
    }

    fn cancel_prompt(&mut self) -> Outcome {
        let Some(prompt) = self.overlay.prompt.take() else {
            return Outcome::None;
        };
        match prompt.asking {
            Asking::Query => return self.cancel_search(&prompt.before),
            Asking::Search => {
                if let Some(reader) = &mut self.reader {
                    reader.clear_search();
                }
            }
            Asking::Filter => return self.end_filter(&prompt.before),
            Asking::Panel => self.overlay.narrow_panel(&prompt.before),
            Asking::Passage => self.passage = None,
            Asking::Command | Asking::Tags | Asking::Collection | Asking::Note | Asking::Pipe => {}
        }
        Outcome::None
    }
}
