//! The bottom row: the prompt, a notice, the keys of a mode, the position, or the progress of a scan.

use super::bar::{help, keys_below};
use super::canvas::{Annotations, Canvas};
use super::hints::make_buttons;
use super::paint::{fill, put_right};
use super::position::{fetching, indexing, piping, position};
use super::prompt;
use super::sidebar;
use super::style::Styles;
use crate::app::panel::pane::Choice;
use crate::app::reader::passages::COLOURS;
use crate::app::wrapping::wrap;
use crate::app::{App, Focus, Level, ReaderPane};
use crate::input::keymap::scopes_of;
use crate::input::{SCOPES, Scope};
use crate::role::Role;
use crate::text::{Language, WidthPolicy, grouped, truncate};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::widgets::StatefulWidget;

/// Cells between a text and the position.
const BESIDE: u16 = 2;

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
            prompt::draw(app, styles, canvas, area);
            return;
        }
        let said = said(app);
        let position = position(app);
        let right = edge(app).min(area.right()).saturating_sub(1);
        let meta = styles.of(Role::Meta);
        let end = put_right(canvas, (area.x, right), area.y, &position, meta);
        let room = end.saturating_sub(area.x + 1 + if position.is_empty() { 1 } else { BESIDE });
        let message = Rect {
            x: area.x + 1,
            width: room,
            ..area
        };
        if let Some(said) = said {
            say(app, canvas, styles, (message, area), &said);
        } else if app.library.progress.running && app.focus == Focus::List {
            progress(app, styles, canvas, message);
        } else if let Some(address) = reader(app).and_then(ReaderPane::focused_address) {
            let (address, _) = truncate(&address, room.into(), canvas.policy());
            canvas.put(message.x, area.y, room, &address, meta, None);
        } else if let Some(name) = chosen_command(app) {
            if canvas.policy().str(&name) <= usize::from(room) {
                canvas.put(message.x, area.y, room, &name, meta, None);
            }
        } else if app.overlay.target().is_none()
            && !app.is_zen()
            && let Some(keys) = keys_below(app, room, canvas.policy())
        {
            canvas.put(message.x, area.y, room, &keys, meta, None);
            make_buttons(canvas, (message.x, area.y), &keys, false);
        }
    }
}

/// The article that is read, with nothing over it.
fn reader(app: &App) -> Option<&ReaderPane> {
    let reader = app.reader.as_ref()?;
    (app.focus == Focus::Reader && app.overlay.panel.is_none()).then_some(reader)
}

/// The command of the chosen row of help: its name, for `:` and the configuration, and where it applies.
fn chosen_command(app: &App) -> Option<String> {
    let panel = app.overlay.panel.as_ref()?;
    let Choice::Run(command) = panel.chosen() else {
        return None;
    };
    let locale = &app.context.locale;
    let name = |scope: Scope| SCOPES.iter().find(|(_, known)| *known == scope);
    let scopes = scopes_of(command).into_iter().filter_map(name);
    let scopes: Vec<String> = scopes
        .map(|(name, _)| locale.text(&format!("scope.{name}")).to_owned())
        .collect();
    let scopes = scopes.join(locale.text("cli.values.comma"));
    Some(format!(":{} ⋅ {scopes}", command.name()))
}

/// What the left of the row says.
struct Said {
    text: String,
    role: Role,
    /// What keys do now, in parts with two blanks between them, as opposed to a notice.
    keys: bool,
    /// That of the interface.
    language: Language,
}

impl Said {
    fn keys(text: impl Into<String>, role: Role, language: Language) -> Self {
        Self {
            text: text.into(),
            role,
            keys: true,
            language,
        }
    }

    /// Lines of at most `width` cells. What is beyond `most` lines is cut; `more` takes the place of keys.
    fn lines(&self, width: u16, most: usize, more: &str, policy: WidthPolicy) -> Vec<String> {
        let mut lines = match self.keys {
            true => wrap_parts(&self.text, width, self.language, policy),
            false => wrap(&self.text, width, self.language, policy),
        };
        if lines.len() > most {
            let rest = lines.split_off(most.saturating_sub(1));
            lines.push(match (self.keys, rest.first()) {
                (true, Some(line)) => whole_parts(line, more, width, policy),
                _ => truncate(&self.after(&lines, &rest), width.into(), policy).0,
            });
        }
        lines
    }

    /// The text after the first lines, with the blanks at which the rest broke.
    fn after(&self, lines: &[String], rest: &[String]) -> String {
        let skip = |text: &'_ str, line: &String| -> Option<String> {
            Some(text.strip_prefix(line.trim())?.trim_start().to_owned())
        };
        let text = self.text.trim_start().to_owned();
        let after = lines.iter().try_fold(text, |text, line| skip(&text, line));
        after.unwrap_or_else(|| rest.join(" "))
    }
}

