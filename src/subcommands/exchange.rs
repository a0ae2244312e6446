//! Marks as items of the interchange formats, and back.

use crate::interchange::{self, Item, Own};
use crate::library::hash;
use crate::library::{self, Entry};
use crate::user::event::{Action, Highlight, Subject, shortened};
use crate::user::{Kept, Marks};
use std::collections::HashMap;
use std::sync::Arc;

/// Makes items of marks.
pub struct Exporter<'m> {
    marks: &'m Marks,
    /// When highlights were made, by their IDs; in milliseconds since 1970.
    times: HashMap<&'m str, u64>,
    /// The articles to read later, with their places from 1 and until when they are hidden.
    queue: HashMap<Place, (u32, Option<u64>)>,
}

/// A path, and the library of it.
type Place = (Option<Arc<str>>, Arc<str>);

impl<'m> Exporter<'m> {
    pub fn new(marks: &'m Marks) -> Self {
        let all = marks.all_highlights().into_iter();
        let times = all.map(|one| (one.highlight.id.as_str(), one.at));
        let queue = marks.queue().into_iter().zip(1..);
        let queue = queue.map(|(queued, number)| {
            let place = (
                queued.subject.library.clone(),
                Arc::clone(&queued.subject.id),
            );
            (place, (number, queued.snoozed_until))
        });
        Self {
            marks,
            times: times.collect(),
            queue: queue.collect(),
        }
    }

    /// The marks of an article as an item. The address comes from the article if it is in the
    /// library.
    pub fn item(&self, kept: &Kept, entry: Option<&Entry>) -> Item {
        let marks = self.marks;
        // An article that cannot be read now has the address of its bookmark.
        let address = entry.and_then(|entry| library::address_of(entry).ok().flatten());
        let address = address.or_else(|| kept.address.as_deref().map(str::to_owned));
        let gone = kept.entry();
        let shown = entry.unwrap_or(&gone);
        let is_bookmarked = marks.is_bookmarked(shown);
        let owned = |names: Vec<&str>| names.into_iter().map(str::to_owned).collect();
        let highlights = marks.highlights(shown).into_iter();
        let subject = marks.subject(shown);
        let queued = self.queue.get(&(subject.library, subject.id));
        let queued = queued.or_else(|| {
            self.queue
                .get(&(kept.library.clone(), Arc::clone(&kept.id)))
        });
        Item {
            address: address.unwrap_or_default(),
            title: kept.title.clone(),
            source: kept.source.clone(),
            tags: owned(marks.tags(shown)),
            note: marks.note(shown).unwrap_or_default().to_owned(),
            collections: owned(marks.collections(shown)),
            added: is_bookmarked.then_some(kept.since),
            read: marks.is_read(shown),
            highlights: highlights.map(|one| self.highlight(one)).collect(),
            own: Own {
                id: if is_link(kept) {
                    String::new()
                } else {
                    kept.id.to_string()
                },
                fingerprint: kept.fingerprint,
                place: kept.place,
                passage: kept.passage.clone(),
                date: kept.date,
                count: kept.count,
                is_unbookmarked: !is_bookmarked,
                later: queued.map(|(number, _)| *number),
                until: queued.and_then(|(_, until)| *until),
            },
        }
    }

    fn highlight(&self, highlight: &Highlight) -> interchange::Highlight {
        let added = self.times.get(highlight.id.as_str()).copied();
        let highlight = highlight.clone();
        interchange::Highlight {
            id: highlight.id,
            quote: highlight.quote,
            prefix: highlight.before,
            suffix: highlight.after,
            note: highlight.note,
            colour: highlight.colour,
            added,
            place: highlight.place,
        }
    }
}

/// Whether a bookmark is that of a link: its ID is its address.
fn is_link(kept: &Kept) -> bool {
    kept.address.as_deref() == Some(&*kept.id)
}

/// An item as a bookmark of an article of the library, of one that is not there, or of a link,
/// whose ID is its address. `None` if nothing names an article.
pub fn bookmark(item: &Item, entry: Option<(&Entry, Subject)>, now: u64) -> Option<Kept> {
    let since = item.added.unwrap_or(now);
    if let Some((entry, subject)) = entry {
        return Some(Kept {
            library: subject.library,
            id: subject.id,
            fingerprint: subject.fingerprint,
            title: entry.title.to_string(),
            source: entry.labels.source.to_string(),
            since,
            date: entry.date.filter(|date| date.is_written()),
            count: Some(entry.count),
            ..Kept::default()
        });
    }
    let own = &item.own;
    let id: &str = match &*own.id {
        "" => &item.address,
        id => id,
    };
    let address = Some(&*item.address).filter(|address| !address.is_empty());
    (!id.is_empty()).then(|| Kept {
        library: None,
        id: id.into(),
        fingerprint: own.fingerprint,
        title: item.title.clone(),
        source: item.source.clone(),
        address: address.map(Arc::from),
        since,
        place: own.place,
        passage: own.passage.as_deref().map(shortened),
        date: own.date,
        count: own.count,
    })
}

/// The changes that give an article the marks of an item, each with its time. `order`: the key of
/// its place in the queue, if it has one.
pub fn changes(
    item: &Item,
    kept: &Kept,
    order: Option<&Arc<str>>,
    now: u64,
) -> Vec<(Subject, Action, u64)> {
    let mut actions = Vec::new();
    if let Some(order) = order {
        actions.push((Action::Later(Arc::clone(order)), now));
    }
    if let Some(until) = item.own.until.filter(|_| order.is_some()) {
        actions.push((Action::Snooze(until), now));
    }
    if !item.own.is_unbookmarked {
        actions.push((Action::Bookmark(Box::new(kept.clone())), now));
    }
    if item.read {
        actions.push((Action::Read, now));
    }
    let tags = item.tags.iter().map(|tag| Action::Tag(tag.as_str().into()));
    let names = item.collections.iter();
    let names = names.map(|name| Action::Collect(name.as_str().into()));
    actions.extend(tags.chain(names).map(|action| (action, now)));
    if !item.note.is_empty() {
        actions.push((Action::Note(item.note.as_str().into()), now));
    }
    for highlight in &item.highlights {
        let action = Action::Highlight(Arc::new(marked(highlight)));
        actions.push((action, highlight.added.unwrap_or(now)));
    }
    let subject = kept.subject();
    let actions = actions.into_iter();
    actions
        .map(|(action, at)| (subject.clone(), action, at))
        .collect()
}

fn marked(highlight: &interchange::Highlight) -> Highlight {
    let highlight = highlight.clone();
    Highlight {
        // Another import of the same export must not double it.
        id: match &*highlight.id {
            "" => format!("{:016x}", hash(3, highlight.quote.as_bytes())),
            id => id.to_owned(),
        },
        quote: highlight.quote,
        before: highlight.prefix,
        after: highlight.suffix,
        place: highlight.place,
        colour: highlight.colour,
        note: highlight.note,
    }
}
