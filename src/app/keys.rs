//! Where input goes: to the prompt, to a command that waits for a letter, through the key map,
//! or with the mouse to the pane below it.

use super::panel::prompt::{Typed, WITH_NAME};
use super::{App, Area, Asking, Focus, Level, Motion, Outcome};
use crate::input::{Code, Command, Key, Resolved, Scope};
use crate::search::{TextField, complete};
use std::ops::RangeInclusive;

/// Lines that one turn of the wheel moves.
const WHEEL: isize = 3;

fn holds(area: Option<Area>, x: u16, y: u16) -> bool {
    area.is_some_and(|area| x >= area.x && x < area.right() && y >= area.y && y < area.bottom())
}

impl App {
    pub(super) fn key(&mut self, key: Key) -> Outcome {
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
        let quits = self.is_lone() && self.context.keymap.means(key, Command::Quit, Scope::List);
        let resolved = self.context.keymap.press(key, scope);
        self.only_moves = match resolved {
            Resolved::Command(command, _) => command.is_motion(),
            // The keys of a sequence are shown while it waits.
            Resolved::Pending => false,
            Resolved::Nothing => true,
        };
        match resolved {
            // Without a list, the key that quits from the list quits the program.
            Resolved::Command(Command::Back, _) if quits && scope == Scope::Reader => self.quit(),
            Resolved::Command(command, count) => self.run(command, count),
            Resolved::Pending | Resolved::Nothing => {}
        }
        Outcome::None
    }

    pub(super) fn paste(&mut self, text: &str) -> Outcome {
        match &mut self.overlay.prompt {
            Some(prompt) => {
                prompt.insert(text);
                self.prompt_changed()
            }
            // Outside a prompt keys are commands, and commands are not pasted on purpose.
            None => {
                self.context.inform("notice.paste-ignored");
                Outcome::None
            }
        }
    }

    fn type_key(&mut self, key: Key) -> Outcome {
        let Some(prompt) = &mut self.overlay.prompt else {
            return Outcome::None;
        };
        if key.code == Code::Tab {
            prompt.complete();
            return self.prompt_changed();
        }
        match prompt.press(key) {
            Typed::Changed => self.prompt_changed(),
            Typed::Moved => Outcome::None,
            // The article must not change while its tags are typed.
            Typed::Passed
                if prompt.asking.is_about_articles() || prompt.asking == Asking::Passage =>
            {
                Outcome::None
            }
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
            Asking::Note | Asking::Passage => Outcome::None,
        }
    }

    /// Finds what may complete the query or the names that are being typed.
    pub(super) fn suggest(&mut self) {
        let Some(prompt) = &self.overlay.prompt else {
            return;
        };
        let completion = match prompt.asking {
            Asking::Filter | Asking::Query => {
                let values = |field| self.values_in_use(field);
                complete(&prompt.text, prompt.cursor, &values)
            }
            asking => match self.complete_names(asking, &prompt.text) {
                Some(completion) => completion,
                None => return self.suggest_saved(),
            },
        };
        if let Some(prompt) = &mut self.overlay.prompt {
            prompt.completion = completion;
        }
    }

    /// The values of a field, the user's tags first.
    fn values_in_use(&self, field: TextField) -> Vec<String> {
        let mut values = match field {
            TextField::Tag => self.known_names(Asking::Tags),
            _ => Vec::new(),
        };
        let of_articles = self.list.values_in_use(field).into_iter();
        let new: Vec<String> = of_articles.filter(|name| !values.contains(name)).collect();
        values.extend(new);
        values
    }

