//! `kanbao config`: where the configuration is, a first one, what is wrong with it.

use super::out::Out;
use super::{Context, complain_all};
use crate::cli::{self, Global};
use crate::disk::{self, Places};
use crate::error::{Error, Exit, Result};
use crate::profile::{Config, config};
use std::io;
use std::path::PathBuf;

/// The configuration file: the one that was named, else the standard one. None without a
/// home.
pub fn file(global: &Global) -> Option<PathBuf> {
    let standard = || Places::standard().map(|places| places.config_file());
    global.config.clone().or_else(standard)
}

pub fn run(command: cli::Config, context: &Context, out: &mut Out<'_>) -> Result<io::Result<Exit>> {
    let locale = &context.locale;
    let path = file(&context.global).ok_or_else(|| Error::usage(locale.text("journal.no-home")))?;
    let told = |key: &str| locale.fill(key, &[("path", &path.display())]);
    match command {
        cli::Config::Path => Ok(out.line(&path.to_string_lossy()).map(|()| Exit::Done)),
        cli::Config::Init if path.exists() => {
            Err(Error::usage(locale.text("config.exists")).path(&path))
        }
        cli::Config::Init => {
            disk::write_atomically(&path, config::DEFAULT_FILE.as_bytes())
                .map_err(|cause| Error::unreadable(&path, &cause))?;
            Ok(out.line(&told("config.written")).map(|()| Exit::Done))
        }
        cli::Config::Check => match Config::load(&path, context.global.config.is_some(), locale) {
            Ok(_) if path.exists() => Ok(out.line(&told("config.good")).map(|()| Exit::Done)),
            Ok(_) => Ok(out.line(&told("config.none")).map(|()| Exit::Done)),
            Err(faults) => Ok(Ok(complain_all(&faults))),
        },
    }
}
