//! What the user's rules do to articles: one step for all of them, which can be undone.

use super::Marks;
use super::bulk::{drop_pages, lines};
use super::edits::{Spot, bookmark};
use super::order;
use super::parts::number;
use crate::library::Entry;
use crate::user::event::{About, Action, Event, Field, Origin, Stamp, Target};
use crate::user::mark_rules::RuleAction;
use std::sync::Arc;

impl RuleAction {
    fn field(&self) -> Field<'_> {
        match self {
            Self::Hide => Field::Hidden,
            Self::Read => Field::Read,
            Self::Tag(name) => Field::Tag(name),
            Self::Bookmark => Field::Bookmark,
            Self::Later => Field::Queue,
        }
    }
}

impl Marks {
    /// Whether a rule may do this to an article: nothing was said about it before, by the user or by
    /// a rule. So what the user has undone stays undone.
    pub fn admits(&self, entry: &Entry, action: &RuleAction) -> bool {
        self.fact(entry, action.field()).is_none()
    }

    /// Does to articles what rules say, as one step. Returns its events, which
    /// [`apply_more`](Self::apply_more) applies. An article must not come twice with one action.
    pub(crate) fn apply_rules(
        &mut self,
        changes: &[(RuleAction, Vec<Entry>)],
        now: u64,
    ) -> Vec<Event> {
        let at = (self.clock.tick(now), now);
        let mut last = self.last_in_queue();
        let mut events = Vec::new();
        for (action, entries) in changes {
            match action {
                RuleAction::Hide => events.extend(self.together(&Action::Hide, entries, at)),
                RuleAction::Read => events.extend(self.together(&Action::Read, entries, at)),
                _ => events.extend(entries.iter().map(|entry| {
                    let action = self.alone(action, entry, &mut last, now);
                    let subject = self.subject(entry);
                    let before = self.before(&subject, &action);
                    Event::one(subject, action, at, Origin::Rule(before))
                })),
            }
        }
        if events.is_empty() {
            return events;
        }
        number(&mut events);
        self.steps.begin(events.clone());
        self.apply_later(&events);
        events
    }

    /// An action of which each article has its own. `last`: the key of the end of the queue.
    fn alone(
        &self,
        action: &RuleAction,
        entry: &Entry,
        last: &mut Option<Arc<str>>,
        now: u64,
    ) -> Action {
        match action {
            RuleAction::Hide => Action::Hide,
            RuleAction::Read => Action::Read,
            RuleAction::Tag(name) => Action::Tag(Arc::clone(name)),
            RuleAction::Bookmark => bookmark(entry, self.subject(entry), Spot::default(), now),
            RuleAction::Later => {
                let key: Arc<str> = order::between(last.as_deref(), None).into();
                *last = Some(Arc::clone(&key));
                Action::Later(key)
            }
        }
    }

    /// The events of an action without further content.
    fn together(
        &self,
        action: &Action,
        entries: &[Entry],
        (stamp, at): (Stamp, u64),
    ) -> Vec<Event> {
        let event = |about| Event {
            stamp,
            at,
            about,
            action: action.clone(),
            origin: Origin::Rule(None),
            part: None,
        };
        if let [entry] = entries {
            return vec![event(About::One(Arc::new(self.subject(entry))))];
        }
        let mut targets: Vec<Target> = entries
            .iter()
            .map(|entry| self.libraries.target(entry))
            .collect();
        drop_pages(&mut targets);
        lines(&targets).map(event).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::sample;
    use crate::user::marks::Stack;

    fn actions() -> [RuleAction; 5] {
        [
            RuleAction::Hide,
            RuleAction::Read,
            RuleAction::Tag("经济".into()),
            RuleAction::Bookmark,
            RuleAction::Later,
        ]
    }

    fn is_so(marks: &Marks, entry: &Entry, action: &RuleAction) -> bool {
        match action {
            RuleAction::Hide => marks.is_hidden(entry),
            RuleAction::Read => marks.is_read(entry),
            RuleAction::Tag(name) => marks.tags(entry).contains(&&**name),
            RuleAction::Bookmark => marks.is_bookmarked(entry),
            RuleAction::Later => marks.is_later(entry),
        }
    }

    fn undo(marks: &mut Marks, now: u64) -> Vec<Event> {
        assert!(marks.begin_undo(Stack::Undo, now));
        let reverted = marks.go_on(usize::MAX).expect("all at once");
        marks.apply_more(usize::MAX);
        reverted.events
    }

    #[test]
    fn one_undo_takes_back_what_all_rules_did() {
        for articles in [1, 3] {
            let entries: Vec<Entry> = sample::entries().into_iter().take(articles).collect();
            let mut marks = Marks::default();
            let changes = actions().map(|action| (action, entries.clone()));
            let events = marks.apply_rules(&changes, 1);
            marks.apply_more(usize::MAX);
            let mut text = Vec::new();
            events.iter().for_each(|event| event.write(&mut text));
            let lines = text
                .split(|byte| *byte == b'\n')
                .filter(|line| !line.is_empty());
            let read = lines.map(|line| Event::parse(line, Default::default(), 1));
            let read: Vec<Event> = read.map(|event| event.unwrap().unwrap()).collect();
            let said = |event: &Event| {
                let Event {
                    action,
                    origin,
                    part,
                    ..
                } = event.clone();
                (action, origin, part, event.count())
            };
            let [read, events] = [read, events].map(|all| all.iter().map(said).collect::<Vec<_>>());
            assert_eq!(read, events, "what is written is read");
            for entry in &entries {
                for action in actions() {
                    assert!(is_so(&marks, entry, &action), "{action:?}");
                    assert!(!marks.admits(entry, &action), "{action:?}: once");
                }
            }
            undo(&mut marks, 2);
            for entry in &entries {
                for action in actions() {
                    assert!(!is_so(&marks, entry, &action), "{action:?} undone");
                    assert!(!marks.admits(entry, &action), "{action:?} stays undone");
                }
            }
        }
    }

    /// Two machines: one hears of the other's event after its own rule has run.
    #[test]
    fn the_user_wins_over_a_rule_that_ran_later() {
        let entry = sample::entries().remove(0);
        let mut user = Marks::default();
        let said = user.set_read(&entry, false, 1);
        let mut rules = Marks::default();
        let done = rules.apply_rules(&[(RuleAction::Read, vec![entry.clone()])], 9);
        rules.apply_more(usize::MAX);
        assert!(rules.is_read(&entry));
        rules.apply_all(&said);
        user.apply_all(&done);
        assert!(!rules.is_read(&entry) && !user.is_read(&entry));
    }
}
