//! `kanbao man`: manual pages, made from the definitions of the command line and of the keys.
//!
//! Each command has a page of its own, as `kanbao-list(1)`; the page of the program names them.

use super::context::Context;
use super::output::Output;
use super::variables::{VARIABLES, Variables};
use crate::cli::{self, Definition, Man};
use crate::error::{Error, Exit, Result};
use crate::fs;
use crate::input::{COMMANDS, SCOPES};
use crate::locale::Locale;
use std::fmt::Write as _;
use std::io;

/// The exit codes; `cli.man.exit-<code>` says what each means.
const EXITS: &[Exit] = &[
    Exit::Done,
    Exit::Found,
    Exit::Usage,
    Exit::Unreadable,
    Exit::Network,
    Exit::Interrupted,
];

/// The files of the program; `cli.man.file-<name>` says what each holds.
const FILES: &[(&str, &str)] = &[
    ("config", "$XDG_CONFIG_HOME/kanbao/config.toml"),
    ("themes", "$XDG_CONFIG_HOME/kanbao/themes/"),
    ("feeds", "$XDG_CONFIG_HOME/kanbao/feeds.toml"),
    ("journal", "$XDG_DATA_HOME/kanbao/journal/"),
    ("libraries", "$XDG_DATA_HOME/kanbao/libraries/"),
    ("articles", "$XDG_DATA_HOME/kanbao/articles/"),
    ("fetched", "$XDG_DATA_HOME/kanbao/feeds.json"),
    ("written", "$XDG_DATA_HOME/kanbao/written/"),
    ("state", "$XDG_STATE_HOME/kanbao/"),
    ("cache", "$XDG_CACHE_HOME/kanbao/"),
];

/// # Errors
/// There is no such command, or a page cannot be written.
pub fn run(man: &Man, context: &Context, out: &mut Output<'_>) -> Result<io::Result<Exit>> {
    let locale = &context.locale;
    let root = cli::command(locale);
    let pages = pages(&root);
    let Some(folder) = &man.into else {
        let name = ["kanbao"]
            .into_iter()
            .chain(man.command.iter().map(String::as_str));
        let name = name.collect::<Vec<_>>().join("-");
        let Some((_, command)) = pages.iter().find(|(known, _)| *known == name) else {
            let word = man.command.join(" ");
            let what = locale.fill("cli.error.unexpected", &[("argument", &word)]);
            return Err(Error::usage(what).hint(locale.text("cli.error.hint").to_owned()));
        };
        return Ok(out
            .text(&page(&name, command, &pages, locale))
            .map(|()| Exit::Done));
    };
    std::fs::create_dir_all(folder).map_err(|cause| Error::unreadable(folder, &cause))?;
    for (name, command) in &pages {
        let file = folder.join(format!("{name}.1"));
        let text = page(name, command, &pages, locale);
        fs::write_atomically(&file, text.as_bytes())
            .map_err(|cause| Error::unreadable(&file, &cause))?;
    }
    Ok(Ok(Exit::Done))
}

/// The program, then every command, with the names of their pages, such as `kanbao-bookmark-list`.
fn pages(root: &Definition) -> Vec<(String, &Definition)> {
    fn collect<'a>(
        name: String,
        command: &'a Definition,
        pages: &mut Vec<(String, &'a Definition)>,
    ) {
        let subs = command
            .get_subcommands()
            .filter(|sub| sub.get_name() != "help");
        let subs: Vec<_> = subs
            .map(|sub| (format!("{name}-{}", sub.get_name()), sub))
            .collect();
        pages.push((name, command));
        for (name, sub) in subs {
            collect(name, sub, pages);
        }
    }
    let mut pages = Vec::new();
    collect("kanbao".to_owned(), root, &mut pages);
    pages
}

/// The page of a command.
fn page(
    name: &str,
    command: &Definition,
    pages: &[(String, &Definition)],
    locale: &Locale,
) -> String {
    let version = env!("CARGO_PKG_VERSION");
    let about = command.get_about().map(ToString::to_string);
    let mut page = format!(
        ".TH {} 1 \"\" \"kanbao {version}\"\n",
        roff(&name.to_uppercase())
    );
    let mut section = |heading: &str, text: &str| {
        if !text.is_empty() {
            _ = write!(
                page,
                ".SH {}\n{text}",
                roff(&locale.text(heading).to_uppercase())
            );
        }
    };
    let about = about.unwrap_or_default();
    section(
        "cli.man.name",
        &format!("{} \\- {}\n", roff(name), roff(&about)),
    );
    section("cli.heading.usage", &synopsis(command));
    let arguments: Vec<_> = command.get_positionals().collect();
    section(
        "cli.heading.arguments",
        &arguments.into_iter().map(argument).collect::<String>(),
    );
    let options = command
        .get_arguments()
        .filter(|arg| !arg.is_positional() && !arg.is_hide_set());
    section(
        "cli.heading.options",
        &options.map(argument).collect::<String>(),
    );
    section("cli.heading.commands", &subcommands(name, command));
    let exits = EXITS.iter().map(|exit| {
        let code = *exit as u8;
        entry(
            &code.to_string(),
            locale.text(&format!("cli.man.exit-{code}")),
        )
    });
    section("cli.man.exit", &exits.collect::<String>());
    if name == "kanbao" {
        let text = |row: &Variables| {
            let text = format!("cli.man.env-{}", row.text);
            entry(&row.names.join(", "), locale.text(&text))
        };
        section(
            "cli.man.environment",
            &VARIABLES.iter().map(text).collect::<String>(),
        );
        let text =
            |(name, path): &(&str, &str)| entry(path, locale.text(&format!("cli.man.file-{name}")));
        section("cli.man.files", &FILES.iter().map(text).collect::<String>());
        section("cli.man.keys", &keys(locale));
    }
    let examples = command
        .get_after_help()
        .map(|help| kept_lines(&help.to_string()));
    section("cli.man.notes", &examples.unwrap_or_default());
    let others = pages.iter().filter(|(other, _)| is_near(name, other));
    let others: Vec<String> = others
        .map(|(other, _)| format!("\\fB{}\\fR(1)", roff(other)))
        .collect();
    section("cli.man.see-also", &format!("{}\n", others.join(", ")));
    page
}

