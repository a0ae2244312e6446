//! The rows of help: the commands by task, those of every day first.

use super::pane::{Choice, PanelRow};
use crate::app::context::Context;
use crate::input::Command::{self, *};
use crate::input::{Scope, Step};
use crate::locale::Locale;
use crate::text::{WidthPolicy, sanitize_line};

/// Cells of the column of keys: those of `Space ^F PgDn`.
const KEYS: u16 = 13;

/// A task: its name in the locales is `help.<name>`.
struct Task {
    name: &'static str,
    commands: &'static [Command],
    /// Its keys are those that apply while text is selected.
    selecting: bool,
}

const fn task(name: &'static str, commands: &'static [Command]) -> Task {
    Task {
        name,
        commands,
        selecting: false,
    }
}

/// Commands that are typed with what follows them, by task. Their texts are `help.typed.<name>`.
const TYPED: &[(&str, &[(&str, &str)])] = &[
    ("find", &[("save", "…"), ("source", "…"), ("open", "…")]),
    ("move", &[("42", ""), ("50%", "")]),
    ("list", &[("library", "add"), ("feed", "add …")]),
    (
        "keep",
        &[
            ("later", "7d"),
            ("tag", "…"),
            ("untag", "…"),
            ("collect", "…"),
            ("note", "…"),
        ],
    ),
    ("marks", &[("history", "7d")]),
    ("view", &[("theme", ""), ("set", "…")]),
];

/// Every command; a test checks that none is missing.
#[rustfmt::skip]
const TASKS: &[Task] = &[
    task("daily", &[Down, Up, PageDown, Open, Back, NextArticle, Next, Search, Bookmark, Quit]),
    task("move", &[
        PageUp, HalfPageDown, HalfPageUp, Top, Bottom, PreviousArticle, Previous,
        NextHeading, PreviousHeading, NextFigure, PreviousFigure,
    ]),
    task("find", &[Filter, Related, Outline, Links, NextLink, PreviousLink, OpenLink, CopyLink, SaveLink]),
    task("list", &[
        Sort, SortReverse, UnreadOnly, ToggleRead, MarkAllRead, Hide, Pick, PickRange, Versions, Bookmarks,
        Rescan, Fetch, AddFeed, RenameFeed, MuteFeed, Problems,
    ]),
    task("keep", &[Tag, Collect, Note, EditNote, Later, Queue, MoveDown, MoveUp]),
    task("marks", &[SetMark, GoToMark, Marks, History, JumpBack, JumpForward, Undo, Redo, Changes, Stats]),
    task("view", &[Sidebar, Zen, Panes, Narrower, Wider, ScrollRight, ScrollLeft, ShowCut, FullText, Picture]),
    task("select", &[Select, NextHighlight, PreviousHighlight, Highlights, DeleteHighlight]),
    Task {
        name: "",
        commands: &[
            UseSelection, CopyText, WidenSelection, SelectLine, SelectSentence, SelectParagraph,
            NextUnit, PreviousUnit, NextWord, PreviousWord, WordEnd, NextSentence, PreviousSentence,
            NextParagraph, PreviousParagraph, SwapEnds, Back,
        ],
        selecting: true,
    },
    task("program", &[CommandLine, Pipe, Help, Redraw, Suspend, Quit]),
];

pub(super) fn rows(context: &Context) -> Vec<PanelRow> {
    let locale = &context.locale;
    let mut rows = Vec::new();
    for task in TASKS {
        // The commands of a selection continue the task that starts it.
        if !task.name.is_empty() {
            let key = format!("help.{}", task.name);
            rows.push(PanelRow::heading(locale.text(&key)));
        }
        for command in task.commands {
            let (keys, text) = entry(task, *command, context);
            let lines = lines(&keys, context.settings.options.width);
            let words = words(command.name(), locale);
            let row = |keys| PanelRow {
                words: words.clone(),
                ..PanelRow::new(keys, text.clone(), Choice::Run(*command))
            };
            rows.extend(lines.into_iter().map(row));
        }
        let typed = TYPED.iter().filter(|(name, _)| *name == task.name);
        rows.extend(typed.flat_map(|(_, typed)| *typed).map(|(name, with)| {
            let text = locale.text(&format!("help.typed.{name}")).to_owned();
            PanelRow {
                words: words(name, locale),
                ..PanelRow::new(format!(":{name} {with}"), text, Choice::Type(name))
            }
        }));
    }
    rows.extend(macros(context));
    rows
}

/// By what the search of help finds a command, too: its name, and everyday words for what it does.
fn words(name: &str, locale: &Locale) -> String {
    let key = format!("help.words.{name}");
    match locale.text(&key) {
        words if words == key => name.to_owned(),
        words => format!("{name} {words}"),
    }
}

/// The keys of the user that do several things.
fn macros(context: &Context) -> Vec<PanelRow> {
    let mut rows = Vec::new();
    for (at, (keys, steps)) in context.keymap.macros().into_iter().enumerate() {
        if rows.is_empty() {
            rows.push(PanelRow::heading(context.locale.text("help.macros")));
        }
        let written: Vec<String> = steps.iter().map(Step::written).collect();
        let text = sanitize_line(&written.join(" ⋅ "));
        rows.push(PanelRow::new(keys, text, Choice::Macro(at)));
    }
    rows
}

/// The keys of a command in as few rows as their column allows. A command without keys has a row.
fn lines(keys: &[String], policy: WidthPolicy) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for key in keys {
        match lines.last_mut() {
            Some(line) if policy.str(line) + 1 + policy.str(key) <= usize::from(KEYS) => {
                line.push(' ');
                line.push_str(key);
            }
            _ => lines.push(key.clone()),
        }
    }
    if lines.is_empty() {
        lines.push(String::new());
    }
    lines
}

/// The keys and the text of a command. `q` leaves the list and returns from elsewhere: the rows of
/// every day say where.
fn entry(task: &Task, command: Command, context: &Context) -> (Vec<String>, String) {
    let keymap = &context.keymap;
    let own = format!("command.{}", command.name());
    let all = || keymap.keys_for_help(command, task.selecting);
    let (keys, key) = match (task.name, command) {
        ("daily", Back) => (all(), "help.back"),
        ("daily", Quit) => (keymap.keys_of(Quit, Scope::List), "help.quit"),
        // Their keys mean something else in the other pane.
        (_, Tag) => (all(), "help.tag"),
        (_, Sidebar) => (all(), "help.sidebar"),
        (_, Select) => (all(), "help.select-text"),
        (_, Quit) => (keymap.keys_of(Quit, Scope::Everywhere), &*own),
        _ => (all(), &*own),
    };
    // A command without keys is typed.
    let typed = keys.is_empty().then(|| format!(":{}", command.name()));
    let keys = typed.map_or(keys, |typed| vec![typed]);
    (keys, context.locale.text(key).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::COMMANDS;

    #[test]
    fn every_command_is_in_help() {
        for row in COMMANDS {
            let found = TASKS
                .iter()
                .any(|task| task.commands.contains(&row.command));
            assert!(found, "{}", row.name);
        }
    }
}
