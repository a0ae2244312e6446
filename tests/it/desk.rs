//! The app without a terminal: takes keys and returns the screen as text. Work that the program
//! gives to threads runs at once on this thread, so that no test waits or sleeps.

use super::drawing::Drawing;
use kanbao::app::{
    App, Effect, Job, LinkNumbers, ListColumns, MarkRead, Message, Panes, PipeFailure, Printed,
    ReaderPane, ScanSource, Settings, ShowPictures, Start,
};
use kanbao::document::Position;
use kanbao::input::{Input, Key, Keymap, Preset};
use kanbao::library::{Cancel, Entry, ScanOptions, Zone};
use kanbao::locale::Locale;
use kanbao::runtime::jobs::{JobContext, run_job};
use kanbao::typeset::{Formulas, Options};
use kanbao::ui::{AppWidget, Button, Styles};
use kanbao::user::event::{About, Action, Event, Origin, Stamp, Subject, Writer};
use kanbao::user::marks::{History, Marks};
use kanbao::user::theme::Theme;
use kanbao::user::{Kept, SettingChange, ViewState};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// 2026-11-24 08:00 in Shanghai.
pub const NOW: u64 = 1_795_478_400_000;

pub struct Desk {
    pub app: App,
    styles: Styles,
    /// What the program's threads share.
    pub jobs: JobContext,
    /// Indexing texts does not get beyond its beginning.
    pub holds_index: bool,
    pub now: u64,
    /// All events written to the journal.
    pub recorded: Vec<Event>,
    /// The texts copied and the addresses opened, in order.
    pub copied: Vec<String>,
    /// Settings that were changed, those that were to be kept, and the themes that were shown.
    pub set: Vec<SettingChange>,
    pub kept: Vec<SettingChange>,
    pub themes: Vec<String>,
    /// Links cannot be opened here.
    pub is_remote: bool,
    /// What the editor makes of the next text; an error is the notice of a failure.
    pub edited: Result<Option<String>, String>,
    /// The texts that were given to the editor, in order.
    pub given: Vec<String>,
    pub quit: bool,
}

impl Desk {
    /// Opens the sample library.
    pub fn sample(width: u16, height: u16) -> Self {
        Self::open(Vec::new(), Marks::default(), "zh-Hans", (width, height))
    }

    /// Opens folders, or the sample library if there are none.
    pub fn open(roots: Vec<PathBuf>, marks: Marks, lang: &str, size: (u16, u16)) -> Self {
        Self::reopen(roots, marks, lang, size, ViewState::default())
    }

    /// Opens folders again, after the list showed `view`.
    pub fn reopen(
        roots: Vec<PathBuf>,
        marks: impl Into<Option<Marks>>,
        lang: &str,
        size: (u16, u16),
        view: ViewState,
    ) -> Self {
        let zone = Zone::named("Asia/Shanghai").expect("a zone of the database");
        let settings = Settings {
            panes: Panes::Auto,
            list_width: 0,
            title_lines: 0,
            list_columns: ListColumns::default(),
            fold_versions: true,
            refresh: None,
            has_engine: false,
            mark_read: MarkRead::Open,
            link_numbers: LinkNumbers::OnDemand,
            pictures: ShowPictures::OnRequest,
            options: Options {
                formulas: Formulas::Stacked,
                ..Options::default()
            },
            zone: zone.clone(),
        };
        let jobs = JobContext::new(
            roots.clone(),
            ScanOptions::in_zone(zone),
            kanbao::clean::Settings::default(),
            Locale::for_tag(lang),
        );
        let app = App::new(Start {
            settings,
            locale: Locale::for_tag(lang),
            keymap: Keymap::new(Preset::Vim, &[]),
            marks: marks.into(),
            places: roots
                .iter()
                .map(|root| root.display().to_string())
                .collect(),
            source: match roots.as_slice() {
                [] => ScanSource::Sample,
                [file] if file.is_file() => ScanSource::File,
                _ => ScanSource::Libraries,
            },
            size,
            now: NOW,
            view,
            searches: Default::default(),
            themes: ["auto", "ink", "paper"].map(str::to_owned).to_vec(),
            theme: "auto".to_owned(),
        });
        Self::start(app, jobs)
    }

    /// The same with indexes in a folder of their own.
    pub fn indexed(roots: Vec<PathBuf>, size: (u16, u16), cache: &Path) -> Self {
        let mut desk = Self::open(roots, Marks::default(), "zh-Hans", size);
        desk.jobs.indexes.folder = Some(cache.to_owned());
        desk.keys("R");
        desk
    }

