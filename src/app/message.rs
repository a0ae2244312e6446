//! Messages to the app, and the effects that it asks the runtime to perform.

pub use super::answers::{
    Configured, FeedMessage, FeedRequest, FeedRow, FetchProgress, Fetched, LinkUse, PictureUse,
    PipeFailure, Printed, SavedPage,
};
pub(crate) use super::changes::Ticket;
pub use super::changes::{Compared, Difference, Ruled, Update};
pub use super::graphics::{Graphics, PictureSource};
use super::list::folds::Folds;
pub use super::listed::{Item, Listed};
use super::view::Scope;
use crate::error::Error;
use crate::index::{Done, Failure};
use crate::input::Input;
use crate::library::{Arrivals, Article, ArticleSet, Gone, Order, Problem};
use crate::picture::{Drawing, Fault, Pixels, Raster};
use crate::search::full_text::{Coverage, LocalHits, Relative, Snippet};
use crate::search::{Query, SharedHits};
use crate::text::WidthPolicy;
use crate::typeset::room::Rooms;
use crate::typeset::{Options, Page};
use crate::user::anchor::Found;
use crate::user::event::{Event, Highlight};
use crate::user::marks::{History, Libraries, Marks, Wanted};
use crate::user::{SearchChange, SettingChange};
use std::ops::Range;
use std::path::PathBuf;
use std::sync::{Arc, Weak};

/// A worker's answer: an article or its first part, its page, and the options of the page.
pub(crate) type Arrival = Result<(Arc<Article>, Arc<Page>, Options), Error>;

#[derive(Clone, Debug)]
pub enum Message {
    Input(Input),
    Resize(u16, u16),
    /// Articles found by a scan.
    Found {
        scan: Ticket,
        items: Vec<Item>,
    },
    /// Articles that a scan found changed since an index was written, and those that are gone.
    Updated {
        scan: Ticket,
        changed: Vec<Item>,
        gone: Vec<Gone>,
    },
    /// Which articles an index knows to be new.
    Arrived {
        scan: Ticket,
        arrivals: Arrivals,
    },
    /// The answer to [`Job::ApplyRules`]; `None`: the list or the marks have changed meanwhile.
    Ruled(Option<Box<Ruled>>),
    /// What has changed since the scan.
    Watched(Box<Update>),
    /// What an update changes in the list.
    Compared(Box<Compared>),
    /// The folders of libraries were moved, removed or unmounted.
    LibrariesGone(Vec<PathBuf>),
    /// The folder of a library is there again or was replaced, or an `.ignore` file has changed.
    Rescan,
    /// A scan starts again, because its index turned out to be damaged.
    Restarted {
        scan: Ticket,
    },
    FoundProblems {
        scan: Ticket,
        problems: Vec<Problem>,
    },
    Scanned {
        scan: Ticket,
        found: usize,
        done: usize,
    },
    ScanFinished {
        scan: Ticket,
    },
    /// An index could not be used: every file was read.
    IndexFailed(Failure),
    /// An article, or the first part of a long one.
    Opened {
        ticket: Ticket,
        part: Part,
        result: Arrival,
    },
    /// What the articles of this source end with has been learned: they are cut without it from now on.
    Learned(Arc<str>),
    Typeset {
        ticket: Ticket,
        page: Arc<Page>,
        options: Options,
    },
    /// Where highlights are.
    Located {
        ticket: Ticket,
        found: Vec<Found>,
    },
    /// All articles in the requested order.
    Sorted {
        ticket: Ticket,
        all: Vec<Item>,
    },
    /// How much of the texts can be searched. `finished`: the update has ended. `failure`: why it
    /// did not write everything, as a sentence.
    TextsIndexed {
        ticket: Ticket,
        coverage: Coverage,
        finished: bool,
        failure: Option<String>,
    },
    /// A full-text index was damaged, and is empty now.
    TextsLost,
    /// What a query finds in the texts of articles: first in some of them, then in all.
    TextFound {
        ticket: Ticket,
        hits: Arc<LocalHits>,
        finished: bool,
    },
    /// The answer to `Job::Related`; `None`: the text of the article is not indexed.
    Related(Ticket, Item, Option<Vec<Relative>>),
    /// Which articles are versions of each other.
    Folded {
        ticket: Ticket,
        folds: Option<Folds>,
    },
    /// What an engine knows of the texts of articles that match a query. `None`: it has not
    /// answered.
    EngineFound {
        ticket: Ticket,
        hits: Option<SharedHits>,
    },
    /// What saved searches find in the texts of articles.
    SavedFound {
        ticket: Ticket,
        found: Vec<Arc<LocalHits>>,
    },
    /// Snippets of rows; empty for rows without a hit in the text.
    Snippets {
        ticket: Ticket,
        found: Vec<(Item, Snippet)>,
    },
    /// The marks of the journal, read since the start.
    Marks(Box<Marks>),
    /// Steps of earlier runs.
    History(History),
    /// The latest steps of all machines that can be undone, in the order of time.
    Changes(Vec<crate::user::marks::Step>),
    /// The names of the open libraries.
    Libraries(Libraries),
    /// Events of another instance or machine.
    Journal(Vec<Event>),
    /// A notice, already worded in the language of the interface.
    Notify(Level, String),
    /// The disk has not written marks in time, or has written them now.
    MarksLate(bool),
    /// The answer to `Job::Address`: the address, if the metadata names one.
    Address(Option<String>, LinkUse),
    /// The answer to `Job::Linked`: the article with the link, its address, and what it names.
    Linked(Item, String, Option<Item>),
    /// The answer to `Job::SavePage`, or why the page was not saved.
    PageSaved(Result<SavedPage, String>),
    /// The page of `Job::FullText` was used: the text of the file before that. Its text follows as
    /// [`Message::Opened`]. Or why it was not used.
    FullText(Ticket, Result<Arc<str>, String>),
    /// Of the feeds of the user.
    Feeds(FeedMessage),
    /// A link is shown, because no browser can be opened here. It was copied if that was possible.
    LinkShown {
        address: String,
        copied: bool,
    },
    /// The answer to `Effect::EditText`; `None`: the text is as it was. Or the notice of a failure.
    TextEdited(Result<Option<String>, String>),
    /// The configuration was read again, or a setting was changed.
    Configured(Box<Configured>),
    /// The terminal answers after so many milliseconds.
    RoundTrip(u64),
    /// The answer to [`Effect::Pipe`], or why the command could not be run.
    Piped {
        command: String,
        printed: Result<Printed, PipeFailure>,
    },
    /// What the terminal says of pictures.
    Graphics(Graphics),
    /// A picture of the open article was read, or not.
    PictureRead(Ticket, Result<Arc<Pixels>, Fault>),
    /// A picture was drawn for its place.
    PictureDrawn(Ticket, Arc<Drawing>),
    /// A line of `:`, from the line mode.
    Typed(String),
    /// Rows of a picture can be shown.
    PicturePrepared(Ticket),
    /// The time of `App::deadline` has come.
    Tick,
    /// The terminal is gone.
    Quit,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// What was asked for has been done.
    Done,
    /// What goes on, or where the user is.
    Info,
    /// Nothing was done: there is nothing to do, or a key means something else here. The user did
    /// nothing wrong.
    Hint,
    /// Something is not as it should be, and needs attention.
    Warning,
    /// What was asked for has failed.
    Error,
}

