//! The state of the reader's marks, made from the events of the journal: read, bookmarked,
//! the place, marks with letters. Pure: it neither reads nor writes files.
//!
//! Each fact of an article is a register, and the event with the latest stamp (time, writer,
//! line) wins, so events may come in any order and more than once. Every event is kept under
//! the article's id and under its fingerprint, and a question takes the later answer of the
//! two: an article that was moved or renamed keeps its marks, and so does one whose text was
//! changed. Two files with the same title and text are the same article here.

use super::event::{Action, Event};
use crate::document::Place;
use crate::library::Entry;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::sync::Arc;

/// Where the reader left an article.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlaceMark {
    pub place: Place,
    /// How much of the article lies before it: 0 to 1.
    pub fraction: f32,
}

/// A bookmark, with all that is shown of it when its article is gone.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    pub id: Arc<str>,
    pub fingerprint: u64,
    pub title: String,
    pub source: String,
    /// Milliseconds since 1970.
    pub since: u64,
    pub place: Option<Place>,
    pub passage: Option<String>,
}

impl Kept {
    /// An entry that shows the bookmark of an article that is no longer in the library.
    pub fn entry(&self) -> Entry {
        let title = if self.title.is_empty() {
            self.id.to_string()
        } else {
            self.title.clone()
        };
        Entry {
            id: Arc::clone(&self.id),
            path: Arc::new(std::path::PathBuf::from(&*self.id)),
            title,
            source: self.source.as_str().into(),
            author: "".into(),
            categories: Vec::new(),
            tags: Vec::new(),
            date: None,
            language: crate::text::Language::default(),
            count: crate::text::Count::default(),
            format: crate::document::Format::default(),
            address: None,
            picture: None,
            fingerprint: self.fingerprint,
            partial: None,
        }
    }

    fn action(&self) -> Action {
        Action::Bookmark {
            place: self.place,
            passage: self.passage.clone(),
            since: Some(self.since),
        }
    }
}

/// Which of two events on one register is the later.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Stamp {
    time: u64,
    writer: Arc<str>,
    line: u32,
}

type Register<T> = Option<(Stamp, T)>;

/// What is known of an id or of a fingerprint.
#[derive(Clone, Debug, Default)]
struct Record {
    read: Register<bool>,
    bookmark: Register<Option<Box<Kept>>>,
    place: Register<PlaceMark>,
    letters: BTreeMap<char, (Stamp, Option<Place>)>,
}

/// The newest steps that can be undone; older ones are forgotten.
const STEPS: usize = 1000;

/// All marks, and what can be undone of this run.
#[derive(Clone, Debug, Default)]
pub struct Marks {
    by_id: HashMap<Arc<str>, Record>,
    by_print: HashMap<u64, Record>,
    /// The ids whose own register says bookmarked, newest first.
    kept: BTreeSet<(Reverse<u64>, Arc<str>)>,
    undo: VecDeque<Vec<Event>>,
    redo: Vec<Vec<Event>>,
}

/// Two registers of one fact: the later.
fn later<'a, T>(
    one: Option<&'a (Stamp, T)>,
    other: Option<&'a (Stamp, T)>,
) -> Option<&'a (Stamp, T)> {
    match (one, other) {
        (Some(one), Some(other)) if other.0 > one.0 => Some(other),
        (one, other) => one.or(other),
    }
}

fn put<T>(register: &mut Register<T>, stamp: &Stamp, value: T) {
    if register.as_ref().is_none_or(|(old, _)| stamp > old) {
        *register = Some((stamp.clone(), value));
    }
}

