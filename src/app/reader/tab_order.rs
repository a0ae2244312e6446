//! Moving the focus between the links and footnote calls of an article, and opening the
//! focused one.

use super::focusables::{Focusable, Focused};
use super::pane::ReaderPane;
use crate::app::context::Context;
use crate::app::message::Level;
use crate::app::motion::Direction;
use crate::app::outcome::Outcome;
use crate::document::{Document, LinkNumber, Position};
use crate::typeset::Page;
use std::ops::Range;

/// How many rows above its text a focusable may be, counting the row of the text: a picture
/// has no text of its own.
const ROWS: usize = 8;

impl ReaderPane {
    pub fn focused_link(&self) -> Option<LinkNumber> {
        match self.focused.as_ref()?.target {
            Focusable::Link(link) => Some(link),
            Focusable::Footnote(_) => None,
        }
    }

    pub(crate) fn focused_footnote(&self) -> Option<u32> {
        match &self.focused.as_ref()?.target {
            Focusable::Footnote(call) => Some(call.note),
            Focusable::Link(_) => None,
        }
    }

    /// The focusables that begin on a line, in order.
    pub(super) fn focusables(&self, page: &Page, line: usize) -> Vec<Focusable> {
        let mut found = Vec::new();
        for span in page.line(line).spans {
            if let Some(link) = span.link {
                let target = Focusable::Link(link);
                // A link that continues from the line above began there.
                let above = line
                    .checked_sub(1)
                    .map(|above| page.links(above..above + 1));
                let continues = above.is_some_and(|above| above.last() == Some(&link));
                let repeated = found.contains(&target) || (continues && found.is_empty());
                if !repeated {
                    found.push(target);
                }
            }
            if let Some((text, range)) = span.source {
                let first = self
                    .calls
                    .partition_point(|call| (call.text, call.range.start) < (text, range.start));
                let calls = self.calls.iter().skip(first);
                let here =
                    calls.take_while(|call| call.text == text && call.range.start < range.end);
                found.extend(here.cloned().map(Focusable::Footnote));
            }
        }
        found
    }

    /// The link or footnote call at a column of the screen and a row of the window. `start`: the
    /// column at which lines of the article start.
    pub(crate) fn target_at(&self, start: u16, column: u16, row: u16) -> Option<Focusable> {
        let page = self.page()?;
        let at = (self.top + usize::from(row)).checked_sub(self.header.len())?;
        if at >= page.len() {
            return None;
        }
        let line = page.line(at);
        let column = column.checked_sub(start.saturating_sub(line.outdent))?;
        let is_here = |target: &Focusable| match target {
            Focusable::Footnote(call) => page
                .cells_of(at, call.text, &call.range)
                .is_some_and(|cells| cells.contains(&column)),
            Focusable::Link(_) => false,
        };
        let note = self.focusables(page, at).into_iter().find(is_here);
        let mut from = 0;
        let span = line.spans.iter().find(|span| {
            from += span.cells;
            column < from
        });
        note.or_else(|| span.and_then(|span| span.link).map(Focusable::Link))
    }

    /// The line of the focused target on this page, and its index among the focusables there.
    pub(super) fn find_focused(&self, page: &Page) -> Option<(usize, usize)> {
        let focused = self.focused.as_ref()?;
        let last = page.line_of(focused.position);
        let lines = (0..=last).rev().take(ROWS);
        let mut found = lines.filter_map(|line| {
            let targets = self.focusables(page, line);
            let at = targets
                .iter()
                .position(|target| *target == focused.target)?;
            Some((line, at))
        });
        found.next()
    }

    /// Moves the focus by so many links or calls. Once around the article, whole rounds are left out.
    pub(crate) fn focus_next(
        &mut self,
        direction: Direction,
        times: usize,
        context: &mut Context,
    ) -> Outcome {
        let mut moved = self.move_focus(direction);
        let (first, mut done, mut left) = (self.focused.clone(), 0, times.saturating_sub(1));
        while moved.is_some() && left > 0 {
            let wraps = self.move_focus(direction);
            moved = moved.max(wraps);
            done += 1;
            left -= 1;
            if self.focused == first {
                left %= done;
            }
        }
        match moved {
            Some(wraps) => {
                self.set_numbered(true, context);
                if wraps {
                    self.say_wrapped(direction, context);
                }
            }
            None => context.refuse("notice.no-links"),
        }
        Outcome::Scrolled
    }

    /// Says that Tab went around an end, and where the focused link leads, which the notice covers.
    fn say_wrapped(&self, direction: Direction, context: &mut Context) {
        let text = context.locale.text(match direction {
            Direction::Forward => "notice.first-link",
            Direction::Backward => "notice.last-link",
        });
        let address = self.focused_address();
        let parts: Vec<&str> = [Some(text), address.as_deref()]
            .into_iter()
            .flatten()
            .collect();
        let text = parts.join(" ⋅ ");
        context.notify(Level::Info, text);
    }

    /// Focuses no link any more and hides the numbers that came with it.
    pub(crate) fn drop_focus(&mut self, context: &mut Context) {
        if self.focused.take().is_some() {
            self.set_numbered(false, context);
        }
    }

    /// Whether a link begins on the screen.
    pub(crate) fn shows_link(&self) -> bool {
        let is_link = |target: &Focusable| matches!(target, Focusable::Link(_));
        self.page().is_some_and(|page| {
            let mut lines = self.visible();
            lines.any(|line| self.focusables(page, line).iter().any(is_link))
        })
    }

