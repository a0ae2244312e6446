//! A panel covers a part of the panes, or all of them, with rows to filter and choose from: help,
//! problems, outline, links, named marks, history, themes.

use crate::app::motion::{Motion, Step};
use crate::document::{LinkNumber, Position};
use crate::input::Command;
use crate::role::Role;
use crate::text::fold;
use crate::user::event::{Highlight, Stamp, Subject};
use std::ops::Range;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Help,
    Problems,
    Outline,
    Links,
    /// Named marks.
    Marks,
    /// The articles that were opened.
    History,
    /// Steps that can be undone.
    Changes,
    /// What the user has read.
    Stats,
    /// Passages that the user highlighted.
    Highlights,
    Themes,
}

impl Kind {
    /// The locale key of its title.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Help => "panel.help",
            Self::Problems => "panel.problems",
            Self::Outline => "panel.outline",
            Self::Links => "panel.links",
            Self::Marks => "panel.marks",
            Self::History => "panel.history",
            Self::Changes => "panel.changes",
            Self::Stats => "panel.stats",
            Self::Highlights => "panel.highlights",
            Self::Themes => "panel.themes",
        }
    }

    /// The locale key of the hint that says what can be done.
    pub(crate) fn hint(self) -> &'static str {
        match self {
            Self::Help => "panel.hint",
            Self::Problems => "panel.hint-whole",
            Self::Changes => "panel.hint-undo",
            Self::Stats => "panel.hint-read",
            Self::Highlights => "panel.hint-highlights",
            Self::Themes => "panel.hint-themes",
            Self::Links => "panel.hint-links",
            Self::Outline | Self::Marks | Self::History => "panel.hint-go",
        }
    }
}

