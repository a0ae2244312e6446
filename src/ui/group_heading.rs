//! The headings of the groups of the list.

use crate::app::App;
use crate::app::list::groups::{Group, Grouping};
use crate::text::{grouped, sanitize_line};

/// The heading of the group of an article, in `room` cells.
pub fn heading(app: &App, grouping: Grouping, at: usize, room: u16) -> String {
    let (context, room) = (&app.context, room.saturating_sub(1));
    let zone = &context.settings.zone;
    let item = app.list.get(at);
    let Some((item, group)) =
        item.and_then(|item| Some((item, app.list.group(item, grouping, zone)?)))
    else {
        return String::new();
    };
    let (locale, dates) = (&context.locale, context.dates());
    let saved = app.list.kept_row(item).map(|row| row.date());
    let date = match grouping {
        Grouping::SavedDay => saved,
        _ => item.entry.date.filter(|date| date.is_written()),
    };
    let named = |name: &str, none| match name {
        "" => locale.text(none).to_owned(),
        name => name.to_owned(),
    };
    let text = match (group, date) {
        (Group::Day(_), None) => locale.text("list.no-date").to_owned(),
        (Group::Day(_), Some(date)) => match dates.near(date) {
            Some(near) => locale.text(near).to_owned(),
            None => dates.weekday(date, room.into(), context.settings.options.width),
        },
        (Group::Period(period), _) => dates.period_name(period.from, period.to),
        (Group::Source(source), _) => named(&sanitize_line(source), "list.no-source"),
        (Group::Collection(name), _) => named(name, "list.no-collection"),
        (Group::Tag(name), _) => named(name, "list.no-tag"),
        (Group::Folder(folder), _) => named(&sanitize_line(folder), "list.no-folder"),
        (Group::Initial(Some('0')), _) => "0–9".to_owned(),
        (Group::Initial(initial), _) => initial.unwrap_or('…').to_string(),
        (Group::Minutes(from, u32::MAX), _) => {
            locale.fill("list.minutes-from", &[("minutes", &from)])
        }
        (Group::Minutes(from, to), _) => {
            let span = format!("{}–{to}", from.max(1));
            locale.fill("list.minutes", &[("minutes", &span)])
        }
    };
    if grouping.is_by_date() {
        return format!(" {text}");
    }
    let members = app.list.count_of_group(at, grouping, zone);
    let number = grouped(members);
    // Beside a date or a number of minutes, a number alone says nothing.
    let mut count = match group {
        Group::Day(_) | Group::Period(_) | Group::Minutes(..) => {
            format!(" ⋅ {}", locale.fill("bar.articles", &[("count", &number)]))
        }
        _ => format!(" ⋅ {number}"),
    };
    let more = app.elsewhere(group, members);
    if more > 0 {
        count.push_str(&locale.fill("list.elsewhere", &[("count", &more)]));
    }
    let policy = context.settings.options.width;
    let room = usize::from(room).saturating_sub(policy.str(&count));
    let (text, _) = match group {
        // The end of a path says most.
        Group::Folder(_) => crate::text::truncate_left(&text, room, policy),
        _ => crate::text::truncate(&text, room, policy),
    };
    format!(" {text}{count}")
}
