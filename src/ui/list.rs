//! The list pane: only the visible rows are formatted.

use super::canvas::{Annotations, Canvas};
use super::paint::{fill, put_right, wrap};
use super::style::Styles;
use crate::app::list::rows::Columns;
use crate::app::{App, Focus, ListSource, Listed, Shape};
use crate::library::{Date, DateOrigin, Sort, Zone};
use crate::locale::Locale;
use crate::role::Role;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::widgets::StatefulWidget;
use std::borrow::Cow;

/// The mark of unread articles; one cell wide in every terminal.
const UNREAD: &str = "▐";
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
            empty(app, styles, canvas, area);
            return;
        }
        let shape = app.list.shape(&app.context);
        let mut y = area.y;
        for at in app.list.top..app.list.len() {
            if app.list.has_heading(at, shape, &app.context.settings.zone) {
                if y >= area.bottom() {
                    break;
                }
                let heading = heading(app, at);
                canvas.put(area.x, y, area.width, &heading, styles.of(Role::Day), None);
                y += 1;
            }
            let rows = app.list.get(at).map_or(0, |item| shape.rows(item));
            let rows = rows.min(area.bottom().saturating_sub(y));
            if rows == 0 {
                break;
            }
            let row = Rect {
                y,
                height: rows,
                ..area
            };
            article(app, styles, canvas, row, shape, at);
            y += rows;
        }
    }
}

fn article(app: &App, styles: &Styles, canvas: &mut Canvas, area: Rect, shape: Shape, at: usize) {
    let Some(item) = app.list.get(at) else {
        return;
    };
    let selected = (at == app.list.cursor).then_some(if app.focus == Focus::List {
        Role::Selected
    } else {
        Role::SelectedUnfocused
    });
    if let Some(role) = selected {
        fill(canvas, styles, area, role);
        if app.focus == Focus::List && app.overlay.panel.is_none() {
            canvas.set_cursor(area.x, area.y);
        }
    }
    let row = RowView {
        app,
        styles,
        item,
        selected,
        under_day: shape.headings && app.list.sort == Sort::Date,
    };
    let lines = row.title(canvas, area, shape);
    match shape.columns {
        Some(columns) => row.beside(canvas, area, columns),
        None if lines < area.height => row.below(canvas, area, area.y + lines),
        None => {}
    }
}

/// One article of the list, being drawn.
struct RowView<'a> {
    app: &'a App,
    styles: &'a Styles,
    item: &'a Listed,
    /// The role of a selected row: it is one solid block, and its parts lose their own
    /// colours.
    selected: Option<Role>,
    /// Whether the heading above names the day.
    under_day: bool,
}

impl RowView<'_> {
    fn style(&self, role: Role) -> Style {
        self.styles.of(self.selected.unwrap_or(role))
    }

    /// Draws the title and the unread mark. Returns the number of lines.
    fn title(&self, canvas: &mut Canvas, area: Rect, shape: Shape) -> u16 {
        let read = self.app.context.marks.is_read(&self.item.entry);
        let style = self.style(if read { Role::RowRead } else { Role::Row });
        if !read {
            let style = self.style(Role::Unread);
            canvas.put(area.x, area.y, 1, UNREAD, style, None);
        }
        let (mut x, cells) = shape.title;
        let mut y = area.y;
        for line in shape.titles(self.item).iter().take(area.height.into()) {
            canvas.put(area.x + x, y, cells, line, style, None);
            x = shape.title.0 + shape.step;
            y += 1;
        }
        y - area.y
    }

    fn star(&self, canvas: &mut Canvas, x: u16, y: u16) {
        if self.app.context.marks.is_bookmarked(&self.item.entry) {
            canvas.put(x, y, 1, STAR, self.style(Role::Star), None);
        }
    }

    /// The reading time; empty if unknown, as for an article whose file is gone.
    fn minutes(&self) -> String {
        match self.item.entry.count.minutes() {
            0 => String::new(),
            minutes => format!("{minutes}'"),
        }
    }

    /// Source, age, reading time and star in a row below the title.
    fn below(&self, canvas: &mut Canvas, area: Rect, y: u16) {
        let meta = self.style(Role::Meta);
        let right = area.right().saturating_sub(1);
        self.star(canvas, right.saturating_sub(1), y);
        let mut x = area.x + 2;
        let minutes = self.minutes();
        let end = put_right(canvas, (x, right.saturating_sub(2)), y, &minutes, meta);
        let room = end.saturating_sub(x + 1);
        let age = self.age();
        let cells = canvas.policy().str(&age) as u16;
        let source = self.source();
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
            canvas.put(x, y, cells, &age, meta, None);
        }
    }

    /// Source, age, reading time and star in columns beside the title.
    fn beside(&self, canvas: &mut Canvas, area: Rect, columns: Columns) {
        let meta = self.style(Role::Meta);
        let y = area.y;
        self.star(canvas, area.x + columns.star, y);
        if let Some(end) = columns.minutes {
            put_right(canvas, (area.x, area.x + end), y, &self.minutes(), meta);
        }
        if let Some(end) = columns.age {
            put_right(canvas, (area.x, area.x + end), y, &self.age(), meta);
        }
        if let Some((x, cells)) = columns.source {
            put_cut(canvas, (area.x + x, y), cells, &self.source(), meta);
        }
    }

    /// The source, else the author; prefixed by a note if the file is gone.
    fn source(&self) -> Cow<'_, str> {
        let entry = &self.item.entry;
        let source = match &*entry.source {
            "" => &*entry.author,
            source => source,
        };
        if !self.item.gone {
            return source.into();
        }
        let gone = self.app.context.locale.text("list.gone");
        match source {
            "" => gone.into(),
            source => format!("{gone} ⋅ {source}").into(),
        }
    }

    /// The date; under the heading of its day only the time.
    fn age(&self) -> String {
        let (date, zone) = (self.item.entry.date, &self.app.context.settings.zone);
        if !self.under_day {
            return age(date, self.app.context.now, zone);
        }
        date.filter(|date| date.is_written())
            .and_then(|date| date.clock(zone))
            .unwrap_or_default()
    }
}

