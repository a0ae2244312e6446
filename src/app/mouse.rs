//! What the mouse does: the wheel scrolls the pane under the pointer, a click selects what is there, a
//! second one opens it. Links, footnotes and the rows that lead into the article take one click. Clicks on
//! hints arrive as their keys.

use super::panel::pane::Kind;
use super::reader::edges::Edge;
use super::reader::focusables::Focusable;
use super::view::FacetKind;
use super::{App, Area, Asking, Focus, Motion, Outcome, PictureUse};
use crate::input::Command;

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
        if let Some(prompt) = &self.overlay.prompt {
            let asking = prompt.asking;
            return self.click_result(asking, (x, y));
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

    /// A click while a prompt is open: one on a row that was found accepts the text and selects the row.
    fn click_result(&mut self, asking: Asking, (x, y): (u16, u16)) -> Outcome {
        let list = self.context.layout.list.filter(|list| list.holds(x, y));
        match (asking, list) {
            (Asking::Query | Asking::Filter, Some(area)) => {
                let at = self.list.article_at(y - area.y, &self.context);
                if let Some(item) = at.and_then(|at| self.list.get(at).cloned()) {
                    let outcome = self.accept_prompt();
                    self.act(outcome);
                    self.list.select(&item);
                    self.after_list_change();
                }
            }
            (Asking::Panel, _) if holds(self.panel_area(), x, y) => {
                let outcome = self.accept_prompt();
                self.act(outcome);
                return self.click_panel(x, y);
            }
            _ => {}
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

    /// Goes where a click on the scrollbar is, or opens what is at a cell of the article: a link, a
    /// footnote, a picture, a tag or the next article.
    fn click_article(&mut self, x: u16, y: u16) -> Option<Outcome> {
        let area = self.context.layout.reader?;
        let reader = self.reader.as_mut()?;
        if x + 1 == area.right() && reader.last_top() > 0 {
            let (row, rows) = (usize::from(y - area.y), usize::from(area.height).max(2) - 1);
            reader.go_to_line(reader.last_top() * row / rows);
            return Some(Outcome::Scrolled);
        }
        let text = self.text_area(self.reader.as_ref()?);
        let row = y.checked_sub(text.y)?;
        if let Some(edge) = self.edge_at(x.checked_sub(text.x), row) {
            return Some(match edge {
                Edge::NextArticle => Outcome::Run(Command::NextArticle),
                Edge::Tag(name) => {
                    self.show_facet(FacetKind::UserTag, &name);
                    Outcome::None
                }
            });
        }
        let reader = self.reader.as_mut()?;
        if reader.select_picture_at(text.x, x, row) && self.use_picture(PictureUse::Open) {
            return Some(Outcome::None);
        }
        let reader = self.reader.as_mut()?;
        Some(match reader.target_at(text.x, x, row)? {
            Focusable::Link(link) => self.open_link(Some(link)),
            Focusable::Footnote(call) => reader.show_footnote(call.note, &self.context),
        })
    }
    fn edge_at(&self, column: Option<u16>, row: u16) -> Option<Edge> {
        let reader = self.reader.as_ref()?;
        let tags = self.context.marks.tags(&reader.item.entry);
        let policy = self.context.settings.options.width;
        reader.edge_at((column?, row), &tags, policy)
    }
}
