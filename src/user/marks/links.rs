//! Bookmarks of web pages whose article was not in the library when they were imported. When it
//! arrives, it takes over their marks: as events that are not undone, so that all machines agree.
//! Only where it is certain that the two are one, and either all marks or none: a link that loses
//! only some of them would be in no list.

use super::Marks;
use super::facts::Fact;
use super::record::Record;
use crate::library::{Entry, Fingerprint, page_hash};
use crate::user::event::{Action, Event, Kept, Origin, Subject, note};
use std::collections::HashMap;
use std::sync::Arc;

/// The links with marks, and the articles that they are about.
#[derive(Clone, Debug, Default)]
pub(crate) struct Links {
    all: Vec<Link>,
    /// Their numbers by the hash of the address.
    by_page: HashMap<u32, Vec<usize>>,
}

#[derive(Clone, Debug)]
struct Link {
    subject: Arc<Subject>,
    article: Found,
}

#[derive(Clone, Debug, Default)]
enum Found {
    #[default]
    Nothing,
    One(Box<Entry>),
    /// Nobody can say which of them it is.
    Several,
}

impl Found {
    fn add(&mut self, entry: &Entry) {
        *self = match self {
            Self::Nothing => Self::One(Box::new(entry.clone())),
            // Copies share their marks.
            Self::One(first) if first.fingerprint == entry.fingerprint => return,
            Self::One(_) | Self::Several => Self::Several,
        };
    }
}

impl Links {
    pub fn of(marks: &Marks) -> Self {
        let mut links = Self::default();
        for record in marks.records.iter() {
            let has_marks = record.facts().iter().any(can_move);
            if let Some(subject) = link(record).filter(|_| has_marks) {
                links.add(subject);
            }
        }
        links
    }

    /// Whether no link has marks.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    fn add(&mut self, subject: &Arc<Subject>) {
        let page = page_hash(subject.address.as_deref().unwrap_or_default());
        if page != 0 {
            self.by_page.entry(page).or_default().push(self.all.len());
            self.all.push(Link {
                subject: Arc::clone(subject),
                article: Found::Nothing,
            });
        }
    }

    /// Looks whether links have the address of an article. Its title alone would say nothing: many
    /// pages are called 首页.
    pub fn see(&mut self, entry: &Entry) {
        let print = entry.fingerprint;
        for number in self.by_page.get(&print.page()).into_iter().flatten() {
            if let Some(link) = self.all.get_mut(*number)
                && print.is_at(link.subject.address.as_deref().unwrap_or_default())
            {
                link.article.add(entry);
            }
        }
    }

    /// Each link with its only article.
    fn found(self) -> impl Iterator<Item = (Arc<Subject>, Entry)> {
        let links = self.all.into_iter();
        links.filter_map(|link| match link.article {
            Found::One(entry) => Some((link.subject, *entry)),
            Found::Nothing | Found::Several => None,
        })
    }
}

impl Marks {
    /// Gives articles that have arrived the marks of the links to them. A link of which a mark would be
    /// lost stays as it is.
    pub(crate) fn take_over(&mut self, links: Links, now: u64) -> Vec<Event> {
        let mut events = Vec::new();
        for (link, entry) in links.found() {
            let subject = Arc::new(Subject {
                address: link.address.clone(),
                ..self.subject(&entry)
            });
            let target = link.target();
            let record = self.records.get(target.path, target.fingerprint);
            let facts = record.map_or(&[][..], Record::facts).iter();
            let facts: Vec<&Fact> = facts.filter(|fact| can_move(fact)).collect();
            let joined = facts.iter().map(|fact| {
                let own = self.fact(&entry, fact.action.field());
                let action = moved(&fact.action, &subject, &entry);
                joined(own, action, fact)
            });
            let Some(joined) = joined.collect::<Option<Vec<_>>>() else {
                continue;
            };
            let gone: Vec<Action> = facts
                .iter()
                .filter_map(|fact| fact.action.unset())
                .collect();
            let joined: Vec<(Action, u64)> = joined.into_iter().flatten().collect();
            let stamp = self.clock.tick(now);
            let event = |subject: &Arc<Subject>, action: Action, at: u64| {
                Event::one(Arc::clone(subject), action, (stamp, at), Origin::Reading)
            };
            let joined = joined.into_iter();
            let first = events.len();
            events.extend(joined.map(|(action, at)| event(&subject, action, at)));
            events.extend(gone.into_iter().map(|gone| event(&link, gone, now)));
            // Another link to the article finds what this one gave it.
            self.apply_all(events.get(first..).unwrap_or_default());
        }
        events
    }
}

/// What an article gets of a mark of its link, and when that was made: the inner one is `None` if it
/// has it, the outer one if one of the two would be lost. `action`: the mark as that of the article.
fn joined(own: Option<&Fact>, action: Action, fact: &Fact) -> Option<Option<(Action, u64)>> {
    let Some(own) = own else {
        return Some(Some((action, fact.at)));
    };
    if !own.action.is_set() {
        return (own.stamp < fact.stamp).then_some(Some((action, fact.at)));
    }
    match (&own.action, action) {
        (Action::Bookmark(own), Action::Bookmark(kept)) => {
            Some(joint_bookmark(own, &kept).map(|kept| (kept, fact.at)))
        }
        (Action::Note(own), Action::Note(other)) => {
            joint_note(own, &other).map(|joint| joint.map(|joint| (joint, fact.at)))
        }
        // A place in the queue is not worth a second row.
        (Action::Later(_), Action::Later(_)) => Some(None),
        (own, action) => (*own == action).then_some(None),
    }
}

/// The bookmark of an article with the earlier time and the address of its link; `None` if it has
/// both.
fn joint_bookmark(own: &Kept, kept: &Kept) -> Option<Action> {
    if own.since <= kept.since && own.subject.address.is_some() {
        return None;
    }
    Some(Action::Bookmark(Box::new(Kept {
        subject: Arc::clone(&kept.subject),
        since: own.since.min(kept.since),
        ..own.clone()
    })))
}

/// Both notes: the inner one is `None` if the first contains the other, the outer one if they are
/// too long for one.
fn joint_note(own: &str, other: &str) -> Option<Option<Action>> {
    let in_lines = |text: &str| format!("\n{text}\n");
    if in_lines(own).contains(&in_lines(other)) {
        return Some(None);
    }
    let joint = format!("{own}\n\n{other}");
    let kept = note(&joint);
    (kept == joint).then(|| Some(Action::Note(kept.into())))
}

/// The article of the record of a link: nothing but its address is known.
fn link(record: &Record) -> Option<&Arc<Subject>> {
    if record.fingerprint != Fingerprint::default() {
        return None;
    }
    let subject = match (record.kept(), &record.subject) {
        (Some(kept), _) => &kept.subject,
        (None, Some((_, subject))) => subject,
        (None, None) => return None,
    };
    let is_link = subject.library.is_none() && subject.address.as_deref() == Some(&*subject.id);
    is_link.then_some(subject)
}

/// Whether a mark can be taken from a link, which then has it no more.
fn can_move(fact: &Fact) -> bool {
    fact.action.is_set() && fact.action.unset().is_some()
}

/// A mark of a link as that of its article.
fn moved(action: &Action, subject: &Arc<Subject>, entry: &Entry) -> Action {
    match action {
        Action::Bookmark(kept) => Action::Bookmark(Box::new(Kept {
            subject: Arc::clone(subject),
            date: entry.date.filter(|date| date.is_written()),
            count: Some(entry.count),
            ..Kept::clone(kept)
        })),
        other => other.clone(),
    }
}
