//! The line mode, for screen readers and dumb terminals: reads commands as lines, and prints what
//! changed as lines. No escape sequence is sent and nothing is drawn twice.
//!
//! It drives the same app as the screen: a line is a command of `:`, and what is printed is the window
//! of the pane that the command moved.

mod host;
mod words;

use super::app_driver::AppDriver;
use super::event::Event;
use super::job_context::JobContext;
use super::journal_writer::JournalWriter;
use super::setup::Setup;
use super::signals;
use super::workers::Workers;
use crate::app::{App, Focus, Message, Panes, View, takes_argument};
use crate::error::{Error, Exit, Result};
use crate::input::{COMMANDS, Code, Command, Input, Key};
use crate::subcommands::output::Output;
use crate::terminal::guard;
use crate::text::sanitize_line;
use crate::ui::lines;
use host::LineHost;
use std::collections::HashSet;
use std::io::{self, BufRead, IsTerminal, Read, Write};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};
use words::{Words, parse};

/// Longest line that is read, in bytes.
const MOST_TYPED: u64 = 64 << 10;
/// Rows of the list that are printed at once, where the output is no terminal.
const ROWS: usize = 1000;
const PIPE: (u16, u16) = (80, 1000);
/// Maximum time that a command is waited for. A scan of a million files takes longer without an
/// index; its articles come later.
const PATIENCE: Duration = Duration::from_secs(60);

/// What was printed last, to find what a command changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Seen {
    is_reading: bool,
    /// The open article, and the first line of its window.
    article: Option<(String, usize)>,
    /// The length of the list, its first article, and the selected row.
    list: (usize, Option<String>, usize),
    panel: Option<(&'static str, String)>,
}

impl Seen {
    fn of(app: &App) -> Self {
        let id = |item: &crate::app::Item| item.entry.id().to_owned();
        let reader = app.reader.as_ref();
        let panel = app.overlay.panel.as_ref();
        Self {
            is_reading: app.focus == Focus::Reader,
            article: reader.map(|reader| (id(&reader.item), reader.top)),
            list: (app.list.len(), app.list.get(0).map(id), app.list.cursor),
            panel: panel.map(|panel| (panel.kind.title(), panel.filter.clone())),
        }
    }
}

/// Columns and rows of the windows that are printed. A pipe gets as much as fits.
pub fn size() -> (u16, u16) {
    match io::stdout().is_terminal() {
        true => guard::size(),
        false => PIPE,
    }
}

struct LineMode<'a> {
    app: AppDriver,
    host: LineHost,
    events: Receiver<Event>,
    out: Output<'a>,
    /// Rows of the list that are printed at once.
    rows: usize,
    seen: Seen,
    /// The line after the last one of the article that was printed.
    printed_to: usize,
}

/// Runs the line mode until the user quits or the input ends.
///
/// # Errors
/// A thread cannot be started, or the journal could not write everything.
pub fn run(mut app: App, setup: Setup, journal_writer: JournalWriter) -> Result<()> {
    // One pane at a time: a line has no place beside another.
    app.context.settings.panes = Panes::Single;
    let unreadable = |cause: io::Error| Error::new(Exit::Unreadable, cause.to_string());
    let (sender, events) = channel();
    let saver = journal_writer.saver();
    signals::serve(move || drop(saver()), |_| {}).map_err(unreadable)?;
    let context = JobContext::of(&setup, app.context.locale.clone());
    let workers = Workers::start(context, sender.clone());
    let rows = match io::stdout().is_terminal() {
        true => usize::from(app.context.size.1).saturating_sub(2).max(1),
        false => ROWS,
    };
    let mut host = LineHost {
        setup,
        sender,
        workers,
        journal_writer,
        printed: Vec::new(),
        ended: false,
    };
    host.journal_writer.watch(&host.sender);
    let mut mode = LineMode {
        app: AppDriver::new(app),
        host,
        events,
        out: Output::stdout(),
        rows,
        seen: Seen::default(),
        printed_to: 0,
    };
    let result = mode.serve();
    let left = mode.host.journal_writer.finish();
    match (left, result) {
        (Some(left), _) => Err(left),
        // A closed pipe ends quietly.
        (None, Err(error)) if error.kind() != io::ErrorKind::BrokenPipe => Err(unreadable(error)),
        (None, _) => Ok(()),
    }
}

