//! Events as lines of JSON. `docs/en/journal.md` has an example of each kind, checked by the tests
//! `events_are_written_as_documented` and `the_guide_has_every_kind_of_event`.
//!
//! `t`, `n` and `by` are the stamp; lines of the first versions have only `t`, and their file and line
//! number stand in. `at` is the clock, if `t` is ahead of it. `articles` has 28 bytes for each of many
//! articles, `pages` 8. `was` is left out if it is the opposite of `do`.
//!
//! Events of a step have the same stamp. Unknown fields are ignored. Lines with an unknown `do` are
//! left in place and copied by a compaction, so newer versions still find them.

mod error;

pub(crate) use error::NotAnEvent;

use super::clean::{note, sanitized};
use super::many;
use super::subject::Subject;
use super::time::{is_believable, milliseconds, since};
use super::{About, Action, Event, Highlight, Kept, Origin, Spent, Stamp, Undo, Writer, shortened};
use crate::document::Position;
use crate::library::{Date, Fingerprint, utc_rfc3339};
use crate::text::{Count, sanitize_line};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::sync::Arc;

/// Articles in one line: it stays below 1 MB.
pub(crate) const TARGETS_PER_LINE: usize = 20_000;

/// The fields of a line, and of `was`.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct Line<'a> {
    #[serde(skip_serializing_if = "str::is_empty", borrow)]
    t: Cow<'a, str>,
    #[serde(skip_serializing_if = "is_zero")]
    n: u32,
    #[serde(skip_serializing_if = "Option::is_none", borrow)]
    by: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none", borrow)]
    at: Option<Cow<'a, str>>,
    #[serde(rename = "do", borrow)]
    name: Cow<'a, str>,
    #[serde(skip_serializing_if = "Option::is_none", borrow)]
    lib: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none", borrow)]
    id: Option<Cow<'a, str>>,
    /// The start of the fingerprint; the first versions wrote nothing else.
    #[serde(skip_serializing_if = "Option::is_none", borrow)]
    fp: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none", borrow)]
    fp2: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none", borrow)]
    url: Option<Cow<'a, str>>,
    /// The hash of the title and the address.
    #[serde(skip_serializing_if = "Option::is_none", borrow)]
    page: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none", borrow)]
    title: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none", borrow)]
    source: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<Position>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fraction: Option<f32>,
    #[serde(skip_serializing_if = "Option::is_none", borrow)]
    passage: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none", borrow)]
    since: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none", borrow)]
    date: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    count: Option<Count>,
    #[serde(skip_serializing_if = "Option::is_none")]
    seconds: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    paced: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    letter: Option<char>,
    #[serde(skip_serializing_if = "Option::is_none", borrow)]
    tag: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none", borrow)]
    collection: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none", borrow)]
    note: Option<Cow<'a, str>>,
    /// The place in the queue.
    #[serde(skip_serializing_if = "Option::is_none", borrow)]
    order: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none", borrow)]
    until: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    highlight: Option<Highlight>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    auto: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    past: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    rule: bool,
    #[serde(skip_serializing_if = "Option::is_none", borrow)]
    undo: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    part: Option<(u32, u32)>,
    #[serde(skip_serializing_if = "Option::is_none", borrow)]
    articles: Option<Cow<'a, str>>,
    /// For each of these articles the hash of its title and address (8 bytes), or 0 without an address.
    #[serde(skip_serializing_if = "Option::is_none", borrow)]
    pages: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none", borrow)]
    was: Option<Box<Self>>,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
fn is_zero(number: &u32) -> bool {
    *number == 0
}

