//! What each command does: one exhaustive match, each arm one call.

use super::highlighting::Offer;
use super::panel::pane::{Choice, Kind};
use super::{App, Asking, Direction, Effect, Focus, LinkUse, Motion, Outcome, Panel, View};
use crate::input::Command;
use crate::typeset::Unit;

impl App {
    /// Runs a command, with the count typed before it.
    pub(crate) fn run(&mut self, command: Command, count: Option<u32>) {
        if self.holds_command(command, count) {
            return;
        }
        let outcome = self.run_here(command, count);
        self.act(outcome);
    }

    fn run_here(&mut self, command: Command, count: Option<u32>) -> Outcome {
        if command == Command::Back && self.overlay.target().is_none() && self.stop_pipe() {
            return Outcome::None;
        }
        // The next hit and the next unread article are selected by keys that are held, too.
        if !command.is_motion() && !matches!(command, Command::Next | Command::Previous) {
            self.end_pause();
        }
        if !command.is_motion() && command != Command::Undo {
            self.set_last = false;
        }
        if !matches!(command, Command::OpenLink | Command::Open) {
            self.warned = None;
        }
        if !command.stays_in_a_box() {
            self.overlay.popup = None;
            if self.overlay.panel.is_some()
                && let Some(outcome) = self.run_in_panel(command, count)
            {
                return outcome;
            }
        }
        if self.sidebar.focused
            && self.overlay.target().is_none()
            && let Some(outcome) = self.run_in_sidebar(command)
        {
            return outcome;
        }
        if self.reader.is_none() && command.needs_article() {
            self.context.refuse("notice.no-article");
            return Outcome::None;
        }
        self.list.seeking = None;
        let times = count.unwrap_or(1).clamp(1, 1_000_000) as isize;
        let motion = match command {
            Command::Down => Motion::Lines(times),
            Command::Up => Motion::Lines(-times),
            Command::PageDown => Motion::Pages(times),
            Command::PageUp => Motion::Pages(-times),
            Command::HalfPageDown => Motion::HalfPages(times),
            Command::HalfPageUp => Motion::HalfPages(-times),
            Command::Top => line(count).unwrap_or(Motion::Start),
            Command::Bottom => line(count).unwrap_or(Motion::End),
            _ => return self.run_command(command, count, times),
        };
        self.motion(motion)
    }

    /// A command of the panes while a panel covers them. It applies to the row of the panel;
    /// otherwise the panel closes first, so that the result is visible, and None is returned.
    fn run_in_panel(&mut self, command: Command, count: Option<u32>) -> Option<Outcome> {
        let link = match self.overlay.panel.as_ref().map(Panel::chosen) {
            Some(Choice::Link(link)) => Some(count.unwrap_or(link)),
            _ => None,
        };
        match (command, link) {
            (Command::Next, _) => Some(self.motion(Motion::Lines(1))),
            (Command::Previous, _) => Some(self.motion(Motion::Lines(-1))),
            (Command::CopyLink, Some(_)) => Some(self.find_link(link, LinkUse::Copy)),
            (Command::OpenLink, Some(number)) if self.warns_of(number) => Some(Outcome::None),
            (Command::OpenLink, Some(_)) => Some(self.find_link(link, LinkUse::Open)),
            (Command::Search | Command::CommandLine, _) => None,
            (Command::DeleteHighlight, _) => {
                self.delete_listed_highlight();
                Some(Outcome::None)
            }
            (Command::Undo | Command::Redo, _) if self.lists_highlights() => {
                Some(self.run_command(command, count, 1))
            }
            _ => {
                self.overlay.panel = None;
                None
            }
        }
    }

