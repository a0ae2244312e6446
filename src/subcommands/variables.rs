//! The variables of the environment that are read: `man` explains them, `doctor` prints those that are set.

/// Variables with one explanation.
pub struct Variables {
    /// `cli.man.env-<text>` is the explanation.
    pub text: &'static str,
    pub names: &'static [&'static str],
    /// A value may be a password, and is not printed.
    pub is_secret: bool,
}

const fn of(text: &'static str, names: &'static [&'static str]) -> Variables {
    Variables {
        text,
        names,
        is_secret: false,
    }
}

const fn secret(text: &'static str, names: &'static [&'static str]) -> Variables {
    Variables {
        is_secret: true,
        ..of(text, names)
    }
}

/// In the order of the manual. A test compares the table with the sources.
pub const VARIABLES: &[Variables] = &[
    of("KANBAO_LIBRARY", &["KANBAO_LIBRARY"]),
    of("HOME", &["HOME"]),
    of("XDG_CONFIG_HOME", &["XDG_CONFIG_HOME"]),
    of("XDG_DATA_HOME", &["XDG_DATA_HOME"]),
    of("XDG_CACHE_HOME", &["XDG_CACHE_HOME"]),
    of("XDG_STATE_HOME", &["XDG_STATE_HOME"]),
    of("TMPDIR", &["TMPDIR"]),
    of("LC_ALL", &["LC_ALL"]),
    of("LC_MESSAGES", &["LC_MESSAGES"]),
    of("LC_CTYPE", &["LC_CTYPE"]),
    of("LANG", &["LANG"]),
    of("TZ", &["TZ"]),
    of("NO_COLOR", &["NO_COLOR"]),
    of("TERM", &["TERM"]),
    of("COLORTERM", &["COLORTERM"]),
    of("COLORFGBG", &["COLORFGBG"]),
    of(
        "TERM_PROGRAM",
        &[
            "TERM_PROGRAM",
            "TERM_PROGRAM_VERSION",
            "LC_TERMINAL",
            "VTE_VERSION",
        ],
    ),
    of("TMUX", &["TMUX", "STY"]),
    of(
        "SSH_CONNECTION",
        &["SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT"],
    ),
    of("DISPLAY", &["DISPLAY", "WAYLAND_DISPLAY"]),
    of("VISUAL", &["VISUAL"]),
    of("EDITOR", &["EDITOR"]),
    of("BROWSER", &["BROWSER"]),
    secret("proxy", &["ALL_PROXY", "HTTPS_PROXY", "HTTP_PROXY"]),
    of("NO_PROXY", &["NO_PROXY"]),
    secret(
        "engine",
        &[
            "KANBAO_ENGINE_USER",
            "KANBAO_ENGINE_PASSWORD",
            "KANBAO_ENGINE_API_KEY",
        ],
    ),
    of("KANBAO_ENGINE_CA", &["KANBAO_ENGINE_CA"]),
];