impl Event {
    /// Appends the event as one line, line end included.
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        let stamp = self.stamp;
        let mut line = Line {
            t: utc_rfc3339(stamp.time).into(),
            n: stamp.count,
            by: Some(stamp.writer.to_string().into()),
            at: (self.at != stamp.time).then(|| utc_rfc3339(self.at).into()),
            part: self.part,
            ..Line::default()
        };
        match &self.about {
            About::One(subject) => {
                line.put_subject(subject);
                // The title is shown when a step is undone.
                let is_tag = matches!(self.action, Action::Tag(_) | Action::Collect(_));
                if self.action.describes() || is_tag || self.is_step() {
                    line.put_title(subject);
                }
            }
            About::Many(targets) => {
                let (articles, pages) = many::write(targets);
                (line.articles, line.pages) = (Some(articles.into()), pages.map(Cow::from));
            }
        }
        line.put_action(&self.action);
        match &self.origin {
            Origin::Step(_) => {}
            Origin::Rule(_) => line.rule = true,
            Origin::Undo(undo) => line.undo = Some(undo.step.to_string().into()),
            Origin::Reading => line.auto = true,
            // Versions that do not know `past` must not undo it.
            Origin::Past => (line.auto, line.past) = (true, true),
        }
        let before = self.before();
        let moved = match before {
            Some(Action::Bookmark(kept)) => Some(&kept.subject),
            _ => None,
        };
        if let Some(before) = before {
            let mut was = Line::default();
            if let Some(subject) = moved {
                if Some(subject) == self.subject() {
                    was.put_title(subject);
                } else {
                    was.put_subject(subject);
                }
            }
            was.put_action(before);
            line.was = Some(Box::new(was));
        }
        // A struct of strings and numbers always serializes, and writing to a Vec cannot fail.
        let _ = serde_json::to_writer(&mut *out, &line);
        out.push(b'\n');
    }

    /// Reads a line. `None`: an event that this version does not know. `stem` and `number` are the
    /// name of the file and the number of the line, from 1.
    ///
    /// # Errors
    /// The line is not a JSON object with the fields of its event.
    pub(crate) fn parse(
        bytes: &[u8],
        stem: Writer,
        number: u32,
    ) -> Result<Option<Self>, NotAnEvent> {
        let line: Line = serde_json::from_slice(bytes).map_err(|error| NotAnEvent {
            torn: error.is_eof(),
            detail: error.to_string(),
        })?;
        let (stamp, has_writer) = line.stamp(stem, number)?;
        let at = line.at.as_deref().and_then(since).unwrap_or(stamp.time);
        let subject = Arc::new(line.subject()?);
        let Some(action) = line.action(&subject, at)? else {
            return Ok(None);
        };
        let about = line.about(subject, &action)?;
        let before = match line.was.as_deref() {
            Some(was) => line.before(was, &about, at)?.map(Box::new),
            None => None,
        };
        let undone = line.undo.as_deref().map(str::parse::<Stamp>);
        let origin = match undone {
            _ if line.auto && line.past => Origin::Past,
            _ if line.auto || !has_writer => Origin::Reading,
            None if line.rule => Origin::Rule(before),
            None => Origin::Step(before),
            Some(Ok(step)) => Origin::Undo(Box::new(Undo { step, before })),
            Some(Err(_)) => return Err(NotAnEvent::new("undo")),
        };
        let part = line.part.filter(|(_, parts)| *parts > 1);
        Ok(Some(Self {
            stamp,
            at,
            about,
            action,
            origin,
            part,
        }))
    }
}

impl<'a> Line<'a> {
    fn put_subject(&mut self, subject: &'a Subject) {
        self.lib = subject.library.as_deref().map(Cow::from);
        self.id = Some((&*subject.id).into());
        self.fp = subject.fingerprint.written_start().map(Cow::from);
        self.fp2 = subject.fingerprint.written().map(Cow::from);
        self.url = subject.address.as_deref().map(Cow::from);
        self.page = subject.fingerprint.written_address().map(Cow::from);
    }

    fn put_title(&mut self, subject: &'a Subject) {
        self.title = Some((&*subject.title).into()).filter(|_| !subject.title.is_empty());
        self.source = Some((&*subject.source).into()).filter(|_| !subject.source.is_empty());
    }

