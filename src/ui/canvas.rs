//! A canvas: a ratatui buffer, and what a buffer cannot hold: links, the cursor, and a hint that
//! a region was scrolled.
//!
//! Text is written by grapheme clusters with the widths of our policy, not of ratatui, which
//! counts a halfwidth kana with its mark as three cells and has no wide quotes.

use super::button::Button;
use crate::picture::Raster;
use crate::text::{WidthPolicy, clusters, has_square_letters};
use ratatui::buffer::{Buffer, Cell, CellDiffOption};
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::widgets::StatefulWidget;
use std::num::NonZeroU16;
use std::ops::Range;
use std::sync::Arc;

/// A hint to the driver: the text of this area is that of the last frame, scrolled up by `by`
/// rows (down if negative). The driver compares the cost of scrolling and redrawing, so a wrong
/// hint costs time but is never visible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moved {
    pub area: Rect,
    pub by: i32,
}

/// Some rows of a picture, and the cell at which they start.
#[derive(Clone, Debug)]
pub struct PlacedPicture {
    pub raster: Arc<Raster>,
    pub x: u16,
    pub y: u16,
    pub rows: Range<u16>,
}

impl PartialEq for PlacedPicture {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.raster, &other.raster)
            && (self.x, self.y, &self.rows) == (other.x, other.y, &other.rows)
    }
}

impl PlacedPicture {
    /// Leaves out the rows that something covers: those from its top on. None: no row is left.
    fn above(mut self, cover: Rect) -> Option<Self> {
        let end = self.y + self.rows.len() as u16;
        let right = self.x + self.raster.size().0;
        let is_beside = self.x >= cover.right() || right <= cover.x;
        if is_beside || self.y >= cover.bottom() || end <= cover.y {
            return Some(self);
        }
        self.rows.end -= end - cover.y.max(self.y);
        (!self.rows.is_empty()).then_some(self)
    }
}

/// The parts of a frame that a buffer cannot hold.
#[derive(Clone, Debug)]
pub struct Annotations {
    /// For each cell of the buffer: 0, or 1 + index in `targets`.
    pub links: Vec<u16>,
    /// Addresses of links: printable ASCII; others are not sent.
    pub targets: Vec<String>,
    /// The position of the terminal's cursor (selected row, prompt): screen readers and braille
    /// displays follow it.
    pub cursor: Option<(u16, u16)>,
    pub cursor_visible: bool,
    pub moved: Option<Moved>,
    /// Hints that take clicks.
    pub buttons: Vec<Button>,
    /// Pictures over blank cells, in a protocol of the terminal.
    pub pictures: Vec<PlacedPicture>,
    /// Pictures whose data the terminal keeps: all of the article.
    pub rasters: Vec<Arc<Raster>>,
    /// The text scrolls over a slow link: pictures wait for a pause.
    pub holds_pictures: bool,
    pub policy: WidthPolicy,
}

impl Annotations {
    pub fn new(width: u16, height: u16, policy: WidthPolicy) -> Self {
        Self {
            links: vec![0; usize::from(width) * usize::from(height)],
            targets: Vec::new(),
            cursor: None,
            cursor_visible: false,
            moved: None,
            buttons: Vec::new(),
            pictures: Vec::new(),
            rasters: Vec::new(),
            holds_pictures: false,
            policy,
        }
    }

    fn target(&mut self, target: &str) -> u16 {
        let known = self.targets.iter().rposition(|known| known == target);
        let index = known.unwrap_or_else(|| {
            self.targets.push(target.to_owned());
            self.targets.len() - 1
        });
        u16::try_from(index + 1).unwrap_or(0)
    }
}

/// Writes into a buffer that starts at the origin, and into its annotations.
#[derive(Debug)]
pub struct Canvas<'a> {
    pub buffer: &'a mut Buffer,
    pub annotations: &'a mut Annotations,
}

