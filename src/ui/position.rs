//! How far the user is, in words or in figures.

use crate::app::reader::sought::Sought;
use crate::app::{App, Focus};
use crate::input::{Command, Scope};
use crate::text::{grouped, sanitize_line, truncate};

/// Narrower screens give the position in figures only, in cells.
const NARROW: u16 = 60;

/// A number and how many there are: in the words of a key, or `2/17` on a narrow screen.
pub(super) fn place(app: &App, key: &str, (at, count): (usize, usize)) -> String {
    place_of(app, key, (&grouped(at), count))
}

fn place_of(app: &App, key: &str, (at, count): (&str, usize)) -> String {
    let count = grouped(count);
    if app.context.size.0 < NARROW {
        return format!("{at}/{count}");
    }
    let locale = &app.context.locale;
    locale.fill(key, &[("at", &at), ("count", &count)])
}

/// The most cells of what is searched for in an article.
const SOUGHT: usize = 24;

/// Which hit the current one is, and of what.
fn place_of_hit(app: &App, sought: &Sought, (at, count): (usize, usize)) -> String {
    let Some(typed) = sought
        .typed_words()
        .filter(|_| app.context.size.0 >= NARROW)
    else {
        return place(app, "status.hits", (at, count));
    };
    let (text, _) = truncate(
        &sanitize_line(typed),
        SOUGHT,
        app.context.settings.options.width,
    );
    let (at, count) = (grouped(at), grouped(count));
    let values: &[(&str, &dyn std::fmt::Display)] =
        &[("text", &text), ("at", &at), ("count", &count)];
    app.context.locale.fill("status.hits-of", values)
}

/// How far the user is in the panel, the article, the list, or the sidebar that covers the list.
pub(super) fn position(app: &App) -> String {
    if let Some(panel) = &app.overlay.panel {
        let place = |position| place(app, "status.row", position);
        return panel.position().map(place).unwrap_or_default();
    }
    match (app.focus, &app.reader) {
        (Focus::Reader, _) if app.hides_position() => String::new(),
        // Unknown while the article is being read.
        (Focus::Reader, Some(reader)) if reader.page().is_none() => String::new(),
        (Focus::Reader, Some(reader)) => {
            let mut text = String::new();
            if let (Some(at), false) = (reader.current, reader.hits.is_empty()) {
                text = place_of_hit(app, &reader.sought, (at + 1, reader.hits.len())) + "  ";
            }
            // Unknown while only a part has arrived.
            if let Some(percent) = reader.percent() {
                text += &match app.context.size.0 {
                    NARROW.. => {
                        let locale = &app.context.locale;
                        locale.fill("status.percent", &[("percent", &percent)])
                    }
                    _ => format!("{percent}%"),
                };
            }
            text
        }
        (Focus::List, _) if app.context.layout.covering_sidebar().is_some() => {
            let (at, count) = (app.sidebar.cursor + 1, app.sidebar.rows().len());
            place(app, "status.row", (at, count))
        }
        _ if app.list.is_empty() => String::new(),
        _ => place_in_list(app),
    }
}

/// Which of the articles the selected row is: more than one if versions are folded into it.
fn place_in_list(app: &App) -> String {
    let list = &app.list;
    let first = list.articles_before(list.cursor) + 1;
    let last = first + list.folded_into(list.cursor);
    let at = match first == last {
        true => grouped(first),
        false => format!("{}–{}", grouped(first), grouped(last)),
    };
    place_of(app, "status.position", (&at, list.articles()))
}

/// The most cells of a command.
const COMMAND: usize = 32;

/// The command that gets the text, and the key that ends it.
pub(super) fn piping(app: &App) -> Option<String> {
    let command = sanitize_line(app.piping()?);
    let (command, _) = truncate(&command, COMMAND, app.context.settings.options.width);
    let keys = app.context.keymap.keys_of(Command::Back, Scope::Reader);
    let escape = keys.iter().find(|key| *key == "Esc").or(keys.first());
    let key = escape.cloned().unwrap_or_default();
    let values: &[(&str, &dyn std::fmt::Display)] = &[("command", &command), ("key", &key)];
    Some(app.context.locale.fill("status.piping", values))
}

/// How far the feeds are fetched, and the key that stops it.
pub(super) fn fetching(app: &App) -> Option<String> {
    let run = app.feeds.run.as_ref()?;
    let (locale, progress) = (&app.context.locale, &run.progress);
    let (done, all) = (grouped(progress.done), grouped(progress.all));
    let keys = app
        .context
        .keymap
        .keys_of(Command::Fetch, Scope::Everywhere);
    let key = keys.first().cloned().unwrap_or_default();
    let values: &[(&str, &dyn std::fmt::Display)] = &[
        ("done", &done),
        ("all", &all),
        ("name", &progress.name),
        ("key", &key),
    ];
    Some(match (run.is_ending, progress.all) {
        (true, _) => locale.text("status.fetch-stops").to_owned(),
        (false, 0) => locale.text("status.fetch-starts").to_owned(),
        (false, _) => locale.fill("status.fetching", values),
    })
}

/// How much of the texts can be searched, while a search needs them and they are being indexed.
pub(super) fn indexing(app: &App) -> Option<String> {
    let percent = app.library.texts.percent();
    let percent = percent.filter(|_| app.list.search.query.needs_text())?;
    let locale = &app.context.locale;
    Some(locale.fill("status.indexing", &[("percent", &percent)]))
}
