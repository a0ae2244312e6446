//! Behaviour that concerns several panes: opening and leaving the reader, and acting on the outcomes
//! of panes.

use super::panel::contents::{self, Sources};
use super::panel::pane::{Choice, Kind};
use super::reader::mode::Mode;
use super::view::is_being_read;
use super::{
    App, Asking, Focus, Level, LinkUse, ListSource, MarkRead, Motion, Offer, Outcome, PictureUse,
    ReaderPane, ScanSource, Target, View,
};
use crate::input::{Command, Scope};

impl App {
    pub(super) fn act(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::None => {}
            Outcome::ListChanged => self.after_list_change(),
            Outcome::ListReordered => {
                // The count goes by index: it starts again in the new order.
                if self.library.is_counting() {
                    self.recount_list();
                }
                self.list.centre(&self.context);
                self.after_list_change();
            }
            Outcome::OpenSelected => self.open_selected(),
            Outcome::OpenAtHit(direction) => self.open_at_hit(direction),
            Outcome::Scrolled => self.after_scroll(),
            Outcome::ArticleArrived => {
                self.after_scroll();
                self.show_local_pictures();
                if let Some(panel) = &mut self.overlay.panel {
                    panel.refresh(self.reader.as_ref());
                }
                if let Some(reader) = &mut self.reader {
                    reader.copy_if_requested(&mut self.context);
                }
            }
            Outcome::Popup(title, document) => {
                self.overlay.show_popup(title, document, &self.context);
            }
            Outcome::Run(command) => self.run(command, None),
            Outcome::GoTo(position) => {
                if let Some(reader) = &mut self.reader {
                    reader.drop_focus(&mut self.context);
                    reader.go_to_section(position);
                }
                self.after_scroll();
            }
            Outcome::OpenLink(link) => {
                let outcome = self.open_link(Some(link));
                self.act(outcome);
            }
            Outcome::OpenListed(link) => {
                let outcome = self.find_link(Some(link), LinkUse::Open);
                self.act(outcome);
            }
        }
    }

    /// Moves whatever receives motions.
    pub(super) fn motion(&mut self, motion: Motion) -> Outcome {
        let (target, context) = (self.target(), &mut self.context);
        match (target, &mut self.reader) {
            (Target::Popup | Target::Panel, _) => self.overlay.motion(motion, context),
            (Target::Sidebar, _) => self.sidebar.motion(motion, context),
            (Target::List, _) => return self.list.motion(motion, context),
            (Target::Selection, Some(reader)) => reader.move_selection(motion, context),
            (Target::Reader, Some(reader)) if motion.is_forward() && reader.at_end() => {
                self.finish_at_end();
            }
            (Target::Reader, Some(reader)) => {
                if motion.is_jump() {
                    reader.drop_focus(context);
                }
                return reader.motion(motion, context);
            }
            (Target::Selection | Target::Reader, None) => {}
        }
        Outcome::None
    }

    /// Keeps the selection visible and previews its article, after the list changed.
    pub(super) fn after_list_change(&mut self) {
        if self.has_other_height() {
            return self.relayout();
        }
        self.list.keep_in_sight(&self.context);
        self.preview();
    }

    /// Filters the list again, from its source.
    pub(super) fn refresh_list(&mut self) {
        self.list.refresh(&self.context.marks, &self.library);
        self.after_list_change();
    }

    /// Opens the selected article in the reader and gives it the focus.
    pub(super) fn open_selected(&mut self) {
        if self.list.selected().is_none() {
            return;
        }
        self.list.touched = true;
        self.focus = Focus::Reader;
        self.relayout();
        self.load_selected();
        self.note_opened();
        self.stay_at_hit();
        self.mark_read_at_end();
        self.show_local_pictures();
    }

    /// The reader may have scrolled: its position is saved later, and its end may be reached.
    pub(super) fn after_scroll(&mut self) {
        self.stay_at_hit();
        if let Some(reader) = &mut self.reader {
            reader.schedule_save(self.context.now);
            self.mark_read_at_end();
            self.show_local_pictures();
        }
    }

    /// An article that was opened at a hit is read from there: its position is saved.
    fn stay_at_hit(&mut self) {
        let reader = self.reader.as_mut();
        if let Some(reader) = reader.filter(|_| self.focus == Focus::Reader) {
            reader.moved |= reader.has_landed();
        }
    }

    fn mark_read_at_end(&mut self) {
        let reading = self.reader.as_ref().filter(|_| self.focus == Focus::Reader);
        let Some(reader) = reading.filter(|reader| reader.at_end()) else {
            return;
        };
        // A short article is at its end as soon as it is open.
        let is_scrolled = reader.last_top() > 0;
        if self.context.settings.mark_read == MarkRead::End {
            self.mark_as_read();
        }
        if is_scrolled {
            self.finish_later();
        }
    }

    pub(super) fn save_position(&mut self) {
        let Some(reader) = &mut self.reader else {
            return;
        };
        let item = reader.item.clone();
        let before = is_being_read(&item, &self.context.marks);
        reader.save_position(&mut self.context);
        if is_being_read(&item, &self.context.marks) != before {
            self.sidebar.expire();
        }
    }

    /// Gives the focus to the list. The caller computes the layout again.
    pub(super) fn focus_list(&mut self) {
        self.finish_at_end();
        self.save_position();
        self.zen = false;
        self.focus = Focus::List;
        if let Some(reader) = &mut self.reader {
            reader.set_numbered(false, &mut self.context);
        }
    }

    /// Shows the bookmarks or the queue, or all articles if they are shown already.
    pub(super) fn toggle_view(&mut self, view: View) {
        self.focus_list();
        self.overlay.panel = None;
        let is_shown = self.view() == view;
        let view = if is_shown { View::All } else { view };
        self.show_view_with(view, self.list.unread_only);
        self.relayout();
    }

    /// Back: closes the topmost overlay, leaves a mode of the open article, leaves the article, or what
    /// narrows the list.
    pub(super) fn back(&mut self) -> Outcome {
        if self.overlay.back() {
            return Outcome::None;
        }
        if self.focus == Focus::List {
            return self.leave_part().unwrap_or_else(|| {
                self.leave_mode();
                Outcome::None
            });
        }
        if self.leave_mode() {
            return Outcome::None;
        }
        if self.is_lone() {
            let keys = self.context.keymap.keys_of(Command::Quit, Scope::List);
            let key = keys.into_iter().next().unwrap_or_default();
            let text = self.context.locale.fill("notice.lone", &[("key", &key)]);
            self.context.notify(Level::Hint, text);
        } else {
            self.unmark_hits(|sought| !sought.is_query());
            self.focus_list();
            self.relayout();
        }
        Outcome::None
    }

    /// Ends the selection, hides the numbers of links, drops the selected picture, folds code and
    /// tables, or ends a search in the article. Whether there was anything to leave.
    fn leave_mode(&mut self) -> bool {
        let Some(reader) = &mut self.reader else {
            return false;
        };
        match reader.mode() {
            None => return false,
            Some(Mode::Selecting) => reader.selection = None,
            Some(Mode::Numbered | Mode::Picture) => {
                reader.focused = None;
                reader.drop_picture();
                reader.set_numbered(false, &mut self.context);
            }
            Some(Mode::Sideways) => reader.set_sideways(None, &mut self.context),
            Some(Mode::Searching) => reader.clear_search(),
        }
        true
    }

    /// Leaves what narrows the list, and quits from the whole list.
    pub(super) fn leave_or_quit(&mut self) {
        self.end_pause();
        self.list.seeking = None;
        match self.leave_part() {
            Some(outcome) => self.act(outcome),
            None => self.quit(),
        }
    }

    /// Drops the picked rows, clears the filter, ends the search, or leaves the view, the bookmarks or
    /// the unread articles.
    /// None: the list shows all articles.
    fn leave_part(&mut self) -> Option<Outcome> {
        if self.list.picked() > 0 {
            self.list.take_picks();
        } else if !self.list.filter.is_empty() {
            return Some(self.accept_filter(""));
        } else if self.list.search.is_active() {
            return Some(self.accept_search(""));
        } else if self.list.view != View::All {
            self.leave_view();
        } else if self.list.source != ListSource::All {
            self.show_view(View::All);
        } else if self.list.unread_only {
            self.list.unread_only = false;
            self.sidebar.select_view(&View::All);
            self.refresh_list();
        } else {
            return None;
        }
        Some(Outcome::None)
    }

    /// Enter: chooses the row of a panel, loads the sample into an empty list, opens the
    /// focused link, or opens the selected article.
    pub(super) fn enter(&mut self) -> Outcome {
        if self.overlay.popup.take().is_some() {
            return Outcome::None;
        }
        let library = &self.library;
        if let Some(panel) = &self.overlay.panel {
            let choice = panel.chosen();
            return self.choose(choice);
        } else if self.list.all.is_empty()
            && !library.progress.running
            && library.source == ScanSource::Libraries
        {
            self.scan(ScanSource::Sample);
        } else if self.list.may_search_all() {
            return self.search_all();
        } else if self.focus == Focus::List {
            return Outcome::OpenSelected;
        } else if self
            .reader
            .as_ref()
            .is_some_and(ReaderPane::is_at_highlight)
        {
            self.offer(Offer::Highlight);
        } else if self.use_picture(PictureUse::Open) {
            return Outcome::None;
        } else if let Some(reader) = &self.reader {
            return reader.open_focused(&mut self.context);
        }
        Outcome::None
    }

    pub(super) fn choose(&mut self, choice: Choice) -> Outcome {
        let outcome = match choice {
            Choice::Nothing => return Outcome::None,
            Choice::Problem(at) => {
                if let Some(outcome) = self.open_site_page(at) {
                    return outcome;
                }
                let problem = self.library.problems.get(at);
                return problem.map_or(Outcome::None, |problem| {
                    contents::describe(problem, &self.context.locale)
                });
            }
            Choice::Feed(at) => {
                let feed = self.feeds.all.get(at);
                return feed.map_or(Outcome::None, |feed| {
                    contents::describe_feed(feed, &self.context.locale)
                });
            }
            Choice::OthersLike(at) => {
                let panel = contents::others_like(at, &self.library, &self.context.locale);
                self.overlay.panel = panel;
                return Outcome::None;
            }
            Choice::Mark(letter) => {
                self.overlay.panel = None;
                return self.go_to_mark(letter);
            }
            Choice::Step(stamp) => {
                self.overlay.panel = None;
                self.undo_one(stamp);
                return Outcome::None;
            }
            Choice::Article(at) => {
                let panel = self.overlay.panel.take();
                let subject = panel.as_ref().and_then(|panel| panel.articles.get(at));
                if let Some(subject) = subject {
                    let item = self.article_of(subject);
                    self.resume(&item);
                }
                return Outcome::None;
            }
            Choice::Highlight(at) => {
                self.go_to_listed_highlight(at);
                return Outcome::None;
            }
            Choice::Theme(at) => {
                self.overlay.panel = None;
                self.choose_listed_theme(at);
                return Outcome::None;
            }
            Choice::Macro(at) => {
                self.overlay.panel = None;
                if let Some((_, steps)) = self.context.keymap.macros().get(at) {
                    self.run_steps(steps);
                }
                return Outcome::None;
            }
            Choice::Type(name) => {
                self.overlay.panel = None;
                self.ask(Asking::Command, &format!("{name} "));
                self.suggest();
                return Outcome::None;
            }
            Choice::Run(command) => Outcome::Run(command),
            Choice::Position(position) => Outcome::GoTo(position),
            Choice::Link(link) if self.warns_of(link) => return Outcome::None,
            Choice::Link(link) => Outcome::OpenListed(link),
        };
        self.overlay.panel = None;
        outcome
    }

    pub(super) fn open_panel(&mut self, kind: Kind) {
        let selected = self.selected_feed();
        let mut feeds = self.feeds.all.iter();
        let feed = selected.and_then(|feed| feeds.position(|one| one == feed));
        let sources = Sources {
            library: &self.library,
            feeds: &self.feeds.all,
            feed,
            reader: self.reader.as_ref(),
        };
        if let Some(panel) = contents::open_panel(kind, sources, &mut self.context) {
            self.overlay.panel = Some(panel);
        }
    }

    /// Shows or hides what the cleaning rules removed.
    pub(super) fn toggle_cut(&mut self) {
        let show = !self.context.settings.options.show_cut;
        self.context.settings.options.show_cut = show;
        let mut count = 0;
        if let Some(reader) = &mut self.reader {
            count = reader.article().map_or(0, |article| article.cuts.len());
            reader.fit(&mut self.context);
        }
        let key = match show {
            true => "notice.cut-shown",
            false => "notice.cut-hidden",
        };
        match count {
            0 => self.context.refuse("notice.cut-none"),
            _ => self.context.confirm(key, &[("count", &count)]),
        }
    }
}
