//! The mouse, where the config switched it on: the wheel scrolls, a click selects.

use super::{App, Area, Focus};

/// Lines that one turn of the wheel moves.
const WHEEL: isize = 3;

fn holds(area: Option<Area>, x: u16, y: u16) -> bool {
    area.is_some_and(|area| x >= area.x && x < area.right() && y >= area.y && y < area.bottom())
}

impl App {
    pub(crate) fn wheel(&mut self, by: i8, x: u16, y: u16) {
        let by = isize::from(by) * WHEEL;
        if let Some(panel) = &mut self.panel {
            panel.move_by(by);
        } else if holds(self.context.layout.reader, x, y) {
            self.scroll(by);
        } else if holds(self.context.layout.list, x, y) {
            self.list.move_by(by);
            self.after_list_change();
        }
    }

    /// A click in the list selects; a click on the selected article opens it.
    pub(crate) fn click(&mut self, x: u16, y: u16) {
        if self.panel.is_some() || self.prompt.is_some() {
            return;
        }
        if let Some(area) = self
            .context
            .layout
            .list
            .filter(|_| holds(self.context.layout.list, x, y))
        {
            let Some(at) = self.article_at(y - area.y) else {
                return;
            };
            let again = at == self.list.cursor && self.focus == Focus::List;
            self.focus_list();
            self.list.move_to(at);
            self.relayout();
            if again {
                self.read_selected();
            }
        } else if holds(self.context.layout.reader, x, y) && self.focus == Focus::List {
            self.read_selected();
        }
    }

    /// The article that stands in a row of the list pane.
    fn article_at(&self, row: u16) -> Option<usize> {
        let shape = self.shape();
        let mut below = 0;
        for at in self.list.top..self.list.len() {
            below += self.list.rows(at, shape, &self.context.settings.zone);
            if row < below {
                return Some(at);
            }
        }
        None
    }
}
