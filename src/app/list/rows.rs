//! How articles stand in the list pane: the rows and columns of each, and the window of them.
//!
//! Rows are counted for the articles in and beside the window alone, so a million articles
//! scroll like ten.

use super::pane::{List, day};
use super::title_wrap;
use crate::app::Area;
use crate::app::message::Listed;
use crate::library::{Sort, Zone};
use crate::text::WidthPolicy;

/// The narrowest pane that has a column for everything.
const COLUMNS: u16 = 64;
/// Narrower panes have no columns but the title's.
const NARROW: u16 = 30;
/// Panes that are less high spend no row on source and age.
const HIGH: u16 = 10;

/// How every article stands in a list pane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Whether source, age and reading time stand in columns beside the title, else in a row
    /// below it.
    pub columns: Option<Columns>,
    /// Whether days (or sources) have headings.
    pub headings: bool,
    /// Where a title begins, from the left edge, and its cells.
    pub title: (u16, u16),
    /// The most lines of a title.
    pub lines: u16,
    /// Cells by which its second line stands further right, where no row of source and age
    /// tells one article from the next.
    pub step: u16,
    pub policy: WidthPolicy,
}

/// Columns of a row, in cells from the left edge of the pane.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    /// Where it begins, and its cells.
    pub source: Option<(u16, u16)>,
    /// Where it ends.
    pub age: Option<u16>,
    pub minutes: Option<u16>,
    pub star: u16,
}

/// What a shape depends on, beside the pane.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    pub sort: Sort,
    /// The most lines of a title; 0: by the pane.
    pub lines: u16,
    pub policy: WidthPolicy,
}

impl Shape {
    pub fn of(area: Area, wanted: Wanted) -> Self {
        let Area { width, height, .. } = area;
        let headings = height >= 8;
        let below = width < COLUMNS && height >= HIGH;
        let under_day = headings && wanted.sort == Sort::Date;
        let (title, columns) = match below {
            true => ((2, width.saturating_sub(3)), None),
            false => {
                let (title, columns) = Columns::of(width, under_day);
                (title, Some(columns))
            }
        };
        let lines = match wanted.lines {
            0 => 1 + u16::from(below || width < NARROW),
            lines => lines,
        };
        // Two articles are to be seen at least.
        let lines = if height < 4 { 1 } else { lines };
        Self {
            columns,
            headings,
            title,
            lines,
            step: u16::from(!below && width < NARROW),
            policy: wanted.policy,
        }
    }

    /// Rows of an article without its heading.
    pub fn rows(&self, item: &Listed) -> u16 {
        let long = self.policy.str(&item.entry.title) > usize::from(self.title.1);
        self.least() + u16::from(self.lines > 1 && long)
    }

    /// Rows of an article with a short title.
    fn least(&self) -> u16 {
        1 + u16::from(self.columns.is_none())
    }

    /// The lines of its title.
    pub fn titles(&self, item: &Listed) -> Vec<String> {
        let (title, language) = (&item.entry.title, item.entry.language);
        title_wrap::lines(title, language, self.title.1, self.lines, self.policy)
    }
}

impl Columns {
    /// The title and the columns that a width has room for.
    fn of(width: u16, under_day: bool) -> ((u16, u16), Self) {
        let right = width.saturating_sub(1);
        if width < NARROW {
            let columns = Self {
                star: right,
                ..Self::default()
            };
            return ((1, width.saturating_sub(3)), columns);
        }
        let mut columns = Self {
            star: right - 1,
            minutes: Some(right - 2),
            ..Self::default()
        };
        let mut end = right - 8;
        if width >= 50 {
            columns.age = Some(end);
            end -= if under_day { 7 } else { 13 };
        }
        if width >= COLUMNS {
            let source = (width / 6).clamp(10, 24);
            columns.source = Some((end - source, source));
            end -= source + 2;
        }
        ((2, end - 2), columns)
    }
}

impl List {
    /// Whether a heading stands above the article at `at`.
    pub fn heads(&self, at: usize, shape: Shape, zone: &Zone) -> bool {
        if !shape.headings || !matches!(self.sort, Sort::Date | Sort::Source) {
            return false;
        }
        let Some(item) = self.get(at) else {
            return false;
        };
        let Some(before) = at.checked_sub(1).and_then(|at| self.get(at)) else {
            return true;
        };
        match self.sort {
            Sort::Date => day(item, zone) != day(before, zone),
            _ => item.entry.source != before.entry.source,
        }
    }

