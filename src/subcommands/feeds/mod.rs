//! `kanbao feed` and `kanbao fetch`.

mod add;
mod after;
mod fetch;
mod intake;
mod lists;
mod newsboat;
pub mod on_screen;
mod session;
mod timer;
mod words;

pub use fetch::run as fetch;

use super::context::Context;
use super::output::Output;
use crate::cli::Feed;
use crate::error::{Exit, Result};
use std::io;

/// `kanbao feed`.
pub fn run(command: &Feed, context: &Context, out: &mut Output<'_>) -> Result<io::Result<Exit>> {
    match command {
        Feed::Add(feed) => add::run(feed, context, out),
        Feed::List { json } => lists::list(*json, context, out),
        Feed::Remove { feeds } => lists::remove(feeds, context, out),
        Feed::Check { feeds, json } => fetch::check(feeds, *json, context, out),
        Feed::Import { file, dry_run } => lists::import(file, *dry_run, context, out),
        Feed::Export => lists::export(context, out),
        Feed::Timer => timer::run(context, out),
    }
}
