//! Search within the open article.

use super::pane::ReaderPane;
use crate::app::context::Context;
use crate::app::message::Level;
use crate::app::motion::Direction;
use crate::app::outcome::Outcome;
use crate::document::Position;
use crate::text::fold;
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

    /// Searches for the text that is being typed.
    pub(crate) fn search_for(&mut self, text: &str) -> Outcome {
        let needle = fold(text);
        if needle.is_empty() {
            self.clear_search();
        } else {
            self.search(&needle);
        }
        Outcome::Scrolled
    }

    /// The typed text was accepted: reports when there is no hit.
    pub(crate) fn accept_search(&self, text: &str, context: &mut Context) {
        if self.awaits_hit {
            context.inform("notice.still-loading");
        } else if self.hits.is_empty() {
            context.notify_not_found(text);
        }
    }

    /// More of the article, or another page of it, has arrived: continues a search that waits
    /// for it. `typing`: the text of the search is still being typed.
    pub(crate) fn continue_search(&mut self, typing: bool, context: &mut Context) {
        if !self.awaits_hit {
            self.refresh_hits();
            return;
        }
        let needle = self.needle.clone();
        self.search(&needle);
        if self.is_whole() && self.hits.is_empty() && !typing {
            context.notify_not_found(&needle);
        }
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
        if self.hits.is_empty() {
            let text = context.locale.text("notice.no-hits").to_owned();
            context.notify(Level::Warning, text);
        } else if wrapped {
            context.inform("notice.around");
        }
        Outcome::Scrolled
    }

    /// Finds a folded needle and goes to the first hit after the start of the search. While
    /// only part of the text has arrived, a search without hits continues with the rest.
    pub(crate) fn search(&mut self, needle: &str) {
        self.return_to(self.search_from);
        self.needle = needle.to_owned();
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
        page.map(|page| page.find(&self.needle)).unwrap_or_default()
    }

    /// Searches another page of the article again. The current hit stays current if it is
    /// still found.
    pub(crate) fn refresh_hits(&mut self) {
        if self.needle.is_empty() {
            return;
        }
        let current = self.current.and_then(|at| self.hits.get(at)).cloned();
        self.hits = self.find();
        self.current = current.and_then(|hit| self.hits.iter().position(|other| *other == hit));
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
        self.needle.clear();
        self.hits.clear();
        self.current = None;
        self.awaits_hit = false;
    }
}
