//! Drawing helpers that several panes use.

use super::canvas::Canvas;
use super::style::{DOTTED, DOUBLE, Styles};
use crate::document::{Block, Document};
use crate::role::Role;
use crate::text::WidthPolicy;
use crate::typeset::{Indent, Options, Page};
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

/// Resets an area and gives it the style of a role. No text or attribute of the old cells remains.
pub(super) fn fill(canvas: &mut Canvas, styles: &Styles, area: Rect, role: Role) {
    canvas.clear(area, styles.on_body(role));
}

/// Writes the text of a span. Underline and strikethrough cover its words, not the spaces before
/// and after them.
pub(super) fn put_span(
    canvas: &mut Canvas,
    (mut x, y): (u16, u16),
    room: u16,
    text: &str,
    style: Style,
    link: Option<&str>,
) {
    let lines = Modifier::UNDERLINED | DOTTED | DOUBLE | Modifier::CROSSED_OUT;
    let after = text.trim_end();
    let words = after.trim_start();
    let (before, after) = (after.len() - words.len(), after.len());
    let mut blank = style;
    blank.add_modifier -= lines;
    let parts = [
        (text.get(..before), blank),
        (Some(words), style),
        (text.get(after..), blank),
    ];
    let end = x.saturating_add(room);
    for (part, style) in parts {
        let part = part.unwrap_or_default();
        x += canvas.put(x, y, end.saturating_sub(x), part, style, link);
    }
}

/// Writes a text that ends at column `right` and starts at `left` or later. Returns the column
/// where it starts.
pub(super) fn put_right(
    canvas: &mut Canvas,
    (left, right): (u16, u16),
    y: u16,
    text: &str,
    style: Style,
) -> u16 {
    let room = right.saturating_sub(left);
    let cells = (canvas.policy().str(text) as u16).min(room);
    canvas.put(right - cells, y, cells, text, style, None);
    right - cells
}

/// Wraps a text of the interface with the line breaking rules of articles.
pub(super) fn wrap(text: &str, width: u16, policy: WidthPolicy) -> Vec<String> {
    let mut document = Document {
        blocks: vec![Block::paragraph(text)],
        ..Document::default()
    };
    document.number();
    let measure = width.max(1);
    let options = Options {
        measure,
        width: policy,
        indent: Indent::Blank,
        ..Options::default()
    };
    let page = Page::new(&document, &options);
    let line = |at| {
        page.line(at)
            .spans
            .iter()
            .map(|span| span.text.as_str())
            .collect()
    };
    (0..page.len()).map(line).collect()
}
