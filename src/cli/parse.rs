//! Parses arguments into a [`Cli`], with help and errors in the language of the interface.

use super::{Cli, Definition};
use crate::error::Error;
use crate::locale::Locale;
use clap::builder::{Resettable, StyledStr};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{CommandFactory, FromArgMatches};
use std::ffi::{OsStr, OsString};

/// The arguments that every command takes.
const GLOBALS: &[&str] = &[
    "config",
    "color",
    "ambiguous",
    "lang",
    "follow",
    "no_index",
    "plain",
];

/// Why no command runs.
#[derive(Clone, Debug)]
pub enum Stop {
    /// Help or the version was requested: the text for standard output.
    Show(String),
    Wrong(Error),
}

/// The value of `--lang`, found before parsing, because parse errors are printed in this language.
pub fn language(args: &[OsString]) -> Option<String> {
    let mut args = args.iter().map(|arg| arg.to_string_lossy());
    while let Some(arg) = args.next() {
        if arg == "--" {
            return None;
        }
        if arg == "--lang" {
            return args.next().map(|tag| tag.into_owned());
        }
        if let Some(tag) = arg.strip_prefix("--lang=") {
            return Some(tag.to_owned());
        }
    }
    None
}

/// Parses the arguments, of which the first is the name of the program.
///
/// # Errors
/// Help was requested, or an argument is wrong.
pub fn parse(args: Vec<OsString>, locale: &Locale) -> Result<Cli, Stop> {
    let command = command(locale);
    let args = terms_last(args, &command);
    let read = command
        .try_get_matches_from(&args)
        .and_then(|matches| Cli::from_arg_matches(&matches));
    read.map_err(|error| stop(&error, &args, locale))
}

/// The commands that take a query, in which `-word` excludes a word.
const QUERIES: &[&str] = &["list", "mark", "add", "remove", "tag", "note", "export"];

/// Moves the options of a command with a query to the front and puts `--` before the other
/// arguments, so that clap does not take `-word` for an option. `--word` stays an option.
fn terms_last(args: Vec<OsString>, mut command: &Definition) -> Vec<OsString> {
    let mut rest = args.into_iter();
    let mut before: Vec<OsString> = rest.by_ref().take(1).collect();
    let sub = loop {
        let Some(arg) = rest.next() else {
            return before;
        };
        let is_option = arg.as_encoded_bytes().starts_with(b"-");
        let value = takes_value(&arg, command).then(|| rest.next()).flatten();
        let sub = arg.to_str().and_then(|name| command.find_subcommand(name));
        before.push(arg);
        before.extend(value);
        match sub {
            Some(sub) if sub.get_name() == "help" => {
                return before.into_iter().chain(rest).collect();
            }
            Some(sub) if sub.has_subcommands() => command = sub,
            Some(sub) if QUERIES.contains(&sub.get_name()) => break sub,
            None if is_option => {}
            _ => return before.into_iter().chain(rest).collect(),
        }
    };
    let mut terms: Vec<OsString> = vec!["--".into()];
    while let Some(arg) = rest.next() {
        if arg == "--" {
            terms.extend(rest.by_ref());
        } else if arg == "-h" || arg.as_encoded_bytes().starts_with(b"--") {
            let value = takes_value(&arg, sub).then(|| rest.next()).flatten();
            before.push(arg);
            before.extend(value);
        } else {
            terms.push(arg);
        }
    }
    before.extend(terms);
    before
}

/// Whether an argument is an option whose value is the next argument.
fn takes_value(arg: &OsStr, command: &Definition) -> bool {
    let name = arg.to_str().and_then(|arg| arg.strip_prefix("--"));
    let mut known = command.get_arguments();
    let option = known.find(|option| name.is_some() && option.get_long() == name);
    option.is_some_and(|option| option.get_action().takes_values())
}

/// The localized definition, for parsing, help, the manual page and completions.
pub fn command(locale: &Locale) -> Definition {
    let mut command = localized(Cli::command(), "kanbao", locale);
    command.build();
    headed(command, locale)
}

/// The text of a key, if the locale has one.
fn text(locale: &Locale, key: &str) -> Option<String> {
    let text = locale.text(key);
    (text != key).then(|| text.to_owned())
}

fn styled(text: Option<String>) -> Resettable<StyledStr> {
    text.map(StyledStr::from).into()
}

fn localized(command: clap::Command, name: &str, locale: &Locale) -> clap::Command {
    let global = |id: &str| GLOBALS.contains(&id);
    let command = command
        .mut_args(|arg| {
            let id = arg.get_id().to_string();
            let owner = if global(&id) { "global" } else { name };
            match text(locale, &format!("cli.{owner}.{id}")) {
                Some(help) => {
                    let help = help + &values_of(&arg, locale);
                    let arg = arg.help(help).long_help(Resettable::Reset);
                    match arg.get_action().takes_values() {
                        true => arg.hide_default_value(true).hide_possible_values(true),
                        false => arg,
                    }
                }
                None => arg,
            }
        })
        .about(styled(text(locale, &format!("cli.{name}.about"))))
        .long_about(Resettable::Reset)
        .after_help(styled(text(locale, &format!("cli.{name}.examples"))));
    let names: Vec<String> = command
        .get_subcommands()
        .map(|sub| sub.get_name().to_owned())
        .collect();
    names.into_iter().fold(command, |command, sub| {
        let path = if name == "kanbao" {
            sub.clone()
        } else {
            format!("{name}.{sub}")
        };
        command.mut_subcommand(sub, |sub| localized(sub, &path, locale))
    })
}

