//! News becomes article files: the files that kanbao itself writes into a library.
//!
//! `article` is what every source hands over; `write` makes it a file. What needs the network is in
//! modules with the feature `fetch`: `run` fetches feeds, several at once (`queue`); `source` gets their
//! bytes (with `command`, those that a program prints), `feed` reads them, `moves` says where they follow
//! their servers, and `state` is what is remembered until the next time. Other sources:
//! `save` (pages), `import` and `newsboat` (other programs). `full_text` decides whether a page may
//! replace a summary, `pages` asks for them, `pace` when a host is asked again; `retention` decides which
//! old articles leave.

pub mod article;
#[cfg(feature = "fetch")]
mod command;
#[cfg(feature = "fetch")]
pub mod feed;
mod full_text;
mod import;
mod library_of_config;
#[cfg(feature = "fetch")]
pub mod moves;
pub mod newsboat;
mod pace;
#[cfg(feature = "fetch")]
pub mod pages;
#[cfg(feature = "fetch")]
pub mod queue;
mod retention;
#[cfg(feature = "fetch")]
pub mod run;
pub mod save;
#[cfg(feature = "fetch")]
pub mod source;
#[cfg(feature = "fetch")]
pub mod state;
pub mod write;

pub use article::NewArticle;
pub use full_text::is_full_text;
pub(crate) use import::article_of;
pub use library_of_config::{Home, home};
pub use pace::{PAUSE, Pace};
pub use retention::{Keep, Retired};
pub use write::{Outcome, Stored, Writer, site_folder, source_hash};

#[cfg(test)]
#[cfg(feature = "fetch")]
mod tests;
