//! What the environment variables say about the terminal.

use crate::user::Colours;

/// The variables that `sshd` sets.
const SSH: &[&str] = &["SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT"];

/// Values of `TERM` for terminals whose erased cells take the background colour: `bce` in
/// terminfo, and kitty, which lacks `bce` because only its rows that scroll in do not.
const BACKGROUND_ERASE_TERMS: &[&str] = &[
    "alacritty",
    "linux",
    "rxvt-unicode-256color",
    "xterm",
    "xterm-16color",
    "xterm-256color",
    "xterm-direct",
    "xterm-kitty",
];

/// Whether erased cells take the background colour. Inside a multiplexer they do only if `TERM`
/// says so, whatever the terminal outside does.
pub fn erases_with_background() -> bool {
    erases(|name| std::env::var(name).ok())
}

fn erases(variable: impl Fn(&str) -> Option<String>) -> bool {
    let value = |name| variable(name).unwrap_or_default();
    let (term, multiplexer) = (value("TERM"), value("TMUX") + &value("STY"));
    term.ends_with("-bce")
        || multiplexer.is_empty() && BACKGROUND_ERASE_TERMS.contains(&term.as_str())
}

/// Whether a variable is set and not empty.
pub fn is_set(name: &str) -> bool {
    std::env::var_os(name).is_some_and(|value| !value.is_empty())
}

/// Whether the program runs in an SSH session.
pub fn over_ssh() -> bool {
    is_ssh(is_set)
}

/// As [`over_ssh`], for some set of variables.
pub(crate) fn is_ssh(is_set: impl Fn(&str) -> bool) -> bool {
    SSH.iter().any(|name| is_set(name))
}

/// Whether `NO_COLOR` is set to anything but the empty string (no-color.org).
pub fn no_color() -> bool {
    is_set("NO_COLOR")
}

/// The colours that the variables promise.
pub fn colours() -> Colours {
    Colours::of_variables(|name| std::env::var(name).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_known_terminals_erase_with_the_background() {
        #[track_caller]
        fn check(term: &str, tmux: &str, expected: bool) {
            let variables = [("TERM", term), ("TMUX", tmux)];
            let value = |name: &str| variables.iter().find(|(known, _)| *known == name);
            let found = erases(|name| value(name).map(|(_, value)| (*value).to_owned()));
            assert_eq!(found, expected, "{term} {tmux}");
        }
        check("xterm-256color", "", true);
        check("linux", "", true);
        check("xterm-kitty", "", true);
        check("xterm-other", "", false);
        check("tmux-256color", "/tmp/tmux-0/default,1,0", false);
        check("xterm-256color", "/tmp/tmux-0/default,1,0", false);
        check("screen-256color-bce", "/tmp/tmux-0/default,1,0", true);
        check("", "", false);
    }
}