impl Record {
    fn apply(&mut self, event: &Event) {
        let stamp = Stamp {
            time: event.time,
            writer: Arc::clone(&event.writer),
            line: event.line,
        };
        match &event.action {
            Action::Read => put(&mut self.read, &stamp, true),
            Action::Unread => put(&mut self.read, &stamp, false),
            Action::Bookmark {
                place,
                passage,
                since,
            } => {
                let kept = Kept {
                    id: Arc::clone(&event.id),
                    fingerprint: event.fingerprint,
                    title: event.title.clone(),
                    source: event.source.clone(),
                    since: since.unwrap_or(event.time),
                    place: *place,
                    passage: passage.clone(),
                };
                put(&mut self.bookmark, &stamp, Some(Box::new(kept)));
            }
            Action::Unbookmark => put(&mut self.bookmark, &stamp, None),
            Action::Place { place, fraction } => {
                let mark = PlaceMark {
                    place: *place,
                    fraction: *fraction,
                };
                put(&mut self.place, &stamp, mark);
            }
            Action::Mark { letter, place } => self.put_letter(*letter, stamp, Some(*place)),
            Action::Unmark { letter } => self.put_letter(*letter, stamp, None),
        }
    }

    fn put_letter(&mut self, letter: char, stamp: Stamp, place: Option<Place>) {
        let old = self.letters.get(&letter);
        if old.is_none_or(|(old, _)| stamp > *old) {
            self.letters.insert(letter, (stamp, place));
        }
    }

    fn kept(&self) -> Option<&Kept> {
        self.bookmark.as_ref()?.1.as_deref()
    }
}

impl Marks {
    /// Takes events of the journal, in any order, any number of times.
    pub fn apply_all(&mut self, events: &[Event]) {
        for event in events {
            self.apply(event);
        }
    }

    fn apply(&mut self, event: &Event) {
        if event.fingerprint != 0 {
            let record = self.by_print.entry(event.fingerprint).or_default();
            record.apply(event);
        }
        let record = self.by_id.entry(Arc::clone(&event.id)).or_default();
        let before = record.kept().map(|kept| kept.since);
        record.apply(event);
        let after = record.kept().map(|kept| kept.since);
        if before != after {
            if let Some(since) = before {
                self.kept.remove(&(Reverse(since), Arc::clone(&event.id)));
            }
            if let Some(since) = after {
                self.kept.insert((Reverse(since), Arc::clone(&event.id)));
            }
        }
    }

