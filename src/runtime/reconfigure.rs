//! Applies changes of the configuration while the program runs.

use super::effects::Host;
use super::event::Event;
use super::kept::{Kept, first};
use crate::app::{App, Level, Message};
use crate::locale::Locale;
use crate::search::{Today, rules};
use crate::text::sanitize_line;
use crate::user::{Colours, Config, LoadError, ThemeChoice, now};
use std::io;
use std::thread;

impl Host {
    /// Applies the configuration to what the app does not know, and tells the app the rest.
    pub(super) fn reconfigure(&mut self) -> io::Result<Message> {
        let config = self.setup.configuration.config();
        self.setup.browser = config.browser;
        self.setup.openers = config.openers;
        self.setup.mouse = config.mouse;
        self.terminal.mouse(config.mouse)?;
        let configured = self.setup.configuration.configured();
        Ok(Message::Configured(Box::new(configured)))
    }

    /// The file of the configuration was saved. One with faults changes nothing.
    pub(super) fn config_saved(
        &mut self,
        app: &App,
        read: Result<Config, LoadError>,
    ) -> io::Result<Vec<Message>> {
        let locale = &app.context.locale;
        Ok(match read {
            Ok(config) => {
                if let Some(error) = self.faulty_rule(&config, locale) {
                    return Ok(vec![faulty(&error, locale)]);
                }
                if !self.setup.configuration.replace_file(config) {
                    return Ok(Vec::new());
                }
                let text = locale.text("notice.config-read").to_owned();
                vec![self.reconfigure()?, Message::Notify(Level::Done, text)]
            }
            Err(error) => vec![faulty(&first(&error, locale), locale)],
        })
    }

    /// What is wrong with the query of a rule.
    fn faulty_rule(&self, config: &Config, locale: &Locale) -> Option<String> {
        let path = self.setup.configuration.path.clone().unwrap_or_default();
        let today = Today::at(now(), &config.zone());
        let errors = rules::errors(&config.rules, &path, today, locale);
        errors.first().map(ToString::to_string)
    }

    /// Writes into the file of the configuration, on a thread.
    pub(super) fn keep(&self, app: &App, kept: Kept) {
        let Some(path) = self.setup.configuration.path.clone() else {
            return;
        };
        let (locale, sender) = (app.context.locale.clone(), self.sender.clone());
        let write = move || {
            let _ = sender.send(Event::App(kept.write(&path, &locale)));
        };
        thread::Builder::new()
            .name("settings".to_owned())
            .spawn(write)
            .expect("the system can start a thread");
    }

    /// Loads a theme, on a thread.
    pub(super) fn load_theme(&mut self, name: String) {
        self.setup.theme_name.clone_from(&name);
        let (sender, folder) = (self.sender.clone(), self.setup.places.themes());
        let load = move || {
            let theme = ThemeChoice::load(&name, &folder);
            let _ = sender.send(Event::Theme(name, Box::new(theme)));
        };
        thread::Builder::new()
            .name("theme".to_owned())
            .spawn(load)
            .expect("the system can start a thread");
    }

    /// A theme was loaded. Whether it is the one that is wanted now; a notice if it has faults, or if
    /// the terminal shows another one.
    pub(super) fn theme_loaded(
        &mut self,
        (app, colours): (&App, Colours),
        name: &str,
        theme: Result<ThemeChoice, LoadError>,
    ) -> (bool, Option<Message>) {
        match theme {
            _ if self.setup.theme_name != name => (false, None),
            Ok(theme) => {
                let shown = theme.instead(colours);
                self.setup.theme = theme;
                let text = |shown: &str| {
                    let locale = &app.context.locale;
                    locale.fill(
                        "notice.theme-in-sixteen",
                        &[("name", &name), ("shown", &shown)],
                    )
                };
                (
                    true,
                    shown.map(|shown| Message::Notify(Level::Hint, text(shown))),
                )
            }
            Err(error) => {
                let locale = &app.context.locale;
                (false, Some(faulty(&first(&error, locale), locale)))
            }
        }
    }
}

fn faulty(error: &str, locale: &Locale) -> Message {
    let text = locale.fill("notice.config-faulty", &[("error", &error)]);
    Message::Notify(Level::Error, sanitize_line(&text))
}
