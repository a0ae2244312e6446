//! Performs the app's effects: jobs for threads, the journal, the clipboard, a browser, suspend.

use super::app_driver::Perform;
use super::event::{CopyRequest, Event, Stored};
use super::graphics_state::GraphicsState;
use super::journal_writer::JournalWriter;
use super::kept::Kept;
use super::opening::Programs;
use super::pacing::Pacing;
use super::setup::Setup;
use super::workers::Workers;
use crate::app::{App, Effect, Item, Job, Level, Message, PictureSource, PictureUse};
use crate::terminal::browser::{self, Opened};
use crate::terminal::clipboard::{self, Copied};
use crate::terminal::editor::{self, Cause, Failure};
use crate::terminal::environment::is_set;
use crate::terminal::graphics::{self, Answer};
use crate::terminal::guard::{self, Terminal};
use crate::terminal::keys::{Awaited, Keys, TerminalInput, await_answers};
use crate::terminal::pipe;
use crate::terminal::screen::Renderer;
use crate::text::sanitize_line;
use crate::user::{SavedSearches, SearchChange, TypedFile, ViewState, now};
use std::fmt::Display;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::mpsc::Sender;
use std::thread;
use std::time::Duration;

/// The terminal and the threads of a session. Performs the effects.
pub struct Host {
    pub setup: Setup,
    /// The channel of the event loop, for threads.
    pub sender: Sender<Event>,
    pub terminal: Terminal,
    pub renderer: Renderer,
    pub pacing: Pacing,
    pub keys: Option<Keys>,
    pub graphics: GraphicsState,
    pub workers: Workers,
    pub journal_writer: JournalWriter,
    /// The command that gets a text is to end.
    pub stop_pipe: Arc<AtomicBool>,
    /// Threads that copy a text.
    pub copying: usize,
    pub ended: bool,
}

impl Perform for Host {
    fn now(&self) -> u64 {
        now()
    }

    fn perform(&mut self, app: &App, effect: Effect) -> io::Result<Option<Message>> {
        match effect {
            Effect::Job(job) => {
                if matches!(job, Job::ReadPicture { .. })
                    && let Some(question) = self.graphics.question(&self.setup)
                {
                    self.terminal.write(question.as_bytes())?;
                    self.ask_tmux();
                }
                self.workers.run(job);
            }
            Effect::ReadHistory(wanted) => self.journal_writer.read_history(wanted, &self.sender),
            Effect::ReadChanges => self.journal_writer.read_changes(&self.sender),
            Effect::Record(events) => self.journal_writer.record(events, &self.sender),
            Effect::KeepSearch(change) => self.keep_search(app, change),
            Effect::KeepTyped { kind, text } => self.keep_typed(kind, text),
            Effect::ChangeSetting(change) => {
                self.setup.configuration.change(change);
                return self.reconfigure().map(Some);
            }
            Effect::KeepSettings(changes) => self.keep(app, Kept::Settings(changes)),
            Effect::KeepLibraries => self.keep(app, Kept::Libraries(self.setup.roots.clone())),
            Effect::ShowTheme(name) => self.load_theme(name),
            Effect::Copy(text) => {
                let is_address = false;
                return self.copy(app, CopyRequest { text, is_address });
            }
            Effect::OpenAddress(address) => return self.open_address(app, address),
            Effect::UsePicture(item, source, picture_use) => {
                self.use_picture(app, item, source, picture_use);
            }
            Effect::Pipe {
                command,
                words,
                text,
            } => self.pipe(command, words, text),
            Effect::StopPipe => self.stop_pipe.store(true, Relaxed),
            Effect::EditText(text) => return self.edit_text(app, &text).map(Some),
            Effect::Suspend => return self.suspend().map(Some),
            Effect::Redraw => self.renderer.screen().invalidate(),
            Effect::Quit => {
                self.ended = true;
                // A file that was opened alone has no view.
                if !app.is_lone() {
                    self.keep_view(app.view_state());
                }
            }
        }
        Ok(None)
    }

    fn performed(&mut self, app: &App) {
        self.journal_writer.keep(app.unsaved());
    }
}

/// Maximum time that quitting waits until the view is written.
const VIEW_WAIT: Duration = Duration::from_millis(200);

impl Host {
    /// Writes what the list shows, for the next start. Nothing is lost if that fails.
    fn keep_view(&self, state: ViewState) {
        let views = self.setup.views.clone();
        let (sender, written) = std::sync::mpsc::channel();
        let write = move || {
            let _ = sender.send(views.write(state));
        };
        // The disk may hang.
        if thread::Builder::new()
            .name("view".into())
            .spawn(write)
            .is_ok()
        {
            let _ = written.recv_timeout(VIEW_WAIT);
        }
    }

