//! The table of commands: name, keys of each preset, scope. The key map, help, the command line
//! `:`, the guide's table and the man page read it.
//!
//! A new command is a row here, a text `command.<name>` in the locales, and its behaviour in
//! `app/`.

/// All commands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Command {
    Down,
    Up,
    HalfPageDown,
    HalfPageUp,
    PageDown,
    PageUp,
    Top,
    Bottom,
    Open,
    Back,
    Quit,
    NextArticle,
    PreviousArticle,
    Next,
    Previous,
    NextHeading,
    PreviousHeading,
    NextFigure,
    PreviousFigure,
    Picture,
    Search,
    Filter,
    Sort,
    SortReverse,
    UnreadOnly,
    ToggleRead,
    MarkAllRead,
    Hide,
    Related,
    Versions,
    Bookmark,
    Bookmarks,
    Tag,
    Collect,
    Note,
    EditNote,
    Later,
    Queue,
    MoveDown,
    MoveUp,
    SetMark,
    GoToMark,
    Marks,
    History,
    Changes,
    Stats,
    JumpBack,
    JumpForward,
    Pick,
    PickRange,
    NextHighlight,
    PreviousHighlight,
    Highlights,
    DeleteHighlight,
    Select,
    WidenSelection,
    SelectLine,
    SelectSentence,
    SelectParagraph,
    SwapEnds,
    NextUnit,
    PreviousUnit,
    NextWord,
    PreviousWord,
    WordEnd,
    NextSentence,
    PreviousSentence,
    NextParagraph,
    PreviousParagraph,
    UseSelection,
    CopyLink,
    CopyText,
    OpenLink,
    SaveLink,
    NextLink,
    PreviousLink,
    Links,
    Outline,
    ScrollRight,
    ScrollLeft,
    Sidebar,
    Zen,
    Panes,
    Narrower,
    Wider,
    ShowCut,
    FullText,
    Problems,
    Undo,
    Redo,
    Rescan,
    Fetch,
    AddFeed,
    RenameFeed,
    MuteFeed,
    CommandLine,
    Pipe,
    Help,
    Suspend,
    Redraw,
}

/// Where a command applies. A key in a pane's scope overrides the same key in `Everywhere`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    Everywhere,
    List,
    Reader,
    /// Views of the library.
    Sidebar,
    /// Help, problems, outline, links.
    Panel,
    /// Selecting text in the reader.
    Selection,
}

/// A row of the table.
#[derive(Clone, Copy, Debug)]
pub struct CommandRow {
    pub command: Command,
    /// The name in the config and on the command line; its help text is `command.<name>`.
    pub name: &'static str,
    pub scope: Scope,
    /// Key sequences (`g g`, `C-d`), by preset.
    pub vim: &'static [&'static str],
    pub newsboat: &'static [&'static str],
    pub less: &'static [&'static str],
}

/// A row whose keys are the same in every preset.
const fn row(
    command: Command,
    name: &'static str,
    scope: Scope,
    keys: &'static [&'static str],
) -> CommandRow {
    CommandRow {
        command,
        name,
        scope,
        vim: keys,
        newsboat: keys,
        less: keys,
    }
}

impl CommandRow {
    const fn newsboat(mut self, keys: &'static [&'static str]) -> Self {
        self.newsboat = keys;
        self
    }

    const fn less(mut self, keys: &'static [&'static str]) -> Self {
        self.less = keys;
        self
    }
}

