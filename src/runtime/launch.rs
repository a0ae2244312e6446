//! Starts the reader from the command line and the config.

use super::configuration::Configuration;
use super::event_loop::EventLoop;
use super::journal_writer::JournalWriter;
use super::line_mode;
use super::setup::Setup;
use super::signals;
use crate::app::{App, Level, ScanSource, Start};
use crate::cli::Global;
use crate::error::{Error, Exit, Result};
use crate::library;
use crate::paths::Directories;
use crate::subcommands::context::Context;
use crate::subcommands::current_folder;
use crate::subcommands::libraries::{self, Roots};
use crate::terminal::guard;
use crate::terminal::panics;
use crate::text::sanitize_line;
use crate::user::journal::Journal;
use crate::user::{
    Config, Depth, SavedSearches, ThemeChoice, TypedFile, ViewState, ViewStates, now,
};
use std::fs;
use std::path::PathBuf;

/// Runs the reader on the given paths until the user quits, or the line mode.
///
/// # Errors
/// A path does not exist, the theme has an error, or the terminal cannot show a full screen.
pub fn run_reader(
    paths: &[PathBuf],
    context: &Context,
    config: &Config,
    global: &Global,
) -> Result<Exit> {
    if let Some(unsupported) = guard::unsupported().filter(|_| !global.plain) {
        return Err(Error::usage(context.locale.text(unsupported.key())));
    }
    let Prepared {
        app,
        setup,
        journal,
        temporary,
    } = prepare(paths, context, config, global)?;
    let journal_writer = JournalWriter::start(journal, &setup.places, context.locale.clone());
    let result = if global.plain {
        line_mode::run(app, setup, journal_writer)
    } else {
        panics::report_panics(
            setup.places.state.clone(),
            context.locale.text("terminal.panic").to_owned(),
        );
        let session = EventLoop::start(app, setup, journal_writer).map_err(|cause| {
            signals::leave_exit_to_signal();
            Error::new(Exit::Unreadable, cause.to_string())
        })?;
        session.run()
    };
    if let Some(folder) = temporary
        && !Directories::under(&folder).journal().exists()
    {
        // Nothing was marked. A folder that cannot be removed is left among the temporary files.
        let _ = fs::remove_dir_all(folder);
    }
    result.map(|()| Exit::Done)
}

/// What a session starts with.
struct Prepared {
    app: App,
    setup: Setup,
    journal: Journal,
    /// The folder of a user without a home directory.
    temporary: Option<PathBuf>,
}

fn prepare(
    paths: &[PathBuf],
    context: &Context,
    config: &Config,
    global: &Global,
) -> Result<Prepared> {
    let locale = &context.locale;
    let chosen = libraries::resolve(paths, &context.libraries)?;
    let source = source(&chosen, paths, context)?;
    let roots = chosen.paths();
    let (places, temporary) = match Directories::standard() {
        Some(places) => (places, None),
        None => temporary_places()?,
    };
    let (theme, theme_fault) = theme(config, &places, context);
    let views = ViewStates::read(&places, library_name(&roots));
    let mut journal = Journal::open(&places);
    let marks = journal.marks(&roots);
    let configuration = Configuration::new(config, context, global);
    let configured = configuration.configured();
    let mut app = App::new(Start {
        settings: configured.settings,
        locale: locale.clone(),
        keymap: configured.keymap,
        marks: None,
        places: shown(&roots),
        source,
        size: match global.plain {
            true => line_mode::size(),
            false => guard::size(),
        },
        now: now(),
        view: match source {
            ScanSource::File => ViewState::default(),
            ScanSource::Libraries | ScanSource::Sample => views.current(),
        },
        searches: [config.searches.clone(), SavedSearches::of(&places).read()],
        themes: ThemeChoice::names(&places.themes()),
        theme: config.theme.clone(),
    });
    app.overlay.history.restore(TypedFile::of(&places).read());
    app.context.marks = marks.into();
    if let Some(fault) = theme_fault {
        let text = locale.fill("notice.theme-instead", &[("error", &fault)]);
        app.context.notify(Level::Warning, sanitize_line(&text));
    }
    if let Some(folder) = &temporary {
        let path = sanitize_line(&folder.to_string_lossy());
        let text = locale.fill("notice.no-home", &[("path", &path)]);
        app.context.notify(Level::Warning, text);
    }
    if app.context.notice.is_none()
        && let Some(key) = advice(&chosen, paths, &views, context)
    {
        app.context.inform(key);
    }
    let setup = Setup {
        configuration,
        subcommands: context.on_screen(),
        theme,
        theme_name: config.theme.clone(),
        roots,
        scan: chosen.scan_options(&context.scan),
        indexes: context.indexes.clone(),
        engine: context.engine.clone(),
        cleaning: context.cleaning.clone(),
        browser: config.browser.clone(),
        openers: config.openers.clone(),
        mouse: config.mouse,
        places,
        views,
        colours: context.used.colours,
    };
    Ok(Prepared {
        app,
        setup,
        journal,
        temporary,
    })
}

