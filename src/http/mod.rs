//! The one HTTP client. Everything that the program reads from the network goes through it.
//!
//! A [`Policy`] says which addresses a [`Client`] may reach and how much it may read.
//! - `client` sends requests (`message`) and follows redirects, each of which is checked as the first address;
//!   `origin` compares addresses, `detached` lets a caller stop waiting.
//! - `resolver` looks a host name up and checks its addresses before connecting; `public` tells
//!   public addresses from private ones.
//! - `proxy` is the proxy of the environment.
//! - `error` describes what failed.
//!
//! Every call blocks until the answer has arrived, so it belongs on a thread of its own.

mod client;
mod detached;
mod error;
mod message;
mod origin;
mod policy;
mod proxy;
mod public;
mod resolver;

pub use client::Client;
pub use error::{Error, Fault};
pub use message::{Method, Request, Response};
pub use origin::is_same_origin;
pub use policy::{Credentials, Policy};

#[cfg(test)]
pub(crate) mod test_server;
#[cfg(test)]
mod tests;
