//! The top row: how many articles are shown, unread and bookmarked, or the running head of the
//! open article; and the two most useful keys.

use super::canvas::{Annotations, Canvas};
use super::hints::make_buttons;
use super::paint::{fill, put_right};
use super::running_head::RunningHead;
use super::style::Styles;
use crate::app::reader::mode::Mode;
use crate::app::{App, Area, Focus, ListSource, Panes, ReaderPane, ScanSource, View};
use crate::input::{Command, Scope};
use crate::role::Role;
use crate::text::{WidthPolicy, grouped, sanitize_line, truncate};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::StatefulWidget;

/// Cells that a running head needs before the keys are shown beside it.
const HEAD: u16 = 40;

/// Cells between a running head and the keys.
const GAP: u16 = 4;

/// The most cells of a query.
const QUERY: usize = 32;

/// Before the name of what is shown, if that is not all articles.
const SHOWN: char = '▸';

/// The fewest cells that say something of such a name.
const LEAST_OF_NAME: usize = 10;

/// Between counts.
const BETWEEN: &str = " ⋅ ";

/// Counts that are shown rather than any key: those of all and of unread articles, or only that of
/// bookmarked or queued ones.
fn first_counts(app: &App) -> usize {
    let list = &app.list;
    let is_part = list.search.is_active() || !list.filter_text.is_empty() || list.view != View::All;
    if is_part || list.source == ListSource::All {
        2
    } else {
        1
    }
}

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
        let parts = Parts::of(app, area, canvas.policy());
        let accent = styles.of(Role::BarAccent);
        canvas.put(area.x, area.y, area.width, &parts.name, accent, None);
        let right = area.right().saturating_sub(1);
        let (x, start) = (parts.counts_at, parts.start);
        let room = start.saturating_sub(x);
        canvas.put(x, area.y, room, &parts.counts, bar, None);
        let mut end = right;
        if let Some(hints) = &parts.hints {
            end = put_right(canvas, (x, right), area.y, hints, bar);
            make_buttons(canvas, (end, area.y), hints, false);
        }
        if let Some(head) = parts.head {
            let gap = u16::from(parts.hints.is_some()) * GAP;
            let room = end.saturating_sub(start + gap);
            let text = head.fit(room, canvas.policy());
            canvas.put(start, area.y, room, &text, bar, None);
        }
    }
}

/// What the bar shows and where.
struct Parts<'a> {
    name: String,
    counts: String,
    counts_at: u16,
    head: Option<RunningHead<'a>>,
    /// The column of the running head, or the end of the bar.
    start: u16,
    /// The keys, where there is room for them.
    hints: Option<String>,
}

impl<'a> Parts<'a> {
    fn of(app: &'a App, area: Rect, policy: WidthPolicy) -> Self {
        let name = format!(" {} ", app.context.locale.text("app.name"));
        let x = area.x + (policy.str(&name) as u16).min(area.width);
        let right = area.right().saturating_sub(1);
        let head = RunningHead::of(app);
        // Beside the list, the head is above the text and the counts are above the list.
        let layout = &app.context.layout;
        let start = match (&head, layout.panes) {
            (Some(_), Panes::Wide) => layout.text.x.max(x + 1),
            (Some(_), _) => (x + 1).max(layout.text.x),
            (None, _) => right,
        };
        let room = start.saturating_sub(x + 1);
        let (counts, hints) = match (&head, layout.panes) {
            (None, _) => beside_keys((counts(app), first_counts(app)), hints(app), room, policy),
            (Some(head), panes) => {
                let counts = match panes {
                    Panes::Wide => fitting(counts(app), room, policy),
                    _ => String::new(),
                };
                let room = usize::from(right.saturating_sub(start));
                // A head that is shorter leaves more.
                let head = policy.str(&head.fit(u16::MAX, policy)) + usize::from(GAP);
                let head = head.min(usize::from(HEAD) + 1);
                let mut hints = hints(app).into_iter();
                (counts, hints.find(|keys| policy.str(keys) + head <= room))
            }
        };
        Self {
            name,
            counts,
            counts_at: x + 1,
            head,
            start,
            hints,
        }
    }
}

/// The counts and the keys that fit beside each other. The first counts come before help, help
/// before the other counts, and those before the key of the pane.
fn beside_keys(
    (counts, first): (Vec<String>, usize),
    hints: Vec<String>,
    room: u16,
    policy: WidthPolicy,
) -> (String, Option<String>) {
    let joined = |count: usize| counts.get(..count).unwrap_or(&counts).join(BETWEEN);
    let all = counts.len();
    let fewer = (first.min(all)..all).rev();
    let last = hints.last().into_iter();
    let candidates = hints.iter().map(|keys| (all, keys));
    let mut candidates =
        candidates.chain(last.flat_map(|keys| fewer.clone().map(move |n| (n, keys))));
    let fits = |(count, keys): &(usize, &String)| {
        policy.str(&joined(*count)) + 2 + policy.str(keys) <= usize::from(room)
    };
    match candidates.find(fits) {
        Some((count, keys)) => (joined(count), Some(keys.clone())),
        None => (fitting(counts, room, policy), None),
    }
}