    /// The commands that are not motions. Those that return a value have an outcome that is
    /// still to be acted on.
    fn run_command(&mut self, command: Command, count: Option<u32>, times: isize) -> Outcome {
        let repeat = times.unsigned_abs();
        if is_of_reader(command) {
            return self.run_in_reader(command, repeat);
        }
        match command {
            Command::Down
            | Command::Up
            | Command::PageDown
            | Command::PageUp
            | Command::HalfPageDown
            | Command::HalfPageUp
            | Command::Top
            | Command::Bottom => {}
            Command::Open => return self.enter(),
            Command::Back => return self.back(),
            Command::Quit => self.quit(),
            Command::NextArticle => return self.next_article(times),
            Command::PreviousArticle => return self.next_article(-times),
            Command::Next => return self.next(Direction::Forward, repeat),
            Command::Previous => return self.next(Direction::Backward, repeat),
            Command::Search => self.begin_search(),
            Command::Filter => self.begin_filter(),
            Command::Sort => return self.sort_by_next(),
            Command::SortReverse => return self.list.reverse_order(&mut self.context),
            Command::UnreadOnly => {
                return self
                    .list
                    .toggle_unread_only(&mut self.context, &self.library);
            }
            Command::ToggleRead => self.toggle_read(),
            Command::Hide => self.toggle_hidden(),
            Command::Related => self.ask_for_related(),
            Command::Versions => return self.show_versions(),
            Command::MarkAllRead => self.mark_all_read(),
            Command::Bookmark => self.toggle_bookmark(),
            Command::Bookmarks => self.toggle_view(View::Bookmarks),
            Command::SetMark | Command::GoToMark => self.waiting = Some(command),
            Command::JumpBack => self.travel(Direction::Backward, repeat),
            Command::JumpForward => self.travel(Direction::Forward, repeat),
            Command::Pick => {
                self.list.pick();
                return Outcome::ListChanged;
            }
            Command::PickRange => self.list.pick_range(),
            Command::Select => self.select_text(),
            Command::CopyLink => return self.copy_link(count),
            Command::CopyText => self.copy_text(),
            Command::OpenLink => return self.open_link(count),
            Command::SaveLink => return self.find_link(count, LinkUse::Save),
            Command::Undo if self.focus == Focus::Reader && self.shows_full_text() => {
                self.show_summary();
            }
            Command::Undo => self.undo(repeat),
            Command::Redo => self.redo(repeat),
            Command::UseSelection => self.offer(Offer::Selection),
            Command::Rescan => {
                self.save_position();
                self.scan(self.library.source);
            }
            Command::Fetch => self.toggle_fetch(),
            Command::AddFeed => self.ask_about_feed(true),
            Command::RenameFeed => self.ask_about_feed(false),
            Command::MuteFeed => self.mute_feed(),
            Command::CommandLine => self.ask(Asking::Command, ""),
            Command::Pipe => self.begin_pipe(),
            Command::Suspend => self.suspend(),
            Command::Redraw => self.context.effect(Effect::Redraw),
            _ => return self.run_on_screen(command, times),
        }
        Outcome::None
    }

    /// The commands about what the screen shows.
    fn run_on_screen(&mut self, command: Command, times: isize) -> Outcome {
        match command {
            Command::Links => self.open_panel(Kind::Links),
            Command::Outline => self.open_panel(Kind::Outline),
            Command::Problems => self.open_panel(Kind::Problems),
            Command::Help => self.open_panel(Kind::Help),
            Command::Sidebar => self.toggle_sidebar(),
            Command::Zen => return self.toggle_zen(),
            Command::Panes => self.next_panes(),
            Command::Narrower => self.widen(-2 * times),
            Command::Wider => self.widen(2 * times),
            Command::ShowCut => self.toggle_cut(),
            Command::FullText => self.toggle_full_text(),
            _ => self.run_keeping(command, times),
        }
        Outcome::None
    }

    /// The commands about what the user keeps; the last of all.
    fn run_keeping(&mut self, command: Command, times: isize) {
        match command {
            Command::Marks => self.open_panel(Kind::Marks),
            Command::Highlights => self.open_panel(Kind::Highlights),
            Command::DeleteHighlight => self.delete_current_highlight(),
            Command::History => self.open_panel(Kind::History),
            Command::Changes => self.list_changes(),
            Command::Stats => self.open_panel(Kind::Stats),
            Command::Tag => self.ask_about(Asking::Tags),
            Command::Collect => self.ask_about(Asking::Collection),
            Command::Note => self.ask_about(Asking::Note),
            Command::EditNote => self.edit_note(),
            Command::Later => self.toggle_later(),
            Command::Queue => self.toggle_view(View::Later),
            Command::MoveDown => self.move_in_queue(times),
            _ => self.move_in_queue(-times),
        }
    }

