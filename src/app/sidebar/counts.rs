//! Counts how many articles, and how many unread ones, each view has: in slices between frames,
//! over the list as it was when the count began.

use super::saved::Saved;
use crate::app::message::{Item, Listed};
use crate::app::view::{FacetKind, is_being_read};
use crate::library::Zone;
use crate::search::{Evaluator, Facts};
use crate::user::marks::Marks;
use std::collections::HashMap;
use std::sync::Arc;

/// Articles that are counted between two frames.
const SLICE: usize = if cfg!(test) { 3 } else { 2_000 };

/// How many articles there are, and how many of them are unread.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub total: usize,
    pub unread: usize,
}

impl Tally {
    fn add(&mut self, unread: bool) {
        self.total += 1;
        self.unread += usize::from(unread);
    }
}

/// The values of a facet by key, with label and count.
pub(crate) type Values = HashMap<Arc<str>, (Arc<str>, Tally)>;

/// The counts of all views. Bookmarks are counted by the library.
#[derive(Clone, Debug, Default)]
pub struct Counts {
    pub all: Tally,
    pub reading: Tally,
    /// Of the saved searches.
    pub searches: Vec<Tally>,
    /// For each kind.
    facets: [Values; FacetKind::ALL.len()],
}

impl Counts {
    pub fn of(&self, kind: FacetKind) -> &Values {
        &self.facets[kind as usize]
    }

    /// The articles in folders, one a line.
    pub fn of_folders(&self, folders: &str) -> Tally {
        let counted = self.of(FacetKind::Folder);
        let tallies = folders.lines().filter_map(|folder| counted.get(folder));
        tallies.fold(Tally::default(), |sum, (_, tally)| Tally {
            total: sum.total + tally.total,
            unread: sum.unread + tally.unread,
        })
    }

    fn add(&mut self, item: &Listed, marks: &Marks, zone: &Zone) {
        if marks.is_hidden(&item.entry) {
            return;
        }
        let unread = !marks.is_read(&item.entry);
        self.all.add(unread);
        if is_being_read(item, marks) {
            self.reading.add(unread);
        }
        for kind in FacetKind::ALL {
            let values = &mut self.facets[kind as usize];
            kind.values(item, zone, &mut |key, label| {
                if let Some((_, tally)) = values.get_mut(key) {
                    tally.add(unread);
                } else {
                    let mut tally = Tally::default();
                    tally.add(unread);
                    values.insert(key.into(), (label.into(), tally));
                }
            });
        }
    }
}

/// A count that is not finished.
#[derive(Debug)]
pub struct Counting {
    articles: Arc<Vec<Item>>,
    saved: Arc<Vec<Saved>>,
    at: usize,
    counts: Counts,
}

impl Counting {
    pub fn new(articles: Arc<Vec<Item>>, saved: Arc<Vec<Saved>>) -> Self {
        let counts = Counts {
            searches: vec![Tally::default(); saved.len()],
            ..Counts::default()
        };
        Self {
            articles,
            saved,
            at: 0,
            counts,
        }
    }

    /// Counts the next slice. Returns the counts after the last one.
    pub fn count_more(&mut self, marks: &Marks, zone: &Zone) -> Option<Counts> {
        let end = self.articles.len().min(self.at + SLICE);
        let next = self.articles.get(self.at..end).unwrap_or_default();
        for item in next {
            self.counts.add(item, marks, zone);
        }
        let facts = Facts { marks, zone };
        for (saved, tally) in self.saved.iter().zip(&mut self.counts.searches) {
            let mut query = Evaluator::new(&saved.query, facts, saved.hits());
            let with_hidden = saved.query.asks_for_hidden();
            let is_shown = |item: &&Item| with_hidden || !marks.is_hidden(&item.entry);
            let shown = next.iter().filter(is_shown);
            for item in shown.filter(|item| query.matches(&item.entry)) {
                tally.add(!marks.is_read(&item.entry));
            }
        }
        self.at = end;
        (end == self.articles.len()).then(|| std::mem::take(&mut self.counts))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::sample;

    #[test]
    fn slices_count_every_article_once() {
        let zone = Zone::named("UTC").unwrap();
        let mut marks = Marks::default();
        let entries = sample::entries();
        marks.set_read(&entries[1], true, 1);
        let listed = entries
            .into_iter()
            .map(|entry| Item::new(Listed::new(entry)));
        let mut counting = Counting::new(Arc::new(listed.collect()), Arc::default());
        let counts = loop {
            if let Some(counts) = counting.count_more(&marks, &zone) {
                break counts;
            }
        };
        let tally = |total, unread| Tally { total, unread };
        assert_eq!(counts.all, tally(17, 16));
        let sources = counts.of(FacetKind::Source);
        assert_eq!(sources["晨溪财经"].1, tally(1, 0));
        assert_eq!(
            sources
                .values()
                .map(|(_, tally)| tally.total)
                .sum::<usize>(),
            17
        );
        assert_eq!(counts.of(FacetKind::Month)["2026-11"].1, tally(17, 16));
    }
}
