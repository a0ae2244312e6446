//! The list pane: only the visible rows are formatted.

use super::canvas::{Annotations, Canvas};
use super::empty_list;
use super::group_heading::heading;
use super::paint::{
    cut_terms, fill, has_ground, hit_style, is_reversed, put_cut, put_right, row_style,
};
use super::style::Styles;
use crate::app::list::rows::{ArticleRow, Columns, Joined};
use crate::app::{App, Focus, Listed, Shape};
use crate::role::Role;
use crate::search::{Highlighter, Part};
use crate::text::WidthPolicy;
use crate::typeset::signs::{screen_form, screen_range};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::widgets::StatefulWidget;
use std::borrow::Cow;
use std::ops::Range;

/// The mark of unread articles, one cell wide in every terminal.
const UNREAD: &str = "▐";
/// The mark of those that are new, which has as many cells.
const NEW: &str = "▞";
/// The mark of picked articles.
const PICKED: &str = "+";
/// The mark of the selected article where its row has no ground of its own.
const HERE: &str = ">";
/// The mark of bookmarked articles.
const STAR: &str = "*";

/// The list of articles.
#[derive(Clone, Copy, Debug)]
pub struct ListWidget<'a> {
    pub app: &'a App,
    pub styles: &'a Styles,
}

impl StatefulWidget for ListWidget<'_> {
    type State = Annotations;

    fn render(self, area: Rect, buffer: &mut Buffer, annotations: &mut Annotations) {
        let Self { app, styles } = self;
        let canvas = &mut Canvas {
            buffer,
            annotations,
        };
        if app.list.is_empty() {
            empty_list::draw(app, styles, canvas, area);
            return;
        }
        let shape = app.list.shape(&app.context);
        let zone = &app.context.settings.zone;
        for slot in app.list.window(area.height, shape, zone) {
            if let Some(row) = slot.heading {
                let heading = heading(app, shape.grouping, slot.at, area.width);
                let (y, style) = (area.y + row, styles.of(Role::Day));
                canvas.put(area.x, y, area.width, &heading, style, None);
            }
            let row = Rect {
                y: area.y + slot.row,
                height: slot.rows,
                ..area
            };
            article(app, styles, canvas, row, shape, slot.at);
        }
    }
}

fn article(app: &App, styles: &Styles, canvas: &mut Canvas, area: Rect, shape: Shape, at: usize) {
    let Some(listed) = app.list.row(at, shape) else {
        return;
    };
    let focused = app.has_focus(Focus::List);
    let picked = app.list.is_picked(at);
    let at_cursor = at == app.list.cursor;
    let selected = match (at_cursor && focused, at_cursor || picked) {
        (true, _) => Some(Role::Selected),
        (false, true) => Some(Role::SelectedUnfocused),
        (false, false) => None,
    };
    if at_cursor && focused && app.overlay.panel.is_none() {
        canvas.set_cursor(area.x, area.y);
    }
    let row = RowView {
        app,
        styles,
        item: listed.item,
        listed,
        selected,
        rest: selected.filter(|_| !app.context.is_remote),
        shape,
    };
    if let Some(role) = selected {
        fill(canvas, styles, row.ground(area, canvas.policy()), role);
    }
    let (lines, end) = row.title(canvas, area);
    let mark = match selected {
        _ if picked => Some((PICKED, Role::Star)),
        Some(role) if at_cursor && !has_ground(styles, role) => Some((HERE, Role::Unread)),
        _ => None,
    };
    if let Some((mark, role)) = mark {
        // That of a picked article takes the place of the unread mark: it touches nothing there.
        let x = match picked {
            true => area.x,
            false => area.x + shape.title.0.saturating_sub(1),
        };
        canvas.put(x, area.y, 1, mark, row.style(role), None);
    }
    match shape.columns {
        Some(columns) => {
            // Beside a title of several lines there is no room.
            let end = if lines > 1 { area.right() } else { end };
            row.beside(canvas, area, columns, end);
        }
        None if row.shape.has_second(&row.listed) && lines < area.height => {
            row.below(canvas, area, area.y + lines);
        }
        None => row.joined(canvas, area, end),
    }
    row.snippet(canvas, area, lines);
}

/// One article of the list, being drawn. Its texts are in `list_texts`.
pub(super) struct RowView<'a> {
    pub(super) app: &'a App,
    pub(super) styles: &'a Styles,
    pub(super) listed: ArticleRow<'a>,
    pub(super) item: &'a Listed,
    /// The role of a selected row, and that of what is beside and below its title. Over a network
    /// that has no ground, which would be sent with every key.
    selected: Option<Role>,
    rest: Option<Role>,
    pub(super) shape: Shape,
}

