//! Search within the open article.

use super::pane::ReaderPane;
use super::sought::Sought;
use crate::app::context::Context;
use crate::app::message::Level;
use crate::app::motion::Direction;
use crate::app::outcome::Outcome;
use crate::document::Position;
use crate::typeset::{Hit, Line};

/// The position where a hit begins.
fn start(hit: &Hit) -> Position {
    Position {
        text: hit.text,
        byte: hit.range.start,
    }
}

impl ReaderPane {
    /// Remembers where the search starts: the hits of the first letters may scroll elsewhere.
    pub(crate) fn begin_search(&mut self) {
        self.search_from = self.view();
    }

    /// Searches for the text that is being typed. A regular expression that is not complete finds
    /// nothing.
    pub(crate) fn search_for(&mut self, text: &str) -> Outcome {
        match Sought::typed(text) {
            Ok(Sought::Nothing) | Err(_) => self.clear_search(),
            Ok(sought) => self.search(sought),
        }
        Outcome::Scrolled
    }

    /// The typed text was accepted: reports when it is wrong or has no hit.
    pub(crate) fn accept_search(&mut self, text: &str, context: &mut Context) {
        self.fold_to_hit(context);
        if let Err(error) = Sought::typed(text) {
            let error = error.localized(&context.locale);
            context.notify(Level::Error, error.to_string());
        } else if self.awaits_hit {
            context.inform("notice.still-loading");
        } else if self.hits.is_empty() {
            context.notify_not_found(text);
        }
    }

    /// More of the article, or another page of it, has arrived: continues a search that waits
    /// for it. `typing`: the text of the search is still being typed.
    pub(crate) fn continue_search(&mut self, typing: bool, context: &mut Context) {
        if self.landing.is_some() {
            self.land();
            return;
        }
        if !self.awaits_hit {
            self.refresh_hits();
            return;
        }
        self.search(self.sought.clone());
        if self.is_whole()
            && self.hits.is_empty()
            && !typing
            && let Some(typed) = self.sought.typed_words()
        {
            context.notify_not_found(typed);
        }
    }

    /// An article that is opened from a search starts at its first hit, or at its last one when it
    /// is reached backwards, as the passage below its row says. With hits in the title alone it starts
    /// at the top.
    pub(crate) fn land_on(&mut self, sought: Sought, direction: Direction) {
        self.landing = Some(direction);
        self.sought = sought;
        self.land();
    }

    fn land(&mut self) {
        self.refresh_hits();
        let Some(direction) = self.landing.filter(|_| self.page().is_some()) else {
            return;
        };
        self.current = match direction {
            Direction::Forward => (!self.hits.is_empty()).then_some(0),
            Direction::Backward if self.is_loading() => return,
            Direction::Backward => self.hits.len().checked_sub(1),
        };
        if self.current.is_none() && self.is_loading() {
            return;
        }
        self.landing = None;
        if self.current.is_some() {
            self.reveal_hit();
            self.stay_here();
        } else if self.sought.is_in_title(self.item.entry.title()) {
            self.go_to_start();
        }
    }

    /// Whether the article was opened from a search, at a hit.
    pub(crate) fn has_landed(&self) -> bool {
        self.sought.is_query() && self.landing.is_none() && self.current.is_some()
    }

    /// Goes to the next or previous hit. Returns false if there is no hit in that direction.
    pub(crate) fn step_to_hit(&mut self, direction: Direction) -> bool {
        let (from, is_forward) = (self.current, direction == Direction::Forward);
        let next = match (from, is_forward) {
            (Some(at), true) => Some(at + 1),
            (Some(at), false) => at.checked_sub(1),
            (None, true) => {
                let from = self.place().unwrap_or_default();
                Some(self.hits.partition_point(|hit| start(hit) < from))
            }
            (None, false) => {
                let from = self.place().unwrap_or_default();
                let before = self.hits.partition_point(|hit| start(hit) < from);
                before.checked_sub(1)
            }
        };
        let Some(next) = next.filter(|at| *at < self.hits.len()) else {
            return false;
        };
        self.current = Some(next);
        self.reveal_hit();
        true
    }

