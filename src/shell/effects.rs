//! What the app asks of the world: work for threads, the journal, the clipboard, a browser,
//! the shell.

use super::clipboard::{self, Copied};
use super::keys::Keys;
use super::open::{self, Opened};
use super::session::{Session, now};
use super::terminal;
use super::worker::{self, Scanning};
use crate::app::{Effect, Level, Message};
use crate::text::sanitize_line;
use std::fmt::Display;
use std::io;

impl Session {
    pub(super) fn perform(&mut self, effects: Vec<Effect>) -> io::Result<()> {
        for effect in effects {
            match effect {
                Effect::Open { .. } | Effect::Typeset { .. } => self.worker.ask(effect),
                Effect::Sort { .. } => worker::sort(effect, self.sender.clone()),
                Effect::Record(events) => self.recorder.record(events, &self.sender),
                Effect::Scan {
                    ticket,
                    sample: true,
                } => {
                    self.scanning = None;
                    Scanning::sample(ticket, &self.sender);
                }
                Effect::Scan {
                    ticket,
                    sample: false,
                } => {
                    let roots = self.setup.roots.clone();
                    let options = self.setup.scan.clone();
                    self.scanning =
                        Some(Scanning::start(ticket, roots, options, self.sender.clone()));
                }
                Effect::Copy(text) => self.copy(&text)?,
                Effect::OpenAddress(address) => self.open_address(&address)?,
                Effect::Pasting(on) => self.terminal.paste(on)?,
                Effect::Suspend => self.suspend()?,
                Effect::Redraw => self.screen.invalidate(),
                Effect::Quit => self.ended = true,
            }
        }
        Ok(())
    }

    /// Gives the terminal to the shell, and takes it back with a full repaint.
    fn suspend(&mut self) -> io::Result<()> {
        let rest = self.keys.take().map(Keys::stop).unwrap_or_default();
        self.terminal.suspend()?;
        self.screen.invalidate();
        self.read_keys(&rest)?;
        let (width, height) = terminal::size();
        let effects = self.app.update(Message::Resize(width, height), now());
        self.perform(effects)
    }

    fn tell(&mut self, level: Level, text: String) {
        self.app.update(Message::Told(level, text), now());
    }

    fn copy(&mut self, text: &str) -> io::Result<()> {
        let count = text.chars().filter(|c| !c.is_whitespace()).count();
        let locale = &self.app.locale;
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
            Err(error) if terminal::gone(&error) => return Err(error),
            Err(error) => (
                Level::Error,
                locale.fill("notice.copy-failed", &[("error", &error)]),
            ),
        };
        self.tell(level, told);
        Ok(())
    }

    /// Opens an address where there is a display; over SSH it is shown whole and copied.
    fn open_address(&mut self, address: &str) -> io::Result<()> {
        let shown = sanitize_line(address);
        let opened = open::open(address, &self.setup.browser);
        if matches!(opened, Ok(Opened::Elsewhere)) {
            self.copy(address)?;
            self.app.update(Message::LinkCopied(shown), now());
            return Ok(());
        }
        let fill = |key, values: &[(&str, &dyn Display)]| self.app.locale.fill(key, values);
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
        self.tell(level, text);
        Ok(())
    }
}
