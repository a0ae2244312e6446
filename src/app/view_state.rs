//! What is remembered of the list and of the width of lines when the program ends, and restored when
//! it starts.

use super::App;
use super::sidebar::rows::ValueOrder;
use super::view::{Facet, FacetKind, View};
use crate::input::Command;
use crate::library::Sort;
use crate::user::ViewState;

impl App {
    /// What the list shows now.
    pub fn view_state(&self) -> ViewState {
        let order = self.list.requested_order();
        let view = self.view();
        let facet = match &view {
            View::Facet(facet) => Some((facet.key.to_string(), facet.label.to_string())),
            _ => None,
        };
        let selected = self.list.target().filter(|_| self.list.touched);
        let selected = selected.map(|item| item.entry.id().to_string());
        // A scan that was cut short may not have found the article yet.
        let selected = selected.or_else(|| self.list.wanted().map(str::to_owned));
        let names = |kinds: &mut dyn Iterator<Item = &FacetKind>| {
            kinds.map(|kind| kind.name().to_owned()).collect()
        };
        let sort = Some(order.by.name().to_owned());
        let is_chosen = self.list.is_ordered();
        ViewState {
            sort: sort.clone().filter(|_| is_chosen),
            usual_sort: sort.filter(|_| !is_chosen),
            reversed: order.reversed,
            bookmarks_sort: self.list.bookmark_order().map(str::to_owned),
            bookmarks_reversed: self.list.bookmarks_reversed(),
            view: view.name().to_owned(),
            facet,
            selected,
            sidebar: self.sidebar.wanted,
            folded: Some(names(&mut self.sidebar.folded.iter())),
            by_name: self.sidebar.order == ValueOrder::Name,
            measure: self
                .widened
                .map(|cells| (cells, self.configured.options.measure)),
            narrow_measure: self.narrowed,
        }
    }

    /// Shows what the list showed last time. Names that are unknown are ignored.
    pub(super) fn restore(&mut self, state: ViewState) {
        let named = |name: Option<String>| {
            let mut all = Sort::ALL.iter();
            all.find(|sort| name.as_deref() == Some(sort.name()))
        };
        if let Some(sort) = named(state.sort) {
            self.list.restore_order(*sort, state.reversed);
        } else if let Some(sort) = named(state.usual_sort) {
            self.list.expect_order(*sort);
        }
        self.list
            .restore_bookmark_order(state.bookmarks_sort.as_deref(), state.bookmarks_reversed);
        self.sidebar.wanted = state.sidebar;
        // A change of the configuration is later than the keys.
        let configured = self.configured.options.measure;
        let measure = state.measure.filter(|(_, then)| *then == configured);
        self.widened = measure.map(|(cells, _)| cells);
        self.narrowed = state.narrow_measure;
        self.settle_measure();
        if state.by_name {
            self.sidebar.order = ValueOrder::Name;
        }
        if let Some(folded) = state.folded {
            let kinds = FacetKind::ALL.into_iter();
            let is_folded = |kind: &FacetKind| folded.iter().any(|name| name == kind.name());
            self.sidebar.folded = kinds.filter(is_folded).collect();
        }
        self.show_view(view(&state.view, state.facet));
        self.returns = state.selected.is_some();
        self.list.select_when_found(state.selected);
    }

    /// Says that the list begins at the row of last time, if its first row is out of sight.
    pub(super) fn say_restored(&mut self) {
        let is_returned = std::mem::take(&mut self.returns) && self.list.top > 0;
        if is_returned && self.context.notice.is_none() {
            let keys = self.context.keymap.all_keys_of(Command::Top);
            let key = keys.into_iter().next().unwrap_or_default();
            self.context
                .inform_with("notice.at-last-row", &[("key", &key)]);
        }
    }
}

/// The view of a name, with key and label if it is a facet.
fn view(name: &str, facet: Option<(String, String)>) -> View {
    let kind = FacetKind::ALL.into_iter().find(|kind| kind.name() == name);
    match (name, kind, facet) {
        ("unread", ..) => View::Unread,
        ("bookmarks", ..) => View::Bookmarks,
        ("later", ..) => View::Later,
        ("reading", ..) => View::Reading,
        (_, Some(kind), Some((key, label))) => View::Facet(Facet {
            kind,
            key: key.into(),
            // The file may have been changed by hand.
            label: crate::text::sanitize(&label).into(),
        }),
        _ => View::All,
    }
}
