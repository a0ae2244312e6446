//! Accepted and rejected command lines; every argument has a help text.

use super::*;
use crate::locale::Locale;
use clap::CommandFactory;

fn read(line: &str) -> Result<Cli, Stop> {
    let args = std::iter::once("kanbao").chain(line.split_whitespace());
    parse(args.map(OsString::from).collect(), &Locale::for_tag("en"))
}

#[test]
fn the_definitions_are_consistent() {
    Cli::command().debug_assert();
    for tag in Locale::tags() {
        command(&Locale::for_tag(tag)).debug_assert();
    }
}

#[test]
fn accepted_lines() {
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
            matches!(&cli.command, Some(Command::List(list)) if list.query == ["小巨人", "标准"] && list.limit == Some(3) && list.sort == Some(SortKey::Length))
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
    check(
        "list -小米 --limit 3 手机 -x",
        |cli| matches!(&cli.command, Some(Command::List(list)) if list.query == ["-小米", "手机", "-x"] && list.limit == Some(3)),
    );
    check("--lang zh --follow list -huawei --json -- --json", |cli| {
        matches!(&cli.command, Some(Command::List(list)) if list.query == ["-huawei", "--json"] && list.json)
            && cli.global.lang.as_deref() == Some("zh")
    });
    check(
        "mark read --library=d 小米 -手机",
        |cli| matches!(&cli.command, Some(Command::Mark(mark)) if mark.articles == ["小米", "-手机"] && mark.library.len() == 1),
    );
    check(
        "list --library x -x a",
        |cli| matches!(&cli.command, Some(Command::List(list)) if list.query == ["-x", "a"] && list.library == [PathBuf::from("x")]),
    );
    check("bookmark export --format markdown", |cli| {
        cli.command.is_some()
    });
}

#[test]
fn rejected_lines() {
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
    check("list --jsno");
    check("list a --limit");
    check("mark read");
    check("check -x");
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

#[test]
fn every_argument_has_help_in_every_language() {
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
    for tag in Locale::tags().skip(1) {
        check(&command(&Locale::for_tag(tag)), Some(&english));
    }
}

#[test]
fn the_language_is_found_before_parsing() {
    let args = |line: &str| line.split(' ').map(OsString::from).collect::<Vec<_>>();
    assert_eq!(
        language(&args("kanbao list --lang ja --bad")).as_deref(),
        Some("ja")
    );
    assert_eq!(language(&args("kanbao --lang=ko")).as_deref(), Some("ko"));
    assert_eq!(language(&args("kanbao -- --lang ja")), None);
}
