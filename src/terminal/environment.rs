//! What the environment variables say about the terminal.

use crate::user::Colours;

/// The variables that `sshd` sets.
const SSH: &[&str] = &["SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT"];

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
