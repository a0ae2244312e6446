//! The list pane: which articles it shows, in which order, and which one is selected.
//!
//! Every article has a place in the order, but rows are computed in `rows` and only for the
//! visible articles.

use super::age::AgeCells;
use super::folding_state::Folding;
use super::kept_rows::KeptList;
use super::key::{Key, key};
use super::merge::merge;
use super::picks::Picks;
use super::quick_state::Quick;
use super::repeats::Repeats;
use super::search_state::{Search, Seek, UnreadCount};
use super::stretches::Stretches;
use super::waiting_state::Waiting;
use crate::app::context::Context;
use crate::app::library_state::LibraryState;
use crate::app::message::{Item, Listed, Ticket};
use crate::app::motion::{Direction, Motion, Step};
use crate::app::outcome::Outcome;
use crate::app::view::View;
use crate::library::{Order, Zone, arrange};
use crate::search::Query;
use crate::user::marks::Marks;
use std::cmp::Ordering;
use std::collections::{HashSet, VecDeque};
use std::sync::Arc;

/// Which articles the list is filled from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ListSource {
    #[default]
    All,
    Bookmarks,
    /// Articles to read later.
    Queue,
}

/// An order that a thread is computing.
#[derive(Debug)]
pub struct Sorting {
    pub ticket: Ticket,
    pub order: Order,
    /// How many of the waiting batches the thread adds to the list.
    pub(crate) taken: usize,
    /// Articles that a scan found since the thread was started, and that are in the old list.
    pub(crate) late: Vec<Item>,
    /// Articles that a scan has taken out since then.
    pub(crate) outdated: HashSet<Key>,
}

/// Measures of the whole list, which take too long for every frame.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Measures {
    /// Whether most initials have one or two articles, so that they have no headings.
    pub few_per_initial: bool,
    /// Which headings are not those of days.
    pub stretches: Stretches,
    /// Cells of the column of sources; 0 when all articles have the same one.
    pub sources: u16,
    pub ages: AgeCells,
}

#[derive(Debug, Default)]
pub struct ListPane {
    pub source: ListSource,
    pub order: Order,
    pub unread_only: bool,
    /// Which of the articles of the source are shown.
    pub view: View,
    /// The zone of the months of views.
    pub zone: Zone,
    pub filter: Query,
    /// The filter as typed.
    pub filter_text: String,
    pub(super) quick: Quick,
    pub search: Search,
    /// The way to an unread article, when it is not finished.
    pub(crate) seeking: Option<Seek>,
    pub(super) unread_count: UnreadCount,
    pub(super) picks: Picks,
    /// Every article of the libraries, in order. Shared with the thread that sorts.
    pub all: Arc<Vec<Item>>,
    /// How many of them have a date of their own.
    pub(super) dated: usize,
    /// The order that a thread is computing; the old one is shown until it is ready.
    pub sorting: Option<Sorting>,
    /// Batches of a scan that a thread adds to the list, see `waiting`.
    pub(super) waiting: Vec<Waiting>,
    /// When a thread was last asked to add them, in milliseconds since 1970.
    pub(super) added: u64,
    /// The articles of the bookmarks or of the queue in order, while they are shown.
    pub(super) kept_items: Vec<Item>,
    pub(super) kept: KeptList,
    /// Milliseconds since 1970, as of the last message.
    pub(crate) now: u64,
    /// Some bookmarks are missing from `kept_items`: a scan may still find their articles.
    pub(super) incomplete: bool,
    /// The shown articles, as indexes into the source.
    pub(super) visible: Vec<u32>,
    /// Indexes that are not filtered yet. All are greater than those in `visible`.
    pub(super) queue: VecDeque<u32>,
    /// The article to select as soon as it is shown.
    pub(super) pending_target: Option<Item>,
    /// The id of the article to select when a scan finds it, until the user moves.
    pub(super) wanted: Option<Box<str>>,
    /// The article that was selected among all before a view was shown.
    before_view: Option<Item>,
    /// A scan is running: articles that are missing may still be found.
    filling: bool,
    pub cursor: usize,
    /// The first visible article.
    pub top: usize,
    /// What the columns and headings need to know of the whole list. `None` after a change.
    pub(super) measures: Option<Measures>,
    pub(super) repeats: Repeats,
    pub(crate) folding: Folding,
    /// Whether the user has moved. Until then the first article stays selected.
    pub touched: bool,
    /// The order is the one that suited the articles last time.
    pub(super) expected: bool,
    /// The user has chosen the order; until then it depends on the articles.
    pub(super) ordered: bool,
}

/// How many articles around the cursor are searched for siblings, and how many suffice.
const NEIGHBOURS: usize = 2_000;
const SIBLINGS: usize = 24;

impl ListPane {
    /// Articles of the same source near the cursor; none for an article without a source.
    pub(crate) fn siblings(&self, item: &Listed) -> Vec<Item> {
        let source = &item.entry.labels.source;
        let first = self.cursor.saturating_sub(NEIGHBOURS / 2);
        (first..self.len())
            .take(if source.is_empty() { 0 } else { NEIGHBOURS })
            .filter_map(|at| self.get(at))
            .filter(|other| {
                other.entry.labels.source == *source && other.entry.id() != item.entry.id()
            })
            .filter(|other| !other.entry.gone)
            .take(SIBLINGS)
            .cloned()
            .collect()
    }

