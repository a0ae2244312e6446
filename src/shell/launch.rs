//! From the command line and the configuration to a running reader.

use super::print::Context;
use super::print::libraries::{self, Roots};
use super::recorder::Recorder;
use super::session::{Session, Setup, now};
use super::terminal;
use crate::app::{App, MarkRead, Panes, Settings, Start};
use crate::disk::Places;
use crate::error::{Error, Exit, Result};
use crate::input::{Keymap, Preset};
use crate::profile::journal::Journal;
use crate::profile::marks::Marks;
use crate::profile::theme::Theme;
use crate::text::sanitize_line;
use crate::ui::Styles;
use std::path::PathBuf;

/// Opens the reader on the paths that were named, and returns when it is left.
///
/// # Errors
/// A path that is not there, a terminal that cannot hold a full screen.
pub fn read(paths: &[PathBuf], context: &Context) -> Result<Exit> {
    let locale = &context.locale;
    let roots = libraries::resolve(paths, &context.libraries)?;
    if let Some(refusal) = terminal::refusal() {
        return Err(Error::usage(locale.text(refusal.key())));
    }
    let places = Places::standard();
    let standing = places
        .clone()
        .unwrap_or_else(|| Places::under(&std::env::temp_dir().join("kanbao")));
    let mut journal = Journal::new(&standing);
    let reading = journal.read();
    let mut marks = Marks::default();
    marks.apply_all(&reading.events);
    let (sample, roots) = match roots {
        Roots::Sample => (true, Vec::new()),
        Roots::Paths(paths) => (false, paths),
    };
    terminal::report_panics(
        standing.state.clone(),
        locale.text("terminal.panic").to_owned(),
    );
    let settings = Settings {
        panes: Panes::Auto,
        mark_read: MarkRead::Open,
        options: crate::typeset::Options {
            width: context.policy,
            ..context.typeset
        },
        zone: context.scan.zone.clone(),
    };
    let app = App::new(Start {
        settings,
        locale: locale.clone(),
        keymap: Keymap::new(Preset::Vim, &[]),
        marks,
        places: roots
            .iter()
            .map(|root| sanitize_line(&root.to_string_lossy()))
            .collect(),
        sample,
        size: terminal::size(),
        now: now(),
    });
    let setup = Setup {
        styles: Styles::new(&Theme::default()),
        roots,
        scan: context.scan.clone(),
        browser: Vec::new(),
        mouse: false,
        places,
    };
    let recorder = Recorder::start(journal, locale.clone());
    let session = Session::start(app, setup, recorder, &[]);
    let ended = session.and_then(Session::run);
    ended
        .map(|()| Exit::Done)
        .map_err(|error| Error::new(Exit::Unreadable, error.to_string()))
}
