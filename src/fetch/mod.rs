//! News becomes article files: the files that kanbao itself writes into a library.
//!
//! `article` is what every source hands over; `write` makes it a file. `feed` reads feeds. What needs
//! the network is in modules with the feature `fetch`.

pub mod article;
#[cfg(feature = "fetch")]
pub mod feed;
mod library_of_config;
pub mod write;

pub use article::NewArticle;
pub use library_of_config::{Home, home};
pub use write::{Outcome, Stored, Writer};
