//! Queries over all articles: tags, collections, the queue, highlights, named marks, history. They
//! go through all records, about 1 ms for 100,000.

use super::articles::{Articles, Identity};
use super::facts::Fact;
use super::order;
use super::record::Record;
use super::{Kept, Marks};
use crate::document::Position;
use crate::library::Entry;
use crate::user::event::{Action, Field, Highlight, Subject};
use std::collections::BTreeMap;
use std::sync::Arc;

/// An article in the queue of those to read later.
#[derive(Clone, Debug, PartialEq)]
pub struct Queued<'a> {
    pub subject: &'a Subject,
    /// Hidden until this time, in milliseconds since 1970.
    pub snoozed_until: Option<u64>,
}

impl Queued<'_> {
    /// Whether it is not hidden at a time, in milliseconds since 1970.
    pub fn is_shown(&self, now: u64) -> bool {
        self.snoozed_until.is_none_or(|until| until <= now)
    }
}

/// A highlight and its article.
#[derive(Clone, Debug, PartialEq)]
pub struct Highlighted<'a> {
    pub subject: &'a Subject,
    pub highlight: &'a Highlight,
    /// When it was made or changed, in milliseconds since 1970.
    pub at: u64,
}

/// An article that was opened.
#[derive(Clone, Debug, PartialEq)]
pub struct Opening<'a> {
    pub subject: &'a Subject,
    /// In milliseconds since 1970.
    pub at: u64,
}

impl Marks {
    /// The user's tags of an article, sorted.
    pub fn tags(&self, entry: &Entry) -> Vec<&str> {
        self.set_of(&self.identity(entry), tag)
    }

    /// The collections of an article, sorted.
    pub fn collections(&self, entry: &Entry) -> Vec<&str> {
        self.set_of(&self.identity(entry), collection)
    }

    /// The note of an article.
    pub fn note(&self, entry: &Entry) -> Option<&str> {
        self.note_of(&self.identity(entry))
    }

    /// The tags of the article of a bookmark, also when it is gone.
    pub fn tags_of(&self, kept: &Kept) -> Vec<&str> {
        self.set_of(&self.identity_of(kept), tag)
    }

    /// The collections of the article of a bookmark.
    pub fn collections_of(&self, kept: &Kept) -> Vec<&str> {
        self.set_of(&self.identity_of(kept), collection)
    }

    /// The note of the article of a bookmark.
    pub fn note_of_kept(&self, kept: &Kept) -> Option<&str> {
        self.note_of(&self.identity_of(kept))
    }

    fn note_of(&self, who: &Identity) -> Option<&str> {
        match &self.latest(who, Field::Note)?.action {
            Action::Note(text) => Some(&**text).filter(|text| !text.is_empty()),
            _ => None,
        }
    }

    /// The tags that articles have or had, with repetitions.
    pub fn own_tags(&self) -> impl Iterator<Item = &str> {
        let facts = self.records.iter().flat_map(Record::facts);
        facts.filter_map(|fact| tag(&fact.action))
    }

    /// All tags in use, with the number of their bookmarks.
    pub fn tags_in_use(&self) -> BTreeMap<&str, usize> {
        self.in_use(|field| matches!(field, Field::Tag(_)), tag)
    }

    /// All collections in use, with the number of their bookmarks.
    pub fn collections_in_use(&self) -> BTreeMap<&str, usize> {
        self.in_use(|field| matches!(field, Field::Collection(_)), collection)
    }

    /// Goes through the names: there may be many more bookmarks without one.
    fn in_use(&self, is_wanted: fn(Field<'_>) -> bool, name: Name) -> BTreeMap<&str, usize> {
        let mut count = BTreeMap::new();
        for (record, fact) in self.all_set(is_wanted) {
            if let Some(name) = name(&fact.action)
                && self.bookmark_of(&self.who(record)).is_some()
            {
                *count.entry(name).or_default() += 1;
            }
        }
        count
    }

    /// The bookmarks with a tag of the user, newest first.
    pub fn tagged<'a>(&'a self, tag: &'a str) -> impl Iterator<Item = &'a Kept> {
        self.bookmarks_with(Field::Tag(tag))
    }

    /// The bookmarks of a collection, newest first.
    pub fn collected<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Kept> {
        self.bookmarks_with(Field::Collection(name))
    }

    fn bookmarks_with<'a>(&'a self, field: Field<'a>) -> impl Iterator<Item = &'a Kept> {
        self.bookmarks().filter(move |kept| {
            let fact = self.latest(&self.identity_of(kept), field);
            fact.is_some_and(|fact| fact.action.is_set())
        })
    }

    /// Whether an article is in the queue.
    pub fn is_later(&self, entry: &Entry) -> bool {
        self.order(entry).is_some()
    }

    /// Until when an article is hidden from the queue, in milliseconds since 1970.
    pub fn snoozed_until(&self, entry: &Entry) -> Option<u64> {
        match self.fact(entry, Field::Snooze)?.action {
            Action::Snooze(until) => Some(until),
            _ => None,
        }
    }

    /// The queue in order. Snoozed articles are in their places.
    pub fn queue(&self) -> Vec<Queued<'_>> {
        let queued = self.sorted_queue().into_iter().filter_map(|(record, _)| {
            let who = self.who(record);
            let snooze = self.latest(&who, Field::Snooze);
            let snoozed_until = match snooze.map(|fact| &fact.action) {
                Some(Action::Snooze(until)) => Some(*until),
                _ => None,
            };
            let subject = self.described(&who)?;
            Some(Queued {
                subject,
                snoozed_until,
            })
        });
        queued.collect()
    }