    /// The articles of the source, in order.
    pub(super) fn items(&self) -> &[Item] {
        match self.source {
            ListSource::All => &self.all,
            ListSource::Bookmarks | ListSource::Queue => &self.kept_items,
        }
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.visible.len()
    }

    pub fn is_empty(&self) -> bool {
        self.visible.is_empty()
    }

    /// The shown article at an index.
    pub(crate) fn get(&self, at: usize) -> Option<&Item> {
        self.items().get(*self.visible.get(at)? as usize)
    }

    /// The shown articles: first those with a row, in order, then those that are folded.
    pub fn shown(&self) -> impl Iterator<Item = &Item> {
        (0..self.articles()).filter_map(|at| self.article(at))
    }

    pub fn selected(&self) -> Option<&Item> {
        self.get(self.cursor)
    }

    /// Moves the selection. A page moves by whole articles, so that none is skipped.
    pub(crate) fn motion(&mut self, motion: Motion, context: &Context) -> Outcome {
        let pane = context.layout.list.unwrap_or_default();
        let pages = match motion {
            Motion::Pages(count) | Motion::HalfPages(count) => Some(count),
            _ => None,
        };
        match (pages, motion.resolve(pane.height)) {
            (Some(count), _) => {
                let rows = motion.page_rows(pane.height).unsigned_abs();
                let rows = u16::try_from(rows).unwrap_or(1);
                let shape = self.shape(context);
                let page = self.page(Direction::of(count), rows, shape, &context.settings.zone);
                self.move_by(count * page);
            }
            (None, Step::By(lines)) => self.move_by(lines),
            (None, Step::To(line)) => self.move_to(line),
        }
        Outcome::ListChanged
    }

    pub(super) fn compare(&self, a: &Listed, b: &Listed) -> Ordering {
        self.order.compare(&a.entry, &b.entry)
    }

    /// Selects the article of an id as soon as a scan finds it.
    pub(crate) fn select_when_found(&mut self, id: Option<String>) {
        self.wanted = id.map(Into::into);
    }

    /// The id of such an article, while it is still to be found.
    pub(crate) fn wanted(&self) -> Option<&str> {
        self.wanted.as_deref()
    }

    /// Removes every article before a new scan. The selected article is selected again when
    /// the scan finds it. Returns the old list.
    pub(crate) fn clear(&mut self) -> Arc<Vec<Item>> {
        self.keep_range();
        self.pending_target = self.target().filter(|_| self.touched);
        self.filling = true;
        self.sorting = None;
        self.waiting.clear();
        self.kept_items.clear();
        self.visible.clear();
        self.queue.clear();
        self.measures = None;
        self.quick.articles_moved();
        self.folding.articles_changed();
        self.dated = 0;
        std::mem::take(&mut self.all)
    }

    /// Whether a scan is running.
    pub(super) fn is_filling(&self) -> bool {
        self.filling
    }

    /// The scan has ended. When it did not find the article to select, the cursor goes to
    /// where that article would be in the order.
    pub(crate) fn scan_finished(&mut self) {
        self.filling = false;
        self.wanted = None;
        if let Some(item) = self.pending_target.take() {
            self.cursor = self.index_of(&item).min(self.len().saturating_sub(1));
        }
    }

    /// The article that is selected, or will be when the scan finds it.
    pub(crate) fn target(&self) -> Option<Item> {
        self.pending_target
            .clone()
            .or_else(|| self.selected().cloned())
    }

    /// Whether the article to select is not found yet.
    pub(crate) fn is_waiting(&self) -> bool {
        self.filling && self.pending_target.is_some()
    }

    /// Fills the view again, after the filter or the marks changed.
    pub(crate) fn refresh(&mut self, marks: &Marks, library: &LibraryState) {
        let selected = self.target();
        self.fill_kept(marks, library);
        self.show(selected, marks);
    }

    /// Whether the list is filled by marks and lacks some that may still be found.
    pub(crate) fn lacks_bookmarks(&self) -> bool {
        self.incomplete && self.is_kept()
    }

    /// Shows a view from its start. The caller fills the list again. When all articles are shown
    /// again, the article that was selected in the view is selected, else the one before it.
    pub(crate) fn show_view(&mut self, view: View) {
        self.keep_range();
        let selected = self.target().filter(|_| self.touched);
        let was_all = self.source == ListSource::All && self.view == View::All;
        let returned = match (was_all, &view) {
            (true, _) => {
                self.before_view = selected;
                None
            }
            (false, View::All) => {
                let before = self.before_view.take();
                selected.filter(|item| !item.entry.gone).or(before)
            }
            (false, _) => None,
        };
        self.source = match view {
            View::Later => ListSource::Queue,
            _ if view.is_of_bookmarks() => ListSource::Bookmarks,
            _ => ListSource::All,
        };
        // The list filters unread articles and bookmarks itself.
        self.view = match view {
            View::Unread | View::Bookmarks | View::Later => View::All,
            view => view,
        };
        self.cursor = 0;
        self.top = 0;
        self.touched = returned.is_some();
        self.pending_target = returned;
    }