impl RowView<'_> {
    fn style(&self, role: Role) -> Style {
        row_style(self.styles, self.selected, role)
    }

    /// The style of what is beside and below the title.
    fn style_of_rest(&self, role: Role) -> Style {
        row_style(self.styles, self.rest, role)
    }

    /// The part of the row that has the ground of the selection.
    fn ground(&self, area: Rect, policy: WidthPolicy) -> Rect {
        if self.rest == self.selected {
            return area;
        }
        let lines = self.shape.titles(&self.listed, &self.hits(policy)).len();
        let (title, cells) = self.shape.title;
        let columns = self.shape.columns;
        let width = columns.map_or(area.width, |_| title + cells + 1);
        Rect {
            width: width.min(area.width),
            height: (lines as u16).min(area.height),
            ..area
        }
    }

    /// Draws the title with what tells it from others, and the unread mark. Returns the number of
    /// lines, and the column after the last one.
    fn title(&self, canvas: &mut Canvas, area: Rect) -> (u16, u16) {
        let shape = self.shape;
        let read = self.app.context.marks.is_read(&self.item.entry);
        let style = self.style(if read { Role::RowRead } else { Role::Row });
        if !read {
            let sign = match self.app.context.marks.unseen.has(&self.item.entry) {
                true => NEW,
                false => UNREAD,
            };
            let ground = self.ground(area, canvas.policy());
            for y in area.top()..area.bottom() {
                let style = match y < ground.bottom() {
                    true => self.style(Role::Unread),
                    false => self.style_of_rest(Role::Unread),
                };
                canvas.put(area.x, y, 1, sign, style, None);
            }
        }
        let (mut x, cells) = shape.title;
        let (mut y, mut end) = (area.y, area.x);
        let title = screen_form(self.item.entry.title(), canvas.policy());
        let hits = self.hits(canvas.policy());
        let mut from = 0;
        let lines = shape.titles(&self.listed, &hits);
        for line in lines.iter().take(area.height.into()) {
            end = area.x + x + canvas.put(area.x + x, y, cells, line, style, None);
            let words = line.trim_end_matches('…').trim_start_matches('…');
            let before = line.find(words).unwrap_or(0);
            let rest = title.get(from..).unwrap_or_default();
            let start = from + rest.find(words).unwrap_or(0);
            from = start + words.len();
            let within = hits.iter().filter_map(|hit| {
                let part = hit.start.max(start)..hit.end.min(from);
                let place = |byte: usize| before + byte - start;
                (!part.is_empty()).then(|| place(part.start)..place(part.end))
            });
            for hit in within {
                self.mark_hit(canvas, self.selected, (area.x + x, y), cells, (line, hit));
            }
            x = shape.title.0 + shape.step;
            y += 1;
        }
        if shape.apart_cells(&self.listed).is_some() {
            let right = area.x + shape.title.0 + cells;
            let room = right.saturating_sub(end + 2);
            let apart = shape.apart(&self.listed, room);
            let meta = self.style(Role::Meta);
            end += 2 + canvas.put(end + 2, y.saturating_sub(1), room, &apart, meta, None);
        }
        (y - area.y, end)
    }

    /// What a search or the quick filter looks for in the title: bytes of the title as shown.
    fn hits(&self, policy: WidthPolicy) -> Vec<Range<usize>> {
        let search = &self.app.list.search;
        let title = self.item.entry.title();
        let hits = match self.app.list.quick_filter() {
            _ if search.is_active() => Highlighter::new(&search.query, Part::Title).find_in(title),
            Some(filter) => filter.ranges(title),
            None => return Vec::new(),
        };
        hits.iter()
            .map(|hit| screen_range(title, hit, policy))
            .collect()
    }

    fn mark_hit(
        &self,
        canvas: &mut Canvas,
        selected: Option<Role>,
        (x, y): (u16, u16),
        cells: u16,
        (line, hit): (&str, Range<usize>),
    ) {
        let is_on_reversed = selected.is_some_and(|role| is_reversed(self.styles, role));
        let style = hit_style(self.styles, is_on_reversed);
        let before = line.get(..hit.start).unwrap_or_default();
        let before = canvas.policy().str(before) as u16;
        let hit = line.get(hit).unwrap_or_default();
        let room = cells.saturating_sub(before);
        canvas.put(x + before, y, room, hit, style, None);
    }

    /// In the last row: a passage of the text with the hits of the search, else what is kept with a
    /// bookmark.
    fn snippet(&self, canvas: &mut Canvas, area: Rect, lines: u16) {
        let y = area.y + lines + u16::from(self.shape.has_second(&self.listed));
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

    /// The star, and the day or the reading time, at the end of the title's line; else how far the
    /// article was read, if a title of one line leaves room for it.
    fn joined(&self, canvas: &mut Canvas, area: Rect, title_end: u16) {
        let star = area.right().saturating_sub(2);
        self.star(canvas, (star, area.y), self.style(Role::Star));
        let end = star.saturating_sub(1);
        let text = match self.shape.joined(&self.listed) {
            Some(Joined::Age) => self.age(),
            Some(Joined::Length) => self.minutes(),
            Some(Joined::Both) => format!("{}  {}", self.minutes(), self.age()),
            None => {
                let progress = self.progress().unwrap_or_default();
                let used = title_end + 1 + canvas.policy().str(&progress) as u16;
                if area.height > 1 || used > end {
                    return;
                }
                progress
            }
        };
        put_right(canvas, (area.x, end), area.y, &text, self.style(Role::Meta));
    }

    /// Source, age, reading time and star in a row below the title.
    fn below(&self, canvas: &mut Canvas, area: Rect, y: u16) {
        let meta = self.style_of_rest(Role::Meta);
        let right = area.right().saturating_sub(1);
        let star = self.style_of_rest(Role::Star);
        self.star(canvas, (right.saturating_sub(1), y), star);
        let mut x = area.x + 2;
        let mut minutes = self.minutes();
        let mut age = self.age();
        if !self.shape.names && self.shape.grouping.is_by_date() && !minutes.is_empty() {
            // The age is where that of rows of one line is.
            minutes = format!("{minutes}  {}", std::mem::take(&mut age));
        }
        let minutes = minutes.trim_end();
        let end = put_right(canvas, (x, right.saturating_sub(2)), y, minutes, meta);
        let room = end.saturating_sub(x + if minutes.is_empty() { 0 } else { 2 });
        let cells = canvas.policy().str(&age) as u16;
        let mut source = self.below_title(room.saturating_sub(cells + 3));
        // Less than two ideographs of a source say nothing.
        let narrow = room < cells + 3 + 4;
        if narrow && !age.is_empty() && canvas.policy().str(&source) > 4 {
            source = Cow::default();
        }
        if source.is_empty() || age.is_empty() {
            put_cut(canvas, (x, y), room, &format!("{source}{age}"), meta);
        } else {
            x += put_cut(
                canvas,
                (x, y),
                room.saturating_sub(cells + 3),
                &source,
                meta,
            );
            x += canvas.put(x, y, 3, " ⋅ ", meta, None);
            x += canvas.put(x, y, cells, &age, meta, None);
            let highlights = self.highlights();
            let cells = canvas.policy().str(&highlights) as u16;
            if cells > 0 && x + 3 + cells <= end.saturating_sub(2) {
                x += canvas.put(x, y, 3, " ⋅ ", meta, None);
                canvas.put(x, y, cells, &highlights, meta, None);
            }
        }
    }

    /// Source, age and star in columns beside the title; the reading time at the end of its
    /// column.
    fn beside(&self, canvas: &mut Canvas, area: Rect, columns: Columns, title_end: u16) {
        let meta = self.style(Role::Meta);
        let y = area.y;
        let rest = self.style_of_rest(Role::Meta);
        let star = self.style_of_rest(Role::Star);
        self.star(canvas, (area.x + columns.star, y), star);
        let (title, cells) = self.shape.title;
        let end = area.x + title + cells;
        // A title that is cut has these cells.
        let whole = canvas
            .policy()
            .str(&screen_form(self.item.entry.title(), canvas.policy()));
        let minutes = match whole <= usize::from(cells) {
            true => self.minutes(),
            false => String::new(),
        };
        let used = title_end + 2 + canvas.policy().str(&minutes) as u16;
        if used <= end {
            put_right(canvas, (area.x, end), y, &minutes, meta);
        }
        let highlights = self.highlights();
        let cells = canvas.policy().str(&highlights) as u16;
        if cells > 0 && used + 2 + cells <= end {
            let gap = if minutes.is_empty() { 0 } else { 2 };
            let end = end - canvas.policy().str(&minutes) as u16 - gap;
            put_right(canvas, (area.x, end), y, &highlights, meta);
        }
        if let Some(end) = columns.age {
            put_right(canvas, (area.x, area.x + end), y, &self.age(), rest);
        }
        if let Some((x, cells)) = columns.source {
            put_cut(canvas, (area.x + x, y), cells, &self.source(), rest);
        }
    }
}