/// Work for a thread. Its results come back as messages with the same ticket.
#[derive(Clone, Debug)]
pub enum Job {
    /// Reads and typesets an article. Supersedes every earlier `Open` and `Typeset`.
    Open {
        ticket: Ticket,
        item: Item,
        options: Options,
        /// Other articles of the same source: the text they all end with is boilerplate.
        siblings: Vec<Item>,
        /// Boilerplate with a hit is shown.
        query: Option<Arc<Query>>,
    },
    /// Looks for highlights in the text of an open article.
    Locate {
        ticket: Ticket,
        page: Arc<Page>,
        highlights: Vec<Highlight>,
    },
    /// Typesets an open article for other options.
    Typeset {
        ticket: Ticket,
        article: Arc<Article>,
        options: Options,
        /// The pictures that get room.
        rooms: Rooms,
    },
    /// Reads a picture of an article.
    ReadPicture {
        ticket: Ticket,
        item: Item,
        source: PictureSource,
    },
    /// Draws a picture for its place: columns and rows.
    DrawPicture {
        ticket: Ticket,
        pixels: Arc<Pixels>,
        size: (u16, u16),
        graphics: Graphics,
        /// Whether half-blocks are one cell wide.
        is_narrow: bool,
    },
    /// Encodes rows of a picture that is in sight.
    PreparePicture {
        ticket: Ticket,
        raster: Arc<Raster>,
        rows: Range<u16>,
    },
    /// The result of a job about a picture is not needed any more.
    LeavePicture {
        ticket: Ticket,
    },
    /// Those of all of them.
    LeavePictures,
    /// Reads the web address of an article that is not open.
    Address {
        item: Item,
        link_use: LinkUse,
    },
    /// Fetches a page and saves it in the library.
    SavePage {
        address: String,
    },
    /// Fetches the page of an article and shows its text. Supersedes an earlier one.
    FullText {
        ticket: Ticket,
        item: Item,
        options: Options,
    },
    /// Shows the text of an article before that of its page.
    Summary {
        ticket: Ticket,
        item: Item,
        options: Options,
        text: Arc<str>,
    },
    /// The page of an article is not needed any more.
    LeavePage,
    /// Fetches all feeds.
    Fetch,
    /// Ends that after the feeds that are being read.
    LeaveFetch,
    ReadFeeds,
    ChangeFeed(FeedRequest),
    /// Looks for the article that a link of another one names.
    Linked(Item, String, Arc<Vec<Item>>, Vec<Arc<PathBuf>>),
    /// Sorts a long list.
    Sort {
        ticket: Ticket,
        all: Arc<Vec<Item>>,
        /// Articles that are added to it.
        more: Vec<Arc<Vec<Item>>>,
        order: Order,
    },
    /// Frees a long list, which takes too long between two frames.
    Discard {
        lists: Vec<Arc<Vec<Item>>>,
    },
    /// Finds what an update changes in a long list. The list is not kept alive, so that it is never
    /// copied in order to be changed.
    Compare {
        ticket: Ticket,
        all: Weak<Vec<Item>>,
        update: Box<Update>,
    },
    Scan {
        ticket: Ticket,
        source: ScanSource,
    },
    /// Finds what the rules of the configuration change about some of the articles that arrived.
    ApplyRules {
        all: Weak<Vec<Item>>,
        marks: Weak<Marks>,
        arrived: ArticleSet,
    },
    /// Writes to the indexes what was done with articles that arrived.
    Remember(Vec<Item>, Done),
    /// Brings the full-text indexes up to date. Supersedes an earlier one.
    IndexTexts {
        ticket: Ticket,
        scope: TextScope,
    },
    /// Finds the terms of a query in the texts of articles, and before that in the first articles of
    /// the list that match. Supersedes an earlier one.
    SearchTexts {
        ticket: Ticket,
        query: Arc<Query>,
        all: Weak<Vec<Item>>,
        marks: Weak<Marks>,
        scope: Scope,
        /// Finds how relevant the articles are, too.
        ranked: bool,
    },
    /// Finds articles that share rare terms with one. Supersedes an earlier one.
    Related {
        ticket: Ticket,
        item: Item,
    },
    /// Finds the versions among the articles of a long list, which is not kept alive.
    Fold {
        ticket: Ticket,
        all: Weak<Vec<Item>>,
    },
    /// Searches the engine of the configuration. Supersedes an earlier one.
    AskEngine {
        ticket: Ticket,
        query: Arc<Query>,
    },
    /// The answer of the engine is not needed any more.
    LeaveEngine,
    /// Finds the terms of saved searches in the texts of articles. Supersedes an earlier one.
    CountTexts {
        ticket: Ticket,
        queries: Vec<Arc<Query>>,
    },
    /// Makes the snippets of rows, at most so many cells wide. Supersedes an earlier one.
    Snippets {
        ticket: Ticket,
        query: Arc<Query>,
        items: Vec<Item>,
        cells: usize,
        policy: WidthPolicy,
    },
}

