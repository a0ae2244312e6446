//! Panels over the panes: help, problems, outline, links. A panel is rows to look through,
//! to narrow by typing, and to choose from.

use crate::document::{LinkNumber, Position};
use crate::input::Command;
use crate::text::fold;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Help,
    Problems,
    Outline,
    Links,
}

impl Kind {
    /// The key of its title in the locales.
    pub fn title(self) -> &'static str {
        match self {
            Self::Help => "panel.help",
            Self::Problems => "panel.problems",
            Self::Outline => "panel.outline",
            Self::Links => "panel.links",
        }
    }

    /// The key of what can be done, in the locales.
    pub fn hint(self) -> &'static str {
        match self {
            Self::Help => "panel.hint",
            Self::Problems => "panel.hint-whole",
            Self::Outline | Self::Links => "panel.hint-go",
        }
    }
}

/// What choosing a row does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    Nothing,
    Run(Command),
    /// A place in the open article.
    Position(Position),
    /// One of the problems, by its index.
    Problem(usize),
    Link(LinkNumber),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PanelRow {
    /// A heading stands alone and is not chosen.
    pub heading: bool,
    /// The short part: keys, a number.
    pub left: String,
    pub right: String,
    /// What ends at the right edge: a host, a reason.
    pub far: String,
    /// Something about the far part is to be minded.
    pub warning: bool,
    /// Cut from the left where it is too long, so that the end of a path is seen.
    pub tail: bool,
    pub choice: Choice,
}

impl PanelRow {
    pub fn heading(text: &str) -> Self {
        Self {
            heading: true,
            right: text.to_owned(),
            ..Self::new("", "", Choice::Nothing)
        }
    }

    pub fn new(left: impl Into<String>, right: impl Into<String>, choice: Choice) -> Self {
        Self {
            heading: false,
            left: left.into(),
            right: right.into(),
            far: String::new(),
            warning: false,
            tail: false,
            choice,
        }
    }
}

#[derive(Clone, Debug)]
pub struct Panel {
    pub kind: Kind,
    all: Vec<PanelRow>,
    /// Indexes of `all` that the filter shows.
    shown: Vec<usize>,
    pub cursor: usize,
    pub top: usize,
    pub filter: String,
}

impl Panel {
    /// With the cursor on the first row that can be chosen, or `cursor`.
    pub fn new(kind: Kind, rows: Vec<PanelRow>, cursor: usize) -> Self {
        let shown = (0..rows.len()).collect();
        let mut panel = Self {
            kind,
            all: rows,
            shown,
            cursor,
            top: 0,
            filter: String::new(),
        };
        panel.move_by(0);
        panel
    }

    /// Takes rows that go on after the old ones; the filter and the cursor stay.
    pub fn renew(&mut self, rows: Vec<PanelRow>) {
        let cursor = self.cursor;
        self.all = rows;
        let filter = std::mem::take(&mut self.filter);
        self.narrow(&filter);
        self.cursor = cursor;
        self.move_by(0);
    }

    pub fn len(&self) -> usize {
        self.shown.len()
    }

    /// Which row of how many is chosen, headings not counted; empty when none is.
    pub fn position(&self) -> String {
        let plain = |at: &usize| self.all.get(*at).is_some_and(|row| !row.heading);
        let all = self.shown.iter().filter(|at| plain(at)).count();
        let above = self.shown.iter().take(self.cursor + 1);
        match above.filter(|at| plain(at)).count() {
            0 => String::new(),
            above => format!("{above}/{all}"),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.shown.is_empty()
    }

    pub fn row(&self, at: usize) -> Option<&PanelRow> {
        self.all.get(*self.shown.get(at)?)
    }

    pub fn chosen(&self) -> Choice {
        self.row(self.cursor)
            .map_or(Choice::Nothing, |row| row.choice)
    }

    /// Shows only rows that hold every word; headings only over rows that are shown.
    pub fn narrow(&mut self, filter: &str) {
        self.filter = filter.to_owned();
        let words: Vec<String> = filter.split_whitespace().map(fold).collect();
        let holds = |row: &PanelRow| {
            let text = fold(&format!("{} {} {}", row.left, row.right, row.far));
            words.iter().all(|word| text.contains(word))
        };
        let mut shown = Vec::new();
        let mut heading = None;
        for (at, row) in self.all.iter().enumerate() {
            if row.heading {
                heading = Some(at);
            } else if holds(row) {
                shown.extend(heading.take());
                shown.push(at);
            }
        }
        self.shown = shown;
        self.cursor = 0;
        self.top = 0;
        self.move_by(0);
    }

    /// Moves the cursor over rows that are no headings.
    pub fn move_by(&mut self, by: isize) {
        let last = self.len().saturating_sub(1);
        self.cursor = self.cursor.saturating_add_signed(by).min(last);
        let plain = |at: &usize| self.row(*at).is_some_and(|row| !row.heading);
        let down = (self.cursor..self.len()).find(plain);
        let up = (0..=self.cursor).rev().find(plain);
        let next = if by < 0 { up.or(down) } else { down.or(up) };
        self.cursor = next.unwrap_or(0);
    }

    /// Moves the window of `height` rows so that the cursor is seen, with a heading above it.
    pub fn scroll(&mut self, height: usize) {
        let above = self.cursor.saturating_sub(1);
        let first = if self.row(above).is_some_and(|row| row.heading) {
            above
        } else {
            self.cursor
        };
        self.top = self
            .top
            .min(first)
            .max((self.cursor + 1).saturating_sub(height.max(1)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn panel() -> Panel {
        let rows = vec![
            PanelRow::heading("移动"),
            PanelRow::new("j", "下一行", Choice::Nothing),
            PanelRow::new("k", "上一行", Choice::Nothing),
            PanelRow::heading("文章"),
            PanelRow::new("b", "收藏", Choice::Run(Command::Bookmark)),
        ];
        Panel::new(Kind::Help, rows, 0)
    }

    #[test]
    fn the_cursor_skips_headings() {
        let mut panel = panel();
        let mut check = |by, expected| {
            panel.move_by(by);
            assert_eq!(panel.cursor, expected);
        };
        check(0, 1);
        check(1, 2);
        check(1, 4);
        check(-1, 2);
        check(-9, 1);
        check(99, 4);
    }

    #[test]
    fn narrowing_keeps_the_heading_of_what_it_shows() {
        let mut panel = panel();
        panel.narrow("收藏");
        assert_eq!(panel.len(), 2);
        assert_eq!(panel.chosen(), Choice::Run(Command::Bookmark));
        panel.narrow("nothing like it");
        assert!(panel.is_empty());
        assert_eq!(panel.chosen(), Choice::Nothing);
    }
}
