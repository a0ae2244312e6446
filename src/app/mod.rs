//! All state, no I/O: a message comes in, effects go out.
//!
//! `update` is the only entrance; it routes to one file per concern: `keys` (prompt, pending
//! letters, key map), `commands` (what each command does), `reading` (opening articles,
//! places), `marking` (bookmarks, read marks), `steps` (many marks, undo), `sorting`,
//! `finding` (search and filter), `seeking` (in a long list), `linking` (links, copying).
//! What may take longer than a frame goes in slices, asked for by `deadline`, or to a thread.
//! Panes do not know each other; the screen's arithmetic is in `layout`, that of the list's
//! rows in `rows`.

pub mod bulk_marks;
pub mod commands;
pub mod context;
pub mod hits;
pub mod keys;
pub mod labels;
pub mod layout;
pub mod list;
pub mod marking;
pub mod message;
pub mod mouse;
pub mod panel;
pub mod reader;
pub mod search;
pub mod settings;
pub mod tally;

pub use context::{Context, Notice};
pub use labels::labels;
pub use layout::{Area, Layout, Panes};
pub use list::pane::{List, Shelf};
pub use list::rows::Shape;
pub use message::{Effect, Job, Level, Listed, Message, Ticket};
pub use panel::pane::Panel;
pub use panel::popup::Popup;
pub use panel::prompt::{Asking, Prompt};
pub use reader::pane::{Body, Reader};
pub use settings::{MarkRead, Settings};

use crate::input::{Command, Keymap};
use crate::library::Problem;
use crate::locale::Locale;
use crate::user::marks::Marks;
use layout::Request;
use std::sync::Arc;

/// Which pane the keys go to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Focus {
    #[default]
    List,
    Reader,
}

/// How far a scan is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    pub found: usize,
    pub done: usize,
    pub running: bool,
}

#[derive(Debug)]
pub struct App {
    pub context: Context,
    pub unread: usize,
    /// How many articles are bookmarked, those that are gone included.
    pub bookmarks: usize,
    /// Articles of the library that are bookmarked, or were in this run.
    pub(crate) starred: Vec<Arc<Listed>>,
    /// The shelf lacks bookmarks whose articles may still be found.
    pub(crate) shelf_waits: bool,
    /// Articles that are being marked as read.
    pub(crate) reading: Option<bulk_marks::BulkRead>,
    pub(crate) tally: Option<tally::Tally>,
    pub problems: Vec<Problem>,
    pub progress: Progress,
    /// What was opened, for the empty state and the bar; sanitised.
    pub places: Vec<String>,
    pub sample: bool,
    pub list: List,
    /// The words of the filter as typed.
    pub filter_text: String,
    /// What `n` looks for in the list, folded.
    pub list_needle: String,
    /// Whether an article has these words.
    pub(crate) list_found: bool,
    pub(crate) seeking: Option<list::list_search::Seeking>,
    pub reader: Option<Reader>,
    pub focus: Focus,
    pub zen: bool,
    pub panel: Option<Panel>,
    pub popup: Option<Popup>,
    pub prompt: Option<Prompt>,
    /// A command that waits for a letter: named marks.
    pub waiting: Option<Command>,
    scan_ticket: Ticket,
}

/// What an app starts with.
#[derive(Debug)]
pub struct Start {
    pub settings: Settings,
    pub locale: Locale,
    pub keymap: Keymap,
    pub marks: Marks,
    pub places: Vec<String>,
    pub sample: bool,
    pub size: (u16, u16),
    pub now: u64,
}

impl App {
    pub fn new(start: Start) -> Self {
        let Start {
            settings,
            locale,
            keymap,
            marks,
            places,
            sample,
            size,
            now,
        } = start;
        let mut app = Self {
            context: Context::new(settings, (locale, keymap, marks), size, now),
            unread: 0,
            bookmarks: 0,
            starred: Vec::new(),
            shelf_waits: false,
            reading: None,
            tally: None,
            problems: Vec::new(),
            progress: Progress {
                running: true,
                ..Progress::default()
            },
            places,
            sample,
            list: List::default(),
            filter_text: String::new(),
            list_needle: String::new(),
            list_found: true,
            seeking: None,
            reader: None,
            focus: Focus::List,
            zen: false,
            panel: None,
            popup: None,
            prompt: None,
            waiting: None,
            scan_ticket: 0,
        };
        app.bookmarks = app.context.marks.bookmarks().count();
        app.scan(sample);
        app.relayout();
        app
    }

    /// Takes a message and says what is to be done in the world. Does no I/O and nothing
    /// that takes longer than a screenful.
    pub fn update(&mut self, message: Message, now: u64) -> Vec<Effect> {
        self.context.now = now;
        match message {
            Message::Key(key) => self.key(key),
            Message::Paste(text) => self.pasted(&text),
            Message::Click(x, y) => self.click(x, y),
            Message::Wheel(by, x, y) => self.wheel(by, x, y),
            Message::Resize(width, height) => {
                self.context.size = (width, height);
                self.relayout();
            }
            Message::Found { scan, items } if scan == self.scan_ticket => self.found(items),
            Message::FoundProblems { scan, problems } if scan == self.scan_ticket => {
                self.problems.extend(problems);
            }
            Message::Scanned { scan, found, done } if scan == self.scan_ticket => {
                self.progress = Progress {
                    found,
                    done,
                    running: true,
                };
            }
            Message::ScanFinished { scan } if scan == self.scan_ticket => self.scan_finished(),
            Message::Found { .. }
            | Message::FoundProblems { .. }
            | Message::Scanned { .. }
            | Message::ScanFinished { .. } => {}
            Message::Opened {
                ticket,
                whole,
                result,
            } => self.opened(ticket, whole, result),
            Message::Typeset {
                ticket,
                page,
                options,
            } => self.typeset(ticket, page, options),
            Message::Sorted { ticket, all } => self.sorted(ticket, all),
            Message::Journal(events) => self.heard(&events),
            Message::Notify(level, text) => self.context.notify(level, text),
            Message::LinkCopied(address) => self.link_copied(&address),
            Message::Configured(settings) => {
                self.context.settings = *settings;
                self.relayout();
            }
            Message::Tick => self.work_on(),
            Message::Quit => self.quit(),
        }
        if let Some(panel) = &mut self.panel {
            panel.scroll(layout::panel(self.context.size).height.into());
        }
        self.tick();
        self.context.take_effects()
    }