/// Moves the last part of keys to a line of its own if their last line is wider than `room`.
fn make_room(lines: &mut Vec<String>, room: u16, policy: WidthPolicy) {
    let fits = |line: &str| policy.str(line) <= usize::from(room);
    let Some(last) = lines.last_mut().filter(|last| !fits(last)) else {
        return;
    };
    let split = { last.rsplit_once("  ") }.filter(|(_, part)| fits(part));
    if let Some((first, part)) = split.map(|(first, part)| (first.to_owned(), part.to_owned())) {
        *last = first;
        lines.push(part);
    }
}

/// As many parts of a line as have room before `more`, but at least one.
fn whole_parts(line: &str, more: &str, width: u16, policy: WidthPolicy) -> String {
    let mut parts: Vec<&str> = line.split("  ").collect();
    parts.push(more);
    while parts.len() > 2 && policy.str(&parts.join("  ")) > usize::from(width) {
        parts.remove(parts.len() - 2);
    }
    truncate(&parts.join("  "), width.into(), policy).0
}

/// Breaks a text between its parts, which two blanks separate, and within those that are too long.
fn wrap_parts(text: &str, width: u16, language: Language, policy: WidthPolicy) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for part in text.split("  ") {
        match lines.last_mut() {
            Some(line) if policy.str(line) + 2 + policy.str(part) <= usize::from(width) => {
                line.push_str("  ");
                line.push_str(part);
            }
            _ => lines.extend(wrap(part, width, language, policy)),
        }
    }
    lines
}

/// An offer, else a notice unless keys wait for more, else what [`mode`] says.
fn said(app: &App) -> Option<Said> {
    if let Some(offer) = app.offer {
        let locale = &app.context.locale;
        let text = locale.text(offer.key());
        return Some(Said::keys(text, Role::Prompt, app.context.language()));
    }
    let waits = app.waiting.is_some() || !app.context.keymap.pending().is_empty();
    notice(app).filter(|_| !waits).or_else(|| mode(app))
}

fn notice(app: &App) -> Option<Said> {
    let notice = app.context.notice.as_ref()?;
    // The signs are one cell wide in every terminal.
    let (sign, role) = match notice.level {
        Level::Done => ("✓ ", Role::Info),
        Level::Info => ("", Role::Info),
        Level::Hint => ("", Role::Meta),
        Level::Warning => ("! ", Role::Warning),
        Level::Error => ("✗ ", Role::Error),
    };
    Some(Said {
        text: format!("{sign}{}", notice.text),
        role,
        keys: false,
        language: app.context.language(),
    })
}

/// What the left of the row says without a notice: keys that wait for more, else the mode.
fn mode(app: &App) -> Option<Said> {
    let locale = &app.context.locale;
    let keys = |text: String, role| Some(Said::keys(text, role, app.context.language()));
    if let Some(command) = app.waiting {
        // The help text of the command says that a letter follows.
        let key = format!("command.{}", command.name());
        return keys(locale.text(&key).to_owned(), Role::Prompt);
    }
    let pending = app.context.keymap.pending();
    if !pending.is_empty() {
        return keys(pending, Role::Prompt);
    }
    if let Some(text) = piping(app) {
        return keys(text, Role::Info);
    }
    let picked = app.list.picked();
    if picked > 0 && app.has_focus(Focus::List) {
        let text = locale.fill("status.picked", &[("count", &grouped(picked))]);
        return keys(text, Role::Info);
    }
    if let Some(text) = indexing(app).filter(|_| app.focus == Focus::List) {
        return keys(text, Role::Info);
    }
    let unit = app.reader.as_ref().and_then(|reader| reader.selection);
    let unit = unit.filter(|_| app.target().scope() == Scope::Selection);
    let text = match unit.map(|selection| locale.text(selection.unit.key())) {
        Some(unit) => locale.fill("status.selecting", &[("unit", &unit)]),
        None => fetching(app)?,
    };
    keys(text, Role::Info)
}

/// The numbers of the colours in an offer, which are drawn in them.
const NUMBERS: &str = "1 2 3 4";

/// The colour of the number after it, where the numbers themselves would not be legible.
const SWATCH: &str = "▐";

fn tint_colours(canvas: &mut Canvas, styles: &Styles, area: Rect, text: &str) {
    let Some((before, _)) = text.split_once(NUMBERS) else {
        return;
    };
    let start = area.x + canvas.policy().str(before) as u16;
    let swatches = styles.swatches();
    for (at, (number, (_, role))) in ["1", "2", "3", "4"].into_iter().zip(COLOURS).enumerate() {
        let x = start + 2 * at as u16;
        match (swatches, x.checked_sub(1)) {
            (Some(swatches), Some(x)) => canvas.put(x, area.y, 1, SWATCH, swatches[at], None),
            // Without the weight of the text below, which may brighten the colour.
            _ => {
                let style = Style::reset().patch(styles.on_body(role));
                canvas.put(x, area.y, 1, number, style, None)
            }
        };
    }
}

/// The most rows above the bottom row that a text takes.
const ABOVE: usize = 3;

