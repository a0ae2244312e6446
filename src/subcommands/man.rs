//! `kanbao completions` and `kanbao man`, generated from the command line definitions.

use super::context::Context;
use super::output::Output;
use crate::cli::{self, Definition, Shell};
use crate::error::Exit;
use std::io;

pub fn completions(shell: Shell, context: &Context, out: &mut Output<'_>) -> io::Result<Exit> {
    let mut script = Vec::new();
    let shell = match shell {
        Shell::Bash => clap_complete::Shell::Bash,
        Shell::Elvish => clap_complete::Shell::Elvish,
        Shell::Fish => clap_complete::Shell::Fish,
        Shell::PowerShell => clap_complete::Shell::PowerShell,
        Shell::Zsh => clap_complete::Shell::Zsh,
    };
    clap_complete::generate(
        shell,
        &mut cli::command(&context.locale),
        "kanbao",
        &mut script,
    );
    out.text(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Done)
}

/// Prints one page: the program, then every command with its arguments.
pub fn man(context: &Context, out: &mut Output<'_>) -> io::Result<Exit> {
    let command = cli::command(&context.locale);
    let mut page = Vec::new();
    let main = clap_mangen::Man::new(command.clone());
    main.render_title(&mut page)?;
    main.render_name_section(&mut page)?;
    main.render_synopsis_section(&mut page)?;
    main.render_options_section(&mut page)?;
    out.text(&String::from_utf8_lossy(&page))?;
    out.text(&format!(
        ".SH {}\n",
        roff(context.locale.text("cli.heading.commands"))
    ))?;
    for (path, sub) in commands(&command) {
        out.text(&section(&path, sub))?;
    }
    let mut page = Vec::new();
    main.render_extra_section(&mut page)?;
    main.render_version_section(&mut page)?;
    out.text(&String::from_utf8_lossy(&page))?;
    Ok(Exit::Done)
}

/// Every command with its full name, such as `kanbao bookmark list`; two levels deep.
fn commands(root: &Definition) -> Vec<(String, &Definition)> {
    let mut all = Vec::new();
    for sub in root.get_subcommands() {
        let path = format!("kanbao {}", sub.get_name());
        if sub.has_subcommands() {
            all.extend(
                sub.get_subcommands()
                    .map(|leaf| (format!("{path} {}", leaf.get_name()), leaf)),
            );
        } else {
            all.push((path, sub));
        }
    }
    all
}

/// The section of a command: name, description, arguments, examples.
fn section(path: &str, command: &Definition) -> String {
    let about = command
        .get_about()
        .map(ToString::to_string)
        .unwrap_or_default();
    let mut page = format!(".SS {}\n{}\n", roff(path), roff(&about));
    let own = command
        .get_arguments()
        .filter(|arg| !arg.is_global_set() && !arg.is_hide_set() && arg.get_id() != "help");
    for arg in own {
        let value = arg
            .get_value_names()
            .filter(|_| arg.get_action().takes_values())
            .map(|names| {
                names
                    .iter()
                    .map(ToString::to_string)
                    .collect::<Vec<_>>()
                    .join(" ")
            });
        let option = arg
            .get_long()
            .map(|long| format!("\\fB{}\\fR", roff(&format!("--{long}"))));
        let value = value.map(|value| format!("\\fI{}\\fR", roff(&value)));
        let words: Vec<String> = [option, value].into_iter().flatten().collect();
        let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
        page.push_str(&format!(".TP\n{}\n{}\n", words.join(" "), roff(&help)));
    }
    if let Some(examples) = command.get_after_help() {
        page.push_str(&format!(".PP\n.nf\n{}\n.fi\n", roff(&examples.to_string())));
    }
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
    use super::roff;

    #[test]
    fn text_is_escaped_for_roff() {
        assert_eq!(roff(".SH x\n--a \\b"), "\\&.SH x\n\\-\\-a \\eb");
    }
}
