//! The top row: how many articles are shown, unread and bookmarked, and the two most useful
//! keys.

use super::canvas::{Annotations, Canvas};
use super::paint::{fill, grouped, put_right};
use super::style::Styles;
use crate::app::{App, Focus, ListSource};
use crate::input::{Command, Scope};
use crate::role::Role;
use crate::text::WidthPolicy;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::StatefulWidget;

/// The bar at the top.
#[derive(Clone, Copy, Debug)]
pub struct BarWidget<'a> {
    pub app: &'a App,
    pub styles: &'a Styles,
}

impl StatefulWidget for BarWidget<'_> {
    type State = Annotations;

    fn render(self, area: Rect, buffer: &mut Buffer, annotations: &mut Annotations) {
        let Self { app, styles } = self;
        let canvas = &mut Canvas {
            buffer,
            annotations,
        };
        let bar = styles.of(Role::Bar);
        fill(canvas, styles, area, Role::Bar);
        let name = format!(" {} ", app.context.locale.text("app.name"));
        let x = area.x
            + canvas.put(
                area.x,
                area.y,
                area.width,
                &name,
                styles.of(Role::BarAccent),
                None,
            );
        let hints = hints(app);
        let right = area.right().saturating_sub(1);
        let room = right.saturating_sub(x + 1);
        let counts = fitting(counts(app), room, canvas.policy());
        let needed = canvas.policy().str(&counts) + canvas.policy().str(&hints) + 4;
        let end = if usize::from(right.saturating_sub(x)) >= needed {
            put_right(canvas, (x, right), area.y, &hints, bar)
        } else {
            right
        };
        canvas.put(x + 1, area.y, end.saturating_sub(x + 1), &counts, bar, None);
    }
}

fn counts(app: &App) -> Vec<String> {
    let shown = app.list.len();
    let mut parts = Vec::new();
    match app.list.source {
        ListSource::Bookmarks if shown < app.library.bookmarks => {
            parts.push(app.context.locale.fill(
                "bar.bookmarks-shown",
                &[
                    ("shown", &grouped(shown)),
                    ("count", &grouped(app.library.bookmarks)),
                ],
            ));
        }
        ListSource::Bookmarks => parts.push(app.context.locale.fill(
            "bar.bookmarks",
            &[("count", &grouped(app.library.bookmarks))],
        )),
        ListSource::All if shown != app.list.all.len() => parts.push(app.context.locale.fill(
            "bar.shown",
            &[
                ("shown", &grouped(shown)),
                ("count", &grouped(app.list.all.len())),
            ],
        )),
        ListSource::All => parts.push(
            app.context
                .locale
                .fill("bar.all", &[("count", &grouped(shown))]),
        ),
    }
    parts.push(
        app.context
            .locale
            .fill("bar.unread", &[("count", &grouped(app.library.unread))]),
    );
    if app.library.bookmarks > 0 && app.list.source == ListSource::All {
        parts.push(format!("* {}", grouped(app.library.bookmarks)));
    }
    if app.library.sample {
        parts.push(app.context.locale.text("bar.sample").to_owned());
    }
    parts
}

/// As many parts as fit. No part is truncated: a truncated number is a wrong number.
fn fitting(mut parts: Vec<String>, room: u16, policy: WidthPolicy) -> String {
    let mut text = parts.join(" ⋅ ");
    while policy.str(&text) > usize::from(room) && parts.pop().is_some() {
        text = parts.join(" ⋅ ");
    }
    text
}

fn hints(app: &App) -> String {
    let hint = |command, scope, key| {
        let keys = app.context.keymap.keys_of(command, scope);
        keys.first()
            .map(|first| format!("{first} {}", app.context.locale.text(key)))
    };
    let first = match app.focus {
        Focus::List => hint(Command::Filter, Scope::List, "bar.filter"),
        Focus::Reader => hint(Command::Back, Scope::Reader, "bar.back"),
    };
    let hints = [first, hint(Command::Help, Scope::Everywhere, "bar.help")];
    hints.into_iter().flatten().collect::<Vec<_>>().join("  ")
}
