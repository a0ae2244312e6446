//! The bottom row: the prompt, a notice, the position, or the progress of a scan.

use super::bar::help_below;
use super::canvas::{Annotations, Canvas};
use super::paint::{fill, put_right, wrap};
use super::style::Styles;
use crate::app::reader::passages::COLOURS;
use crate::app::{App, Asking, Focus, Level};
use crate::input::Scope;
use crate::role::Role;
use crate::text::{WidthPolicy, clusters, grouped, truncate};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::StatefulWidget;

/// The row at the bottom.
#[derive(Clone, Copy, Debug)]
pub struct StatusWidget<'a> {
    pub app: &'a App,
    pub styles: &'a Styles,
}

impl StatefulWidget for StatusWidget<'_> {
    type State = Annotations;

    fn render(self, area: Rect, buffer: &mut Buffer, annotations: &mut Annotations) {
        let Self { app, styles } = self;
        let canvas = &mut Canvas {
            buffer,
            annotations,
        };
        if area.is_empty() {
            return;
        }
        if app.overlay.prompt.is_some() {
            prompt(app, styles, canvas, area);
            return;
        }
        let right = edge(app, area);
        let meta = styles.of(Role::Meta);
        let end = put_right(canvas, (area.x, right), area.y, &position(app), meta);
        let room = end.saturating_sub(area.x + 2);
        let message = Rect {
            x: area.x + 1,
            width: room,
            ..area
        };
        if let Some(offer) = app.offer {
            let text = app.context.locale.text(offer.key());
            let first = say(canvas, styles, message, area, (text, Role::Prompt));
            tint_colours(canvas, styles, first, text);
        } else if let Some((text, role)) = notice(app).filter(|_| !waits(app)) {
            inform(canvas, styles, message, area, (&text, role, ABOVE));
        } else if let Some((text, role)) = said(app) {
            say(canvas, styles, message, area, (&text, role));
        } else if app.library.progress.running && app.focus == Focus::List {
            progress(app, styles, canvas, message);
        } else if app.overlay.panel.is_none() && !app.is_zen() {
            let help = help_below(app, canvas.policy()).unwrap_or_default();
            if canvas.policy().str(&help) <= usize::from(room) {
                canvas.put(message.x, area.y, room, &help, meta, None);
            }
        }
    }
}

/// Whether keys wait for more.
fn waits(app: &App) -> bool {
    app.waiting.is_some() || !app.context.keymap.pending().is_empty()
}

fn notice(app: &App) -> Option<(String, Role)> {
    let notice = app.context.notice.as_ref()?;
    // The signs are one cell wide in every terminal.
    let (sign, role) = match notice.level {
        Level::Done => ("✓ ", Role::Info),
        Level::Info => ("", Role::Info),
        Level::Warning => ("! ", Role::Warning),
        Level::Error => ("✗ ", Role::Error),
    };
    Some((format!("{sign}{}", notice.text), role))
}

/// What the left of the row says without a notice, and its role: keys that wait for more, else the
/// mode.
fn said(app: &App) -> Option<(String, Role)> {
    let locale = &app.context.locale;
    if let Some(command) = app.waiting {
        // The help text of the command says that a letter follows.
        let text = locale
            .text(&format!("command.{}", command.name()))
            .to_owned();
        return Some((text, Role::Prompt));
    }
    let pending = app.context.keymap.pending();
    if !pending.is_empty() {
        return Some((pending, Role::Prompt));
    }
    let picked = app.list.picked();
    if picked > 0 && app.has_focus(Focus::List) {
        let text = locale.fill("status.picked", &[("count", &grouped(picked))]);
        return Some((text, Role::Info));
    }
    if let Some(text) = indexing(app).filter(|_| app.focus == Focus::List) {
        return Some((text, Role::Info));
    }
    let selection = app.reader.as_ref().and_then(|reader| reader.selection);
    let selection = selection.filter(|_| app.target().scope() == Scope::Selection)?;
    let unit = locale.text(selection.unit.key());
    Some((
        locale.fill("status.selecting", &[("unit", &unit)]),
        Role::Info,
    ))
}

/// The numbers of the colours in an offer, which are drawn in them.
const NUMBERS: &str = "1 2 3 4";

fn tint_colours(canvas: &mut Canvas, styles: &Styles, area: Rect, text: &str) {
    let Some((before, _)) = text.split_once(NUMBERS) else {
        return;
    };
    let start = area.x + canvas.policy().str(before) as u16;
    for (at, (number, (_, role))) in ["1", "2", "3", "4"].into_iter().zip(COLOURS).enumerate() {
        let x = start + 2 * at as u16;
        canvas.put(x, area.y, 1, number, styles.on_body(role), None);
    }
}

/// Rows above the bottom row of a window in which a mode may take one of them.
const HIGH: u16 = 12;

/// The most rows of a notice above the bottom row.
const ABOVE: usize = 3;

