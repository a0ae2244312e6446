//! Opening articles, scrolling them, and remembering the place.

use super::focusables::calls;
use super::header::{footer, header};
use crate::app::message::Listed;
use crate::app::{App, Body, Effect, Focus, Job, MarkRead, Reader, Ticket};
use crate::document::Position;
use crate::error::Error;
use crate::library::Article;
use crate::typeset::{AnchorKind, Options, Page};
use crate::user::event::Event;
use std::sync::Arc;

/// A place is written this long after the last movement, in milliseconds.
const PLACE_DELAY: u64 = 2_000;

impl App {
    /// The options for the pane as it is now.
    fn options(&self) -> Options {
        let measure = self.context.layout.text.width.max(1);
        Options {
            measure,
            ..self.context.settings.options
        }
    }

    /// Shows the selected article beside the list, where the list has the focus. Where there
    /// is no pane for it no article is open: a command acts on what is seen.
    pub(crate) fn preview(&mut self) {
        if self.focus == Focus::Reader {
            return;
        }
        if self.context.layout.reader.is_none() {
            self.replace_reader(None);
            return;
        }
        if self.list.is_waiting() {
            return;
        }
        match self.list.selected().cloned() {
            None => self.replace_reader(None),
            Some(item) => self.load(item),
        }
    }

    /// Puts another article in the pane, or none. The one way in which an article is closed,
    /// so its place is never lost.
    fn replace_reader(&mut self, reader: Option<Reader>) {
        self.save_place();
        self.reader = reader;
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
        // Before the place of the new one is asked for: it may be the same article.
        self.save_place();
        let ticket = self.context.ticket();
        let options = self.options();
        let head = header(
            &item,
            &options,
            &self.context.locale,
            &self.context.settings.zone,
        );
        let height = usize::from(self.context.layout.text.height);
        let mut reader = Reader::new(Arc::clone(&item), ticket, (head, options), height);
        reader.anchor = self.context.marks.place(&item.entry).map(|mark| mark.place);
        if item.gone {
            reader.body = Body::Gone;
            self.replace_reader(Some(reader));
            return;
        }
        self.replace_reader(Some(reader));
        let siblings = self.list.siblings(&item);
        self.context.effect(Effect::Job(Job::Open {
            ticket,
            item,
            options,
            siblings,
        }));
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
        if self.context.settings.mark_read == MarkRead::Open {
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
        match result {
            Ok((article, page, options)) => {
                reader.part = (!whole).then_some(ticket);
                reader.footer = match whole {
                    true => footer(&article, &options, &self.context.locale),
                    false => Vec::new(),
                };
                reader.calls = calls(&article.document);
                reader.retypesetting = None;
                reader.body = Body::Ready {
                    article,
                    page,
                    options,
                };
                reader.return_to_anchor();
                self.search_on();
                if let Some(reader) = &mut self.reader {
                    reader.catch_up();
                }
                self.fit_reader();
                self.scrolled();
                self.came_whole();
            }
            Err(error) => {
                reader.part = None;
                reader.body = Body::Failed(error);
            }
        }
    }

    /// The text in the pane is longer now: what was asked for before it was there is done.
    fn came_whole(&mut self) {
        self.renew_panel();
        let whole = self.reader.as_mut().filter(|reader| reader.is_whole());
        if whole.is_some_and(|reader| std::mem::take(&mut reader.copies_whole)) {
            self.copy_text();
        }
    }

    /// Asks for a new page when the pane's options are no longer those of the page. The
    /// old page stays until the new one is there.
    pub(crate) fn fit_reader(&mut self) {
        let options = self.options();
        let text = self.context.layout.text;
        let Some(reader) = &mut self.reader else {
            return;
        };
        let height = usize::from(text.height);
        let mut moved = std::mem::replace(&mut reader.height, height) != height;
        if reader.header_options != options {
            reader.header = header(
                &reader.item,
                &options,
                &self.context.locale,
                &self.context.settings.zone,
            );
            reader.header_options = options;
            moved = true;
        }
        if let Body::Ready {
            article,
            options: old,
            ..
        } = &reader.body
            && *old != options
        {
            let ticket = self.context.ticket();
            let article = Arc::clone(article);
            reader.retypesetting = Some(ticket);
            self.context.effect(Effect::Job(Job::Typeset {
                ticket,
                article,
                options,
            }));
        } else {
            // The pane may be again what the page is for, with another page on its way.
            reader.retypesetting = None;
            if moved {
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
            reader.footer = footer(article, &options, &self.context.locale);
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

    /// The reader may have moved: its place is to be written, and the end may have been
    /// reached.
    pub(crate) fn scrolled(&mut self) {
        let Some(reader) = &mut self.reader else {
            return;
        };
        reader.note_move();
        if reader.moved && reader.place_due.is_none() {
            reader.place_due = Some(self.context.now + PLACE_DELAY);
        }
        self.reached_end();
    }

    fn reached_end(&mut self) {
        let reading = self.reader.as_ref().filter(|_| self.focus == Focus::Reader);
        if reading.is_some_and(Reader::at_end) && self.context.settings.mark_read == MarkRead::End {
            self.mark_read_here();
        }
    }

    /// Where the open article stands, if the user has moved there and it is not yet written.
    fn place_to_save(&self) -> Option<(&Arc<Listed>, Position, f32)> {
        let reader = self.reader.as_ref().filter(|reader| reader.moved)?;
        let page = reader.page()?;
        let place = reader.anchor.unwrap_or_default();
        let known = self.context.marks.place(&reader.item.entry);
        if known.map_or(reader.anchor.is_none(), |known| known.place == place) {
            return None;
        }
        let fraction = match reader.percent() {
            Some(_) if page.is_empty() => 1.0,
            Some(percent) => percent as f32 / 100.0,
            // Of a beginning alone it is not known.
            None => known.map_or(0.0, |known| known.fraction),
        };
        Some((&reader.item, place, fraction))
    }

    /// The event that `save_place` would write, for an end that leaves no time to ask.
    pub fn unsaved_place(&self) -> Option<Event> {
        let (item, place, fraction) = self.place_to_save()?;
        let entry = &item.entry;
        let event = self
            .context
            .marks
            .place_event(entry, place, fraction, self.context.now);
        Some(event)
    }

    /// Writes the place of the open article.
    pub fn save_place(&mut self) {
        if let Some((item, place, fraction)) = self.place_to_save() {
            let item = Arc::clone(item);
            let event =
                self.context
                    .marks
                    .set_place(&item.entry, place, fraction, self.context.now);
            self.context.record(vec![event]);
        }
        if let Some(reader) = &mut self.reader {
            reader.place_due = None;
            reader.moved &= reader.page().is_none();
        }
    }

    pub(crate) fn leave_reader(&mut self) {
        self.focus_list();
        self.relayout();
    }

    /// Gives the focus to the list; the layout is to follow.
    pub(crate) fn focus_list(&mut self) {
        self.save_place();
        self.zen = false;
        self.focus = Focus::List;
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
            self.context.inform(key);
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
            self.context.inform("notice.no-more");
        }
        self.scrolled();
    }
}
