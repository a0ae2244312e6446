//! The order of the list: few articles are sorted at once, many by a thread while the old
//! order stays on the screen.

use super::message::Listed;
use super::{App, Effect, Level, Ticket};
use crate::library::Sort;
use std::sync::Arc;

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
        let ticket = self.ticket();
        let selected = self.list.selected().cloned();
        if self.list.put_in_order(order, ticket) {
            self.list.show(selected, &self.marks);
            self.in_order();
            return;
        }
        let (sort, reverse) = order;
        let all = Arc::clone(&self.list.all);
        self.effect(Effect::Sort {
            ticket,
            all,
            sort,
            reverse,
        });
        self.tell_order("notice.sorting", sort);
    }

    /// A thread has put the articles in order.
    pub(crate) fn sorted(&mut self, ticket: Ticket, all: Vec<Arc<Listed>>) {
        if self.list.sorted(ticket, all, &self.marks) {
            self.in_order();
        }
    }

    fn in_order(&mut self) {
        if self.counting.is_some() {
            self.count_anew();
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
        let text = self.locale.fill(key, &[("key", &self.locale.text(&name))]);
        self.tell(Level::Info, text);
    }
}
