//! The capabilities of the terminal for `kanbao doctor`: its answers and its environment.

use super::context::Context;
use crate::locale::Locale;
use crate::terminal::browser;
use crate::terminal::clipboard;
use crate::terminal::environment::is_set;
use crate::terminal::guard::{self, Terminal};
use crate::terminal::probe::{self, Found};
use crate::text::{Ambiguous, Emoji};
use crate::user::colours::{Colours, Depth, Ground, Source};
use crate::user::theme::{AUTO, MONO, Theme};
use std::io;

/// The locale key of a label, and its value.
pub struct Capability(pub &'static str, pub String);

/// All capabilities. Asks the terminal if standard output is one.
pub fn rows(context: &Context) -> Vec<Capability> {
    let locale = &context.locale;
    let mut colours = context.used.colours;
    let mut rows = Vec::new();
    let mut say = |label, key| rows.push(Capability(label, locale.text(key).to_owned()));
    match guard::unsupported() {
        Some(unsupported) => say("doctor.screen", unsupported.key()),
        None => match ask() {
            Ok(found) if found.answered => {
                colours = colours.with_background(found.background);
                answers(&found, &mut say);
            }
            Ok(_) => say("doctor.answers", "doctor.answers.none"),
            Err(cause) => rows.push(Capability("doctor.answers", cause.to_string())),
        },
    }
    let depth = locale.text(depth(colours));
    let reason = &context.used.reason;
    rows.push(Capability("doctor.colours", format!("{depth} ({reason})")));
    rows.push(Capability("doctor.theme", theme(context, colours)));
    let mut say = |label, key| rows.push(Capability(label, locale.text(key).to_owned()));
    if !is_utf8() {
        say("doctor.locale", "doctor.locale.other");
    }
    let links = if browser::opens_here() {
        "doctor.links.browser"
    } else {
        "doctor.links.copied"
    };
    say("doctor.links", links);
    say("doctor.copying", clipboard::method());
    if is_set("TMUX") {
        say("doctor.tmux", "doctor.tmux.hint");
    }
    rows
}

/// Takes the terminal for the probe, so that nothing of it is visible.
fn ask() -> io::Result<Found> {
    let mut terminal = Terminal::enter()?;
    probe::ask(&mut terminal, &guard::input()?, None)
}

fn answers(found: &Found, say: &mut impl FnMut(&'static str, &'static str)) {
    let cells = |ambiguous| match ambiguous {
        Ambiguous::Narrow => "doctor.cells.1",
        Ambiguous::Wide => "doctor.cells.2",
    };
    say("doctor.ambiguous", cells(found.policy.ambiguous));
    say("doctor.letters", cells(found.policy.letters));
    let emoji = match found.policy.emoji {
        Emoji::Full => "doctor.emoji.full",
        Emoji::Safe => "doctor.emoji.safe",
    };
    say("doctor.emoji", emoji);
    let known = |mode| match mode {
        Some(true) => "doctor.yes",
        Some(false) => "doctor.no",
        None => "doctor.unsaid",
    };
    say("doctor.synchronized", known(found.modes.synchronized));
    say("doctor.margins", known(found.modes.margins));
}

fn depth(colours: Colours) -> &'static str {
    match colours.depth {
        Depth::None => "doctor.colours.none",
        Depth::True => "doctor.colours.all",
        Depth::Indexed => "doctor.colours.256",
        Depth::Sixteen => "doctor.colours.16",
    }
}

/// The theme of the reader and the reason for it.
fn theme(context: &Context, colours: Colours) -> String {
    let locale = &context.locale;
    let (theme, reason) = if colours.depth == Depth::None {
        let reason = locale.text("doctor.theme.colourless");
        (MONO.to_owned(), reason.to_owned())
    } else if !context.theme.follows_terminal() {
        let reason = locale.text("doctor.theme.configured");
        (context.theme_name.clone(), reason.to_owned())
    } else {
        let chosen = Theme::name_for(colours);
        let theme = match &*context.theme_name {
            AUTO => chosen.to_owned(),
            own => format!("{own} + {chosen}"),
        };
        (theme, background(locale, colours))
    };
    let values: &[(&str, &dyn std::fmt::Display)] = &[("theme", &theme), ("reason", &reason)];
    locale.fill("doctor.theme.value", values)
}

fn background(locale: &Locale, colours: Colours) -> String {
    let Some((ground, source)) = colours.ground else {
        return locale.text("doctor.background.unknown").to_owned();
    };
    let ground = locale.text(match ground {
        Ground::Dark => "doctor.background.dark",
        Ground::Light => "doctor.background.light",
    });
    let key = match source {
        Source::Terminal => "doctor.background.terminal",
        Source::Variable => "doctor.background.variable",
    };
    locale.fill(key, &[("background", &ground)])
}

/// Whether the locale uses UTF-8. True for a locale without a charset (C, POSIX).
fn is_utf8() -> bool {
    let names = ["LC_ALL", "LC_CTYPE", "LANG"];
    let value = names
        .into_iter()
        .filter(|name| is_set(name))
        .find_map(|name| std::env::var(name).ok());
    let charset = value.as_deref().and_then(|value| value.split_once('.'));
    charset.is_none_or(|(_, charset)| {
        let charset = charset.to_ascii_lowercase();
        charset.starts_with("utf-8") || charset.starts_with("utf8")
    })
}
