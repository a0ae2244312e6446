//! The list pane: which articles are shown, in which order, and where the cursor stands.
//!
//! Only the order is kept for all articles; how they stand in rows is for `rows` to say.

use super::sorting::Sorting;
use crate::app::message::Listed;
use crate::library::{Sort, Zone, arrange, order};
use crate::search::Query;
use crate::user::marks::Marks;
use std::cmp::Ordering;
use std::collections::VecDeque;
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
    /// Every article of the libraries, in order. Shared with the thread that sorts.
    pub all: Arc<Vec<Arc<Listed>>>,
    /// The other order that is being made.
    pub sorting: Option<Sorting>,
    /// The bookmarked ones in order, while they are shown.
    pub(crate) kept: Vec<Arc<Listed>>,
    /// The shown articles of the shelf, by their indexes.
    view: Vec<u32>,
    /// Those that the filter has not been asked about yet, all after those of `view`.
    queue: VecDeque<u32>,
    /// The article on which the cursor stood, as long as it may still turn up.
    wanted: Option<Arc<Listed>>,
    /// A scan is under way: what is not there yet may still come.
    filling: bool,
    pub cursor: usize,
    /// The first visible article.
    pub top: usize,
    /// Whether the user has moved: until then the cursor stays with the newest.
    pub touched: bool,
}

/// Articles that a filter is asked about between two frames; few in the tests, so that
/// they come to the next slice.
const SLICE: usize = if cfg!(test) { 3 } else { 8_000 };

/// How far about the cursor siblings are looked for, and how many are enough.
const NEIGHBOURS: usize = 2_000;
const SIBLINGS: usize = 24;

impl List {
    /// Some articles of the same source, from those about the cursor; none for an article that
    /// names no source.
    pub fn siblings(&self, item: &Listed) -> Vec<Arc<Listed>> {
        let source = &item.entry.source;
        let first = self.cursor.saturating_sub(NEIGHBOURS / 2);
        (first..self.len())
            .take(if source.is_empty() { 0 } else { NEIGHBOURS })
            .filter_map(|at| self.get(at))
            .filter(|other| other.entry.source == *source && other.entry.id != item.entry.id)
            .filter(|other| !other.gone)
            .take(SIBLINGS)
            .cloned()
            .collect()
    }

    /// The articles of the shelf, in order.
    fn items(&self) -> &[Arc<Listed>] {
        match self.shelf {
            Shelf::All => &self.all,
            Shelf::Bookmarks => &self.kept,
        }
    }

    /// How many articles are shown.
    pub fn len(&self) -> usize {
        self.view.len()
    }

    pub fn is_empty(&self) -> bool {
        self.view.is_empty()
    }

    /// A shown article by its place.
    pub fn get(&self, at: usize) -> Option<&Arc<Listed>> {
        self.items().get(*self.view.get(at)? as usize)
    }

    /// The shown articles in order.
    pub fn shown(&self) -> impl Iterator<Item = &Arc<Listed>> {
        (0..self.len()).filter_map(|at| self.get(at))
    }

    pub fn selected(&self) -> Option<&Arc<Listed>> {
        self.get(self.cursor)
    }

    fn order(&self, a: &Listed, b: &Listed) -> Ordering {
        order(self.sort, self.reverse, &a.entry, &b.entry)
    }

    /// Forgets every article, for a scan to find them anew; the cursor goes to where it was as
    /// soon as its article is back.
    pub fn clear(&mut self) {
        self.wanted = self.sought().filter(|_| self.touched);
        self.filling = true;
        self.all = Arc::default();
        self.sorting = None;
        self.kept.clear();
        self.view.clear();
        self.queue.clear();
    }

    /// The scan is at its end: an article that did not come back leaves the cursor at its place.
    pub fn filled(&mut self) {
        self.filling = false;
        if let Some(item) = self.wanted.take() {
            self.cursor = self.place_of(&item).min(self.len().saturating_sub(1));
        }
    }

    /// The article that the cursor is on, or is to go to.
    pub fn sought(&self) -> Option<Arc<Listed>> {
        self.wanted.clone().or_else(|| self.selected().cloned())
    }

    /// Whether the cursor waits for its article.
    pub fn is_waiting(&self) -> bool {
        self.filling && self.wanted.is_some()
    }

    /// Puts articles on the shelf of bookmarks.
    pub fn keep(&mut self, mut kept: Vec<Arc<Listed>>) {
        arrange(&mut kept, self.sort, self.reverse, |item| &item.entry);
        self.kept = kept;
    }

