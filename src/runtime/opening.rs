//! Opens the file of a picture with the program for links, or finds its path.

use super::setup::Setup;
use crate::app::{Item, Level, LinkUse, Message, PictureSource, PictureUse};
use crate::locale::Locale;
use crate::picture::{Fault, picture_file};
use crate::terminal::browser::{self, Opened};
use crate::text::sanitize_line;
use crate::user::Opener;
use std::fmt::Display;
use std::io;
use std::path::Path;

/// The programs of the configuration.
#[derive(Clone, Debug)]
pub struct Programs {
    openers: Vec<Opener>,
    browser: Vec<String>,
}

impl Programs {
    pub fn of(setup: &Setup) -> Self {
        Self {
            openers: setup.openers.clone(),
            browser: setup.browser.clone(),
        }
    }

    /// Opens the file of a picture of an article, or has its path copied. Its folder may be on a network
    /// drive. Returns what is to be said; of a picture whose file is missing, the address is used.
    pub fn use_picture(
        &self,
        item: &Item,
        source: &PictureSource,
        picture_use: PictureUse,
        locale: &Locale,
    ) -> Message {
        let link_use = match picture_use {
            PictureUse::Open => LinkUse::Open,
            PictureUse::Copy => LinkUse::Copy,
        };
        let entry = &item.entry;
        let file = source.file.as_deref().unwrap_or_default();
        match (
            picture_file(file, &entry.path(), entry.root()),
            &source.address,
        ) {
            (Ok(path), _) if picture_use == PictureUse::Copy => {
                Message::Address(Some(path.to_string_lossy().into_owned()), link_use)
            }
            (Ok(path), _) => self.said(&path, self.open(&path), locale),
            (Err(Fault::Missing(_)), Some(address)) => {
                Message::Address(Some(address.to_string()), link_use)
            }
            (Err(fault), _) => Message::Notify(Level::Warning, fault.describe(locale)),
        }
    }

    fn command(&self, path: &Path) -> &[String] {
        let address = browser::file_address(path);
        let mut openers = self.openers.iter();
        let opener = openers.find(|opener| opener.opens(&address));
        opener.map_or(&self.browser, |opener| &opener.command)
    }

    fn open(&self, path: &Path) -> io::Result<Opened> {
        browser::open_file(path, self.command(path))
    }

    fn said(&self, path: &Path, opened: io::Result<Opened>, locale: &Locale) -> Message {
        let shown = sanitize_line(&path.to_string_lossy());
        let (level, key) = match opened {
            Ok(Opened::Browser) => (Level::Done, "notice.picture-opened"),
            Ok(Opened::NoDisplay | Opened::Refused) => (Level::Warning, "notice.picture-kept"),
            Err(error) => {
                let program = sanitize_line(browser::program(self.command(path)));
                let values: &[(&str, &dyn Display)] = &[
                    ("program", &program),
                    ("address", &shown),
                    ("error", &error),
                ];
                let text = locale.fill("notice.link-failed", values);
                return Message::Notify(Level::Error, text);
            }
        };
        Message::Notify(level, locale.fill(key, &[("path", &shown)]))
    }
}