    /// When the next `Tick` is wanted, in milliseconds since 1970. None: sleep until a key.
    pub fn deadline(&self) -> Option<u64> {
        let notice = self.context.notice.as_ref().map(|notice| notice.until);
        let work = self.list.unfinished() || self.stepping() || self.seeking.is_some();
        let work = work.then_some(self.context.now);
        let place = self.reader.as_ref().and_then(|reader| reader.place_due);
        [notice, place, work].into_iter().flatten().min()
    }

    /// The next slice of what is too long to be done between two frames.
    fn work_on(&mut self) {
        if self.list.unfinished() {
            self.list.look_on(&self.context.marks);
            self.after_list_change();
        }
        if self.stepping() {
            self.step_on();
        }
        self.seek_on();
    }

    fn tick(&mut self) {
        self.context.remove_expired_notice();
        let due = self.reader.as_ref().and_then(|reader| reader.place_due);
        if due.is_some_and(|due| due <= self.context.now) {
            self.save_place();
        }
    }

    /// Scans the libraries anew, or the sample.
    pub(crate) fn scan(&mut self, sample: bool) {
        let ticket = self.context.ticket();
        self.scan_ticket = ticket;
        self.sample = sample;
        self.unread = 0;
        self.tally = None;
        self.starred.clear();
        self.problems.clear();
        self.list.clear();
        self.progress = Progress {
            running: true,
            ..Progress::default()
        };
        self.context
            .effect(Effect::Job(Job::Scan { ticket, sample }));
    }

    fn found(&mut self, items: Vec<Arc<Listed>>) {
        let partial = items
            .iter()
            .filter_map(|item| item.entry.partial.as_deref());
        self.problems.extend(partial.cloned());
        let starred = self.tally_found(&items);
        self.list.add(items, &self.context.marks);
        if self.tally.is_some() {
            self.recount();
        }
        if starred && self.shelf_waits {
            self.arrange();
        } else {
            self.after_list_change();
        }
    }

    fn scan_finished(&mut self) {
        self.progress.running = false;
        if self.list.shelf == Shelf::Bookmarks {
            self.arrange();
        }
        self.list.filled();
        self.after_list_change();
        // What was told of the journal at the start matters more.
        let failing = |notice: &Notice| notice.level == Level::Error;
        if !self.problems.is_empty() && !self.context.notice.as_ref().is_some_and(failing) {
            let count = self.problems.len();
            let text = self
                .context
                .locale
                .fill("notice.problems", &[("count", &count)]);
            self.context.notify(Level::Warning, text);
        }
    }

    /// Computes all areas anew; an open article is typeset anew when its measure changed.
    pub fn relayout(&mut self) {
        self.context.layout = Layout::new(self.request());
        self.after_list_change();
        self.fit_reader();
        self.fit_popup();
    }

    /// What the layout depends on now.
    fn request(&self) -> Request {
        Request {
            width: self.context.size.0,
            height: self.context.size.1,
            panes: self.context.settings.panes,
            reading: self.focus == Focus::Reader,
            zen: self.zen && self.focus == Focus::Reader,
            measure: self.context.settings.options.measure,
            list_width: self.context.settings.list_width,
        }
    }

    /// How articles stand in the list pane as it is now.
    pub fn shape(&self) -> Shape {
        let wanted = list::rows::Wanted {
            sort: self.list.sort,
            lines: self.context.settings.title_lines,
            policy: self.context.settings.options.width,
        };
        Shape::of(self.context.layout.list.unwrap_or_default(), wanted)
    }

    /// Rows by which the list's pane went up since the article at `before` was its first;
    /// none when nothing of the old pane can still be in sight.
    pub fn list_moved(&self, before: usize) -> Option<i32> {
        let top = self.list.top;
        let height = self.context.layout.list?.height;
        let (low, high) = (before.min(top), before.max(top));
        if low == high || high - low > usize::from(height) {
            return None;
        }
        let shape = self.shape();
        let zone = &self.context.settings.zone;
        let rows: i32 = (low..high)
            .map(|at| i32::from(self.list.rows(at, shape, zone)))
            .sum();
        Some(if top > before { rows } else { -rows })
    }

    /// The list's cursor or contents changed: keep it in sight, and show its article beside
    /// the list where there are two panes.
    pub(crate) fn after_list_change(&mut self) {
        if let Some(area) = self.context.layout.list {
            let shape = self.shape();
            self.list
                .scroll(area.height, shape, &self.context.settings.zone);
        }
        self.preview();
    }

    /// Filters the list anew.
    pub(crate) fn arrange(&mut self) {
        let selected = self.list.sought();
        self.show_shelf(selected);
    }

    /// Fills the list from its shelf; the cursor goes to `selected`.
    pub(crate) fn show_shelf(&mut self, selected: Option<Arc<Listed>>) {
        if self.list.shelf == Shelf::Bookmarks {
            let (kept, all) = self.bookmarked();
            self.shelf_waits = !all;
            self.list.keep(kept);
        }
        self.list.show(selected, &self.context.marks);
        self.after_list_change();
    }
}
