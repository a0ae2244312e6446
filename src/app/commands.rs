//! What each command does: one exhaustive match, each arm one call.

use super::layout::Request;
use super::panel::pane::{Choice, Kind};
use super::{App, Asking, Effect, Focus, Layout, Panel, Panes, Shelf};
use crate::input::Command;

impl App {
    /// Runs a command, with the count typed before it.
    pub fn run(&mut self, command: Command, count: Option<u32>) {
        if !command.stays_in_a_box() {
            self.popup = None;
            if self.panel.is_some() && self.run_in_panel(command, count) {
                return;
            }
        }
        if self.reader.is_none() && command.needs_article() {
            self.context.inform("notice.no-article");
            return;
        }
        self.seeking = None;
        let times = count.unwrap_or(1).clamp(1, 1_000_000) as isize;
        let line = |number: u32| number.saturating_sub(1) as usize;
        match command {
            Command::Down => self.step(times),
            Command::Up => self.step(-times),
            Command::PageDown => self.page(times, false),
            Command::PageUp => self.page(-times, false),
            Command::HalfPageDown => self.page(times, true),
            Command::HalfPageUp => self.page(-times, true),
            Command::Top => self.go_to_line(count.map_or(0, line)),
            Command::Bottom => self.go_to_line(count.map_or(usize::MAX, line)),
            Command::Open => self.open_selected(),
            Command::Back => self.back(),
            Command::Quit => self.quit(),
            Command::NextArticle => self.next_article(times),
            Command::PreviousArticle => self.next_article(-times),
            Command::Next => self.next(true, times.unsigned_abs()),
            Command::Previous => self.next(false, times.unsigned_abs()),
            Command::NextHeading => self.next_heading(true),
            Command::PreviousHeading => self.next_heading(false),
            Command::NextFigure => self.next_figure(true),
            Command::PreviousFigure => self.next_figure(false),
            Command::Search => self.begin_search(),
            Command::Filter => self.begin_filter(),
            Command::Sort => self.sort(),
            Command::SortReverse => self.sort_reverse(),
            Command::UnreadOnly => self.unread_only(),
            Command::ToggleRead => self.toggle_read(),
            Command::MarkAllRead => self.mark_all_read(),
            Command::Bookmark => self.toggle_bookmark(),
            Command::Bookmarks => self.toggle_shelf(),
            Command::SetMark | Command::GoToMark => self.wait_for_letter(command),
            Command::Select => self.select_text(),
            Command::NextWord | Command::PreviousWord | Command::WordEnd => {
                self.move_selection(command, times.unsigned_abs());
            }
            Command::CopyLink => self.copy_link(count),
            Command::CopyText => self.copy_text(),
            Command::OpenLink => self.open_link(count),
            Command::NextLink => self.next_stop(true),
            Command::PreviousLink => self.next_stop(false),
            Command::Links => self.open_panel(Kind::Links),
            Command::Outline => self.open_panel(Kind::Outline),
            Command::Problems => self.open_panel(Kind::Problems),
            Command::Help => self.open_panel(Kind::Help),
            Command::Zen => self.toggle_zen(),
            Command::Panes => self.next_panes(),
            Command::Narrower => self.widen(-2 * times),
            Command::Wider => self.widen(2 * times),
            Command::ShowCut => self.toggle_cut(),
            Command::Undo => self.undo(times.unsigned_abs()),
            Command::Redo => self.redo(times.unsigned_abs()),
            Command::Rescan => self.rescan(),
            Command::CommandLine => self.ask(Asking::Command, ""),
            Command::Suspend => {
                self.save_place();
                self.context.effect(Effect::Suspend);
            }
            Command::Redraw => self.context.effect(Effect::Redraw),
        }
    }

    /// What a command of the panes does while a panel covers them: it is about the panel's
    /// row, or the panel goes first, so that nothing happens unseen. Whether it is done.
    fn run_in_panel(&mut self, command: Command, count: Option<u32>) -> bool {
        let link = match self.panel.as_ref().map(Panel::chosen) {
            Some(Choice::Link(link)) => Some(count.unwrap_or(link)),
            _ => None,
        };
        match (command, link) {
            (Command::Next, _) => self.step(1),
            (Command::Previous, _) => self.step(-1),
            (Command::CopyLink, Some(_)) => self.copy_link(link),
            (Command::OpenLink, Some(_)) => self.open_link(link),
            (Command::Search | Command::CommandLine, _) => return false,
            _ => {
                self.panel = None;
                return false;
            }
        }
        true
    }

    /// Moves by rows in whatever has the focus.
    fn step(&mut self, by: isize) {
        if self.scroll_popup(by) {
            return;
        }
        if let Some(panel) = &mut self.panel {
            panel.move_by(by);
        } else if self.selecting() {
            self.move_selection_line(by);
        } else if self.focus == Focus::Reader {
            self.scroll(by);
        } else {
            self.list.move_by(by);
            self.after_list_change();
        }
    }

    fn page(&mut self, by: isize, half: bool) {
        let rows = |height: u16| -> isize {
            let rows = isize::from(height.cast_signed());
            if half {
                (rows / 2).max(1)
            } else {
                (rows - 1).max(1)
            }
        };
        if let Some(area) = self.popup_area() {
            self.scroll_popup(by * rows(area.height));
        } else if let Some(panel) = &mut self.panel {
            panel.move_by(by * rows(super::layout::panel(self.context.size).height));
        } else if self.selecting() {
            let height = self.context.layout.reader.unwrap_or_default().height;
            self.move_selection_line(by * rows(height));
        } else if self.focus == Focus::Reader {
            let height = self.context.layout.reader.unwrap_or_default().height;
            // A key is never lost at the end: a page beyond it opens nothing, it stays.
            self.scroll(by * rows(height));
        } else {
            let height = rows(self.context.layout.list.unwrap_or_default().height);
            let height = u16::try_from(height).unwrap_or(1);
            let zone = &self.context.settings.zone;
            let page = self.list.page(by > 0, height, self.shape(), zone);
            self.list.move_by(by * page);
            self.after_list_change();
        }
    }

