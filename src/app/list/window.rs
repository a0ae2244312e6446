//! The visible window of the list pane.
//!
//! The heading of the first visible article stays in the first row while the list scrolls. Rows
//! are counted only for the articles in and next to the window, so the cost of a frame does not
//! depend on the length of the list.

use super::age::{AgeCells, AgeForm};
use super::groups::Grouping;
use super::pane::{ListPane, ListSource, Measures};
use super::rows::{HEADINGS, Shape, Wanted};
use crate::app::area::Area;
use crate::app::context::Context;
use crate::app::motion::Direction;
use crate::library::Zone;

/// Articles that are looked at to measure the column of dates.
const SAMPLE: usize = 2_048;

/// An article in the window, with rows counted from the top of the pane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    pub at: usize,
    /// The row of the heading above the article.
    pub heading: Option<u16>,
    pub row: u16,
    /// Visible rows; fewer than the article has at the foot of the pane.
    pub rows: u16,
}

impl ListPane {
    /// The layout of the articles in the list pane as it is now.
    pub(crate) fn shape(&self, context: &Context) -> Shape {
        let measures = self.measures.as_ref();
        let wanted = Wanted {
            grouping: self.grouping(),
            lines: context.settings.title_lines,
            sources: measures.map_or(0, |measures| measures.sources),
            ages: measures.map_or(AgeCells::default(), |measures| measures.ages),
            columns: context.settings.list_columns,
            one_source: self.is_of_one_source(),
            kept: self.source == ListSource::Bookmarks,
            policy: context.settings.options.width,
            pace: self.order.pace,
            unit: unit(context),
        };
        Shape::of(context.layout.rows, wanted)
    }

    /// Moves the window so that the cursor is visible.
    pub(crate) fn keep_in_sight(&mut self, context: &Context) {
        let zone = &context.settings.zone;
        if self.measures.is_none() {
            self.measure(context);
        }
        if let Some(area) = context.layout.list {
            let shape = self.shape(context);
            self.scroll(area.height, shape, zone);
        }
    }

    /// Rows that all articles need without headings, if there are few; `u16::MAX` for a list that has
    /// headings, or that changes while a scan runs or a search is typed.
    pub(crate) fn wanted_rows(&self, lines: u16) -> u16 {
        let is_short = self.len() < usize::from(HEADINGS);
        match is_short && !self.is_filling() && !self.is_narrowed() && !self.view.is_related() {
            true => self.len() as u16 * lines.max(1),
            false => u16::MAX,
        }
    }

    fn measure(&mut self, context: &Context) {
        self.restart_unread_count();
        let measures = Measures {
            few_per_initial: self.has_few_per_initial(),
            stretches: self.stretches(&context.settings.zone),
            ..Measures::default()
        };
        // The shown source and date depend on the grouping.
        self.measures = Some(measures.clone());
        self.measures = Some(Measures {
            sources: self.source_cells(context),
            ages: self.age_cells(context),
            ..measures
        });
    }

    /// The cells of the dates of the list, with or without a filter, so that the column does not move
    /// while the user types one. Long lists are sampled.
    fn age_cells(&self, context: &Context) -> AgeCells {
        let items = self.items();
        let step = items.len().div_ceil(SAMPLE).max(1);
        let (grouping, columns) = (self.grouping(), context.settings.list_columns);
        let zone = &context.settings.zone;
        let found = items.iter().step_by(step).filter_map(|item| {
            let form = AgeForm::of((grouping, self.span(item, grouping, zone)), columns);
            let says = form.says(item, grouping, columns);
            Some((form, item.entry.date.filter(|_| says)?))
        });
        AgeCells::measure(found, context.dates(), context.settings.options.width)
    }

    /// Settings such as the width of ambiguous characters have changed.
    pub(crate) fn settings_changed(&mut self) {
        self.measures = None;
    }

