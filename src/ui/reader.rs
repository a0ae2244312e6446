//! The reader pane: the visible lines, with search hits, the selection and a scrollbar.

use super::canvas::{Annotations, Canvas};
use super::centred::put_centred;
use super::highlights;
use super::paint::put_span;
use super::pictures;
use super::reading_cursor;
use super::style::Styles;
use super::tint::{Numbered, mark, tint};
use crate::app::reader::focusables::Focusable;
use crate::app::{App, Body, Focus, ReaderPane};
use crate::document::Position;
use crate::document::address::is_outward;
use crate::library::{Entry, in_words};
use crate::role::Role;
use crate::text::{address_in_ascii, sanitize_line};
use crate::typeset::{Line, Page};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::StatefulWidget;
use std::borrow::Cow;

/// An open article.
#[derive(Clone, Copy, Debug)]
pub struct ReaderWidget<'a> {
    pub app: &'a App,
    pub styles: &'a Styles,
    pub reader: &'a ReaderPane,
}

impl StatefulWidget for ReaderWidget<'_> {
    type State = Annotations;

    fn render(self, area: Rect, buffer: &mut Buffer, annotations: &mut Annotations) {
        let Self {
            app,
            styles,
            reader,
        } = self;
        let canvas = &mut Canvas {
            buffer,
            annotations,
        };
        let text: Rect = app.text_area(reader).into();
        // Code and tables may be wider than the measure.
        let text = Rect {
            width: text.width.max(app.context.layout.reach()),
            ..text
        };
        let selected = reader.selected();
        let mut cursor = None;
        let focus = reader.selected_link();
        for row in 0..text.height {
            let at = reader.top + usize::from(row);
            let y = text.y + row;
            match at.checked_sub(reader.header.len()) {
                None => {
                    if let Some(line) = reader.header.get(at) {
                        draw_line(canvas, styles, reader, (text, y), line, &[]);
                    }
                }
                Some(at) => {
                    let Some(page) = reader.page() else { continue };
                    if let Some(line) = at
                        .checked_sub(page.len())
                        .and_then(|at| reader.footer.get(at))
                    {
                        draw_line(canvas, styles, reader, (text, y), line, &[]);
                    } else if at < page.len() {
                        let line = page.line(at);
                        let text = outdented(text, &line);
                        let focus = match &focus {
                            Some(link) => link.spans(at, &line),
                            None => reader.selected_mark(at, &line),
                        };
                        let column = reading_cursor::column(reader, page, (at, &line), &focus);
                        let here = column.map(|column| (text.x.saturating_add(column), y));
                        cursor = cursor.or(here);
                        draw_line(canvas, styles, reader, (text, y), &line, &focus);
                        highlights::draw(canvas, styles, reader, page, (at, &line), (text, y));
                        highlights::number(canvas, styles, reader, &line, (text, area, y));
                        highlights::note(canvas, styles, reader, &line, (text, area, y));
                        mark_note(canvas, styles, reader, page, (at, &line), (text, y));
                        mark_hits(canvas, styles, reader, page, (at, &line), (text, y));
                        mark_selection(canvas, styles, selected, page, (at, &line), (text, y));
                    }
                }
            }
        }
        canvas.annotations.holds_pictures = app.holds_pictures();
        pictures::draw(canvas, styles, reader, text);
        draw_failure(self, canvas, app.context.layout.text.into());
        if app.focus == Focus::Reader && app.overlay.panel.is_none() {
            let (x, y) = cursor.unwrap_or((text.x, text.y));
            canvas.set_cursor(x, y);
        }
        if !app.hides_position() {
            scrollbar(styles, canvas, reader, area);
        }
    }
}

/// Where a line is drawn that may start left of the measure.
fn outdented(text: Rect, line: &Line) -> Rect {
    let outdent = line.outdent.min(text.x);
    Rect {
        x: text.x - outdent,
        width: text.width + outdent,
        ..text
    }
}

/// Shows why an article cannot be read.
fn draw_failure(widget: ReaderWidget, canvas: &mut Canvas, text: Rect) {
    let ReaderWidget {
        app,
        styles,
        reader,
    } = widget;
    let failed = match &reader.body {
        Body::Failed(error) => {
            let error = in_words(error.clone(), &app.context.locale);
            Some(("reader.failed", "reader.failed-hint", error.to_string()))
        }
        Body::Gone => Some(gone(app, &reader.item.entry)),
        Body::Loading(_) | Body::Ready { .. } => None,
    };
    if let Some((what, hint, detail)) = failed {
        let say = |key| app.context.locale.text(key).to_owned();
        let lines = [
            (say(what), Role::Error),
            (sanitize_line(&detail), Role::Meta),
            (say(hint), Role::Body),
        ];
        // Below the title.
        let header = (reader.header.len() as u16).min(text.height);
        let area = Rect {
            y: text.y + header,
            height: text.height - header,
            ..text
        };
        put_centred(canvas, styles, area, app.context.language(), &lines);
    }
}

/// What is said of a bookmark without a text, and of an article whose file is gone.
fn gone(app: &App, entry: &Entry) -> (&'static str, &'static str, String) {
    let is_bookmarked = app.context.marks.is_bookmarked(entry);
    let (what, hint) = match entry.link() {
        Some(_) => ("reader.link", "reader.link-hint"),
        None if is_bookmarked => ("reader.gone", "reader.gone-kept"),
        None => ("reader.gone", "reader.gone-hint"),
    };
    (what, hint, entry.id().to_string())
}