    /// Rows of the article at `at`, its heading included.
    pub fn rows(&self, at: usize, shape: Shape, zone: &Zone) -> u16 {
        let own = self.get(at).map_or(0, |item| shape.rows(item));
        own + u16::from(self.heads(at, shape, zone))
    }

    /// Moves the window so that the cursor's article is whole in `height` rows.
    pub fn scroll(&mut self, height: u16, shape: Shape, zone: &Zone) {
        self.top = self.top.min(self.cursor);
        let mut used = 0;
        let mut first = self.cursor + 1;
        while first > self.top {
            used += self.rows(first - 1, shape, zone);
            if used > height && first <= self.cursor {
                break;
            }
            first -= 1;
        }
        self.top = first.min(self.cursor);
        // No empty rows below the last article while there are articles above the window.
        let mut below: u16 = 0;
        for at in self.top..self.len() {
            below = below.saturating_add(self.rows(at, shape, zone));
            if below >= height {
                return;
            }
        }
        while self.top > 0 && below + self.rows(self.top - 1, shape, zone) <= height {
            self.top -= 1;
            below += self.rows(self.top, shape, zone);
        }
    }

    /// How many articles from the cursor on, or back from it, fill `height` rows: that far a
    /// page moves, and no article is passed over unseen. At least 1.
    pub fn page(&self, forward: bool, height: u16, shape: Shape, zone: &Zone) -> isize {
        let mut used = 0;
        let mut count = 0;
        let ahead: &mut dyn Iterator<Item = usize> = match forward {
            true => &mut (self.cursor + 1..self.len()),
            false => &mut (0..self.cursor).rev(),
        };
        for at in ahead {
            used += self.rows(at, shape, zone);
            if used > height {
                break;
            }
            count += 1;
        }
        count.max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::{Entry, sample};
    use crate::user::marks::Marks;
    use proptest::prelude::*;
    use std::sync::Arc;

    fn list(titles: &[String]) -> List {
        let model = sample::entries().remove(0);
        let made = titles.iter().zip(0_i64..).map(|(title, number)| {
            let mut entry = Entry {
                id: format!("{number}").into(),
                title: title.clone(),
                ..model.clone()
            };
            // Some days have one article, some have many.
            let day = number * title.len() as i64 / 9;
            entry.date = entry.date.map(|date| crate::library::Date {
                seconds: date.seconds - day * 86_400,
                ..date
            });
            Arc::new(Listed::new(entry))
        });
        let mut list = List::default();
        list.add(made.collect(), &Marks::default());
        list
    }

    /// The articles that are in the window, the first rows of the cut one included.
    fn window(list: &List, height: u16, shape: Shape, zone: &Zone) -> Vec<usize> {
        let mut used = 0;
        let shown = (list.top..list.len()).take_while(|at| {
            let begins = used < height;
            used += list.rows(*at, shape, zone);
            begins
        });
        shown.collect()
    }

    proptest! {
        #[test]
        fn the_cursor_is_in_sight_and_no_page_skips_an_article(
            titles in prop::collection::vec("[春天的书店，]{1,40}", 1..60),
            (width, height) in (4..100_u16, 1..30_u16),
            lines in 0..=2_u16,
            steps in prop::collection::vec((0..4, -70..70_isize), 1..20),
        ) {
            let zone = Zone::named("UTC").unwrap();
            let wanted = Wanted { sort: Sort::Date, lines, policy: WidthPolicy::default() };
            let shape = Shape::of(Area { x: 0, y: 0, width, height }, wanted);
            let mut list = list(&titles);
            for (kind, by) in steps {
                let before = window(&list, height, shape, &zone);
                match kind {
                    0 => list.move_by(by),
                    1 => list.move_by(by.signum()),
                    2 => list.move_by(list.page(true, height - 1, shape, &zone)),
                    _ => list.move_by(-list.page(false, height - 1, shape, &zone)),
                }
                list.scroll(height, shape, &zone);
                let now = window(&list, height, shape, &zone);
                prop_assert!(now.contains(&list.cursor), "{} not in {now:?}", list.cursor);
                let above: u16 = (list.top..list.cursor).map(|at| list.rows(at, shape, &zone)).sum();
                let own = list.rows(list.cursor, shape, &zone);
                prop_assert!(above + own <= height || list.top == list.cursor, "the cursor's article is cut");
                if kind > 1 && before.len() > 1 {
                    let first = *now.first().unwrap_or(&0);
                    let last = *now.last().unwrap_or(&0);
                    prop_assert!(first <= before[before.len() - 1] + 1 && before[0] <= last + 1, "{before:?} {now:?}");
                }
            }
        }
    }
}