/// Which articles an update of the full-text indexes is about.
#[derive(Clone, Debug)]
pub enum TextScope {
    /// All; what is indexed of others is removed. The list is not kept alive.
    All(Weak<Vec<Item>>),
    Changed(Vec<Item>),
}

/// Where the articles of the list come from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ScanSource {
    #[default]
    Libraries,
    /// One file that the user named. It is opened itself, as `less` does.
    File,
    /// The built-in articles, when there is no library.
    Sample,
}

/// How much of an article has arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The beginning of a long article; the whole follows.
    First,
    Whole,
}

/// What the app asks its runtime to do.
#[derive(Clone, Debug)]
pub enum Effect {
    Job(Job),
    /// Append to the journal. The frame that shows the change waits until it is written.
    Record(Vec<Event>),
    /// Read steps of earlier runs and of other instances. The answer is [`Message::History`].
    ReadHistory(Wanted),
    /// Read the latest steps of all machines. The answer is [`Message::Changes`].
    ReadChanges,
    /// Write a change of the saved searches.
    KeepSearch(SearchChange),
    /// Keeps what was typed in a prompt of a kind.
    KeepTyped {
        kind: &'static str,
        text: String,
    },
    /// Change a setting for this session. The answer is [`Message::Configured`].
    ChangeSetting(SettingChange),
    /// Write settings to the configuration.
    KeepSettings(Vec<SettingChange>),
    /// Add the open folders to the libraries of the configuration.
    KeepLibraries,
    /// Draw in the colours of a theme.
    ShowTheme(String),
    Copy(String),
    OpenAddress(String),
    /// Open the file of a picture, else its address, or copy the path or the address.
    UsePicture(Item, PictureSource, PictureUse),
    /// Pass a text to a command, in its words. The answer is [`Message::Piped`].
    Pipe {
        command: String,
        words: Vec<String>,
        text: String,
    },
    /// End that command.
    StopPipe,
    /// Have a text edited in the user's editor, which gets the terminal.
    EditText(String),
    Suspend,
    Redraw,
    Quit,
}
