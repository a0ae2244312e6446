//! The event loop: handles events and draws frames.
//!
//! The loop does no file work. It handles the queued events before it draws a frame. When a
//! result is on its way (an article, a mark that is being written), it goes on handling events
//! for a moment before it draws, so that one key costs one frame on a slow link, and so that a
//! mark that is seen survives a kill.

use super::app_driver::AppDriver;
use super::effects::Host;
use super::event::Event;
use super::graphics_state::GraphicsState;
use super::in_sight::InSight;
use super::jobs::JobContext;
use super::journal_writer::JournalWriter;
use super::pacing::{self, Pacing};
use super::pictures;
use super::setup::Setup;
use super::signals::{self, Signal};
use super::watcher;
use super::workers::Workers;
use crate::app::{App, Body, Message};
use crate::error::{Error, Exit, Result};
use crate::terminal::environment;
use crate::terminal::guard::{self, Terminal};
use crate::terminal::keys::TerminalInput;
use crate::terminal::probe;
use crate::terminal::screen::{Abilities, Renderer};
use crate::ui::{AppWidget, Styles};
use crate::user::{Colours, Depth, now};
use std::io;
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

/// The time after which a turn draws although events are waiting. With the drawing, a key should be
/// answered within 16 ms.
const TURN: Duration = Duration::from_millis(5);
/// The time after which a turn draws although a requested article has not come.
const FRAME_WAIT: Duration = Duration::from_millis(9);
/// The same over a network, where a second frame takes longer than that.
const REMOTE_FRAME_WAIT: Duration = Duration::from_millis(60);
/// Maximum time the first frame waits for the first articles.
const FIRST_FRAME_WAIT: Duration = Duration::from_millis(25);
/// Maximum time it then waits for the marks. Reading a hundred thousand takes longer; a start with
/// them shall not take 10 ms more than one without.
const FIRST_MARKS_WAIT: Duration = Duration::from_millis(5);
/// Maximum time a frame waits for the journal. Writing takes microseconds, unless the disk is a
/// network drive that hangs.
const JOURNAL_WAIT: Duration = Duration::from_millis(400);
/// Maximum time that quitting waits for a text that is being copied.
const COPY_WAIT: Duration = Duration::from_secs(1);
/// Maximum time that quitting waits for answers of the terminal, which the shell would take for
/// keys.
const ANSWER_WAIT: Duration = Duration::from_secs(1);

pub struct EventLoop {
    app: AppDriver,
    host: Host,
    colours: Colours,
    styles: Styles,
    events: Receiver<Event>,
    in_last_frame: InSight,
    /// The colours have changed since the last frame.
    has_new_styles: bool,
}