    fn go_to_line(&mut self, line: usize) {
        if self.scroll_popup(isize::MIN / 2) {
            self.scroll_popup(line.min(1 << 30).cast_signed());
        } else if let Some(panel) = &mut self.panel {
            panel.move_by(isize::MIN / 2);
            panel.move_by(line.min(1 << 30).cast_signed());
        } else if self.selecting() {
            self.move_selection_line(isize::MIN / 2);
            self.move_selection_line(line.min(1 << 30).cast_signed());
        } else if self.focus == Focus::Reader {
            if let Some(reader) = &mut self.reader {
                reader.go_to_line(line);
            }
            self.scrolled();
        } else {
            self.list.move_to(line);
            self.after_list_change();
        }
    }

    fn back(&mut self) {
        if let Some(panel) = self.panel.as_mut().filter(|panel| panel.is_empty()) {
            panel.narrow("");
            return;
        }
        if self.popup.take().is_some() || self.panel.take().is_some() {
            return;
        }
        if let Some(reader) = self
            .reader
            .as_mut()
            .filter(|reader| reader.selection.is_some())
        {
            reader.selection = None;
        } else if self.focus == Focus::Reader {
            self.leave_reader();
        } else if !self.list.filter.is_empty() {
            self.clear_filter();
        } else if self.list.shelf == Shelf::Bookmarks {
            self.toggle_shelf();
        }
    }

    /// Leaves the program, the place of the open article written first.
    pub fn quit(&mut self) {
        self.finish_steps();
        self.save_place();
        self.context.effect(Effect::Quit);
    }

    fn unread_only(&mut self) {
        self.list.unread_only = !self.list.unread_only;
        self.arrange();
        let key = if self.list.unread_only {
            "notice.unread-only"
        } else {
            "notice.all-shown"
        };
        self.context.inform(key);
    }

    fn toggle_shelf(&mut self) {
        self.focus_list();
        self.panel = None;
        self.list.shelf = match self.list.shelf {
            Shelf::All => Shelf::Bookmarks,
            Shelf::Bookmarks => Shelf::All,
        };
        self.list.cursor = 0;
        self.list.top = 0;
        self.list.touched = false;
        self.arrange();
        self.relayout();
    }

    /// The open article alone on the screen. From the list that opens the selected one.
    fn toggle_zen(&mut self) {
        if self.focus == Focus::Reader {
            self.zen = !self.zen;
            self.relayout();
        } else if self.list.selected().is_some() {
            self.zen = true;
            self.read_selected();
        }
    }

    /// The next arrangement of the panes that there is room for. Without one nothing
    /// changes: the settings are for larger windows too.
    fn next_panes(&mut self) {
        let now = self.context.layout.panes;
        let order = [
            (Panes::Wide, "notice.panes-wide"),
            (Panes::Stacked, "notice.panes-stacked"),
            (Panes::Single, "notice.panes-single"),
        ];
        let at = order.iter().position(|(panes, _)| *panes == now);
        let others = order.iter().cycle().skip(at.map_or(0, |at| at + 1));
        let next = others.take(order.len() - 1).find(|(panes, _)| {
            let request = Request {
                panes: *panes,
                ..self.request()
            };
            Layout::new(request).panes == *panes
        });
        let text = match next {
            Some((panes, text)) => {
                self.context.settings.panes = *panes;
                self.relayout();
                text
            }
            None => "notice.panes-no-room",
        };
        self.context.inform(text);
    }

    fn widen(&mut self, by: isize) {
        let measure = isize::from(self.context.settings.options.measure.cast_signed()) + by;
        self.context.settings.options.measure = measure.clamp(16, 400) as u16;
        self.relayout();
        let cells = self.context.settings.options.measure;
        self.context
            .inform_with("notice.measure", &[("cells", &cells)]);
    }

    fn toggle_cut(&mut self) {
        let show = !self.context.settings.options.show_cut;
        self.context.settings.options.show_cut = show;
        let count = self
            .reader
            .as_ref()
            .and_then(|reader| reader.article())
            .map_or(0, |a| a.cuts.len());
        self.fit_reader();
        let key = match (count, show) {
            (0, _) => "notice.cut-none",
            (_, true) => "notice.cut-shown",
            (_, false) => "notice.cut-hidden",
        };
        self.context.inform_with(key, &[("count", &count)]);
    }

    fn rescan(&mut self) {
        self.save_place();
        let sample = self.sample;
        self.scan(sample);
    }

    /// Enter: in a panel what its row offers, in the empty list the sample, else the article.
    fn open_selected(&mut self) {
        if self.popup.take().is_some() {
            return;
        }
        if let Some(panel) = &self.panel {
            let choice = panel.chosen();
            self.choose(choice);
        } else if self.list.all.is_empty() && !self.progress.running && !self.sample {
            self.scan(true);
        } else if self.focus == Focus::Reader {
            self.open_stop();
        } else {
            self.read_selected();
        }
    }

    fn choose(&mut self, choice: Choice) {
        match choice {
            Choice::Nothing => {}
            Choice::Run(command) => {
                self.panel = None;
                self.run(command, None);
            }
            Choice::Problem(at) => self.show_problem(at),
            Choice::Position(place) => {
                self.panel = None;
                if let Some(reader) = &mut self.reader {
                    reader.go_to(place);
                }
                self.scrolled();
            }
            Choice::Link(link) => {
                self.panel = None;
                self.open_link(Some(link));
            }
        }
    }
}
