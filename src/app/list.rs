//! The list pane: which articles are shown, in which order, and where the cursor stands.
//!
//! Only the order is kept for all articles; rows are formatted by `ui` for the visible ones.

use super::message::Listed;
use crate::library::{Sort, Zone, arrange, order};
use crate::profile::marks::Marks;
use crate::search::Query;
use std::cmp::Ordering;
use std::sync::Arc;

/// What the list is made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shelf {
    #[default]
    All,
    Bookmarks,
}

#[derive(Debug, Default)]
pub struct List {
    pub shelf: Shelf,
    pub sort: Sort,
    pub reverse: bool,
    pub unread_only: bool,
    pub filter: Query,
    /// The shown articles in order.
    pub view: Vec<Arc<Listed>>,
    pub cursor: usize,
    /// The first visible article.
    pub top: usize,
    /// Whether the user has moved: until then the cursor stays with the newest.
    pub touched: bool,
}

/// How one article stands in the list, in rows of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Rows of an article: 2 in a narrow pane, 1 in columns or where rows are dear.
    pub rows: u16,
    /// Whether days (or sources) have headings.
    pub headings: bool,
}

impl Shape {
    pub fn of(width: u16, height: u16) -> Self {
        Self {
            rows: if width >= 64 || height < 10 { 1 } else { 2 },
            headings: height >= 8,
        }
    }
}

impl List {
    pub fn selected(&self) -> Option<&Arc<Listed>> {
        self.view.get(self.cursor)
    }

    /// Of these articles those that the filter lets through.
    fn shown(&self, items: &[Arc<Listed>], marks: &Marks) -> Vec<Arc<Listed>> {
        let matches = self.filter.matcher();
        let shows = |item: &&Arc<Listed>| {
            matches(&item.folded) && (!self.unread_only || !marks.is_read(&item.entry))
        };
        items.iter().filter(shows).cloned().collect()
    }

    fn order(&self, a: &Listed, b: &Listed) -> Ordering {
        order(self.sort, self.reverse, &a.entry, &b.entry)
    }

    /// Puts articles in the order of the list.
    pub fn put_in_order(&self, items: &mut Vec<Arc<Listed>>) {
        arrange(items, self.sort, self.reverse, |item| &item.entry);
    }

    /// Shows of `all`, which are in order, those that the filter lets through; the cursor
    /// stays on its article, or its place.
    pub fn show(&mut self, all: &[Arc<Listed>], marks: &Marks) {
        let kept = self.selected().cloned();
        self.view = self.shown(all, marks);
        self.follow(kept.as_ref());
    }

    /// The filter lets fewer through than before: only what is shown is looked at.
    pub fn narrow(&mut self, marks: &Marks) {
        let kept = self.selected().cloned();
        self.view = self.shown(&self.view, marks);
        self.follow(kept.as_ref());
    }

    /// Adds a batch of a scan, which is in order, to what is shown.
    pub fn add(&mut self, batch: &[Arc<Listed>], marks: &Marks) {
        let kept = self.selected().cloned();
        let shown = self.shown(batch, marks);
        let mut view = std::mem::take(&mut self.view);
        self.merge(&mut view, shown);
        self.view = view;
        self.follow(kept.as_ref());
    }

    /// Merges articles in order into others: looks for the place of each new one, so that
    /// a batch of a scan costs no more than its own length and a copy.
    pub fn merge(&self, into: &mut Vec<Arc<Listed>>, new: Vec<Arc<Listed>>) {
        let mut merged = Vec::with_capacity(into.len() + new.len());
        let mut old = std::mem::take(into).into_iter();
        for item in new {
            let before = |other: &Arc<Listed>| self.order(other, &item) == Ordering::Less;
            let count = old.as_slice().partition_point(before);
            merged.extend(old.by_ref().take(count));
            merged.push(item);
        }
        merged.extend(old);
        *into = merged;
    }

    fn follow(&mut self, kept: Option<&Arc<Listed>>) {
        let last = self.view.len().saturating_sub(1);
        let found = kept
            .filter(|_| self.touched)
            .and_then(|kept| self.position(kept));
        self.cursor = match found {
            Some(at) => at,
            None if self.touched => self.cursor.min(last),
            None => 0,
        };
        self.top = self.top.min(self.cursor);
    }

    fn position(&self, item: &Arc<Listed>) -> Option<usize> {
        // The view is sorted, so the same article is found by bisection.
        let at = self
            .view
            .partition_point(|other| self.order(other, item) == Ordering::Less);
        self.view
            .get(at)
            .filter(|found| found.entry.id == item.entry.id)
            .map(|_| at)
    }

    /// Puts the cursor on an article, if it is shown.
    pub fn select(&mut self, item: &Arc<Listed>) {
        if let Some(at) = self.position(item) {
            self.cursor = at;
        }
    }

    pub fn move_by(&mut self, by: isize) {
        self.touched = true;
        let last = self.view.len().saturating_sub(1);
        self.cursor = self.cursor.saturating_add_signed(by).min(last);
    }

    pub fn move_to(&mut self, at: usize) {
        self.touched = true;
        self.cursor = at.min(self.view.len().saturating_sub(1));
    }

    /// The next article that `wanted` holds for, around the end.
    pub fn find(&self, forward: bool, wanted: impl Fn(&Listed) -> bool) -> Option<usize> {
        let len = self.view.len();
        (1..=len)
            .map(|step| if forward { self.cursor + step } else { self.cursor + len - step } % len)
            .find(|at| self.view.get(*at).is_some_and(|item| wanted(item)))
    }

    /// Whether a heading stands above the article at `at`.
    pub fn heads(&self, at: usize, shape: Shape, zone: &Zone) -> bool {
        if !shape.headings || !matches!(self.sort, Sort::Date | Sort::Source) {
            return false;
        }
        let Some(item) = self.view.get(at) else {
            return false;
        };
        let Some(before) = at.checked_sub(1).and_then(|at| self.view.get(at)) else {
            return true;
        };
        match self.sort {
            Sort::Date => day(item, zone) != day(before, zone),
            _ => item.entry.source != before.entry.source,
        }
    }

    /// Rows of the article at `at`, its heading included.
    pub fn rows(&self, at: usize, shape: Shape, zone: &Zone) -> u16 {
        shape.rows + u16::from(self.heads(at, shape, zone))
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
        for at in self.top..self.view.len() {
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

    /// How many articles a page of `height` rows moves by.
    pub fn page(height: u16, shape: Shape) -> isize {
        isize::from((height / shape.rows).saturating_sub(1).max(1).cast_signed())
    }
}

/// The day under whose heading an article stands.
pub fn day(item: &Listed, zone: &Zone) -> Option<i64> {
    let date = item.entry.date.filter(|date| date.is_written());
    date.map(|date| date.day(zone))
}
