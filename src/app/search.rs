//! Search in the pane, the filter of the list, and next and previous.

use super::list::list_search::Then;
use super::{App, Asking, Focus, Level};
use crate::search::Query;
use crate::text::fold;

impl App {
    pub(crate) fn begin_search(&mut self) {
        if self.panel.is_some() {
            let text = self
                .panel
                .as_ref()
                .map(|panel| panel.filter.clone())
                .unwrap_or_default();
            self.ask(Asking::Panel, &text);
        } else {
            if let Some(reader) = &mut self.reader {
                reader.begin_search();
            }
            self.list_needle.clear();
            self.list_found = true;
            self.ask(Asking::Search, "");
        }
    }

    pub(crate) fn begin_filter(&mut self) {
        let words = self.filter_text.clone();
        self.ask(Asking::Filter, &words);
    }

    /// The text of the prompt changed: show what it would find.
    pub(crate) fn prompt_changed(&mut self) {
        let Some(prompt) = &self.prompt else { return };
        let text = prompt.text.clone();
        match prompt.asking {
            Asking::Search => self.search_for(&text),
            Asking::Filter => self.set_filter(&text),
            Asking::Panel => self.narrow_panel(&text),
            Asking::Command => {}
        }
    }

    pub(crate) fn accept(&mut self, asking: Asking, text: &str) {
        if asking != Asking::Search || text.is_empty() {
            return;
        }
        let found = match (self.focus, &mut self.seeking) {
            (Focus::Reader, _) => match &self.reader {
                Some(reader) if reader.awaits_hit => return self.tell_still_loading(),
                reader => reader
                    .as_ref()
                    .is_some_and(|reader| !reader.hits.is_empty()),
            },
            (Focus::List, Some(seeking)) => {
                seeking.then = Then::Accept(text.to_owned());
                return;
            }
            (Focus::List, None) => self.list_found,
        };
        if !found {
            self.tell_not_found(text);
        }
    }

    /// What was asked for needs the whole article, and is done when that is there.
    pub(crate) fn tell_still_loading(&mut self) {
        self.context.inform("notice.still-loading");
    }

    /// More of the text is there, or another page of it: a search that waits for it goes on.
    pub(crate) fn search_on(&mut self) {
        let Some(reader) = &mut self.reader else {
            return;
        };
        if !reader.awaits_hit {
            reader.refresh_hits();
            return;
        }
        let needle = reader.needle.clone();
        reader.search(&needle);
        let missed = reader.is_whole() && reader.hits.is_empty();
        if missed && self.prompt.is_none() {
            self.tell_not_found(&needle);
        }
    }

    pub(crate) fn tell_not_found(&mut self, text: &str) {
        let text = self
            .context
            .locale
            .fill("notice.not-found", &[("text", &text)]);
        self.context.notify(Level::Warning, text);
    }

    pub(crate) fn restore(&mut self, asking: Asking, before: &str) {
        match asking {
            Asking::Search => self.clear_search(),
            Asking::Filter => self.set_filter(before),
            Asking::Panel => self.narrow_panel(before),
            Asking::Command => {}
        }
    }

    fn narrow_panel(&mut self, text: &str) {
        if let Some(panel) = &mut self.panel {
            panel.narrow(text);
        }
    }

    fn set_filter(&mut self, text: &str) {
        self.filter_text = text.to_owned();
        let before = std::mem::replace(&mut self.list.filter, Query::parse(text));
        self.list.touched |= !text.is_empty();
        if self.list.filter.narrows(&before) {
            self.list.narrow(&self.context.marks);
            self.after_list_change();
        } else {
            self.arrange();
        }
    }

    pub(crate) fn clear_filter(&mut self) {
        self.set_filter("");
    }

    fn clear_search(&mut self) {
        self.list_needle.clear();
        self.list_found = true;
        if let Some(reader) = &mut self.reader {
            reader.clear_search();
        }
    }

    fn search_for(&mut self, text: &str) {
        let needle = fold(text);
        if self.focus == Focus::Reader {
            let Some(reader) = &mut self.reader else {
                return;
            };
            if needle.is_empty() {
                reader.clear_search();
            } else {
                reader.search(&needle);
            }
            self.scrolled();
        } else {
            // What a few letters do not find, more of them do not find.
            let ended = self.seeking.take().is_none();
            let missed = ended && !self.list_found && needle.starts_with(&self.list_needle);
            self.list_needle = needle;
            if !missed {
                self.list_found = self.list_needle.is_empty() || self.selected_matches();
                if !self.list_found {
                    self.seek(true, 1, Then::Type);
                }
            }
        }
    }

    fn selected_matches(&self) -> bool {
        self.list
            .selected()
            .is_some_and(|item| item.folded.contains(&self.list_needle))
    }

    /// The next hit while a search is live, else the next unread article.
    pub(crate) fn next(&mut self, forward: bool, count: usize) {
        let searching = self
            .reader
            .as_ref()
            .filter(|_| self.focus == Focus::Reader)
            .map(|reader| !reader.needle.is_empty());
        match searching {
            Some(true) => self.next_hit(forward, count),
            Some(false) => {
                self.list_needle.clear();
                self.seek(forward, 1, Then::Read);
            }
            None => self.seek(forward, count, Then::Next),
        }
    }

    fn next_hit(&mut self, forward: bool, count: usize) {
        let Some(reader) = &mut self.reader else {
            return;
        };
        if reader.awaits_hit {
            return self.tell_still_loading();
        }
        let around = reader.next_hit(forward, count);
        let none = reader.hits.is_empty();
        self.scrolled();
        if none {
            self.context.notify(
                Level::Warning,
                self.context.locale.text("notice.no-hits").to_owned(),
            );
        } else if around {
            self.context.inform("notice.around");
        }
    }
}