    fn put_action(&mut self, action: &'a Action) {
        self.name = action.name().into();
        match action {
            Action::Read
            | Action::Unread
            | Action::Unbookmark
            | Action::NotLater
            | Action::Unsnooze
            | Action::Hide
            | Action::Unhide => {}
            Action::Bookmark(kept) => {
                self.date = kept.date.map(|date| date.rfc3339().into());
                self.count = kept.count;
                self.place = kept.place;
                self.passage = kept.passage.as_deref().map(Cow::from);
                self.since = Some(utc_rfc3339(kept.since).into());
            }
            Action::Position { place, fraction } => {
                self.place = Some(*place);
                self.fraction = Some(*fraction);
            }
            Action::Mark { letter, place } => {
                self.letter = Some(*letter);
                self.place = Some(*place);
            }
            Action::Unmark { letter } => self.letter = Some(*letter),
            Action::Tag(tag) | Action::Untag(tag) => self.tag = Some((&**tag).into()),
            Action::Collect(name) | Action::Uncollect(name) => {
                self.collection = Some((&**name).into());
            }
            Action::Note(text) => self.note = Some((&**text).into()),
            Action::Later(order) => self.order = Some((&**order).into()),
            Action::Snooze(until) => self.until = Some(utc_rfc3339(*until).into()),
            Action::Highlight(highlight) => self.highlight = Some(Highlight::clone(highlight)),
            Action::Unhighlight(id) => {
                self.highlight = Some(Highlight {
                    id: id.to_string(),
                    ..Highlight::default()
                });
            }
            Action::Open(at) => self.since = Some(utc_rfc3339(*at).into()),
            Action::Spend(spent) => {
                self.since = Some(utc_rfc3339(spent.since).into());
                self.seconds = Some(spent.seconds);
                self.paced = Some(spent.paced);
                self.count = Some(spent.count);
            }
        }
    }

    /// The stamp, and whether the line names its writer.
    fn stamp(&self, stem: Writer, number: u32) -> Result<(Stamp, bool), NotAnEvent> {
        let time = milliseconds(&self.t).ok_or_else(|| NotAnEvent::new("t"))?;
        let time = if is_believable(time) { time } else { 0 };
        let (writer, count) = match self.by.as_deref() {
            Some(by) => (by.parse().map_err(|_| NotAnEvent::new("by"))?, self.n),
            None => (stem, number),
        };
        let stamp = Stamp {
            time,
            count,
            writer,
        };
        Ok((stamp, self.by.is_some()))
    }

