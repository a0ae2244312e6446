//! Texts that may come from another machine, made safe to show.

use super::Highlight;
use crate::text::{MAX_NOTE, sanitize_line, sanitize_note};

/// A note, sanitized.
pub(crate) fn note(text: &str) -> String {
    sanitize_note(first(text))
}

/// A passage of an article, each line sanitized.
fn lines(text: &str) -> String {
    let lines = first(text).trim_end().lines().map(sanitize_line);
    lines.collect::<Vec<_>>().join("\n")
}

/// As much of a text as is kept.
fn first(text: &str) -> &str {
    let end = text
        .char_indices()
        .nth(MAX_NOTE)
        .map_or(text.len(), |(end, _)| end);
    text.get(..end).unwrap_or_default()
}

/// A highlight whose texts can be shown.
pub(crate) fn sanitized(highlight: Highlight) -> Highlight {
    Highlight {
        id: sanitize_line(&highlight.id),
        quote: lines(&highlight.quote),
        before: lines(&highlight.before),
        after: lines(&highlight.after),
        place: highlight.place,
        colour: sanitize_line(&highlight.colour),
        note: note(&highlight.note),
        rivals: highlight.rivals,
    }
}