impl LineMode<'_> {
    fn serve(&mut self) -> io::Result<()> {
        let (width, height) = self.app.context.size;
        self.send(Message::Resize(width, height))?;
        self.settle()?;
        let count = self.app.list.len();
        let welcome = self
            .app
            .context
            .locale
            .fill("plain.welcome", &[("count", &count)]);
        self.out.line(&welcome)?;
        // The view of the last time is opened again.
        let view = self.app.view();
        if view != View::All {
            let locale = &self.app.context.locale;
            let line = locale.fill("plain.view", &[("view", &view.title(locale))]);
            self.out.line(&sanitize_line(&line))?;
        }
        self.show_changes()?;
        let asks = io::stdin().is_terminal();
        let mut input = io::stdin().lock();
        while !self.host.ended {
            let prompt = self.app.overlay.prompt.is_some();
            self.out.flush()?;
            if asks {
                io::stdout().write_all(if prompt { b"? " } else { b"> " })?;
                io::stdout().flush()?;
            }
            let Some(line) = read_line(&mut input)? else {
                self.send(Message::Typed("quit".to_owned()))?;
                break;
            };
            match prompt {
                true => self.answer(line.trim())?,
                false => self.run(&line)?,
            }
            self.settle()?;
            self.show_changes()?;
        }
        self.settle()?;
        self.out.flush()
    }

    fn run(&mut self, line: &str) -> io::Result<()> {
        match parse(line) {
            Words::More if self.seen.is_reading => self.type_line("page-down"),
            Words::More => self.list_from(self.seen.list.2 + 1 + self.rows),
            Words::List(from) => {
                self.leave_article()?;
                self.list_from(from.unwrap_or(1))
            }
            Words::Text => {
                self.printed_to = 0;
                self.seen.article = None;
                self.type_line("top")
            }
            Words::Row(row) => self.choose(row),
            Words::NextArticle if self.seen.is_reading => self.type_line("next-article"),
            Words::NextArticle => self.type_line("down"),
            Words::PreviousArticle if self.seen.is_reading => self.type_line("previous-article"),
            Words::PreviousArticle => self.type_line("up"),
            Words::Link(number) => self.type_line(&format!("{number} open-link")),
            Words::Line("help" | "h" | "?", _) => self.help(),
            Words::Line(line, rest) => self.type_with_argument(line, rest),
        }
    }

    fn type_line(&mut self, line: &str) -> io::Result<()> {
        self.send(Message::Typed(line.to_owned()))
    }

    /// A command whose argument a prompt asks for on the screen gets the rest of the line as the answer.
    fn type_with_argument(&mut self, line: &str, rest: &str) -> io::Result<()> {
        let name = line.strip_suffix(rest).unwrap_or(line).trim();
        let is_asked = !rest.is_empty() && Command::named(name).is_some() && !takes_argument(name);
        if !is_asked {
            return self.type_line(line);
        }
        self.type_line(name)?;
        if self.app.overlay.prompt.is_some() {
            return self.answer(rest);
        }
        // A command that waits for a letter.
        if let Some(letter) = rest.chars().next() {
            self.send(Message::Input(Input::Key(Key::char(letter))))?;
        }
        Ok(())
    }

    /// Answers the open prompt.
    fn answer(&mut self, text: &str) -> io::Result<()> {
        // The text that the prompt begins with is replaced.
        self.send(Message::Input(Input::Key(Key::control('u'))))?;
        self.send(Message::Input(Input::Paste(text.to_owned())))?;
        self.settle()?;
        self.send(Message::Input(Input::Key(Key::plain(Code::Enter))))
    }

    /// Chooses a row of the panel, or opens one of the list.
    fn choose(&mut self, row: usize) -> io::Result<()> {
        let listed = self.app.overlay.panel.as_ref().map(|panel| panel.len());
        if listed.is_none() {
            self.leave_article()?;
        }
        let rows = listed.unwrap_or(self.app.list.len());
        if row == 0 || row > rows {
            let text = self
                .app
                .context
                .locale
                .fill("plain.no-row", &[("row", &row)]);
            return self.out.line(&text);
        }
        self.type_line(&format!("{row} top"))?;
        self.type_line("open")
    }

    /// Goes back to the list, as its keys do.
    fn leave_article(&mut self) -> io::Result<()> {
        // A selection and other modes of the article end first.
        for _ in 0..8 {
            let overlay = self.app.overlay.panel.is_some() || self.app.overlay.popup.is_some();
            if self.app.focus == Focus::List && !overlay || self.app.is_lone() {
                break;
            }
            self.type_line("back")?;
        }
        Ok(())
    }

    fn list_from(&mut self, from: usize) -> io::Result<()> {
        let last = self.app.list.len().max(1);
        self.type_line(&format!("{} top", from.clamp(1, last)))?;
        for row in lines::list_rows(&self.app, from.saturating_sub(1), self.rows) {
            self.out.cells(&row)?;
        }
        self.seen = Seen::of(&self.app);
        Ok(())
    }

    /// Every command with what it does.
    fn help(&mut self) -> io::Result<()> {
        let locale = self.app.context.locale.clone();
        for line in locale.text("plain.help").lines() {
            self.out.line(line)?;
        }
        let mut known = HashSet::new();
        for row in COMMANDS.iter().filter(|row| known.insert(row.name)) {
            let text = locale.text(&format!("command.{}", row.name)).to_owned();
            self.out.line(&format!("{}: {text}", row.name))?;
        }
        Ok(())
    }

    /// Prints what the last command changed.
    fn show_changes(&mut self) -> io::Result<()> {
        for line in std::mem::take(&mut self.host.printed) {
            self.out.cells(&line)?;
        }
        if let Some(notice) = &self.app.context.notice {
            let text = notice.text.clone();
            self.out.line(&text)?;
        }
        if self.app.overlay.popup.is_some() {
            for line in lines::popup(&self.app) {
                self.out.cells(&line)?;
            }
            self.type_line("back")?;
        }
        let now = Seen::of(&self.app);
        let before = std::mem::replace(&mut self.seen, now.clone());
        if now.panel.is_some() {
            if now.panel != before.panel {
                for line in lines::panel(&self.app) {
                    self.out.cells(&line)?;
                }
            }
        } else if now.is_reading {
            let is_other = !before.is_reading
                || before.article.as_ref().map(|(id, _)| id)
                    != now.article.as_ref().map(|(id, _)| id);
            if is_other {
                self.printed_to = 0;
            }
            if is_other || now.article != before.article {
                self.show_window()?;
            }
        } else if now.list.0 != before.list.0 || now.list.1 != before.list.1 || before.is_reading {
            if now.list.0 == 0 {
                let text = self.app.context.locale.text("panel.nothing").to_owned();
                self.out.line(&text)?;
            }
            for row in lines::list_rows(&self.app, 0, self.rows) {
                self.out.cells(&row)?;
            }
        } else if now.list != before.list {
            for row in lines::list_rows(&self.app, now.list.2, 1) {
                self.out.cells(&row)?;
            }
        }
        Ok(())
    }

    /// The window of the article, without lines that were printed right before.
    fn show_window(&mut self) -> io::Result<()> {
        let Some(reader) = &self.app.reader else {
            return Ok(());
        };
        let (top, end) = (reader.top, reader.top + reader.height.max(1));
        let from = if (top..end).contains(&self.printed_to) {
            self.printed_to
        } else {
            top
        };
        let lines = lines::article(&self.app);
        let window: Vec<_> = lines.iter().take(end).skip(from).cloned().collect();
        self.printed_to = end.min(lines.len());
        for line in window {
            self.out.cells(&line)?;
        }
        if end < lines.len() {
            let left = lines.len() - end;
            let text = self
                .app
                .context
                .locale
                .fill("plain.more", &[("count", &left)]);
            self.out.line(&text)?;
        }
        Ok(())
    }

    /// Handles events until what the app waits for is there.
    fn settle(&mut self) -> io::Result<()> {
        let end = Instant::now() + PATIENCE;
        loop {
            while let Ok(event) = self.events.try_recv() {
                self.take(event)?;
            }
            if self.app.has_work() {
                self.send(Message::Tick)?;
                continue;
            }
            let waits = self.app.awaits_answer() || self.host.journal_writer.is_writing();
            let left = end.saturating_duration_since(Instant::now());
            if !waits || left.is_zero() {
                return Ok(());
            }
            if let Ok(event) = self.events.recv_timeout(left) {
                self.take(event)?;
            }
        }
    }

    fn take(&mut self, event: Event) -> io::Result<()> {
        match event {
            Event::App(message) => self.send(message),
            Event::Written(number) => {
                self.host.journal_writer.confirm(number);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn send(&mut self, message: Message) -> io::Result<()> {
        self.app.send(message, &mut self.host)
    }
}

/// The next line of the input; None at its end.
fn read_line(input: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut bytes = Vec::new();
    input
        .by_ref()
        .take(MOST_TYPED)
        .read_until(b'\n', &mut bytes)?;
    Ok((!bytes.is_empty()).then(|| String::from_utf8_lossy(&bytes).into_owned()))
}
