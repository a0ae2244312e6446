//! Going from one highlight of the open article to the next.

use super::pane::ReaderPane;
use super::passages::Placed;
use crate::app::Level;
use crate::app::context::Context;
use crate::app::motion::Direction;
use crate::app::outcome::Outcome;
use crate::input::{Command, Scope};
use crate::text::sanitize_line;
use std::fmt::Display;

impl ReaderPane {
    /// The highlight that the user went to, if it can be seen.
    fn at_highlight(&self) -> Option<&Placed> {
        let id = self.highlights.current.as_ref()?;
        let placed = self.highlights.placed.iter().find(|one| one.id == *id)?;
        let line = self.page()?.line_of(placed.start());
        self.visible().contains(&line).then_some(placed)
    }

    /// Whether Enter is about a highlight.
    pub(crate) fn is_at_highlight(&self) -> bool {
        self.focused.is_none() && self.current_highlight().is_some()
    }

    /// The ID of the highlight that commands are about.
    pub(crate) fn current_highlight(&self) -> Option<&str> {
        self.at_highlight().map(|placed| placed.id.as_str())
    }

    /// Goes to the next highlight, from the current one or the first visible line.
    pub(crate) fn next_highlight(
        &mut self,
        direction: Direction,
        times: usize,
        context: &mut Context,
    ) -> Outcome {
        let placed = &self.highlights.placed;
        if placed.is_empty() {
            let has_some = !context.marks.highlights(&self.item.entry).is_empty();
            if self.item.entry.gone && has_some {
                self.say_where_highlights_are(context);
            } else {
                context.refuse(match self.highlights.lost.len() {
                    0 => "notice.no-highlights",
                    _ => "notice.highlight-lost",
                });
            }
            return Outcome::None;
        }
        let current = self.at_highlight();
        let current = current.and_then(|current| placed.iter().position(|one| one == current));
        let top = self.place().unwrap_or_default();
        let after = placed.partition_point(|one| one.start() < top);
        let steps = times.cast_signed();
        let next = match (direction, current) {
            (Direction::Forward, Some(at)) => at.cast_signed() + steps,
            (Direction::Forward, None) => after.cast_signed() + steps - 1,
            (_, Some(at)) => at.cast_signed() - steps,
            (_, None) => after.cast_signed() - steps,
        };
        let next = usize::try_from(next).ok().filter(|at| *at < placed.len());
        let Some(id) = next.map(|at| placed[at].id.clone()) else {
            context.refuse("notice.last-highlight");
            return Outcome::None;
        };
        self.go_to_highlight(&id, context);
        Outcome::Scrolled
    }

    /// The text of a link or of a missing article is not here: the panel has the passages.
    fn say_where_highlights_are(&self, context: &mut Context) {
        let keymap = &context.keymap;
        let keys = keymap.keys_of(Command::Highlights, Scope::Reader);
        let key = keys.first().cloned().unwrap_or_default();
        let text = context
            .locale
            .fill("notice.highlights-kept", &[("key", &key)]);
        context.notify(Level::Hint, text);
    }

    /// Goes to a highlight, now or when the article is there.
    pub(crate) fn want_highlight(&mut self, id: &str, context: &mut Context) {
        self.highlights.wanted = Some(id.to_owned());
        self.go_to_wanted_highlight(context);
    }

    pub(crate) fn go_to_wanted_highlight(&mut self, context: &mut Context) {
        let Some(id) = self.highlights.wanted.clone() else {
            return;
        };
        if self.highlights.placed.iter().any(|one| one.id == id) {
            self.highlights.wanted = None;
            self.go_to_highlight(&id, context);
        } else if self.is_whole() && !self.highlights.located.is_awaited() {
            self.highlights.wanted = None;
            context.refuse("notice.highlight-lost");
        }
    }

    /// Makes a highlight the current one, shows it and says which one it is, with its note.
    fn go_to_highlight(&mut self, id: &str, context: &mut Context) {
        let placed = self.highlights.placed.iter();
        let Some((at, start)) = placed
            .enumerate()
            .find_map(|(at, one)| (one.id == id).then(|| (at + 1, one.start())))
        else {
            return;
        };
        self.highlights.current = Some(id.to_owned());
        self.focused = None;
        if let Some(line) = self.page().map(|page| page.line_of(start)) {
            self.reveal(line);
        }
        let count = self.highlights.placed.len();
        let values: [(&str, &dyn Display); 2] = [("at", &at), ("count", &count)];
        let mut text = context.locale.fill("notice.highlight", &values);
        let known = context.marks.highlights(&self.item.entry);
        let note = known.iter().find(|one| one.id == id).map(|one| &one.note);
        if let Some(note) = note.filter(|note| !note.is_empty()) {
            text = format!("{text} ⋅ {}", sanitize_line(note));
        }
        context.notify(Level::Info, text);
    }
}
