//! All state, no I/O: a message comes in, effects go out.
//!
//! Each pane owns its state and behaviour: `list`, `reader`, and the overlays in `panel`. Its
//! methods get the shared [`Context`] and return an [`Outcome`]. Panes do not know each other;
//! [`App`] routes messages and commands to them and acts on their outcomes: `keys` (keys and the
//! prompt), `mouse`, `commands` (the command table), `panes` (what concerns several panes),
//! `previewing` (the article beside the list), `marking` (marks, undo), `arriving` (new articles).
//! What may take longer than a frame is done in `slices`, or by a thread, requested by a [`Job`].

mod among;
mod annotating;
mod answers;
pub(crate) mod area;
mod arrangement;
mod arriving;
mod arriving_state;
mod awaiting;
mod bulk_marks;
mod changes;
mod choosing;
mod command_line;
mod commands;
mod completing;
pub(crate) mod context;
pub(crate) mod dates;
mod early_input;
mod feeds;
mod feeds_state;
mod fetching;
mod filter_prompt;
mod following;
mod graphics;
mod highlighting;
mod jump_list;
mod jumps;
mod keys;
pub(crate) mod layout;
pub(crate) mod library_state;
mod link_label;
pub(crate) mod linked;
mod links;
pub(crate) mod list;
mod listed;
mod marking;
pub(crate) mod message;
pub(crate) mod motion;
mod mouse;
pub(crate) mod outcome;
pub(crate) mod panel;
mod panes;
mod pending;
mod picturing;
mod piping;
mod piping_state;
mod pointing;
mod preview;
mod previewing;
pub(crate) mod reader;
mod reading_time;
mod saving;
mod scanning;
mod searching;
mod setting;
pub(crate) mod settings;
mod shared_marks;
pub(crate) mod sidebar;
mod site_pages;
mod slices;
mod standstill;
pub(crate) mod target;
pub(crate) mod text_index;
mod theme_choice;
mod undoing;
mod updates;
pub(crate) mod view;
mod view_state;
pub(crate) mod wrapping;

pub use area::Area;
pub(crate) use context::{Context, Notice};
pub(crate) use highlighting::Offer;
pub(crate) use layout::Layout;
pub use layout::Panes;
pub(crate) use library_state::{LibraryState, Progress};
pub(crate) use list::pane::ListPane;
pub use list::pane::ListSource;
pub(crate) use list::rows::Shape;
pub(crate) use message::{Arrival, LinkUse, Part, Ticket};
pub use message::{
    Configured, Effect, FeedMessage, FeedRow, FetchProgress, Fetched, Graphics, Item, Job, Level,
    Listed, Message, PictureSource, PictureUse, PipeFailure, Printed, ScanSource, Update,
};
pub(crate) use motion::{Direction, Motion};
pub(crate) use outcome::Outcome;
pub(crate) use panel::overlay::Overlay;
pub(crate) use panel::pane::Panel;
pub(crate) use panel::popup::Popup;
pub(crate) use panel::prompt::{Asking, takes_argument};
pub(crate) use panel::qr_code::QrCode;
pub(crate) use reader::pane::Body;
pub use reader::pane::ReaderPane;
pub use settings::{LinkNumbers, ListColumn, ListColumns, MarkRead, Settings, ShowPictures};
pub(crate) use sidebar::pane::Sidebar;
pub(crate) use sidebar::saved::SavedList;
pub use target::Focus;
pub(crate) use target::Target;
pub(crate) use view::View;

use crate::document::LinkNumber;
use crate::input::{Command, Keymap};
use crate::locale::Locale;
use crate::text::Collation;
use crate::user::event::{Event, Highlight};
use crate::user::marks::{Marks, Stack};
use crate::user::{SavedSearch, SettingChange, ViewState};

#[derive(Debug)]
pub struct App {
    pub context: Context,
    pub library: LibraryState,
    pub list: ListPane,
    pub sidebar: Sidebar,
    pub saved: SavedList,
    pub reader: Option<ReaderPane>,
    pub overlay: Overlay,
    pub focus: Focus,
    /// The open article fills the screen.
    pub zen: bool,
    /// In zen: until when a key shows the position, in milliseconds since 1970.
    position_until: Option<u64>,
    /// A command that waits for the letter of a named mark.
    pub waiting: Option<Command>,
    /// What a selection or a highlight offers; the next key chooses.
    pub(crate) offer: Option<Offer>,
    /// The colour that was used last, from 0.
    colour: usize,
    /// The highlight that an open prompt or editor is about.
    passage: Option<(Item, Highlight)>,
    preview: preview::Preview,
    pictures: graphics::PictureScroll,
    themes: theme_choice::Themes,
    /// What the user set in this session, and whether the last command but motions did.
    set: Vec<SettingChange>,
    set_last: bool,
    /// The settings of the configuration.
    configured: Settings,
    /// The list goes to the row of last time; the user has done nothing since.
    returns: bool,
    /// The measure that keys set since the configuration was changed, in cells.
    widened: Option<u16>,
    /// The same in a window without room for the usual measure, and the width of that window.
    narrowed: Option<(u16, u16)>,
    piping: piping_state::Piping,
    /// The link of which was just said that its text names another host.
    warned: Option<LinkNumber>,
    bulk: Option<bulk_marks::BulkChange>,
    unsettled: Option<bulk_marks::Unsettled>,
    reading: Option<reading_time::ReadingTime>,
    jumps: jump_list::JumpList,
    /// The related articles that were asked for.
    related: Option<Ticket>,
    arriving: arriving_state::Arriving,
    pub feeds: feeds_state::Feeds,
    /// The articles that an open prompt or editor is about.
    annotated: Vec<Item>,
    /// What the editor was asked for, and the text that it began with.
    editing: Option<(Asking, String)>,
    /// Steps to undo or redo once those of earlier runs have arrived: the stack, and how many.
    reverting: Option<(Stack, usize)>,
    /// What waits for the marks of the journal, or for the steps.
    held: Vec<pending::Held>,
    /// The last press of the mouse on the text.
    press: Option<pending::Press>,
    /// The key of this message does no more than a motion does.
    only_moves: bool,
    /// The screen may have changed since the last frame.
    has_changed: bool,
}

