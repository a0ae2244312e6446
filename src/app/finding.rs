//! Search in the pane, the filter of the list, and next and previous.

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
        let found = match self.focus {
            Focus::Reader => self
                .reader
                .as_ref()
                .is_some_and(|reader| !reader.hits.is_empty()),
            Focus::List => self.list_found,
        };
        if !found {
            let text = self.locale.fill("notice.not-found", &[("text", &text)]);
            self.tell(Level::Warning, text);
        }
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
            self.list.narrow(&self.marks);
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
            let missed = !self.list_found && needle.starts_with(&self.list_needle);
            self.list_needle = needle;
            if !missed {
                self.list_found = self.list_needle.is_empty()
                    || self.selected_matches()
                    || self.next_in_list(true);
            }
        }
    }

    fn selected_matches(&self) -> bool {
        self.list
            .selected()
            .is_some_and(|item| item.folded.contains(&self.list_needle))
    }

    fn next_in_list(&mut self, forward: bool) -> bool {
        let needle = &self.list_needle;
        let marks = &self.marks;
        let wanted = |item: &super::Listed| {
            if needle.is_empty() {
                !marks.is_read(&item.entry)
            } else {
                item.folded.contains(needle.as_str())
            }
        };
        let found = self.list.find(forward, wanted);
        if let Some(at) = found {
            self.list.move_to(at);
            self.after_list_change();
        }
        found.is_some()
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
                if self.next_in_list(forward) {
                    self.read_selected();
                } else {
                    self.tell(Level::Info, self.locale.text("notice.no-unread").to_owned());
                }
            }
            None => {
                for _ in 0..count {
                    let before = self.list.cursor;
                    // Around the end, the article at hand may be the only one.
                    if !self.next_in_list(forward) || self.list.cursor == before {
                        let key = if self.list_needle.is_empty() {
                            "notice.no-unread"
                        } else {
                            "notice.no-more"
                        };
                        self.tell(Level::Info, self.locale.text(key).to_owned());
                        break;
                    }
                }
            }
        }
    }

    fn next_hit(&mut self, forward: bool, count: usize) {
        let Some(reader) = &mut self.reader else {
            return;
        };
        let around = reader.next_hit(forward, count);
        let none = reader.hits.is_empty();
        self.scrolled();
        if none {
            self.tell(
                Level::Warning,
                self.locale.text("notice.no-hits").to_owned(),
            );
        } else if around {
            self.tell(Level::Info, self.locale.text("notice.around").to_owned());
        }
    }
}