/// Writes a text, truncated with `…` if it does not fit.
fn put_cut(canvas: &mut Canvas, (x, y): (u16, u16), cells: u16, text: &str, style: Style) -> u16 {
    let (cut, _) = crate::text::truncate(text, usize::from(cells), canvas.policy());
    canvas.put(x, y, cells, &cut, style, None)
}

/// Day and time of dates of this year, year and day of others. At most 11 cells.
fn age(date: Option<Date>, now: u64, zone: &Zone) -> String {
    let Some(date) = date else {
        return String::new();
    };
    let (year, month, day, ..) = date.civil(zone);
    let (this_year, ..) = at(now).civil(zone);
    if year != this_year {
        format!("{year}-{month:02}-{day:02}")
    } else {
        let day = format!("{month:02}-{day:02}");
        date.clock(zone)
            .map_or(day.clone(), |hour| format!("{day} {hour}"))
    }
}

fn at(now: u64) -> Date {
    Date {
        seconds: (now / 1000).cast_signed(),
        offset: 0,
        timed: true,
        origin: DateOrigin::Modified,
    }
}

fn heading(app: &App, at: usize) -> String {
    let Some(item) = app.list.get(at) else {
        return String::new();
    };
    let text = match app.list.sort {
        Sort::Source if item.entry.source.is_empty() => {
            app.context.locale.text("list.no-source").to_owned()
        }
        Sort::Source => item.entry.source.to_string(),
        _ => day(
            item,
            app.context.now,
            &app.context.settings.zone,
            &app.context.locale,
        ),
    };
    format!(" {text}")
}

/// Today, yesterday, or the date with its weekday.
fn day(item: &Listed, now: u64, zone: &Zone, locale: &Locale) -> String {
    let (Some(day), Some(date)) = (crate::app::list::pane::day(item, zone), item.entry.date) else {
        return locale.text("list.no-date").to_owned();
    };
    match at(now).day(zone) - day {
        0 => locale.text("list.today").to_owned(),
        1 => locale.text("list.yesterday").to_owned(),
        _ => {
            // 1970-01-01 was a Thursday, the fourth day of the week.
            let weekday = format!("weekday.{}", (day + 3).rem_euclid(7) + 1);
            let (year, month, day, ..) = date.civil(zone);
            format!("{year}-{month:02}-{day:02} {}", locale.text(&weekday))
        }
    }
}

/// An empty list: the reason, what was searched, and what the user can do.
fn empty(app: &App, styles: &Styles, canvas: &mut Canvas, area: Rect) {
    let mut lines: Vec<(String, Role)> = Vec::new();
    let say = |key: &str| app.context.locale.text(key).to_owned();
    if !app.list.filter.is_empty() && !app.list.all.is_empty() {
        lines.push((
            app.context
                .locale
                .fill("empty.filter", &[("text", &app.list.filter_text)]),
            Role::Row,
        ));
        lines.push((say("empty.filter-hint"), Role::Meta));
    } else if app.list.source == ListSource::Bookmarks && app.library.bookmarks == 0 {
        lines.push((say("empty.bookmarks"), Role::Row));
        lines.push((say("empty.bookmarks-hint"), Role::Meta));
    } else if app.list.unread_only && !app.list.all.is_empty() {
        lines.push((say("empty.unread"), Role::Row));
        lines.push((say("empty.unread-hint"), Role::Meta));
    } else if app.library.progress.running {
        lines.push((say("empty.reading"), Role::Meta));
    } else {
        lines.push((say("empty.library"), Role::Row));
        lines.extend(
            app.library
                .places
                .iter()
                .map(|place| (format!("  {place}"), Role::Meta)),
        );
        lines.push((say("empty.formats"), Role::Meta));
        if !app.library.problems.is_empty() {
            let count = app.library.problems.len();
            lines.push((
                app.context
                    .locale
                    .fill("notice.problems", &[("count", &count)]),
                Role::Warning,
            ));
        }
        lines.push((String::new(), Role::Row));
        lines.push((say("empty.sample"), Role::Row));
    }
    let width = area.width.saturating_sub(2);
    let mut y = area.y + u16::from(area.height > 6);
    for (text, role) in lines {
        for line in wrap(&text, width, canvas.policy()) {
            if y >= area.bottom() {
                return;
            }
            canvas.put(area.x + 1, y, width, &line, styles.of(role), None);
            y += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_fit_their_column() {
        let zone = Zone::named("UTC").unwrap();
        let now = 1_795_478_400_000; // 2026-11-24
        let check = |seconds, timed, expected: &str| {
            let date = Date {
                seconds,
                offset: 0,
                timed,
                origin: DateOrigin::FrontMatter,
            };
            let age = age(Some(date), now, &zone);
            assert_eq!(age, expected);
            assert!(age.len() <= 11);
        };
        check(1_795_440_000, true, "11-23 13:20");
        check(1_795_440_000, false, "11-23");
        check(1_650_342_141, true, "2022-04-19");
    }
}
