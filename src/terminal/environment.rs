//! What the environment variables say about the terminal.

use crate::cli::ColorWhen;
use crate::user::{Colours, Depth};

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

/// The colours that are used, and what decides that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsedColours {
    pub colours: Colours,
    /// An option or a variable, as `NO_COLOR`.
    pub reason: String,
}

/// The one decision about colours: `--color`, then `NO_COLOR`, then what the terminal has.
pub fn used_colours(when: ColorWhen) -> UsedColours {
    decide(when, |name| std::env::var(name).ok())
}

fn decide(when: ColorWhen, variable: impl Fn(&str) -> Option<String>) -> UsedColours {
    let value = |name| variable(name).unwrap_or_default();
    let colours = Colours::of_variables(&variable);
    let set = |name| format!("{name}={}", value(name));
    let none = |reason| UsedColours {
        colours: Colours {
            depth: Depth::None,
            ..colours
        },
        reason,
    };
    match when {
        ColorWhen::Never => none("--color never".to_owned()),
        ColorWhen::Auto if !value("NO_COLOR").is_empty() => none("NO_COLOR".to_owned()),
        ColorWhen::Auto if value("TERM") == "dumb" => none(set("TERM")),
        ColorWhen::Auto | ColorWhen::Always => {
            let is_named = matches!(value("COLORTERM").as_str(), "truecolor" | "24bit");
            UsedColours {
                colours,
                reason: set(if is_named { "COLORTERM" } else { "TERM" }),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_decision_about_colours() {
        use ColorWhen::{Always, Auto, Never};
        #[track_caller]
        fn check(when: ColorWhen, set: &[(&str, &str)], depth: Depth, reason: &str) {
            let value = |name: &str| {
                let found = set.iter().find(|(known, _)| *known == name);
                found.map(|(_, value)| (*value).to_owned())
            };
            let used = decide(when, value);
            assert_eq!(
                (used.colours.depth, &*used.reason),
                (depth, reason),
                "{set:?}"
            );
        }
        let full: &[_] = &[("TERM", "xterm"), ("COLORTERM", "truecolor")];
        check(Auto, full, Depth::True, "COLORTERM=truecolor");
        check(
            Auto,
            &[("TERM", "tmux-256color")],
            Depth::Indexed,
            "TERM=tmux-256color",
        );
        check(Auto, &[("TERM", "linux")], Depth::Sixteen, "TERM=linux");
        check(Auto, &[("TERM", "dumb")], Depth::None, "TERM=dumb");
        // By no-color.org an empty value means nothing.
        check(
            Auto,
            &[("TERM", "linux"), ("NO_COLOR", "")],
            Depth::Sixteen,
            "TERM=linux",
        );
        let plain: &[_] = &[("TERM", "xterm-256color"), ("NO_COLOR", "1")];
        check(Auto, plain, Depth::None, "NO_COLOR");
        check(Always, plain, Depth::Indexed, "TERM=xterm-256color");
        check(Never, full, Depth::None, "--color never");
    }

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
