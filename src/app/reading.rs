//! Opening articles, scrolling them, and remembering the place.

use super::header::{footer, header};
use super::message::Listed;
use super::stops::calls;
use super::{App, Body, Effect, Focus, Level, MarkRead, Reader, Ticket};
use crate::document::Place;
use crate::error::Error;
use crate::library::Article;
use crate::profile::event::{Action, Event};
use crate::typeset::{AnchorKind, Options, Page};
use std::sync::Arc;

/// A place is written this long after the last movement, in milliseconds.
const PLACE_DELAY: u64 = 2_000;

impl App {
    /// The options for the pane as it is now.
    fn options(&self) -> Options {
        let measure = self.layout.text.width.max(1);
        Options {
            measure,
            ..self.settings.options
        }
    }

    /// Shows the selected article beside the list, where the list has the focus.
    pub(crate) fn preview(&mut self) {
        let hidden = self.layout.reader.is_none() || self.focus == Focus::Reader;
        if hidden || self.list.is_waiting() {
            return;
        }
        match self.list.selected().cloned() {
            None => self.reader = None,
            Some(item) => self.load(item),
        }
    }

    /// Starts reading an article, unless it is the one in the pane.
    fn load(&mut self, item: Arc<Listed>) {
        if self
            .reader
            .as_ref()
            .is_some_and(|reader| Arc::ptr_eq(&reader.item, &item))
        {
            return;
        }
        self.save_place();
        let ticket = self.ticket();
        let options = self.options();
        let head = header(&item, &options, &self.locale, &self.settings.zone);
        let height = usize::from(self.layout.text.height);
        let mut reader = Reader::new(Arc::clone(&item), ticket, head, height);
        reader.anchor = self.marks.place(&item.entry).map(|mark| mark.place);
        if item.gone {
            reader.body = Body::Gone;
            self.reader = Some(reader);
            return;
        }
        self.reader = Some(reader);
        let siblings = self.list.siblings(&item);
        self.effect(Effect::Open {
            ticket,
            item,
            options,
            siblings,
        });
    }

    pub(crate) fn read_selected(&mut self) {
        let Some(item) = self.list.selected().cloned() else {
            return;
        };
        self.list.touched = true;
        self.focus = Focus::Reader;
        self.relayout();
        self.load(item);
        self.entered();
    }

    /// The reader has the focus on an article: that is reading it.
    fn entered(&mut self) {
        if self.settings.mark_read == MarkRead::Open {
            self.mark_read_here();
        }
        self.reached_end();
    }

    pub(crate) fn opened(
        &mut self,
        ticket: Ticket,
        whole: bool,
        result: Result<(Arc<Article>, Arc<Page>, Options), Error>,
    ) {
        let Some(reader) = &mut self.reader else {
            return;
        };
        let wanted = reader.part == Some(ticket)
            || matches!(reader.body, Body::Loading(wanted) if wanted == ticket);
        // A place that was remembered may stand behind the beginning.
        if !wanted || (!whole && reader.anchor.is_some()) {
            return;
        }
        // Whoever has gone to the end of the beginning meant the end.
        let to_end = reader.part.is_some() && reader.top > 0 && reader.top == reader.last_top();
        match result {
            Ok((article, page, options)) => {
                reader.part = (!whole).then_some(ticket);
                reader.footer = match whole {
                    true => footer(&article, &options, &self.locale),
                    false => Vec::new(),
                };
                reader.calls = calls(&article.document);
                reader.chosen = None;
                reader.retypesetting = None;
                reader.body = Body::Ready {
                    article,
                    page,
                    options,
                };
                reader.return_to_anchor();
                reader.refresh_hits();
                reader.catch_up();
                if to_end {
                    reader.top = reader.last_top();
                    reader.drop_anchor();
                }
                self.fit_reader();
                self.reached_end();
            }
            Err(error) => {
                reader.part = None;
                reader.body = Body::Failed(error);
            }
        }
    }

    /// Asks for a new page when the pane's options are no longer those of the page. The
    /// old page stays until the new one is there.
    pub(crate) fn fit_reader(&mut self) {
        let options = self.options();
        let text = self.layout.text;
        let ticket = self.last_ticket + 1;
        let Some(reader) = &mut self.reader else {
            return;
        };
        let resized = reader.height != usize::from(text.height);
        reader.height = usize::from(text.height);
        if let Body::Ready {
            article,
            options: old,
            ..
        } = &reader.body
            && *old != options
        {
            reader.retypesetting = Some(ticket);
            let article = Arc::clone(article);
            reader.header = header(&reader.item, &options, &self.locale, &self.settings.zone);
            self.last_ticket = ticket;
            self.effect(Effect::Typeset {
                ticket,
                article,
                options,
            });
        } else {
            // The pane may be again what the page is for, with another page on its way.
            if reader.retypesetting.take().is_some() {
                reader.header = header(&reader.item, &options, &self.locale, &self.settings.zone);
            }
            if resized {
                reader.return_to_anchor();
            }
        }
    }

