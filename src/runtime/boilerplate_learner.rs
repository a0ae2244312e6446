//! What the articles of a source end with, learnt while there is nothing else to read.

use crate::app::message::Listed;
use crate::clean::boilerplate_mining::{MIN_ARTICLES, Miner};
use crate::clean::{REPEATS, Settings};
use crate::library;
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The lines that are certain, for each source that was looked at. The reading threads share
/// them.
#[derive(Debug, Default)]
pub struct Repeats {
    /// A source that is being looked at has no lines yet: no second thread shall begin with
    /// it, least of all where reading one of its articles takes long.
    known: Mutex<HashMap<Box<str>, Vec<String>>>,
}

impl Repeats {
    /// The rules of cleaning for an article of a source.
    pub fn settings(&self, cleaning: &Settings, source: &str) -> Settings {
        let repeats = self.lock().get(source).cloned().unwrap_or_default();
        Settings {
            repeats,
            ..cleaning.clone()
        }
    }

    /// Looks at articles of one source, unless that was done. Ends early, to begin anew
    /// another time, as soon as `interrupted` says so, or where a file makes it panic.
    pub fn learn(
        &self,
        siblings: &[Arc<Listed>],
        cleaning: &Settings,
        interrupted: impl Fn() -> bool,
    ) {
        let Some(source) = siblings.first().map(|item| &*item.entry.source) else {
            return;
        };
        let off = cleaning.off.iter().any(|rule| rule == REPEATS);
        if off || siblings.len() < MIN_ARTICLES || !self.begin(source) {
            return;
        }
        let mine = || mine(siblings, cleaning, &interrupted);
        let lines = catch_unwind(AssertUnwindSafe(mine)).ok().flatten();
        let mut known = self.lock();
        match lines {
            Some(lines) => known.insert(source.into(), lines),
            None => known.remove(source),
        };
    }

    /// Marks a source as looked at; false if it was.
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

/// The lines that articles share; `None` if it was interrupted.
fn mine(
    siblings: &[Arc<Listed>],
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

    #[test]
    fn the_end_that_all_articles_share_is_learnt() {
        let folder = tempfile::tempdir().expect("a folder");
        for nth in 0..9 {
            let text = format!(
                "---\ntitle: 第{nth}篇\ncategories: [本站]\nauthor: 本站\n---\n第{nth}篇的正文。\n\n每天早上七点，准时见面。\n"
            );
            std::fs::write(folder.path().join(format!("{nth}.md")), text).expect("a file");
        }
        let options = ScanOptions {
            zone: Zone::system(),
            follow: false,
        };
        let mut entries = Vec::new();
        let roots = [folder.path().to_owned()];
        let mut take = |event| {
            if let ScanEvent::Entries(found) = event {
                entries.extend(found);
            }
        };
        library::scan(&roots, &options, &Cancel::default(), &mut take);
        let items: Vec<_> = entries
            .into_iter()
            .map(|entry| Arc::new(Listed::new(entry)))
            .collect();
        let source = items[0].entry.source.clone();
        let cleaning = Settings::default();
        let repeats = Repeats::default();
        repeats.learn(&items, &cleaning, || true);
        assert!(repeats.settings(&cleaning, &source).repeats.is_empty());
        repeats.learn(&items, &cleaning, || false);
        let settings = repeats.settings(&cleaning, &source);
        assert_eq!(settings.repeats, ["每天早上七点，准时见面。"]);
        let article = library::open_with(&items[0].entry, Some(&settings)).expect("an article");
        assert_eq!(article.cuts.len(), 1);
        assert_eq!(article.cuts[0].rule, REPEATS);
    }
}