/// `focus`: which spans belong to the focused link or are the mark of the selected picture.
fn draw_line(
    canvas: &mut Canvas,
    styles: &Styles,
    reader: &ReaderPane,
    (text, y): (Rect, u16),
    line: &Line,
    focus: &[bool],
) {
    let links = reader
        .article()
        .map(|article| article.document.links.as_slice())
        .unwrap_or_default();
    let mut x = text.x;
    for (index, span) in line.spans.iter().enumerate() {
        let link = span.link.and_then(|number| links.get(number as usize - 1));
        let mut style = styles.span(span.role, span.style, span.link.is_some());
        if focus.get(index) == Some(&true) {
            style = styles.on_body(Role::CurrentHit);
        }
        let address = link
            .map(|link| address_in_ascii(&link.address))
            .filter(|address| is_outward(address));
        let room = text.right().saturating_sub(x);
        let words = match span.role {
            Role::CodeFrame if styles.tints_code() => Cow::Owned(without_lines(&span.text)),
            _ => Cow::Borrowed(span.text.as_str()),
        };
        let words = (&*words, line.link_goes_on(index));
        put_span(canvas, (x, y), room, words, style, address.as_deref());
        x = x.saturating_add(span.cells);
    }
}

/// The frame of code without its lines: where code is tinted, the tint shows its edges. The name of
/// the language and the marks of folded lines stay.
fn without_lines(frame: &str) -> String {
    let is_line = |c: char| matches!(c, '\u{2500}'..='\u{257f}');
    // On wide terminals the lines are drawn in ASCII, which a name may contain: `c++`.
    let is_edge = |c: char| is_line(c) || matches!(c, '+' | '-' | '|');
    let blank = |edge: &str| " ".repeat(edge.chars().count());
    let rest = frame.trim_start_matches(is_edge);
    let name = rest.trim_end_matches(is_edge);
    let [left, right] = [frame.strip_suffix(rest), rest.strip_prefix(name)];
    let name: String = name
        .chars()
        .map(|c| if is_line(c) { ' ' } else { c })
        .collect();
    format!(
        "{}{name}{}",
        blank(left.unwrap_or_default()),
        blank(right.unwrap_or_default())
    )
}

/// Highlights the focused footnote call.
fn mark_note(
    canvas: &mut Canvas,
    styles: &Styles,
    reader: &ReaderPane,
    page: &Page,
    (at, _): Numbered<'_>,
    row: (Rect, u16),
) {
    let Some(Focusable::Footnote(call)) = reader.focused.as_ref().map(|focused| &focused.target)
    else {
        return;
    };
    if let Some(cells) = page.cells_of(at, call.text, &call.range) {
        mark(canvas, styles, row, cells, Role::CurrentHit);
    }
}

fn mark_hits(
    canvas: &mut Canvas,
    styles: &Styles,
    reader: &ReaderPane,
    page: &Page,
    (at, line): Numbered<'_>,
    row: (Rect, u16),
) {
    for (number, hit) in reader.hits_on(line) {
        let role = if reader.current == Some(number) {
            Role::CurrentHit
        } else {
            Role::Hit
        };
        if let Some(cells) = page.cells_of(at, hit.text, &hit.range) {
            mark(canvas, styles, row, cells, role);
        }
    }
}

fn mark_selection(
    canvas: &mut Canvas,
    styles: &Styles,
    selected: Option<(Position, Position)>,
    page: &Page,
    (at, line): Numbered<'_>,
    row: (Rect, u16),
) {
    let Some((from, to)) = selected else {
        return;
    };
    for (text, range) in line.spans.iter().filter_map(|span| span.source.clone()) {
        let start = if text == from.text {
            from.byte.max(range.start)
        } else {
            range.start
        };
        let end = if text == to.text {
            to.byte.min(range.end)
        } else {
            range.end
        };
        if text < from.text || text > to.text || start >= end {
            continue;
        }
        if let Some(cells) = page.cells_of(at, text, &(start..end)) {
            tint(canvas, styles, row, cells, Role::SelectedText);
        }
    }
}

fn scrollbar(styles: &Styles, canvas: &mut Canvas, reader: &ReaderPane, area: Rect) {
    let (len, height) = (reader.len(), usize::from(area.height));
    if len <= height || area.width < 12 {
        return;
    }
    let size = (height * height / len).clamp(1, height);
    let start = if reader.last_top() == 0 {
        0
    } else {
        reader.top * (height - size) / reader.last_top()
    };
    for row in 0..size {
        let y = area.y + (start + row) as u16;
        canvas.put(
            area.right() - 1,
            y,
            1,
            "▐",
            styles.of(Role::Scrollbar),
            None,
        );
    }
}

#[cfg(test)]
mod tests {
    use super::without_lines;

    #[test]
    fn a_tint_replaces_the_lines_of_a_frame() {
        let check = |frame: &str, expected: &str| assert_eq!(without_lines(frame), expected);
        check("┌ rust ───┐", "  rust     ");
        check("┌ rust ──── 42 行 ┐", "  rust      42 行  ");
        check("│ ", "  ");
        check("└───┘", "     ");
        check("+ c++ ----", "  c++     ");
        check("| ", "  ");
        check("↪ ", "↪ ");
    }
}