    /// Moves the window so that the cursor is in its middle, with rows on both sides.
    pub(crate) fn centre(&mut self, context: &Context) {
        let (shape, zone) = (self.shape(context), &context.settings.zone);
        let height = context.layout.rows.height;
        let mut used = self.own_rows(self.cursor, shape);
        self.top = self.cursor;
        while let Some(before) = self.top.checked_sub(1) {
            used += self.lead(self.top, shape, zone) + self.own_rows(before, shape);
            if used > height / 2 {
                break;
            }
            self.top = before;
        }
        self.keep_in_sight(context);
    }

    /// The articles in a window of `height` rows. A heading without a row of its article below
    /// it is left out.
    pub(crate) fn window(&self, height: u16, shape: Shape, zone: &Zone) -> Vec<Slot> {
        let mut slots = Vec::new();
        let mut row = 0;
        for at in self.top..self.len() {
            let lead = if at == self.top {
                shape.sticky()
            } else {
                self.lead(at, shape, zone)
            };
            row += lead;
            if row >= height {
                break;
            }
            let rows = self.own_rows(at, shape).min(height - row);
            slots.push(Slot {
                at,
                heading: (lead > 0).then(|| row - 1),
                row,
                rows,
            });
            row += rows;
        }
        slots
    }

    /// The area that scrolled and by how many rows, since the first article of the pane was
    /// `before`. None when it has not scrolled, or when nothing of the old window can still be
    /// visible.
    pub(crate) fn rows_scrolled(&self, before: usize, context: &Context) -> Option<(Area, i32)> {
        let mut area = context.layout.list?;
        let (low, high) = (before.min(self.top), before.max(self.top));
        if low == high || high - low > usize::from(area.height) {
            return None;
        }
        let (shape, zone) = (self.shape(context), &context.settings.zone);
        let rows: i32 = (low..high)
            .map(|at| i32::from(self.own_rows(at, shape) + self.lead(at + 1, shape, zone)))
            .sum();
        let fixed = shape.sticky().min(area.height);
        area.y += fixed;
        area.height -= fixed;
        Some((area, if self.top > before { rows } else { -rows }))
    }

    /// The article at a row of the pane; that below a heading.
    pub(crate) fn article_at(&self, row: u16, context: &Context) -> Option<usize> {
        let height = context.layout.list?.height;
        let shape = self.shape(context);
        let window = self.window(height, shape, &context.settings.zone);
        let slot = window.iter().find(|slot| row < slot.row + slot.rows);
        slot.map(|slot| slot.at)
    }

    /// Rows before the article at `at`: a blank one and its heading.
    fn lead(&self, at: usize, shape: Shape, zone: &Zone) -> u16 {
        let heading = self.begins_group(at, shape.grouping, zone);
        if heading { 1 + shape.gap } else { 0 }
    }

    fn own_rows(&self, at: usize, shape: Shape) -> u16 {
        self.row(at, shape).map_or(0, |row| shape.place(&row).rows)
    }

    /// Moves the window so that all rows of the selected article are in `height` rows.
    pub(crate) fn scroll(&mut self, height: u16, shape: Shape, zone: &Zone) {
        self.top = self.top.min(self.cursor);
        let mut used = shape.sticky() + self.own_rows(self.cursor, shape);
        let mut first = self.cursor;
        while first > self.top {
            used += self.lead(first, shape, zone) + self.own_rows(first - 1, shape);
            if used > height {
                break;
            }
            first -= 1;
        }
        self.top = first;
        // Fill empty rows below the last article with articles from above the window.
        let mut below = shape.sticky() + self.own_rows(self.top, shape);
        for at in self.top + 1..self.len() {
            if below >= height {
                return;
            }
            below += self.lead(at, shape, zone) + self.own_rows(at, shape);
        }
        while let Some(before) = self.top.checked_sub(1) {
            below += self.lead(self.top, shape, zone) + self.own_rows(before, shape);
            if below > height {
                return;
            }
            self.top = before;
        }
    }

    /// How many articles after or before the cursor fill `height` rows: a page moves that far,
    /// so that no article is skipped. At least 1.
    pub(crate) fn page(
        &self,
        direction: Direction,
        height: u16,
        shape: Shape,
        zone: &Zone,
    ) -> isize {
        let mut used = shape.sticky();
        let mut count = 0;
        let ahead: &mut dyn Iterator<Item = usize> = if direction == Direction::Forward {
            &mut (self.cursor + 1..self.len())
        } else {
            &mut (0..self.cursor).rev()
        };
        for at in ahead {
            used += self.own_rows(at, shape) + self.lead(at, shape, zone);
            if used > height {
                break;
            }
            count += 1;
        }
        count.max(1)
    }
}