/// What choosing a row does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Choice {
    Nothing,
    Run(Command),
    /// Begins a line of `:` with the name of a command.
    Type(&'static str),
    /// What a key of the user does: an index among those of the key map.
    Macro(usize),
    /// A position in the open article.
    Position(Position),
    /// One of the problems, by its index.
    Problem(usize),
    /// One of the feeds, by its index.
    Feed(usize),
    /// The files of the same kind as one of the problems, by its index.
    OthersLike(usize),
    Link(LinkNumber),
    /// A named mark.
    Mark(char),
    /// One of the articles of the panel.
    Article(usize),
    /// A step to undo.
    Step(Stamp),
    /// One of the highlights of the panel.
    Highlight(usize),
    /// One of the themes.
    Theme(usize),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PanelRow {
    /// A heading is a row of its own and cannot be chosen.
    pub heading: bool,
    /// A heading that continues the block above it: no blank row parts them, and it is not
    /// repeated. A filter hides it.
    pub attached: bool,
    /// The short part: keys, a number.
    pub left: String,
    pub right: String,
    /// A second text, right-aligned: a source, a reason.
    pub far: String,
    /// The second text follows the first one after a dash, as the address of a link does.
    pub follows: bool,
    /// The style of the short part, if it is not that of keys.
    pub tint: Option<Role>,
    /// The far part deserves attention.
    pub warning: bool,
    /// When too long, cut at the left, so that the end of a path is visible.
    pub tail: bool,
    /// How many files it is about, in the list of problems; other rows count as 1.
    pub files: usize,
    /// Words that are not shown, by which a filter finds it, too.
    pub words: String,
    /// Cells of a heat map: levels from 0, in place of a text.
    pub heat: Vec<u8>,
    pub choice: Choice,
}

impl PanelRow {
    /// Whether choosing it does something.
    pub fn can_be_chosen(&self) -> bool {
        self.choice != Choice::Nothing
    }

    pub fn heading(text: &str) -> Self {
        Self {
            heading: true,
            right: text.to_owned(),
            ..Self::new("", "", Choice::Nothing)
        }
    }

    /// A row that explains a block of rows, such as a legend. It cannot be chosen.
    pub fn attached(text: &str) -> Self {
        Self {
            attached: true,
            ..Self::heading(text)
        }
    }

    pub fn new(left: impl Into<String>, right: impl Into<String>, choice: Choice) -> Self {
        Self {
            heading: false,
            attached: false,
            left: left.into(),
            right: right.into(),
            far: String::new(),
            follows: false,
            tint: None,
            warning: false,
            tail: false,
            files: 1,
            words: String::new(),
            heat: Vec::new(),
            choice,
        }
    }
}

#[derive(Clone, Debug)]
pub struct Panel {
    pub kind: Kind,
    all: Vec<PanelRow>,
    /// Indexes of the rows in `all` that match the filter.
    shown: Vec<usize>,
    pub cursor: usize,
    pub top: usize,
    pub filter: String,
    /// Rows of the screen that each of `all` takes; none are known: each takes one.
    pub(super) heights: Vec<u16>,
    /// The width and the rows for which they were measured.
    pub(super) measured: Option<(u16, u16)>,
    /// Cells before its rows: those before the text of an article that has the window to itself.
    pub(super) inset: u16,
    /// Articles that rows are about.
    pub(crate) articles: Vec<Subject>,
    /// Highlights that rows are about, with their articles.
    pub(crate) passages: Vec<(Subject, Highlight)>,
}

impl Panel {
    /// With the cursor on row `cursor`, or on the next row that can be chosen.
    pub(crate) fn new(kind: Kind, rows: Vec<PanelRow>, cursor: usize) -> Self {
        let shown = (0..rows.len()).collect();
        let mut panel = Self {
            kind,
            all: rows,
            shown,
            cursor,
            top: 0,
            filter: String::new(),
            heights: Vec::new(),
            measured: None,
            inset: 0,
            articles: Vec::new(),
            passages: Vec::new(),
        };
        panel.move_by(0);
        panel
    }

    /// Replaces the rows by a longer list that starts with them; filter and cursor stay.
    pub(crate) fn replace_rows(&mut self, rows: Vec<PanelRow>) {
        let cursor = self.cursor;
        self.all = rows;
        self.heights.clear();
        self.measured = None;
        let filter = std::mem::take(&mut self.filter);
        self.narrow(&filter);
        self.cursor = cursor;
        self.move_by(0);
    }

    pub(crate) fn len(&self) -> usize {
        self.shown.len()
    }

    /// The number of the chosen row and how many there are, without headings; of problems, the
    /// number of its first file and how many files there are. None when none is chosen.
    pub(crate) fn position(&self) -> Option<(usize, usize)> {
        let counts = |range: Range<usize>| -> usize {
            let rows = range.filter_map(|at| self.row(at));
            rows.filter(|row| !row.heading).map(|row| row.files).sum()
        };
        let chosen = self.row(self.cursor);
        let chosen = chosen.filter(|row| self.has_cursor() && !row.heading);
        chosen.map(|_| (counts(0..self.cursor) + 1, counts(0..self.len())))
    }

    /// Whether one of its rows is chosen. Statistics are only read.
    pub(crate) fn has_cursor(&self) -> bool {
        self.kind != Kind::Stats
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.shown.is_empty()
    }

    pub(crate) fn row(&self, at: usize) -> Option<&PanelRow> {
        self.all.get(*self.shown.get(at)?)
    }

    pub(super) fn all(&self) -> &[PanelRow] {
        &self.all
    }

    /// Rows of the screen that all rows take, without a filter.
    pub(super) fn all_rows(&self) -> u16 {
        let height = |at: usize| self.heights.get(at).copied().unwrap_or(1);
        let rows = self.all.iter().enumerate().map(|(at, row)| {
            let blank = u16::from(row.heading && !row.attached && at > 0);
            height(at) + blank
        });
        rows.fold(0, u16::saturating_add)
    }

    /// Rows of the screen that a row takes.
    pub(super) fn height(&self, at: usize) -> u16 {
        let height = self.shown.get(at).and_then(|at| self.heights.get(*at));
        height.copied().unwrap_or(1)
    }

    pub(crate) fn chosen(&self) -> Choice {
        self.row(self.cursor)
            .map_or(Choice::Nothing, |row| row.choice)
    }

    /// Shows only rows that contain every word, and headings only above shown rows.
    pub(crate) fn narrow(&mut self, filter: &str) {
        self.filter = filter.to_owned();
        let words: Vec<String> = filter.split_whitespace().map(fold).collect();
        let holds = |row: &PanelRow| {
            let text = fold(&format!(
                "{} {} {} {}",
                row.left, row.right, row.far, row.words
            ));
            words.iter().all(|word| text.contains(word))
        };
        let mut shown = Vec::new();
        let mut heading = None;
        for (at, row) in self.all.iter().enumerate() {
            if row.attached {
                if words.is_empty() {
                    shown.extend(heading.take());
                    shown.push(at);
                }
            } else if row.heading {
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

    /// Moves the cursor, skipping headings.
    pub(crate) fn move_by(&mut self, by: isize) {
        let last = self.len().saturating_sub(1);
        self.cursor = self.cursor.saturating_add_signed(by).min(last);
        let plain = |at: &usize| self.row(*at).is_some_and(|row| !row.heading);
        let down = (self.cursor..self.len()).find(plain);
        let up = (0..=self.cursor).rev().find(plain);
        let next = if by < 0 { up.or(down) } else { down.or(up) };
        self.cursor = next.unwrap_or(0);
    }

    /// Moves the cursor in a panel of `height` rows.
    pub(crate) fn motion(&mut self, motion: Motion, height: u16) {
        match motion.resolve(height) {
            Step::By(rows) => self.move_by(rows),
            Step::To(row) => {
                // Lines are counted from the first row that can be chosen.
                self.cursor = 0;
                self.move_by(0);
                self.move_by(isize::try_from(row).unwrap_or(isize::MAX));
            }
        }
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
            PanelRow::new("b", "书签", Choice::Run(Command::Bookmark)),
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
    fn rows_that_explain_a_block_stay_without_a_filter() {
        let rows = vec![
            PanelRow::heading("最近 20 周"),
            PanelRow::attached("8月  9月"),
            PanelRow::new("一", "", Choice::Nothing),
            PanelRow::attached("每天篇数"),
        ];
        let mut panel = Panel::new(Kind::Stats, rows, 0);
        let mut check = |filter, len, cursor| {
            panel.narrow(filter);
            assert_eq!((panel.len(), panel.cursor), (len, cursor), "{filter}");
        };
        check("一", 2, 1);
        check("", 4, 2);
    }

    #[test]
    fn a_filter_keeps_headings_above_shown_rows() {
        let mut panel = panel();
        panel.narrow("书签");
        assert_eq!(panel.len(), 2);
        assert_eq!(panel.chosen(), Choice::Run(Command::Bookmark));
        panel.narrow("no such row");
        assert!(panel.is_empty());
        assert_eq!(panel.chosen(), Choice::Nothing);
    }
}