    /// The article. The file may come from another machine: its text is sanitized before it is
    /// shown.
    fn subject(&self) -> Result<Subject, NotAnEvent> {
        let mut fingerprint = Fingerprint::parse(self.fp.as_deref(), self.fp2.as_deref())
            .ok_or_else(|| NotAnEvent::new("fp"))?;
        fingerprint.parse_address(self.page.as_deref());
        let clean = |text: &Option<Cow<'_, str>>| -> Arc<str> {
            text.as_deref()
                .map(sanitize_line)
                .unwrap_or_default()
                .into()
        };
        Ok(Subject {
            library: self.lib.as_deref().map(Arc::from),
            id: self.id.as_deref().unwrap_or_default().into(),
            fingerprint,
            address: self.url.as_deref().map(|url| sanitize_line(url).into()),
            title: clean(&self.title),
            source: clean(&self.source),
        })
    }

    /// The articles, once the action is known.
    fn about(&self, subject: Arc<Subject>, action: &Action) -> Result<About, NotAnEvent> {
        let Some(articles) = self.articles.as_deref() else {
            if self.id.is_none() && self.url.is_none() {
                return Err(NotAnEvent::new("id"));
            }
            return Ok(About::One(subject));
        };
        if action.describes() {
            return Err(NotAnEvent::new("articles"));
        }
        let targets = many::read(articles, self.pages.as_deref());
        Ok(About::Many(targets.map_err(NotAnEvent::new)?.into()))
    }

    /// The action of `was`. It is about the same article, unless it names another path.
    fn before(&self, was: &Self, about: &About, at: u64) -> Result<Option<Action>, NotAnEvent> {
        let subject = match about {
            _ if was.id.is_some() => was.subject()?,
            About::One(subject) => {
                let own = was.subject()?;
                Subject {
                    title: own.title,
                    source: own.source,
                    ..Subject::clone(subject)
                }
            }
            About::Many(_) => Subject::default(),
        };
        was.action(&Arc::new(subject), at)
    }

    /// `None`: an action that this version does not know.
    fn action(&self, subject: &Arc<Subject>, at: u64) -> Result<Option<Action>, NotAnEvent> {
        let fault = |name: &str| NotAnEvent::new(name);
        let place = || self.place.ok_or_else(|| fault("place"));
        let letter = || self.letter.ok_or_else(|| fault("letter"));
        let word = |text: &Option<Cow<'a, str>>, name| -> Result<Arc<str>, NotAnEvent> {
            let text = sanitize_line(text.as_deref().ok_or_else(|| fault(name))?);
            if text.is_empty() {
                return Err(fault(name));
            }
            Ok(text.into())
        };
        Ok(Some(match &*self.name {
            "read" => Action::Read,
            "unread" => Action::Unread,
            "bookmark" => Action::Bookmark(Box::new(self.kept(subject, at))),
            "unbookmark" => Action::Unbookmark,
            "place" => Action::Position {
                place: place()?,
                fraction: self.fraction.unwrap_or(0.0).clamp(0.0, 1.0),
            },
            "mark" => Action::Mark {
                letter: letter()?,
                place: place()?,
            },
            "unmark" => Action::Unmark { letter: letter()? },
            "tag" => Action::Tag(word(&self.tag, "tag")?),
            "untag" => Action::Untag(word(&self.tag, "tag")?),
            "collect" => Action::Collect(word(&self.collection, "collection")?),
            "uncollect" => Action::Uncollect(word(&self.collection, "collection")?),
            "note" => Action::Note(note(self.note.as_deref().unwrap_or_default()).into()),
            "later" => Action::Later(word(&self.order, "order")?),
            "not-later" => Action::NotLater,
            "snooze" => {
                let until = self.until.as_deref().and_then(milliseconds);
                Action::Snooze(until.ok_or_else(|| fault("until"))?)
            }
            "unsnooze" => Action::Unsnooze,
            "hide" => Action::Hide,
            "unhide" => Action::Unhide,
            "highlight" | "unhighlight" => {
                let highlight = self.highlight.clone().ok_or_else(|| fault("highlight"))?;
                if highlight.id.is_empty() {
                    return Err(fault("highlight"));
                }
                match &*self.name {
                    "highlight" => Action::Highlight(Arc::new(sanitized(highlight))),
                    _ => Action::Unhighlight(sanitize_line(&highlight.id).into()),
                }
            }
            "open" => Action::Open(self.since.as_deref().and_then(since).unwrap_or(at)),
            "time" => Action::Spend(Box::new(self.spent(at))),
            _ => return Ok(None),
        }))
    }

    fn spent(&self, at: u64) -> Spent {
        let writer = self.by.as_deref().and_then(|by| by.parse().ok());
        let spent = Spent {
            writer: writer.unwrap_or_default(),
            since: self.since.as_deref().and_then(since).unwrap_or(at),
            seconds: self.seconds.unwrap_or(0),
            paced: self.paced.unwrap_or(0),
            count: self.count.unwrap_or_default(),
        };
        spent.bounded()
    }

    fn kept(&self, subject: &Arc<Subject>, at: u64) -> Kept {
        Kept {
            since: self.since.as_deref().and_then(since).unwrap_or(at),
            place: self.place,
            passage: self.passage.as_deref().map(|words| shortened(words).into()),
            date: self.date.as_deref().and_then(Date::from_rfc3339),
            count: self.count,
            ..Kept::of(Arc::clone(subject))
        }
    }
}

#[cfg(test)]
mod tests;
