//! What the app asks of the world: work for threads, the journal, the clipboard, a browser,
//! the shell.

use super::app_driver::Perform;
use super::event::Event;
use super::journal_writer::JournalWriter;
use super::setup::Setup;
use super::workers::Workers;
use crate::app::{App, Effect, Level, Message};
use crate::terminal::browser::{self, Opened};
use crate::terminal::clipboard::{self, Copied};
use crate::terminal::guard::{self, Terminal};
use crate::terminal::keys::Keys;
use crate::terminal::screen::Screen;
use crate::text::sanitize_line;
use crate::user::now;
use std::fmt::Display;
use std::io;
use std::sync::mpsc::Sender;

/// The terminal and the threads of a session.
pub struct Host {
    pub setup: Setup,
    /// Where the threads tell of their work.
    pub sender: Sender<Event>,
    pub terminal: Terminal,
    pub screen: Screen,
    pub keys: Option<Keys>,
    pub workers: Workers,
    pub journal_writer: JournalWriter,
    pub ended: bool,
}

impl Perform for Host {
    fn now(&self) -> u64 {
        now()
    }

    fn perform(&mut self, app: &App, effect: Effect) -> io::Result<Option<Message>> {
        match effect {
            Effect::Job(job) => self.workers.run(job),
            Effect::Record(events) => self.journal_writer.record(events, &self.sender),
            Effect::Copy(text) => return self.copy(app, &text).map(Some),
            Effect::OpenAddress(address) => return self.open_address(app, &address).map(Some),
            Effect::Pasting(on) => self.terminal.paste(on)?,
            Effect::Suspend => return self.suspend().map(Some),
            Effect::Redraw => self.screen.invalidate(),
            Effect::Quit => self.ended = true,
        }
        Ok(None)
    }

    fn performed(&mut self, app: &App) {
        self.journal_writer.keep(app.unsaved_position());
    }
}

impl Host {
    pub fn read_keys(&mut self, early: &[u8]) -> io::Result<()> {
        let sender = self.sender.clone();
        let tell = move |input| sender.send(Event::Input(input)).is_ok();
        self.keys = Some(Keys::start(guard::input()?, early, tell)?);
        Ok(())
    }

    /// Gives the terminal to the shell, and takes it back with a full repaint.
    fn suspend(&mut self) -> io::Result<Message> {
        let rest = self.keys.take().map(Keys::stop).unwrap_or_default();
        self.terminal.suspend()?;
        self.screen.invalidate();
        self.read_keys(&rest)?;
        let (width, height) = guard::size();
        Ok(Message::Resize(width, height))
    }

    fn copy(&mut self, app: &App, text: &str) -> io::Result<Message> {
        let count = text.chars().filter(|c| !c.is_whitespace()).count();
        let locale = &app.context.locale;
        let copied = clipboard::copy(&mut self.terminal, text, &self.setup.places.state);
        let (level, told) = match copied {
            Ok(Copied::Terminal | Copied::Tmux) => (
                Level::Info,
                locale.fill("notice.copied", &[("count", &count)]),
            ),
            Ok(Copied::File(path)) => {
                let path = sanitize_line(&path.to_string_lossy());
                (
                    Level::Warning,
                    locale.fill("notice.copied-file", &[("path", &path)]),
                )
            }
            Err(error) if guard::gone(&error) => return Err(error),
            Err(error) => (
                Level::Error,
                locale.fill("notice.copy-failed", &[("error", &error)]),
            ),
        };
        Ok(Message::Notify(level, told))
    }

    /// Opens an address where there is a display; over SSH it is shown whole and copied.
    fn open_address(&mut self, app: &App, address: &str) -> io::Result<Message> {
        let shown = sanitize_line(address);
        let opened = browser::open(address, &self.setup.browser);
        if matches!(opened, Ok(Opened::Elsewhere)) {
            let copied = self.copy(app, address)?;
            return Ok(match copied {
                Message::Notify(Level::Info, _) => Message::LinkCopied(shown),
                failed => failed,
            });
        }
        let fill = |key, values: &[(&str, &dyn Display)]| app.context.locale.fill(key, values);
        let (level, text) = match opened {
            Ok(Opened::Browser) => (
                Level::Info,
                fill("notice.link-opened", &[("address", &shown)]),
            ),
            Ok(Opened::Refused | Opened::Elsewhere) => (
                Level::Warning,
                fill("notice.link-refused", &[("address", &shown)]),
            ),
            Err(error) => {
                let values: &[(&str, &dyn Display)] = &[("address", &shown), ("error", &error)];
                (Level::Error, fill("notice.link-failed", values))
            }
        };
        Ok(Message::Notify(level, text))
    }
}
