//! The lines of the header that say what the user keeps about an article: collections, tags, its
//! place in the queue, highlights, the note.

use super::header::{joined, typeset, without_gutter};
use crate::app::context::Context;
use crate::app::message::Listed;
use crate::library::Date;
use crate::role::Role;
use crate::typeset::{Line, Options};

/// The most lines of a note: the article follows it.
const NOTE: usize = 8;

/// The lines, without an empty one. A bookmark alone has none: its star is in the list.
/// `lost`: highlights whose words are gone.
pub fn annotations(item: &Listed, lost: usize, options: &Options, context: &Context) -> Vec<Line> {
    let options = &without_gutter(options, item.entry.language);
    let (marks, locale, entry) = (&context.marks, &context.locale, &item.entry);
    let mut parts = Vec::new();
    if marks.is_later(entry) {
        parts.push(locale.text("sidebar.later").to_owned());
        let hidden = marks.snoozed_until(entry);
        if let Some(until) = hidden.filter(|until| *until > context.now) {
            let date = context.dates().day(Date::at(until));
            parts.push(locale.fill("notice.snoozed", &[("date", &date)]));
        }
    }
    for name in marks.collections(entry) {
        parts.push(locale.fill("reader.collection", &[("name", &name)]));
    }
    parts.extend(marks.tags(entry).iter().map(|tag| format!("#{tag}")));
    let highlights = marks.highlights(entry).len();
    if highlights > 0 {
        parts.push(locale.fill("reader.highlights", &[("count", &highlights)]));
    }
    if lost > 0 {
        parts.push(locale.fill("reader.lost", &[("count", &lost)]));
    }
    let text = joined(&parts, " ⋅ ", options);
    let mut lines = typeset(&text, Role::Byline, options);
    if let Some(note) = marks.note(entry) {
        let text = locale.fill("reader.note", &[("note", &note)]);
        lines.extend(typeset(&text, Role::Byline, options).into_iter().take(NOTE));
    }
    lines
}