impl EventLoop {
    /// Takes the terminal, asks it for the widths that the user has not set, and starts the
    /// threads.
    ///
    /// # Errors
    /// The terminal cannot be taken, or a thread cannot be started.
    pub fn start(
        mut app: App,
        mut setup: Setup,
        journal_writer: JournalWriter,
    ) -> io::Result<Self> {
        let (sender, events) = std::sync::mpsc::channel();
        let saver = journal_writer.saver();
        // The program ends: an error cannot be shown any more.
        let save = || drop(saver());
        let signal_sender = sender.clone();
        signals::serve(save, move |signal| {
            let _ = signal_sender.send(Event::Signal(signal));
        })?;
        app.context.is_remote = environment::over_ssh();
        let mut terminal = Terminal::enter()?;
        let mut early = Vec::new();
        let mut abilities = Abilities {
            margins: false,
            background_erase: environment::erases_with_background(),
            narrow_lines: false,
        };
        let mut colours = setup.colours;
        let mut asked = false;
        let widths = setup.configuration.names_widths();
        let needs_ground = setup.theme.follows_terminal() || colours.depth == Depth::Sixteen;
        if !widths || needs_ground {
            let found = probe::ask(&mut terminal, &guard::input()?, Some(&setup.places.cache))?;
            app.context.settings.options.width = setup.configuration.learn_widths(found.policy);
            abilities.margins = found.modes.margins == Some(true);
            abilities.narrow_lines = found.has_narrow_lines();
            asked = found.modes.margins.is_some();
            colours = colours.with_background(found.background);
            early = found.typed;
        }
        if !asked {
            terminal.write(probe::MARGINS)?;
        }
        let mut context = JobContext::of(&setup, app.context.locale.clone());
        context.picture_depth = pictures::depth(&setup.theme, colours);
        context.watcher = Some(watcher::start(
            &setup.roots,
            setup.scan.clone(),
            setup.indexes.clone(),
            sender.clone(),
        ));
        let workers = Workers::start(context, sender.clone());
        let path = setup.configuration.path.clone();
        watcher::watch_config(path, setup.places.themes(), sender.clone());
        terminal.mouse(setup.mouse)?;
        let styles = setup.styles(colours);
        let mut host = Host {
            setup,
            sender,
            terminal,
            renderer: Renderer::new(abilities),
            pacing: Pacing::new(environment::over_ssh()),
            keys: None,
            graphics: GraphicsState::default(),
            workers,
            journal_writer,
            stop_pipe: std::sync::Arc::default(),
            copying: 0,
            ended: false,
        };
        host.journal_writer.watch(&host.sender);
        host.read_keys(&early)?;
        Ok(Self {
            app: AppDriver::new(app),
            host,
            colours,
            styles,
            events,
            in_last_frame: InSight::default(),
            has_new_styles: false,
        })
    }

    /// Runs until the user quits or the terminal is gone.
    ///
    /// # Errors
    /// Writing to a terminal that is there failed, or the journal could not write everything.
    pub fn run(mut self) -> Result<()> {
        let (width, height) = self.app.context.size;
        let started = match self.host.pacing.begin(Instant::now()) {
            true => self.host.terminal.write(pacing::REQUEST),
            false => Ok(()),
        };
        let started = started.and_then(|()| self.learn_graphics());
        let started = started.and_then(|()| self.send(Message::Resize(width, height)));
        let result = started.and_then(|()| {
            self.settle(FIRST_FRAME_WAIT, |this| {
                this.app.list.all.is_empty() && this.app.library.progress.running
            })?;
            self.settle(FIRST_MARKS_WAIT, |this| this.app.context.awaits_marks())?;
            self.draw()?;
            while !self.host.ended {
                self.turn()?;
            }
            self.finish_copying()?;
            self.finish_answers();
            Ok(())
        });
        signals::leave_exit_to_signal();
        if let Some(keys) = self.host.keys.take() {
            keys.stop();
        }
        let left = self.host.journal_writer.finish();
        // Dropping a million articles takes a second; the system frees them at once.
        std::mem::forget(self.app);
        if let Some(left) = left {
            return Err(left);
        }
        match result {
            Err(error) if !guard::gone(&error) => {
                Err(Error::new(Exit::Unreadable, error.to_string()))
            }
            _ => Ok(()),
        }
    }

    /// One turn of the loop: waits for an event, handles all queued events, draws.
    fn turn(&mut self) -> io::Result<()> {
        let event = match self.wait() {
            None => self.events.recv().ok(),
            Some(wait) => match self.events.recv_timeout(wait) {
                Ok(event) => Some(event),
                Err(_) => Some(Event::App(Message::Tick)),
            },
        };
        let Some(event) = event else {
            self.host.ended = true;
            return Ok(());
        };
        let start = Instant::now();
        self.take(event)?;
        // An index sends articles faster than they are shown: the frame does not wait for all.
        while start.elapsed() < TURN {
            match self.events.try_recv() {
                Ok(event) => self.take(event)?,
                // The frame shows what was found, marked and counted so far.
                Err(_) if self.app.has_work() => self.send(Message::Tick)?,
                Err(_) => break,
            }
        }
        if self.host.ended {
            return Ok(());
        }
        let wait = [FRAME_WAIT, REMOTE_FRAME_WAIT][usize::from(self.app.context.is_remote)];
        let left = wait.saturating_sub(start.elapsed());
        self.settle(left, |this| awaits_result(&this.app))?;
        self.await_journal()?;
        self.draw()
    }

