//! `kanbao completions`: the script that a shell loads, and the answers that the shell then asks for.
//!
//! The script calls the program with [`VARIABLE`] set to the name of the shell. So a shell offers
//! what the libraries hold today: IDs, sources, tags, saved searches.

mod bash;
mod offers;

use super::output::Output;
use crate::cli::{self, Definition, Shell};
use crate::error::Exit;
use crate::locale::Locale;
use bash::Bash;
use clap::ValueHint;
use clap_complete::env::{Elvish, EnvCompleter, Fish, Powershell, Shells, Zsh};
use clap_complete::{ArgValueCandidates, ArgValueCompleter, CompletionCandidate};
use offers::Offers;
use std::ffi::{OsStr, OsString};
use std::io::{self, Write};
use std::sync::Arc;

/// The environment variable that asks for completions. Its value is the name of a shell.
pub const VARIABLE: &str = "KANBAO_COMPLETE";

const SHELLS: Shells<'static> = Shells(&[&Bash, &Elvish, &Fish, &Powershell, &Zsh]);

/// Prints the script that a shell loads when it starts.
pub fn script(shell: Shell, out: &mut Output<'_>) -> io::Result<Exit> {
    let shell: &dyn EnvCompleter = match shell {
        Shell::Bash => &Bash,
        Shell::Elvish => &Elvish,
        Shell::Fish => &Fish,
        Shell::PowerShell => &Powershell,
        Shell::Zsh => &Zsh,
    };
    let mut script = Vec::new();
    shell.write_registration(VARIABLE, "kanbao", "kanbao", "kanbao", &mut script)?;
    out.text(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Done)
}

/// Answers a shell. The arguments are those that its script gives: after `--` the words of the line.
/// A shell whose name is unknown, and a line that cannot be completed, get no candidates.
pub fn answer(shell: &OsStr, args: &[OsString], locale: &Locale) -> Exit {
    let words = args.iter().skip_while(|arg| *arg != "--").skip(1);
    let words: Vec<OsString> = words.cloned().collect();
    let shell = shell.to_str().and_then(|name| SHELLS.completer(name));
    let mut answer = Vec::new();
    if let Some(shell) = shell {
        let offers = Arc::new(Offers::of(bash::words_of(&words)));
        let mut command = offered(cli::command(locale), &offers);
        let folder = std::env::current_dir().ok();
        // An error means that nothing can be offered here.
        let _ = shell.write_complete(&mut command, words, folder.as_deref(), &mut answer);
    }
    // The shell may have gone.
    let _ = io::stdout().write_all(&answer);
    Exit::Done
}

/// The definition of the command line, with what each argument offers.
fn offered(command: Definition, offers: &Arc<Offers>) -> Definition {
    let takes_paths = matches!(command.get_name(), "show" | "check");
    let command = command.mut_args(|arg| match arg.get_id().as_str() {
        "library" | "into" => arg.value_hint(ValueHint::DirPath),
        "config" => arg.value_hint(ValueHint::FilePath),
        "paths" | "file" => arg.value_hint(ValueHint::AnyPath),
        "article" | "articles" | "query" => {
            let offers = Arc::clone(offers);
            arg.add(ArgValueCompleter::new(move |typed: &OsStr| {
                offers.articles(typed, takes_paths)
            }))
        }
        "add" | "remove" if arg.get_value_names().is_some() => {
            let offers = Arc::clone(offers);
            arg.add(listed(move || offers.tags()))
        }
        "feeds" => {
            let offers = Arc::clone(offers);
            arg.add(listed(move || offers.feeds()))
        }
        "lang" => arg.add(listed(|| Locale::tags().map(str::to_owned).collect())),
        _ => arg,
    });
    let names: Vec<String> = command
        .get_subcommands()
        .map(|sub| sub.get_name().to_owned())
        .collect();
    names.into_iter().fold(command, |command, sub| {
        command.mut_subcommand(sub, |sub| offered(sub, offers))
    })
}

/// Candidates of which those that begin with the typed word are offered.
fn listed(values: impl Fn() -> Vec<String> + Send + Sync + 'static) -> ArgValueCandidates {
    ArgValueCandidates::new(move || {
        let values = values().into_iter();
        values.map(CompletionCandidate::new).collect::<Vec<_>>()
    })
}
