//! Articles that arrived after the first scan of their library: they are new until they are seen, and
//! the rules of the configuration are applied to them once.
//!
//! An article is seen when the user opens it, or has passed it in the preview. The index remembers
//! it; here are the articles of this session, since an answer of the index may be older.

use super::App;
use super::bulk_marks::Slice;
use super::list::key::key;
use super::message::{Difference, Effect, Item, Job, Level, Ruled};
use crate::index::Done;
use crate::library::{Arrivals, ArticleSet};
use std::collections::HashSet;
use std::sync::Arc;

impl App {
    /// An index knows articles to be new.
    pub(super) fn arrived(&mut self, mut arrivals: Arrivals) {
        arrivals.unseen.remove_all(&self.arriving.seen);
        arrivals.unruled.remove_all(&self.arriving.ruled);
        self.context.marks.unseen.extend(&arrivals.unseen);
        self.arriving.unruled.extend(&arrivals.unruled);
        // The end of a scan counts.
        if !self.library.progress.running {
            self.recount_list();
        }
    }

    /// The articles that an update of the watcher adds to the list, without those that were only moved
    /// or changed. To be called before the update is applied.
    pub(super) fn arrivals_of(&self, difference: &Difference) -> Arrivals {
        let outdated = difference.outdated.iter();
        let outdated = outdated.filter_map(|at| self.list.all.get(*at as usize));
        let outdated: Vec<&Item> = outdated.collect();
        let known: HashSet<_> = outdated.iter().map(|item| key(&item.entry)).collect();
        let texts = outdated.iter().map(|item| item.entry.fingerprint.whole);
        let texts: HashSet<u64> = texts.filter(|whole| *whole != 0).collect();
        let mut arrivals = Arrivals::default();
        for item in &difference.update.changed {
            let entry = &item.entry;
            if !known.contains(&key(entry)) && !texts.contains(&entry.fingerprint.whole) {
                arrivals.insert(entry.root(), entry.id());
            }
        }
        arrivals
    }

    /// The user has seen an article.
    pub(super) fn see(&mut self, item: &Item) {
        if !self.context.marks.unseen.has(&item.entry) {
            return;
        }
        self.context.marks.unseen.remove(&item.entry);
        self.arriving
            .seen
            .insert(item.entry.root(), item.entry.id());
        self.remember(vec![item.clone()], Done::Seen);
        self.recount_list();
    }

    /// The user goes on from the article that the preview shows.
    pub(super) fn see_preview(&mut self) {
        if let Some(item) = self.reader.as_ref().map(|reader| reader.item.clone()) {
            self.see(&item);
        }
    }

    fn remember(&mut self, articles: Vec<Item>, done: Done) {
        self.context
            .effect(Effect::Job(Job::Remember(articles, done)));
    }

    /// Has the rules applied to what has arrived, once the list is complete and the marks of the
    /// journal are there.
    pub(super) fn rule_arrivals(&mut self) {
        let is_ready = !self.library.progress.running && !self.context.awaits_marks();
        if !is_ready || self.arriving.is_ruling || self.arriving.unruled.is_empty() {
            return;
        }
        self.arriving.is_ruling = true;
        self.context.effect(Effect::Job(Job::ApplyRules {
            all: Arc::downgrade(&self.list.all),
            marks: self.context.marks.weak(),
            arrived: self.arriving.unruled.clone(),
        }));
    }

    /// A thread knows what the rules change about some of the articles that arrived. They are one
    /// step, which `u` takes back.
    pub(super) fn ruled(&mut self, ruled: Option<Box<Ruled>>) {
        self.arriving.is_ruling = false;
        let Some(ruled) = ruled else {
            return self.rule_arrivals();
        };
        let Ruled {
            articles,
            changes,
            is_last,
        } = *ruled;
        let (mut done, arriving) = (ArticleSet::default(), &mut self.arriving);
        for item in &articles {
            done.insert(item.entry.root(), item.entry.id());
        }
        for entry in changes.iter().flat_map(|(_, changed)| changed) {
            arriving.changed.insert(entry.root(), entry.id());
        }
        arriving.ruled.extend(&done);
        arriving.unruled.remove_all(&done);
        if is_last {
            // The others are not there any more.
            arriving.unruled = ArticleSet::default();
        }
        if !changes.is_empty() {
            self.finish_bulk_marks();
            let events = self.context.marks.apply_rules(&changes, self.context.now);
            let count = self.arriving.changed.len();
            let text = self
                .context
                .locale
                .fill("notice.ruled", &[("count", &count)]);
            self.record_then_apply(events, (Level::Done, text), Slice::FRAME);
        }
        if !articles.is_empty() {
            self.remember(articles, Done::Ruled);
        }
        if is_last {
            self.arriving.changed = ArticleSet::default();
        }
        self.rule_arrivals();
    }
}