    fn ask<T>(
        &self,
        id: &str,
        fingerprint: u64,
        register: impl for<'a> Fn(&'a Record) -> Option<&'a (Stamp, T)>,
    ) -> Option<&(Stamp, T)> {
        let by_id = self.by_id.get(id).and_then(&register);
        let by_print = match fingerprint {
            0 => None,
            print => self.by_print.get(&print).and_then(&register),
        };
        later(by_id, by_print)
    }

    fn read(&self, id: &str, fingerprint: u64) -> Option<&(Stamp, bool)> {
        self.ask(id, fingerprint, |record| record.read.as_ref())
    }

    fn kept(&self, id: &str, fingerprint: u64) -> Option<&(Stamp, Option<Box<Kept>>)> {
        self.ask(id, fingerprint, |record| record.bookmark.as_ref())
    }

    fn letter(&self, id: &str, fingerprint: u64, letter: char) -> Option<&(Stamp, Option<Place>)> {
        self.ask(id, fingerprint, |record| record.letters.get(&letter))
    }

    pub fn is_read(&self, entry: &Entry) -> bool {
        self.read(&entry.id, entry.fingerprint)
            .is_some_and(|(_, read)| *read)
    }

    pub fn is_bookmarked(&self, entry: &Entry) -> bool {
        self.bookmark(entry).is_some()
    }

    pub fn bookmark(&self, entry: &Entry) -> Option<&Kept> {
        self.kept(&entry.id, entry.fingerprint)?.1.as_deref()
    }

    pub fn place(&self, entry: &Entry) -> Option<PlaceMark> {
        let place = self.ask(&entry.id, entry.fingerprint, |record| record.place.as_ref());
        place.map(|(_, mark)| *mark)
    }

    /// The place of a mark with a letter.
    pub fn named(&self, entry: &Entry, letter: char) -> Option<Place> {
        self.letter(&entry.id, entry.fingerprint, letter)?.1
    }

    /// Every bookmark, newest first, also of articles that are gone; each article once.
    pub fn bookmarks(&self) -> impl Iterator<Item = &Kept> {
        let mut prints = HashSet::new();
        self.kept.iter().filter_map(move |(_, id)| {
            let own = self.by_id.get(id)?.kept()?;
            // Taken back under another path with the same text?
            self.kept(id, own.fingerprint)?.1.as_ref()?;
            let new = own.fingerprint == 0 || prints.insert(own.fingerprint);
            new.then_some(own)
        })
    }

    /// Marks as read or unread, as one step of undo.
    pub fn set_read(&mut self, entry: &Entry, read: bool, now: u64) -> Event {
        let event = about(entry, if read { Action::Read } else { Action::Unread });
        self.step_one(event, now)
    }

    /// Marks as read because it was read: no step of undo. None when it is read already.
    pub fn note_read(&mut self, entry: &Entry, now: u64) -> Option<Event> {
        if self.is_read(entry) {
            return None;
        }
        Some(self.perform(about(entry, Action::Read), now).0)
    }

    /// Marks all that are unread as read, as one step of undo.
    pub fn set_all_read(&mut self, entries: &[&Entry], now: u64) -> Vec<Event> {
        let unread = entries.iter().filter(|entry| !self.is_read(entry));
        let events = unread.map(|entry| about(entry, Action::Read)).collect();
        self.step(events, now)
    }

    /// Sets or takes back a bookmark, as one step of undo. `place` is where the reader is in
    /// the article.
    pub fn set_bookmark(
        &mut self,
        entry: &Entry,
        kept: bool,
        place: Option<Place>,
        now: u64,
    ) -> Event {
        self.set_passage(entry, kept, place, None, now)
    }

    /// As [`set_bookmark`](Self::set_bookmark), with words of the article.
    pub fn set_passage(
        &mut self,
        entry: &Entry,
        kept: bool,
        place: Option<Place>,
        passage: Option<String>,
        now: u64,
    ) -> Event {
        let action = if kept {
            Action::Bookmark {
                place,
                passage,
                since: None,
            }
        } else {
            Action::Unbookmark
        };
        self.step_one(about(entry, action), now)
    }

    /// Keeps the place of an article: no step of undo. `fraction` is how much of the article
    /// lies before it, 0 to 1.
    pub fn set_place(&mut self, entry: &Entry, place: Place, fraction: f32, now: u64) -> Event {
        // JSON has no form for what is no number.
        let fraction = if fraction.is_nan() {
            0.0
        } else {
            fraction.clamp(0.0, 1.0)
        };
        let action = Action::Place { place, fraction };
        self.perform(about(entry, action), now).0
    }

    /// Sets a mark with a letter, as one step of undo.
    pub fn set_named(&mut self, entry: &Entry, letter: char, place: Place, now: u64) -> Event {
        self.step_one(about(entry, Action::Mark { letter, place }), now)
    }

    /// Takes bookmarks from elsewhere; those that are kept already are left as they are. One
    /// step of undo.
    pub fn import(&mut self, bookmarks: &[Kept], now: u64) -> Vec<Event> {
        let new = bookmarks.iter().filter(|kept| {
            let old = self.kept(&kept.id, kept.fingerprint);
            old.is_none_or(|(_, old)| old.is_none())
        });
        let events = new.map(|kept| Event {
            time: 0,
            id: Arc::clone(&kept.id),
            fingerprint: kept.fingerprint,
            title: kept.title.clone(),
            source: kept.source.clone(),
            action: kept.action(),
            writer: "".into(),
            line: 0,
        });
        let events = events.collect();
        self.step(events, now)
    }

    /// Takes the last step back; the events that do so. None when there is nothing to undo.
    pub fn undo(&mut self, now: u64) -> Option<Vec<Event>> {
        let events = self.undo.pop_back()?;
        let (done, inverse) = self.perform_all(events, now);
        self.redo.push(inverse);
        Some(done)
    }

    /// Does again what was undone last.
    pub fn redo(&mut self, now: u64) -> Option<Vec<Event>> {
        let events = self.redo.pop()?;
        let (done, inverse) = self.perform_all(events, now);
        self.undo.push_back(inverse);
        Some(done)
    }

    fn step(&mut self, events: Vec<Event>, now: u64) -> Vec<Event> {
        if events.is_empty() {
            return events;
        }
        let (done, inverse) = self.perform_all(events, now);
        self.remember(inverse);
        done
    }

    fn step_one(&mut self, event: Event, now: u64) -> Event {
        let (done, inverse) = self.perform(event, now);
        self.remember(vec![inverse]);
        done
    }

    fn remember(&mut self, inverse: Vec<Event>) {
        self.redo.clear();
        if self.undo.len() == STEPS {
            self.undo.pop_front();
        }
        self.undo.push_back(inverse);
    }

    fn perform_all(&mut self, events: Vec<Event>, now: u64) -> (Vec<Event>, Vec<Event>) {
        let (done, mut inverse): (Vec<_>, Vec<_>) = events
            .into_iter()
            .map(|event| self.perform(event, now))
            .unzip();
        inverse.reverse();
        (done, inverse)
    }

    /// Gives the event its time, applies it, and returns it with the event that undoes it.
    /// The time is never before what it changes, whatever the clock of the machine that
    /// wrote that: what is done now wins over what is seen now.
    fn perform(&mut self, mut event: Event, now: u64) -> (Event, Event) {
        let (id, print) = (&*event.id, event.fingerprint);
        let (last, before) = match &event.action {
            Action::Read | Action::Unread => {
                let old = self.read(id, print);
                let read = old.is_some_and(|(_, read)| *read);
                let before = if read { Action::Read } else { Action::Unread };
                (old.map(|(stamp, _)| stamp.time), before)
            }
            Action::Bookmark { .. } | Action::Unbookmark => {
                let old = self.kept(id, print);
                let kept = old.and_then(|(_, kept)| kept.as_ref());
                let before = kept.map_or(Action::Unbookmark, |kept| kept.action());
                (old.map(|(stamp, _)| stamp.time), before)
            }
            Action::Place { place, fraction } => {
                let old = self.ask(id, print, |record| record.place.as_ref());
                let mark = old.map_or((*place, *fraction), |(_, m)| (m.place, m.fraction));
                let (place, fraction) = mark;
                let before = Action::Place { place, fraction };
                (old.map(|(stamp, _)| stamp.time), before)
            }
            Action::Mark { letter, .. } | Action::Unmark { letter } => {
                let letter = *letter;
                let old = self.letter(id, print, letter);
                let before = match old.and_then(|(_, place)| *place) {
                    Some(place) => Action::Mark { letter, place },
                    None => Action::Unmark { letter },
                };
                (old.map(|(stamp, _)| stamp.time), before)
            }
        };
        let inverse = Event {
            action: before,
            ..event.clone()
        };
        event.time = last.map_or(now, |last| now.max(last.saturating_add(1)));
        self.apply(&event);
        (event, inverse)
    }
}

