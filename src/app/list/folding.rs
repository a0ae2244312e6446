//! Folding: of the versions of an article the list shows one row, the first in its order.
//!
//! Folding is for display alone. What counts or marks the shown articles includes the folded ones.

use super::folds::Folds;
use super::key::key;
use super::merge::among;
use super::pane::{ListPane, ListSource};
use crate::app::message::{Item, Listed, Ticket};
use crate::user::marks::Marks;
use std::cmp::Ordering;

impl ListPane {
    /// Whether the folds are to be computed: when a scan has found all articles.
    pub(crate) fn lacks_folds(&self) -> bool {
        let folding = &self.folding;
        folding.is_on && folding.is_outdated && folding.asked.is_none() && !self.is_filling()
    }

    /// The settings have changed.
    pub(crate) fn set_folding(&mut self, is_on: bool, marks: &Marks) {
        if self.folding.is_on != is_on {
            let folds = std::mem::take(&mut self.folding.folds);
            self.folding.is_on = is_on;
            self.take_folds(folds, marks);
            // They may never have been computed while folding was off.
            self.folding.is_outdated = self.folding.folds.is_empty();
        }
    }

    /// A thread computes the folds.
    pub(crate) fn await_folds(&mut self, ticket: Ticket) {
        self.folding.asked = Some(ticket);
        self.folding.is_outdated = false;
    }

    /// Takes the folds that a thread computed, unless the articles have changed since.
    pub(crate) fn folds_arrived(
        &mut self,
        ticket: Ticket,
        folds: Option<Folds>,
        marks: &Marks,
    ) -> bool {
        let asked = self.folding.asked.take_if(|asked| *asked == ticket);
        if asked.is_none() || self.folding.is_outdated {
            return false;
        }
        self.folding.is_outdated = folds.is_none();
        folds.is_some_and(|folds| self.take_folds(folds, marks))
    }

    /// Folds the rows. Whether any is folded.
    pub(crate) fn take_folds(&mut self, folds: Folds, marks: &Marks) -> bool {
        self.folding.is_outdated = false;
        if folds == self.folding.folds {
            return false;
        }
        let selected = self.target();
        let row = self.cursor.saturating_sub(self.top);
        self.keep_range();
        self.restore_indexes();
        self.folding.folds = folds;
        self.arrange(marks);
        self.measures = None;
        self.pending_target = selected.filter(|_| self.touched);
        self.follow_target();
        self.top = self.cursor.saturating_sub(row);
        true
    }

    /// Folds the rows of versions, once everything is filtered.
    pub(super) fn fold(&mut self) {
        let may = self.folding.is_on && self.source == ListSource::All;
        if !may || self.folding.folds.is_empty() || self.is_filtering() {
            return;
        }
        if self.view.shows_versions() {
            return;
        }
        let shown = self.shown_versions();
        let numbers = shown.iter().map(|(_, number)| *number as usize + 1);
        // By number: the index of the first version, and how many others are folded into it.
        let mut rows: Vec<Option<(u32, u32)>> = vec![None; numbers.max().unwrap_or(0)];
        for (at, number) in shown {
            match rows.get_mut(number as usize) {
                Some(Some((_, more))) => {
                    *more += 1;
                    self.folding.hidden.push(at);
                }
                Some(row) => *row = Some((at, 0)),
                None => {}
            }
        }
        let rows = rows.into_iter().flatten().filter(|(_, more)| *more > 0);
        self.folding.folded_into = rows.collect();
        self.folding.folded_into.sort_unstable();
        let mut hidden = self.folding.hidden.iter().peekable();
        if hidden.peek().is_some() {
            self.visible.retain(|at| hidden.next_if_eq(&at).is_none());
        }
        let mut sum = 0;
        let sums = self.rows_with_versions().into_iter().map(|(row, folded)| {
            sum += folded;
            (row, sum)
        });
        self.folding.sums = sums.collect();
    }

    /// The shown articles that have other versions, in the order of their rows, with the numbers of
    /// their versions. They are few: in a list in its usual order the others are not looked at.
    fn shown_versions(&self) -> Vec<(u32, u32)> {
        let folds = &self.folding.folds;
        if self.is_arranged() {
            let visible = self.visible.iter();
            return visible
                .filter_map(|at| Some((*at, folds.number(*at)?)))
                .collect();
        }
        let indexes = folds.members().iter().map(|(at, _)| *at);
        let shown = among(&self.visible, indexes);
        shown
            .filter_map(|(_, at)| Some((at, folds.number(at)?)))
            .collect()
    }

    /// The rows with folded articles, ascending, and how many are folded into each.
    fn rows_with_versions(&self) -> Vec<(usize, usize)> {
        let folded_into = &self.folding.folded_into;
        if self.is_arranged() {
            let visible = self.visible.iter().enumerate();
            return visible
                .filter_map(|(row, at)| Some((row, self.folding.folded_into(*at)?)))
                .collect();
        }
        let rows = among(&self.visible, folded_into.iter().map(|(at, _)| *at));
        rows.filter_map(|(row, at)| Some((row, self.folding.folded_into(at)?)))
            .collect()
    }

    /// Gives folded articles rows again, in ascending order of their indexes.
    pub(super) fn unfold(&mut self) {
        if !self.folding.hidden.is_empty() {
            self.visible.append(&mut self.folding.hidden);
            self.visible.sort();
        }
        self.folding.rows_gone();
    }

    /// How many articles are shown, with those that are folded.
    pub fn articles(&self) -> usize {
        self.len() + self.folding.hidden.len()
    }