    /// Writes what was typed, on a thread. Little is lost if that fails.
    fn keep_typed(&self, kind: &'static str, text: String) {
        let typed = TypedFile::of(&self.setup.places);
        let write = move || drop(typed.add(kind, &text));
        let _ = thread::Builder::new().name("typed".to_owned()).spawn(write);
    }

    /// Writes a change of the saved searches, on a thread.
    fn keep_search(&self, app: &App, change: SearchChange) {
        let searches = SavedSearches::of(&self.setup.places);
        let (sender, locale) = (self.sender.clone(), app.context.locale.clone());
        let write = move || {
            if let Err(error) = searches.write(&change) {
                let text = locale.fill("notice.not-kept", &[("error", &error)]);
                let _ = sender.send(Event::App(Message::Notify(Level::Error, text)));
            }
        };
        thread::Builder::new()
            .name("searches".to_owned())
            .spawn(write)
            .expect("the system can start a thread");
    }

    pub fn read_keys(&mut self, early: &[u8]) -> io::Result<()> {
        let sender = self.sender.clone();
        let send = move |input| sender.send(Event::Terminal(input)).is_ok();
        self.keys = Some(Keys::start(guard::input()?, early, send)?);
        Ok(())
    }

    /// Stops reading keys, before another program gets the terminal. Returns what was typed.
    fn stop_keys(&mut self) -> io::Result<Vec<u8>> {
        let rest = self.keys.take().map(Keys::stop).unwrap_or_default();
        let awaited = Awaited {
            statuses: self.pacing.awaited(),
            graphics: self.graphics.is_awaited(),
        };
        self.pacing.forget();
        let (rest, answers) = await_answers(&guard::input()?, rest, awaited)?;
        for answer in answers {
            let _ = self
                .sender
                .send(Event::Terminal(TerminalInput::Graphics(answer)));
        }
        self.graphics.give_up();
        Ok(rest)
    }

    /// Another program gets the screen, with which pictures do not leave.
    fn remove_pictures(&mut self) -> io::Result<()> {
        let bytes = self.renderer.screen().remove_pictures();
        self.terminal.write(&bytes)
    }

    /// Gives the terminal to the shell. Afterwards takes it back and repaints everything.
    fn suspend(&mut self) -> io::Result<Message> {
        let rest = self.stop_keys()?;
        self.remove_pictures()?;
        self.terminal.suspend()?;
        self.renderer.screen().invalidate();
        self.read_keys(&rest)?;
        let (width, height) = guard::size();
        Ok(Message::Resize(width, height))
    }

    /// Gives the terminal to the user's editor. Afterwards takes it back and repaints everything.
    fn edit_text(&mut self, app: &App, text: &str) -> io::Result<Message> {
        let rest = self.stop_keys()?;
        self.remove_pictures()?;
        let edited = self.terminal.lend(|| editor::edit(text))?;
        self.renderer.screen().invalidate();
        self.read_keys(&rest)?;
        let (width, height) = guard::size();
        let _ = self.sender.send(Event::App(Message::Resize(width, height)));
        Ok(Message::TextEdited(edited.map_err(
            |Failure { cause, kept }| {
                let locale = &app.context.locale;
                let mut notice = match cause {
                    Cause::Failed(error) => {
                        locale.fill("notice.editor-failed", &[("error", &error)])
                    }
                    Cause::TooLong => locale.text("notice.note-too-long").to_owned(),
                };
                if let Some(path) = kept {
                    let path = path.display();
                    notice.push_str(&locale.fill("notice.editor-kept", &[("path", &path)]));
                }
                sanitize_line(&notice)
            },
        )))
    }

    /// Opens the file of a picture or finds its path, on a thread.
    fn use_picture(&self, app: &App, item: Item, source: PictureSource, picture_use: PictureUse) {
        let (programs, sender) = (Programs::of(&self.setup), self.sender.clone());
        let locale = app.context.locale.clone();
        let work = move || {
            let said = programs.use_picture(&item, &source, picture_use, &locale);
            let _ = sender.send(Event::App(said));
        };
        thread::Builder::new()
            .name("picture".to_owned())
            .spawn(work)
            .expect("the system can start a thread");
    }

    /// Passes a text to a command, on a thread.
    fn pipe(&mut self, command: String, words: Vec<String>, text: String) {
        let (sender, stop) = (self.sender.clone(), Arc::new(AtomicBool::new(false)));
        self.stop_pipe = Arc::clone(&stop);
        let pass = move || {
            let printed = pipe::pass(&words, text, &stop);
            let _ = sender.send(Event::App(Message::Piped { command, printed }));
        };
        thread::Builder::new()
            .name("pipe".to_owned())
            .spawn(pass)
            .expect("the system can start a thread");
    }