/// What an app starts with.
#[derive(Debug)]
pub struct Start {
    pub settings: Settings,
    pub locale: Locale,
    pub keymap: Keymap,
    /// `None`: they are read meanwhile, and come as [`Message::Marks`].
    pub marks: Option<Marks>,
    pub places: Vec<String>,
    pub source: ScanSource,
    pub size: (u16, u16),
    pub now: u64,
    /// What the list showed last time.
    pub view: ViewState,
    /// Searches of the config, and those that the user saved.
    pub searches: [Vec<SavedSearch>; 2],
    pub themes: Vec<String>,
    /// The name of the theme that is set.
    pub theme: String,
}

impl App {
    pub fn new(start: Start) -> Self {
        let collation = Collation::of_language(start.locale.tag());
        let mut list = ListPane::default();
        list.order.collation = collation;
        list.zone = start.settings.zone.clone();
        list.folding.is_on = start.settings.fold_versions;
        let user = (start.locale, start.keymap, start.marks);
        let configured = start.settings.clone();
        let mut app = Self {
            context: Context::new(start.settings, user, start.size, start.now),
            library: LibraryState::new(start.places),
            list,
            sidebar: Sidebar::default(),
            saved: SavedList::default(),
            reader: None,
            overlay: Overlay::default(),
            focus: Focus::List,
            zen: false,
            position_until: None,
            waiting: None,
            offer: None,
            colour: 0,
            passage: None,
            preview: preview::Preview::default(),
            pictures: graphics::PictureScroll::default(),
            themes: theme_choice::Themes::new(start.themes, start.theme),
            set: Vec::new(),
            set_last: false,
            configured,
            returns: false,
            widened: None,
            piping: piping_state::Piping::default(),
            narrowed: None,
            warned: None,
            bulk: None,
            unsettled: None,
            reading: None,
            jumps: jump_list::JumpList::default(),
            related: None,
            arriving: arriving_state::Arriving::default(),
            feeds: feeds_state::Feeds::default(),
            annotated: Vec::new(),
            editing: None,
            reverting: None,
            held: Vec::new(),
            press: None,
            only_moves: false,
            has_changed: true,
        };
        app.library.bookmarks = app.context.marks.bookmarks().count();
        let [configured, saved] = &start.searches;
        app.take_saved(configured, saved);
        app.restore(start.view);
        app.scan(start.source);
        app.schedule_fetch(true);
        app.read_feeds();
        app.relayout();
        app
    }

    /// Handles a message and returns the effects to perform. Does no I/O, and no work that
    /// takes longer than a frame.
    pub fn update(&mut self, message: Message, now: u64) -> Vec<Effect> {
        self.context.now = now;
        self.list.now = now;
        let before = self.sight();
        self.only_moves = false;
        let is_input = matches!(message, Message::Input(_));
        let may_count = !self.is_long() || !is_input && !self.is_continuing();
        self.preview.is_of_user = is_input;
        let from = is_input.then(|| self.before_jump());
        if is_input {
            self.wait_for_key();
        }
        let outcome = self.handle(message);
        self.act(outcome);
        self.pass_when_whole();
        self.preview_in_time();
        self.fetch_in_time();
        self.follow_reading();
        if let Some(from) = from {
            self.note_jump(from);
        }
        self.fold_versions();
        if may_count {
            self.count();
        }
        self.pace_pictures();
        self.list.ask_for_snippets(&mut self.context);
        self.name_next();
        self.show_wanted_theme();
        self.overlay.keep_in_sight(&self.context);
        self.context.remove_expired_notice();
        self.position_until.take_if(|until| *until <= now);
        let due = self.reader.as_ref().and_then(|reader| reader.place_due);
        if due.is_some_and(|due| due <= now) {
            self.save_position();
        }
        if self.library.returns.is_some_and(|at| at <= now) {
            self.recount();
            self.refresh_kept();
        }
        let effects = self.context.take_effects();
        let may_be_unchanged = self.only_moves && effects.is_empty() && before.is_some();
        self.has_changed |= !may_be_unchanged || before != self.sight();
        effects
    }

