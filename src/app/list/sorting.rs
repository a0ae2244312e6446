//! The order of the list: few articles are sorted at once, many by a thread while the old
//! order stays on the screen.

use crate::app::message::Listed;
use crate::app::{App, Effect, Job, Level, List, Ticket};
use crate::library::{Sort, arrange};
use crate::user::marks::Marks;
use std::sync::Arc;

/// An order that a thread is making.
#[derive(Debug)]
pub struct Sorting {
    pub ticket: Ticket,
    pub sort: Sort,
    pub reverse: bool,
    /// Articles that were found since it was asked for.
    pub(crate) late: Vec<Arc<Listed>>,
}

/// So many articles are sorted between two frames.
const FEW: usize = if cfg!(test) { 3 } else { 5_000 };

/// The articles in an order.
pub fn in_order(all: &[Arc<Listed>], sort: Sort, reverse: bool) -> Vec<Arc<Listed>> {
    let mut all = all.to_vec();
    arrange(&mut all, sort, reverse, |item| &item.entry);
    all
}

impl List {
    /// The order that is shown, or that was last asked for.
    pub fn asked(&self) -> (Sort, bool) {
        let asked = self.sorting.as_ref();
        asked.map_or((self.sort, self.reverse), |asked| {
            (asked.sort, asked.reverse)
        })
    }

    /// Puts the articles in another order when they are few; else a thread is to be asked,
    /// under this ticket, and the old order stays until [`sorted`](Self::sorted). Whether
    /// it is done.
    pub fn put_in_order(&mut self, (sort, reverse): (Sort, bool), ticket: Ticket) -> bool {
        if self.all.len() <= FEW {
            let all = in_order(&self.all, sort, reverse);
            self.reorder(all, sort, reverse);
            return true;
        }
        self.sorting = Some(Sorting {
            ticket,
            sort,
            reverse,
            late: Vec::new(),
        });
        false
    }

    /// The order that a thread made. Whether it is still wanted.
    pub fn sorted(&mut self, ticket: Ticket, all: Vec<Arc<Listed>>, marks: &Marks) -> bool {
        let Some(asked) = self.sorting.take_if(|asked| asked.ticket == ticket) else {
            return false;
        };
        let selected = self.selected().cloned();
        self.reorder(all, asked.sort, asked.reverse);
        self.show(selected, marks);
        if !asked.late.is_empty() {
            self.add(asked.late, marks);
        }
        true
    }

    fn reorder(&mut self, all: Vec<Arc<Listed>>, sort: Sort, reverse: bool) {
        (self.sort, self.reverse) = (sort, reverse);
        self.sorting = None;
        self.all = Arc::new(all);
        arrange(&mut self.kept, sort, reverse, |item| &item.entry);
    }
}

impl App {
    pub(crate) fn sort(&mut self) {
        let (sort, _) = self.list.asked();
        self.put_in_order((sort.next(), false));
    }

    pub(crate) fn sort_reverse(&mut self) {
        let (sort, reverse) = self.list.asked();
        self.put_in_order((sort, !reverse));
    }

    fn put_in_order(&mut self, order: (Sort, bool)) {
        self.list.touched = true;
        let ticket = self.context.ticket();
        let selected = self.list.selected().cloned();
        if self.list.put_in_order(order, ticket) {
            self.list.show(selected, &self.context.marks);
            self.in_order();
            return;
        }
        let (sort, reverse) = order;
        let all = Arc::clone(&self.list.all);
        self.context.effect(Effect::Job(Job::Sort {
            ticket,
            all,
            sort,
            reverse,
        }));
        self.tell_order("notice.sorting", sort);
    }

    /// A thread has put the articles in order.
    pub(crate) fn sorted(&mut self, ticket: Ticket, all: Vec<Arc<Listed>>) {
        if self.list.sorted(ticket, all, &self.context.marks) {
            self.in_order();
        }
    }

    fn in_order(&mut self) {
        if self.tally.is_some() {
            self.recount();
        }
        self.after_list_change();
        let key = match self.list.reverse {
            true => "notice.sorted-reverse",
            false => "notice.sorted",
        };
        self.tell_order(key, self.list.sort);
    }

    fn tell_order(&mut self, key: &str, sort: Sort) {
        let name = format!("sort.{}", sort.name());
        let text = self
            .context
            .locale
            .fill(key, &[("key", &self.context.locale.text(&name))]);
        self.context.notify(Level::Info, text);
    }
}
