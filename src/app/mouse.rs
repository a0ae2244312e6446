//! What the mouse does: the wheel scrolls the pane under the pointer, a click selects what is there, a
//! second one opens it. Links, footnotes and the rows that lead into the article take one click.

use super::panel::pane::Kind;
use super::reader::focusables::Focusable;
use super::{App, Area, Focus, Motion, Outcome};

/// Lines that one turn of the wheel moves.
const WHEEL: isize = 3;

fn holds(area: Option<Area>, x: u16, y: u16) -> bool {
    area.is_some_and(|area| area.holds(x, y))
}

impl App {
    pub(super) fn wheel(&mut self, by: i8, x: u16, y: u16) -> Outcome {
        let motion = Motion::Lines(isize::from(by) * WHEEL);
        let layout = self.context.layout;
        if self.overlay.popup.is_some() || holds(self.panel_area(), x, y) {
            self.overlay.motion(motion, &self.context);
        } else if holds(layout.sidebar, x, y) {
            self.sidebar.motion(motion, &self.context);
        } else if holds(layout.reader, x, y) {
            self.end_pause();
            if let Some(reader) = &mut self.reader {
                return reader.motion(motion, &self.context);
            }
        } else if holds(layout.list, x, y) {
            return self.list.motion(motion, &self.context);
        }
        Outcome::None
    }

    pub(super) fn click(&mut self, x: u16, y: u16) -> Outcome {
        if self.overlay.prompt.is_some() {
            return Outcome::None;
        }
        self.end_pause();
        self.offer = None;
        if let Some(popup) = &self.overlay.popup {
            if !popup.area(self.context.size).holds(x, y) {
                self.overlay.popup = None;
            }
            return Outcome::None;
        }
        if holds(self.panel_area(), x, y) {
            return self.click_panel(x, y);
        }
        self.overlay.panel = None;
        let layout = self.context.layout;
        if let Some(area) = layout.sidebar.filter(|_| holds(layout.sidebar, x, y)) {
            let choice = self.sidebar.click(y - area.y);
            self.choose_in_sidebar(choice);
        } else if let Some(area) = layout.list.filter(|_| holds(layout.list, x, y)) {
            self.click_list(y - area.y);
        } else if holds(layout.reader, x, y) {
            return self.click_reader(x, y);
        }
        Outcome::None
    }

    /// Opens the preview, or a link or footnote of the open article; elsewhere in it a selection
    /// begins.
    fn click_reader(&mut self, x: u16, y: u16) -> Outcome {
        let layout = self.context.layout;
        if self.focus == Focus::List {
            self.open_selected();
        } else if let Some(outcome) = self.click_article(x, y) {
            return outcome;
        }
        if std::mem::take(&mut self.sidebar.focused) {
            self.relayout();
        }
        // The text may have moved.
        if self.focus == Focus::Reader && self.context.layout == layout {
            self.press_text((x, y));
        }
        Outcome::None
    }

    fn click_list(&mut self, row: u16) {
        let Some(at) = self.list.article_at(row, &self.context) else {
            return;
        };
        let again = at == self.list.cursor && self.has_focus(Focus::List);
        self.focus_list();
        self.sidebar.focused = false;
        self.list.move_to(at);
        self.relayout();
        if again {
            self.open_selected();
        }
    }

    fn click_panel(&mut self, x: u16, y: u16) -> Outcome {
        let context = &self.context;
        let Some(panel) = &mut self.overlay.panel else {
            return Outcome::None;
        };
        let Some(at) = panel.row_at((x, y), context) else {
            return Outcome::None;
        };
        let again = std::mem::replace(&mut panel.cursor, at) == at;
        let leads = matches!(
            panel.kind,
            Kind::Outline | Kind::Links | Kind::Marks | Kind::Highlights
        );
        let choice = panel.chosen();
        match again || leads {
            true => self.choose(choice),
            false => Outcome::None,
        }
    }

    /// Opens the link, the footnote or the picture at a cell of the article, if there is one.
    fn click_article(&mut self, x: u16, y: u16) -> Option<Outcome> {
        let text = self.text_area(self.reader.as_ref()?);
        let row = y.checked_sub(text.y)?;
        let reader = self.reader.as_mut()?;
        if reader.select_picture_at(text.x, x, row) && self.open_picture() {
            return Some(Outcome::None);
        }
        let reader = self.reader.as_mut()?;
        Some(match reader.target_at(text.x, x, row)? {
            Focusable::Link(link) => self.open_link(Some(link)),
            Focusable::Footnote(call) => reader.show_footnote(call.note, &self.context),
        })
    }
}