    pub(crate) fn typeset(&mut self, ticket: Ticket, page: Arc<Page>, options: Options) {
        let Some(reader) = &mut self.reader else {
            return;
        };
        if reader.retypesetting != Some(ticket) {
            return;
        }
        reader.retypesetting = None;
        if let Body::Ready {
            article,
            page: old_page,
            options: old,
        } = &mut reader.body
        {
            reader.footer = footer(article, &options, &self.locale);
            *old_page = page;
            *old = options;
        }
        reader.return_to_anchor();
        reader.refresh_hits();
    }

    pub(crate) fn scroll(&mut self, by: isize) {
        if let Some(reader) = &mut self.reader {
            reader.scroll(by);
        }
        self.scrolled();
    }

    /// The reader moved: its place is to be remembered, and the end may have been reached.
    pub(crate) fn scrolled(&mut self) {
        let Some(reader) = &mut self.reader else {
            return;
        };
        if reader.page().is_some() {
            reader.drop_anchor();
        }
        if self.focus != Focus::Reader {
            return;
        }
        self.place_due = self.place_due.or(Some(self.now + PLACE_DELAY));
        self.reached_end();
    }

    fn reached_end(&mut self) {
        let reading = self.reader.as_ref().filter(|_| self.focus == Focus::Reader);
        if reading.is_some_and(Reader::at_end) && self.settings.mark_read == MarkRead::End {
            self.mark_read_here();
        }
    }

    /// Where the article that is being read stands, if that is not yet written.
    fn place_to_save(&self) -> Option<(&Arc<Listed>, Place, f32)> {
        let reader = self
            .reader
            .as_ref()
            .filter(|_| self.focus == Focus::Reader)?;
        let page = reader.page()?;
        let place = reader.anchor.unwrap_or_default();
        let known = self.marks.place(&reader.item.entry).map(|mark| mark.place);
        if known == Some(place) || (known.is_none() && reader.anchor.is_none()) {
            return None;
        }
        let fraction = if page.is_empty() {
            1.0
        } else {
            reader.percent() as f32 / 100.0
        };
        Some((&reader.item, place, fraction))
    }

    /// The event that `save_place` would write, for an end that leaves no time to ask.
    pub fn unsaved_place(&self) -> Option<Event> {
        let (item, place, fraction) = self.place_to_save()?;
        let entry = &item.entry;
        Some(Event {
            time: self.now,
            id: Arc::clone(&entry.id),
            fingerprint: entry.fingerprint,
            title: String::new(),
            source: String::new(),
            action: Action::Place { place, fraction },
            writer: "".into(),
            line: 0,
        })
    }

    /// Writes the place of the article that is being read.
    pub fn save_place(&mut self) {
        self.place_due = None;
        let Some((item, place, fraction)) = self.place_to_save() else {
            return;
        };
        let item = Arc::clone(item);
        let event = self.marks.set_place(&item.entry, place, fraction, self.now);
        self.effect(Effect::Record(vec![event]));
    }

    pub(crate) fn leave_reader(&mut self) {
        self.save_place();
        self.zen = false;
        self.focus = Focus::List;
        if self.layout.reader.is_some() && self.layout.list.is_none() {
            self.reader = None;
        }
        self.relayout();
    }

    /// The article `by` places further in the list, in the reader.
    pub(crate) fn next_article(&mut self, by: isize) {
        let before = self.list.cursor;
        self.list.move_by(by);
        if self.list.cursor == before {
            let key = if by > 0 {
                "notice.last-article"
            } else {
                "notice.first-article"
            };
            self.tell(Level::Info, self.locale.text(key).to_owned());
            return;
        }
        self.read_selected();
    }

    pub(crate) fn next_heading(&mut self, forward: bool) {
        self.next_anchor(forward, |kind| matches!(kind, AnchorKind::Heading(_)));
    }

    /// The next picture, table or code.
    pub(crate) fn next_figure(&mut self, forward: bool) {
        self.next_anchor(forward, |kind| !matches!(kind, AnchorKind::Heading(_)));
    }

    fn next_anchor(&mut self, forward: bool, wanted: impl Fn(AnchorKind) -> bool) {
        let Some(reader) = &mut self.reader else {
            return;
        };
        if !reader.next_anchor(forward, wanted) {
            self.tell(Level::Info, self.locale.text("notice.no-more").to_owned());
        }
        self.scrolled();
    }
}