/// The folders with their whole paths, for the screen.
fn shown(roots: &[PathBuf]) -> Vec<String> {
    let shown = |root: &PathBuf| {
        let path = std::path::absolute(root).unwrap_or_else(|_| root.clone());
        sanitize_line(&path.to_string_lossy())
    };
    roots.iter().map(shown).collect()
}

/// What the paths of the command line are.
///
/// # Errors
/// A single file is not an article: whoever names it learns at once why it cannot be shown.
fn source(roots: &Roots, paths: &[PathBuf], context: &Context) -> Result<ScanSource> {
    Ok(match (roots, paths) {
        (Roots::Sample, _) => ScanSource::Sample,
        (_, [file]) if file.is_file() => {
            library::entry_of(file, &context.scan.zone)
                .map_err(|error| library::in_words(error, &context.locale))?;
            ScanSource::File
        }
        (Roots::Here | Roots::Paths(_), _) => ScanSource::Libraries,
    })
}

/// What helps a user whose folder will not be opened, or not opened again, without its name.
fn advice(
    chosen: &Roots,
    named: &[PathBuf],
    views: &ViewStates,
    context: &Context,
) -> Option<&'static str> {
    let whole = |path: &PathBuf| fs::canonicalize(path).unwrap_or_else(|_| path.clone());
    let usual = libraries::chosen(&[], &context.libraries).unwrap_or_default();
    let usual: Vec<PathBuf> = usual.iter().map(whole).collect();
    let is_usual = |path: &PathBuf| usual.contains(&whole(path));
    let is_new = !named.is_empty()
        && named.iter().all(|path| path.is_dir())
        && !named.iter().all(is_usual)
        && !views.is_known();
    match chosen {
        Roots::Sample if current_folder::is_for_all() => Some("notice.library-unnamed"),
        Roots::Paths(_) if is_new && context.config_file.is_some() => Some("notice.library-new"),
        _ => None,
    }
}

/// The name under which the view of a library is remembered: its folders; empty for the sample.
fn library_name(roots: &[PathBuf]) -> String {
    let names = roots.iter().map(|root| {
        let path = fs::canonicalize(root).unwrap_or_else(|_| root.clone());
        path.to_string_lossy().into_owned()
    });
    names.collect::<Vec<_>>().join("\n")
}

/// For a user without a home directory: directories in a temporary folder, and that folder.
fn temporary_places() -> Result<(Directories, Option<PathBuf>)> {
    let folder = crate::fs::private_folder()
        .map_err(|cause| Error::unreadable(&std::env::temp_dir(), &cause))?;
    Ok((Directories::under(&folder), Some(folder)))
}

/// The theme of the config, or the one without colours. If the theme
/// has a fault, the one that suits the terminal, and the fault.
fn theme(config: &Config, places: &Directories, context: &Context) -> (ThemeChoice, Option<Error>) {
    if context.used.colours.depth == Depth::None {
        return (ThemeChoice::mono(), None);
    }
    match ThemeChoice::load(&config.theme, &places.themes()) {
        Ok(theme) => (theme, None),
        Err(error) => {
            let fault = error.errors(&context.locale).into_iter().next();
            (ThemeChoice::default(), fault)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_shown_with_their_whole_paths() {
        let here = std::env::current_dir().unwrap();
        let shown_here = shown(&[PathBuf::from("."), PathBuf::from("/a")]);
        assert_eq!(
            shown_here,
            [sanitize_line(&here.to_string_lossy()).as_str(), "/a"]
        );
    }
}
