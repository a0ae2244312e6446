//! The list pane: only the visible rows are formatted.

use super::canvas::{Annotations, Canvas};
use super::empty_list;
use super::group_heading::heading;
use super::paint::{fill, has_ground, hit_style, is_reversed, row_style};
use super::style::Styles;
use crate::app::list::rows::ArticleRow;
use crate::app::list::title_place::TitlePlace;
use crate::app::{App, Focus, Listed, Shape};
use crate::role::Role;
use crate::search::{Highlighter, Part};
use crate::text::WidthPolicy;
use crate::typeset::signs::{screen_form, screen_range};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::widgets::StatefulWidget;
use std::ops::Range;

/// The mark of unread articles, one cell wide in every terminal.
const UNREAD: &str = "▐";
/// The same in the last row of an article: a gap tells it from the next one. (The glyphs of rows that
/// follow each other touch in some terminals.)
const UNREAD_END: &str = "▝";
/// The mark of those that are new, which has as many cells.
const NEW: &str = "▞";
/// The mark of picked articles.
const PICKED: &str = "+";
/// The mark of the selected article where its row has no ground of its own.
const HERE: &str = ">";

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
        // A heading is not the last row above a panel.
        let height = app.overlay.panel.as_ref().map_or(area.height, |panel| {
            let panel = Rect::from(panel.area(&app.context));
            match panel.intersects(area) {
                true => panel.y.saturating_sub(area.y),
                false => area.height,
            }
        });
        let slots = app.list.window(height, shape, zone);
        let shape = app.list.fitted(shape, &slots, &app.context);
        for slot in slots {
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
        place: shape.place(&listed),
        app,
        styles,
        item: listed.item,
        listed,
        selected,
        rest: selected.filter(|_| !app.context.is_remote),
        shape,
    };
    if let Some(role) = selected {
        fill(canvas, styles, row.ground(area), role);
    }
    let end = row.title(canvas, area);
    row.unread_mark(canvas, area);
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
            let end = if row.place.lines > 1 {
                area.right()
            } else {
                end
            };
            row.beside(canvas, area, columns, end);
        }
        None if row.place.below => row.below(canvas, area),
        None => row.joined(canvas, area, end),
    }
    row.snippet(canvas, area);
}

/// One article of the list, being drawn: what it says besides its title is drawn in `list_meta`.
pub(super) struct RowView<'a> {
    pub(super) app: &'a App,
    pub(super) styles: &'a Styles,
    pub(super) listed: ArticleRow<'a>,
    pub(super) item: &'a Listed,
    pub(super) place: TitlePlace,
    /// The role of a selected row, and that of what is beside and below its title. Over a network
    /// that has no ground, which would be sent with every key.
    selected: Option<Role>,
    pub(super) rest: Option<Role>,
    pub(super) shape: Shape,
}

impl RowView<'_> {
    pub(super) fn style(&self, role: Role) -> Style {
        row_style(self.styles, self.selected, role)
    }

    /// The style of what is beside and below the title.
    pub(super) fn style_of_rest(&self, role: Role) -> Style {
        row_style(self.styles, self.rest, role)
    }

    /// The part of the row that has the ground of the selection.
    fn ground(&self, area: Rect) -> Rect {
        if self.rest == self.selected {
            return area;
        }
        let (title, cells) = self.shape.title;
        let columns = self.shape.columns;
        let width = columns.map_or(area.width, |_| title + cells + 1);
        Rect {
            width: width.min(area.width),
            height: self.place.lines.min(area.height),
            ..area
        }
    }

    /// The mark of an unread article, as high as its rows.
    fn unread_mark(&self, canvas: &mut Canvas, area: Rect) {
        let marks = &self.app.context.marks;
        if marks.is_read(&self.item.entry) {
            return;
        }
        let sign = match marks.unseen.has(&self.item.entry) {
            true => NEW,
            false => UNREAD,
        };
        let ground = self.ground(area);
        let rows = self.place.rows;
        let last = area.y + rows - 1;
        for y in area.top()..area.bottom() {
            let style = match y < ground.bottom() {
                true => self.style(Role::Unread),
                false => self.style_of_rest(Role::Unread),
            };
            let sign = match y == last && rows > 1 && sign == UNREAD {
                true => UNREAD_END,
                false => sign,
            };
            canvas.put(area.x, y, 1, sign, style, None);
        }
    }

    /// Draws the title with what tells it from others. Returns the column after its last line.
    fn title(&self, canvas: &mut Canvas, area: Rect) -> u16 {
        let shape = self.shape;
        let read = self.app.context.marks.is_read(&self.item.entry);
        let style = self.style(if read { Role::RowRead } else { Role::Row });
        let (mut x, cells) = shape.title;
        let (mut y, mut end) = (area.y, area.x);
        let title = screen_form(self.item.entry.title(), canvas.policy());
        let hits = self.hits(canvas.policy());
        let mut from = 0;
        let lines = shape.titles(&self.listed, self.place, &hits);
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
        let is_whole = lines.len() <= area.height.into();
        if is_whole && shape.apart_cells(&self.listed).is_some() {
            let right = area.x + shape.title.0 + cells;
            let room = right.saturating_sub(end + 2);
            let apart = shape.apart(&self.listed, room);
            let meta = self.style(Role::Meta);
            end += 2 + canvas.put(end + 2, y.saturating_sub(1), room, &apart, meta, None);
        }
        end
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

    pub(super) fn mark_hit(
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
}