/// The table, in the order of help. A command may have several rows.
pub const COMMANDS: &[CommandRow] = {
    use Command as C;
    use Scope::{Everywhere, List, Panel, Reader, Selection, Sidebar};
    &[
        row(C::Down, "down", Everywhere, &["j", "Down"]).less(&["j", "Down", "C-n"]),
        row(C::Up, "up", Everywhere, &["k", "Up"]).less(&["k", "Up", "C-p"]),
        row(
            C::PageDown,
            "page-down",
            Everywhere,
            &["Space", "C-f", "PageDown"],
        )
        .less(&["Space", "f", "C-f", "PageDown"]),
        row(C::PageUp, "page-up", Everywhere, &["C-b", "PageUp"])
            .newsboat(&["PageUp", "b"])
            .less(&["b", "C-b", "PageUp"]),
        row(C::HalfPageDown, "half-page-down", Everywhere, &["C-d"]).less(&["d", "C-d"]),
        row(C::HalfPageUp, "half-page-up", Everywhere, &["C-u"]).less(&["C-u"]),
        row(C::Top, "top", Everywhere, &["g g", "Home"]).less(&["g", "Home"]),
        row(C::Bottom, "bottom", Everywhere, &["G", "End"]),
        row(C::Open, "open", List, &["Enter", "l", "Right"]).newsboat(&["Enter", "Right"]),
        row(C::Open, "open", Sidebar, &["Enter", "l", "Right"]),
        row(C::Open, "open", Panel, &["Enter", "l", "Right"]),
        row(C::Open, "open", Reader, &["Enter"]),
        row(C::Back, "back", Reader, &["q", "h", "Escape", "Left"]),
        row(C::Back, "back", Sidebar, &["q", "h", "Escape", "Left"]),
        row(C::Back, "back", Panel, &["q", "h", "Escape", "Left"]),
        row(C::Back, "back", Selection, &["q", "Escape"]),
        row(C::Back, "back", List, &["Escape", "h", "Left"]),
        row(C::Quit, "quit", List, &["q"]),
        row(C::Quit, "quit", Everywhere, &["Q", "C-c"]),
        row(C::NextArticle, "next-article", Reader, &["J"]),
        row(C::PreviousArticle, "previous-article", Reader, &["K"]),
        row(C::Next, "next", Everywhere, &["n"]),
        row(C::Previous, "previous", Everywhere, &["N"]).newsboat(&["p"]),
        row(C::NextHeading, "next-heading", Reader, &["]"]),
        row(C::PreviousHeading, "previous-heading", Reader, &["["]),
        row(C::NextFigure, "next-figure", Reader, &["}"]),
        row(C::PreviousFigure, "previous-figure", Reader, &["{"]),
        row(C::Picture, "picture", Reader, &["i"]),
        row(C::Search, "search", Everywhere, &["/"]),
        row(C::Filter, "filter", List, &["f"]).less(&["&"]),
        row(C::Sort, "sort", List, &["s"]).newsboat(&["g s"]),
        row(C::Sort, "sort", Sidebar, &["s"]),
        row(C::SortReverse, "sort-reverse", List, &["S"]).newsboat(&["g S"]),
        row(C::UnreadOnly, "unread-only", List, &["U"]).newsboat(&["l"]),
        row(C::ToggleRead, "toggle-read", Everywhere, &["r"]).newsboat(&["N"]),
        row(C::MarkAllRead, "mark-all-read", List, &["A"]),
        row(C::Hide, "hide", List, &["d"]).less(&["Delete"]),
        row(C::Related, "related", Everywhere, &["="]),
        row(C::Versions, "versions", List, &["+"]),
        row(C::Bookmark, "bookmark", Everywhere, &["b"])
            .newsboat(&["C-b"])
            .less(&["B"]),
        row(C::Bookmarks, "bookmarks", Everywhere, &["B"]).less(&["C-k"]),
        row(C::Tag, "tag", Reader, &["t"]),
        row(C::Collect, "collect", Everywhere, &["c"]),
        row(C::Note, "note", Everywhere, &["a"]),
        row(C::EditNote, "edit-note", Everywhere, &["E"]),
        row(C::Later, "later", Everywhere, &["p"]).newsboat(&["W"]),
        row(C::Queue, "queue", Everywhere, &["P"]),
        row(C::MoveDown, "move-down", List, &["J"]),
        row(C::MoveUp, "move-up", List, &["K"]),
        row(C::SetMark, "set-mark", Reader, &["m"]),
        row(C::GoToMark, "go-to-mark", Reader, &["'"]),
        row(C::GoToMark, "go-to-mark", List, &["'"]),
        row(C::Marks, "marks", Everywhere, &["M"]),
        row(C::History, "history", Everywhere, &["D"]),
        row(C::Changes, "changes", Everywhere, &["C"]),
        row(C::Stats, "stats", Everywhere, &["#"]),
        row(C::JumpBack, "jump-back", Everywhere, &["C-o"]),
        row(C::JumpForward, "jump-forward", Everywhere, &["M-o", "O"]),
        row(C::Pick, "pick", List, &["v"]),
        row(C::PickRange, "pick-range", List, &["V"]),
        row(C::NextHighlight, "next-highlight", Reader, &[")"]),
        row(C::PreviousHighlight, "previous-highlight", Reader, &["("]),
        row(C::Highlights, "highlights", Everywhere, &["\""]),
        row(C::DeleteHighlight, "delete-highlight", Reader, &["d"]).less(&["Delete"]),
        row(C::DeleteHighlight, "delete-highlight", Panel, &["d"]).less(&["Delete"]),
        row(C::Select, "select", Reader, &["v"]),
        row(C::WidenSelection, "widen-selection", Selection, &["v"]),
        row(C::SelectLine, "select-line", Selection, &["V"]),
        row(C::SelectSentence, "select-sentence", Selection, &["s"]),
        row(C::SelectParagraph, "select-paragraph", Selection, &["p"]),
        row(C::NextUnit, "next-unit", Selection, &["l", "Right"]),
        row(C::PreviousUnit, "previous-unit", Selection, &["h", "Left"]),
        row(C::NextWord, "next-word", Selection, &["w"]),
        row(C::PreviousWord, "previous-word", Selection, &["b"]),
        row(C::WordEnd, "word-end", Selection, &["e"]),
        row(C::NextSentence, "next-sentence", Selection, &[")"]),
        row(C::PreviousSentence, "previous-sentence", Selection, &["("]),
        row(C::NextParagraph, "next-paragraph", Selection, &["}"]),
        row(
            C::PreviousParagraph,
            "previous-paragraph",
            Selection,
            &["{"],
        ),
        row(C::SwapEnds, "swap-ends", Selection, &["o"]),
        row(C::UseSelection, "use-selection", Selection, &["Enter"]),
        row(C::CopyText, "copy-text", Selection, &["y"]),
        row(C::CopyLink, "copy-link", Everywhere, &["y"]),
        row(C::CopyText, "copy-text", Everywhere, &["Y"]),
        row(C::OpenLink, "open-link", Everywhere, &["o"]),
        row(C::SaveLink, "save-link", Reader, &[]),
        row(C::NextLink, "next-link", Reader, &["Tab"]),
        row(C::PreviousLink, "previous-link", Reader, &["S-Tab"]),
        row(C::Links, "links", Reader, &["&"]),
        row(C::Outline, "outline", Reader, &["T"]),
        row(C::ScrollRight, "scroll-right", Reader, &["L"]),
        row(C::ScrollLeft, "scroll-left", Reader, &["H"]),
        row(C::Sidebar, "sidebar", Everywhere, &["t"]),
        row(C::Zen, "zen", Everywhere, &["z"]),
        row(C::Panes, "panes", Everywhere, &["w"]),
        row(C::Narrower, "narrower", Everywhere, &["<"]),
        row(C::Wider, "wider", Everywhere, &[">"]),
        row(C::ShowCut, "show-cut", Everywhere, &["x"]),
        row(C::FullText, "full-text", Reader, &["X"]),
        row(C::Problems, "problems", Everywhere, &["e"]),
        row(C::Undo, "undo", Everywhere, &["u"]),
        row(C::Redo, "redo", Everywhere, &["C-r"]),
        row(C::Rescan, "rescan", Everywhere, &["R", "F5"]),
        row(C::Fetch, "fetch", Everywhere, &["F"]),
        row(C::AddFeed, "add-feed", Sidebar, &["a"]),
        row(C::RenameFeed, "rename-feed", Sidebar, &["c"]),
        row(C::MuteFeed, "mute-feed", Sidebar, &["m"]),
        row(C::CommandLine, "command-line", Everywhere, &[":"]),
        row(C::Pipe, "pipe", Everywhere, &["|"]),
        row(C::Help, "help", Everywhere, &["?"]),
        row(C::Suspend, "suspend", Everywhere, &["C-z"]),
        row(C::Redraw, "redraw", Everywhere, &["C-l"]),
    ]
};