    fn accept_prompt(&mut self) -> Outcome {
        let Some(prompt) = self.overlay.prompt.take() else {
            return Outcome::None;
        };
        self.overlay.history.remember(prompt.asking, &prompt.text);
        let text = prompt.text;
        match (prompt.asking, &mut self.reader) {
            (Asking::Command, _) => self.run_typed(&text),
            (Asking::Passage, _) => self.accept_passage_note(&text),
            (asking, _) if asking.is_about_articles() => {
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
            Asking::Command | Asking::Tags | Asking::Collection | Asking::Note => {}
        }
        Outcome::None
    }

    /// Runs a line of the prompt `:`: a date to go to, or the name of a command with an optional
    /// count before it.
    fn run_typed(&mut self, line: &str) {
        let line = line.trim();
        if let Some(days) = self.context.dates().period(line) {
            return self.go_to_days(&days);
        }
        let digits = line.chars().take_while(char::is_ascii_digit).count();
        let (count, name) = line.split_at_checked(digits).unwrap_or(("", line));
        match name.trim().split_once(' ').unwrap_or((name.trim(), "")) {
            ("save", name) => return self.save_search(name.trim()),
            ("unsave", name) => return self.unsave_search(name.trim()),
            ("history", days) if !days.trim().is_empty() => {
                return self.show_history(days.trim());
            }
            ("later", date) if !date.trim().is_empty() => return self.snooze(date.trim()),
            (name, text) if self.run_about(name, text.trim()) => return,
            _ => {}
        }
        let name = match name.trim() {
            "" => return,
            "q" => "quit",
            // Alone it lists the changes, as the key undoes the last one.
            "undo" if count.is_empty() => "changes",
            "h" => "help",
            name => name,
        };
        if let Some(command) = Command::named(name) {
            self.run(command, count.parse().ok());
            return;
        }
        let names = crate::input::COMMANDS.iter().map(|row| row.name);
        let names = names.chain(WITH_NAME.iter().copied());
        let locale = &self.context.locale;
        let text = match crate::user::nearest(name, names) {
            Some(nearest) => {
                let values: &[(&str, &dyn std::fmt::Display)] =
                    &[("name", &name), ("nearest", &nearest)];
                locale.fill("notice.no-command", values)
            }
            None => locale.fill("notice.no-such-command", &[("name", &name)]),
        };
        self.context.notify(Level::Error, text);
    }

    /// Selects the first article of some days, or the one that is nearest in the order.
    fn go_to_days(&mut self, days: &RangeInclusive<i64>) {
        self.list.finish_filter(&self.context.marks);
        self.focus_list();
        match self.list.go_to_days(days) {
            Some(true) => {}
            Some(false) => self.context.inform("notice.no-day"),
            None => self.context.inform("notice.not-by-date"),
        }
        self.relayout();
        self.list.centre(&self.context);
    }

    pub(super) fn wheel(&mut self, by: i8, x: u16, y: u16) -> Outcome {
        let motion = Motion::Lines(isize::from(by) * WHEEL);
        let context = &self.context;
        if self.overlay.panel.is_some() {
            self.overlay.motion(motion, context);
        } else if holds(context.layout.sidebar, x, y) {
            self.sidebar.motion(motion, context);
        } else if holds(context.layout.reader, x, y) {
            if let Some(reader) = &mut self.reader {
                return reader.motion(motion, context);
            }
        } else if holds(context.layout.list, x, y) {
            return self.list.motion(motion, context);
        }
        Outcome::None
    }

    /// A click in the list selects; a click on the selected article opens it.
    pub(super) fn click(&mut self, x: u16, y: u16) {
        if self.overlay.panel.is_some() || self.overlay.prompt.is_some() {
            return;
        }
        let layout = self.context.layout;
        if let Some(area) = layout.sidebar.filter(|_| holds(layout.sidebar, x, y)) {
            let choice = self.sidebar.click(y - area.y);
            self.choose_in_sidebar(choice);
        } else if let Some(area) = layout.list.filter(|_| holds(layout.list, x, y)) {
            let Some(at) = self.list.article_at(y - area.y, &self.context) else {
                return;
            };
            let again = at == self.list.cursor && self.has_focus(Focus::List);
            self.focus_list();
            self.sidebar.focused = false;
            self.list.move_to(at);
            self.relayout();
            if again {
                self.open_selected();
            }
        } else if holds(layout.reader, x, y) && self.focus == Focus::List {
            self.open_selected();
        }
    }
}
