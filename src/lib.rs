//! kanbao (看报): a terminal reader for folders of Chinese, Japanese and Korean articles.
//!
//! The code map, floor by floor. A file may import its own room and any floor below it,
//! never upward; `tests/it/tidy.rs` reads the `use` lines and holds this table.
//!
//! | floor | room | what it knows |
//! |---|---|---|
//! | 1 | [`text`] | what a string is on a terminal: clusters, cells, sanitising, scripts, folding |
//! | 1 | [`input`] | keys, the table of commands, from a key press to a command |
//! | 1 | [`error`] | the one error type and the exit codes |
//! | 1 | [`locale`] | the texts of the interface, by key |
//! | 1 | [`role`] | names for what is drawn; a theme gives them colours |
//! | 2 | [`document`] | an article as data, from HTML, Markdown and plain text |
//! | 2 | [`disk`] | standard places, read-only open, atomic write, locks |
//! | 2 | [`cli`] | the command line and nothing else |
//! | 3 | [`clean`] | what a reader need not see: ordered, named rules |
//! | 3 | [`typeset`] | a document and a measure become a page of lines |
//! | 4 | [`library`] | a folder tree of articles: formats, charsets, front matter, dates, scan |
//! | 5 | [`search`] | matching words in articles |
//! | 5 | [`profile`] | what belongs to the user: config, themes, locales, journal of marks |
//! | 6 | [`app`] | all state, no I/O: a message comes in, effects go out |
//! | 7 | [`ui`] | draws the app, changes nothing |
//! | 8 | [`shell`] | the only room that touches the world: terminal, threads, clipboard, printing |

pub mod app;
pub mod clean;
pub mod cli;
pub mod disk;
pub mod document;
pub mod error;
pub mod input;
pub mod library;
pub mod locale;
pub mod profile;
pub mod role;
pub mod search;
pub mod shell;
pub mod text;
pub mod typeset;
pub mod ui;
