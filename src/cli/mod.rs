//! Command line definitions. The help texts are in the locales, under `cli.<command>.about`,
//! `cli.<command>.<argument>` and `cli.<command>.examples`.

#[cfg(feature = "fetch")]
mod feeds;
mod parse;

#[cfg(feature = "fetch")]
pub use feeds::{AddFeed, Feed, Fetch};
pub use parse::{Stop, command, language, parse};

use crate::locale::Locale;
use crate::text::Ambiguous;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

/// The command line.
#[derive(Clone, Debug, Parser)]
#[command(name = "kanbao", version)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Option<Command>,
    /// Folders and files to read.
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub global: Global,
}

/// Options that every command takes.
#[derive(Clone, Debug, Default, Args)]
pub struct Global {
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    #[arg(long, global = true, value_name = "WHEN", value_enum, default_value_t)]
    pub color: ColorWhen,
    #[arg(long, global = true, value_name = "CELLS", value_enum, default_value_t)]
    pub ambiguous: AmbiguousWidth,
    #[arg(long, global = true, value_name = "TAG", value_parser = known_language)]
    pub lang: Option<String>,
    /// Follow symbolic links to folders.
    #[arg(long, global = true)]
    pub follow: bool,
    /// Read commands as lines and print lines, for screen readers and dumb terminals.
    #[arg(long, global = true)]
    pub plain: bool,
    /// Read every file, and neither read nor write an index.
    #[arg(long, global = true)]
    pub no_index: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ColorWhen {
    #[default]
    Auto,
    Always,
    Never,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum AmbiguousWidth {
    #[value(name = "1")]
    One,
    #[value(name = "2")]
    Two,
    #[default]
    Auto,
}

impl Global {
    /// The width of ambiguous characters, if it is given.
    pub fn ambiguous(&self) -> Option<Ambiguous> {
        match self.ambiguous {
            AmbiguousWidth::One => Some(Ambiguous::Narrow),
            AmbiguousWidth::Two => Some(Ambiguous::Wide),
            AmbiguousWidth::Auto => None,
        }
    }
}

#[derive(Clone, Debug, Subcommand)]
pub enum Command {
    Show(Show),
    List(List),
    Check(Check),
    Index(Index),
    Mark(Mark),
    #[command(subcommand)]
    Rules(Rules),
    #[command(subcommand)]
    Bookmark(Bookmark),
    #[command(subcommand)]
    Highlight(Highlight),
    Import(Import),
    #[cfg(feature = "fetch")]
    #[command(subcommand)]
    Feed(Feed),
    #[cfg(feature = "fetch")]
    Fetch(Fetch),
    Save(Save),
    #[command(subcommand)]
    Journal(Journal),
    Stats {
        #[arg(long)]
        json: bool,
    },
    Doctor {
        #[arg(long)]
        json: bool,
    },
    #[command(subcommand)]
    Config(Config),
    Completions {
        #[arg(value_name = "SHELL", value_enum)]
        shell: Shell,
    },
    Man(Man),
}

#[derive(Clone, Debug, Args)]
pub struct Man {
    /// The words of a command, as `bookmark list`.
    #[arg(value_name = "COMMAND")]
    pub command: Vec<String>,
    /// Write all pages into a folder.
    #[arg(long, value_name = "DIR", conflicts_with = "command")]
    pub into: Option<PathBuf>,
}

impl Command {
    /// Whether the command helps whoever repairs a configuration, so that it must run with a faulty one.
    pub const fn helps(&self) -> bool {
        matches!(
            self,
            Self::Doctor { .. } | Self::Completions { .. } | Self::Man(_)
        )
    }
}

/// Shells with a completion script.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[expect(clippy::enum_variant_names, reason = "PowerShell is its name")]
pub enum Shell {
    Bash,
    Elvish,
    Fish,
    #[value(name = "powershell")]
    PowerShell,
    Zsh,
}

/// The definition of the command line, for completions and the manual page.
pub type Definition = clap::Command;

#[derive(Clone, Debug, Args)]
pub struct Show {
    /// A file, an ID, a query with one match, or `-` for standard input.
    #[arg(value_name = "FILE|ID|QUERY|-")]
    pub article: OsString,
    #[arg(long, value_name = "CELLS", default_value_t = 72, value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub width: u16,
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub format: ShowFormat,
    #[arg(long)]
    pub no_clean: bool,
    #[arg(long)]
    pub no_links: bool,
    #[arg(long, value_name = "DIR")]
    pub library: Vec<PathBuf>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ShowFormat {
    #[default]
    Text,
    Ansi,
    Markdown,
    Json,
}

#[derive(Clone, Debug, Default, Args)]
pub struct List {
    #[arg(value_name = "QUERY")]
    pub query: Vec<String>,
    #[arg(long, value_name = "DIR")]
    pub library: Vec<PathBuf>,
    #[arg(long, value_name = "KEY", value_enum)]
    pub sort: Option<SortKey>,
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    #[arg(long)]
    pub json: bool,
    /// Search in an engine.
    #[arg(long, value_name = "URL")]
    pub engine: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SortKey {
    Date,
    Source,
    Title,
    Length,
    Folder,
    Relevance,
}

#[derive(Clone, Debug, Args)]
pub struct Check {
    /// Folders and files; IDs and queries choose among the articles in them, else in the libraries.
    #[arg(value_name = "DIR|FILE|ID|QUERY")]
    pub articles: Vec<PathBuf>,
    /// List what the cleaning rules cut instead of problems.
    #[arg(long)]
    pub clean: bool,
    /// List the files of other formats one by one.
    #[arg(long)]
    pub all: bool,
    #[arg(long)]
    pub json: bool,
}

#[derive(Clone, Debug, Args)]
pub struct Index {
    #[arg(value_name = "DIR")]
    pub paths: Vec<PathBuf>,
    /// The same as a path.
    #[arg(long, value_name = "DIR")]
    pub library: Vec<PathBuf>,
    /// Push the articles to an engine.
    #[arg(long, value_name = "URL")]
    pub to: Option<String>,
    /// Read every file again.
    #[arg(long)]
    pub rebuild: bool,
    #[arg(long)]
    pub json: bool,
}

#[derive(Clone, Debug, Args)]
pub struct Mark {
    #[arg(value_name = "MARK", value_enum)]
    pub mark: MarkKind,
    #[arg(value_name = "ID|QUERY", required = true)]
    pub articles: Vec<String>,
    #[arg(long, value_name = "DIR")]
    pub library: Vec<PathBuf>,
    #[arg(long)]
    pub json: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum MarkKind {
    Read,
    Unread,
    Bookmark,
    Unbookmark,
    Hide,
    Unhide,
}

#[derive(Clone, Debug, Subcommand)]
pub enum Rules {
    List(RulesOf),
    Apply {
        #[arg(long)]
        dry_run: bool,
        #[command(flatten)]
        of: RulesOf,
    },
}

/// The articles of the rules, and how they are printed.
#[derive(Clone, Debug, Args)]
pub struct RulesOf {
    #[arg(long, value_name = "DIR")]
    pub library: Vec<PathBuf>,
    #[arg(long)]
    pub json: bool,
}

#[derive(Clone, Debug, Subcommand)]
pub enum Bookmark {
    Add(Articles),
    Remove(Articles),
    Tag {
        #[command(flatten)]
        articles: Articles,
        #[arg(long, value_name = "TAG")]
        add: Vec<String>,
        #[arg(long, value_name = "TAG")]
        remove: Vec<String>,
    },
    Note {
        #[command(flatten)]
        articles: Articles,
        // The note may be a list.
        #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
        text: String,
    },
    List(Bookmarks),
    Export {
        #[command(flatten)]
        bookmarks: Bookmarks,
        #[arg(long, value_name = "FORMAT", value_enum)]
        format: Option<ExportFormat>,
        /// A folder for one file per article.
        #[arg(long, value_name = "DIR")]
        into: Option<PathBuf>,
    },
    Import(Import),
}

#[derive(Clone, Debug, Subcommand)]
pub enum Highlight {
    List(Bookmarks),
}

/// Articles to change.
#[derive(Clone, Debug, Args)]
pub struct Articles {
    #[arg(value_name = "ID|QUERY", required = true)]
    pub articles: Vec<String>,
    #[arg(long, value_name = "DIR")]
    pub library: Vec<PathBuf>,
    #[arg(long)]
    pub json: bool,
}

/// Bookmarks or highlights to print.
#[derive(Clone, Debug, Args)]
pub struct Bookmarks {
    #[arg(value_name = "QUERY")]
    pub query: Vec<String>,
    #[arg(long, value_name = "DIR")]
    pub library: Vec<PathBuf>,
    #[arg(long)]
    pub json: bool,
}

#[derive(Clone, Debug, Subcommand)]
pub enum Journal {
    Compact {
        #[arg(long)]
        json: bool,
    },
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    #[default]
    Json,
    Markdown,
    Html,
    Csv,
}

#[derive(Clone, Debug, Args)]
pub struct Import {
    /// An export of another program or of this one, a folder with an unpacked one, or `-`.
    #[arg(value_name = "FILE|DIR|-")]
    pub file: PathBuf,
    #[arg(long = "as", value_name = "KIND", value_enum, default_value_t)]
    pub target: ImportTarget,
    #[arg(long)]
    pub dry_run: bool,
    #[arg(long)]
    pub json: bool,
    #[arg(long, value_name = "DIR")]
    pub library: Vec<PathBuf>,
}

/// What imported entries become.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ImportTarget {
    #[default]
    Bookmarks,
    Articles,
}

#[derive(Clone, Debug, Args)]
pub struct Save {
    /// An address, a file, or `-`.
    #[arg(value_name = "URL|FILE|-")]
    pub page: OsString,
    /// The library.
    #[arg(long, value_name = "DIR")]
    pub into: Option<PathBuf>,
    #[arg(long)]
    pub images: bool,
    #[arg(long)]
    pub allow_private: bool,
}

#[derive(Clone, Copy, Debug, Subcommand)]
pub enum Config {
    Path,
    Init,
    Check,
}

/// A tag of a language that the interface has. The error is not shown: `parse` names the known tags.
fn known_language(tag: &str) -> Result<String, String> {
    let known = Locale::find(tag).map(|_| tag.to_owned());
    known.ok_or_else(|| tag.to_owned())
}

/// Whether an argument is `-`, standard input.
pub fn is_stdin(article: &OsStr) -> bool {
    article == "-"
}

#[cfg(test)]
mod tests;