    /// Maximum time until the next turn: the app has something to do, or the terminal has not
    /// answered in time.
    fn wait(&self) -> Option<Duration> {
        let least = Duration::from_millis(1);
        let deadline = self.app.deadline();
        let wait = deadline.map(|at| Duration::from_millis(at.saturating_sub(now())));
        let here = Instant::now();
        let answer = self.host.pacing.full_until(here).map(|until| until - here);
        let wait = wait.into_iter().chain(answer).min();
        wait.map(|wait| wait.max(least))
    }

    /// The next frame may confirm a mark, which must then survive a kill: handles events until
    /// the journal has written it. After the time limit the frame says that it has not.
    fn await_journal(&mut self) -> io::Result<()> {
        self.settle(JOURNAL_WAIT, |this| this.host.journal_writer.is_writing())?;
        if self.host.ended || !self.host.journal_writer.is_writing() {
            return Ok(());
        }
        // The frames after this one do not wait again for the same marks.
        self.host.journal_writer.stop_waiting();
        // The journal is being read. Until then only that an article was opened is recorded.
        if self.app.context.awaits_marks() {
            return Ok(());
        }
        self.send(Message::MarksLate(true))
    }

    /// Copying continues while the user quits.
    fn finish_copying(&mut self) -> io::Result<()> {
        let end = Instant::now() + COPY_WAIT;
        while self.host.copying > 0 {
            let left = end.saturating_duration_since(Instant::now());
            match self.events.recv_timeout(left) {
                Ok(event @ Event::Stored(..)) => self.take(event)?,
                Ok(_) => {}
                Err(_) => break,
            }
        }
        Ok(())
    }

    /// Answers of the terminal that are on their way are read.
    fn finish_answers(&mut self) {
        let end = Instant::now() + ANSWER_WAIT;
        while self.host.pacing.awaited() > 0 || self.host.graphics.is_awaited() {
            let left = end.saturating_duration_since(Instant::now());
            match self.events.recv_timeout(left) {
                Ok(Event::Terminal(TerminalInput::Status)) => {
                    self.host.pacing.answered(Instant::now());
                }
                Ok(Event::Terminal(TerminalInput::Graphics(answer))) => {
                    self.host.graphics.answered(answer);
                }
                Ok(Event::Terminal(TerminalInput::Gone)) | Err(_) => break,
                Ok(_) => {}
            }
        }
    }

    /// Handles events for at most `limit` while `waiting` holds.
    fn settle(&mut self, limit: Duration, waiting: impl Fn(&Self) -> bool) -> io::Result<()> {
        let end = Instant::now() + limit;
        while !self.host.ended && waiting(self) {
            let left = end.saturating_duration_since(Instant::now());
            match self.events.recv_timeout(left) {
                Ok(event) => self.take(event)?,
                Err(_) => break,
            }
        }
        Ok(())
    }

    fn send(&mut self, message: Message) -> io::Result<()> {
        self.app.send(message, &mut self.host)
    }

