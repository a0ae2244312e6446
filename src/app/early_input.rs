//! Input that comes before the marks of the journal are there. What a command does to marks depends
//! on them: a bookmark is set or removed, a note is edited, undo restores what was there before. So
//! such a command waits for them, and all input after it, which may be about its prompt. Undo and redo
//! may have to wait for the steps of earlier runs; what the user does meanwhile comes after them.

use super::pending::Held;
use super::{App, Level, Outcome};
use crate::input::{Code, Command, Input, Key};

/// The most that is held.
const MOST: usize = 1_000;

impl App {
    /// Holds a command that needs marks which are not there yet.
    pub(super) fn holds_command(&mut self, command: Command, count: Option<u32>) -> bool {
        let holds = self.context.awaits_marks() && command.needs_marks();
        if holds {
            self.hold(Held::Command(command, count));
        }
        holds
    }

    /// Holds input while a command waits. `Esc` drops all of it, and `C-c` quits.
    pub(super) fn holds_input(&mut self, input: &Input) -> bool {
        let key = |code, control| {
            let alt = false;
            Input::Key(Key { code, control, alt })
        };
        match input {
            _ if self.held.is_empty() && self.reverting.is_none() => return false,
            input if *input == key(Code::Escape, false) => {
                self.held.clear();
                self.reverting = None;
                self.context.notice = None;
            }
            input if *input == key(Code::Char('c'), true) => self.quit(),
            input => self.hold(Held::Input(input.clone())),
        }
        true
    }

    fn hold(&mut self, held: Held) {
        if self.held.len() < MOST {
            self.held.push(held);
        }
        self.say_reading();
    }

    /// Says that a command waits for the journal.
    pub(super) fn say_reading(&mut self) {
        let text = self.context.locale.text("notice.reading-marks").to_owned();
        self.context.notify(Level::Info, text);
    }

    /// What was waited for is there. After a command that has to wait for more, the rest is held
    /// again.
    pub(super) fn replay_held(&mut self) {
        for held in std::mem::take(&mut self.held) {
            let outcome = match held {
                Held::Command(command, count) => {
                    self.run(command, count);
                    Outcome::None
                }
                Held::Input(input) => self.input(input),
            };
            self.act(outcome);
        }
    }
}