/// For the bottom row: the keys that have no room in the bar, as far as they fit `room`.
pub(super) fn keys_below(app: &App, room: u16, policy: WidthPolicy) -> Option<String> {
    let bar = app.context.layout.bar;
    let said = bar.and_then(|area: Area| Parts::of(app, area.into(), policy).hints);
    let help = help(app).filter(|_| app.overlay.prompt.is_none())?;
    let mut keys = match said {
        Some(said) if said.ends_with(&help) => return None,
        Some(_) => Vec::new(),
        None => hints(app),
    };
    keys.push(help);
    let fits = |keys: &String| policy.str(keys) <= usize::from(room);
    keys.into_iter().find(fits)
}

fn counts(app: &App) -> Vec<String> {
    let shown = app.list.articles();
    let mut parts = Vec::new();
    // One article that is open needs no count.
    if app.is_lone() && app.focus == Focus::Reader {
        return parts;
    }
    if app.list.search.is_active() || !app.list.filter_text.is_empty() {
        return found_counts(app);
    }
    if !matches!(app.view(), View::All | View::Bookmarks | View::Later) {
        return view_counts(app);
    }
    let all = app.list.all.len().saturating_sub(app.library.left_out);
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
        ListSource::Queue => parts.push(
            app.context
                .locale
                .fill("bar.later", &[("count", &grouped(shown))]),
        ),
        ListSource::All if shown != all => parts.push(app.context.locale.fill(
            "bar.shown",
            &[("shown", &grouped(shown)), ("count", &grouped(all))],
        )),
        ListSource::All => parts.push(
            app.context
                .locale
                .fill("bar.all", &[("count", &grouped(shown))]),
        ),
    }
    parts.extend(unread(app));
    if app.library.new > 0 && !app.list.shows_part() {
        let locale = &app.context.locale;
        parts.push(locale.fill("bar.new", &[("count", &grouped(app.library.new))]));
    }
    let bookmarked = app.library.bookmarked.filter(|count| *count > 0);
    if let Some(count) = bookmarked.filter(|_| !app.list.shows_part()) {
        let locale = &app.context.locale;
        parts.push(locale.fill("bar.bookmarks", &[("count", &grouped(count))]));
    }
    if app.library.source == ScanSource::Sample {
        parts.push(app.context.locale.text("bar.sample").to_owned());
    }
    parts
}

/// The shown view, if it is not all articles, what it is searched for and filtered by, and how many
/// articles match.
fn found_counts(app: &App) -> Vec<String> {
    let locale = &app.context.locale;
    let policy = app.context.settings.options.width;
    let typed = |text: &str| sanitize_line(&truncate(text, QUERY, policy).0);
    let mut name = String::new();
    let mut add = |part: &str| name.extend([if name.is_empty() { "▸ " } else { " ▸ " }, part]);
    if app.view() != View::All {
        add(&typed(&app.view().title(locale)));
    }
    let search = &app.list.search;
    if search.is_active() {
        add(&typed(&search.text));
    }
    if !app.list.filter_text.is_empty() {
        let text = typed(&app.list.filter_text);
        add(&format!("{}{text}", locale.text("prompt.filter")));
    }
    let count = app.list.articles();
    let (is_counting, mut parts) = (app.is_counting_found(), vec![name]);
    // Nothing so far is no count.
    if count > 0 || !is_counting {
        let shown: [(&str, &dyn std::fmt::Display); 1] = [("count", &grouped(count))];
        parts.push(match is_counting {
            true => locale.fill("bar.articles-so-far", &shown),
            false => locale.fill("bar.articles", &shown),
        });
    }
    let texts = &app.library.texts;
    let is_short = texts.failure().is_some() || texts.shortfall().is_some();
    if search.query.needs_text() && is_short {
        let key = match texts.is_off() {
            true => "bar.names-only",
            false => "bar.texts-partly",
        };
        parts.push(locale.text(key).to_owned());
    }
    parts.extend(unread(app));
    parts
}

/// The shown view, its name first.
fn view_counts(app: &App) -> Vec<String> {
    let locale = &app.context.locale;
    let policy = app.context.settings.options.width;
    let (name, _) = truncate(&app.view().title(locale), QUERY, policy);
    let shown = grouped(app.list.articles());
    let mut parts = vec![
        format!("▸ {name}"),
        locale.fill("bar.articles", &[("count", &shown)]),
    ];
    // All of the unread ones are.
    parts.extend(unread(app).filter(|_| !app.list.unread_only));
    parts
}

/// How many of the shown articles are unread, once they are counted; nothing for an empty list.
fn unread(app: &App) -> Option<String> {
    let list = &app.list;
    let count = match &list.view {
        _ if list.is_empty() => None,
        _ if list.shows_part() => list.unread_shown(),
        View::All => Some(app.library.unread),
        view => app.sidebar.tally(view).map(|tally| tally.unread),
    };
    let locale = &app.context.locale;
    count.map(|count| locale.fill("bar.unread", &[("count", &grouped(count))]))
}