    fn handle(&mut self, message: Message) -> Outcome {
        let context = &mut self.context;
        match message {
            Message::Input(input) => return self.input(input),
            Message::Resize(width, height) => self.resize((width, height)),
            Message::Found { .. }
            | Message::Updated { .. }
            | Message::Restarted { .. }
            | Message::FoundProblems { .. }
            | Message::Scanned { .. }
            | Message::ScanFinished { .. }
            | Message::Arrived { .. }
            | Message::Ruled(_)
            | Message::Watched(_)
            | Message::Compared(_)
            | Message::LibrariesGone(_)
            | Message::Rescan
            | Message::IndexFailed(_) => self.handle_scan(message),
            Message::Opened {
                ticket,
                part,
                result,
            } => return self.opened((ticket, part), result),
            Message::Learned(source) => self.cut_learned(&source),
            Message::Typeset {
                ticket,
                page,
                options,
            } => {
                if let Some(reader) = &mut self.reader {
                    reader.typeset(ticket, page, options, context);
                }
            }
            Message::Located { ticket, found } => self.located(ticket, found),
            Message::Sorted { ticket, all } => self.sorted(ticket, all),
            Message::TextsIndexed { .. }
            | Message::TextsLost
            | Message::TextFound { .. }
            | Message::Related(..)
            | Message::Folded { .. }
            | Message::EngineFound { .. }
            | Message::SavedFound { .. }
            | Message::Snippets { .. } => return self.handle_found(message),
            Message::Marks(_)
            | Message::History(_)
            | Message::Changes(_)
            | Message::Libraries(_) => {
                self.take_journal(message);
            }
            Message::Journal(events) => self.apply_remote(&events),
            Message::Notify(level, text) => context.notify(level, text),
            Message::MarksLate(late) => context.marks_late(late),
            Message::Address(address, link_use) => return self.use_link(address, link_use),
            Message::Linked(from, address, found) => self.open_linked(&from, &address, found),
            Message::LinkShown { address, copied } => self.show_link(&address, copied),
            Message::TextEdited(text) => self.text_edited(text),
            Message::PageSaved(saved) => self.page_saved(saved),
            Message::Feeds(message) => self.handle_feeds(message),
            Message::FullText(ticket, found) => self.full_text_found(ticket, found),
            Message::Piped { command, printed } => return self.piped(&command, printed),
            Message::Configured(configured) => self.configured(*configured),
            Message::Graphics(_)
            | Message::PictureRead(..)
            | Message::PictureDrawn(..)
            | Message::PicturePrepared(_) => return self.take_picture(message),
            Message::RoundTrip(milliseconds) => self.know_round_trip(milliseconds),
            Message::Typed(line) => {
                context.notice = None;
                return self.run_typed(&line);
            }
            Message::Tick => {
                let outcome = self.scroll_at_edge();
                self.act(outcome);
                return self.continue_work();
            }
            Message::Quit => self.quit(),
        }
        Outcome::None
    }

    fn opened(&mut self, part: (Ticket, Part), arrival: Arrival) -> Outcome {
        let typing = self.overlay.prompt.is_some();
        match &mut self.reader {
            Some(reader) => reader.arrived(part, arrival, typing, &mut self.context),
            None => Outcome::None,
        }
    }

    fn resize(&mut self, size: (u16, u16)) {
        self.context.size = size;
        self.settle_measure();
        self.relayout();
    }

    /// When the next `Tick` is wanted, in milliseconds since 1970. None: only after a message.
    pub fn deadline(&self) -> Option<u64> {
        let notice = self.context.notice.as_ref().map(|notice| notice.until);
        let work = self.has_work().then_some(self.context.now);
        let position = self.reader.as_ref().and_then(|reader| reader.place_due);
        [
            notice,
            position,
            work,
            self.position_until,
            self.preview.due,
            self.edge_due(),
            self.pictures.due,
            self.library.returns,
            self.feeds.due,
        ]
        .into_iter()
        .flatten()
        .min()
    }

    /// The area of the open panel with its title.
    pub fn panel_area(&self) -> Option<Area> {
        let panel = self.overlay.panel.as_ref()?;
        Some(panel.area(&self.context))
    }

    /// What receives motions now.
    pub(crate) fn target(&self) -> Target {
        let selecting = |reader: &ReaderPane| reader.selection.is_some();
        match (self.overlay.target(), self.focus) {
            (Some(overlay), _) => overlay,
            (None, _) if self.sidebar.focused => Target::Sidebar,
            (None, Focus::List) => Target::List,
            (None, Focus::Reader) if self.reader.as_ref().is_some_and(selecting) => {
                Target::Selection
            }
            (None, Focus::Reader) => Target::Reader,
        }
    }

    /// The event that saving the reading position would record, for an exit that leaves no
    /// time to ask.
    pub fn unsaved_position(&self) -> Option<Event> {
        self.reader.as_ref()?.unsaved_position(&self.context)
    }
}
