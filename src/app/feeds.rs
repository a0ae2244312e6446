//! The feeds of the user: they are fetched by a thread, on request or from time to time. New articles
//! come through the watcher.

use super::answers::{FeedMessage, FeedRequest, FeedRow, FetchProgress, Fetched};
use super::feeds_state::Run;
use super::message::{Effect, Job, Level};
use super::sidebar::rows::Choice;
use super::view::{FacetKind, View};
use super::{App, Asking};
use crate::text::sanitize_line;
use std::sync::Arc;

/// The time before the first run that nobody asked for, in milliseconds: the screen comes first.
const QUIET: u64 = 10_000;

impl App {
    /// Fetches the feeds; while that goes on, ends it.
    pub(super) fn toggle_fetch(&mut self) {
        if !cfg!(feature = "fetch") {
            return self.context.refuse("notice.not-from-web");
        }
        match &mut self.feeds.run {
            Some(run) => {
                run.is_ending = true;
                self.context.effect(Effect::Job(Job::LeaveFetch));
            }
            None => self.fetch(true),
        }
    }

    fn fetch(&mut self, is_asked: bool) {
        self.feeds.run = Some(Run {
            is_asked,
            ..Run::default()
        });
        if is_asked {
            self.context.notice = None;
        }
        // What arrives above the selected article does not move the cursor.
        self.list.touched = true;
        self.context.effect(Effect::Job(Job::Fetch));
    }

    pub(super) fn handle_feeds(&mut self, message: FeedMessage) {
        match message {
            FeedMessage::Progress(progress) => self.fetching(progress),
            FeedMessage::Fetched(fetched) => self.fetched(fetched),
            FeedMessage::All(feeds) => self.take_feeds(feeds),
            FeedMessage::Changed(changed) => self.feed_changed(changed),
        }
    }

    fn fetching(&mut self, progress: FetchProgress) {
        if let Some(run) = &mut self.feeds.run {
            run.progress = progress;
        }
    }

    /// A run has ended. One that nobody asked for tells only of new articles.
    fn fetched(&mut self, fetched: Fetched) {
        let run = self.feeds.run.take().unwrap_or_default();
        self.schedule_fetch(false);
        self.read_feeds();
        if let Some((level, text)) = self.told_of(&fetched, run.is_asked) {
            self.context.notify(level, text);
        }
    }

    fn told_of(&self, fetched: &Fetched, is_asked: bool) -> Option<(Level, String)> {
        let locale = &self.context.locale;
        let (feeds, new, failed, is_cancelled, elsewhere) = match fetched {
            Fetched::NoFeeds => {
                let text = locale.text("notice.no-feeds").to_owned();
                return is_asked.then_some((Level::Warning, text));
            }
            Fetched::Refused(error) => {
                return is_asked.then(|| (Level::Error, sanitize_line(error)));
            }
            Fetched::Total {
                feeds,
                new,
                failed,
                is_cancelled,
                elsewhere,
            } => (feeds, new, failed, *is_cancelled, elsewhere),
        };
        if !is_asked && *new == 0 {
            return None;
        }
        let (level, key) = match () {
            () if is_cancelled => (Level::Info, "notice.fetch-stopped"),
            () if *failed > 0 && is_asked => (Level::Warning, "notice.fetched-faulty"),
            () => (Level::Done, "notice.fetched"),
        };
        let values: &[(&str, &dyn std::fmt::Display)] =
            &[("feeds", feeds), ("new", new), ("failed", failed)];
        let text = locale.fill(key, values);
        let Some(path) = elsewhere.as_ref().filter(|_| *new > 0) else {
            return Some((level, text));
        };
        let path = sanitize_line(&path.to_string_lossy());
        let values: &[(&str, &dyn std::fmt::Display)] = &[("text", &text), ("path", &path)];
        Some((level, locale.fill("notice.fetched-elsewhere", values)))
    }