/// Writes a notice. One that has no room beside the position continues from the rows above. Returns
/// the place of its first line.
fn inform(
    canvas: &mut Canvas,
    styles: &Styles,
    beside: Rect,
    row: Rect,
    (text, role, above): (&str, Role, usize),
) -> Rect {
    let policy = canvas.policy();
    let fits = |text: &str| policy.str(text) <= usize::from(beside.width);
    let width = row.width.saturating_sub(2);
    let mut lines = match fits(text) {
        true => vec![text.to_owned()],
        false => wrap(text, width, policy),
    };
    if lines.last().is_some_and(|last| !fits(last)) {
        lines.push(String::new());
    }
    let last = lines.pop().unwrap_or_default();
    lines.truncate(above.min(row.y.into()));
    let top = row.y - lines.len() as u16;
    for (line, y) in lines.iter().zip(top..) {
        let above = Rect { y, ..row };
        fill(canvas, styles, above, Role::Body);
        canvas.put(beside.x, y, width, line, styles.of(role), None);
    }
    canvas.put(beside.x, row.y, beside.width, &last, styles.of(role), None);
    Rect { y: top, ..beside }
}

/// Writes what keys do now, over the position if it has no room beside it, and over the row above in a
/// high window.
fn say(
    canvas: &mut Canvas,
    styles: &Styles,
    beside: Rect,
    row: Rect,
    (text, role): (&str, Role),
) -> Rect {
    let whole = Rect {
        width: row.width.saturating_sub(2),
        ..beside
    };
    let cells = canvas.policy().str(text);
    let place = match cells <= usize::from(beside.width) {
        true => beside,
        false => {
            fill(canvas, styles, row, Role::Body);
            whole
        }
    };
    if cells > usize::from(whole.width) && row.y >= HIGH {
        return inform(canvas, styles, whole, row, (text, role, 1));
    }
    let (cut, _) = truncate(text, usize::from(place.width), canvas.policy());
    canvas.put(place.x, row.y, place.width, &cut, styles.of(role), None);
    place
}

/// The column at which the position ends: that of the text or of the rows that it is about.
fn edge(app: &App, area: Rect) -> u16 {
    let layout = &app.context.layout;
    let edge = match app.focus {
        _ if app.overlay.panel.is_some() => area.right(),
        Focus::Reader => layout.text.right() + 1,
        Focus::List => layout.rows.right(),
    };
    edge.min(area.right()).saturating_sub(1)
}

/// Narrower screens give the position in figures only, in cells.
const NARROW: u16 = 60;

/// A number and how many there are: in the words of a key, or `2/17` on a narrow screen.
fn place(app: &App, key: &str, (at, count): (usize, usize)) -> String {
    place_of(app, key, (&grouped(at), count))
}

fn place_of(app: &App, key: &str, (at, count): (&str, usize)) -> String {
    let count = grouped(count);
    if app.context.size.0 < NARROW {
        return format!("{at}/{count}");
    }
    let locale = &app.context.locale;
    locale.fill(key, &[("at", &at), ("count", &count)])
}

/// How far the user is in the panel, the article or the list.
fn position(app: &App) -> String {
    if let Some(panel) = &app.overlay.panel {
        let place = |position| place(app, panel.position_key(), position);
        return panel.position().map(place).unwrap_or_default();
    }
    match (app.focus, &app.reader) {
        (Focus::Reader, _) if app.hides_position() => String::new(),
        // Unknown while the article is being read.
        (Focus::Reader, Some(reader)) if reader.page().is_none() => String::new(),
        (Focus::Reader, Some(reader)) => {
            let mut text = String::new();
            if let (Some(at), false) = (reader.current, reader.hits.is_empty()) {
                text = place(app, "status.hits", (at + 1, reader.hits.len())) + "  ";
            }
            // Unknown while only a part has arrived.
            if let Some(percent) = reader.percent() {
                text += &match app.context.size.0 {
                    NARROW.. => {
                        let locale = &app.context.locale;
                        locale.fill("status.percent", &[("percent", &percent)])
                    }
                    _ => format!("{percent}%"),
                };
            }
            text
        }
        _ if app.list.is_empty() => String::new(),
        _ => place_in_list(app),
    }
}

/// Which of the articles the selected row is: more than one if versions are folded into it.
fn place_in_list(app: &App) -> String {
    let list = &app.list;
    let first = list.articles_before(list.cursor) + 1;
    let last = first + list.folded_into(list.cursor);
    let at = match first == last {
        true => grouped(first),
        false => format!("{}–{}", grouped(first), grouped(last)),
    };
    place_of(app, "status.position", (&at, list.articles()))
}

fn progress(app: &App, styles: &Styles, canvas: &mut Canvas, area: Rect) {
    let progress = app.library.progress;
    let text = app.context.locale.fill(
        "status.scanning",
        &[
            ("done", &grouped(progress.done)),
            ("found", &grouped(progress.found)),
        ],
    );
    if canvas.policy().str(&text) > usize::from(area.width) {
        // A truncated number is a wrong number.
        return;
    }
    let cells = canvas.put(
        area.x,
        area.y,
        area.width,
        &text,
        styles.of(Role::Info),
        None,
    );
    let left = area.width.saturating_sub(cells + 1).min(30);
    if left < 8 || progress.found == 0 {
        return;
    }
    let full = (usize::from(left) * progress.done / progress.found).min(usize::from(left)) as u16;
    let bar = Rect {
        x: area.x + cells + 1,
        width: full,
        height: 1,
        ..area
    };
    fill(canvas, styles, bar, Role::Progress);
    let rest = ".".repeat(usize::from(left - full));
    canvas.put(
        bar.right(),
        area.y,
        left - full,
        &rest,
        styles.of(Role::Meta),
        None,
    );
}

