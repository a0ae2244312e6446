//! kanbao (看报): a terminal reader for folders of Chinese, Japanese and Korean articles.
//!
//! # Modules and layers
//!
//! A file imports from its own module and from lower layers: no upward imports, and no import
//! cycle between two files. `tests/it/tidy` enforces both and reads this table.
//!
//! | layer | module | responsibility |
//! |---|---|---|
//! | 1 | [`text`] | strings on a terminal: grapheme clusters, cell width, truncation, sanitizing, scripts, folding |
//! | 1 | [`input`] | keys, the command table, key maps |
//! | 1 | [`error`] | the error type and the exit codes |
//! | 1 | [`locale`] | interface strings, by key |
//! | 1 | [`role`] | semantic style roles; a theme maps them to colours |
//! | 2 | [`document`] | an article as data: blocks and inlines, from HTML, Markdown and plain text |
//! | 2 | [`paths`] | standard directories |
//! | 2 | [`fs`] | read-only open, atomic write, locks |
//! | 2 | [`cli`] | command line definitions |
//! | 3 | [`extract`] | finds the article in a whole web page |
//! | 3 | [`clean`] | named boilerplate rules that mark blocks and runs as cut |
//! | 3 | [`typeset`] | a document and a measure become a page of lines |
//! | 4 | [`library`] | formats, encodings, front matter, dates, scan |
//! | 5 | [`index`] | the metadata of every article on disk, so that a start does not read every file |
//! | 6 | [`search`] | matches words in articles |
//! | 6 | [`user`] | config, themes, the journal of user events, bookmarks, undo, export |
//! | 7 | [`app`] | all state, no I/O: a message comes in, effects go out |
//! | 8 | [`ui`] | draws the app |
//! | 9 | [`terminal`] | guard, capability probe, screen driver, key decoder, clipboard |
//! | 10 | [`subcommands`] | subcommands that print and exit |
//! | 11 | [`runtime`] | the event loop, worker threads, signals |
//!
//! # The life of a key
//!
//! `terminal::keys` (its own thread) decodes bytes into an `Input` and sends it to the channel of
//! `runtime::event_loop`. The loop passes it to [`app::App::update`] as a `Message`. `App` gives
//! it to the prompt or looks it up in `input::keymap` for the `Target` that receives keys, and
//! routes the command to the pane that owns the state. The pane changes its state and returns an
//! `Outcome`: what other panes must do. Work outside the app (files, threads, the clipboard) is
//! returned as an `Effect`; `runtime::effects` performs it, and the result comes back as a
//! `Message`. After all waiting messages are handled, ratatui's `Terminal` draws
//! [`ui::AppWidget`], and its backend, `terminal::screen`, sends the difference from the previous
//! frame.
//!
//! # The life of an article
//!
//! `index::scan` sends what the index of the library has, newest first. Then `library::scan` walks
//! the folders, and only files that changed are read. `library::parse_entry` decodes a file (`charset`), splits it
//! (`front_matter`) and fills an `Entry`: title, source, date, counts. Entries arrive in the app in
//! batches and become rows of the list. When one is opened, a reading thread calls
//! `library::open`: the body becomes a `Document` ([`document`]; [`extract`] first finds the
//! article in a whole page), the rules of [`clean`] mark boilerplate as cut, and [`typeset`] breaks
//! the text into a `Page`, the one map of lines that scrolling, search hits, links, selection and
//! the outline share. A position is an offset in the text, so it survives another width.
//!
//! # Who owns what
//!
//! - The user's files: opened by `library::file` alone, through the read-only open of `fs`.
//! - The journal of user events: one file per machine and running program, appended by the journal thread
//!   (`runtime::journal_writer`) through `user::journal`; `user::marks` is its state in memory.
//! - The index of a library, a cache of what its files contain: `index` alone, one SQLite file per
//!   library, written by a thread of each scan; other programs may read and write it as well.
//! - All state on the screen: [`app::App`], in panes (`ListPane`, `ReaderPane`, `Overlay`) that
//!   own their part and do not know each other, and in the `Context` that they share.
//! - The terminal: `terminal::guard`, which gives it back however the program ends.
//! - Untrusted text: everything from a file, a name or the terminal passes `text::sanitize` once,
//!   where it enters.
//!
//! # Threads
//!
//! | thread | does | ends |
//! |---|---|---|
//! | main | the event loop: updates, drawing | on quit |
//! | keys | reads and decodes the terminal | before the terminal is given back |
//! | reading (2) | opens and typesets articles, the newest request first; learns repeated footers while idle | with the program |
//! | scan (several) | walks folders and reads files | at the end of a scan, or when it is cancelled |
//! | index | writes what a scan has read, one for each library | at the end of the scan |
//! | sort | sorts a long list | when done |
//! | journal | reads the marks at the start; writes and syncs user events | when everything is written |
//! | watch | reads again what the system reports as changed | with the program |
//! | signals | saves and restores on SIGTERM, SIGHUP, SIGINT and SIGQUIT; resumes on SIGCONT | with the program |
//! | address, clipboard, browser, save, rescue | one slow task each, outside the event loop | when done |

pub mod app;
pub mod clean;
pub(crate) mod cli;
pub mod document;
pub(crate) mod error;
pub mod extract;
pub(crate) mod fs;
pub mod index;
pub mod input;
pub mod library;
pub mod locale;
pub mod paths;
pub mod role;
pub mod runtime;
pub(crate) mod search;
pub(crate) mod subcommands;
pub mod terminal;
pub mod text;
pub mod typeset;
pub mod ui;
pub mod user;
