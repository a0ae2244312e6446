//! Settings while reading: `:set NAME VALUE`, `:set!` to keep them, and `:theme` with a preview.

use super::message::{Configured, Effect, ScanSource};
use super::panel::pane::{Kind, Panel};
use super::panel::themes;
use super::{App, Asking, Level};
use crate::text::sanitize_line;
use crate::user::SettingChange;
use crate::user::config::{expected_by, last_part};
use std::fmt::Display;

/// Settings that count from the next start on, by the beginning of their names.
const AT_START: &[&str] = &[
    "libraries",
    "language",
    "searches",
    "rules",
    "search.",
    "cleaning.",
];

/// The name of the setting that `<` and `>` change, too.
pub(super) const MEASURE: &str = "reading.measure";

impl App {
    /// `:set NAME VALUE`, or `:set NAME` to learn what it takes. `keeps`: writes it to the
    /// configuration, alone all that was set.
    pub(super) fn set(&mut self, text: &str, keeps: bool) {
        let separates = |c: char| c.is_whitespace() || c == '=';
        let (name, value) = text.split_once(separates).unwrap_or((text, ""));
        let value = value.trim_matches(|c: char| c.is_whitespace() || c == '=');
        match (name, value) {
            ("", _) if keeps => self.keep_settings(self.set.clone()),
            ("", _) => self.context.refuse("notice.set-how"),
            (name, "") => self.explain_setting(name),
            (name, value) => self.change_setting(name, value, keeps),
        }
    }

    fn change_setting(&mut self, name: &str, value: &str, keeps: bool) {
        let change = match SettingChange::parse(name, value) {
            Ok(change) => change,
            Err(fault) => {
                let text = fault.in_words(&self.context.locale);
                return self.context.notify(Level::Error, sanitize_line(&text));
            }
        };
        if change.name == "theme" && !self.themes.names.iter().any(|known| known == value) {
            return self.refuse_theme(value);
        }
        if change.name == "theme" {
            value.clone_into(&mut self.themes.set);
        }
        if change.name == MEASURE {
            self.forget_widths();
            self.settle_measure();
            self.relayout();
        }
        self.set.retain(|set| set.name != change.name);
        self.set.push(change.clone());
        self.set_last = true;
        let later = AT_START.iter().any(|start| change.name.starts_with(start));
        self.context.effect(Effect::ChangeSetting(change.clone()));
        if keeps {
            return self.keep_settings(vec![change]);
        }
        let key = if later {
            "notice.set-later"
        } else {
            "notice.set"
        };
        let (name, value) = (last_part(change.name), sanitize_line(&change.value));
        self.context
            .confirm(key, &[("name", &name), ("value", &value)]);
    }

    fn explain_setting(&mut self, name: &str) {
        let locale = &self.context.locale;
        let (level, text) = match (expected_by(name), SettingChange::parse(name, "")) {
            (Some(expected), _) => {
                let expected = expected.text(locale);
                let values: &[(&str, &dyn Display)] = &[("key", &name), ("expected", &expected)];
                (Level::Info, locale.fill("config.must-be", values))
            }
            (None, Err(fault)) => (Level::Error, fault.in_words(locale)),
            (None, Ok(_)) => return,
        };
        self.context.notify(level, sanitize_line(&text));
    }

    fn keep_settings(&mut self, changes: Vec<SettingChange>) {
        match changes.is_empty() {
            true => self.context.refuse("notice.nothing-set"),
            false => self.context.effect(Effect::KeepSettings(changes)),
        }
    }

    /// `:library add`: the folders that are open are opened also when none is named.
    pub(super) fn add_library(&mut self) {
        match self.library.source {
            ScanSource::Libraries => self.context.effect(Effect::KeepLibraries),
            ScanSource::File | ScanSource::Sample => self.context.refuse("notice.library-none"),
        }
    }

    /// `:theme NAME`; without a name lists all themes.
    pub(super) fn choose_theme(&mut self, name: &str) {
        if !name.is_empty() {
            return self.change_setting("theme", name, false);
        }
        let (rows, cursor) = themes::rows(&self.themes.names, &self.themes.set);
        self.overlay.panel = Some(Panel::new(Kind::Themes, rows, cursor));
    }

    /// A theme was chosen in the panel.
    pub(super) fn choose_listed_theme(&mut self, at: usize) {
        if let Some(name) = self.themes.names.get(at).cloned() {
            self.change_setting("theme", &name, false);
        }
    }

    fn refuse_theme(&mut self, name: &str) {
        let name = sanitize_line(name);
        let text = self
            .context
            .locale
            .fill("theme.unknown", &[("name", &name)]);
        self.context.notify(Level::Error, text);
    }

    /// Shows the theme that is being chosen, else the one that is set.
    pub(super) fn show_wanted_theme(&mut self) {
        let wanted = self.wanted_theme();
        if *wanted != self.themes.shown {
            let wanted = wanted.to_owned();
            self.themes.shown.clone_from(&wanted);
            self.context.effect(Effect::ShowTheme(wanted));
        }
    }

    fn wanted_theme(&self) -> &str {
        let panel = self.overlay.panel.as_ref();
        let in_panel = panel.and_then(themes::chosen);
        let chosen = in_panel.and_then(|at| self.themes.names.get(at));
        let prompt = self.overlay.prompt.as_ref();
        let prompt = prompt.filter(|prompt| prompt.asking == Asking::Command);
        let typed = prompt.and_then(|prompt| prompt.text.strip_prefix("theme "));
        let typed = typed.map(str::trim);
        let typed = self.themes.names.iter().find(|name| typed == Some(name));
        chosen.or(typed).unwrap_or(&self.themes.set)
    }

    /// The configuration was read again, or a setting was changed. What keys have changed since
    /// stays, unless the configuration changes the same: the measure, the panes, what is cut.
    pub(super) fn configured(&mut self, new: Configured) {
        let Configured {
            mut settings,
            keymap,
            theme,
        } = new;
        let (old, now) = (&self.configured, &self.context.settings);
        let configured = settings.clone();
        if settings.panes == old.panes {
            settings.panes = now.panes;
        }
        let is_other_width = settings.options.measure != old.options.measure;
        settings.options.show_cut = now.options.show_cut;
        let reschedules = settings.refresh != now.refresh;
        self.configured = configured;
        self.themes.set = theme;
        self.context.keymap = keymap;
        self.list.zone = settings.zone.clone();
        self.list
            .set_folding(settings.fold_versions, &self.context.marks);
        self.context.settings = settings;
        if is_other_width {
            self.forget_widths();
        }
        self.settle_measure();
        self.list.settings_changed();
        if reschedules {
            self.schedule_fetch(true);
        }
        self.relayout();
    }
}