fn prompt(app: &App, styles: &Styles, canvas: &mut Canvas, area: Rect) {
    let Some(prompt) = &app.overlay.prompt else {
        return;
    };
    let label = match prompt.asking {
        Asking::Search | Asking::Query => "/",
        Asking::Panel => "/",
        Asking::Command => ":",
        Asking::Pipe => "|",
        Asking::Filter => app.context.locale.text("prompt.filter"),
        Asking::Tags => app.context.locale.text("prompt.tags"),
        Asking::Collection => app.context.locale.text("prompt.collection"),
        Asking::Note | Asking::Passage => app.context.locale.text("prompt.note"),
    };
    let left = area.x + u16::from(area.width > 8);
    let label_cells = canvas.put(left, area.y, area.width, label, styles.of(Role::Meta), None);
    let x = left + label_cells;
    let room = area.right().saturating_sub(x);
    // A long text is shown around its cursor, where the user is typing.
    let before = prompt.text.get(..prompt.cursor).unwrap_or_default();
    let policy = canvas.policy();
    let start = visible_from(before, usize::from(room.max(1)), policy);
    let shown = prompt.text.get(start..).unwrap_or_default();
    canvas.put(x, area.y, room, shown, styles.of(Role::Prompt), None);
    let cursor = policy.str(before.get(start..).unwrap_or_default()) as u16;
    canvas.set_cursor(x + cursor.min(room.saturating_sub(1)), area.y);
    canvas.annotations.cursor_visible = true;
    let typed = policy.str(shown) as u16;
    let note = match prompt.asking {
        Asking::Search => hits(app),
        Asking::Filter => grouped(app.list.articles()),
        Asking::Query => found(app),
        _ => String::new(),
    };
    let free = room.saturating_sub(typed + 2);
    let note_cells = policy.str(&note) as u16;
    let names = prompt.suggestions();
    // The cursor and a blank separate them from what is typed.
    let names_room = free.saturating_sub(note_cells + 2);
    let (cut, _) = truncate(&names, usize::from(names_room), policy);
    canvas.put(
        x + typed + 2,
        area.y,
        names_room,
        &cut,
        styles.of(Role::Meta),
        None,
    );
    if note_cells <= free {
        put_right(
            canvas,
            (x, area.right().saturating_sub(1)),
            area.y,
            &note,
            styles.of(Role::Meta),
        );
    }
}

/// The first byte of the part before the cursor that fits `cells` together with the cursor.
fn visible_from(before: &str, cells: usize, policy: WidthPolicy) -> usize {
    let mut left = policy.str(before);
    let mut all = clusters(before);
    while left >= cells {
        let Some(cluster) = all.next() else { break };
        left -= policy.cluster(cluster);
    }
    all.offset()
}

/// How many articles a search of the list finds, and what Enter does if there are none.
fn found(app: &App) -> String {
    let locale = &app.context.locale;
    let search = &app.list.search;
    if app.list.is_filtering() || search.is_awaiting() && app.list.is_empty() {
        return "…".to_owned();
    }
    if app.list.may_search_all() {
        return locale.text("prompt.search-all").to_owned();
    }
    let count = grouped(app.list.articles());
    let count = locale.fill("bar.articles", &[("count", &count)]);
    match indexing(app) {
        Some(indexing) => format!("{count} ⋅ {indexing}"),
        None if search.is_awaiting() => format!("{count}…"),
        None => count,
    }
}

/// How much of the texts can be searched, while a search needs them and they are being indexed.
fn indexing(app: &App) -> Option<String> {
    let percent = app.library.texts.percent();
    let percent = percent.filter(|_| app.list.search.query.needs_text())?;
    let locale = &app.context.locale;
    Some(locale.fill("status.indexing", &[("percent", &percent)]))
}

fn hits(app: &App) -> String {
    let Some(reader) = app.reader.as_ref().filter(|_| app.focus == Focus::Reader) else {
        return String::new();
    };
    match reader.current {
        Some(at) => place(app, "status.hits", (at + 1, reader.hits.len())),
        None if reader.sought.is_nothing() => String::new(),
        None if reader.is_loading() => "…".to_owned(),
        None => app.context.locale.text("notice.no-hits").to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_long_prompt_is_shown() {
        fn check(before: &str, cells: usize, shown: &str) {
            let start = visible_from(before, cells, WidthPolicy::default());
            assert_eq!(before.get(start..), Some(shown), "{before:?} in {cells}");
        }
        check("", 1, "");
        check("看报abc", 8, "看报abc");
        check("看报abc", 7, "报abc");
        check("看报abc", 5, "abc");
        check("看报abc", 1, "");
        check("看报", 4, "报");
        check("ae\u{301}e\u{301}", 3, "e\u{301}e\u{301}");
    }
}
