//! The sidebar's state: its rows, which of them is selected, and the running count.

use super::counts::{Counting, Counts, Tally};
use super::kept_counts::KeptCounts;
use super::rows::{Choice, Row, Sources, ValueOrder, rows};
use super::saved::Saved;
use crate::app::context::Context;
use crate::app::message::{FeedRow, Item};
use crate::app::motion::Motion;
use crate::app::view::{FacetKind, View};
use crate::text::Collation;
use std::collections::BTreeSet;
use std::sync::Arc;

/// While a scan finds articles, milliseconds between the beginnings of two counts.
const BETWEEN: u64 = 1_000;
/// Longer lists are counted after the scan.
const MANY: usize = 100_000;

#[derive(Debug)]
pub struct Sidebar {
    /// Whether the user wants it beside the list; None: on wide screens.
    pub wanted: Option<bool>,
    /// Keys go to the sidebar. Without room beside the list it is over it meanwhile.
    pub focused: bool,
    pub folded: BTreeSet<FacetKind>,
    pub order: ValueOrder,
    rows: Vec<Row>,
    /// Cells that the rows need.
    cells: u16,
    pub cursor: usize,
    /// The first visible row.
    pub top: usize,
    counts: Counts,
    is_counted: bool,
    counting: Option<Counting>,
    /// The counts are out of date.
    stale: bool,
    /// When the last count began, in milliseconds since 1970.
    begun: u64,
}

impl Default for Sidebar {
    fn default() -> Self {
        Self {
            wanted: None,
            focused: false,
            folded: FacetKind::ALL
                .into_iter()
                .filter(|kind| {
                    !matches!(
                        kind,
                        FacetKind::Collection | FacetKind::Feed | FacetKind::Source
                    )
                })
                .collect(),
            order: ValueOrder::default(),
            rows: Vec::new(),
            cells: 0,
            cursor: 0,
            top: 0,
            counts: Counts::default(),
            is_counted: false,
            counting: None,
            stale: true,
            begun: 0,
        }
    }
}

/// What the sidebar counts.
pub(crate) struct Counted<'a> {
    pub articles: &'a Arc<Vec<Item>>,
    pub bookmarks: usize,
    pub later: usize,
    pub new: usize,
    pub kept: Arc<KeptCounts>,
    pub saved: &'a Arc<Vec<Saved>>,
    pub feeds: Arc<Vec<FeedRow>>,
    pub collation: Collation,
    pub scanning: bool,
}

impl Sidebar {
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Cells that the rows need.
    pub fn cells(&self) -> u16 {
        self.cells
    }

    /// Articles or marks have changed.
    pub(crate) fn expire(&mut self) {
        self.stale = true;
    }

    /// The list of this length is about to change: a count holds it, and a long one is not copied.
    pub(crate) fn stop_counting(&mut self, len: usize) {
        if len > MANY {
            self.counting = None;
            self.stale = true;
        }
    }

    /// Whether there is something to count now.
    pub(crate) fn is_counting(&self, counted: &Counted<'_>, now: u64) -> bool {
        self.counting.is_some() || self.is_due(counted, now)
    }

    fn is_due(&self, counted: &Counted<'_>, now: u64) -> bool {
        // A count holds the list: adding to a long one would copy it.
        let few = counted.articles.len() <= MANY;
        self.stale && (!counted.scanning || few && now >= self.begun + BETWEEN)
    }

    /// Counts the next slice. Whether there are new counts.
    pub(crate) fn count_more(&mut self, counted: &Counted<'_>, context: &Context) -> bool {
        // A count of articles that are no longer the list's would end wrong.
        if self.is_due(counted, context.now) && (self.counting.is_none() || !counted.scanning) {
            self.stale = false;
            self.begun = context.now;
            let saved = Arc::clone(counted.saved);
            self.counting = Some(Counting::new(Arc::clone(counted.articles), saved));
        }
        let zone = &context.settings.zone;
        let counting = self.counting.as_mut();
        let counts = counting.and_then(|counting| counting.count_more(&context.marks, zone));
        let Some(counts) = counts else {
            return false;
        };
        self.counting = None;
        self.counts = counts;
        self.is_counted = true;
        self.refill(counted, context);
        true
    }