    /// A shown article: first those with a row, in order, then those that are folded.
    pub(super) fn article(&self, at: usize) -> Option<&Item> {
        match at.checked_sub(self.len()) {
            None => self.get(at),
            Some(at) => {
                let index = self.folding.hidden.get(at)?;
                self.items().get(*index as usize)
            }
        }
    }

    /// How many articles are folded into the row of an article.
    pub(crate) fn folded_into(&self, at: usize) -> usize {
        let index = self.visible.get(at);
        let count = index.and_then(|index| self.folding.folded_into(*index));
        count.unwrap_or(0)
    }

    /// How many articles the rows before one stand for.
    pub(crate) fn articles_before(&self, row: usize) -> usize {
        let sums = &self.folding.sums;
        let above = sums.partition_point(|(at, _)| *at < row).checked_sub(1);
        let folded = above.and_then(|at| sums.get(at)).map_or(0, |(_, sum)| *sum);
        row + folded
    }

    /// All versions of the selected article; one or none if it has no others.
    pub(crate) fn versions(&self) -> Vec<Item> {
        let index = self.visible.get(self.cursor);
        let index = index.filter(|_| self.source == ListSource::All);
        let versions = index.map(|index| self.folding.folds.versions(*index));
        let items = versions.into_iter().flatten();
        items
            .filter_map(|at| self.all.get(at as usize).cloned())
            .collect()
    }

    /// The row that an article is folded into.
    pub(super) fn row_with(&self, item: &Listed) -> Option<usize> {
        if self.folding.hidden.is_empty() {
            return None;
        }
        let before = |other: &Item| self.compare(other, item) == Ordering::Less;
        let at = self.all.partition_point(before);
        self.all
            .get(at)
            .filter(|found| key(&found.entry) == key(&item.entry))?;
        let number = self.folding.folds.number(at as u32)?;
        let is_row = |at: &u32| self.folding.folds.number(*at) == Some(number);
        self.visible.iter().position(is_row)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::library_state::LibraryState;
    use crate::app::view::{Among, Bond, View};
    use crate::library::{Entry, sample};
    use crate::search::{Query, Today};
    use std::sync::Arc;

    /// A list of articles: letters in the order of the list; equal ones are versions.
    fn list(letters: &str) -> ListPane {
        let mut list = ListPane::default();
        list.folding.is_on = true;
        add(&mut list, letters);
        list
    }

    fn add(list: &mut ListPane, letters: &str) {
        let models = sample::entries();
        let first = list.all.len();
        let made = letters.chars().zip(first..).map(|(letter, number)| {
            let model = models
                .get(letter as usize - 'a' as usize)
                .expect("a sample");
            let mut entry = Entry {
                name: model.name.with_id(&format!("{letter}{number}")),
                date: models.first().and_then(|model| model.date),
                ..model.clone()
            };
            if let Some(date) = &mut entry.date {
                date.seconds -= number as i64 * 86_400;
            }
            Item::new(Listed::new(entry))
        });
        list.add(made.collect(), &Marks::default());
        compute(list);
    }

    fn compute(list: &mut ListPane) {
        let print = |at: usize| list.all[at].entry.fingerprint;
        let folds = Folds::of(list.all.len(), print, || false).expect("not cancelled");
        list.take_folds(folds, &Marks::default());
    }

    /// The rows, with how many articles are folded into each.
    #[track_caller]
    fn check(list: &ListPane, expected: &str) {
        let rows = (0..list.len()).map(|at| {
            let id = &list.get(at).expect("a row").entry.id();
            match list.folded_into(at) {
                0 => id.to_string(),
                more => format!("{id}+{more}"),
            }
        });
        let rows: Vec<String> = rows.collect();
        assert_eq!(rows.join(" "), expected);
        let mut folded = 0;
        for at in 0..=list.len() {
            assert_eq!(list.articles_before(at), at + folded, "row {at}");
            folded += list.folded_into(at);
        }
        assert_eq!(list.articles(), list.len() + folded);
        assert_eq!(list.shown().count(), list.articles());
    }

    #[test]
    fn versions_have_one_row() {
        let mut list = list("abaca");
        check(&list, "a0+2 b1 c3");
        list.move_to(0);
        assert_eq!(list.versions().len(), 3);
        // The selection of a folded article goes to its row.
        let folded = list.all[4].clone();
        list.move_to(2);
        list.select(&folded);
        assert_eq!(list.cursor, 0);
        add(&mut list, "bd");
        check(&list, "a0+2 b1+1 c3 d6");
        assert_eq!(list.cursor, 0);
        list.set_folding(false, &Marks::default());
        check(&list, "a0 b1 a2 c3 a4 b5 d6");
    }

    #[test]
    fn a_query_folds_what_it_finds() {
        let (marks, library) = (Marks::default(), LibraryState::default());
        let mut list = list("abab");
        let query = |text: &str| Query::parse_unfinished(text, Today::at(0, &Default::default()));
        let _ = list.set_filter("path:a2", query("path:a2"), &marks, &library);
        list.finish_filter(&marks);
        check(&list, "a2");
        let _ = list.set_filter("", query(""), &marks, &library);
        list.finish_filter(&marks);
        check(&list, "a0+1 b1+1");
    }

    #[test]
    fn the_view_of_versions_folds_nothing() {
        let (marks, library) = (Marks::default(), LibraryState::default());
        let mut list = list("aaba");
        let versions = list.versions();
        let mut among = Among::new(
            Bond::Versions,
            versions[0].clone(),
            View::All,
            String::new(),
        );
        for item in versions {
            among.add(item.entry.id(), item.entry.root().to_path_buf(), None);
        }
        list.show_view(View::Among(Arc::new(among)));
        list.refresh(&marks, &library);
        list.finish_filter(&marks);
        check(&list, "a0 a1 a3");
    }
}