    /// Copies a text, on a thread where that may block.
    fn copy(&mut self, app: &App, request: CopyRequest) -> io::Result<Option<Message>> {
        if !clipboard::may_block(&request.text) {
            return self.copied(app, request, None).map(Some);
        }
        self.copying += 1;
        let (sender, state) = (self.sender.clone(), self.setup.places.state.clone());
        thread::Builder::new()
            .name("clipboard".to_owned())
            .spawn(move || {
                let stored = clipboard::store(&request.text, &state);
                let _ = sender.send(Event::Stored(request, stored));
            })
            .expect("the system can start a thread");
        Ok(None)
    }

    /// The thread that copies has ended.
    pub fn stored(
        &mut self,
        app: &App,
        request: CopyRequest,
        stored: Stored,
    ) -> io::Result<Message> {
        self.copying -= 1;
        self.copied(app, request, stored)
    }

    /// Sends the text to the terminal if that is left to do, and reports the result.
    fn copied(&mut self, app: &App, request: CopyRequest, stored: Stored) -> io::Result<Message> {
        let CopyRequest { text, is_address } = request;
        let copied = stored.unwrap_or_else(|| clipboard::send(&mut self.terminal, &text));
        let locale = &app.context.locale;
        let (level, notice) = match copied {
            Err(error) if guard::gone(&error) => return Err(error),
            copied if is_address => {
                return Ok(Message::LinkShown {
                    address: sanitize_line(&text),
                    copied: matches!(copied, Ok(Copied::Terminal | Copied::Tmux)),
                });
            }
            Ok(Copied::Terminal | Copied::Tmux) => {
                let count = text.chars().filter(|c| !c.is_whitespace()).count();
                let shown = beginning(&text);
                let values: &[(&str, &dyn Display)] = &[("count", &count), ("text", &shown)];
                let notice = locale.fill("notice.copied", values);
                (Level::Done, notice)
            }
            Ok(Copied::File(path)) => {
                let path = sanitize_line(&path.to_string_lossy());
                let notice = locale.fill("notice.copied-file", &[("path", &path)]);
                (Level::Warning, notice)
            }
            Err(error) => {
                let notice = locale.fill("notice.copy-failed", &[("error", &error)]);
                (Level::Error, notice)
            }
        };
        Ok(Message::Notify(level, notice))
    }

    /// Within tmux, a thread asks it for the terminal outside, which the app learns as an answer.
    fn ask_tmux(&self) {
        if !is_set("TMUX") {
            return;
        }
        let sender = self.sender.clone();
        thread::spawn(move || {
            if graphics::is_passed_on_by_tmux() {
                let answer = TerminalInput::Graphics(Answer::Placeholders);
                // The session may have ended.
                let _ = sender.send(Event::Terminal(answer));
            }
        });
    }

    /// Opens an address where there is a display. Over SSH it is shown in full, with a QR code, and
    /// copied.
    fn open_address(&mut self, app: &App, address: String) -> io::Result<Option<Message>> {
        let shown = sanitize_line(&address);
        let mut openers = self.setup.openers.iter();
        let opener = openers.find(|opener| opener.opens(&address));
        let command = opener.map_or(&self.setup.browser, |opener| &opener.command);
        let opened = browser::open(&address, command);
        if matches!(opened, Ok(Opened::NoDisplay)) {
            return self.copy(
                app,
                CopyRequest {
                    text: address,
                    is_address: true,
                },
            );
        }
        let fill = |key, values: &[(&str, &dyn Display)]| app.context.locale.fill(key, values);
        let (level, text) = match opened {
            Ok(Opened::Browser) => (
                Level::Done,
                fill("notice.link-opened", &[("address", &shown)]),
            ),
            Ok(Opened::Refused | Opened::NoDisplay) => (
                Level::Warning,
                fill("notice.link-refused", &[("address", &shown)]),
            ),
            Err(error) => {
                let program = sanitize_line(browser::program(command));
                let values: &[(&str, &dyn Display)] = &[
                    ("program", &program),
                    ("address", &shown),
                    ("error", &error),
                ];
                (Level::Error, fill("notice.link-failed", values))
            }
        };
        Ok(Some(Message::Notify(level, text)))
    }
}

/// The most characters of a copied text that the notice shows: an address is shown whole.
const SHOWN: usize = 120;

/// The first line of a copied text, with a sign if there is more.
fn beginning(text: &str) -> String {
    let text = text.trim();
    let line = text.lines().next().unwrap_or_default();
    let mut shown: String = sanitize_line(line).chars().take(SHOWN).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}
