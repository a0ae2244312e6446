//! Choosing a view in the sidebar.

use super::layout::Layout;
use super::message::Item;
use super::panel::pane::Kind;
use super::sidebar::pane::Counted;
use super::sidebar::rows::Choice;
use super::sidebar::saved::Saved;
use super::view::View;
use super::{App, Focus, ListSource, Outcome};
use crate::input::Command;
use std::sync::Arc;

impl App {
    /// The view that the list shows.
    pub fn view(&self) -> View {
        match (&self.list.view, self.list.source) {
            (View::All, ListSource::Bookmarks) => View::Bookmarks,
            (View::All, ListSource::Queue) => View::Later,
            (View::All, ListSource::All) if self.list.unread_only => View::Unread,
            (view, _) => view.clone(),
        }
    }

    /// The row of the sidebar that names what the list shows.
    pub fn shown_choice(&self) -> Choice {
        let search = &self.list.search;
        let mut saved = self.saved.all.iter();
        let saved = saved.find(|saved| *saved.text == *search.text && search.is_active());
        match saved {
            Some(saved) => Choice::Search(Arc::clone(&saved.text)),
            None => Choice::Show(self.view()),
        }
    }

    /// Shows a view in the list, from its start.
    pub(super) fn show_view(&mut self, view: View) {
        let unread_only = view == View::Unread;
        self.show_view_with(view, unread_only);
    }

    /// The same with the list's own filter of unread articles.
    pub(super) fn show_view_with(&mut self, view: View, unread_only: bool) {
        self.list.unread_only = unread_only;
        self.sidebar.select_view(&view);
        self.list.show_view(view);
        self.refresh_list();
    }

    /// `t`: shows the sidebar and gives it the keys; from the sidebar, hides it.
    pub(super) fn toggle_sidebar(&mut self) {
        if self.is_lone() {
            return;
        }
        let hide = self.sidebar.focused;
        self.sidebar.focused = !hide;
        if Layout::has_room_for_sidebar(self.context.size) {
            self.sidebar.wanted = Some(!hide);
        }
        if !hide {
            // A key that follows at once finds the rows, though not what they count.
            if self.sidebar.rows().is_empty() {
                self.refill_sidebar();
            }
            self.focus_list();
            let view = self.view();
            self.sidebar.select_view(&view);
        }
        self.relayout();
    }

    /// Gives the keys back to the list.
    pub(super) fn leave_sidebar(&mut self) {
        self.sidebar.focused = false;
        self.relayout();
    }

    /// A command while the sidebar has the keys. None: it is for the list, which gets them.
    pub(super) fn run_in_sidebar(&mut self, command: Command) -> Option<Outcome> {
        match command {
            Command::Open => {
                let choice = self.sidebar.chosen();
                self.choose_in_sidebar(choice);
            }
            Command::Back => self.leave_sidebar(),
            Command::Sort => {
                self.sidebar.sort();
                self.refill_sidebar();
            }
            _ if command.is_motion() => return None,
            // They are about the selected feed.
            Command::AddFeed | Command::RenameFeed | Command::MuteFeed => return None,
            Command::Fetch => return None,
            Command::Problems if self.selected_feed().is_some() => self.open_panel(Kind::Problems),
            Command::Sidebar | Command::Help | Command::CommandLine => return None,
            Command::Quit | Command::Suspend | Command::Redraw => return None,
            _ => {
                self.leave_sidebar();
                return None;
            }
        }
        Some(Outcome::None)
    }

    pub(super) fn choose_in_sidebar(&mut self, choice: Choice) {
        match choice {
            Choice::Nothing => {}
            Choice::Fold(kind) => {
                self.sidebar.fold(kind);
                self.refill_sidebar();
            }
            Choice::Show(view) => {
                self.focus_list();
                self.show_view(view);
                self.leave_sidebar();
            }
            Choice::Search(text) => {
                self.focus_list();
                self.show_saved(&text);
                self.leave_sidebar();
            }
        }
    }

    pub(super) fn refill_sidebar(&mut self) {
        let articles = Arc::clone(&self.list.all);
        let saved = Arc::clone(&self.saved.all);
        let counted = self.counted(&articles, &saved);
        let before = self.sidebar.cells();
        self.sidebar.refill(&counted, &self.context);
        self.fit_sidebar(before);
    }

    /// The sidebar is as wide as its rows, which have changed.
    fn fit_sidebar(&mut self, before: u16) {
        if self.sidebar.cells() != before && self.context.layout.sidebar.is_some() {
            self.relayout();
        }
    }

    /// What the sidebar counts.
    fn counted<'a>(&self, articles: &'a Arc<Vec<Item>>, saved: &'a Arc<Vec<Saved>>) -> Counted<'a> {
        Counted {
            articles,
            bookmarks: self.library.bookmarks,
            later: self.library.later,
            new: self.library.new,
            kept: Arc::clone(&self.library.kept_counts),
            saved,
            feeds: Arc::clone(&self.feeds.all),
            collation: self.list.order.collation,
            scanning: self.library.progress.running,
        }
    }

    /// Whether the counts of the sidebar are needed and not complete.
    pub(super) fn is_counting_views(&self) -> bool {
        let needed = self.context.layout.sidebar.is_some() || self.list.view != View::All;
        needed && {
            let counted = self.counted(&self.list.all, &self.saved.all);
            self.sidebar.is_counting(&counted, self.context.now)
        }
    }

    /// Counts the next slice, if the counts are needed.
    pub(super) fn count_views(&mut self) {
        if !self.is_counting_views() {
            return;
        }
        let articles = Arc::clone(&self.list.all);
        let saved = Arc::clone(&self.saved.all);
        let counted = self.counted(&articles, &saved);
        let before = self.sidebar.cells();
        let is_new = self.sidebar.count_more(&counted, &self.context);
        self.fit_sidebar(before);
        if is_new && !self.sidebar.focused {
            // The row of a view that was kept may have appeared.
            let view = self.view();
            self.sidebar.select_view(&view);
            self.sidebar.keep_in_sight(&self.context);
        }
    }

    /// Counts the next slice of the titles that repeat.
    pub(super) fn count_titles(&mut self) {
        if self.list.count_titles() {
            self.after_list_change();
        }
    }

    /// Whether a pane has the keys.
    pub(crate) fn has_focus(&self, focus: Focus) -> bool {
        self.focus == focus && !self.sidebar.focused
    }
}
