//! What is shown of a line of a table that is scrolled sideways.

use super::line::Span;
use super::lines::Window;
use super::table::window::SIGN;
use crate::role::Role;
use crate::text::{WidthPolicy, window};
use std::ops::Range;

/// The spans of a line that are shown in a window. Signs at its edges say that there is more text. They
/// have cells of their own: a sign over a digit would make another number of it.
pub fn crop(spans: Vec<Span>, place: Window, policy: WidthPolicy) -> Vec<Span> {
    let Window {
        fixed,
        names,
        width,
        ..
    } = place;
    let gap = names.saturating_sub(SIGN)..names;
    // A row that spans all columns does not move: its two parts would read as one sentence.
    let moves = !has_text(&spans, &gap);
    let from = if moves { place.from } else { 0 };
    let until = if moves {
        place.until
    } else {
        width.saturating_sub(SIGN)
    };
    let hidden = names..fixed + from;
    let end = from + width;
    let limit = if moves { from + until } else { end };
    let is_left = has_text(&spans, &hidden);
    let is_right = has_text(&spans, &(limit..u16::MAX));
    let start = fixed + from + if is_left { SIGN } else { 0 };
    let stop = if is_right { from + until } else { end };
    let mut shown = match moves {
        true => names_of(&spans, place, policy),
        false => part(&spans, 0..fixed, policy),
    };
    if is_left {
        shown.push(Span::generated(
            policy.narrow("‹ ", "< ").to_owned(),
            SIGN,
            Role::Byline,
        ));
    }
    shown.extend(part(&spans, start..stop.max(start), policy));
    if is_right {
        push_blank(&mut shown, end.saturating_sub(stop.max(start) + 1));
        shown.push(Span::generated(
            policy.narrow("›", ">").to_owned(),
            1,
            Role::Byline,
        ));
    }
    shown
}

/// The name of a row and the gap after it, cut to the cells for it.
fn names_of(spans: &[Span], place: Window, policy: WidthPolicy) -> Vec<Span> {
    let Window { fixed, names, .. } = place;
    let room = fixed.saturating_sub(SIGN);
    if !has_text(spans, &(room..names)) {
        return part(spans, 0..fixed, policy);
    }
    let cells = policy.str("…") as u16;
    let mut shown = part(spans, 0..room.saturating_sub(cells), policy);
    // The cell of half an ideograph is after the sign.
    shown.pop_if(|last| last.source.is_none() && last.text == " ");
    shown.push(Span::generated("…".to_owned(), cells, Role::Byline));
    let used: u16 = shown.iter().map(|span| span.cells).sum();
    push_blank(&mut shown, fixed.saturating_sub(used));
    shown
}

/// Whether any text is in the columns.
fn has_text(spans: &[Span], columns: &Range<u16>) -> bool {
    let mut at = 0;
    spans.iter().any(|span| {
        let start = at;
        at += span.cells;
        span.source.is_some() && start < columns.end && columns.start < at
    })
}

/// The spans within a range of columns, filled with spaces up to its end if more text follows.
fn part(spans: &[Span], columns: Range<u16>, policy: WidthPolicy) -> Vec<Span> {
    let mut shown = Vec::new();
    let (mut at, mut cells) = (0, columns.start);
    for span in spans {
        let start = at;
        at += span.cells;
        if start >= columns.end || at <= columns.start {
            continue;
        }
        let from = columns.start.saturating_sub(start);
        let to = span.cells.min(columns.end - start);
        let visible = usize::from(from)..usize::from(to);
        let (bytes, blank) = window(&span.text, visible, policy);
        let text = span.text.get(bytes.clone()).unwrap_or_default();
        let used = policy.str(text) as u16;
        if text.is_empty() {
            push_blank(&mut shown, to - from);
            cells += to - from;
            continue;
        }
        push_blank(&mut shown, blank as u16);
        cells += blank as u16 + used;
        let source = span.source.clone().and_then(|(id, source)| {
            // A sign that is drawn in another form is one cluster and is not cut.
            let same = source.len() == span.text.len();
            let cut = source.start + bytes.start as u32..source.start + bytes.end as u32;
            let whole = text.len() == span.text.len();
            (same || whole).then_some((id, if same { cut } else { source }))
        });
        shown.push(Span {
            text: text.to_owned(),
            cells: used,
            source,
            ..span.clone()
        });
    }
    if at > columns.end {
        push_blank(&mut shown, columns.end.saturating_sub(cells));
    }
    shown
}

fn push_blank(spans: &mut Vec<Span>, cells: u16) {
    if cells > 0 {
        let text = " ".repeat(usize::from(cells));
        spans.push(Span::generated(text, cells, Role::Body));
    }
}
