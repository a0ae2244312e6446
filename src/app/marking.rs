//! Commands that change marks: read, bookmark, named marks.
//!
//! A mark concerns the list, the counts and the journal at once, so these commands are `App`'s.

use super::bulk_marks::{BulkChange, Slice, Unsettled};
use super::message::{Item, Level, Message};
use super::target::Focus;
use super::{App, Outcome, ReaderPane};
use crate::document::Position;
use crate::input::{Code, Command, Key};
use crate::user::event::{Action, Event};
use crate::user::marks::{Change, Libraries, Marks};

impl App {
    /// The article that a command applies to: the open one in the reader, else the selected
    /// one.
    pub(super) fn subject(&self) -> Option<&Item> {
        match (self.focus, &self.reader) {
            (Focus::Reader, Some(reader)) => Some(&reader.item),
            _ => self.list.selected(),
        }
    }

    pub(super) fn mark_as_read(&mut self) {
        if let Some(item) = self.subject().cloned() {
            self.change(|marks, now| marks.note_read(&item.entry, now));
        }
    }

    pub(super) fn toggle_read(&mut self) {
        if self.change_picked(Change::Read, Change::Unread) {
            return;
        }
        let Some(item) = self.subject().cloned() else {
            return;
        };
        let mut read = false;
        self.change(|marks, now| {
            read = !marks.is_read(&item.entry);
            marks.set_read(&item.entry, read, now)
        });
        let key = if read {
            "notice.marked-read"
        } else {
            "notice.marked-unread"
        };
        self.context.confirm(key, &[]);
        if self.focus == Focus::List {
            self.list.move_by(1);
            self.after_list_change();
        }
    }

    /// Hides the article from lists and counts, or shows it again.
    pub(super) fn toggle_hidden(&mut self) {
        if self.change_picked(Change::Hide, Change::Unhide) {
            return;
        }
        let Some(item) = self.subject().cloned() else {
            return;
        };
        let is_hidden = !self.context.marks.is_hidden(&item.entry);
        self.change(|marks, now| marks.set_hidden(&item.entry, is_hidden, now));
        let key = match is_hidden {
            true => "notice.hidden",
            false => "notice.unhidden",
        };
        self.context.confirm(key, &[]);
        self.refresh_list();
    }

    /// In the list of bookmarks the row stays when its bookmark is removed, so that the same
    /// key sets it again.
    pub(super) fn toggle_bookmark(&mut self) {
        if self.change_picked(Change::Bookmark, Change::Unbookmark) {
            return;
        }
        let Some(item) = self.subject().cloned() else {
            return self.context.refuse("notice.none-selected");
        };
        let spot = self.spot(&item);
        let mut bookmarked = false;
        self.change(|marks, now| {
            bookmarked = !marks.is_bookmarked(&item.entry);
            if bookmarked {
                marks.add_bookmark(&item.entry, spot, now)
            } else {
                marks.remove_bookmark(&item.entry, now)
            }
        });
        // An article that lost its bookmark keeps its row until the list is rebuilt, so that
        // a second `b` restores it; a row that undo has removed since must come back.
        if bookmarked {
            self.refresh_kept();
        }
        self.say_bookmarked(&item, bookmarked);
    }

    /// Something was read from the journal.
    pub(super) fn take_journal(&mut self, message: Message) {
        match message {
            Message::Marks(marks) => self.take_marks(*marks),
            Message::History(history) => self.take_history(history),
            Message::Changes(steps) => self.take_changes(steps),
            Message::Libraries(libraries) => self.take_libraries(libraries),
            _ => {}
        }
    }

    /// The marks of the journal have arrived: rows, counts and the open article's position
    /// depend on them.
    fn take_marks(&mut self, marks: Marks) {
        // Slices of an unfinished change would be lost: only finished ones are recorded.
        self.finish_bulk_marks();
        self.context.take_marks(marks);
        self.list.set_pace(&mut self.context);
        self.recount();
        self.refresh_list();
        let place = |reader: &&ReaderPane| self.context.marks.place(&reader.item.entry);
        let shown = self.reader.as_ref().filter(|reader| !reader.moved);
        if shown.as_ref().and_then(place).is_some() {
            self.leave_article();
            self.reader = None;
            self.load_selected();
        }
        self.show_annotations();
        self.open_lone();
        self.replay_held();
        self.rule_arrivals();
    }

    /// Applies events of another instance or machine.
    pub(super) fn apply_remote(&mut self, events: &[Event]) {
        self.context.marks.apply_all(events);
        self.sidebar.expire();
        self.show_annotations();
        let is_position = |event: &Event| matches!(event.action, Action::Position { .. });
        if !events.iter().all(is_position) {
            self.recount_after(events);
        }
        if events.iter().any(hides) {
            self.refresh_list();
        } else if events.iter().any(is_listed_apart) {
            self.refresh_kept();
        }
    }