    fn start(app: App, jobs: JobContext) -> Self {
        let mut desk = Self {
            app,
            styles: Styles::new(&Theme::shipped("mono").expect("a shipped theme")),
            jobs,
            holds_index: false,
            now: NOW,
            recorded: Vec::new(),
            copied: Vec::new(),
            set: Vec::new(),
            kept: Vec::new(),
            themes: Vec::new(),
            is_remote: false,
            edited: Ok(None),
            given: Vec::new(),
            quit: false,
        };
        desk.send(Message::Tick);
        desk
    }

    pub fn send(&mut self, message: Message) {
        let mut messages = std::collections::VecDeque::from([message]);
        while let Some(message) = messages.pop_front() {
            for effect in self.app.update(message, self.now) {
                messages.extend(self.perform(effect));
            }
        }
    }

    /// Performs an effect that was requested earlier.
    pub fn late(&mut self, effect: Effect) {
        for message in self.perform(effect) {
            self.send(message);
        }
    }

    /// Performs an effect at once. Returns the messages that a thread would send.
    pub fn perform(&mut self, effect: Effect) -> Vec<Message> {
        match effect {
            Effect::Job(job) => {
                let mut messages = Vec::new();
                run_job(&job, &self.jobs, &Cancel::default(), &mut |message| {
                    messages.push(message);
                    true
                });
                if self.holds_index && matches!(job, Job::IndexTexts { .. }) {
                    messages.truncate(1);
                }
                messages
            }
            Effect::Record(events) => {
                self.recorded.extend(events);
                Vec::new()
            }
            Effect::OpenAddress(address) if self.is_remote => vec![Message::LinkShown {
                address,
                copied: true,
            }],
            Effect::Copy(text) | Effect::OpenAddress(text) => {
                self.copied.push(text);
                Vec::new()
            }
            Effect::UsePicture(_, source, _) => {
                self.copied.extend(source.file.map(String::from));
                Vec::new()
            }
            // No earlier runs.
            Effect::ReadHistory(_) => vec![Message::History(History {
                made: Some(0),
                ..History::default()
            })],
            Effect::ReadChanges => vec![Message::Changes(Vec::new())],
            Effect::Quit => {
                self.quit = true;
                Vec::new()
            }
            // A command that runs until it is stopped.
            Effect::Pipe { words, .. } if words == ["yes"] => Vec::new(),
            Effect::StopPipe => vec![Message::Piped {
                command: "yes".to_owned(),
                printed: Err(PipeFailure::Stopped),
            }],
            Effect::Pipe { command, text, .. } => vec![Message::Piped {
                printed: match &*command {
                    "missing" => Err(PipeFailure::NotFound),
                    "false" => Ok(Printed {
                        status: 1,
                        ..Printed::default()
                    }),
                    _ => Ok(Printed {
                        text: format!("{command}: {}\n", text.lines().count()),
                        ..Printed::default()
                    }),
                },
                command,
            }],
            Effect::EditText(text) => {
                self.given.push(text);
                vec![Message::TextEdited(std::mem::replace(
                    &mut self.edited,
                    Ok(None),
                ))]
            }
            Effect::ChangeSetting(change) => {
                self.set.push(change);
                Vec::new()
            }
            Effect::ShowTheme(name) => {
                self.themes.push(name);
                Vec::new()
            }
            Effect::KeepSettings(changes) => {
                self.kept.extend(changes);
                Vec::new()
            }
            Effect::KeepSearch(_)
            | Effect::KeepTyped { .. }
            | Effect::KeepLibraries
            | Effect::Suspend
            | Effect::Redraw => Vec::new(),
        }
    }

    /// Presses keys by name, separated by spaces. Words that are not key names are typed.
    pub fn keys(&mut self, script: &str) -> &mut Self {
        for word in script.split_whitespace() {
            match Key::named(word) {
                Some(key) => self.send(Message::Input(Input::Key(key))),
                None => word
                    .chars()
                    .for_each(|c| self.send(Message::Input(Input::Key(Key::char(c))))),
            }
            self.now += 10;
        }
        self.end_pause();
        self
    }

    /// Clicks a cell. Hints are drawn, so the frame says where they are.
    pub fn click(&mut self, x: u16, y: u16) {
        let buttons = self.canvas().annotations.buttons;
        let input = Button::meant(&buttons, Input::Click(x, y));
        self.send(Message::Input(input));
    }

    /// Lets the pause before the preview pass.
    pub fn end_pause(&mut self) {
        if let Some(due) = self.app.preview_due() {
            self.now = self.now.max(due);
            self.send(Message::Tick);
        }
    }

    /// Presses a key, and stops at once: the preview has not changed.
    pub fn press(&mut self, key: Key) {
        self.send(Message::Input(Input::Key(key)));
    }

