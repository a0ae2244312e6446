//! The prompt in the bottom row: its label, what is typed around the cursor, suggestions, and how much
//! is found.

use super::canvas::Canvas;
use super::paint::put_right;
use super::position::{indexing, place};
use super::style::Styles;
use crate::app::{App, Asking, Focus};
use crate::role::Role;
use crate::text::{WidthPolicy, clusters, grouped, truncate};
use ratatui::layout::Rect;

pub(super) fn draw(app: &App, styles: &Styles, canvas: &mut Canvas, area: Rect) {
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
    let style = match prompt.is_selected {
        true => styles.on_body(Role::SelectedText),
        false => styles.of(Role::Prompt),
    };
    canvas.put(x, area.y, room, shown, style, None);
    let cursor = policy.str(before.get(start..).unwrap_or_default()) as u16;
    canvas.set_cursor(x + cursor.min(room.saturating_sub(1)), area.y);
    canvas.annotations.cursor_visible = true;
    let typed = policy.str(shown) as u16;
    let note = match prompt.asking {
        Asking::Search => hits(app),
        Asking::Filter => count(app),
        Asking::Query => found(app),
        Asking::Tags | Asking::Collection => {
            app.context.locale.text("prompt.names-hint").to_owned()
        }
        Asking::Pipe => app.context.locale.text("prompt.pipe-hint").to_owned(),
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
    let count = count(app);
    match indexing(app) {
        Some(indexing) => format!("{count} ⋅ {indexing}"),
        None if search.is_awaiting() => format!("{count}…"),
        None => count,
    }
}

fn count(app: &App) -> String {
    let count = grouped(app.list.articles());
    let locale = &app.context.locale;
    locale.fill("bar.articles", &[("count", &count)])
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
