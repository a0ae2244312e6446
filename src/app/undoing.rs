//! Undo and redo, and the list of changes that can be undone, of this machine and others.

use super::App;
use super::bulk_marks::Slice;
use super::message::{Effect, Level};
use super::panel::pane::Kind;
use crate::library::Entry;
use crate::user::event::{Action, Event, Stamp};
use crate::user::marks::{History, Reverted, Stack, Step};
use std::fmt::Display;

/// The most states and names that a notice says.
const STATES: usize = 3;
const NAMES: usize = 5;

impl App {
    /// After a setting it says first that settings are not undone, because the last mark may be an old
    /// one.
    pub(super) fn undo(&mut self, times: usize) {
        if std::mem::take(&mut self.set_last) {
            return self.context.refuse("notice.settings-stay");
        }
        self.revert(Stack::Undo, times);
    }

    pub(super) fn redo(&mut self, times: usize) {
        self.revert(Stack::Redo, times);
    }

    /// Lists the changes of all machines that can be undone, once they are read from the journal.
    pub(super) fn list_changes(&mut self) {
        self.finish_bulk_marks();
        self.context.effect(Effect::ReadChanges);
    }

    /// The changes of the journal have arrived.
    pub(super) fn take_changes(&mut self, steps: Vec<Step>) {
        self.context.changes = self.context.marks.with_own(steps);
        self.open_panel(Kind::Changes);
    }

    /// Undoes one of the listed changes.
    pub(super) fn undo_one(&mut self, stamp: Stamp) {
        self.finish_bulk_marks();
        let context = &mut self.context;
        let mut listed = context.changes.iter();
        let listed = listed.find(|step| step.stamp == stamp).cloned();
        if context.marks.begin_undo_of(stamp, listed, context.now) {
            self.revert_more(Slice::FRAME);
        }
    }

    fn revert(&mut self, stack: Stack, times: usize) {
        for done in 0..times {
            self.finish_bulk_marks();
            let context = &mut self.context;
            if !context.marks.begin_undo(stack, context.now) {
                if let Some(wanted) = context.marks.missing_history(stack) {
                    context.effect(Effect::ReadHistory(wanted));
                    self.reverting = Some((stack, times - done));
                    return self.say_reading();
                }
                return context.refuse(match stack {
                    Stack::Undo => "notice.nothing-to-undo",
                    Stack::Redo => "notice.nothing-to-redo",
                });
            }
            self.revert_more(Slice::FRAME);
        }
    }

    /// Steps of earlier runs have arrived: goes on with what asked for them.
    pub(super) fn take_history(&mut self, history: History) {
        // What is being undone is in neither stack.
        self.finish_bulk_marks();
        self.context.marks.add_history(history);
        if let Some((stack, times)) = self.reverting.take() {
            self.revert(stack, times);
            // What has come since is about what this leaves, and later than it.
            self.replay_held();
        }
    }

    /// Undoes or redoes the next slice of a step.
    pub(super) fn revert_more(&mut self, slice: Slice) {
        if let Some(reverted) = self.context.marks.go_on(slice.changes) {
            let notice = self.reverted_notice(&reverted);
            self.record_then_apply(reverted.events, notice, slice);
        }
    }

    /// Says what undo or redo did, and what was changed again since.
    fn reverted_notice(&self, reverted: &Reverted) -> (Level, String) {
        let locale = &self.context.locale;
        let what = self.states(reverted);
        let articles = reverted.count.max(reverted.superseded);
        let title = match articles {
            1 => self.reverted_title(reverted),
            _ => locale.fill("notice.articles", &[("count", &articles)]),
        };
        let title = match names(&reverted.events).as_str() {
            "" => title,
            names => format!("{names} ⋅ {title}"),
        };
        let key = match (reverted.stack, reverted.count) {
            (Stack::Undo, 0) => "notice.not-undone",
            (Stack::Redo, 0) => "notice.not-redone",
            (Stack::Undo, _) => "notice.undone",
            (Stack::Redo, _) => "notice.redone",
        };
        let mut text = locale.fill(key, &[("what", &what), ("title", &title)]);
        if reverted.count > 0 && reverted.superseded > 0 {
            let count: &[(&str, &dyn Display)] = &[("count", &reverted.superseded)];
            text.push_str(&locale.fill("notice.superseded", count));
        }
        let level = match reverted.count {
            0 => Level::Warning,
            _ => Level::Done,
        };
        (level, text)
    }

    /// The states that a step led to, each once.
    fn states(&self, reverted: &Reverted) -> String {
        let mut states = vec![reverted.name];
        // The last one is undone first.
        for event in reverted.events.iter().rev() {
            let state = event.action.state_name();
            // The name of the step says more of these.
            let is_said = matches!(
                (reverted.name, &event.action),
                ("earlier-note", Action::Note(_)) | ("moved" | "moved-back", Action::Later(_))
            );
            if !is_said && !states.contains(&state) {
                states.push(state);
            }
        }
        let locale = &self.context.locale;
        let text = |state: &&str| locale.text(&format!("action.{state}")).to_owned();
        let states: Vec<String> = states.iter().take(STATES).map(text).collect();
        states.join(locale.text("cli.values.comma"))
    }

    /// The title of the only article. A compaction leaves events that do not name theirs.
    fn reverted_title(&self, reverted: &Reverted) -> String {
        let target = reverted.events.iter().flat_map(Event::targets).next();
        let Some(target) = target.filter(|_| reverted.title.is_empty()) else {
            return reverted.title.to_string();
        };
        let is_it = |entry: &Entry| {
            let identity = self.context.marks.identity(entry);
            identity.paths().any(|path| path == target.path)
        };
        let mut items = self.list.all.iter();
        let item = items.find(|item| is_it(&item.entry));
        item.map_or_else(String::new, |item| item.entry.title().to_string())
    }
}

/// The tags, collections and letters of marks that events are about.
fn names(events: &[Event]) -> String {
    let mut names: Vec<String> = Vec::new();
    // The last one is undone first.
    for event in events.iter().rev() {
        let name = match &event.action {
            Action::Tag(name) | Action::Untag(name) => format!("#{name}"),
            Action::Collect(name) | Action::Uncollect(name) => name.to_string(),
            Action::Mark { letter, .. } | Action::Unmark { letter } => letter.to_string(),
            _ => continue,
        };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let more = if names.len() > NAMES { " …" } else { "" };
    names.truncate(NAMES);
    names.join(" ") + more
}
