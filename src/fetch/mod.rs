//! News becomes article files: the files that kanbao itself writes into a library.
//!
//! `article` is what every source hands over; `write` makes it a file. What needs the network is in
//! modules with the feature `fetch`: `run` fetches feeds, several at once (`queue`); `source` gets their
//! bytes, `feed` reads them, and `state` is what is remembered until the next time.

pub mod article;
#[cfg(feature = "fetch")]
pub mod feed;
mod library_of_config;
#[cfg(feature = "fetch")]
pub mod queue;
#[cfg(feature = "fetch")]
pub mod run;
#[cfg(feature = "fetch")]
pub mod source;
#[cfg(feature = "fetch")]
pub mod state;
pub mod write;

pub use article::NewArticle;
pub use library_of_config::{Home, home};
pub use write::{Outcome, Stored, Writer};

#[cfg(test)]
#[cfg(feature = "fetch")]
mod tests;