    /// Sets the time of the next run that nobody asks for.
    pub(super) fn schedule_fetch(&mut self, is_start: bool) {
        let (now, refresh) = (self.context.now, self.context.settings.refresh);
        let is_allowed = cfg!(feature = "fetch") && !self.is_lone();
        self.feeds.due = refresh.filter(|_| is_allowed).map(|minutes| {
            now + match is_start {
                true => QUIET,
                false => u64::from(minutes) * 60_000,
            }
        });
    }

    /// Fetches when the time has come.
    pub(super) fn fetch_in_time(&mut self) {
        if self.feeds.due.is_some_and(|due| due <= self.context.now) {
            self.feeds.due = None;
            if self.feeds.run.is_none() {
                self.fetch(false);
            }
        }
    }

    /// Asks for the feeds of the user.
    pub(super) fn read_feeds(&mut self) {
        if cfg!(feature = "fetch") && !self.is_lone() {
            self.context.effect(Effect::Job(Job::ReadFeeds));
        }
    }

    fn take_feeds(&mut self, feeds: Vec<FeedRow>) {
        self.feeds.all = Arc::new(feeds);
        self.refill_sidebar();
    }

    /// Something was done with a feed, or not.
    fn feed_changed(&mut self, changed: Result<String, String>) {
        match changed {
            Ok(text) => self.context.notify(Level::Done, sanitize_line(&text)),
            Err(error) => self.context.notify(Level::Error, sanitize_line(&error)),
        }
        self.read_feeds();
    }

    /// `:feed add URL`, `:feed rename NAME` and `:feed mute`.
    pub(super) fn run_feed(&mut self, argument: &str) {
        let (verb, rest) = argument.split_once(' ').unwrap_or((argument, ""));
        let rest = rest.trim();
        match (verb, rest) {
            _ if !cfg!(feature = "fetch") => self.context.refuse("notice.not-from-web"),
            ("add", words) if !words.is_empty() => {
                let allowed = words.strip_suffix("--allow-private").map(str::trim);
                let address = allowed.unwrap_or(words).to_owned();
                self.context.inform("notice.adding-feed");
                self.list.touched = true;
                self.context
                    .effect(Effect::Job(Job::ChangeFeed(FeedRequest::Add {
                        address,
                        allow_private: allowed.is_some(),
                    })));
            }
            ("rename", name) if !name.is_empty() => {
                let name = sanitize_line(name);
                self.request(|feed| FeedRequest::Rename {
                    key: feed.key.clone(),
                    name,
                });
            }
            ("mute" | "unmute", "") => self.request(|feed| FeedRequest::Mute {
                key: feed.key.clone(),
                name: feed.name.clone(),
                is_muted: verb == "mute" && !feed.is_muted,
            }),
            _ => self.context.refuse("notice.feed-usage"),
        }
    }

    pub(super) fn mute_feed(&mut self) {
        self.run_feed("mute");
    }

    /// Does something with the feed that is selected in the sidebar, or that the list shows.
    fn request(&mut self, request: impl FnOnce(&FeedRow) -> FeedRequest) {
        match self.selected_feed() {
            Some(feed) => {
                let request = request(feed);
                self.context.effect(Effect::Job(Job::ChangeFeed(request)));
            }
            None => self.context.refuse("notice.no-feed-selected"),
        }
    }

    pub(super) fn selected_feed(&self) -> Option<&FeedRow> {
        let view = match self.sidebar.chosen() {
            Choice::Show(view) if self.sidebar.focused => view,
            _ => self.view(),
        };
        let View::Facet(facet) = view else {
            return None;
        };
        let mut feeds = self.feeds.all.iter();
        feeds.find(|feed| facet.kind == FacetKind::Feed && *facet.key == *feed.facet_key())
    }

    /// Asks for the address of a new feed, or for another name of the selected one.
    pub(super) fn ask_about_feed(&mut self, is_new: bool) {
        let text = match self.selected_feed() {
            _ if is_new => "feed add ".to_owned(),
            Some(feed) => format!("feed rename {}", feed.name),
            None => return self.context.refuse("notice.no-feed-selected"),
        };
        self.ask(Asking::Command, &text);
    }
}
