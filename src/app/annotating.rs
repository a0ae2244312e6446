//! What the user keeps about articles: tags, collections, notes and the queue of articles to read
//! later. The commands apply to the picked rows, else to the selected or open article.

use super::marking::is_listed_apart;
use super::message::{Effect, Item, Listed};
use super::panel::kept::history;
use super::panel::names::{names, written};
use super::panel::prompt::LIMIT;
use super::{App, Asking, Focus, Level, ListSource, ReaderPane};
use crate::input::{Command, Scope};
use crate::library::Date;
use crate::text::sanitize_line;
use crate::user::event::{Action, Event};
use crate::user::marks::{Edit, Spot};
use std::fmt::Display;
use std::sync::Arc;

/// The most characters of a passage.
const PASSAGE: usize = 200;

impl App {
    /// The picked articles, else the one that a command applies to.
    fn subjects(&self) -> Vec<Item> {
        if self.focus == Focus::List && self.list.picked() > 0 {
            return self.list.picked_items();
        }
        self.subject().cloned().into_iter().collect()
    }

    /// Asks for tags, collections or the note, with what an article has.
    pub(super) fn ask_about(&mut self, asking: Asking) {
        self.annotated = self.subjects();
        let [item] = self.annotated.as_slice() else {
            if !self.annotated.is_empty() {
                self.ask(asking, "");
            }
            return;
        };
        let (marks, entry) = (&self.context.marks, &item.entry);
        let text = match asking {
            Asking::Tags => written(&marks.tags(entry)),
            Asking::Collection => written(&marks.collections(entry)),
            _ => marks.note(entry).unwrap_or_default().to_owned(),
        };
        let gap = matches!(asking, Asking::Tags | Asking::Collection) && !text.is_empty();
        let text = if gap { text + " " } else { text };
        self.ask_or_edit(asking, text);
    }

    /// Asks with a text to change. One that a prompt cannot hold opens in `$EDITOR`.
    pub(super) fn ask_or_edit(&mut self, asking: Asking, text: String) {
        if text.contains('\n') || text.chars().count() > LIMIT {
            return self.edit_text(asking, text);
        }
        self.ask(asking, &text);
        self.suggest();
    }

    fn edit_text(&mut self, asking: Asking, text: String) {
        self.context.effect(Effect::EditText(text.clone()));
        self.editing = Some((asking, text));
    }

    /// The editor has ended. `None`: the text is as it was.
    pub(super) fn text_edited(&mut self, edited: Result<Option<String>, String>) {
        let editing = self.editing.take();
        match edited {
            Ok(Some(text)) => {
                if let Some((asking, before)) = editing {
                    self.accept_about(asking, &before, &text);
                }
            }
            Ok(None) => {}
            Err(notice) => self.context.notify(Level::Error, notice),
        }
    }

    /// The text of such a prompt, or of the editor, was accepted.
    pub(super) fn accept_about(&mut self, asking: Asking, before: &str, text: &str) {
        let edits = match asking {
            Asking::Passage => return self.accept_passage_note(text),
            Asking::Tags => difference(before, text, Edit::Tag, Edit::Untag),
            Asking::Collection => difference(before, text, Edit::Collect, Edit::Uncollect),
            // The prompt for several articles does not show their notes.
            _ if text == before => Vec::new(),
            _ => vec![Edit::Note(text.to_owned())],
        };
        let articles = std::mem::take(&mut self.annotated);
        self.edit(&articles, &edits);
    }

    /// `:tag`, `:untag`, `:collect`, `:uncollect` and `:note` with what follows them. False: the
    /// name is that of another command.
    pub(super) fn run_about(&mut self, name: &str, text: &str) -> bool {
        let edits: Vec<Edit> = match name {
            _ if text.is_empty() => return false,
            "tag" => names(text).into_iter().map(Edit::Tag).collect(),
            "untag" => names(text).into_iter().map(Edit::Untag).collect(),
            "collect" => names(text).into_iter().map(Edit::Collect).collect(),
            "uncollect" => names(text).into_iter().map(Edit::Uncollect).collect(),
            "note" => vec![Edit::Note(text.to_owned())],
            _ => return false,
        };
        let articles = self.subjects();
        self.edit(&articles, &edits);
        true
    }

