//! The command line `:`: a place to go to, the name of a command, or a command with an argument.

use super::panel::prompt::WITH_ARGUMENT;
use super::view::{Facet, FacetKind};
use super::{App, Focus, Level, Motion, Outcome, View};
use crate::input::{COMMANDS, Command};
use crate::search::TextField;
use crate::text::{fold, sanitize_line};
use std::fmt::Display;
use std::ops::RangeInclusive;
use std::sync::Arc;

impl App {
    /// Runs a typed line.
    pub(super) fn run_typed(&mut self, line: &str) -> Outcome {
        let line = line.trim();
        self.set_last = false;
        if let Some(motion) = self.typed_place(line) {
            return self.motion(motion);
        }
        if let Some(days) = self.context.dates().period(line) {
            self.go_to_days(&days);
            return Outcome::None;
        }
        let (name, argument) = line.split_once(' ').unwrap_or((line, ""));
        if !self.run_with_argument(name, argument.trim()) {
            self.run_named(line);
        }
        Outcome::None
    }

    /// A line (`42`) or a share (`50%`) of the article, or of the rows of the list. In the list a
    /// number of four digits is a year.
    fn typed_place(&self, line: &str) -> Option<Motion> {
        let share = line.strip_suffix('%');
        let number: usize = share.unwrap_or(line).trim().parse().ok()?;
        let reader = self.reader.as_ref().filter(|_| self.focus == Focus::Reader);
        let is_year = reader.is_none() && self.context.dates().period(line).is_some();
        let percent = number.min(100);
        match (share, reader) {
            (Some(_), Some(reader)) => Some(Motion::Line(reader.top_at(percent))),
            (Some(_), None) => {
                let last = self.list.len().saturating_sub(1);
                Some(Motion::Line(last * percent / 100))
            }
            (None, _) if is_year => None,
            (None, _) => Some(Motion::Line(number.saturating_sub(1))),
        }
    }

    /// Runs a command with what follows its name. False: the line is something else.
    fn run_with_argument(&mut self, name: &str, argument: &str) -> bool {
        match (name, argument) {
            ("save", name) => self.save_search(name),
            ("unsave", name) => self.unsave_search(name),
            ("set", text) => self.set(text, false),
            ("set!", text) => self.set(text, true),
            ("theme", name) => self.choose_theme(name),
            ("library", "add") => self.add_library(),
            ("library", _) => self.context.refuse("notice.library-how"),
            ("feed", argument) => self.run_feed(argument),
            (_, "") => return false,
            ("history", days) => self.show_history(days),
            ("later" | "snooze", date) => self.snooze(date),
            ("source", name) => self.show_source(name),
            ("open", path) => self.open_path(path),
            (name, text) => return self.run_about(name, text),
        }
        true
    }

    /// Runs a command by its name, with an optional count before it.
    fn run_named(&mut self, line: &str) {
        let digits = line.chars().take_while(char::is_ascii_digit).count();
        let (count, name) = line.split_at_checked(digits).unwrap_or(("", line));
        let name = match name.trim() {
            "" => return,
            "q" => "quit",
            // Alone it lists the changes, as the key undoes the last one.
            "undo" if count.is_empty() => "changes",
            "h" => "help",
            name => name,
        };
        if let Some(command) = Command::named(name) {
            self.run(command, count.parse().ok());
            return;
        }
        let names = COMMANDS.iter().map(|row| row.name);
        let names = names.chain(WITH_ARGUMENT.iter().map(|row| row.0));
        let locale = &self.context.locale;
        let name = sanitize_line(name);
        let text = match crate::user::nearest(&name, names) {
            Some(nearest) => {
                let values: &[(&str, &dyn Display)] = &[("name", &name), ("nearest", &nearest)];
                locale.fill("notice.no-command", values)
            }
            None => locale.fill("notice.no-such-command", &[("name", &name)]),
        };
        self.context.notify(Level::Error, text);
    }

    /// Selects the first article of some days, or the one that is nearest in the order.
    fn go_to_days(&mut self, days: &RangeInclusive<i64>) {
        self.list.finish_filter(&self.context.marks);
        self.focus_list();
        match self.list.go_to_days(days) {
            Some(true) => {}
            Some(false) => self.context.refuse("notice.no-day"),
            None => self.context.refuse("notice.not-by-date"),
        }
        self.relayout();
        self.list.centre(&self.context);
    }

    /// `:source NAME`: shows the articles of a source.
    fn show_source(&mut self, name: &str) {
        let sources = self.list.values_in_use(TextField::Source);
        let same = |source: &&String| fold(source) == fold(name);
        let Some(source) = sources.iter().find(same) else {
            return self.not_found("notice.no-such-source", name);
        };
        self.show_facet(FacetKind::Source, source);
    }

    /// Shows the articles of a source or of a tag of the user.
    pub(super) fn show_facet(&mut self, kind: FacetKind, name: &str) {
        let label: Arc<str> = name.into();
        let facet = Facet {
            kind,
            key: Arc::clone(&label),
            label,
        };
        self.focus_list();
        self.show_view(View::Facet(facet));
        self.relayout();
    }

    /// `:open PATH`: opens an article by its path in its library, or by the end of it.
    fn open_path(&mut self, path: &str) {
        let ends = format!("/{path}");
        let mut all = self.list.all.iter();
        let found = all.find(|item| *item.entry.id() == *path).or_else(|| {
            self.list
                .all
                .iter()
                .find(|item| item.entry.id().ends_with(&ends))
        });
        match found.cloned() {
            Some(item) => self.resume(&item),
            None => self.not_found("notice.no-such-article", path),
        }
    }

    fn not_found(&mut self, key: &str, name: &str) {
        let name = sanitize_line(name);
        let text = self.context.locale.fill(key, &[("name", &name)]);
        self.context.notify(Level::Error, text);
    }
}