    fn sorted_queue(&self) -> Vec<(&Record, &Fact)> {
        let mut queue = self.all_set(|field| field == Field::Queue);
        queue.sort_by(|(one, a), (other, b)| (key_of(a), one.path).cmp(&(key_of(b), other.path)));
        queue
    }

    /// The paths, articles and keys of the queue, in order.
    pub(super) fn queue_keys(&self) -> Vec<(u64, &Subject, &Arc<str>)> {
        let queue = self.sorted_queue().into_iter();
        let keys = queue.filter_map(|(record, fact)| match &fact.action {
            Action::Later(key) => Some((record.path, self.described(&self.who(record))?, key)),
            _ => None,
        });
        keys.collect()
    }

    /// The key of an article in the queue.
    pub(super) fn order(&self, entry: &Entry) -> Option<Arc<str>> {
        match &self.fact(entry, Field::Queue)?.action {
            Action::Later(key) => Some(Arc::clone(key)),
            _ => None,
        }
    }

    pub(super) fn last_in_queue(&self) -> Option<Arc<str>> {
        let queue = self.all_set(|field| field == Field::Queue);
        let keys = queue
            .into_iter()
            .filter_map(|(_, fact)| match &fact.action {
                Action::Later(key) => Some(key),
                _ => None,
            });
        keys.max().map(Arc::clone)
    }

    /// Keys of places after the end of the queue, in order.
    pub(crate) fn keys_at_the_end(&self, count: usize) -> Vec<Arc<str>> {
        let mut last = self.last_in_queue();
        let keys = (0..count).map(|_| {
            let key: Arc<str> = order::between(last.as_deref(), None).into();
            last = Some(Arc::clone(&key));
            key
        });
        keys.collect()
    }

    /// The highlights of an article, in the order of their places.
    pub fn highlights(&self, entry: &Entry) -> Vec<&Highlight> {
        let dated = self.dated_highlights(entry).into_iter();
        dated.map(|(highlight, _)| highlight).collect()
    }

    /// The same with the times when they were made or changed, in milliseconds since 1970.
    pub(crate) fn dated_highlights(&self, entry: &Entry) -> Vec<(&Highlight, u64)> {
        let who = self.identity(entry);
        let facts = self.set(&who);
        let dated = facts.filter_map(|fact| Some((highlight(fact)?, fact)));
        let mut dated: Vec<(&Highlight, &Fact)> = dated.collect();
        // Those of other programs have no place: they keep the order in which they were made.
        dated.sort_by_key(|(one, fact)| (one.place, fact.at, fact.stamp, &one.id));
        let dated = dated.into_iter();
        dated.map(|(one, fact)| (one, fact.at)).collect()
    }

    /// The articles with a tag, a collection or a note.
    pub(crate) fn annotated(&self) -> impl Iterator<Item = &Subject> {
        let is_wanted =
            |field: Field<'_>| matches!(field, Field::Tag(_) | Field::Collection(_) | Field::Note);
        let all = self.all_set(is_wanted).into_iter();
        all.filter_map(|(record, _)| self.described(&self.who(record)))
    }

