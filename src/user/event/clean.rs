//! Texts that may come from another machine, made safe to show.

use super::Highlight;
use crate::text::{MAX_NOTE, sanitize_line};

/// A text of several lines, sanitized.
pub(crate) fn lines(text: &str) -> String {
    let end = text
        .char_indices()
        .nth(MAX_NOTE)
        .map_or(text.len(), |(end, _)| end);
    let text = text.get(..end).unwrap_or_default();
    let lines = text.trim_end().lines().map(sanitize_line);
    lines.collect::<Vec<_>>().join("\n")
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
        note: lines(&highlight.note),
        rivals: highlight.rivals,
    }
}
