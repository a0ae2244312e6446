//! Performs the app's effects without a screen: what would be shown or copied is printed.

use crate::app::{App, Effect, Level, Message};
use crate::locale::Locale;
use crate::runtime::app_driver::Perform;
use crate::runtime::event::Event;
use crate::runtime::journal_writer::JournalWriter;
use crate::runtime::kept::Kept;
use crate::runtime::opening::Programs;
use crate::runtime::setup::Setup;
use crate::runtime::workers::Workers;
use crate::terminal::browser::{self, Opened};
use crate::terminal::pipe;
use crate::text::sanitize_line;
use crate::user::{SavedSearches, TypedFile, now};
use std::io;
use std::sync::atomic::AtomicBool;
use std::sync::mpsc::Sender;

/// The threads of a session.
pub struct LineHost {
    pub setup: Setup,
    /// The channel of the loop, for threads.
    pub sender: Sender<Event>,
    pub workers: Workers,
    pub journal_writer: JournalWriter,
    /// Lines to print: copied texts, and addresses that cannot be opened here.
    pub printed: Vec<String>,
    pub ended: bool,
}

impl Perform for LineHost {
    fn now(&self) -> u64 {
        now()
    }

    fn perform(&mut self, app: &App, effect: Effect) -> io::Result<Option<Message>> {
        let locale = &app.context.locale;
        match effect {
            Effect::Job(job) => self.workers.run(job),
            Effect::ReadHistory(wanted) => self.journal_writer.read_history(wanted, &self.sender),
            Effect::ReadChanges => self.journal_writer.read_changes(&self.sender),
            Effect::Record(events) => self.journal_writer.record(events, &self.sender),
            Effect::KeepSearch(change) => {
                if let Err(error) = SavedSearches::of(&self.setup.places).write(&change) {
                    let text = locale.fill("notice.not-kept", &[("error", &error)]);
                    return Ok(Some(Message::Notify(Level::Error, text)));
                }
            }
            Effect::ChangeSetting(change) => {
                self.setup.configuration.change(change);
                let configured = self.setup.configuration.configured();
                return Ok(Some(Message::Configured(Box::new(configured))));
            }
            Effect::KeepSettings(changes) => {
                return Ok(self.keep(&Kept::Settings(changes), locale));
            }
            Effect::KeepLibraries => {
                let folders = self.setup.roots.clone();
                return Ok(self.keep(&Kept::Libraries(folders), locale));
            }
            Effect::Copy(text) => self.printed.extend(text.lines().map(sanitize_line)),
            Effect::OpenAddress(address) => return Ok(self.open_address(app, address)),
            Effect::UsePicture(item, source, picture_use) => {
                let programs = Programs::of(&self.setup);
                let said = programs.use_picture(&item, &source, picture_use, locale);
                return Ok(Some(said));
            }
            Effect::Pipe {
                command,
                words,
                text,
            } => {
                let printed = pipe::pass(&words, text, &AtomicBool::new(false));
                return Ok(Some(Message::Piped { command, printed }));
            }
            Effect::EditText(_) => {
                let text = locale.text("plain.no-editor").to_owned();
                return Ok(Some(Message::TextEdited(Err(text))));
            }
            // Little is lost if that fails.
            Effect::KeepTyped { kind, text } => {
                let _ = TypedFile::of(&self.setup.places).add(kind, &text);
            }
            // Nothing is drawn.
            Effect::StopPipe | Effect::ShowTheme(_) | Effect::Suspend | Effect::Redraw => {}
            Effect::Quit => {
                self.ended = true;
                if !app.is_lone() {
                    // Nothing is lost if that fails.
                    let _ = self.setup.views.clone().write(app.view_state());
                }
            }
        }
        Ok(None)
    }

    fn performed(&mut self, app: &App) {
        self.journal_writer.keep(app.unsaved());
    }
}

impl LineHost {
    /// Writes into the file of the configuration.
    fn keep(&self, kept: &Kept, locale: &Locale) -> Option<Message> {
        let path = self.setup.configuration.path.as_ref()?;
        Some(kept.write(path, locale))
    }

    /// Opens an address where there is a display; elsewhere it is printed.
    fn open_address(&mut self, app: &App, address: String) -> Option<Message> {
        let mut openers = self.setup.openers.iter();
        let opener = openers.find(|opener| opener.opens(&address));
        let command = opener.map_or(&self.setup.browser, |opener| &opener.command);
        let shown = sanitize_line(&address);
        let (level, key) = match browser::open(&address, command) {
            Ok(Opened::Browser) => (Level::Done, "notice.link-opened"),
            Ok(Opened::Refused) => (Level::Warning, "notice.link-refused"),
            Ok(Opened::NoDisplay) | Err(_) => {
                self.printed.push(shown);
                return None;
            }
        };
        let text = app.context.locale.fill(key, &[("address", &shown)]);
        Some(Message::Notify(level, text))
    }
}
