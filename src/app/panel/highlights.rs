//! The panel of all highlights, by article, the article with the latest one first.

use super::pane::{Choice, Kind, Panel, PanelRow};
use crate::app::context::Context;
use crate::app::reader::pane::ReaderPane;
use crate::app::reader::passages::{colour, colour_role};
use crate::text::sanitize_line;
use crate::user::event::{Highlight, Subject};
use crate::user::marks::Highlighted;
use std::collections::HashMap;

/// The most characters of a passage that a row needs.
const WORDS: usize = 200;

/// The panel; `None`, with a notice, if there are no highlights.
pub(crate) fn panel(reader: Option<&ReaderPane>, context: &mut Context) -> Option<Panel> {
    let (rows, passages) = rows(reader, context);
    if rows.is_empty() {
        context.refuse("notice.no-highlights");
        return None;
    }
    let current = reader.and_then(ReaderPane::current_highlight);
    let is_current = |row: &PanelRow| match row.choice {
        Choice::Highlight(at) => passages.get(at).map(|(_, one)| one.id.as_str()) == current,
        _ => false,
    };
    let cursor = current.and_then(|_| rows.iter().position(is_current));
    let mut panel = Panel::new(Kind::Highlights, rows, cursor.unwrap_or(0));
    panel.passages = passages;
    Some(panel)
}

impl Panel {
    /// The highlights may have changed.
    pub(crate) fn refresh_highlights(&mut self, reader: Option<&ReaderPane>, context: &Context) {
        if self.kind == Kind::Highlights {
            let (rows, passages) = rows(reader, context);
            self.replace_rows(rows);
            self.passages = passages;
        }
    }
}

fn rows(
    reader: Option<&ReaderPane>,
    context: &Context,
) -> (Vec<PanelRow>, Vec<(Subject, Highlight)>) {
    let mut articles: Vec<(&Subject, Vec<Highlighted<'_>>)> = Vec::new();
    let mut places = HashMap::new();
    for one in context.marks.all_highlights() {
        let subject = one.subject;
        let key = (
            subject.library.as_deref(),
            &*subject.id,
            subject.fingerprint,
        );
        let place = *places.entry(key).or_insert(articles.len());
        match articles.get_mut(place) {
            Some((_, highlights)) => highlights.push(one),
            None => articles.push((subject, vec![one])),
        }
    }
    let (mut rows, mut passages) = (Vec::new(), Vec::new());
    for (subject, mut highlights) in articles {
        let title = sanitize_line(&subject.title);
        rows.push(PanelRow::heading(&format!(
            "{title} ⋅ {}",
            highlights.len()
        )));
        highlights.sort_by_key(|one| one.highlight.place);
        for Highlighted { highlight, .. } in highlights {
            rows.push(row(highlight, passages.len(), reader, context));
            passages.push((subject.clone(), highlight.clone()));
        }
    }
    (rows, passages)
}

/// The number of the colour, the passage, and the note or what became of the words.
fn row(
    highlight: &Highlight,
    at: usize,
    reader: Option<&ReaderPane>,
    context: &Context,
) -> PanelRow {
    let is_lost = reader.is_some_and(|reader| reader.highlights.lost.contains(&highlight.id));
    let quote: String = highlight.quote.chars().take(WORDS).collect();
    let number = colour(&highlight.colour) + 1;
    PanelRow {
        tint: Some(colour_role(&highlight.colour)),
        far: match is_lost {
            true => context.locale.text("panel.lost").to_owned(),
            false => sanitize_line(&highlight.note),
        },
        warning: is_lost,
        ..PanelRow::new(
            number.to_string(),
            sanitize_line(&quote),
            Choice::Highlight(at),
        )
    }
}