/// Writes a text. One that has no room beside the position continues from the rows above. The keys of a
/// mode leave the row that they are about in sight, and take the place of the position if no other row is
/// left.
fn say(app: &App, canvas: &mut Canvas, styles: &Styles, (beside, row): (Rect, Rect), said: &Said) {
    let policy = canvas.policy();
    let fits = |text: &str| policy.str(text) <= usize::from(beside.width);
    let width = row.width.saturating_sub(2);
    let most = match said.keys {
        true => rows_for_keys(app, canvas, row),
        false => ABOVE.min(row.y.into()) + 1,
    };
    let more = help(app).unwrap_or_else(|| "…".to_owned());
    let mut lines = match fits(&said.text) {
        true => vec![said.text.clone()],
        false => said.lines(width, most, &more, policy),
    };
    if said.keys && app.offer.is_none() && lines.len() < most {
        make_room(&mut lines, beside.width, policy);
    }
    let mut last_row = beside;
    if lines.last().is_some_and(|last| !fits(last)) {
        if said.keys || lines.len() >= most {
            fill(canvas, styles, row, Role::Body);
            last_row.width = width;
        } else {
            lines.push(String::new());
        }
    }
    let top = row.y + 1 - lines.len() as u16;
    for (line, y) in lines.iter().zip(top..) {
        let room = if y < row.y { width } else { last_row.width };
        if y < row.y {
            fill(canvas, styles, Rect { y, ..row }, Role::Body);
        }
        canvas.put(beside.x, y, room, line, styles.of(said.role), None);
        if said.keys {
            make_buttons(canvas, (beside.x, y), line, app.offer.is_some());
        }
        if app.offer.is_some() {
            let area = Rect { y, ..beside };
            tint_colours(canvas, styles, area, line);
        }
    }
}

/// How many rows the keys of a mode may take: as many as a notice while they wait for an answer, else
/// as many as the rows below the selected article or the moving end of a selection.
fn rows_for_keys(app: &App, canvas: &Canvas, row: Rect) -> usize {
    if app.offer.is_some() {
        return ABOVE.min(row.y.into()) + 1;
    }
    let reader = app.reader.as_ref().filter(|_| app.focus == Focus::Reader);
    let end = reader.and_then(|reader| {
        let line = reader.page()?.line_of(reader.selection?.moving) + reader.header.len();
        let below = u16::try_from(line.checked_sub(reader.top)?).ok()?;
        Some(app.text_area(reader).y + below)
    });
    // A row of the list has up to three lines.
    let list = canvas.annotations.cursor.map(|(_, y)| y + 2);
    let busy = end.or(list).unwrap_or_default();
    usize::from(row.y.saturating_sub(busy)).clamp(1, ABOVE.min(usize::from(row.y / 2).max(1)))
}

/// The column at which the position ends, whatever else the row says: the edge of the panel or the
/// sidebar that has the keys, else of the text, else of the rows of the list. A list beside an article
/// is too narrow for both a notice and its position.
fn edge(app: &App) -> u16 {
    let layout = &app.context.layout;
    match (&app.overlay.panel, app.focus, layout.covering_sidebar()) {
        (Some(panel), ..) => panel.rows_area(&app.context).right(),
        (None, Focus::List, Some(over)) => sidebar::rows(app, over.into()).right(),
        _ if layout.reader.is_some() => layout.text.right() + 1,
        _ => layout.rows.right(),
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_break_between_their_parts() {
        let check = |text: &str, width, most, expected: &[&str]| {
            let said = Said::keys(text, Role::Info, Language::ZhHans);
            let lines = said.lines(width, most, "? help", WidthPolicy::default());
            assert_eq!(lines, expected);
        };
        let text = "1 2 3 4 highlight  a note  y copy  > quote";
        check(text, 50, 4, &[text]);
        let two = ["1 2 3 4 highlight  a note  y copy", "> quote"];
        check(text, 38, 4, &two);
        check(
            text,
            18,
            4,
            &["1 2 3 4 highlight", "a note  y copy", "> quote"],
        );
        check(text, 18, 2, &["1 2 3 4 highlight", "a note  ? help"]);
        let notice = Said {
            text: "Type the link number before o; & lists them".to_owned(),
            role: Role::Info,
            keys: false,
            language: Language::Latin,
        };
        let lines = notice.lines(18, 2, "", WidthPolicy::default());
        assert_eq!(lines, ["Type the link", "number before o; …"]);
        check("1 picked  r read  b bookmark", 18, 1, &["1 picked  ? help"]);
        check(
            "选中 2 篇，Esc 取消：r 已读",
            18,
            4,
            &["选中 2 篇，", "Esc 取消：r 已读"],
        );
    }

    #[test]
    fn keys_leave_room_for_the_position() {
        let check = |lines: &[&str], expected: &[&str]| {
            let mut lines: Vec<String> = lines.iter().map(|&line| line.to_owned()).collect();
            make_room(&mut lines, 12, WidthPolicy::default());
            assert_eq!(lines, expected);
        };
        check(&["v unit  more"], &["v unit  more"]);
        check(&["h l move  v unit  more"], &["h l move  v unit", "more"]);
        check(&["文で選択  Enter 操作"], &["文で選択", "Enter 操作"]);
        check(&["h l w b j k move"], &["h l w b j k move"]);
    }
}