    /// All highlights, newest first.
    pub fn all_highlights(&self) -> Vec<Highlighted<'_>> {
        let all = self.all_set(|field| matches!(field, Field::Highlight(_)));
        let mut all: Vec<_> = all
            .into_iter()
            .filter_map(|(record, fact)| {
                Some(Highlighted {
                    subject: self.described(&self.who(record))?,
                    highlight: highlight(fact)?,
                    at: fact.at,
                })
            })
            .collect();
        all.sort_by(|a, b| (b.at, &b.highlight.id).cmp(&(a.at, &a.highlight.id)));
        all
    }

    /// The article and position of a named mark, the latest if several articles have it.
    pub fn named_anywhere(&self, letter: char) -> Option<(&Subject, Position)> {
        let all = self.all_set(|field| field == Field::Letter(letter));
        let (record, fact) = all.into_iter().max_by_key(|(_, fact)| fact.stamp)?;
        match fact.action {
            Action::Mark { place, .. } => Some((self.described(&self.who(record))?, place)),
            _ => None,
        }
    }

    /// The named marks of an article, sorted.
    pub fn named_marks(&self, entry: &Entry) -> Vec<(char, Position)> {
        let who = self.identity(entry);
        let mut marks: Vec<_> = self
            .set(&who)
            .filter_map(|fact| match fact.action {
                Action::Mark { letter, place } => Some((letter, place)),
                _ => None,
            })
            .collect();
        marks.sort_unstable();
        marks
    }

    /// The articles opened in a range of time, in milliseconds since 1970, latest first. An article
    /// opened several times within an hour is listed once.
    pub fn history(&self, range: std::ops::Range<u64>) -> Vec<Opening<'_>> {
        let all = self.all_set(|field| matches!(field, Field::Opened(_)));
        let mut all: Vec<_> = all
            .into_iter()
            .filter_map(|(record, fact)| match fact.action {
                Action::Open(at) if range.contains(&at) => Some(Opening {
                    subject: self.described(&self.who(record))?,
                    at,
                }),
                _ => None,
            })
            .collect();
        all.sort_by(|a, b| (b.at, &b.subject.id).cmp(&(a.at, &a.subject.id)));
        all
    }

    /// The article of a record.
    pub(super) fn who(&self, record: &Record) -> Identity {
        match &record.subject {
            Some((_, subject)) => self.libraries.identity_of(subject),
            None => Identity::of(record),
        }
    }

    /// What is known of an article that may be gone.
    pub(super) fn described(&self, who: &Identity) -> Option<&Subject> {
        let known = self.records.of(who);
        let known = known.filter_map(|record| record.subject.as_ref());
        let latest = known.max_by_key(|(stamp, _)| *stamp);
        latest.map(|(_, subject)| &**subject)
    }

    /// The set fields of an article.
    fn set(&self, who: &Identity) -> impl Iterator<Item = &Fact> {
        let mut facts: BTreeMap<Field<'_>, &Fact> = BTreeMap::new();
        for fact in self.records.of(who).flat_map(Record::facts) {
            let latest = facts.entry(fact.action.field()).or_insert(fact);
            if latest.stamp < fact.stamp {
                *latest = fact;
            }
        }
        let facts = facts.into_values();
        facts.filter(|fact| fact.action.is_set())
    }

    fn set_of(&self, who: &Identity, name: Name) -> Vec<&str> {
        self.set(who)
            .filter_map(|fact| name(&fact.action))
            .collect()
    }

    /// The set fields of a kind, each article once.
    pub(super) fn all_set(&self, is_wanted: impl Fn(Field<'_>) -> bool) -> Vec<(&Record, &Fact)> {
        let mut found: BTreeMap<Field<'_>, Articles> = BTreeMap::new();
        let mut all = Vec::new();
        for record in self.records.iter() {
            for fact in record.facts() {
                let field = fact.action.field();
                if !is_wanted(field) || !fact.action.is_set() {
                    continue;
                }
                let who = self.who(record);
                // It may be unset or different under another path, or after an edit.
                let latest = self.latest(&who, field).filter(|fact| fact.action.is_set());
                if let Some(latest) = latest
                    && found.entry(field).or_default().insert(&who)
                {
                    all.push((record, latest));
                }
            }
        }
        all
    }
}

/// The name that an action sets, for one kind of names.
type Name = fn(&Action) -> Option<&str>;

fn tag(action: &Action) -> Option<&str> {
    match action {
        Action::Tag(tag) => Some(tag),
        _ => None,
    }
}

fn collection(action: &Action) -> Option<&str> {
    match action {
        Action::Collect(name) => Some(name),
        _ => None,
    }
}

fn highlight(fact: &Fact) -> Option<&Highlight> {
    match &fact.action {
        Action::Highlight(highlight) => Some(highlight),
        _ => None,
    }
}

fn key_of<'a>(fact: &&'a Fact) -> &'a str {
    match &fact.action {
        Action::Later(key) => key,
        _ => "",
    }
}
