//! Bookmarks of web pages whose article was not in the library when they were imported. When it
//! arrives, it takes over their marks: as events that are not undone, so that all machines agree.

use super::Marks;
use super::facts::Fact;
use super::record::Record;
use crate::library::{Entry, Fingerprint, page_hash};
use crate::user::event::{Action, Event, Kept, Origin, Subject};
use std::collections::HashMap;
use std::sync::Arc;

/// The links, and the articles that they are about.
#[derive(Clone, Debug, Default)]
pub(crate) struct Links {
    all: Vec<Link>,
    /// Their numbers by the hash of the address, and by the title.
    by_page: HashMap<u32, Vec<usize>>,
    by_title: HashMap<Arc<str>, Vec<usize>>,
}

#[derive(Clone, Debug)]
struct Link {
    subject: Arc<Subject>,
    at_page: Found,
    titled: Found,
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
    /// The links that have marks.
    pub fn of(marks: &Marks) -> Self {
        let mut links = Self::default();
        for record in marks.records.iter() {
            let is_used = || record.facts().iter().any(can_move);
            if let Some(subject) = link(record).filter(|_| is_used()) {
                links.add(subject);
            }
        }
        links
    }

    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    fn add(&mut self, subject: &Arc<Subject>) {
        let number = self.all.len();
        let page = page_hash(subject.address.as_deref().unwrap_or_default());
        if page != 0 {
            self.by_page.entry(page).or_default().push(number);
        }
        if !subject.title.is_empty() && subject.title != subject.id {
            let title = Arc::clone(&subject.title);
            self.by_title.entry(title).or_default().push(number);
        }
        self.all.push(Link {
            subject: Arc::clone(subject),
            at_page: Found::Nothing,
            titled: Found::Nothing,
        });
    }

    /// Looks whether a link is about an article: the address is the same, or the title is and the
    /// article names no address.
    pub fn see(&mut self, entry: &Entry) {
        let print = entry.fingerprint;
        let numbers = match print.page() {
            0 => self.by_title.get(entry.title()),
            page => self.by_page.get(&page),
        };
        for number in numbers.into_iter().flatten() {
            let Some(link) = self.all.get_mut(*number) else {
                continue;
            };
            let address = link.subject.address.as_deref().unwrap_or_default();
            if print.page() == 0 {
                link.titled.add(entry);
            } else if print.is_at(address) {
                link.at_page.add(entry);
            }
        }
    }

    /// Each link with its only article.
    fn found(self) -> impl Iterator<Item = (Arc<Subject>, Entry)> {
        let links = self.all.into_iter();
        links.filter_map(|link| match (link.at_page, link.titled) {
            (Found::One(entry), _) | (Found::Nothing, Found::One(entry)) => {
                Some((link.subject, *entry))
            }
            _ => None,
        })
    }
}

impl Marks {
    /// Gives articles that have arrived the marks of the links to them. Fields that were set or unset
    /// later stay as they are.
    pub(crate) fn take_over(&mut self, links: Links, now: u64) -> Vec<Event> {
        let mut events = Vec::new();
        for (link, entry) in links.found() {
            let stamp = self.clock.tick(now);
            let event = |subject: &Arc<Subject>, action: Action, at: u64| {
                Event::one(Arc::clone(subject), action, (stamp, at), Origin::Reading)
            };
            let subject = Arc::new(Subject {
                address: link.address.clone(),
                ..self.subject(&entry)
            });
            let target = link.target();
            let record = self.records.get(target.path, target.fingerprint);
            let facts = record.map_or(&[][..], Record::facts).iter();
            for fact in facts.filter(|fact| can_move(fact)) {
                let own = self.fact(&entry, fact.action.field());
                if own.is_none_or(|own| own.stamp < fact.stamp && !own.action.is_set()) {
                    let action = moved(&fact.action, &subject, &entry);
                    events.push(event(&subject, action, fact.at));
                }
                events.extend(fact.action.unset().map(|gone| event(&link, gone, now)));
            }
        }
        self.apply_all(&events);
        events
    }
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
