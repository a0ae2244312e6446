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

/// Values of `TERM` and of `TERM_PROGRAM` for terminals with dotted underlines (SGR 4:4).
const DOTTED_TERMS: &[&str] = &[
    "alacritty",
    "contour",
    "foot",
    "wezterm",
    "xterm-ghostty",
    "xterm-kitty",
];
const DOTTED_PROGRAMS: &[&str] = &["WezTerm", "ghostty"];
/// The first version of VTE with them (0.76), as `VTE_VERSION` has it.
const DOTTED_VTE: u32 = 7600;

/// Whether the terminal draws dotted underlines. Multiplexers may draw plain ones, which would mean
/// links.
pub fn draws_dotted_underlines() -> bool {
    dots(|name| std::env::var(name).ok())
}

fn dots(variable: impl Fn(&str) -> Option<String>) -> bool {
    let value = |name| variable(name).unwrap_or_default();
    let vte: u32 = value("VTE_VERSION").parse().unwrap_or(0);
    (value("TMUX") + &value("STY")).is_empty()
        && (DOTTED_TERMS.contains(&value("TERM").as_str())
            || DOTTED_PROGRAMS.contains(&value("TERM_PROGRAM").as_str())
            || vte >= DOTTED_VTE)
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

    #[test]
    fn known_terminals_draw_dotted_underlines() {
        #[track_caller]
        fn check(name: &str, value: &str, expected: bool) {
            let found = dots(|known| (known == name).then(|| value.to_owned()));
            assert_eq!(found, expected, "{name}={value}");
        }
        check("TERM", "xterm-kitty", true);
        check("TERM", "xterm-256color", false);
        check("TERM_PROGRAM", "WezTerm", true);
        check("VTE_VERSION", "7600", true);
        check("VTE_VERSION", "6003", false);
        let in_tmux = |name: &str| match name {
            "TERM" => Some("xterm-kitty".to_owned()),
            "TMUX" => Some("/tmp/tmux-0/default,1,0".to_owned()),
            _ => None,
        };
        assert!(!dots(in_tmux));
    }
}
