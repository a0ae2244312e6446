//! What an empty list says.

use super::canvas::Canvas;
use super::centred::put_centred;
use super::style::Styles;
use crate::app::{App, ListSource, ScanSource, View};
use crate::library::{Date, FORMATS};
use crate::role::Role;
use crate::text::grouped;
use ratatui::layout::Rect;
use std::fmt::Display;

/// An empty list: the reason, what was searched, and what the user can do.
pub(super) fn draw(app: &App, styles: &Styles, canvas: &mut Canvas, area: Rect) {
    let mut lines: Vec<(String, Role)> = Vec::new();
    let say = |key: &str| app.context.locale.text(key).to_owned();
    if app.list.filter.is_about_texts() && !app.list.all.is_empty() {
        lines.push((say("empty.filter-texts"), Role::Row));
        lines.push((say(hint_of_filter(app)), Role::Body));
    } else if app.list.search.is_active() && !app.list.all.is_empty() {
        if app.list.search.is_awaiting() {
            lines.push((say("empty.searching"), Role::Meta));
            return put_centred(canvas, styles, area, app.context.language(), &lines);
        }
        let text = &app.list.search.text;
        let locale = &app.context.locale;
        let is_said = app.library.texts.is_complete() || !app.list.search.query.needs_text();
        let key = if is_said {
            "empty.filter"
        } else {
            "empty.so-far"
        };
        lines.push((locale.fill(key, &[("text", text)]), Role::Row));
        lines.extend(unsearched(app).map(|why| (why, Role::Warning)));
        let hint = match app.list.may_search_all() {
            true => "empty.search-hint",
            false if app.overlay.prompt.is_some() => "empty.search-typing",
            false => "empty.search-all-hint",
        };
        lines.push((say(hint), Role::Body));
    } else if !app.list.filter.is_empty() && !app.list.all.is_empty() {
        lines.push((
            app.context
                .locale
                .fill("empty.quick", &[("text", &app.list.filter_text)]),
            Role::Row,
        ));
        lines.push((say(hint_of_filter(app)), Role::Body));
    } else if app.list.source == ListSource::Bookmarks && app.library.bookmarks == 0 {
        lines.push((say("empty.bookmarks"), Role::Row));
        lines.push((say("empty.bookmarks-hint"), Role::Body));
    } else if app.list.source == ListSource::Queue && app.library.later == 0 {
        lines.push((say("empty.later"), Role::Row));
        lines.extend(hidden(app).map(|text| (text, Role::Body)));
        lines.push((say("empty.later-hint"), Role::Body));
    } else if app.list.unread_only && !app.list.all.is_empty() {
        lines.push((say("empty.unread"), Role::Row));
        lines.push((say("empty.unread-hint"), Role::Body));
    } else if app.library.progress.running {
        lines.push((say("empty.reading"), Role::Meta));
    } else if app.list.view != View::All && !app.list.all.is_empty() {
        let name = app.list.view.title(&app.context.locale);
        let locale = &app.context.locale;
        lines.push((locale.fill("empty.view", &[("view", &name)]), Role::Row));
        lines.push((say("empty.view-hint"), Role::Body));
    } else {
        lines.push((say("empty.library"), Role::Row));
        lines.extend(
            app.library
                .places
                .iter()
                .map(|place| (place.clone(), Role::Body)),
        );
        // Low windows show the first lines only: the keys are needed most.
        if app.library.source == ScanSource::Libraries {
            lines.push((say("empty.sample"), Role::Body));
        }
        lines.push((searched(app), Role::Meta));
        let count = app.library.faults();
        if count > 0 {
            lines.push((
                app.context
                    .locale
                    .fill("notice.problems", &[("count", &count)]),
                Role::Warning,
            ));
        }
    }
    put_centred(canvas, styles, area, app.context.language(), &lines);
}

/// Which files were searched for.
fn searched(app: &App) -> String {
    let locale = &app.context.locale;
    let extensions: Vec<_> = FORMATS.iter().map(|(extension, _)| *extension).collect();
    let extensions = extensions.join(locale.text("cli.values.comma"));
    locale.fill("empty.formats", &[("extensions", &extensions)])
}

/// What can be done about a filter that finds nothing. While it is typed, every letter is.
fn hint_of_filter(app: &App) -> &'static str {
    match app.overlay.prompt {
        Some(_) => "empty.filter-typing",
        None => "empty.filter-hint",
    }
}

/// Why a search has not looked into all texts.
fn unsearched(app: &App) -> Option<String> {
    let texts = &app.library.texts;
    if !app.list.search.query.needs_text() || texts.is_off() {
        return None;
    }
    if let Some(failure) = texts.failure() {
        return Some(failure.to_owned());
    }
    let short = texts.shortfall()?;
    let [indexed, all] = [short.indexed, short.all].map(grouped);
    let values: [(&str, &dyn Display); 2] = [("indexed", &indexed), ("all", &all)];
    Some(app.context.locale.fill("text.partial", &values))
}

/// How many articles to read later are hidden, and when the first of them comes back.
fn hidden(app: &App) -> Option<String> {
    let date = app.context.dates().day(Date::at(app.library.returns?));
    let count = grouped(app.library.hidden);
    let values: [(&str, &dyn Display); 2] = [("count", &count), ("date", &date)];
    Some(app.context.locale.fill("empty.later-hidden", &values))
}
