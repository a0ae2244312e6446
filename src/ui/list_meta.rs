//! Draws what a row of the list says besides the title: source, date, reading time, star, snippet. The
//! date is at the right edge of every row.

use super::canvas::Canvas;
use super::list::RowView;
use super::paint::{cut_terms, put_cut, put_right};
use crate::app::list::rows::Columns;
use crate::app::list::title_place::Joined;
use crate::role::Role;
use crate::typeset::signs::screen_form;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// The mark of bookmarked articles.
const STAR: &str = "*";

impl RowView<'_> {
    /// In the last row: a passage of the text with the hits of the search, else what is kept with a
    /// bookmark.
    pub(super) fn snippet(&self, canvas: &mut Canvas, area: Rect) {
        let y = area.y + self.place.lines + u16::from(self.place.below);
        if !self.listed.has_snippet || y >= area.bottom() {
            return;
        }
        let x = area.x + self.shape.title.0;
        let cells = area.right().saturating_sub(x + 1);
        let meta = self.style_of_rest(Role::Meta);
        let Some(snippet) = self.app.list.snippet(self.item) else {
            let kept = self.app.list.kept_row(self.item);
            let line = kept.map(|row| screen_form(&row.line, canvas.policy()));
            put_cut(canvas, (x, y), cells, &line.unwrap_or_default(), meta);
            return;
        };
        let text = cut_terms(&snippet.text, cells, canvas.policy());
        canvas.put(x, y, cells, &text, meta, None);
        for hit in &snippet.ranges {
            self.mark_hit(
                canvas,
                self.rest,
                (x, y),
                cells,
                (&snippet.text, hit.clone()),
            );
        }
    }

    fn star(&self, canvas: &mut Canvas, (x, y): (u16, u16), style: Style) {
        if self.app.context.marks.is_bookmarked(&self.item.entry) {
            canvas.put(x, y, 1, STAR, style, None);
        }
    }

    /// The date or the reading time at the end of the title's last line, and the star before them;
    /// else how far the article was read, if a title of one line leaves room for it.
    pub(super) fn joined(&self, canvas: &mut Canvas, area: Rect, title_end: u16) {
        let y = area.y + self.place.lines - 1;
        // The window shows the start of the article only.
        if y >= area.bottom() {
            return;
        }
        let right = area.right().saturating_sub(1);
        let text = match self.place.joined {
            Some(Joined::Age) => self.age(),
            Some(Joined::Length) => self.minutes(),
            Some(Joined::Both) => format!("{}  {}", self.minutes(), self.age()),
            None => {
                let progress = self.progress().unwrap_or_default();
                let used = title_end + 3 + canvas.policy().str(&progress) as u16;
                let has_room = self.place.rows == 1 && used <= right;
                if has_room { progress } else { String::new() }
            }
        };
        let start = put_right(canvas, (area.x, right), y, &text, self.style(Role::Meta));
        // A title that takes the whole line leaves the margin.
        let star = match start.saturating_sub(2) {
            _ if text.is_empty() && title_end < right => right - 1,
            _ if text.is_empty() => right,
            star => star,
        };
        self.star(canvas, (star, y), self.style(Role::Star));
    }

    /// Source, reading time and highlights in a row below the title, and star and date at its right
    /// edge.
    pub(super) fn below(&self, canvas: &mut Canvas, area: Rect) {
        let y = area.y + self.place.lines;
        if y >= area.bottom() {
            return;
        }
        let meta = self.style_of_rest(Role::Meta);
        let x = area.x + self.shape.title.0 + self.shape.step;
        let right = area.right().saturating_sub(1);
        let age = self.age();
        let mut end = put_right(canvas, (x, right), y, &age, meta);
        if !age.is_empty() {
            end = end.saturating_sub(1);
        }
        end = end.saturating_sub(1);
        self.star(canvas, (end, y), self.style_of_rest(Role::Star));
        let room = end.saturating_sub(x + 1);
        let mut source = self.below_title(room);
        // Less than two ideographs of a source say nothing.
        if room < 4 && canvas.policy().str(&source) > room.into() {
            source = "".into();
        }
        let mut text = source.into_owned();
        for more in [self.minutes(), self.highlights()] {
            let gap = if text.is_empty() { "" } else { " ⋅ " };
            let longer = format!("{text}{gap}{more}");
            if !more.is_empty() && canvas.policy().str(&longer) <= room.into() {
                text = longer;
            }
        }
        put_cut(canvas, (x, y), room, &text, meta);
    }

    /// Source, age and star in columns beside the title; the reading time at the end of its
    /// column.
    pub(super) fn beside(&self, canvas: &mut Canvas, area: Rect, columns: Columns, title_end: u16) {
        let y = area.y;
        let rest = self.style_of_rest(Role::Meta);
        let star = self.style_of_rest(Role::Star);
        self.star(canvas, (area.x + columns.star, y), star);
        if let Some((x, cells)) = columns.age {
            let age = self.age();
            let start = area.x + x;
            put_right(canvas, (start, start + cells), y, &age, rest);
        }
        let (title, cells) = self.shape.title;
        let mut end = area.x + title + cells;
        if let Some((x, cells)) = columns.source {
            put_cut(canvas, (area.x + x, y), cells, &self.source(), rest);
            end = end.min((area.x + x).saturating_sub(2));
        }
        self.minutes_beside(canvas, (title_end, end), y);
    }

    /// The highlights and the reading time between a title and the next column, where both have
    /// room. A title that is cut has the room.
    fn minutes_beside(&self, canvas: &mut Canvas, (title_end, mut end): (u16, u16), y: u16) {
        let meta = self.style(Role::Meta);
        let title = screen_form(self.item.entry.title(), canvas.policy());
        if canvas.policy().str(&title) > usize::from(self.shape.title.1) {
            return;
        }
        for text in [self.minutes(), self.highlights()] {
            let cells = canvas.policy().str(&text) as u16;
            if cells > 0 && title_end + 2 + cells <= end {
                end = put_right(canvas, (title_end, end), y, &text, meta).saturating_sub(2);
            }
        }
    }
}