    pub(super) fn refresh_kept(&mut self) {
        if self.list.source != super::ListSource::All {
            self.refresh_list();
        }
    }

    /// The letter after `m` or `'`: sets or goes to a named mark of the article.
    pub(super) fn named_mark(&mut self, command: Command, key: Key) -> Outcome {
        let Code::Char(letter) = key.code else {
            return Outcome::None;
        };
        if (command, letter) == (Command::GoToMark, '\'') {
            self.go_before_jump();
            return Outcome::None;
        }
        if !letter.is_ascii_alphanumeric() {
            return Outcome::None;
        }
        if command == Command::GoToMark {
            return self.go_to_mark(letter);
        }
        if let Some(reader) = &self.reader {
            let position = reader.place().unwrap_or_default();
            let item = reader.item.clone();
            self.change(|marks, now| marks.set_named(&item.entry, letter, position, now));
            self.context
                .confirm("notice.mark-set", &[("letter", &letter)]);
        }
        Outcome::None
    }

    /// Goes to a named mark: of a capital letter in any article, of another in the open one.
    pub(super) fn go_to_mark(&mut self, letter: char) -> Outcome {
        let marks = &self.context.marks;
        if letter.is_ascii_uppercase() {
            let named = marks.named_anywhere(letter);
            if let Some((subject, position)) = named.map(|(subject, at)| (subject.clone(), at)) {
                let item = self.article_of(&subject);
                self.jumps.is_to_mark = true;
                self.open_at(&item, below_top(position));
                return Outcome::None;
            }
        } else if let Some(reader) = &mut self.reader
            && let Some(position) = marks.named(&reader.item.entry, letter)
        {
            match below_top(position) {
                Some(position) => reader.go_to(position),
                None => reader.go_to_line(0),
            }
            self.jumps.is_to_mark = true;
            return Outcome::Scrolled;
        }
        let text = self
            .context
            .locale
            .fill("notice.no-mark", &[("letter", &letter)]);
        self.context.notify(Level::Hint, text);
        Outcome::None
    }

    /// Makes a change to all picked articles, or the opposite one if none of them lacks it.
    /// False: no article is picked.
    fn change_picked(&mut self, change: Change, opposite: Change) -> bool {
        if self.focus != Focus::List || self.list.picked() == 0 {
            return false;
        }
        self.finish_bulk_marks();
        let picked = self.list.take_picks();
        let marks = &self.context.marks;
        let lacking = picked.iter().any(|item| marks.lacks(&item.entry, change));
        let change = if lacking { change } else { opposite };
        self.bulk = Some(BulkChange::new(change, picked));
        self.mark_more(Slice::FRAME);
        true
    }

    /// Marks every shown article as read.
    pub(super) fn mark_all_read(&mut self) {
        self.finish_bulk_marks();
        self.list.finish_filter(&self.context.marks);
        let shown: Vec<Item> = self.list.shown().cloned().collect();
        self.bulk = Some(BulkChange::new(Change::Read, shown));
        self.mark_more(Slice::FRAME);
    }

    fn mark_more(&mut self, slice: Slice) {
        let Some(mut bulk) = self.bulk.take() else {
            return;
        };
        if !bulk.mark_more(slice, &mut self.context) {
            self.bulk = Some(bulk);
            return;
        }
        let notice = bulk.notice();
        let (events, count) = bulk.finish(&mut self.context);
        let (level, text) = match count {
            0 => (
                Level::Hint,
                self.context.locale.text("notice.no-unread").to_owned(),
            ),
            _ => {
                let text = self.context.locale.fill(notice, &[("count", &count)]);
                (Level::Done, text)
            }
        };
        self.record_then_apply(events, (level, text), slice);
    }

    /// Records events that are not applied yet, and applies the first slice of them: the screen
    /// shows nothing of them before they are written.
    pub(super) fn record_then_apply(
        &mut self,
        events: Vec<Event>,
        notice: (Level, String),
        slice: Slice,
    ) {
        self.unsettled = Some(Unsettled {
            notice,
            refills: events.iter().any(is_listed_apart),
            rehides: events.iter().any(hides),
        });
        self.context.record(events);
        self.apply_more(slice);
    }