    pub(crate) fn go_to_next_hit(
        &mut self,
        direction: Direction,
        count: usize,
        context: &mut Context,
    ) -> Outcome {
        if self.awaits_hit {
            context.inform("notice.still-loading");
            return Outcome::None;
        }
        let wrapped = self.next_hit(direction, count);
        self.fold_to_hit(context);
        if self.hits.is_empty() {
            context.refuse("notice.no-hits");
        } else if wrapped {
            context.inform("notice.around");
        }
        Outcome::Scrolled
    }

    /// Finds what is sought and goes to the first hit after the start of the search. While only
    /// part of the text has arrived, a search without hits continues with the rest.
    pub(crate) fn search(&mut self, sought: Sought) {
        self.return_to(self.search_from);
        self.sought = sought;
        self.hits = self.find();
        self.current = None;
        if !self.hits.is_empty() {
            let from = self.place().unwrap_or_default();
            let after = self.hits.partition_point(|hit| start(hit) < from);
            self.current = Some(after % self.hits.len());
        }
        self.reveal_hit();
        self.awaits_hit = self.hits.is_empty() && self.is_loading();
    }

    fn find(&self) -> Vec<Hit> {
        let page = self.page();
        page.map(|page| self.sought.find(page)).unwrap_or_default()
    }

    /// Searches another page of the article again. The current hit stays current if it is
    /// still found.
    pub(crate) fn refresh_hits(&mut self) {
        if self.sought.is_nothing() {
            return;
        }
        let current = self.current.and_then(|at| self.hits.get(at)).cloned();
        self.hits = self.find();
        self.current = current.and_then(|hit| self.hits.iter().position(|other| *other == hit));
        if std::mem::take(&mut self.reveals_hit) {
            self.reveal_hit();
        }
    }

    /// Goes to the next or previous hit, from the current one or the first visible line.
    /// Whether it wrapped around an end.
    pub(crate) fn next_hit(&mut self, direction: Direction, count: usize) -> bool {
        if self.hits.is_empty() {
            return false;
        }
        let count = isize::try_from(count).unwrap_or(isize::MAX);
        let here = self.current.map(usize::cast_signed).unwrap_or_else(|| {
            let from = self.place().unwrap_or_default();
            let after = self.hits.partition_point(|hit| start(hit) < from);
            after.cast_signed() - isize::from(direction == Direction::Forward)
        });
        let next = if direction == Direction::Forward {
            here.saturating_add(count)
        } else {
            here.saturating_sub(count)
        };
        let len = self.hits.len().cast_signed();
        self.current = Some(next.rem_euclid(len).cast_unsigned());
        self.reveal_hit();
        !(0..len).contains(&next)
    }

    /// Whether the current hit is on no line, as in a column that is scrolled out of the window.
    pub(crate) fn is_hit_hidden(&self) -> bool {
        let hit = self.current.and_then(|at| self.hits.get(at));
        hit.zip(self.page()).is_some_and(|(hit, page)| {
            let line = page.line_of(start(hit));
            page.cells_of(line, hit.text, &hit.range).is_none()
        })
    }

    /// The start of the current hit, if it is visible.
    pub(super) fn visible_hit(&self) -> Option<Position> {
        let position = start(self.hits.get(self.current?)?);
        let line = self.page()?.line_of(position);
        self.visible().contains(&line).then_some(position)
    }

    fn reveal_hit(&mut self) {
        let hit = self.current.and_then(|at| self.hits.get(at));
        let line = hit.and_then(|hit| Some(self.page()?.line_of(start(hit))));
        if let Some(line) = line {
            self.reveal(line);
        }
    }

    /// The hits on a line, with their indexes in `hits`.
    pub(crate) fn hits_on<'a>(&'a self, line: &'a Line) -> impl Iterator<Item = (usize, &'a Hit)> {
        line.spans
            .iter()
            .filter_map(|span| span.source.clone())
            .flat_map(|(text, range)| {
                let first = self
                    .hits
                    .partition_point(|hit| (hit.text, hit.range.end) <= (text, range.start));
                let here = self.hits.iter().enumerate().skip(first);
                here.take_while(move |(_, hit)| hit.text == text && hit.range.start < range.end)
            })
    }

    pub(crate) fn clear_search(&mut self) {
        self.sought = Sought::Nothing;
        self.landing = None;
        self.hits.clear();
        self.current = None;
        self.awaits_hit = false;
    }
}
