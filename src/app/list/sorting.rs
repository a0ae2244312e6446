//! Sorting the list: few articles at once, many on a thread while the old order stays on the
//! screen.

use super::key::key;
use super::pane::{ListPane, Sorting};
use crate::app::context::Context;
use crate::app::message::{Effect, Item, Job, Level, Ticket};
use crate::app::outcome::Outcome;
use crate::library::{Order, Sort, arrange, places};
use crate::user::marks::Marks;
use std::collections::HashSet;
use std::sync::Arc;

/// The most articles that are sorted between two frames.
const FEW: usize = if cfg!(test) { 3 } else { 5_000 };
/// The most articles that a thread sorts so soon that a frame waits for them.
const SOON: usize = 20_000;

/// The articles of a list and those of some batches in an order; `None` if that is cancelled.
pub fn in_order(
    all: &[Item],
    more: &[Arc<Vec<Item>>],
    order: Order,
    is_cancelled: impl Fn() -> bool,
) -> Option<Vec<Item>> {
    let more = more.iter().flat_map(|batch| batch.iter());
    let items: Vec<&Item> = all.iter().chain(more).collect();
    let places = places(&items, order, |item| &item.entry, is_cancelled)?;
    let mut sorted = Vec::with_capacity(items.len());
    let places = places.iter();
    sorted.extend(places.filter_map(|place| items.get(place.at as usize).copied().cloned()));
    Some(sorted)
}

impl ListPane {
    /// The order that was last requested; it may still be computed.
    pub(crate) fn requested_order(&self) -> Order {
        let asked = self.sorting.as_ref();
        asked.map_or(self.order, |asked| asked.order)
    }

    /// Whether an order that a thread is computing is worth the wait of a frame.
    pub(crate) fn is_sorted_soon(&self) -> bool {
        self.sorting.is_some() && self.all.len() <= SOON
    }

    /// Sorts the articles if they are few and returns true. Otherwise the caller asks a thread
    /// under this ticket, and the old order stays until [`accept_order`](Self::accept_order).
    pub(crate) fn put_in_order(&mut self, order: Order, ticket: Ticket) -> bool {
        if self.all.len() <= FEW && !self.has_waiting() {
            let mut all = self.all.to_vec();
            arrange(&mut all, order, |item| &item.entry);
            self.reorder(all, order);
            return true;
        }
        self.sorting = Some(Sorting {
            ticket,
            order,
            taken: self.waiting.len(),
            late: Vec::new(),
            outdated: HashSet::new(),
        });
        false
    }

    /// Takes the order that a thread computed, and returns the list in the old order with the batches
    /// that were added to it, to be freed. None: another order was requested since.
    pub(crate) fn accept_order(
        &mut self,
        ticket: Ticket,
        all: Vec<Item>,
        marks: &Marks,
    ) -> Option<Vec<Arc<Vec<Item>>>> {
        let asked = self.sorting.take_if(|asked| asked.ticket == ticket)?;
        let selected = self.target();
        let mut all = all;
        if !asked.outdated.is_empty() {
            all.retain(|item| !asked.outdated.contains(&key(&item.entry)));
        }
        let mut old = Vec::new();
        let mut dated = self.dated + self.take_waiting(asked.taken, &mut old);
        old.push(self.reorder(all, asked.order));
        self.show(selected, marks);
        if !asked.late.is_empty() {
            let waiting = self.waiting.len();
            self.add(asked.late, marks);
            // Those that wait are counted when a thread has added them.
            let again = self.waiting.iter().skip(waiting).map(|batch| batch.dated);
            dated = dated.saturating_sub(again.sum());
        }
        // The late articles were counted when they were added first.
        self.dated = dated;
        Some(old)
    }

    /// Returns the list in the old order.
    fn reorder(&mut self, all: Vec<Item>, order: Order) -> Arc<Vec<Item>> {
        self.keep_range();
        self.order = order;
        self.measures = None;
        self.repeats.reordered();
        self.folding.articles_changed();
        self.quick.articles_moved();
        self.sorting = None;
        let old = std::mem::replace(&mut self.all, Arc::new(all));
        self.sort_kept();
        old
    }
}

impl ListPane {
    pub(crate) fn sort_by_next(&mut self, context: &mut Context) -> Outcome {
        if self.is_kept() {
            return self.sort_kept_by(true, context);
        }
        let mut by = self.requested_order().by.next();
        if by == Sort::Relevance && !self.search.query.needs_text() {
            by = by.next();
        }
        let next = Order {
            by,
            reversed: false,
            ..self.order
        };
        self.sort_by(next, context)
    }