impl Command {
    /// Whether a popup handles the command; others close it first.
    pub(crate) fn stays_in_a_box(self) -> bool {
        self.is_motion() || matches!(self, Self::Open | Self::Back | Self::Suspend | Self::Redraw)
    }

    /// Whether the command moves the cursor or the visible part.
    pub(crate) fn is_motion(self) -> bool {
        matches!(
            self,
            Self::Down
                | Self::Up
                | Self::PageDown
                | Self::PageUp
                | Self::HalfPageDown
                | Self::HalfPageUp
                | Self::Top
                | Self::Bottom
        )
    }

    /// Whether the command needs an open article.
    pub(crate) fn needs_article(self) -> bool {
        let mut rows = COMMANDS.iter().filter(|row| row.command == self);
        let of_it = |row: &CommandRow| matches!(row.scope, Scope::Reader | Scope::Selection);
        // The selected row of the list can be tagged by name.
        matches!(self, Self::Zen | Self::ShowCut) || self != Self::Tag && rows.all(of_it)
    }

    /// Whether what the command does depends on the marks of the user.
    pub(crate) fn needs_marks(self) -> bool {
        matches!(
            self,
            Self::ToggleRead
                | Self::MarkAllRead
                | Self::Hide
                | Self::Bookmark
                | Self::Tag
                | Self::Collect
                | Self::Note
                | Self::EditNote
                | Self::Later
                | Self::MoveDown
                | Self::MoveUp
                | Self::SetMark
                | Self::GoToMark
                | Self::Marks
                | Self::NextHighlight
                | Self::PreviousHighlight
                | Self::Highlights
                | Self::DeleteHighlight
                | Self::Changes
                | Self::Undo
                | Self::Redo
                // It may name one of these.
                | Self::CommandLine
        )
    }

    /// The command with a name, as typed on the command line `:`.
    pub(crate) fn named(name: &str) -> Option<Self> {
        COMMANDS
            .iter()
            .find(|row| row.name == name)
            .map(|row| row.command)
    }

    pub(crate) fn name(self) -> &'static str {
        COMMANDS
            .iter()
            .find(|row| row.command == self)
            .map_or("", |row| row.name)
    }
}