    fn run_in_reader(&mut self, command: Command, times: usize) -> Outcome {
        let (Some(reader), context) = (&mut self.reader, &mut self.context) else {
            return Outcome::None;
        };
        match command {
            Command::NextHeading => reader.go_to_heading(Direction::Forward, times, context),
            Command::PreviousHeading => reader.go_to_heading(Direction::Backward, times, context),
            Command::NextFigure => reader.go_to_figure(Direction::Forward, times, context),
            Command::PreviousFigure => reader.go_to_figure(Direction::Backward, times, context),
            Command::Picture => reader.toggle_picture(context),
            Command::NextLink => reader.focus_next(Direction::Forward, times, context),
            Command::PreviousLink => reader.focus_next(Direction::Backward, times, context),
            Command::ScrollRight => reader.scroll_sideways(times.cast_signed(), context),
            Command::ScrollLeft => reader.scroll_sideways(-times.cast_signed(), context),
            Command::NextHighlight => reader.next_highlight(Direction::Forward, times, context),
            Command::PreviousHighlight => {
                reader.next_highlight(Direction::Backward, times, context)
            }
            _ => {
                match command {
                    Command::WidenSelection => reader.widen_selection(),
                    Command::SelectLine => reader.select_by(Unit::Line),
                    Command::SelectSentence => reader.select_by(Unit::Sentence),
                    Command::SelectParagraph => reader.select_by(Unit::Paragraph),
                    Command::SwapEnds => reader.swap_ends(),
                    _ => reader.move_selection_by(command, times),
                }
                Outcome::None
            }
        }
    }

    pub(super) fn ask(&mut self, asking: Asking, text: &str) {
        self.overlay.ask(asking, text);
    }

    /// Suspends the program; the reading position is saved first.
    fn suspend(&mut self) {
        self.save_position();
        self.context.effect(Effect::Suspend);
    }

    /// Quits; the reading position is saved first.
    pub(crate) fn quit(&mut self) {
        self.finish_bulk_marks();
        self.save_position();
        self.end_reading();
        self.context.effect(Effect::Quit);
    }

    /// Opens the article that is `by` articles further in the list.
    fn next_article(&mut self, by: isize) -> Outcome {
        self.finish_at_end();
        let before = self.list.cursor;
        // When the open article was removed, the cursor is on the one that followed it.
        let open = self.reader.as_ref().map(|reader| &reader.item);
        let follows = by > 0 && open.is_some_and(|open| self.list.selected_follows(open));
        self.list.move_by(by - isize::from(follows));
        if follows || self.list.cursor != before {
            return Outcome::OpenSelected;
        }
        self.context.refuse(if by > 0 {
            "notice.last-article"
        } else {
            "notice.first-article"
        });
        Outcome::None
    }

    /// Starts selecting text, from the list in the selected article.
    fn select_text(&mut self) {
        if self.focus == Focus::List {
            self.open_selected();
        }
        if let Some(reader) = &mut self.reader {
            reader.start_selection();
        }
    }

    fn copy_text(&mut self) {
        match &mut self.reader {
            Some(reader) => reader.copy_text(&mut self.context),
            None => self.context.refuse("notice.nothing-to-copy"),
        }
    }
}

/// Whether a command moves in the open article or extends its selection.
fn is_of_reader(command: Command) -> bool {
    matches!(
        command,
        Command::NextHeading
            | Command::PreviousHeading
            | Command::NextFigure
            | Command::PreviousFigure
            | Command::Picture
            | Command::NextLink
            | Command::PreviousLink
            | Command::ScrollRight
            | Command::ScrollLeft
            | Command::NextHighlight
            | Command::PreviousHighlight
            | Command::WidenSelection
            | Command::SelectLine
            | Command::SelectSentence
            | Command::SelectParagraph
            | Command::SwapEnds
            | Command::NextUnit
            | Command::PreviousUnit
            | Command::NextWord
            | Command::PreviousWord
            | Command::WordEnd
            | Command::NextSentence
            | Command::PreviousSentence
            | Command::NextParagraph
            | Command::PreviousParagraph
    )
}

/// The motion to the line that a count names, from 1.
fn line(count: Option<u32>) -> Option<Motion> {
    count.map(|number| Motion::Line(number.saturating_sub(1) as usize))
}
