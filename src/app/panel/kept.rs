//! The panels for named marks, for the history of opened articles, and for changes that can be undone.

use super::pane::{Choice, Kind, Panel, PanelRow};
use crate::app::context::Context;
use crate::app::reader::pane::ReaderPane;
use crate::library::Date;
use crate::text::sanitize_line;
use crate::user::event::{Action, Subject};
use std::ops::RangeInclusive;

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
            let words: String = match words.as_str() {
                // A mark at the top, or at a picture.
                "" => sanitize_line(reader.item.entry.title()),
                words => words.chars().take(WORDS).collect(),
            };
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

/// The changes that can be undone, the latest first under their days.
pub(super) fn change_rows(context: &Context) -> Vec<PanelRow> {
    let locale = &context.locale;
    let (mut rows, mut day) = (Vec::new(), None);
    for step in context.changes.iter().rev() {
        let Some(first) = step.events.first() else {
            continue;
        };
        let date = moment(first.at);
        rows.extend(heading(date, &mut day, context));
        let action = format!("action.{}", first.action.state_name());
        let title = match step.articles() {
            1 => sanitize_line(first.title()),
            count => locale.fill("notice.articles", &[("count", &count)]),
        };
        let mut text = match &first.action {
            Action::Tag(name) | Action::Untag(name) => format!("{} #{name}", locale.text(&action)),
            Action::Collect(name) | Action::Uncollect(name) => {
                format!("{} {name}", locale.text(&action))
            }
            Action::Highlight(highlight) => {
                let words: String = highlight.quote.chars().take(WORDS).collect();
                let words = sanitize_line(&words);
                format!("{} ⋅ {}", locale.text(&action), words.trim())
            }
            _ => locale.text(&action).to_owned(),
        };
        if !context.marks.is_of_this_machine(step) {
            text.push_str(locale.text("panel.elsewhere"));
        }
        let clock = date.clock(&context.settings.zone).unwrap_or_default();
        rows.push(PanelRow {
            far: title,
            follows: true,
            ..PanelRow::new(clock, text, Choice::Step(step.stamp))
        });
    }
    rows
}

fn moment(at: u64) -> Date {
    Date {
        timed: true,
        ..Date::at(at)
    }
}

/// The heading of the day of a row, unless `day`, that of the row before it, is the same.
fn heading(date: Date, day: &mut Option<i64>, context: &Context) -> Option<PanelRow> {
    let own = date.day(&context.settings.zone);
    if day.replace(own) == Some(own) {
        return None;
    }
    let dates = context.dates();
    let room = usize::from(context.size.0);
    let text = match dates.near(date) {
        Some(near) => context.locale.text(near).to_owned(),
        None => dates.weekday(date, room, context.settings.options.width),
    };
    Some(PanelRow::heading(&text))
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
    let (mut rows, mut articles): (Vec<PanelRow>, Vec<Subject>) = Default::default();
    let mut day = None;
    for opening in openings {
        let date = moment(opening.at);
        rows.extend(heading(date, &mut day, context));
        let clock = date.clock(zone).unwrap_or_default();
        let title = sanitize_line(&opening.subject.title);
        rows.push(PanelRow {
            far: opening.subject.source.to_string(),
            ..PanelRow::new(clock, title, Choice::Article(articles.len()))
        });
        articles.push(opening.subject.clone());
    }
    if rows.is_empty() {
        context.refuse(match days {
            Some(_) => "notice.no-history-then",
            None => "notice.no-history",
        });
        return None;
    }
    let mut panel = Panel::new(Kind::History, rows, 0);
    panel.articles = articles;
    Some(panel)
}