/// Cells of a reading time without its number.
fn unit(context: &Context) -> u16 {
    let text = context.locale.fill("list.minutes", &[("minutes", &"")]);
    context.settings.options.width.str(&text) as u16
}

impl Shape {
    /// Rows at the top of the pane that never scroll.
    fn sticky(&self) -> u16 {
        u16::from(self.grouping != Grouping::None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::message::{Item, Listed};
    use crate::library::{Entry, Name, sample};
    use crate::text::WidthPolicy;
    use crate::user::marks::Marks;
    use proptest::prelude::*;

    fn list(titles: &[String]) -> ListPane {
        let model = sample::entries().remove(0);
        let made = titles.iter().zip(0_i64..).map(|(title, number)| {
            let mut entry = Entry {
                name: Name::new(model.root(), &number.to_string(), title),
                ..model.clone()
            };
            // Some days have one article, some have many.
            let day = number * title.len() as i64 / 9;
            entry.date = entry.date.map(|date| crate::library::Date {
                seconds: date.seconds - day * 86_400,
                ..date
            });
            Item::new(Listed::new(entry))
        });
        let mut list = ListPane::default();
        list.add(made.collect(), &Marks::default());
        list
    }

    /// The articles in the window, including the one that is cut at its end.
    fn shown(list: &ListPane, height: u16, shape: Shape, zone: &Zone) -> Vec<usize> {
        let window = list.window(height, shape, zone);
        window.iter().map(|slot| slot.at).collect()
    }

    proptest! {
        #[test]
        fn the_cursor_stays_visible_and_no_page_skips_an_article(
            titles in prop::collection::vec("[春天的书店，]{1,40}", 1..60),
            (width, height) in (4..100_u16, 1..30_u16),
            lines in 0..=2_u16,
            grouping in prop::sample::select(vec![Grouping::Day, Grouping::None]),
            steps in prop::collection::vec((0..4, -70..70_isize), 1..20),
        ) {
            let zone = Zone::named("UTC").unwrap();
            let wanted = Wanted { grouping, lines, sources: 10, ages: AgeCells::for_tests(5), columns: Default::default(), one_source: false, kept: false, policy: WidthPolicy::default(), pace: Default::default(), unit: 5 };
            let shape = Shape::of(Area { x: 0, y: 0, width, height }, wanted);
            let mut list = list(&titles);
            for (kind, by) in steps {
                let before = shown(&list, height, shape, &zone);
                match kind {
                    0 => list.move_by(by),
                    1 => list.move_by(by.signum()),
                    2 => list.move_by(list.page(Direction::Forward, height - 1, shape, &zone)),
                    _ => list.move_by(-list.page(Direction::Backward, height - 1, shape, &zone)),
                }
                list.scroll(height, shape, &zone);
                let now = shown(&list, height, shape, &zone);
                prop_assert!(now.contains(&list.cursor), "{} not in {now:?}", list.cursor);
                let slots = list.window(height, shape, &zone);
                let own = slots.iter().find(|slot| slot.at == list.cursor).expect("shown above");
                let whole = own.rows == list.own_rows(list.cursor, shape);
                prop_assert!(whole || list.top == list.cursor, "the cursor's article is cut");
                if shape.grouping != Grouping::None {
                    prop_assert_eq!(slots[0].heading, Some(0), "the first row is a heading");
                }
                for slot in &slots {
                    prop_assert!(slot.rows > 0, "a heading has an article below it");
                }
                if kind > 1 && before.len() > 1 {
                    let first = *now.first().unwrap_or(&0);
                    let last = *now.last().unwrap_or(&0);
                    prop_assert!(first <= before[before.len() - 1] + 1 && before[0] <= last + 1, "{before:?} {now:?}");
                }
            }
        }
    }
}
