//! What the app shows, as lines of text without styles: for the line mode, whose readers cannot see a
//! screen. Rows that can be chosen have the number that chooses them.

use crate::app::{App, Body};
use crate::library::in_words;
use crate::text::sanitize_line;
use crate::typeset::{Line, Page};

/// The rows of the list from one on, at most so many.
pub(crate) fn list_rows(app: &App, from: usize, most: usize) -> Vec<String> {
    let end = app.list.len().min(from.saturating_add(most));
    (from..end).filter_map(|at| list_row(app, at)).collect()
}

fn list_row(app: &App, at: usize) -> Option<String> {
    let item = app.list.get(at)?;
    let (entry, marks, locale) = (&item.entry, &app.context.marks, &app.context.locale);
    let mut parts = vec![entry.title().to_owned()];
    let source: &str = &entry.labels.source;
    if !source.is_empty() {
        parts.push(source.to_owned());
    }
    parts.extend(entry.date.map(|date| app.context.dates().age(date)));
    for (is_so, key) in [
        (!marks.is_read(entry), "sidebar.unread"),
        (marks.is_bookmarked(entry), "sidebar.bookmarks"),
        (marks.is_later(entry), "sidebar.later"),
    ] {
        if is_so {
            parts.push(locale.text(key).to_owned());
        }
    }
    let separator = ", ";
    Some(format!(
        "{}. {}",
        at + 1,
        sanitize_line(&parts.join(separator))
    ))
}

/// The open article: title, byline, text. Or why it cannot be read.
pub(crate) fn article(app: &App) -> Vec<String> {
    let Some(reader) = &app.reader else {
        return Vec::new();
    };
    let mut lines: Vec<String> = reader.header.iter().map(text_of).collect();
    match &reader.body {
        Body::Ready { page, .. } => lines.extend(page_lines(page)),
        Body::Failed(error) => {
            let error = in_words(error.clone(), &app.context.locale);
            lines.push(sanitize_line(&error.to_string()));
        }
        Body::Gone => lines.push(app.context.locale.text("reader.gone").to_owned()),
        Body::Loading(_) => {}
    }
    lines.extend(reader.footer.iter().map(text_of));
    lines
}

/// The box at the foot of the screen.
pub(crate) fn popup(app: &App) -> Vec<String> {
    let Some(popup) = &app.overlay.popup else {
        return Vec::new();
    };
    let title = std::iter::once(popup.title.clone());
    title.chain(page_lines(&popup.page)).collect()
}

/// The open panel: its title, and its rows.
pub(crate) fn panel(app: &App) -> Vec<String> {
    let Some(panel) = &app.overlay.panel else {
        return Vec::new();
    };
    let locale = &app.context.locale;
    let mut lines = vec![locale.text(panel.kind.title()).to_owned()];
    for at in 0..panel.len() {
        let Some(row) = panel.row(at).filter(|row| row.heat.is_empty()) else {
            continue;
        };
        let parts = [&row.left, &row.right, &row.far].map(|part| part.trim());
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        let text = sanitize_line(&parts.join("  "));
        lines.push(match row.can_be_chosen() {
            true => format!("{}. {text}", at + 1),
            false => text,
        });
    }
    if panel.is_empty() {
        lines.push(locale.text("panel.nothing").to_owned());
    }
    lines
}

fn page_lines(page: &Page) -> impl Iterator<Item = String> {
    (0..page.len()).map(|line| text_of(&page.line(line)))
}

fn text_of(line: &Line) -> String {
    let text: String = line.spans.iter().map(|span| span.text.as_str()).collect();
    text.trim_end().to_owned()
}