    /// Applies the next slice of recorded events, and says what was done after the last one.
    fn apply_more(&mut self, slice: Slice) {
        let is_applied = self.context.marks.apply_more(slice.changes);
        let Some(unsettled) = self.unsettled.take_if(|_| is_applied) else {
            return;
        };
        if unsettled.refills {
            self.recount();
        } else {
            self.recount_unread();
        }
        self.show_annotations();
        // The rows of removed bookmarks do not stay.
        if unsettled.rehides {
            self.refresh_list();
        } else if unsettled.refills {
            self.refresh_kept();
        }
        let (level, text) = unsettled.notice;
        self.context.notify(level, text);
    }

    /// Whether marks are still being changed, or counted after a change.
    pub(super) fn is_marking_or_counting(&self) -> bool {
        self.is_marking() || self.library.is_counting()
    }

    fn is_marking(&self) -> bool {
        self.bulk.is_some() || self.context.marks.left() > 0 || self.unsettled.is_some()
    }

    /// The next slice of marks, or of the count after them.
    pub(super) fn continue_marking(&mut self) {
        if self.unsettled.is_some() {
            self.apply_more(Slice::FRAME);
        } else if self.bulk.is_some() {
            self.mark_more(Slice::FRAME);
        } else if self.context.marks.left() > 0 {
            self.revert_more(Slice::FRAME);
        } else {
            self.count_more();
        }
    }

    /// Finishes a bulk change at once, before anything that depends on its result.
    pub(super) fn finish_bulk_marks(&mut self) {
        self.apply_more(Slice::ALL);
        self.mark_more(Slice::ALL);
        self.revert_more(Slice::ALL);
    }

    /// Another instance or machine has named an open library.
    fn take_libraries(&mut self, libraries: Libraries) {
        self.context.marks.set_libraries(libraries);
        self.recount();
    }

    /// Changes marks for a command. A bulk change is finished first, so that the result does
    /// not depend on how it was sliced.
    fn change(&mut self, change: impl FnOnce(&mut Marks, u64) -> Vec<Event>) {
        self.finish_bulk_marks();
        let events = change(&mut self.context.marks, self.context.now);
        self.record_marks(events);
    }

    pub(super) fn record_marks(&mut self, events: Vec<Event>) {
        if events.is_empty() {
            return;
        }
        self.recount_after(&events);
        self.show_annotations();
        self.context.record(events);
    }

    /// Counts again: a short list at once, a long one in slices between frames.
    pub(super) fn recount(&mut self) {
        self.library
            .start_count(&self.context.marks, self.context.now);
        self.count_anew();
    }

    /// Counts again what events may have changed.
    fn recount_after(&mut self, events: &[Event]) {
        if events.iter().any(is_listed_apart) {
            self.recount();
        } else {
            self.recount_unread();
        }
    }

    /// As [`recount`](Self::recount), when no bookmark or place in the queue has changed.
    fn recount_unread(&mut self) {
        self.library.count_unread();
        self.count_anew();
    }

    /// As [`recount`](Self::recount), when only the list has changed: what the marks alone tell is
    /// not counted again, which takes a tenth of a second with 100,000 bookmarks.
    pub(super) fn recount_list(&mut self) {
        self.library.restart_count();
        self.count_anew();
    }

    fn count_anew(&mut self) {
        self.sidebar.expire();
        self.list.restart_unread_count();
        // Each slice of a bulk change alters marks; the count waits for the last one.
        if !self.is_marking() {
            self.count_more();
        }
    }

    /// The header of the open article says what the user keeps about it.
    fn show_annotations(&mut self) {
        if let Some(reader) = &mut self.reader {
            reader.locate_highlights(&mut self.context);
            reader.remake_header(&self.context);
        }
        self.refresh_listed_highlights();
    }

    fn count_more(&mut self) {
        let finished = self.library.count_more(&self.list.all, &self.context.marks);
        if finished {
            let links = std::mem::take(&mut self.library.links);
            let events = self.context.marks.take_over(links, self.context.now);
            if !events.is_empty() {
                self.context.record(events);
                self.library.bookmarks_outdated = true;
                self.recount();
                return;
            }
        }
        let outdated = finished && std::mem::take(&mut self.library.bookmarks_outdated);
        if outdated || finished && self.list.lacks_bookmarks() {
            self.refresh_kept();
        }
    }
}

/// A position below the top of an article; `None` for the top, with the header.
pub(super) fn below_top(position: Position) -> Option<Position> {
    (position != Position::default()).then_some(position)
}

/// Whether an event may change which articles lists leave out.
fn hides(event: &Event) -> bool {
    matches!(event.action, Action::Hide | Action::Unhide)
}

/// Whether an event may change a list that is filled by marks, such as the bookmarks.
pub(super) fn is_listed_apart(event: &Event) -> bool {
    !matches!(
        event.action,
        Action::Read
            | Action::Unread
            | Action::Position { .. }
            | Action::Open(_)
            | Action::Spend(_)
    )
}