/// Whether a page names another: those of its own commands, of the command that it belongs to, and of the program.
fn is_near(name: &str, other: &str) -> bool {
    let parent = |name: &str| name.rsplit_once('-').map(|(parent, _)| parent.to_owned());
    other != name
        && (other == "kanbao"
            || parent(other).as_deref() == Some(name)
            || parent(name).as_deref() == Some(other))
}

fn synopsis(command: &Definition) -> String {
    let usage = command.clone().render_usage().to_string();
    let usage = usage.split_once(": ").map_or(&*usage, |(_, usage)| usage);
    format!("{}\n", roff(usage.trim()))
}

/// The paragraph of an argument; its help names the default and the possible values.
fn argument(arg: &clap::Arg) -> String {
    let names = arg
        .get_value_names()
        .filter(|_| arg.get_action().takes_values());
    let value = names.map(|names| names.join(" "));
    let short = arg.get_short().map(|short| format!("-{short}"));
    let long = arg.get_long().map(|long| format!("--{long}"));
    let option: Vec<String> = [short, long].into_iter().flatten().collect();
    let words = [Some(option.join(", ")).filter(|it| !it.is_empty()), value];
    let words: Vec<String> = words.into_iter().flatten().collect();
    entry(
        &words.join(" "),
        &arg.get_help().map(ToString::to_string).unwrap_or_default(),
    )
}

fn subcommands(name: &str, command: &Definition) -> String {
    let subs = command
        .get_subcommands()
        .filter(|sub| sub.get_name() != "help");
    let subs = subs.map(|sub| {
        let about = sub.get_about().map(ToString::to_string).unwrap_or_default();
        entry(&format!("{name}-{}(1)", sub.get_name()), &about)
    });
    subs.collect()
}

/// The keys of the preset `vim`, by where they apply.
fn keys(locale: &Locale) -> String {
    let mut text = format!("{}\n", roff(locale.text("cli.man.keys-note")));
    for (scope, known) in SCOPES {
        let name = format!("scope.{scope}");
        _ = writeln!(text, ".SS {}", roff(locale.text(&name)));
        for row in COMMANDS.iter().filter(|row| row.scope == *known) {
            let keys = row.vim.join(", ");
            let help = format!("command.{}", row.name);
            let word = format!("{keys}  ({})", row.name);
            text.push_str(&entry(&word, locale.text(&help)));
        }
    }
    text
}

/// A word with its explanation.
fn entry(word: &str, text: &str) -> String {
    format!(".TP\n\\fB{}\\fR\n{}\n", roff(word), roff(text))
}

/// Paragraphs, in which indented lines stay as they are.
fn kept_lines(text: &str) -> String {
    let mut page = String::new();
    let mut is_kept = false;
    for line in text.lines() {
        if line.starts_with("  ") != is_kept {
            is_kept = !is_kept;
            page.push_str(if is_kept { ".nf\n" } else { ".fi\n" });
        }
        match line.trim() {
            "" => page.push_str(".PP\n"),
            _ => _ = writeln!(page, "{}", roff(line)),
        }
    }
    page.push_str(if is_kept { ".fi\n" } else { "" });
    page
}

/// Escapes text for roff: no line may look like a request.
fn roff(text: &str) -> String {
    let escaped = text.replace('\\', "\\e").replace('-', "\\-");
    let lines = escaped.lines().map(|line| match line.chars().next() {
        Some('.' | '\'') => format!("\\&{line}"),
        _ => line.to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::{is_near, kept_lines, roff};

    #[test]
    fn text_is_escaped_for_roff() {
        assert_eq!(roff(".SH x\n--a \\b"), "\\&.SH x\n\\-\\-a \\eb");
    }

    #[test]
    fn indented_lines_are_kept() {
        let text = "Reads\nfiles.\n\nExamples:\n  a\n  b";
        assert_eq!(
            kept_lines(text),
            "Reads\nfiles.\n.PP\nExamples:\n.nf\n  a\n  b\n.fi\n"
        );
    }

    #[test]
    fn pages_name_their_neighbours() {
        for (name, other, expected) in [
            ("kanbao", "kanbao-list", true),
            ("kanbao", "kanbao-feed-add", false),
            ("kanbao-feed", "kanbao-feed-add", true),
            ("kanbao-feed-add", "kanbao-feed", true),
            ("kanbao-list", "kanbao", true),
            ("kanbao-list", "kanbao-show", false),
        ] {
            assert_eq!(is_near(name, other), expected, "{name} {other}");
        }
    }
}