    pub(crate) fn toggle_unread_only(
        &mut self,
        context: &mut Context,
        library: &LibraryState,
    ) -> Outcome {
        self.unread_only = !self.unread_only;
        self.refresh(&context.marks, library);
        let key = match self.unread_only {
            true => "notice.unread-only",
            false => "notice.all-shown",
        };
        context.confirm(key, &[]);
        Outcome::ListChanged
    }

    /// Adds a batch of a scan. The batch is sorted alone, then merged with a search for each
    /// article: O(batch × log (n / batch)) comparisons, and the handles are moved once.
    pub(crate) fn add(&mut self, mut batch: Vec<Item>, marks: &Marks) {
        if self.is_for_a_thread(&batch) {
            self.look_for_wanted(&batch);
            return self.waiting.push(Waiting::new(batch));
        }
        self.keep_range();
        self.pending_target = self
            .pending_target
            .take()
            .or_else(|| self.selected().cloned());
        self.restore_indexes();
        self.folding.articles_changed();
        self.dated += batch.iter().filter(|item| item.entry.is_dated()).count();
        if let Some(sorting) = &mut self.sorting {
            sorting.late.extend(batch.iter().cloned());
        }
        arrange(&mut batch, self.order, |item| &item.entry);
        self.look_for_wanted(&batch);
        if self.follows(&batch) {
            return self.append(batch, marks);
        }
        let order = self.order;
        let is_before =
            |one: &Item, other: &Item| order.compare(&one.entry, &other.entry) == Ordering::Less;
        let new = merge(Arc::make_mut(&mut self.all), batch, is_before);
        self.quick.articles_moved();
        self.measures = None;
        self.repeats.start();
        if self.source == ListSource::All {
            self.shift_indexes(&new, marks);
        }
        self.pending_target = self.pending_target.take().filter(|_| self.touched);
        self.follow_target();
    }

    /// Adjusts view and queue after articles were inserted at the indexes `new`, which ascend.
    fn shift_indexes(&mut self, new: &[u32], marks: &Marks) {
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
        self.restore_indexes();
        if self.shows_everything(marks) && self.queue.is_empty() {
            self.visible.clear();
            self.visible.extend(0..self.all.len() as u32);
            return self.arrange(marks);
        }
        self.visible.iter_mut().for_each(&mut moved);
        self.queue.iter_mut().for_each(&mut moved);
        // New articles before the first that waits to be filtered are filtered now: all
        // indexes of the queue stay greater than those of the view.
        let first = self.queue.front().copied().unwrap_or(u32::MAX);
        let (now, later) = new.split_at(new.partition_point(|at| *at < first));
        let mut accepts = self.accepts(marks);
        let shown: Vec<u32> = now.iter().copied().filter(|at| accepts(*at)).collect();
        drop(accepts);
        self.visible.extend(shown);
        self.visible.sort();
        self.arrange(marks);
        self.queue.extend(later);
        self.queue.make_contiguous().sort();
    }

    /// Selects the target when it is shown. When it cannot come any more, the cursor goes to
    /// where it would be in the order; until then the cursor stays within the list.
    pub(super) fn follow_target(&mut self) {
        let last = self.len().saturating_sub(1);
        let target = self.pending_target.as_ref();
        let found = target.and_then(|item| self.position(item));
        let settled = self.queue.is_empty() && !self.filling;
        self.cursor = match (found, target.filter(|_| settled)) {
            (Some(at), _) => at,
            (None, _) if !self.touched => 0,
            // What a new query finds is read from its start.
            (None, Some(item)) if self.search.began_at(item) => 0,
            (None, Some(item)) => self.index_of(item).min(last),
            (None, None) => self.cursor.min(last),
        };
        if found.is_some() || settled {
            self.pending_target = None;
        }
        self.top = self.top.min(self.cursor);
    }

    fn position(&self, item: &Item) -> Option<usize> {
        let at = self.index_of(item);
        self.get(at)
            .filter(|found| key(&found.entry) == key(&item.entry))
            .map(|_| at)
            .or_else(|| self.row_with(item))
    }

    /// Selects an article as soon as it is shown.
    pub(crate) fn select(&mut self, item: &Item) {
        self.touched = true;
        self.search.accepted_at = None;
        self.pending_target = Some(item.clone());
        self.follow_target();
    }

    pub(crate) fn move_by(&mut self, by: isize) {
        self.move_to(self.cursor.saturating_add_signed(by));
    }

    pub(crate) fn move_to(&mut self, at: usize) {
        self.touched = true;
        self.search.accepted_at = None;
        self.pending_target = None;
        self.cursor = at.min(self.len().saturating_sub(1));
    }
}

#[cfg(test)]
mod tests;
