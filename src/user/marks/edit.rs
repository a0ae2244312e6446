//! What the user says about articles: tags, collections, a note, a place in the queue. A change to
//! one article or several is one step.

use super::Marks;
use super::edits::{Edit, Spot, bookmark};
use super::order;
use crate::library::Entry;
use crate::text::{collection, sanitize_line, tag};
use crate::user::event::{Action, Event, Field, note};
use std::sync::Arc;

impl Marks {
    /// Makes changes to all of these articles, as one step. What is so already is left out. An
    /// article that gets a tag, a collection or a note is bookmarked at its spot.
    pub(crate) fn edit(
        &mut self,
        articles: &[(&Entry, Spot)],
        edits: &[Edit],
        now: u64,
    ) -> Vec<Event> {
        let mut last = self.last_in_queue();
        let mut changes = Vec::new();
        for (entry, spot) in articles {
            let mut bookmarks = false;
            for edit in edits {
                let Some(action) = self.action(entry, edit, last.as_deref()) else {
                    continue;
                };
                let is_queued = matches!(action, Action::Later(_)) && self.is_later(entry);
                if is_queued || self.is_so(entry, &action) {
                    continue;
                }
                if let Action::Later(key) = &action {
                    last = Some(Arc::clone(key));
                }
                bookmarks |= action.is_set()
                    && matches!(
                        action,
                        Action::Tag(_) | Action::Collect(_) | Action::Note(_)
                    );
                changes.push((self.subject(entry), action));
            }
            if bookmarks && !self.is_bookmarked(entry) {
                let added = bookmark(entry, self.subject(entry), spot.clone(), now);
                changes.push((self.subject(entry), added));
            }
        }
        self.step_of(changes, now)
    }

    /// Whether an action would change nothing.
    fn is_so(&self, entry: &Entry, action: &Action) -> bool {
        match self.fact(entry, action.field()) {
            Some(fact) => fact.action == *action,
            None => !action.is_set(),
        }
    }

    /// The action of a change; `None` if its name is empty. `last`: the key of the end of the queue.
    fn action(&self, entry: &Entry, edit: &Edit, last: Option<&str>) -> Option<Action> {
        let has = |field: Field<'_>| {
            let fact = self.fact(entry, field);
            fact.is_some_and(|fact| fact.action.is_set())
        };
        let has_tag = |name: &str| has(Field::Tag(name));
        let is_in = |name: &str| has(Field::Collection(name));
        Some(match edit {
            Edit::Tag(name) => Action::Tag(named(tag(name))?),
            Edit::Untag(name) => Action::Untag(present(name, has_tag, tag)?),
            Edit::Collect(name) => Action::Collect(named(collection(name))?),
            Edit::Uncollect(name) => Action::Uncollect(present(name, is_in, collection)?),
            Edit::Note(text) => Action::Note(note(text).into()),
            Edit::Later => Action::Later(order::between(last, None).into()),
            Edit::NotLater => Action::NotLater,
            Edit::Snooze(until) => Action::Snooze(*until),
            Edit::Unsnooze => Action::Unsnooze,
        })
    }
}

fn named(name: String) -> Option<Arc<str>> {
    (!name.is_empty()).then(|| name.into())
}

/// A name to remove: as it is if the article has it, else as new names are stored. Earlier versions
/// stored names as they were typed.
fn present(
    name: &str,
    has: impl FnOnce(&str) -> bool,
    clean: fn(&str) -> String,
) -> Option<Arc<str>> {
    let typed = sanitize_line(name);
    match has(&typed) {
        true => named(typed),
        false => named(clean(name)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::sample;

    #[test]
    fn several_changes_to_several_articles_are_one_step() {
        let entries = sample::entries();
        let mut marks = Marks::default();
        let articles: Vec<_> = entries
            .iter()
            .take(3)
            .map(|entry| (entry, Spot::default()))
            .collect();
        let edits = [
            Edit::Tag(" 经济 ".to_owned()),
            Edit::Tag(String::new()),
            Edit::Later,
        ];
        let events = marks.edit(&articles, &edits, 1);
        assert_eq!(
            events.len(),
            9,
            "a tag, a bookmark and a place in the queue"
        );
        let first = events[0].stamp;
        assert!(events.iter().all(|event| event.stamp == first));
        assert_eq!(marks.tags(&entries[0]), ["经济"]);
        let queue: Vec<&str> = marks
            .queue()
            .iter()
            .map(|queued| &*queued.subject.id)
            .collect();
        let ids: Vec<&str> = entries.iter().take(3).map(|entry| entry.id()).collect();
        assert_eq!(queue, ids, "in the order of the articles");
        assert_eq!(marks.edit(&articles, &edits, 2), [], "nothing to change");
        let removed = marks.edit(&articles[..1], &[Edit::Untag("#经济".to_owned())], 3);
        assert_eq!(removed.len(), 1);
        assert!(marks.is_bookmarked(&entries[0]), "the bookmark stays");
    }
}
