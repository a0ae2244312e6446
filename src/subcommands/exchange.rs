//! Marks as items of the interchange formats, and back.

use crate::interchange::{self, Item, Own};
use crate::library::hash;
use crate::library::{self, Entry, Fingerprint};
use crate::user::event::{Action, Highlight, Subject, shortened};
use crate::user::marks::Numbers;
use crate::user::{Kept, Marks};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Makes items of marks.
pub struct Exporter<'m> {
    marks: &'m Marks,
    /// Until when the articles to read later are hidden, in order.
    queue: Vec<Option<u64>>,
    /// Their numbers in it.
    numbers: Numbers,
}

impl<'m> Exporter<'m> {
    pub fn new(marks: &'m Marks) -> Self {
        let queue = marks.queue();
        let mut numbers = Numbers::default();
        for (number, queued) in queue.iter().enumerate() {
            numbers.insert(
                &marks.identity_of(&Kept::of(queued.subject.clone())),
                number,
            );
        }
        let queue = queue.iter().map(|queued| queued.snoozed_until);
        Self {
            marks,
            queue: queue.collect(),
            numbers,
        }
    }

    /// The marks of an article as an item. The address comes from the article if it is in the
    /// library.
    pub fn item(&self, kept: &Kept, entry: Option<&Entry>) -> Item {
        let marks = self.marks;
        // An article that cannot be read now has the address of its bookmark.
        let address = entry.and_then(|entry| library::address_of(entry).ok().flatten());
        let address = address.or_else(|| kept.subject.address.as_deref().map(str::to_owned));
        let gone = kept.entry();
        let shown = entry.unwrap_or(&gone);
        let is_bookmarked = marks.is_bookmarked(shown);
        let owned = |names: Vec<&str>| names.into_iter().map(str::to_owned).collect();
        let highlights = marks.dated_highlights(shown).into_iter();
        let queued = self.numbers.get(&marks.identity(shown));
        let queued = queued.filter(|_| marks.is_later(shown));
        Item {
            address: address.unwrap_or_default(),
            title: kept.subject.title.to_string(),
            source: kept.subject.source.to_string(),
            tags: owned(marks.tags(shown)),
            note: marks.note(shown).unwrap_or_default().to_owned(),
            collections: owned(marks.collections(shown)),
            added: is_bookmarked.then_some(kept.since),
            read: marks.is_read(shown),
            highlights: highlights.map(|(one, at)| quoted(one, at)).collect(),
            is_cut: false,
            own: Own {
                id: if is_link(kept) {
                    String::new()
                } else {
                    shown.id().to_owned()
                },
                fingerprint: kept.subject.fingerprint,
                place: kept.place,
                passage: kept.passage.as_deref().map(str::to_owned),
                date: kept.date,
                count: kept.count,
                is_unbookmarked: !is_bookmarked,
                later: queued.and_then(|number| u32::try_from(number + 1).ok()),
                until: queued.and_then(|number| *self.queue.get(number)?),
            },
            ..Item::default()
        }
    }
}

fn quoted(highlight: &Highlight, at: u64) -> interchange::Highlight {
    let highlight = highlight.clone();
    interchange::Highlight {
        id: highlight.id,
        quote: highlight.quote,
        prefix: highlight.before,
        suffix: highlight.after,
        note: highlight.note,
        colour: highlight.colour,
        added: Some(at),
        place: highlight.place,
        rivals: highlight.rivals,
    }
}

/// Whether a bookmark is that of a link: its ID is its address.
fn is_link(kept: &Kept) -> bool {
    kept.subject.address.as_deref() == Some(&*kept.subject.id)
}

/// An item as a bookmark of an article of the library, of one that is not there, or of a link,
/// whose ID is its address. `None` if nothing names an article.
pub fn bookmark(item: &Item, entry: Option<(&Entry, Subject)>, now: u64) -> Option<Kept> {
    let since = item.added.unwrap_or(now);
    if let Some((entry, subject)) = entry {
        return Some(Kept {
            since,
            date: entry.date.filter(|date| date.is_written()),
            count: Some(entry.count),
            ..Kept::of(subject)
        });
    }
    let own = &item.own;
    let address = Some(&*item.address).filter(|address| !address.is_empty());
    let is_known = own.fingerprint != Fingerprint::default();
    let path = Some(&*own.id).filter(|id| !id.is_empty());
    let id = match address {
        Some(address) if !is_known => Some(address),
        address => path.or(address),
    };
    let subject = Subject {
        library: None,
        id: id?.into(),
        fingerprint: match address {
            Some(address) if is_known => own.fingerprint.with_address(address),
            // A path alone would be that of any article in any library.
            None if !is_known => Fingerprint::of_title(&item.title),
            _ => own.fingerprint,
        },
        address: address.map(Arc::from),
        title: item.title.as_str().into(),
        source: item.source.as_str().into(),
    };
    Some(Kept {
        since,
        place: own.place,
        passage: own.passage.as_deref().map(|words| shortened(words).into()),
        date: own.date,
        count: own.count,
        ..Kept::of(subject)
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
    match item.own.until {
        _ if order.is_none() => {}
        Some(until) => actions.push((Action::Snooze(until), now)),
        None => actions.push((Action::Unsnooze, now)),
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
    let (mut known, mut same) = (HashSet::new(), HashMap::new());
    for highlight in &item.highlights {
        // How many before it have the same words.
        let number = same.entry(&*highlight.quote).or_insert(0);
        if known.insert(highlight) {
            let action = Action::Highlight(Arc::new(marked(highlight, *number)));
            actions.push((action, highlight.added.unwrap_or(now)));
        }
        *number += 1;
    }
    let subject = Subject::clone(&kept.subject);
    let actions = actions.into_iter();
    actions
        .map(|(action, at)| (subject.clone(), action, at))
        .collect()
}

/// A highlight as it is stored. `number`: how many of the article before it have the same words.
fn marked(highlight: &interchange::Highlight, number: usize) -> Highlight {
    let highlight = highlight.clone();
    Highlight {
        // Another import of the same export must not double it.
        id: match &*highlight.id {
            "" => format!(
                "{:016x}",
                hash(3 + number as u64, highlight.quote.as_bytes())
            ),
            id => id.to_owned(),
        },
        quote: highlight.quote,
        before: highlight.prefix,
        after: highlight.suffix,
        place: highlight.place,
        colour: highlight.colour,
        note: highlight.note,
        rivals: highlight.rivals,
    }
}