    /// Makes the rows again. The selected row stays selected.
    pub(crate) fn refill(&mut self, counted: &Counted<'_>, context: &Context) {
        let selected = self.rows.get(self.cursor).map(|row| row.choice.clone());
        self.rows = rows(&Sources {
            counts: &self.counts,
            is_counted: self.is_counted,
            bookmarks: counted.bookmarks,
            later: counted.later,
            new: counted.new,
            kept: &counted.kept,
            saved: counted.saved,
            feeds: &counted.feeds,
            folded: &self.folded,
            order: self.order,
            collation: counted.collation,
            context,
        });
        let policy = context.settings.options.width;
        let cells = self.rows.iter().map(|row| row.cells(policy));
        self.cells = cells.max().unwrap_or_default();
        if let Some(selected) = selected {
            self.select(&selected);
        }
        self.keep_in_sight(context);
    }

    fn select(&mut self, choice: &Choice) {
        let same = |row: &Row| is_same(&row.choice, choice);
        let at = self.rows.iter().position(same);
        let last = self.rows.len().saturating_sub(1);
        self.cursor = at.unwrap_or(self.cursor).min(last);
    }

    /// Selects the row of a view.
    pub(crate) fn select_view(&mut self, view: &View) {
        self.select(&Choice::Show(view.clone()));
    }

    /// How many articles a view has.
    pub fn tally(&self, view: &View) -> Option<Tally> {
        match view {
            View::All => Some(self.counts.all),
            View::Reading => Some(self.counts.reading),
            View::Facet(facet) if facet.kind == FacetKind::Feed => {
                Some(self.counts.of_folders(&facet.key))
            }
            View::Facet(facet) => {
                let counted = self.counts.of(facet.kind).get(&facet.key);
                counted.map(|(_, tally)| *tally)
            }
            View::Unread | View::Bookmarks | View::Later | View::Among(_) => None,
        }
    }

    pub(crate) fn chosen(&self) -> Choice {
        let row = self.rows.get(self.cursor);
        row.map_or(Choice::Nothing, |row| row.choice.clone())
    }

    /// Shows or hides the values of a group. The caller makes the rows again.
    pub(crate) fn fold(&mut self, kind: FacetKind) {
        if !self.folded.remove(&kind) {
            self.folded.insert(kind);
        }
    }

    /// The other order of values. The caller makes the rows again.
    pub(crate) fn sort(&mut self) {
        self.order = match self.order {
            ValueOrder::Count => ValueOrder::Name,
            ValueOrder::Name => ValueOrder::Count,
        };
    }

    pub(crate) fn motion(&mut self, motion: Motion, context: &Context) {
        let height = context.layout.sidebar.unwrap_or_default().height;
        let last = self.rows.len().saturating_sub(1);
        self.cursor = motion.resolve(height).from(self.cursor, last);
        self.keep_in_sight(context);
    }

    /// Moves the window so that the cursor is visible.
    pub(crate) fn keep_in_sight(&mut self, context: &Context) {
        let Some(area) = context.layout.sidebar else {
            return;
        };
        let height = usize::from(area.height.max(1));
        let lowest = (self.cursor + 1).saturating_sub(height);
        let last = self.rows.len().saturating_sub(height);
        self.top = self.top.min(self.cursor).max(lowest).min(last.max(lowest));
    }

    /// Selects the row that is drawn at a row of the pane.
    pub(crate) fn click(&mut self, y: u16) -> Choice {
        let at = self.top + usize::from(y);
        if at >= self.rows.len() {
            return Choice::Nothing;
        }
        self.cursor = at;
        self.chosen()
    }
}

/// Labels may differ, as that of a value is the first of its spellings.
fn is_same(one: &Choice, other: &Choice) -> bool {
    match (one, other) {
        (Choice::Show(View::Facet(one)), Choice::Show(View::Facet(other))) => {
            (one.kind, &one.key) == (other.kind, &other.key)
        }
        (one, other) => one == other,
    }
}
