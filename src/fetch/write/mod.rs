//! Writes article files into a library: `<library>/<site>/<yyyy-mm>/<date>-<title>.md`.
//!
//! | module | part |
//! |---|---|
//! | `file_name`, `form` | the name and the text of a file |
//! | `identity`, `likeness`, `matching` | when two articles are the same one |
//! | `ledger`, `lookups` | what kanbao wrote, in the data directory |
//! | `place` | file operations that never leave the library |
//! | `candidate`, `change`, `plan` | decides what happens to an article |
//! | `writer` | carries it out, so that it may be interrupted anywhere |

mod candidate;
mod change;
mod file_name;
mod form;
mod identity;
mod ledger;
mod likeness;
mod lookups;
mod matching;
mod place;
mod plan;
mod writer;

pub use candidate::site_folder;
pub use identity::{OF_USER, source_hash};
pub use plan::Outcome;
pub use writer::{Stored, Writer};

#[cfg(test)]
mod tests;