    pub fn resize(&mut self, width: u16, height: u16) -> &mut Self {
        self.send(Message::Resize(width, height));
        self
    }

    pub fn canvas(&self) -> Drawing {
        self.drawn(&self.styles)
    }

    /// The screen in the styles of a theme.
    pub fn drawn(&self, styles: &Styles) -> Drawing {
        let (width, height) = self.app.context.size;
        let policy = self.app.context.settings.options.width;
        let mut drawing = Drawing::new(width, height, policy);
        let app = &self.app;
        let area = drawing.area();
        drawing.canvas().render(AppWidget { app, styles }, area);
        drawing
    }

    /// The screen as rows of text, without trailing spaces.
    pub fn rows(&self) -> Vec<String> {
        let canvas = self.canvas();
        let (width, height) = self.app.context.size;
        (0..height)
            .map(|y| row(&canvas, width, y).trim_end().to_owned())
            .collect()
    }

    pub fn screen(&self) -> String {
        self.rows().join("\n")
    }

    #[track_caller]
    pub fn shows(&mut self, text: &str) -> &mut Self {
        assert!(
            self.screen().contains(text),
            "no “{text}” on:\n{}",
            self.screen()
        );
        self
    }

    #[track_caller]
    pub fn lacks(&mut self, text: &str) -> &mut Self {
        assert!(
            !self.screen().contains(text),
            "“{text}” on:\n{}",
            self.screen()
        );
        self
    }
}

/// A row of cells as text. The second cell of a wide character adds nothing.
pub fn row(canvas: &Drawing, width: u16, y: u16) -> String {
    let mut out = String::new();
    let mut x = 0;
    while x < width {
        let Some(cell) = canvas.buffer.cell((x, y)) else {
            break;
        };
        out.push_str(cell.symbol());
        x += (canvas.policy().str(cell.symbol()) as u16).max(1);
    }
    out
}

/// A temporary folder with these files.
pub fn folder(files: &[(&str, String)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

/// Opens the folder, without marks, in English.
pub fn reader_of(folder: &tempfile::TempDir, size: (u16, u16)) -> Desk {
    let roots = vec![folder.path().to_owned()];
    Desk::open(roots, Marks::default(), "en", size)
}

/// An article of numbered paragraphs, one line each.
pub fn paragraphs(title: &str, count: usize) -> String {
    let line = |number| format!("第{number}段，春天的书店里有很多书，读者很多。\n\n");
    let body: String = (0..count).map(line).collect();
    format!("---\ntitle: {title}\ndate: 2022-04-19\n---\n{body}")
}

/// An event that another machine recorded for an article.
pub fn elsewhere(entry: &Entry, time: u64, action: Action) -> Event {
    let writer = Writer { machine: 9, run: 0 };
    Event {
        stamp: Stamp {
            time,
            count: 0,
            writer,
        },
        at: time,
        about: About::One(Arc::new(Subject::new(entry, None))),
        action,
        origin: Origin::Step(None),
        part: None,
    }
}

/// A bookmark without a position that another machine set.
pub fn bookmarked_elsewhere(entry: &Entry, time: u64) -> Event {
    let subject = Subject {
        source: "".into(),
        ..Subject::new(entry, None)
    };
    let kept = Kept {
        since: time,
        ..Kept::of(subject)
    };
    elsewhere(entry, time, Action::Bookmark(Box::new(kept)))
}

impl Desk {
    /// Presses a key, and returns the requests for threads instead of performing them.
    pub fn asks(&mut self, key: &str) -> Vec<Effect> {
        let key = Key::named(key).unwrap_or_else(|| Key::char(key.chars().next().unwrap()));
        let mut asked = Vec::new();
        for effect in self.app.update(Message::Input(Input::Key(key)), self.now) {
            match effect {
                Effect::Job(Job::Open { .. } | Job::Scan { .. }) | Effect::ReadHistory(_) => {
                    asked.push(effect);
                }
                effect => self.late(effect),
            }
        }
        asked
    }

    /// The messages that opening an article with Enter causes: for a long one, the first part and
    /// then the whole.
    pub fn opening(&mut self) -> Vec<Message> {
        let asked = self.asks("Enter");
        asked
            .into_iter()
            .flat_map(|effect| self.perform(effect))
            .collect()
    }

    pub fn reader(&self) -> &ReaderPane {
        self.app.reader.as_ref().expect("an open article")
    }

    /// The positions that were saved after the first `from` events of the journal.
    pub fn places(&self, from: usize) -> Vec<Position> {
        let events = self.recorded[from..].iter();
        let place = |event: &Event| match event.action {
            Action::Position { place, .. } => Some(place),
            _ => None,
        };
        events.filter_map(place).collect()
    }
}