impl Canvas<'_> {
    /// Draws a widget in an area.
    pub fn render(&mut self, widget: impl StatefulWidget<State = Annotations>, area: Rect) {
        widget.render(area, self.buffer, self.annotations);
    }

    pub(crate) fn policy(&self) -> WidthPolicy {
        self.annotations.policy
    }

    /// Moves the terminal's cursor; it stays invisible unless [`Annotations::cursor_visible`].
    pub fn set_cursor(&mut self, x: u16, y: u16) {
        self.annotations.cursor = Some((x, y));
    }

    /// Writes a text from a cell on, at most `limit` cells and not past the edge of the buffer.
    /// A text that is too long is cut; a space replaces a wide cluster of which only half fits.
    /// The style is patched over that of the cells. Clusters of width 0 and control characters
    /// are omitted. Returns the number of cells used.
    pub fn put(
        &mut self,
        x: u16,
        y: u16,
        limit: u16,
        text: &str,
        style: Style,
        link: Option<&str>,
    ) -> u16 {
        let area = self.buffer.area;
        if x >= area.width || y >= area.height {
            return 0;
        }
        let style = if has_square_letters(text) {
            style.remove_modifier(Modifier::ITALIC)
        } else {
            style
        };
        let limit = usize::from(limit.min(area.width - x));
        let row = usize::from(y) * usize::from(area.width) + usize::from(x);
        let link = link.map_or(0, |target| self.annotations.target(target));
        self.split_wide(row, x);
        let mut used = 0;
        if text.is_ascii() {
            for byte in text.bytes().filter(|byte| !byte.is_ascii_control()) {
                if used == limit {
                    break;
                }
                let Some(cell) = self.cell(row + used, style, link) else {
                    break;
                };
                cell.set_char(char::from(byte));
                used += 1;
            }
        } else {
            for cluster in clusters(text) {
                let cells = self.annotations.policy.cluster(cluster);
                if cells == 0 || cluster.chars().any(char::is_control) {
                    continue;
                }
                if used + cells > limit {
                    if used < limit {
                        self.cell(row + used, style, link);
                        used += 1;
                    }
                    break;
                }
                self.cluster(row + used, cluster, cells, style, link);
                used += cells;
            }
        }
        used as u16
    }

    /// Clears an area for something that is drawn over everything else.
    pub fn cover(&mut self, area: Rect, style: Style) {
        let pictures = std::mem::take(&mut self.annotations.pictures).into_iter();
        let left = pictures.filter_map(|picture| picture.above(area));
        self.annotations.pictures = left.collect();
        let buttons = &mut self.annotations.buttons;
        buttons.retain(|button| !button.area.intersects(area));
        self.clear(area, style);
    }

    /// Clears an area and gives it a style, before something is drawn over something else.
    pub fn clear(&mut self, area: Rect, style: Style) {
        let area = area.intersection(self.buffer.area);
        for y in area.top()..area.bottom() {
            let row = usize::from(y) * usize::from(self.buffer.area.width);
            self.split_wide(row + usize::from(area.x), area.x);
            for x in area.left()..area.right() {
                let at = row + usize::from(x);
                self.blank(at);
                if let Some(cell) = self.buffer.content.get_mut(at) {
                    *cell = Cell::EMPTY;
                    cell.set_style(style);
                }
            }
        }
    }

    /// The visible text of a row, without trailing spaces.
    pub fn row(&self, y: u16) -> String {
        let width = usize::from(self.buffer.area.width);
        let start = usize::from(y) * width;
        let cells = self.buffer.content.get(start..start + width);
        let mut text = String::new();
        let mut skip = 0;
        for cell in cells.unwrap_or_default() {
            if skip > 0 {
                skip -= 1;
                continue;
            }
            skip = self.cells(cell).saturating_sub(1);
            text.push_str(cell.symbol());
        }
        text.truncate(text.trim_end_matches(' ').len());
        text
    }

    /// The width of the cluster in a cell.
    fn cells(&self, cell: &Cell) -> usize {
        match cell.diff_option {
            CellDiffOption::ForcedWidth(width) => usize::from(width.get()),
            _ if cell.symbol().len() == 1 => 1,
            _ => self.annotations.policy.cluster(cell.symbol()),
        }
    }

    fn cluster(&mut self, at: usize, cluster: &str, cells: usize, style: Style, link: u16) {
        let forced = NonZeroU16::new(cells as u16).map(CellDiffOption::ForcedWidth);
        let shown = self.annotations.policy.shown(cluster);
        if let Some(cell) = self.cell(at, style, link) {
            cell.set_symbol(&shown);
            cell.diff_option = forced.unwrap_or_default();
        }
        for half in 1..cells {
            self.cell(at + half, style, link);
        }
    }

    /// Blanks a cell and styles it.
    fn cell(&mut self, at: usize, style: Style, link: u16) -> Option<&mut Cell> {
        self.blank(at);
        *self.annotations.links.get_mut(at)? = link;
        let cell = self.buffer.content.get_mut(at)?;
        cell.set_style(style);
        Some(cell)
    }

    fn blank(&mut self, at: usize) {
        if let Some(link) = self.annotations.links.get_mut(at) {
            *link = 0;
        }
        if let Some(cell) = self.buffer.content.get_mut(at) {
            cell.set_char(' ');
            cell.diff_option = CellDiffOption::None;
        }
    }

    /// Blanks the left half of a wide cluster whose right half is at this cell, because the
    /// cell will be overwritten.
    fn split_wide(&mut self, at: usize, x: u16) {
        let before = at.checked_sub(1).filter(|_| x > 0);
        if let Some(before) = before
            && let Some(cell) = self.buffer.content.get(before)
            && self.cells(cell) > 1
        {
            self.blank(before);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A buffer of one row, and its annotations.
    fn row(width: u16) -> (Buffer, Annotations) {
        let buffer = Buffer::empty(Rect::new(0, 0, width, 1));
        (buffer, Annotations::new(width, 1, WidthPolicy::default()))
    }

    fn canvas((buffer, annotations): &mut (Buffer, Annotations)) -> Canvas<'_> {
        Canvas {
            buffer,
            annotations,
        }
    }

    /// Puts a text at a column of a row of ten cells that holds `before`.
    #[track_caller]
    fn check(before: &str, x: u16, limit: u16, text: &str, expected: &str, used: u16) {
        let mut row = row(10);
        let mut canvas = canvas(&mut row);
        canvas.put(0, 0, 10, before, Style::new(), None);
        assert_eq!(canvas.put(x, 0, limit, text, Style::new(), None), used);
        assert_eq!(canvas.row(0), expected, "{before:?} {x} {text:?}");
    }

    #[test]
    fn texts_are_cut_at_the_limit() {
        check("", 0, 10, "小巨人", "小巨人", 6);
        check("", 0, 5, "小巨人", "小巨", 5);
        check("", 7, 9, "小巨人", "       小", 3);
        check("", 9, 9, "小", "", 1);
        check("", 10, 9, "a", "", 0);
        check("", 0, 3, "abcdef", "abc", 3);
        check("", 0, 9, "a\u{1b}[31mb\u{9b}c", "a[31mbc", 7);
        check("", 0, 9, "a\x1b\tb", "ab", 2);
        check("", 0, 9, "e\u{301}é", "e\u{301}é", 2);
    }

    #[test]
    fn overwriting_half_of_a_wide_cluster_blanks_the_other_half() {
        check("小巨人", 1, 9, "x", " x巨人", 1);
        check("小巨人", 2, 9, "x", "小x 人", 1);
        check("小巨人", 1, 9, "国", " 国 人", 2);
        check("ab小", 0, 9, "xyz", "xyz", 3);
    }

    #[test]
    fn each_cell_has_its_link() {
        let mut row = row(6);
        let mut canvas = canvas(&mut row);
        let link = Some("https://a.example/");
        canvas.put(0, 0, 6, "国", Style::new(), link);
        canvas.put(3, 0, 6, "b", Style::new(), link);
        canvas.put(4, 0, 6, "c", Style::new(), Some("https://b.example/"));
        assert_eq!(canvas.annotations.links, [1, 1, 0, 1, 2, 0]);
        canvas.put(1, 0, 6, "x", Style::new(), None);
        assert_eq!(canvas.annotations.links, [0, 0, 0, 1, 2, 0]);
        canvas.clear(canvas.buffer.area, Style::new());
        assert_eq!(canvas.annotations.links, [0; 6]);
        assert_eq!(canvas.row(0), "");
    }

    #[test]
    fn writing_outside_does_not_panic() {
        let mut row = row(0);
        let mut canvas = canvas(&mut row);
        assert_eq!(canvas.put(0, 0, 5, "看", Style::new(), None), 0);
        canvas.clear(Rect::new(0, 0, 9, 9), Style::new());
        assert_eq!(canvas.row(3), "");
    }
}