    /// Shows the shelf anew; the cursor stays on `selected`, or its place.
    pub fn show(&mut self, selected: Option<Arc<Listed>>, marks: &Marks) {
        let len = u32::try_from(self.items().len()).unwrap_or(u32::MAX);
        self.wanted = selected.filter(|_| self.touched);
        self.view.clear();
        self.queue.clear();
        if self.filter.is_empty() && !self.unread_only {
            self.view.extend(0..len);
        } else {
            self.queue.extend(0..len);
        }
        self.look_on(marks);
    }

    /// The filter lets fewer through than before: what it kept out stays out.
    pub fn narrow(&mut self, marks: &Marks) {
        self.wanted = self.selected().cloned().filter(|_| self.touched);
        let rest = std::mem::take(&mut self.queue);
        self.queue.extend(self.view.drain(..));
        self.queue.extend(rest);
        self.look_on(marks);
    }

    /// Whether there are articles that the filter has not been asked about.
    pub fn unfinished(&self) -> bool {
        !self.queue.is_empty()
    }

    /// Asks the filter about all articles.
    pub fn finish(&mut self, marks: &Marks) {
        while self.unfinished() {
            self.look_on(marks);
        }
    }

    /// Asks the filter about the next articles.
    pub fn look_on(&mut self, marks: &Marks) {
        let slice = self.queue.len().min(SLICE);
        let mut view = std::mem::take(&mut self.view);
        let next: Vec<u32> = self.queue.drain(..slice).collect();
        let shows = self.shows(marks);
        view.extend(next.into_iter().filter(|at| shows(*at)));
        drop(shows);
        self.view = view;
        self.follow();
    }

    /// Whether the article of an index goes through the filter.
    fn shows<'a>(&'a self, marks: &'a Marks) -> Box<dyn Fn(u32) -> bool + 'a> {
        let matches = self.filter.matcher();
        Box::new(move |at| {
            self.items().get(at as usize).is_some_and(|item| {
                matches(&item.folded) && (!self.unread_only || !marks.is_read(&item.entry))
            })
        })
    }

    /// Adds a batch of a scan. It is sorted by itself, then the place of each article is
    /// looked for, so that a batch costs no more than its own length and a copy.
    pub fn add(&mut self, mut batch: Vec<Arc<Listed>>, marks: &Marks) {
        self.wanted = self.wanted.take().or_else(|| self.selected().cloned());
        if let Some(sorting) = &mut self.sorting {
            sorting.late.extend(batch.iter().cloned());
        }
        arrange(&mut batch, self.sort, self.reverse, |item| &item.entry);
        let mut merged = Vec::with_capacity(self.all.len() + batch.len());
        let mut old = Arc::unwrap_or_clone(std::mem::take(&mut self.all)).into_iter();
        let mut new = Vec::with_capacity(batch.len());
        for item in batch {
            let before = |other: &Arc<Listed>| self.order(other, &item) == Ordering::Less;
            let count = old.as_slice().partition_point(before);
            merged.extend(old.by_ref().take(count));
            new.push(merged.len() as u32);
            merged.push(item);
        }
        merged.extend(old);
        self.all = Arc::new(merged);
        if self.shelf == Shelf::All {
            self.make_room(&new, marks);
        }
        self.wanted = self.wanted.take().filter(|_| self.touched);
        self.follow();
    }

    /// Articles were put in at these indexes: those behind them have moved.
    fn make_room(&mut self, new: &[u32], marks: &Marks) {
        let mut behind = 0;
        let mut moved = |at: &mut u32| {
            while new
                .get(behind)
                .is_some_and(|new| *new <= *at + behind as u32)
            {
                behind += 1;
            }
            *at += behind as u32;
        };
        self.view.iter_mut().for_each(&mut moved);
        self.queue.iter_mut().for_each(&mut moved);
        let first = self.queue.front().copied().unwrap_or(u32::MAX);
        let (now, later) = new.split_at(new.partition_point(|at| *at < first));
        let shows = self.shows(marks);
        let shown: Vec<u32> = now.iter().copied().filter(|at| shows(*at)).collect();
        drop(shows);
        self.view.extend(shown);
        self.view.sort();
        self.queue.extend(later);
        self.queue.make_contiguous().sort();
    }

    /// Puts the cursor on the article it stood on, as soon as that is shown.
    fn follow(&mut self) {
        let last = self.len().saturating_sub(1);
        let found = self.wanted.as_ref().and_then(|item| self.position(item));
        self.cursor = match found {
            Some(at) => at,
            None if self.touched => self.cursor.min(last),
            None => 0,
        };
        if found.is_some() || (self.queue.is_empty() && !self.filling) {
            self.wanted = None;
        }
        self.top = self.top.min(self.cursor);
    }

