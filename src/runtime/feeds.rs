//! The feeds of the user in the reader: they are fetched, listed and changed.

use super::job_context::{JobContext, Sink};
use crate::app::message::{FeedMessage, FeedRequest, FeedRow, FetchProgress, Fetched};
use crate::app::{Job, Level, Message};
use crate::error::{Error, Result};
use crate::fs::identity;
use crate::library::Cancel;
use crate::subcommands::context::Context;
use crate::subcommands::feeds::on_screen::{self, Listed};
use crate::subcommands::localized;
use crate::text::sanitize_line;
use crate::user::feeds::FeedChange;
use std::fs;
use std::path::Path;

/// Runs a job about feeds.
pub fn run(job: &Job, context: &JobContext, cancel: &Cancel, send: Sink<'_>) {
    let Some(shared) = &context.subcommands else {
        if matches!(job, Job::Fetch) {
            send(Message::Feeds(FeedMessage::Fetched(Fetched::NoFeeds)));
        }
        return;
    };
    let in_words = |error: Error| localized(&error, &context.locale).to_string();
    match job {
        Job::Fetch => {
            let fetched = fetch(shared, context, cancel, send);
            send(Message::Feeds(FeedMessage::Fetched(fetched)));
        }
        Job::ReadFeeds => match on_screen::all(shared) {
            Ok(feeds) => {
                send(Message::Feeds(FeedMessage::All(
                    feeds.into_iter().map(row).collect(),
                )));
            }
            Err(error) => {
                let text = sanitize_line(&in_words(error));
                send(Message::Notify(Level::Warning, text));
            }
        },
        Job::ChangeFeed(request) => {
            let changed = change(request, shared).map_err(in_words);
            send(Message::Feeds(FeedMessage::Changed(changed)));
        }
        _ => {}
    }
}

fn row(feed: Listed) -> FeedRow {
    let Listed {
        key,
        name,
        folders,
        error,
        is_muted,
    } = feed;
    FeedRow {
        key,
        name,
        folders,
        error,
        is_muted,
    }
}

/// Does what the user wants with a feed. Returns what was done, in words.
fn change(request: &FeedRequest, shared: &Context) -> Result<String> {
    let say = |key, name: &String| shared.locale.fill(key, &[("name", name)]);
    match request {
        FeedRequest::Add {
            address,
            allow_private,
        } => on_screen::add(address, *allow_private, shared),
        FeedRequest::Rename { key, name } => {
            let (key, name) = (key.clone(), name.clone());
            let told = say("notice.feed-renamed", &name);
            on_screen::change(FeedChange::Rename { key, name }, shared).map(|()| told)
        }
        FeedRequest::Mute {
            key,
            name,
            is_muted,
        } => {
            let told = match is_muted {
                true => say("notice.feed-muted", name),
                false => say("notice.feed-unmuted", name),
            };
            let change = FeedChange::Mute {
                key: key.clone(),
                is_muted: *is_muted,
            };
            on_screen::change(change, shared).map(|()| told)
        }
    }
}

fn fetch(shared: &Context, context: &JobContext, cancel: &Cancel, send: Sink<'_>) -> Fetched {
    let mut tell = |name: String, done: usize, all: usize| {
        let progress = FetchProgress { done, all, name };
        send(Message::Feeds(FeedMessage::Progress(progress)));
    };
    let is_cancelled = || cancel.is_cancelled();
    match on_screen::fetch_all(shared, &is_cancelled, &mut tell) {
        Ok(Some(total)) => Fetched::Total {
            is_cancelled: is_cancelled(),
            elsewhere: Some(&total.library)
                .filter(|library| !context.is_open(library))
                .cloned(),
            feeds: total.feeds,
            new: total.new,
            failed: total.failed,
        },
        Ok(None) => Fetched::NoFeeds,
        Err(error) => Fetched::Refused(localized(&error, &context.locale).to_string()),
    }
}

impl JobContext {
    /// Whether the reader shows a library.
    fn is_open(&self, library: &Path) -> bool {
        let place = |path: &Path| fs::metadata(path).ok().map(|data| identity(&data));
        let library = place(library);
        library.is_some() && self.roots.iter().any(|root| place(root) == library)
    }
}
