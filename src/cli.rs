//! The command line and nothing else. What each thing is for stands in the locales, under
//! `cli.<command>.about`, `cli.<command>.<argument>` and `cli.<command>.examples`.

use crate::error::Error;
use crate::locale::Locale;
use crate::text::Ambiguous;
use clap::builder::{PossibleValue, Resettable, StyledStr};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

/// Everything that can be said on the command line.
#[derive(Clone, Debug, Parser)]
#[command(name = "kanbao", version, disable_help_subcommand = true)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Option<Command>,
    /// Folders and files to read.
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub global: Global,
}

/// Options that every command takes.
#[derive(Clone, Debug, Default, Args)]
pub struct Global {
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    #[arg(long, global = true, value_name = "WHEN", value_enum, default_value_t)]
    pub color: ColorWhen,
    #[arg(long, global = true, value_name = "CELLS", value_enum, default_value_t)]
    pub ambiguous: AmbiguousWidth,
    #[arg(long, global = true, value_name = "TAG")]
    pub lang: Option<String>,
    /// Follow symbolic links to folders.
    #[arg(long, global = true)]
    pub follow: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ColorWhen {
    #[default]
    Auto,
    Always,
    Never,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum AmbiguousWidth {
    #[value(name = "1")]
    One,
    #[value(name = "2")]
    Two,
    #[default]
    Auto,
}

impl Global {
    /// The width of ambiguous characters, if the command line names it.
    pub fn ambiguous(&self) -> Option<Ambiguous> {
        match self.ambiguous {
            AmbiguousWidth::One => Some(Ambiguous::Narrow),
            AmbiguousWidth::Two => Some(Ambiguous::Wide),
            AmbiguousWidth::Auto => None,
        }
    }
}

#[derive(Clone, Debug, Subcommand)]
pub enum Command {
    Show(Show),
    List(List),
    Check(Check),
    Mark(Mark),
    #[command(subcommand)]
    Bookmark(Bookmark),
    Doctor,
    #[command(subcommand)]
    Config(Config),
    Completions {
        #[arg(value_name = "SHELL", value_enum)]
        shell: Shell,
    },
    Man,
}

/// Shells that a completion script can be made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Shell {
    Bash,
    Elvish,
    Fish,
    #[value(name = "powershell")]
    PowerShell,
    Zsh,
}

/// The command line as a description, for completions and the manual page.
pub type Definition = clap::Command;

#[derive(Clone, Debug, Args)]
pub struct Show {
    /// A file, the ID of an article, or `-` for standard input.
    #[arg(value_name = "FILE|ID|-")]
    pub article: OsString,
    #[arg(long, value_name = "CELLS", default_value_t = 72, value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub width: u16,
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub format: ShowFormat,
    #[arg(long)]
    pub no_clean: bool,
    #[arg(long)]
    pub no_links: bool,
    #[arg(long, value_name = "DIR")]
    pub library: Vec<PathBuf>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ShowFormat {
    #[default]
    Text,
    Ansi,
    Markdown,
    Json,
}

#[derive(Clone, Debug, Default, Args)]
pub struct List {
    #[arg(value_name = "QUERY")]
    pub query: Vec<String>,
    #[arg(long, value_name = "DIR")]
    pub library: Vec<PathBuf>,
    #[arg(long, value_name = "KEY", value_enum, default_value_t)]
    pub sort: SortKey,
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    #[arg(long)]
    pub json: bool,
    /// Read the files themselves. They always are, so far; scripts may say so already.
    #[arg(long, hide = true)]
    pub no_index: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum SortKey {
    #[default]
    Date,
    Source,
    Title,
    Length,
}

#[derive(Clone, Debug, Args)]
pub struct Check {
    /// Folders, and single files.
    #[arg(value_name = "DIR|FILE")]
    pub paths: Vec<PathBuf>,
    /// What the cleaning rules cut, instead of problems.
    #[arg(long)]
    pub clean: bool,
    #[arg(long)]
    pub json: bool,
}

#[derive(Clone, Debug, Args)]
pub struct Mark {
    #[arg(value_name = "MARK", value_enum)]
    pub mark: MarkKind,
    #[arg(value_name = "ID|QUERY", required = true)]
    pub articles: Vec<String>,
    #[arg(long, value_name = "DIR")]
    pub library: Vec<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum MarkKind {
    Read,
    Unread,
    Bookmark,
    Unbookmark,
}

#[derive(Clone, Debug, Subcommand)]
pub enum Bookmark {
    List {
        #[arg(long)]
        json: bool,
    },
    Export {
        #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
        format: ExportFormat,
    },
    Import {
        /// A file that `bookmark export` wrote, or `-`.
        #[arg(value_name = "FILE|-")]
        file: PathBuf,
    },
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    #[default]
    Json,
    Markdown,
}

#[derive(Clone, Copy, Debug, Subcommand)]
pub enum Config {
    Path,
    Init,
    Check,
}

/// What to do instead of running a command.
#[derive(Clone, Debug)]
pub enum Stop {
    /// Help or the version was asked for: to standard output.
    Show(String),
    Wrong(Error),
}

/// The language asked for, before anything else is understood: errors are told in it.
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

/// Understands the arguments, the program's name first.
///
/// # Errors
/// When help is asked for, and when an argument is wrong.
pub fn parse(args: Vec<OsString>, locale: &Locale) -> Result<Cli, Stop> {
    let read = command(locale)
        .try_get_matches_from(args)
        .and_then(|matches| Cli::from_arg_matches(&matches));
    read.map_err(|error| stop(&error, locale))
}

/// The command line in a language: for parsing, help, the manual page and completions.
pub fn command(locale: &Locale) -> Definition {
    let mut command = localized(Cli::command(), "kanbao", locale);
    command.build();
    headed(command, locale)
}

/// Whether a locale has a text under a key.
fn text(locale: &Locale, key: &str) -> Option<String> {
    let text = locale.text(key);
    (text != key).then(|| text.to_owned())
}

fn styled(text: Option<String>) -> Resettable<StyledStr> {
    text.map(StyledStr::from).into()
}

fn localized(command: clap::Command, name: &str, locale: &Locale) -> clap::Command {
    let global = |id: &str| Cli::GLOBALS.contains(&id);
    let command = command
        .mut_args(|arg| {
            let id = arg.get_id().to_string();
            let owner = if global(&id) { "global" } else { name };
            match text(locale, &format!("cli.{owner}.{id}")) {
                Some(help) => arg.help(help).long_help(Resettable::Reset),
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

/// Headings, and the help of what clap adds itself, once the tree is built.
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
        command.mut_subcommand(sub, |sub| headed(sub, locale))
    })
}

impl Cli {
    const GLOBALS: &[&str] = &["config", "color", "ambiguous", "lang", "follow"];
}

/// A parser's error as one line of ours.
fn stop(error: &clap::Error, locale: &Locale) -> Stop {
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
    let argument = part(ContextKind::InvalidArg).unwrap_or_default();
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
            let known = part(ContextKind::ValidValue).filter(|known| !known.is_empty())?;
            Some(locale.fill("cli.error.known", &[("known", &known)]))
        })
        .unwrap_or_else(|| locale.text("cli.error.hint").to_owned());
    Stop::Wrong(Error::usage(what).hint(hint))
}

/// The name of a value as it is written on the command line.
pub fn value_name(value: &impl ValueEnum) -> String {
    value
        .to_possible_value()
        .map_or(String::new(), |value: PossibleValue| {
            value.get_name().to_owned()
        })
}

/// `-` stands for standard input.
pub fn is_stdin(article: &OsStr) -> bool {
    article == "-"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Cli, Stop> {
        let args = std::iter::once("kanbao").chain(line.split_whitespace());
        parse(args.map(OsString::from).collect(), &Locale::for_tag("en"))
    }

    #[test]
    fn the_parser_is_sound() {
        Cli::command().debug_assert();
        command(&Locale::for_tag("zh-Hans")).debug_assert();
    }

    #[test]
    fn lines_that_are_understood() {
        #[track_caller]
        fn check(line: &str, expected: fn(&Cli) -> bool) {
            match read(line) {
                Ok(cli) => assert!(expected(&cli), "{line}: {cli:?}"),
                Err(stop) => panic!("{line}: {stop:?}"),
            }
        }
        check("", |cli| cli.command.is_none() && cli.paths.is_empty());
        check("a b", |cli| cli.paths.len() == 2);
        check("./list", |cli| cli.command.is_none());
        check(
            "list 小巨人 标准 --limit 3 --sort length --lang zh",
            |cli| {
                matches!(&cli.command, Some(Command::List(list)) if list.query == ["小巨人", "标准"] && list.limit == Some(3) && list.sort == SortKey::Length)
                    && cli.global.lang.as_deref() == Some("zh")
            },
        );
        check("--ambiguous 2 show - --width 40 --format json", |cli| {
            matches!(&cli.command, Some(Command::Show(show)) if is_stdin(&show.article) && show.width == 40)
                && cli.global.ambiguous == AmbiguousWidth::Two
        });
        check(
            "mark read a b",
            |cli| matches!(&cli.command, Some(Command::Mark(mark)) if mark.articles.len() == 2),
        );
        check("bookmark export --format markdown", |cli| {
            cli.command.is_some()
        });
    }

    #[test]
    fn lines_that_are_wrong() {
        #[track_caller]
        fn check(line: &str) {
            match read(line) {
                Err(Stop::Wrong(error)) => {
                    assert_eq!(error.exit, crate::error::Exit::Usage);
                    assert!(!error.to_string().contains('\n'), "{error}");
                }
                other => panic!("{line}: {other:?}"),
            }
        }
        check("--nonsense");
        check("list --sort colour");
        check("show");
        check("show x --width 0");
        check("mark red x");
    }

    #[test]
    fn help_names_every_command() {
        let Err(Stop::Show(help)) = read("--help") else {
            panic!("no help")
        };
        for sub in Cli::command().get_subcommands() {
            assert!(help.contains(sub.get_name()), "{help}");
        }
    }

    /// Every command and every argument is explained in every language.
    #[test]
    fn nothing_goes_unexplained() {
        fn check(command: &Definition, english: Option<&Definition>) {
            assert!(command.get_about().is_some(), "{}", command.get_name());
            for arg in command.get_arguments().filter(|arg| !arg.is_hide_set()) {
                let help = arg.get_help().map(ToString::to_string);
                assert!(help.is_some(), "{} {}", command.get_name(), arg.get_id());
                let other = english.and_then(|command| {
                    let mut args = command.get_arguments();
                    args.find(|known| known.get_id() == arg.get_id())?
                        .get_help()
                });
                assert_ne!(help, other.map(ToString::to_string), "{}", arg.get_id());
            }
            for sub in command.get_subcommands() {
                let other = english.and_then(|command| command.find_subcommand(sub.get_name()));
                check(sub, other);
            }
        }
        let english = command(&Locale::for_tag("en"));
        check(&english, None);
        check(&command(&Locale::for_tag("zh-Hans")), Some(&english));
    }

    #[test]
    fn the_language_comes_first() {
        let args = |line: &str| line.split(' ').map(OsString::from).collect::<Vec<_>>();
        assert_eq!(
            language(&args("kanbao list --lang ja --bad")).as_deref(),
            Some("ja")
        );
        assert_eq!(language(&args("kanbao --lang=ko")).as_deref(), Some("ko"));
        assert_eq!(language(&args("kanbao -- --lang ja")), None);
    }
}