    pub(crate) fn reverse_order(&mut self, context: &mut Context) -> Outcome {
        if self.is_kept() {
            return self.sort_kept_by(false, context);
        }
        self.sort_by(self.requested_order().reverse(), context)
    }

    /// How fast the user reads is known: reading times are shown, grouped and sorted by it.
    pub(crate) fn set_pace(&mut self, context: &mut Context) {
        let pace = context.marks.pace();
        let order = self.requested_order();
        if order.pace == pace {
            return;
        }
        if order.by == Sort::Length {
            self.request(Order { pace, ..order }, context);
        } else if let Some(asked) = &mut self.sorting {
            asked.order.pace = pace;
        } else {
            self.order.pace = pace;
        }
        self.settings_changed();
    }

    /// Whether the user has chosen the order.
    pub(crate) fn is_ordered(&self) -> bool {
        self.ordered
    }

    /// The order that the user chose last time, before there are articles.
    pub(crate) fn restore_order(&mut self, by: Sort, reversed: bool) {
        self.ordered = true;
        self.order.by = by;
        self.order.reversed = reversed;
    }

    /// The order that suited the articles last time. It is kept until the scan has found all of
    /// them, so that the rows do not change places while they appear.
    pub(crate) fn expect_order(&mut self, by: Sort) {
        self.expected = true;
        self.order.by = by;
    }

    /// Chooses the order by the articles that were found so far, unless it is known or the user
    /// has moved: the rows would jump.
    pub(crate) fn choose_early_order(&mut self, context: &mut Context) -> Outcome {
        if self.touched || self.expected {
            return Outcome::None;
        }
        self.choose_order(context)
    }

    /// Until an order is chosen, articles without dates are in the order of their folders.
    pub(crate) fn choose_order(&mut self, context: &mut Context) -> Outcome {
        let by = Sort::usual(self.dated, self.all.len());
        let order = Order { by, ..self.order };
        if self.ordered || self.requested_order() == order || !self.request(order, context) {
            Outcome::None
        } else {
            Outcome::ListReordered
        }
    }

    fn sort_by(&mut self, order: Order, context: &mut Context) -> Outcome {
        if self.has_own_order() {
            context.refuse(match self.view.is_related() {
                true => "notice.by-relation",
                false => "notice.by-recency",
            });
            return Outcome::None;
        }
        self.touched = true;
        self.ordered = true;
        if self.request(order, context) {
            return self.reordered(context);
        }
        // Not the notice of the order before it: the key would change nothing on the screen.
        let key = match order.reversed {
            true => "notice.sorting-reverse",
            false => "notice.sorting",
        };
        let text = named(key, order, context);
        context.notify(Level::Info, text);
        Outcome::None
    }

    /// Sorts at once, or asks a thread for the order and returns false.
    pub(super) fn request(&mut self, order: Order, context: &mut Context) -> bool {
        let ticket = context.ticket();
        let selected = self.target();
        if self.put_in_order(order, ticket) {
            self.show(selected, &context.marks);
            return true;
        }
        context.effect(Effect::Job(Job::Sort {
            ticket,
            all: Arc::clone(&self.all),
            more: self.waiting_batches(),
            order,
        }));
        false
    }

    /// A thread has sorted the articles.
    pub(crate) fn sorted(
        &mut self,
        ticket: Ticket,
        all: Vec<Item>,
        context: &mut Context,
    ) -> Outcome {
        let (order, row) = (self.order, self.cursor.saturating_sub(self.top));
        let adds = self.sorting.as_ref().is_some_and(|asked| asked.taken > 0);
        let Some(lists) = self.accept_order(ticket, all, &context.marks) else {
            return Outcome::None;
        };
        context.effect(Effect::Job(Job::Discard { lists }));
        if adds && self.order == order {
            // The selected article stays in its row of the screen.
            self.top = self.cursor.saturating_sub(row);
            return Outcome::ListChanged;
        }
        self.reordered(context)
    }

    fn reordered(&self, context: &mut Context) -> Outcome {
        let key = if self.order.reversed {
            "notice.sorted-reverse"
        } else {
            "notice.sorted"
        };
        // An order that nobody asked for needs no notice.
        if self.ordered {
            let text = named(key, self.order, context);
            context.notify(Level::Done, text);
        }
        Outcome::ListReordered
    }
}

/// The message of a key with the name of an order.
fn named(key: &str, order: Order, context: &Context) -> String {
    let locale = &context.locale;
    let name = format!("sort.{}", order.by.name());
    let name = locale.text(&name).to_owned();
    locale.fill(key, &[("key", &name)])
}