    /// Has the note edited in `$EDITOR`.
    pub(super) fn edit_note(&mut self) {
        let Some(item) = self.subject().cloned() else {
            return;
        };
        let text = self.context.marks.note(&item.entry).unwrap_or_default();
        let text = text.to_owned();
        self.annotated = vec![item];
        self.edit_text(Asking::Note, text);
    }

    /// Puts articles into the queue, or takes them out if all of them are in it.
    pub(super) fn toggle_later(&mut self) {
        let articles = self.subjects();
        let marks = &self.context.marks;
        let later = articles.iter().any(|item| !marks.is_later(&item.entry));
        let edit = if later { Edit::Later } else { Edit::NotLater };
        self.edit(&articles, &[edit, Edit::Unsnooze]);
    }

    /// `:later DATE`: puts articles into the queue and hides them until a day.
    pub(super) fn snooze(&mut self, text: &str) {
        let Some(day) = self.context.dates().day_to_come(text) else {
            return self.refuse_date("notice.not-to-come", text);
        };
        let until = self.context.settings.zone.start_of_day(day);
        let articles = self.subjects();
        self.edit(&articles, &[Edit::Later, Edit::Snooze(until)]);
    }

    fn refuse_date(&mut self, key: &str, text: &str) {
        let text = sanitize_line(text);
        let locale = &self.context.locale;
        let text = locale.fill(key, &[("text", &text)]);
        self.context.notify(Level::Error, text);
    }

    /// `:history DATE`: shows what was opened on some days.
    pub(super) fn show_history(&mut self, text: &str) {
        match self.context.dates().period(text) {
            Some(days) => self.overlay.panel = history(Some(&days), &mut self.context),
            None => self.refuse_date("notice.no-date", text),
        }
    }

    /// An article of the queue was read to its end.
    pub(super) fn finish_later(&mut self) {
        let reading = self.reader.as_ref().filter(|_| self.focus == Focus::Reader);
        let Some(item) = reading.map(|reader| reader.item.clone()) else {
            return;
        };
        if self.context.marks.is_later(&item.entry) {
            self.edit(&[item], &[Edit::NotLater, Edit::Unsnooze]);
            self.context.confirm("notice.finished", &[]);
        }
    }

    /// The user goes on from the open article, which is finished if its end is on the screen.
    pub(super) fn finish_at_end(&mut self) {
        if self.reader.as_ref().is_some_and(ReaderPane::at_end) {
            self.finish_later();
        }
    }

    /// Moves the selected article of the queue. Later moves of the same article are steps of their
    /// own, too.
    pub(super) fn move_in_queue(&mut self, by: isize) {
        let list = &self.list;
        if list.source != ListSource::Queue || list.is_narrowed() {
            return self.context.refuse("notice.not-in-queue");
        }
        let Some(item) = list.selected().cloned() else {
            return;
        };
        let last = list.len().saturating_sub(1);
        let to = list.cursor.saturating_add_signed(by).min(last);
        if to == list.cursor {
            return;
        }
        // The neighbours at the new place, without the article itself.
        let at = |at: usize| list.get(at).map(|item| &item.entry);
        let (after, before) = if to > list.cursor {
            (at(to), at(to + 1))
        } else {
            (to.checked_sub(1).and_then(at), at(to))
        };
        let events = self
            .context
            .marks
            .move_in_queue(&item.entry, after, before, self.context.now);
        self.record_annotations(events);
        self.list.move_to(to);
        self.after_list_change();
    }

    /// Where the user is in an article: the first visible words.
    pub(super) fn spot(&self, item: &Listed) -> Spot {
        let reader = self.reader.as_ref();
        let reader = reader.filter(|reader| reader.item.entry.is_at(&item.entry));
        let article = reader.and_then(|reader| reader.article());
        let address = article.and_then(|article| article.address.as_deref());
        let whole = Spot {
            address: address.map(Arc::from),
            ..Spot::default()
        };
        let Some((reader, page)) = reader.and_then(|reader| Some((reader, reader.page()?))) else {
            return whole;
        };
        if self.focus != Focus::Reader {
            return whole;
        }
        let start = page.place(reader.visible().start);
        let words = page.words(start.text, start.byte..u32::MAX);
        let passage = sanitize_line(words.trim());
        let cut: String = passage.chars().take(PASSAGE).collect();
        Spot {
            place: reader.place(),
            passage: (!cut.is_empty()).then_some(cut),
            ..whole
        }
    }