/// The default and the possible values of an argument, in the language of its help.
fn values_of(arg: &clap::Arg, locale: &Locale) -> String {
    if !arg.get_action().takes_values() {
        return String::new();
    }
    let comma = locale.text("cli.values.comma");
    let default: Vec<_> = arg
        .get_default_values()
        .iter()
        .map(|it| it.to_string_lossy())
        .collect();
    let default = default.join(comma);
    let possible = arg.get_possible_values();
    let possible: Vec<&str> = possible
        .iter()
        .filter(|it| !it.is_hide_set())
        .map(|it| it.get_name())
        .collect();
    let possible = possible.join(comma);
    let key = match (default.is_empty(), possible.is_empty()) {
        (true, true) => return String::new(),
        (false, true) => "cli.values.default",
        (true, false) => "cli.values.possible",
        (false, false) => "cli.values.both",
    };
    locale.fill(key, &[("default", &default), ("possible", &possible)])
}

/// Sets headings and the help of arguments that clap adds when it builds the tree.
fn headed(command: clap::Command, locale: &Locale) -> clap::Command {
    let heading = |key: &str| locale.text(key).to_owned();
    let template = format!(
        "{{about-with-newline}}\n{}: {{usage}}\n\n{{all-args}}{{after-help}}",
        heading("cli.heading.usage")
    );
    let names: Vec<String> = command
        .get_subcommands()
        .map(|sub| sub.get_name().to_owned())
        .collect();
    let command = command
        .help_template(template)
        // Whoever prints it knows the terminal and where Chinese text may break.
        .term_width(0)
        .subcommand_help_heading(heading("cli.heading.commands"))
        .mut_args(|arg| {
            let key = if arg.is_positional() {
                "cli.heading.arguments"
            } else {
                "cli.heading.options"
            };
            let arg = match arg.get_id().as_str() {
                "help" => arg.help(heading("cli.global.help")),
                "version" => arg.help(heading("cli.global.version")),
                _ => arg,
            };
            arg.help_heading(heading(key))
        });
    names.into_iter().fold(command, |command, sub| {
        command.mut_subcommand(sub, |sub| match sub.get_name() {
            "help" => headed(sub.about(locale.text("cli.help.about").to_owned()), locale),
            _ => headed(sub, locale),
        })
    })
}

/// The word that a part of it belongs to: of `-word` the parser names `-w` only.
fn whole(part: String, args: &[OsString]) -> String {
    let mut letters = part.chars();
    let is_short = letters.next() == Some('-') && letters.next() != Some('-');
    let begins = |arg: &&OsString| arg.to_string_lossy().starts_with(&part);
    let word = args.iter().skip(1).find(begins).filter(|_| is_short);
    word.map_or(part.clone(), |word| word.to_string_lossy().into_owned())
}

/// Converts an error of clap. `args`: those that it read.
fn stop(error: &clap::Error, args: &[OsString], locale: &Locale) -> Stop {
    let part = |kind| match error.get(kind)? {
        ContextValue::String(text) => Some(text.clone()),
        ContextValue::Strings(texts) => Some(texts.join(", ")),
        ContextValue::StyledStr(text) => Some(text.to_string()),
        ContextValue::StyledStrs(texts) => Some(
            texts
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join(", "),
        ),
        ContextValue::Number(number) => Some(number.to_string()),
        _ => None,
    };
    let argument = whole(part(ContextKind::InvalidArg).unwrap_or_default(), args);
    let what = match error.kind() {
        ErrorKind::DisplayHelp
        | ErrorKind::DisplayVersion
        | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            return Stop::Show(error.to_string());
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let value = part(ContextKind::InvalidValue).unwrap_or_default();
            locale.fill(
                "cli.error.value",
                &[("value", &value), ("argument", &argument)],
            )
        }
        ErrorKind::MissingRequiredArgument => {
            locale.fill("cli.error.missing", &[("argument", &argument)])
        }
        ErrorKind::MissingSubcommand => locale.text("cli.error.subcommand").to_owned(),
        ErrorKind::InvalidSubcommand => {
            let word = part(ContextKind::InvalidSubcommand).unwrap_or_default();
            locale.fill("cli.error.unexpected", &[("argument", &word)])
        }
        _ => locale.fill("cli.error.unexpected", &[("argument", &argument)]),
    };
    let near = [
        ContextKind::SuggestedArg,
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedValue,
    ];
    let hint = near
        .into_iter()
        .find_map(part)
        .map(|near| locale.fill("cli.error.near", &[("near", &near)]))
        .or_else(|| {
            let known = part(ContextKind::ValidValue).filter(|known| !known.is_empty());
            let tags = || Locale::tags().collect::<Vec<_>>().join(", ");
            let known = known.or_else(|| argument.starts_with("--lang").then(tags))?;
            Some(locale.fill("cli.error.known", &[("known", &known)]))
        })
        .unwrap_or_else(|| locale.text("cli.error.hint").to_owned());
    Stop::Wrong(Error::usage(what).hint(hint))
}
