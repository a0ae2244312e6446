//! The top row: how many articles are shown, unread and bookmarked, or the running head of the
//! open article; and the two most useful keys.

use super::canvas::{Annotations, Canvas};
use super::paint::{fill, put_right};
use super::running_head::RunningHead;
use super::style::Styles;
use crate::app::{App, Focus, ListSource, Panes, ScanSource, View};
use crate::input::{Command, Scope};
use crate::role::Role;
use crate::text::{WidthPolicy, grouped};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::StatefulWidget;

/// Cells that a running head needs before the keys are shown beside it.
const HEAD: u16 = 40;

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
        let right = area.right().saturating_sub(1);
        let head = RunningHead::of(app);
        // Beside the list, the head is above the text and the counts are above the list.
        let layout = &app.context.layout;
        let start = match (&head, layout.panes) {
            (Some(_), Panes::Wide) => layout.text.x.max(x + 1),
            (Some(_), _) => (x + 1).max(layout.text.x),
            (None, _) => right,
        };
        let counts = match (&head, layout.panes) {
            (Some(_), Panes::Single | Panes::Stacked) => String::new(),
            _ => fitting(counts(app), start.saturating_sub(x + 1), canvas.policy()),
        };
        let used = x
            + 1
            + canvas.put(
                x + 1,
                area.y,
                start.saturating_sub(x + 1),
                &counts,
                bar,
                None,
            );
        let hints = hints(app);
        let from = if head.is_some() {
            start + HEAD
        } else {
            used + 2
        };
        let fits = canvas.policy().str(&hints) < usize::from(right.saturating_sub(from));
        let end = if fits {
            put_right(canvas, (from, right), area.y, &hints, bar)
        } else {
            right
        };
        if let Some(head) = head {
            let room = end.saturating_sub(start + u16::from(fits) * 2);
            let text = head.fit(room, canvas.policy());
            canvas.put(start, area.y, room, &text, bar, None);
        }
    }
}

fn counts(app: &App) -> Vec<String> {
    let shown = app.list.len();
    let mut parts = Vec::new();
    // One article that is open needs no count.
    if app.is_lone() && app.focus == Focus::Reader {
        return parts;
    }
    if app.list.view != View::All {
        return view_counts(app);
    }
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
        let count = grouped(app.library.bookmarks);
        let locale = &app.context.locale;
        parts.push(locale.fill("bar.bookmarks", &[("count", &count)]));
    }
    if app.library.source == ScanSource::Sample {
        parts.push(app.context.locale.text("bar.sample").to_owned());
    }
    parts
}

/// The shown view, its name first.
fn view_counts(app: &App) -> Vec<String> {
    let locale = &app.context.locale;
    let name = match &app.list.view {
        View::Facet(facet) => facet.label.to_string(),
        _ => locale.text("sidebar.reading").to_owned(),
    };
    let shown = grouped(app.list.len());
    let mut parts = vec![
        format!("▸ {name}"),
        locale.fill("bar.articles", &[("count", &shown)]),
    ];
    if let Some(tally) = app.sidebar.tally(&app.list.view) {
        let unread = grouped(tally.unread);
        parts.push(locale.fill("bar.unread", &[("count", &unread)]));
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
        Focus::List if app.list.view != View::All => hint(Command::Back, Scope::List, "bar.clear"),
        Focus::List => hint(Command::Filter, Scope::List, "bar.filter"),
        Focus::Reader if app.is_lone() => hint(Command::Quit, Scope::List, "bar.quit"),
        Focus::Reader => hint(Command::Back, Scope::Reader, "bar.back"),
    };
    let hints = [first, hint(Command::Help, Scope::Everywhere, "bar.help")];
    hints.into_iter().flatten().collect::<Vec<_>>().join("  ")
}