    /// Makes changes to articles, and says so.
    pub(super) fn edit(&mut self, articles: &[Item], edits: &[Edit]) {
        if articles.is_empty() || edits.is_empty() {
            return;
        }
        self.finish_bulk_marks();
        let spots = articles.iter().map(|item| (&item.entry, self.spot(item)));
        let spots: Vec<_> = spots.collect();
        let events = self.context.marks.edit(&spots, edits, self.context.now);
        if events.is_empty() {
            return self.context.refuse("notice.nothing-changed");
        }
        self.list.take_picks();
        let adds_bookmark = |event: &Event| matches!(event.action, Action::Bookmark(_));
        let bookmarks = events.iter().any(adds_bookmark);
        self.say_edited(articles, edits, bookmarks);
        self.record_annotations(events);
    }

    /// `bookmarks`: an article got a bookmark, because tags, collections and notes are kept with one.
    fn say_edited(&mut self, articles: &[Item], edits: &[Edit], bookmarks: bool) {
        let [item] = articles else {
            let count = articles.len();
            let values: [(&str, &dyn Display); 1] = [("count", &count)];
            return self.context.confirm("notice.all-changed", &values);
        };
        let snoozed = edits.iter().find_map(|edit| match edit {
            Edit::Snooze(until) => Some(*until),
            _ => None,
        });
        let marks = &self.context.marks;
        let (key, names) = match (edits.first(), snoozed) {
            (Some(Edit::Tag(_) | Edit::Untag(_)), _) => ("notice.tagged", marks.tags(&item.entry)),
            (Some(Edit::Collect(_) | Edit::Uncollect(_)), _) => {
                ("notice.collected", marks.collections(&item.entry))
            }
            (Some(Edit::Note(_)), _) if marks.note(&item.entry).is_some() => {
                ("notice.noted", Vec::new())
            }
            (Some(Edit::Note(_)), _) => ("notice.note-removed", Vec::new()),
            (Some(Edit::Later), Some(_)) => ("notice.snoozed", Vec::new()),
            (Some(Edit::Later), None) => ("notice.later", Vec::new()),
            _ => ("notice.not-later", Vec::new()),
        };
        let names = match names.as_slice() {
            [] => self.context.locale.text("notice.none").to_owned(),
            names if key == "notice.tagged" => format!("#{}", names.join(" ⋅ #")),
            names => names.join(" ⋅ "),
        };
        let dates = self.context.dates();
        let date = snoozed.map(|until| dates.day(Date::at(until)));
        let date = date.unwrap_or_default();
        let values: [(&str, &dyn Display); 2] = [("names", &names), ("date", &date)];
        let locale = &self.context.locale;
        let said = locale.fill(key, &values);
        let said = match bookmarks {
            true => locale.fill("notice.bookmarked-too", &[("what", &said)]),
            false => said,
        };
        self.context.notify(Level::Done, said);
    }

    /// Says that an article got a bookmark, and how it is tagged, or what stays without the bookmark.
    pub(super) fn say_bookmarked(&mut self, item: &Listed, is_bookmarked: bool) {
        let (marks, entry) = (&self.context.marks, &item.entry);
        let has_more = !marks.tags(entry).is_empty()
            || !marks.collections(entry).is_empty()
            || marks.note(entry).is_some();
        let notice = match (is_bookmarked, has_more) {
            (true, _) => "notice.bookmarked",
            (false, true) => "notice.unbookmarked-only",
            (false, false) => "notice.unbookmarked",
        };
        // In the list the key of tags is that of the sidebar.
        let keys = self.context.keymap.keys_of(Command::Tag, Scope::Reader);
        let key = keys.into_iter().next();
        let key = key.filter(|_| self.focus == Focus::Reader);
        let key = key.unwrap_or_else(|| ":tag".to_owned());
        self.context.confirm(notice, &[("key", &key)]);
    }

    pub(super) fn record_annotations(&mut self, events: Vec<Event>) {
        let is_apart = events.iter().any(is_listed_apart);
        self.record_marks(events);
        if is_apart {
            self.refresh_kept();
        }
    }
}

/// The names that were added and removed between two texts.
fn difference(
    before: &str,
    after: &str,
    add: fn(String) -> Edit,
    remove: fn(String) -> Edit,
) -> Vec<Edit> {
    let (old, new) = (names(before), names(after));
    let added = new.iter().filter(|name| !old.contains(name));
    let removed = old.iter().filter(|name| !new.contains(name));
    let added = added.cloned().map(add);
    added.chain(removed.cloned().map(remove)).collect()
}
