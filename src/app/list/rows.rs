//! The layout of the list pane: rows and columns of each article, and the visible window.
//!
//! Rows are counted only for the articles in and next to the window, so the cost of a frame
//! does not depend on the length of the list.

use super::pane::{ListPane, day};
use super::title_wrap;
use crate::app::context::Context;
use crate::app::layout::Area;
use crate::app::message::Listed;
use crate::app::motion::Direction;
use crate::library::{Sort, Zone};
use crate::text::WidthPolicy;

/// The narrowest pane that has a column for everything.
const COLUMNS: u16 = 64;
/// Narrower panes have only the column of the title.
const NARROW: u16 = 30;
/// Lower panes have no row for source and age below the title.
const HIGH: u16 = 10;

/// The layout that all articles of a list pane share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Columns of source, age and reading time beside the title; None: a row below it.
    pub columns: Option<Columns>,
    /// Whether days (or sources) have headings.
    pub headings: bool,
    /// Column of the title and its width.
    pub title: (u16, u16),
    /// The most lines of a title.
    pub lines: u16,
    /// Indent of the second line of a title, where no row of source and age separates the
    /// articles.
    pub step: u16,
    pub policy: WidthPolicy,
}

/// Columns of a row, in cells from the left edge of the pane.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    /// First column and width.
    pub source: Option<(u16, u16)>,
    /// The column after the last one.
    pub age: Option<u16>,
    pub minutes: Option<u16>,
    pub star: u16,
}

/// What a shape depends on, besides the size of the pane.
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
        let (title, columns) = if below {
            ((2, width.saturating_sub(3)), None)
        } else {
            let (title, columns) = Columns::of(width, under_day);
            (title, Some(columns))
        };
        let lines = match wanted.lines {
            0 => 1 + u16::from(below || width < NARROW),
            lines => lines,
        };
        // At least two articles are visible.
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

impl ListPane {
    /// The layout of the articles in the list pane as it is now.
    pub fn shape(&self, context: &Context) -> Shape {
        let wanted = Wanted {
            sort: self.sort,
            lines: context.settings.title_lines,
            policy: context.settings.options.width,
        };
        Shape::of(context.layout.list.unwrap_or_default(), wanted)
    }

    /// Moves the window so that the cursor is visible.
    pub(crate) fn keep_in_sight(&mut self, context: &Context) {
        if let Some(area) = context.layout.list {
            let shape = self.shape(context);
            self.scroll(area.height, shape, &context.settings.zone);
        }
    }

    /// Rows by which the pane has scrolled up since its first article was `before`. None when
    /// it has not scrolled, or when nothing of the old window can still be visible.
    pub fn rows_scrolled(&self, before: usize, context: &Context) -> Option<i32> {
        let height = context.layout.list?.height;
        let (low, high) = (before.min(self.top), before.max(self.top));
        if low == high || high - low > usize::from(height) {
            return None;
        }
        let shape = self.shape(context);
        let zone = &context.settings.zone;
        let rows: i32 = (low..high)
            .map(|at| i32::from(self.rows(at, shape, zone)))
            .sum();
        Some(if self.top > before { rows } else { -rows })
    }

    /// The article at a row of the pane.
    pub(crate) fn article_at(&self, row: u16, context: &Context) -> Option<usize> {
        let shape = self.shape(context);
        let mut below = 0;
        for at in self.top..self.len() {
            below += self.rows(at, shape, &context.settings.zone);
            if row < below {
                return Some(at);
            }
        }
        None
    }

    /// Whether the article at `at` has a heading above it.
    pub fn has_heading(&self, at: usize, shape: Shape, zone: &Zone) -> bool {
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
        own + u16::from(self.has_heading(at, shape, zone))
    }

    /// Moves the window so that all rows of the selected article are in `height` rows.
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
        // Fill empty rows below the last article with articles from above the window.
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

    /// How many articles after or before the cursor fill `height` rows: a page moves that far,
    /// so that no article is skipped. At least 1.
    pub fn page(&self, direction: Direction, height: u16, shape: Shape, zone: &Zone) -> isize {
        let mut used = 0;
        let mut count = 0;
        let ahead: &mut dyn Iterator<Item = usize> = if direction == Direction::Forward {
            &mut (self.cursor + 1..self.len())
        } else {
            &mut (0..self.cursor).rev()
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

    fn list(titles: &[String]) -> ListPane {
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
        let mut list = ListPane::default();
        list.add(made.collect(), &Marks::default());
        list
    }

    /// The articles in the window, including the one that is cut at its end.
    fn window(list: &ListPane, height: u16, shape: Shape, zone: &Zone) -> Vec<usize> {
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
                    2 => list.move_by(list.page(Direction::Forward, height - 1, shape, &zone)),
                    _ => list.move_by(-list.page(Direction::Backward, height - 1, shape, &zone)),
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
