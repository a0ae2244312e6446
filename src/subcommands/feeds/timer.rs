//! `kanbao feed timer`: the units of systemd that fetch feeds.

use crate::error::{Exit, Result};
use crate::subcommands::context::Context;
use crate::subcommands::output::Output;
use std::io;

pub fn run(context: &Context, out: &mut Output<'_>) -> Result<io::Result<Exit>> {
    let program = std::env::current_exe();
    let program = program.map_or_else(
        |_| "kanbao".to_owned(),
        |path| path.to_string_lossy().into_owned(),
    );
    let how = context.locale.text("feeds.timer");
    let units = units(&program, how);
    let printed = units.lines().try_for_each(|line| out.line(line));
    Ok(printed.map(|()| Exit::Done))
}

/// The text of both units. `how`: lines that say what to do with them.
fn units(program: &str, how: &str) -> String {
    let comments = how.lines().map(|line| format!("# {line}\n"));
    let comments: String = comments.collect();
    format!(
        "{comments}
# ~/.config/systemd/user/kanbao-fetch.service
[Unit]
Description=Fetch the feeds of kanbao

[Service]
Type=oneshot
ExecStart={} fetch --quiet
# A feed that fails does not make the service fail.
SuccessExitStatus=4
Nice=10

# ~/.config/systemd/user/kanbao-fetch.timer
[Unit]
Description=Fetch the feeds of kanbao every half hour

[Timer]
OnStartupSec=2min
OnUnitActiveSec=30min
RandomizedDelaySec=2min

[Install]
WantedBy=timers.target
",
        quoted(program)
    )
}

/// A word in a command line of systemd (systemd.service(5), section “Command lines”).
fn quoted(word: &str) -> String {
    let word = word.replace('\\', "\\\\").replace('"', "\\\"");
    let word = word.replace('%', "%%").replace('$', "$$");
    format!("\"{word}\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_is_one_word() {
        let units = units("/a b/100%$\"x", "one\ntwo");
        assert!(units.starts_with("# one\n# two\n"));
        assert!(units.contains("ExecStart=\"/a b/100%%$$\\\"x\" fetch --quiet\n"));
    }
}