    fn position(&self, item: &Arc<Listed>) -> Option<usize> {
        let at = self.place_of(item);
        self.get(at)
            .filter(|found| found.entry.id == item.entry.id)
            .map(|_| at)
    }

    /// Where an article stands, or would stand: the view is sorted.
    fn place_of(&self, item: &Arc<Listed>) -> usize {
        let before = |at: &u32| {
            let other = self.items().get(*at as usize);
            other.is_some_and(|other| self.order(other, item) == Ordering::Less)
        };
        self.view.partition_point(before)
    }

    pub fn move_by(&mut self, by: isize) {
        self.move_to(self.cursor.saturating_add_signed(by));
    }

    pub fn move_to(&mut self, at: usize) {
        self.touched = true;
        self.wanted = None;
        self.cursor = at.min(self.len().saturating_sub(1));
    }
}

/// The day under whose heading an article stands.
pub fn day(item: &Listed, zone: &Zone) -> Option<i64> {
    let date = item.entry.date.filter(|date| date.is_written());
    date.map(|date| date.day(zone))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::list::sorting::in_order;
    use crate::library::{Entry, sample};
    use proptest::prelude::*;

    fn listed(entry: Entry) -> Arc<Listed> {
        Arc::new(Listed::new(entry))
    }

    #[derive(Clone, Debug)]
    enum Step {
        Found(Vec<String>),
        LookOn,
        Filter(String),
        Move(usize),
        Sort,
        Sorted,
    }

    fn step() -> impl Strategy<Value = Step> {
        prop_oneof![
            prop::collection::vec("[ab]{1,5}", 0..6).prop_map(Step::Found),
            Just(Step::LookOn),
            "[ab]{0,3}".prop_map(Step::Filter),
            (0..20usize).prop_map(Step::Move),
            Just(Step::Sort),
            Just(Step::Sorted),
        ]
    }

    proptest! {
        /// Whatever comes in between, in the end exactly what the filter lets through is
        /// shown, in order, and the cursor has stayed on its article.
        #[test]
        fn slices_and_batches_come_to_the_whole(steps in prop::collection::vec(step(), 0..24)) {
            let model = sample::entries().remove(0);
            let marks = Marks::default();
            let mut list = List { sort: Sort::Title, touched: true, ..List::default() };
            let mut count = 0;
            let mut tickets = 0;
            let mut asked = Arc::default();
            for step in steps {
                let selected = list.selected().cloned();
                let settled = !list.unfinished();
                match step {
                    Step::Found(titles) => {
                        let batch = titles.into_iter().map(|title| {
                            count += 1;
                            let id = format!("{count}").into();
                            listed(Entry { id, title, ..model.clone() })
                        });
                        let batch = batch.collect();
                        list.add(batch, &marks);
                        if let Some(before) = selected.filter(|_| settled) {
                            let now = list.selected().map(|item| item.entry.id.clone());
                            prop_assert_eq!(now, Some(before.entry.id.clone()));
                        }
                    }
                    Step::LookOn => list.look_on(&marks),
                    Step::Filter(words) => {
                        let filter = Query::parse(&words);
                        let narrows = filter.narrows(&list.filter);
                        list.filter = filter;
                        if narrows {
                            list.narrow(&marks);
                        } else {
                            list.show(selected, &marks);
                        }
                    }
                    Step::Move(at) => list.move_to(at),
                    Step::Sort => {
                        let (sort, reverse) = list.asked();
                        tickets += 1;
                        asked = Arc::clone(&list.all);
                        if list.put_in_order((sort, !reverse), tickets) {
                            list.show(selected, &marks);
                        }
                    }
                    Step::Sorted => {
                        if let Some((sort, reverse)) = list.sorting.as_ref().map(|s| (s.sort, s.reverse)) {
                            list.sorted(tickets, in_order(&asked, sort, reverse), &marks);
                        }
                    }
                }
            }
            list.finish(&marks);
            let mut whole: Vec<_> = list.all.iter().filter(|item| list.filter.matches(&item.folded)).cloned().collect();
            whole.sort_by(|a, b| list.order(a, b));
            let ids = |items: Vec<Arc<Listed>>| items.iter().map(|item| item.entry.id.to_string()).collect::<Vec<_>>();
            prop_assert_eq!(ids(list.shown().cloned().collect()), ids(whole));
        }
    }
}
