//! Learns the repeated footers of each source while the reading threads are idle.

use crate::app::message::Item;
use crate::clean::boilerplate_mining::{MIN_ARTICLES, Miner};
use crate::clean::{REPEATS, Settings};
use crate::library;
use crate::search::{Highlighter, Part, Query};
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The footers of each source that was examined. Shared by the reading threads.
#[derive(Debug, Default)]
pub struct BoilerplateLearner {
    /// A source that is being examined is present without lines, so that a second thread does
    /// not start on it, even when reading one of its articles takes long.
    known: Mutex<HashMap<Box<str>, Vec<String>>>,
}

impl BoilerplateLearner {
    /// The cleaning settings for an article of a source, with the footers learned so far. A footer
    /// with a hit of the query for which the article is opened is not cut: the search has found it.
    pub(crate) fn settings(
        &self,
        cleaning: &Settings,
        source: &str,
        query: Option<&Query>,
    ) -> Settings {
        let mut repeats = self.lock().get(source).cloned().unwrap_or_default();
        if let Some(query) = query {
            let highlighter = Highlighter::new(query, Part::Text);
            repeats.retain(|footer| !highlighter.is_in(footer));
        }
        Settings {
            repeats,
            ..cleaning.clone()
        }
    }

    /// Examines the articles of one source, once, and returns whether they share a footer. When
    /// `interrupted` returns true, or a file causes a panic, it stops and forgets the source, so that a
    /// later call starts again.
    pub fn learn(
        &self,
        siblings: &[Item],
        cleaning: &Settings,
        interrupted: impl Fn() -> bool,
    ) -> bool {
        let Some(source) = siblings.first().map(|item| &*item.entry.labels.source) else {
            return false;
        };
        let off = cleaning.off.iter().any(|rule| rule == REPEATS);
        if off || siblings.len() < MIN_ARTICLES || !self.begin(source) {
            return false;
        }
        let mine = || mine(siblings, cleaning, &interrupted);
        let lines = catch_unwind(AssertUnwindSafe(mine)).ok().flatten();
        let has_footer = lines.as_ref().is_some_and(|lines| !lines.is_empty());
        let mut known = self.lock();
        match lines {
            Some(lines) => known.insert(source.into(), lines),
            None => known.remove(source),
        };
        has_footer
    }

    /// Marks a source as examined. Returns false if it was marked before.
    fn begin(&self, source: &str) -> bool {
        let mut known = self.lock();
        let new = !known.contains_key(source);
        if new {
            known.insert(source.into(), Vec::new());
        }
        new
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Box<str>, Vec<String>>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The lines that the articles share; `None` if interrupted.
fn mine(
    siblings: &[Item],
    cleaning: &Settings,
    interrupted: &dyn Fn() -> bool,
) -> Option<Vec<String>> {
    let mut miner = Miner::default();
    for item in siblings {
        if interrupted() {
            return None;
        }
        if let Ok(article) = library::open_with(&item.entry, Some(cleaning)) {
            miner.add(&article.document);
        }
    }
    let certain = miner.found().into_iter().filter(|mined| mined.is_certain());
    Some(certain.map(|mined| mined.text).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::{Cancel, ScanEvent, ScanOptions, Zone};
    use crate::search::Today;

    #[test]
    fn a_footer_of_all_articles_is_learned() {
        let folder = tempfile::tempdir().expect("a folder");
        for nth in 0..9 {
            let text = format!(
                "---\ntitle: 第{nth}篇\ncategories: [本站]\nauthor: 本站\n---\n第{nth}篇的正文。\n\n每天早上七点，准时见面。\n"
            );
            std::fs::write(folder.path().join(format!("{nth}.md")), text).expect("a file");
        }
        let options = ScanOptions::in_zone(Zone::system());
        let mut entries = Vec::new();
        let roots = [folder.path().to_owned()];
        let mut take = |event| {
            if let ScanEvent::Entries(found) = event {
                entries.extend(found);
            }
        };
        library::scan(&roots, &options, &Cancel::default(), &mut take);
        let items: Vec<_> = Item::of_entries(entries).collect();
        let source = items[0].entry.labels.source.clone();
        let cleaning = Settings::default();
        let learner = BoilerplateLearner::default();
        assert!(!learner.learn(&items, &cleaning, || true));
        let footers = |query: Option<&Query>| learner.settings(&cleaning, &source, query).repeats;
        assert!(footers(None).is_empty());
        assert!(learner.learn(&items, &cleaning, || false));
        assert!(!learner.learn(&items, &cleaning, || false), "known already");
        for (query, expected) in [("七點", 0), ("见面 -正文", 0), ("正文", 1), ("-见面", 1)]
        {
            let query = Query::parse(query, Today::at(0, &Zone::default())).expect("a query");
            assert_eq!(footers(Some(&query)).len(), expected, "{query:?}");
        }
        let settings = learner.settings(&cleaning, &source, None);
        assert_eq!(settings.repeats, ["每天早上七点，准时见面。"]);
        let article = library::open_with(&items[0].entry, Some(&settings)).expect("an article");
        assert_eq!(article.cuts.len(), 1);
        assert_eq!(article.cuts[0].rule, REPEATS);
    }
}