/// As many parts as fit. No part but the name of what is shown is truncated: a truncated number is a
/// wrong number. A list that is not that of all articles keeps the start of its name and the count.
fn fitting(mut parts: Vec<String>, room: u16, policy: WidthPolicy) -> String {
    let room = usize::from(room);
    if let [name, count, ..] = &mut *parts
        && name.starts_with(SHOWN)
    {
        let cells = room.saturating_sub(policy.str(count) + policy.str(BETWEEN));
        if policy.str(name) > cells && cells >= LEAST_OF_NAME {
            *name = truncate(name, cells, policy).0;
        }
    }
    let mut text = parts.join(BETWEEN);
    while policy.str(&text) > room && parts.pop().is_some() {
        text = parts.join(BETWEEN);
    }
    text
}

/// A key and what it does.
fn hint(app: &App, command: Command, scope: Scope, key: &str) -> Option<String> {
    let keys = app.context.keymap.keys_of(command, scope);
    let text = app.context.locale.text(key);
    keys.first().map(|first| format!("{first} {text}"))
}

/// As [`hint`], with `Esc` if it is one of the keys: where it ends what was just begun.
fn hint_of(app: &App, command: Command, scope: Scope, key: &str) -> Option<String> {
    let keys = app.context.keymap.keys_of(command, scope);
    let text = app.context.locale.text(key);
    let escape = keys.iter().find(|key| *key == "Esc").or(keys.first());
    escape.map(|key| format!("{key} {text}"))
}

/// The key of help and its name.
pub(super) fn help(app: &App) -> Option<String> {
    hint(app, Command::Help, Scope::Everywhere, "bar.help")
}

/// Whether Escape shows more articles.
fn is_narrowed(app: &App) -> bool {
    let list = &app.list;
    list.view != View::All
        || list.search.is_active()
        || !list.filter_text.is_empty()
        || list.unread_only
}

/// Whether the list shows a part of the articles, which Escape leaves.
fn is_part(app: &App) -> bool {
    is_narrowed(app) || app.list.source != ListSource::All
}

/// The keys of the prompt that is open, for every other key would be typed; else that of the pane
/// and that of help. What is shown where only one has room comes last.
fn hints(app: &App) -> Vec<String> {
    if app.overlay.prompt.is_some() {
        return vec![app.context.locale.text("bar.prompt").to_owned()];
    }
    // A panel and a popup say their own keys.
    if app.overlay.target().is_some() {
        return Vec::new();
    }
    let hint = |command, scope, key| hint(app, command, scope, key);
    let reader = app.reader.as_ref();
    let mode = reader.and_then(ReaderPane::mode);
    let has_focused = reader.is_some_and(|reader| reader.focused.is_some());
    let first = match app.focus {
        Focus::List if app.list.picked() > 0 => hint(Command::Back, Scope::List, "bar.unselect"),
        _ if app.sidebar.focused => hint(Command::Back, Scope::Sidebar, "bar.back"),
        Focus::List if is_narrowed(app) => hint(Command::Back, Scope::List, "bar.clear"),
        Focus::List if app.list.source != ListSource::All => {
            hint(Command::Back, Scope::List, "bar.back")
        }
        Focus::List if app.list.all.is_empty() && !app.library.progress.running => None,
        Focus::List => hint(Command::Search, Scope::Everywhere, "command.search"),
        Focus::Reader if mode.is_some() => match mode {
            Some(Mode::Selecting) => hint(Command::Back, Scope::Selection, "bar.unselect"),
            Some(Mode::Sideways) => hint(Command::Back, Scope::Reader, "bar.fold"),
            Some(Mode::Searching) => hint_of(app, Command::Back, Scope::Reader, "bar.end-search"),
            // Numbers of links to type, while none is selected.
            Some(Mode::Numbered) if !has_focused => {
                hint_of(app, Command::Back, Scope::Reader, "bar.cancel")
            }
            _ => hint(Command::Back, Scope::Reader, "bar.unselect"),
        },
        Focus::Reader if app.is_lone() => hint(Command::Quit, Scope::List, "bar.quit"),
        Focus::Reader => hint(Command::Back, Scope::Reader, "bar.back"),
    };
    match (first, help(app)) {
        // The way out is needed more; the bottom row says the key of help then.
        (Some(first), Some(help)) if app.focus == Focus::Reader || is_part(app) => {
            let both = format!("{first}  {help}");
            let open = opens_found(app).map(|open| format!("{open}  {both}"));
            let last = (app.focus == Focus::Reader).then_some(help);
            let keys = open.into_iter().chain([both, first]);
            keys.chain(last).collect()
        }
        (Some(first), Some(help)) => vec![format!("{first}  {help}"), help],
        (first, help) => first.or(help).into_iter().collect(),
    }
}

/// The key that opens what a search has found: the one that accepted the search.
fn opens_found(app: &App) -> Option<String> {
    let list = &app.list;
    let has_found = list.search.is_active() && !list.is_empty() && list.picked() == 0;
    let is_here = app.focus == Focus::List && !app.sidebar.focused;
    { has_found && is_here }.then(|| hint(app, Command::Open, Scope::List, "bar.open"))?
}
