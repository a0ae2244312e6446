//! Views of the articles that belong to one article: those related to it, and its versions.

use super::list::folds::Folds;
use super::message::{Effect, Item, Job, Ticket};
use super::view::{Among, Bond};
use super::{App, Focus, Outcome, ScanSource, View};
use crate::library::Fingerprint;
use crate::search::full_text::Relative;
use std::sync::Arc;

/// The folds of longer lists are computed by a thread.
const FEW: usize = 20_000;

impl App {
    /// The article that has the focus, unless its file is gone.
    fn focused_article(&self) -> Option<Item> {
        let item = match (self.focus, &self.reader) {
            (Focus::Reader, Some(reader)) => Some(&reader.item),
            _ => self.list.selected(),
        };
        item.filter(|item| !item.entry.gone).cloned()
    }

    /// `=`: has the articles found that share rare terms with this one.
    pub(super) fn ask_for_related(&mut self) {
        let Some(item) = self.focused_article() else {
            let key = match self.subject() {
                Some(_) => "notice.no-article",
                None => "notice.none-selected",
            };
            self.context.refuse(key);
            return;
        };
        if self.library.source != ScanSource::Libraries {
            return self.context.refuse("notice.related-no-index");
        }
        let ticket = self.context.ticket();
        self.related = Some(ticket);
        self.context.inform("notice.related-searching");
        self.context
            .effect(Effect::Job(Job::Related { ticket, item }));
        self.index_unknown_texts();
    }

    /// Related articles have arrived. `None`: the text of the article is not indexed.
    pub(super) fn related_found(
        &mut self,
        ticket: Ticket,
        item: &Item,
        found: Option<Vec<Relative>>,
    ) -> Outcome {
        if self.related.take_if(|asked| *asked == ticket).is_none() {
            return Outcome::None;
        }
        let Some(found) = found else {
            self.context.refuse("notice.related-unknown");
            return Outcome::None;
        };
        if found.is_empty() {
            self.context.refuse("notice.related-none");
            return Outcome::None;
        }
        let mut among = self.among(Bond::Related, item);
        for relative in found {
            let shared = relative.shared.join(" ⋅ ");
            let locale = &self.context.locale;
            let shared =
                (!shared.is_empty()).then(|| locale.fill("list.shared", &[("terms", &shared)]));
            among.add(&relative.id, relative.root, shared);
        }
        self.context.notice = None;
        self.show_among(among)
    }

    /// `+`: shows each version of the selected article in a row of its own.
    pub(super) fn show_versions(&mut self) -> Outcome {
        if self.list.view.shows_versions() {
            self.leave_view();
            return Outcome::None;
        }
        if self.list.is_empty() {
            self.context.refuse("notice.none-selected");
            return Outcome::None;
        }
        let versions = self.list.versions();
        let Some(item) = self.list.selected().cloned().filter(|_| versions.len() > 1) else {
            self.context.refuse("notice.no-versions");
            return Outcome::None;
        };
        let mut among = self.among(Bond::Versions, &item);
        for version in versions {
            let entry = &version.entry;
            among.add(entry.id(), entry.root().to_path_buf(), None);
        }
        self.show_among(among)
    }

    fn among(&self, bond: Bond, item: &Item) -> Among {
        let search = self.list.search.text.clone();
        Among::new(bond, item.clone(), self.view(), search)
    }

    /// Shows articles whatever the list is searched for.
    fn show_among(&mut self, among: Among) -> Outcome {
        self.list.clear_filter();
        let outcome = self.accept_search("");
        self.act(outcome);
        self.overlay.panel = None;
        self.focus_list();
        self.show_view(View::Among(Arc::new(among)));
        self.relayout();
        Outcome::None
    }

    /// Leaves a view: that of the articles of one article for what was shown before.
    pub(super) fn leave_view(&mut self) {
        let View::Among(among) = self.list.view.clone() else {
            return self.show_view(View::All);
        };
        self.show_view(among.before.clone());
        if !among.search.is_empty() {
            let outcome = self.accept_search(&among.search);
            self.act(outcome);
        }
        self.list.select(&among.article);
        self.after_list_change();
    }

    /// Computes which articles are versions of each other, after the articles have changed.
    pub(super) fn fold_versions(&mut self) {
        if !self.list.lacks_folds() {
            return;
        }
        if self.list.all.len() > FEW {
            let ticket = self.context.ticket();
            self.list.await_folds(ticket);
            let all = Arc::downgrade(&self.list.all);
            return self.context.effect(Effect::Job(Job::Fold { ticket, all }));
        }
        let all = &self.list.all;
        let print = |at: usize| {
            let item = all.get(at);
            item.map_or_else(Fingerprint::default, |item| item.entry.fingerprint)
        };
        let folds = Folds::of(all.len(), print, || false).unwrap_or_default();
        if self.list.take_folds(folds, &self.context.marks) {
            self.after_list_change();
        }
    }

    /// A thread has computed the folds, or has lost the list: then it is asked again.
    pub(super) fn folded(&mut self, ticket: Ticket, folds: Option<Folds>) -> Outcome {
        match self.list.folds_arrived(ticket, folds, &self.context.marks) {
            true => Outcome::ListChanged,
            false => Outcome::None,
        }
    }
}
