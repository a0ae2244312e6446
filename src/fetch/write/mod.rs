//! Writes article files into a library: `<library>/<site>/<yyyy-mm>/<date>-<title>.md`.
//!
//! | module | part |
//! |---|---|
//! | `file_name`, `form` | the name and the text of a file |
//! | `identity`, `matching` | when two articles are the same one |
//! | `ledger` | what kanbao wrote, in the data directory |
//! | `place` | file operations that never leave the library |
//! | `plan` | decides what happens to an article |
//! | `writer` | carries it out, so that it may be interrupted anywhere |

mod file_name;
mod form;
mod identity;
mod ledger;
mod matching;
mod place;
mod plan;
mod writer;

pub use plan::{Outcome, site_folder};
pub use writer::{Stored, Writer};

#[cfg(test)]
mod tests;
