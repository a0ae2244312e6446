//! Panels of what the user keeps: named marks, and the history of opened articles.

use super::pane::{Choice, Kind, Panel, PanelRow};
use crate::app::context::Context;
use crate::app::reader::pane::ReaderPane;
use crate::library::Date;
use crate::text::sanitize_line;
use crate::user::event::Subject;
use std::ops::RangeInclusive;

/// The most rows of the history.
const MOST: usize = 2_000;
/// The most characters of the words at a mark.
const WORDS: usize = 80;

/// The marks of the open article, and those of capital letters in all articles.
pub(super) fn mark_rows(reader: Option<&ReaderPane>, context: &Context) -> Vec<PanelRow> {
    let marks = &context.marks;
    let mut rows = Vec::new();
    if let Some(reader) = reader {
        let own = marks.named_marks(&reader.item.entry).into_iter();
        for (letter, place) in own.filter(|(letter, _)| !letter.is_ascii_uppercase()) {
            let page = reader.page();
            let words = page.map(|page| page.words(place.text, place.byte..u32::MAX));
            let words = sanitize_line(words.unwrap_or_default().trim());
            let words: String = words.chars().take(WORDS).collect();
            rows.push(PanelRow::new(letter, words, Choice::Mark(letter)));
        }
    }
    for letter in 'A'..='Z' {
        if let Some((subject, _)) = marks.named_anywhere(letter) {
            rows.push(PanelRow {
                far: subject.source.to_string(),
                ..PanelRow::new(letter, &*subject.title, Choice::Mark(letter))
            });
        }
    }
    rows
}

/// The articles that were opened on some days, `None` for all, the latest first under their days.
/// None, with a notice, if there are none.
pub(crate) fn history(days: Option<&RangeInclusive<i64>>, context: &mut Context) -> Option<Panel> {
    let zone = &context.settings.zone;
    let range = match days {
        Some(days) => zone.start_of_day(*days.start())..zone.start_of_day(*days.end() + 1),
        None => 0..u64::MAX,
    };
    let openings = context.marks.history(range);
    let (dates, policy) = (context.dates(), context.settings.options.width);
    let room = usize::from(context.size.0);
    let (mut rows, mut articles): (Vec<PanelRow>, Vec<Subject>) = Default::default();
    let mut day = None;
    for opening in openings.into_iter().take(MOST) {
        let date = Date {
            timed: true,
            ..Date::at(opening.at)
        };
        if day.replace(date.day(zone)) != Some(date.day(zone)) {
            let heading = match dates.near(date) {
                Some(near) => context.locale.text(near).to_owned(),
                None => dates.weekday(date, room, policy),
            };
            rows.push(PanelRow::heading(&heading));
        }
        let clock = date.clock(zone).unwrap_or_default();
        let title = sanitize_line(&opening.subject.title);
        rows.push(PanelRow {
            far: opening.subject.source.to_string(),
            ..PanelRow::new(clock, title, Choice::Article(articles.len()))
        });
        articles.push(opening.subject.clone());
    }
    if rows.is_empty() {
        context.inform("notice.no-history");
        return None;
    }
    let mut panel = Panel::new(Kind::History, rows, 0);
    panel.articles = articles;
    Some(panel)
}
