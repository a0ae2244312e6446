//! What every pane may use: settings, marks, the screen's layout, the clock, and the way out:
//! notices for the user and effects for the runtime.

use super::dates::Dates;
use super::layout::Layout;
use super::message::{Effect, Graphics, Level, Ticket};
use super::settings::Settings;
use super::shared_marks::SharedMarks;
use crate::input::Keymap;
use crate::locale::Locale;
use crate::search::Today;
use crate::text::Language;
use crate::user::event::Event;
use crate::user::marks::{Marks, Step};
use std::fmt::Display;

/// A line for the user, shown until it expires or a key is pressed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    pub level: Level,
    pub text: String,
    /// When it expires, in milliseconds since 1970.
    pub until: u64,
}

#[derive(Debug)]
pub struct Context {
    pub settings: Settings,
    pub locale: Locale,
    pub keymap: Keymap,
    pub marks: SharedMarks,
    /// Width and height of the screen, in cells.
    pub size: (u16, u16),
    pub layout: Layout,
    pub graphics: Graphics,
    /// The terminal is at the other end of a network: as little as possible is sent with a key.
    pub is_remote: bool,
    /// Milliseconds since 1970, as of the last message.
    pub now: u64,
    pub notice: Option<Notice>,
    /// The changes that the panel lists, in the order of time.
    pub(crate) changes: Vec<Step>,
    /// What the user marked before the marks of the journal have arrived; `None` afterwards.
    early: Option<Vec<Event>>,
    effects: Vec<Effect>,
    last_ticket: Ticket,
}

impl Context {
    pub(crate) fn new(
        settings: Settings,
        (locale, keymap, marks): (Locale, Keymap, Option<Marks>),
        size: (u16, u16),
        now: u64,
    ) -> Self {
        Self {
            settings,
            locale,
            keymap,
            early: marks.is_none().then(Vec::new),
            marks: marks.unwrap_or_default().into(),
            size,
            layout: Layout::default(),
            graphics: Graphics::default(),
            is_remote: false,
            now,
            notice: None,
            changes: Vec::new(),
            effects: Vec::new(),
            last_ticket: 0,
        }
    }

    /// The language of the interface.
    pub(crate) fn language(&self) -> Language {
        Language::from_tag(self.locale.tag()).unwrap_or_default()
    }

    /// Words dates in the zone and the language of the interface.
    pub(crate) fn dates(&self) -> Dates<'_> {
        Dates {
            zone: &self.settings.zone,
            locale: &self.locale,
            now: self.now,
        }
    }

    /// The day from which the dates of a query count.
    pub(crate) fn today(&self) -> Today {
        Today::at(self.now, &self.settings.zone)
    }

    /// A new ticket, higher than all before it.
    pub(crate) fn ticket(&mut self) -> Ticket {
        self.last_ticket += 1;
        self.last_ticket
    }

    /// Asks the runtime for something.
    pub(crate) fn effect(&mut self, effect: Effect) {
        self.effects.push(effect);
    }

    pub(crate) fn take_effects(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.effects)
    }

    /// Has events written to the journal.
    pub(crate) fn record(&mut self, events: Vec<Event>) {
        if !events.is_empty() {
            if let Some(early) = &mut self.early {
                early.extend_from_slice(&events);
            }
            self.effect(Effect::Record(events));
        }
    }

    /// Whether the marks of the journal have not arrived yet.
    pub(crate) fn awaits_marks(&self) -> bool {
        self.early.is_some()
    }

    /// The marks of the journal have arrived.
    pub(crate) fn take_marks(&mut self, marks: Marks) {
        let early = self.early.take().unwrap_or_default();
        let restamped = self.marks.adopt(marks, early);
        self.record(restamped);
    }

    pub(crate) fn notify(&mut self, level: Level, text: String) {
        let seconds = match level {
            Level::Done | Level::Info | Level::Hint => 4,
            Level::Warning | Level::Error => 10,
        };
        self.notice = Some(Notice {
            level,
            text,
            until: self.now + seconds * 1000,
        });
    }

    /// Shows the message of this key in the locale.
    pub(crate) fn inform(&mut self, key: &str) {
        let text = self.locale.text(key).to_owned();
        self.notify(Level::Info, text);
    }

    /// Says why nothing was done, or what to do, with the message of this key.
    pub(crate) fn refuse(&mut self, key: &str) {
        let text = self.locale.text(key).to_owned();
        self.notify(Level::Hint, text);
    }

    /// Shows the message of this key with its placeholders filled.
    pub(crate) fn inform_with(&mut self, key: &str, values: &[(&str, &dyn Display)]) {
        let text = self.locale.fill(key, values);
        self.notify(Level::Info, text);
    }

    /// Says that something is done, with the message of this key.
    pub(crate) fn confirm(&mut self, key: &str, values: &[(&str, &dyn Display)]) {
        let text = self.locale.fill(key, values);
        self.notify(Level::Done, text);
    }

    pub(crate) fn notify_not_found(&mut self, text: &str) {
        let text = self.locale.fill("notice.not-found", &[("text", &text)]);
        self.notify(Level::Hint, text);
    }

    /// Says that marks are not on the disk yet, until they are.
    pub(crate) fn marks_late(&mut self, late: bool) {
        let text = self.locale.text("notice.journal-slow").to_owned();
        match late {
            true => self.notify(Level::Warning, text),
            false => drop(self.notice.take_if(|notice| notice.text == text)),
        }
    }

    pub(crate) fn remove_expired_notice(&mut self) {
        let now = self.now;
        self.notice.take_if(|notice| notice.until <= now);
    }
}
