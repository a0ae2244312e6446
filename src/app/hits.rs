//! Search within the open article.

use super::Reader;
use crate::document::Position;
use crate::typeset::{Hit, Line};

/// Where a hit begins.
fn start(hit: &Hit) -> Position {
    Position {
        text: hit.text,
        byte: hit.range.start,
    }
}

impl Reader {
    /// A search begins here, whatever the hits of the first letters typed will show.
    pub fn begin_search(&mut self) {
        self.search_from = self.view();
    }

    /// Looks for a folded needle and goes to the first hit from where the search began. With
    /// only a part of the text there, a search without hits goes on when the rest has come.
    pub fn search(&mut self, needle: &str) {
        self.return_to(self.search_from);
        self.needle = needle.to_owned();
        self.hits = self.found();
        self.current = None;
        if !self.hits.is_empty() {
            let from = self.place().unwrap_or_default();
            let after = self.hits.partition_point(|hit| start(hit) < from);
            self.current = Some(after % self.hits.len());
        }
        self.reveal_hit();
        self.awaits_hit = self.hits.is_empty() && self.is_loading();
    }

    fn found(&self) -> Vec<Hit> {
        let page = self.page();
        page.map(|page| page.find(&self.needle)).unwrap_or_default()
    }

    /// Finds the needle anew, in another page of the article: the current hit stays current
    /// as long as it is found.
    pub fn refresh_hits(&mut self) {
        if self.needle.is_empty() {
            return;
        }
        let current = self.current.and_then(|at| self.hits.get(at)).cloned();
        self.hits = self.found();
        self.current = current.and_then(|hit| self.hits.iter().position(|other| *other == hit));
    }

    /// The next or previous hit, around the ends; without a current one, from the first
    /// visible line. Whether it went around.
    pub fn next_hit(&mut self, forward: bool, count: usize) -> bool {
        if self.hits.is_empty() {
            return false;
        }
        let count = isize::try_from(count).unwrap_or(isize::MAX);
        let here = self.current.map(usize::cast_signed).unwrap_or_else(|| {
            let from = self.place().unwrap_or_default();
            let after = self.hits.partition_point(|hit| start(hit) < from);
            after.cast_signed() - isize::from(forward)
        });
        let next = match forward {
            true => here.saturating_add(count),
            false => here.saturating_sub(count),
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

    /// The hits that stand on a line, with their numbers in `hits`.
    pub fn hits_on<'a>(&'a self, line: &'a Line) -> impl Iterator<Item = (usize, &'a Hit)> {
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

    pub fn clear_search(&mut self) {
        self.needle.clear();
        self.hits.clear();
        self.current = None;
        self.awaits_hit = false;
    }
}
