//! Where the title of an article is, and where its date and its reading time are.
//!
//! In a narrow list without sources they are at the end of the title's last line, if the title is whole
//! there and no word is torn for them. A title that fits on one line is never broken: they are below it.
//! A title that two lines cannot hold goes on in the row that the date would have alone.

use super::rows::{ArticleRow, Shape};
use super::title_wrap;
use crate::typeset::signs::screen_form;
use std::ops::Range;

/// Cells before a date or a reading time: for the star, with a blank on both sides.
const STAR: u16 = 3;
/// Cells between a reading time and a date.
const BETWEEN: u16 = 2;

/// The little that there is to say of an article besides its title.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Joined {
    /// A time, or a day under the heading of its month or year.
    Age,
    /// The reading time.
    Length,
    /// The reading time, and a time or a day.
    Both,
}

/// How the rows of an article are shared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TitlePlace {
    /// The most cells of each line of the title.
    cells: [u16; 3],
    /// Rows that the title has.
    pub lines: u16,
    /// What is at the end of its last row.
    pub joined: Option<Joined>,
    /// Whether there is a row below it for source, reading time and date.
    pub below: bool,
    /// Rows of the article without its heading.
    pub rows: u16,
}

impl Shape {
    /// Where the title of an article is, and what is beside and below it.
    pub fn place(&self, row: &ArticleRow<'_>) -> TitlePlace {
        let title = screen_form(row.item.entry.title(), self.policy);
        let needed = self.policy.str(&title) as u16;
        let joined = match self.candidates(row) {
            [] => None,
            candidates => self.joined(row, (&title, needed), candidates),
        };
        let (first, second) = self.whole_title(row);
        let (cells, joined) = match joined {
            Some((cells, joined)) => (cells, Some(joined)),
            None if self.lines > 1 && needed > first => ([first, second, 0], None),
            None => ([first, 0, 0], None),
        };
        let lines = cells.iter().filter(|cells| **cells > 0).count().max(1) as u16;
        // A reading time alone is not worth a row.
        let says = row.item.entry.gone || !self.is_lone(row) || self.has_age(row);
        let below = self.columns.is_none() && joined.is_none() && says;
        TitlePlace {
            cells,
            lines,
            joined,
            below,
            rows: lines + u16::from(below) + u16::from(row.has_snippet),
        }
    }

    /// The lines of its title. They show the first of some hits in it (bytes of the title as
    /// shown).
    pub fn titles(
        &self,
        row: &ArticleRow<'_>,
        place: TitlePlace,
        hits: &[Range<usize>],
    ) -> Vec<String> {
        let title = screen_form(row.item.entry.title(), self.policy);
        let cells = place.cells.get(..place.lines.into()).unwrap_or_default();
        let mut lines = title_wrap::lines(&title, row.item.entry.language, cells, self.policy);
        if let Some(hit) = hits.first() {
            title_wrap::show_hit(&mut lines, &title, hit, self.policy);
        }
        lines
    }

    /// What may be at the end of the title's last line, the best first.
    fn candidates(&self, row: &ArticleRow<'_>) -> &'static [Joined] {
        // Where others name a source, the age is below the title, as theirs is.
        let is_lone = self.columns.is_none() && !row.item.entry.gone && self.is_lone(row);
        let has_age = self.has_age(row);
        if !is_lone || self.names && has_age {
            return &[];
        }
        match (has_age, self.shows_length(row.item)) {
            (true, true) => &[Joined::Both, Joined::Age],
            (true, false) => &[Joined::Age],
            (false, true) => &[Joined::Length],
            (false, false) => &[],
        }
    }

    /// What is at the end of the last line of a title, which needs so many cells, and the cells of its
    /// lines.
    fn joined(
        &self,
        row: &ArticleRow<'_>,
        (title, needed): (&str, u16),
        candidates: &[Joined],
    ) -> Option<([u16; 3], Joined)> {
        let language = row.item.entry.language;
        let (first, second) = (self.title.1, self.title.1.saturating_sub(self.step));
        let find = |cells: &dyn Fn(u16) -> Option<[u16; 3]>| {
            let mut candidates = candidates.iter();
            candidates.find_map(|joined| Some((cells(self.joined_cells(*joined, row))?, *joined)))
        };
        let found = find(&|cells| (needed + cells <= first).then_some([first, 0, 0]));
        if found.is_some() || needed <= first || self.lines < 2 {
            return found;
        }
        let found = find(&|cells| {
            let below = second.saturating_sub(cells);
            let rooms = [first, below, 0];
            let may = needed <= first + below;
            (may && title_wrap::fits(title, language, (first, below), self.policy)).then_some(rooms)
        });
        // It goes on where the date would be alone.
        let is_cut = || {
            let lines = title_wrap::lines(title, language, &[first, second], self.policy);
            lines.last().is_some_and(|line| !title.ends_with(&**line))
        };
        if found.is_some() || !self.has_age(row) || !is_cut() {
            return found;
        }
        let third = |cells| [first, second, second.saturating_sub(cells).max(1)];
        find(&|cells| {
            let cells = third(cells);
            let lines = title_wrap::lines(title, language, &cells, self.policy);
            let is_whole = lines.last().is_some_and(|line| title.ends_with(&**line));
            is_whole.then_some(cells)
        })
        .or_else(|| {
            let age = third(self.joined_cells(Joined::Age, row));
            Some((age, Joined::Age))
        })
    }

    /// Cells for the first line of its title and for the second, without what is joined to it.
    fn whole_title(&self, row: &ArticleRow<'_>) -> (u16, u16) {
        let apart = self.apart_cells(row).map_or(0, |cells| cells + 2);
        let cells = self.title.1.saturating_sub(apart);
        // In a narrow window the further lines reach into the column of the star.
        match self.columns {
            Some(_) => (cells, cells),
            None => (cells, cells.saturating_sub(self.step)),
        }
    }

    /// Cells at the end of the title's last line for what is joined to it.
    fn joined_cells(&self, joined: Joined, row: &ArticleRow<'_>) -> u16 {
        let age = self.ages.of(self.age_form(row));
        let minutes = self.pace.minutes(row.item.entry.count);
        let length = self.unit + minutes.max(1).ilog10() as u16 + 1;
        STAR + match joined {
            Joined::Age => age,
            Joined::Length => length,
            Joined::Both => length + BETWEEN + age,
        }
    }
}