    fn take(&mut self, event: Event) -> io::Result<()> {
        let message = match event {
            Event::App(message) => message,
            Event::Terminal(TerminalInput::User(input)) => self.in_last_frame.meant(input),
            Event::Terminal(TerminalInput::Margins) => {
                self.host.renderer.screen().know_margins();
                return Ok(());
            }
            Event::Terminal(TerminalInput::Background(rgb)) => {
                self.know_background(rgb);
                return Ok(());
            }
            Event::Terminal(TerminalInput::Graphics(answer)) => {
                self.host.graphics.answered(answer);
                return self.learn_graphics();
            }
            Event::Terminal(TerminalInput::Status) => {
                let Some(taken) = self.host.pacing.answered(Instant::now()) else {
                    return Ok(());
                };
                Message::RoundTrip(u64::try_from(taken.as_millis()).unwrap_or(u64::MAX))
            }
            Event::Config(read) => {
                for message in self.host.config_saved(&self.app, *read)? {
                    self.send(message)?;
                }
                return Ok(());
            }
            Event::Themes => {
                let name = self.host.setup.theme_name.clone();
                self.host.load_theme(name);
                return Ok(());
            }
            Event::Theme(name, theme) => {
                let shown = (&*self.app, self.colours);
                let (is_new, notice) = self.host.theme_loaded(shown, &name, *theme);
                if is_new {
                    self.draw_in_new_styles();
                }
                match notice {
                    Some(notice) => notice,
                    None => return Ok(()),
                }
            }
            Event::Stored(request, stored) => self.host.stored(&self.app, request, stored)?,
            Event::Written(number) => match self.host.journal_writer.confirm(number) {
                true => Message::MarksLate(false),
                false => return Ok(()),
            },
            Event::Terminal(TerminalInput::Gone) => {
                self.host.ended = true;
                self.host.pacing.forget();
                Message::Quit
            }
            Event::Signal(Signal::Resized) => {
                self.host.renderer.screen().invalidate();
                self.learn_graphics()?;
                let (width, height) = guard::size();
                Message::Resize(width, height)
            }
            Event::Signal(Signal::Continued) => {
                self.host.terminal.resume()?;
                self.host.renderer.screen().invalidate();
                self.learn_graphics()?;
                let (width, height) = guard::size();
                Message::Resize(width, height)
            }
        };
        self.send(message)
    }

    /// The size of a cell may have changed.
    fn learn_graphics(&mut self) -> io::Result<()> {
        let graphics = self.host.graphics.now(&self.host.setup);
        match graphics == self.app.context.graphics {
            true => Ok(()),
            false => self.send(Message::Graphics(graphics)),
        }
    }

    /// The terminal reported its background after the first frame.
    fn know_background(&mut self, rgb: [u8; 3]) {
        self.colours = self.colours.with_background(Some(rgb));
        self.draw_in_new_styles();
    }

    fn draw_in_new_styles(&mut self) {
        self.styles = self.host.setup.styles(self.colours);
        self.has_new_styles = true;
    }

    /// Draws a frame, unless it would be the last one again, or the link is full: then an answer of
    /// the terminal causes the next turn.
    fn draw(&mut self) -> io::Result<()> {
        let here = Instant::now();
        self.host.pacing.give_up(here);
        if self.host.pacing.full_until(here).is_some() {
            return Ok(());
        }
        let (width, height) = self.app.context.size;
        let has_new_styles = std::mem::take(&mut self.has_new_styles);
        let has_changed = self.app.take_change() || has_new_styles;
        if width == 0 || height == 0 || !has_changed {
            return Ok(());
        }
        let moved = self.in_last_frame.moved(&self.app);
        let app: &App = &self.app;
        let widget = AppWidget {
            app,
            styles: &self.styles,
        };
        let (size, policy) = ((width, height), app.context.settings.options.width);
        let buttons = &mut self.in_last_frame.buttons;
        let bytes = self.host.renderer.draw(size, policy, |frame, annotations| {
            frame.render_stateful_widget(widget, frame.area(), annotations);
            *buttons = std::mem::take(&mut annotations.buttons);
            annotations.moved = moved;
        });
        if bytes.is_empty() {
            return Ok(());
        }
        let asks = self.host.pacing.send(bytes.len(), here);
        self.host.terminal.write(bytes)?;
        match asks {
            true => self.host.terminal.write(pacing::REQUEST),
            false => Ok(()),
        }
    }
}

/// Whether a result is on its way that the next frame would show.
fn awaits_result(app: &App) -> bool {
    // The selected article may be another one after the next slice.
    if app.list.is_filtering() {
        return false;
    }
    if app.list.is_sorted_soon() || app.list.search.is_awaiting() {
        return true;
    }
    let Some(reader) = &app.reader else {
        return false;
    };
    matches!(reader.body, Body::Loading(_))
        || reader.retypesetting.is_some()
        || reader.pictures.is_awaiting()
}
