//! kanbao (看报): a terminal reader for folders of Chinese, Japanese and Korean articles.
//!
//! # Modules and layers
//!
//! A file may import from its own module and from modules of lower layers. There is no import
//! cycle between files. `tests/it/tidy` enforces both and reads this table.
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
//! | 1 | [`bytes`] | numbers and strings as bytes |
//! | 1 | [`palette`] | the 256 colours of terminals |
//! | 2 | [`fs`] | read-only open, atomic write, locks |
//! | 2 | [`cli`] | command line definitions |
//! | 3 | [`extract`] | finds the article in a whole web page |
//! | 3 | [`clean`] | named rules that mark boilerplate as *cut*: hidden, not deleted |
//! | 3 | [`typeset`] | lays out a document at a line width (the *measure*) as a page of lines |
//! | 3 | [`picture`] | finds, decodes and draws pictures of articles |
//! | 4 | [`library`] | formats, encodings, front matter, dates, scanning |
//! | 4 | `http` (feature `http`) | the one HTTP client: limits, address checks, TLS |
//! | 5 | [`index`] | the metadata of every article on disk, so that a start does not read every file |
//! | 5 | [`interchange`] | reads and writes the bookmark formats of other programs |
//! | 5 | [`user`] | config, themes, the journal of user events, marks (bookmarks, read, positions), undo, export |
//! | 6 | [`search`] | the query language, the matcher of words and phrases, evaluation over metadata |
//! | 6 | [`fetch`] | articles that kanbao writes into a library: feeds, saved pages, imports |
//! | 7 | [`app`] | all UI state, no I/O: messages in, effects out |
//! | 8 | [`ui`] | draws the app |
//! | 9 | [`terminal`] | setup and restoration, capability probe, screen driver, key decoder, clipboard |
//! | 10 | [`subcommands`] | subcommands that print and exit |
//! | 11 | [`runtime`] | the event loop, worker threads, signals |
//!
//! # The life of a key
//!
//! `terminal::keys` (its own thread) decodes bytes into an `Input` and sends it to the channel of
//! `runtime::event_loop`. The loop passes it to [`app::App::update`] as a `Message`. `app::keys`
//! passes it to the open prompt, otherwise looks it up in the key map (`input::keymap`) of the
//! focused `Target`; `app::commands` routes the command to the pane that owns the state. The pane
//! changes its state and returns an `Outcome`: what `App` must do next, for example in another
//! pane. Commands that change marks are in `app::marking`. Work outside the app (files, threads, the clipboard) is
//! returned as an `Effect`; `runtime::effects` performs it, and the result comes back as a
//! `Message`. After all waiting messages are handled, ratatui's `Terminal` draws
//! [`ui::AppWidget`], and its backend, `terminal::screen`, sends the difference from the previous
//! frame.
//!
//! # The life of an article
//!
//! `index::scan` sends what the index of the library has, newest first. Then `library::scan` walks
//! the folders, and only files that changed are read. `library::parse_entry` decodes
//! a file (`charset`), separates the front matter from the body (`front_matter`) and fills an
//! `Entry`: title, source, date, counts. Entries arrive in the app in
//! batches and become rows of the list. When one is opened, a reading thread calls
//! `library::open`: the body becomes a `Document` ([`document`]; [`extract`] first finds the
//! article in a whole page), the rules of [`clean`] mark boilerplate as cut, and [`typeset`] breaks
//! the text into a `Page`: the line map that scrolling, search hits, links, selection and the
//! outline share. A position is an offset in the text, so it survives another width.
//!
//! # Who owns what
//!
//! - The user's files: opened read-only, articles by `library::file`, all others through `fs`.
//! - The journal of user events: one file per machine and running instance, appended by the journal
//!   thread (`runtime::journal_writer`) through `user::journal`.
//! - Bookmarks, read marks, named marks and positions: `user::marks::Marks`, the state of all
//!   journals, in `app::Context`. Changed by `app::marking`; each change becomes journal events.
//! - The index of a library, a cache of article metadata: `index`. One SQLite file per
//!   library, written by the index thread of a scan (`index::update`) and by the watcher. Several
//!   instances may use it at once.
//! - All state on the screen: [`app::App`], in panes (`ListPane`, `Sidebar`, `ReaderPane`, `Overlay`) that
//!   each own part of the state and do not depend on each other, in `LibraryState` and in the
//!   `Context` that they share.
//! - The terminal: `terminal::guard`, which restores it however the program exits.
//! - Untrusted text: everything from a file, a name or the terminal passes `text::sanitize` once,
//!   where it enters.
//!
//! # Threads
//!
//! | thread | does | ends |
//! |---|---|---|
//! | main | the event loop: updates, drawing | on quit |
//! | keys | reads and decodes the terminal | before the terminal is restored |
//! | reading (2) | opens and typesets articles, the newest request first; learns repeated footers (rule `repeats`) while idle | with the program |
//! | scan (several) | walks folders and reads files | at the end of a scan, or when it is cancelled |
//! | index | writes what a scan has read, one for each library | at the end of the scan |
//! | sort | sorts a long list | when done |
//! | engine | searches an engine (feature `opensearch`) | when done, or when another search starts |
//! | journal | reads the marks at the start; writes and syncs user events | when everything is written |
//! | watch | reads again what the system reports as changed, and writes it to the index | with the program |
//! | signals | saves and restores on SIGTERM, SIGHUP, SIGINT and SIGQUIT; resumes on SIGCONT | with the program |
//! | picture, drawing | reads a picture, one at a time; draws one for its place | when done, or when another article opens |
//! | page | fetches and saves a page, or the full text of an article (feature `fetch`) | when done |
//! | address, clipboard, browser, view | one slow task each, outside the event loop | when done |
//! | save, rescue | the last events after a signal, or when the disk refuses them | when done |

pub mod app;
pub(crate) mod bytes;
pub mod clean;
pub(crate) mod cli;
pub mod document;
pub(crate) mod error;
pub mod extract;
pub mod fetch;
pub(crate) mod fs;
#[cfg(feature = "http")]
pub mod http;
pub mod index;
pub mod input;
pub(crate) mod interchange;
pub mod library;
pub mod locale;
pub mod palette;
pub mod paths;
pub mod picture;
pub mod role;
pub mod runtime;
pub mod search;
pub(crate) mod subcommands;
pub mod terminal;
pub mod text;
pub mod typeset;
pub mod ui;
pub mod user;
