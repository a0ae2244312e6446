//! What a row of the list says besides the title.

use super::list::RowView;
use crate::app::ListColumn;
use crate::app::list::groups;
use crate::app::view::reading_percent;
use std::borrow::Cow;

impl RowView<'_> {
    /// How far the user has read an article that was begun and not finished.
    pub(super) fn progress(&self) -> Option<String> {
        let context = &self.app.context;
        if !self.shape.says.has(ListColumn::Progress) {
            return None;
        }
        let percent = reading_percent(self.item, &context.marks)?;
        let locale = &context.locale;
        Some(locale.fill("status.percent", &[("percent", &percent)]))
    }

    /// The progress, else the reading time of a long article; of others it says nothing.
    pub(super) fn minutes(&self) -> String {
        if let Some(progress) = self.progress() {
            return progress;
        }
        if !self.shape.shows_length(self.item) {
            return String::new();
        }
        let minutes = self.shape.pace.minutes(self.item.entry.count);
        let locale = &self.app.context.locale;
        locale.fill("list.minutes", &[("minutes", &minutes)])
    }

    /// How many passages of the article the user has highlighted; empty for none.
    pub(super) fn highlights(&self) -> String {
        let context = &self.app.context;
        let highlights = context.marks.highlights(&self.item.entry);
        match highlights.len() {
            0 => String::new(),
            count => context
                .locale
                .fill("reader.highlights", &[("count", &count)]),
        }
    }

    /// What tells the article from others with its title, and its source if there is room for
    /// both.
    pub(super) fn below_title(&self, room: u16) -> Cow<'_, str> {
        let source = self.source();
        if self.listed.apart.is_empty() {
            return source;
        }
        let locale = &self.app.context.locale;
        let apart = match self.listed.versions {
            0 => self.shape.apart(&self.listed, u16::MAX),
            more => locale.fill("list.versions", &[("count", &more)]),
        };
        let fits = |text: &str| self.shape.policy.str(text) <= usize::from(room);
        let is_said = source.is_empty() || self.listed.apart.ends_with(&*source);
        let both = format!("{apart} ⋅ {source}");
        match is_said {
            false if fits(&both) => both.into(),
            _ if self.listed.versions > 0 && fits(&apart) => apart.into(),
            _ => self.shape.apart(&self.listed, room).into(),
        }
    }

    pub(super) fn source(&self) -> Cow<'_, str> {
        let locale = &self.app.context.locale;
        groups::shown_source(self.item, self.shape.source(self.item), locale)
    }

    /// What the heading does not say of the date.
    pub(super) fn age(&self) -> String {
        let date = self.item.entry.date;
        let date = date.filter(|_| self.shape.has_age(&self.listed));
        let form = self.shape.age_form(&self.listed);
        date.map_or(String::new(), |date| {
            form.text(date, self.app.context.dates())
        })
    }
}
