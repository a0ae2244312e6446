//! The index: the metadata of every article on disk, so that a start does not read every file.
//!
//! A library has one SQLite file in the cache directory. [`scan()`] takes the place of
//! [`library::scan`](crate::library::scan()): it sends the articles of the index, newest first,
//! then walks the folders, reads only the files whose size or time of modification changed, sends
//! the differences and writes them. Deleting the file loses nothing; an error of the index costs
//! time, never an article.
//!
//! `database` opens the file, `schema` names it and its tables, `codec` turns an entry into bytes, `chunk` joins some files to one row,
//! `front` joins the newest articles to another, `articles` reads them, `store` writes them, `known` finds files by ID, and `recorder` connects a
//! scan with them. `arrivals` knows which articles are new, and `remember` writes which were seen. `outside` writes what a watcher has read, and `stamps` tells which files are as they
//! were.

mod arrivals;
mod articles;
mod chunk;
mod codec;
mod columns;
mod database;
mod emptied;
mod front;
mod known;
mod newest;
mod outside;
mod recorder;
mod remember;
mod schema;
mod stamps;
mod store;
#[cfg(feature = "opensearch")]
pub(crate) mod stored;
mod update;

pub(crate) use database::{Database, IndexError, Tables, set_aside};
pub use newest::{Newest, newest, newest_indexed};
pub use outside::{ReadFiles, write};
pub use remember::{Done, remember};
pub(crate) use schema::Identity;
pub(crate) use stamps::stamps;
pub use update::{Failure, Indexes, Report, clear, scan, size};

#[cfg(test)]
mod tests;