    /// Where Tab starts without a focus in sight: at the heading or figure that was gone to, unless the
    /// only links in sight are above it.
    fn first_line(&self, page: &Page, seen: &Range<usize>) -> usize {
        let line = self.landmark_line().unwrap_or(seen.start);
        let has_stop =
            |mut lines: Range<usize>| lines.any(|line| !self.focusables(page, line).is_empty());
        match !has_stop(line..seen.end) && has_stop(seen.start..line) {
            true => seen.start,
            false => line,
        }
    }

    /// Whether the focused link or call is on the screen.
    pub(crate) fn shows_focus(&self) -> bool {
        let found = self.page().and_then(|page| self.find_focused(page));
        found.is_some_and(|(line, _)| self.visible().contains(&line))
    }

    /// Scrolls as little as possible to show the focused link or call.
    pub(crate) fn reveal_focus(&mut self) {
        let found = self.page().and_then(|page| self.find_focused(page));
        if let Some((line, _)) = found.filter(|_| !self.shows_focus()) {
            self.reveal(line);
        }
    }

    /// Focuses the next or previous link or call, starting from the visible lines if the focused one
    /// is out of sight. Wraps around at the ends and returns whether it did. `None` if the page has
    /// nothing to focus.
    pub(crate) fn move_focus(&mut self, direction: Direction) -> Option<bool> {
        let page = self.page().cloned()?;
        let seen = self.visible();
        let seen = seen.start..seen.end.min(page.len());
        let from = self.find_focused(&page);
        let (line, at) = match from.filter(|(line, _)| seen.contains(line)) {
            Some((line, at)) => (line, Some(at)),
            None if direction == Direction::Forward => (self.first_line(&page, &seen), None),
            None => (seen.end.saturating_sub(1), None),
        };
        let len = page.len();
        // `len` steps come back to the first line: its other focusables are tried last.
        let (wraps, line, target) = (0..=len).find_map(|step| {
            let (line, wraps) = match direction {
                Direction::Forward => (line + step, line + step >= len),
                Direction::Backward => (line + len - step, step > line),
            };
            let line = line % len.max(1);
            let targets = self.focusables(&page, line);
            let at = match (at.filter(|_| step == 0), direction) {
                (Some(at), Direction::Forward) => at + 1,
                (Some(at), Direction::Backward) => at.checked_sub(1)?,
                (None, Direction::Forward) => 0,
                (None, Direction::Backward) => targets.len().checked_sub(1)?,
            };
            Some((wraps, line, targets.get(at)?.clone()))
        })?;
        if !seen.contains(&line) {
            self.reveal(line);
        }
        self.focused = Some(self.focused_at(&page, line, target));
        Some(wraps)
    }

    /// The focus on a target that begins on a line.
    pub(super) fn focused_at(&self, page: &Page, line: usize, target: Focusable) -> Focused {
        let position = position_of(page, line, &target);
        Focused { target, position }
    }

    /// The footnote of the only call on the screen.
    fn only_visible_footnote(&self) -> Option<u32> {
        let page = self.page()?;
        let visible = self.visible().flat_map(|line| self.focusables(page, line));
        let mut notes = visible.filter_map(|target| match target {
            Focusable::Footnote(call) => Some(call.note),
            Focusable::Link(_) => None,
        });
        let note = notes.next()?;
        notes.next().is_none().then_some(note)
    }

    /// Enter: opens the focused link or footnote, else the only footnote on the screen.
    pub(crate) fn open_focused(&self, context: &mut Context) -> Outcome {
        if let Some(link) = self.focused_link() {
            return Outcome::OpenLink(link);
        }
        let note = self.focused_footnote();
        match note.or_else(|| self.only_visible_footnote()) {
            Some(note) => self.show_footnote(note, context),
            None => {
                context.refuse(match self.has_stop() {
                    true => "notice.which-stop",
                    false => "notice.no-links",
                });
                Outcome::None
            }
        }
    }

    /// Whether the article has a link or a footnote.
    fn has_stop(&self) -> bool {
        self.page().is_some_and(|page| {
            let mut lines = 0..page.len();
            lines.any(|line| !self.focusables(page, line).is_empty())
        })
    }

    pub(crate) fn show_footnote(&self, note: u32, context: &Context) -> Outcome {
        let notes = self.article().map(|article| &article.document.footnotes);
        let Some(note) = notes.and_then(|notes| notes.get(note as usize)) else {
            return Outcome::None;
        };
        let locale = &context.locale;
        let title = locale.fill("popup.note", &[("label", &note.label)]);
        let document = Document {
            blocks: note.blocks.clone(),
            ..Document::default()
        };
        Outcome::Popup(title, document)
    }
}

/// The position of a target that begins on a line.
fn position_of(page: &Page, line: usize, target: &Focusable) -> Position {
    let of_link = |link: LinkNumber| {
        let spans = page.line(line).spans.into_iter();
        let mut sources = spans.filter(|span| span.link == Some(link));
        let (text, range) = sources.find_map(|span| span.source)?;
        Some(Position {
            text,
            byte: range.start,
        })
    };
    match target {
        Focusable::Link(link) => of_link(*link).unwrap_or_else(|| page.place(line)),
        Focusable::Footnote(call) => Position {
            text: call.text,
            byte: call.range.start,
        },
    }
}