fn about(entry: &Entry, action: Action) -> Event {
    Event {
        time: 0,
        id: Arc::clone(&entry.id),
        fingerprint: entry.fingerprint,
        title: entry.title.clone(),
        source: entry.source.to_string(),
        action,
        writer: "".into(),
        line: 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn entry(id: &str, fingerprint: u64) -> Entry {
        Kept {
            id: id.into(),
            fingerprint,
            title: format!("title of {id}"),
            source: "source".to_owned(),
            since: 0,
            place: None,
            passage: None,
        }
        .entry()
    }

    fn kept(marks: &Marks) -> Vec<&str> {
        marks.bookmarks().map(|kept| &*kept.id).collect()
    }

    const AT: Place = Place { text: 4, byte: 30 };

    #[test]
    fn what_was_done_is_remembered() {
        let (a, b) = (entry("a", 1), entry("b", 2));
        let mut marks = Marks::default();
        marks.set_read(&a, true, 10);
        marks.set_bookmark(&a, true, Some(AT), 11);
        marks.set_bookmark(&b, true, None, 12);
        marks.set_place(&b, AT, f32::NAN, 13);
        marks.set_named(&b, 'x', AT, 14);
        assert!(marks.is_read(&a) && !marks.is_read(&b));
        assert_eq!(marks.bookmark(&a).and_then(|kept| kept.place), Some(AT));
        assert_eq!(kept(&marks), ["b", "a"]);
        assert_eq!(marks.place(&b).map(|mark| mark.place), Some(AT));
        assert_eq!(marks.named(&b, 'x'), Some(AT));
        assert_eq!(marks.named(&b, 'y'), None);
        assert_eq!(marks.note_read(&a, 15), None);
        marks.set_bookmark(&b, false, None, 16);
        assert_eq!(kept(&marks), ["a"]);
    }

    #[test]
    fn a_moved_article_keeps_its_marks() {
        let (old, new) = (entry("old/a", 7), entry("new/a", 7));
        let mut marks = Marks::default();
        marks.set_read(&old, true, 1);
        marks.set_bookmark(&old, true, Some(AT), 2);
        marks.set_place(&old, AT, 0.5, 3);
        assert!(marks.is_read(&new) && marks.is_bookmarked(&new));
        assert_eq!(marks.place(&new).map(|mark| mark.fraction), Some(0.5));
        marks.set_bookmark(&new, false, None, 4);
        assert_eq!(kept(&marks), [""; 0]);
        marks.set_bookmark(&new, true, None, 5);
        assert_eq!(kept(&marks), ["new/a"], "once, though both paths are kept");
        // Its text was changed as well: the path still knows it.
        assert!(marks.is_bookmarked(&entry("new/a", 8)));
        // No fingerprint says nothing about others.
        marks.set_read(&entry("p", 0), true, 6);
        assert!(!marks.is_read(&entry("q", 0)));
    }

    #[test]
    fn steps_are_undone_and_done_again() {
        let (a, b) = (entry("a", 1), entry("b", 2));
        let mut marks = Marks::default();
        assert_eq!(marks.undo(1), None);
        marks.set_bookmark(&a, true, Some(AT), 10);
        marks.set_read(&b, true, 11);
        marks.set_all_read(&[&a, &b], 12);
        assert_eq!(marks.undo(20).map(|events| events.len()), Some(1));
        assert!(!marks.is_read(&a) && marks.is_read(&b));
        marks.redo(21);
        assert!(marks.is_read(&a));
        marks.set_bookmark(&a, false, None, 22);
        marks.note_read(&a, 23);
        marks.undo(24);
        let back = marks.bookmark(&a).unwrap();
        assert_eq!((back.since, back.place), (10, Some(AT)), "as it was");
        marks.undo(25);
        marks.undo(26);
        marks.undo(27);
        assert!(!marks.is_read(&b) && !marks.is_bookmarked(&a));
        assert_eq!(marks.undo(28), None);
        for time in 30..33 {
            assert!(marks.redo(time).is_some());
        }
        marks.set_read(&a, false, 40);
        assert_eq!(marks.redo(41), None, "a new step ends redo");
    }

    #[test]
    fn what_is_done_wins_over_what_a_wrong_clock_wrote() {
        let a = entry("a", 1);
        let mut marks = Marks::default();
        marks.set_read(&a, true, 1_000_000);
        let event = marks.set_read(&a, false, 5);
        assert!(!marks.is_read(&a));
        assert_eq!(event.time, 1_000_001);
    }

    #[test]
    fn a_bookmark_is_taken_once_from_elsewhere() {
        let mut marks = Marks::default();
        marks.set_bookmark(&entry("a", 1), true, None, 10);
        let other: Vec<Kept> = marks.bookmarks().cloned().collect();
        let mut second = Marks::default();
        assert_eq!(second.import(&other, 99).len(), 1);
        assert_eq!(second.import(&other, 100).len(), 0);
        assert_eq!(second.bookmarks().next().map(|kept| kept.since), Some(10));
        second.undo(101);
        assert_eq!(kept(&second), [""; 0]);
    }

    fn events() -> impl Strategy<Value = Vec<Event>> {
        let action = prop_oneof![
            Just(Action::Read),
            Just(Action::Unread),
            Just(Action::Unbookmark),
            (0..3_u64).prop_map(|since| Action::Bookmark {
                place: None,
                passage: None,
                since: Some(since),
            }),
            (0..3_u32).prop_map(|text| Action::Place {
                place: Place { text, byte: 0 },
                fraction: 0.0,
            }),
            Just(Action::Mark {
                letter: 'a',
                place: AT
            }),
            Just(Action::Unmark { letter: 'a' }),
        ];
        // One writer never writes two events on the same line.
        let one = (0..4_u64, 0..3_u64, 0..3_u64, 0..2_u8, action);
        prop::collection::vec(one, 0..20).prop_map(|many| {
            let many = many.into_iter().enumerate();
            many.map(|(line, (time, id, print, writer, action))| Event {
                time,
                writer: format!("m-{writer}").into(),
                line: line as u32 + 1,
                ..about(&entry(&id.to_string(), print), action)
            })
            .collect()
        })
    }

    fn seen(marks: &Marks) -> impl PartialEq + std::fmt::Debug {
        let mut seen = Vec::new();
        for id in 0..3 {
            for print in 0..3 {
                let entry = entry(&id.to_string(), print);
                seen.push((
                    marks.is_read(&entry),
                    marks.bookmark(&entry).cloned(),
                    marks.place(&entry),
                    marks.named(&entry, 'a'),
                ));
            }
        }
        (seen, marks.bookmarks().cloned().collect::<Vec<_>>())
    }

    proptest! {
        #[test]
        fn order_and_repetition_do_not_matter(events in events(), turn in 0..20_usize) {
            let mut straight = Marks::default();
            straight.apply_all(&events);
            let mut mixed = events.clone();
            mixed.reverse();
            mixed.rotate_left(turn.min(events.len()));
            mixed.extend(events);
            let mut other = Marks::default();
            other.apply_all(&mixed);
            prop_assert_eq!(seen(&straight), seen(&other));
        }

        #[test]
        fn undo_gives_back_every_state(events in events()) {
            let mut marks = Marks::default();
            let mut states = Vec::new();
            for (now, mut event) in events.into_iter().enumerate() {
                // A path keeps its text during one run; two paths share theirs.
                event.fingerprint = u64::from(&*event.id != "0");
                if matches!(event.action, Action::Place { .. }) { continue; }
                states.push(answers(&marks));
                marks.step(vec![event], now as u64);
            }
            let last = answers(&marks);
            for (now, state) in states.iter().enumerate().rev() {
                marks.undo(100 - now as u64);
                prop_assert_eq!(&answers(&marks), state);
            }
            while marks.redo(200).is_some() {}
            prop_assert_eq!(answers(&marks), last);
        }
    }

    fn answers(marks: &Marks) -> Vec<(bool, bool, bool)> {
        let entries = (0..3).map(|n| entry(&n.to_string(), u64::from(n != 0)));
        entries
            .map(|entry| {
                let named = marks.named(&entry, 'a').is_some();
                (marks.is_read(&entry), marks.is_bookmarked(&entry), named)
            })
            .collect()
    }
}
