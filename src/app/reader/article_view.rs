//! The life of an article in the reader pane: opening, arriving in parts, typesetting for
//! another size, and saving the reading position.

use super::annotations::annotations;
use super::focusables::footnote_calls;
use super::header::{Says, footer, header};
use super::pane::{Body, ReaderPane};
use super::sought::Sought;
use crate::app::context::Context;
use crate::app::message::{Arrival, Effect, Item, Job, Level, Listed, Part, Ticket};
use crate::app::outcome::Outcome;
use crate::app::settings::LinkNumbers;
use crate::clean::REPEATS;
use crate::document::Position;
use crate::library::Article;
use crate::search::{self, Highlighter};
use crate::text::sanitize_line;
use crate::typeset::{Line, NumberedLinks, Options, Page};
use crate::user::event::Event;
use std::fmt::Display;
use std::sync::Arc;

/// How long after the last movement a position is saved, in milliseconds.
const SAVE_DELAY: u64 = 2_000;

/// The options for the reader pane as it is now.
pub(super) fn options(context: &Context, sideways: Option<u16>, numbered: bool) -> Options {
    Options {
        measure: context.layout.text.width.max(1),
        reach: context.layout.reach(),
        outdent: context.layout.outdent(),
        screen_signs: true,
        numbered_links: match context.settings.link_numbers {
            LinkNumbers::OnDemand if numbered => NumberedLinks::All,
            LinkNumbers::Always => NumberedLinks::Named,
            LinkNumbers::OnDemand | LinkNumbers::Never => NumberedLinks::None,
        },
        sideways,
        ..context.settings.options
    }
}

/// Windows of at most this many rows show the title without metadata.
const LOW: u16 = 8;

fn header_of(item: &Listed, lost: usize, options: &Options, context: &Context) -> Vec<Line> {
    let low = context.size.1 <= LOW;
    let says = Says {
        dates: context.dates(),
        pace: context.marks.pace(),
    };
    let mut lines = header(item, options, low, says);
    if !low {
        let end = lines.len().saturating_sub(1);
        lines.splice(end..end, annotations(item, lost, options, context));
    }
    lines
}

impl ReaderPane {
    /// Opens an article: shows its header and asks a worker for its text. `siblings` are
    /// articles of the same source, to find boilerplate that they share. `sought`: what it is opened
    /// for.
    pub(crate) fn open(
        item: Item,
        siblings: Vec<Item>,
        sought: &Sought,
        context: &mut Context,
    ) -> Self {
        let ticket = context.ticket();
        let options = options(context, None, false);
        let head = header_of(&item, 0, &options, context);
        let height = usize::from(context.layout.text.height);
        let mut reader = Self::new(item.clone(), ticket, (head, options), height);
        // The first position is the very top: the header is shown too.
        let place = context.marks.place(&item.entry);
        // What is to be read again begins at the top: at its end it would count as finished.
        let is_again = context.marks.is_later(&item.entry);
        let place = place.filter(|mark| !(is_again && mark.is_at_end()));
        let place = place.map(|mark| mark.place);
        reader.anchor = place.filter(|place| *place != Position::default());
        if item.entry.gone {
            reader.body = Body::Gone;
        } else {
            context.effect(Effect::Job(Job::Open {
                ticket,
                item,
                options,
                siblings,
                query: sought.query(),
            }));
        }
        reader
    }

    /// An article has arrived, or the first part of a long one. `typing`: a prompt is open.
    pub(crate) fn arrived(
        &mut self,
        (ticket, part): (Ticket, Part),
        arrival: Arrival,
        typing: bool,
        context: &mut Context,
    ) -> Outcome {
        let reloads = self.reloading == Some(ticket);
        let expected = reloads
            || self.part == Some(ticket)
            || matches!(self.body, Body::Loading(expected) if expected == ticket);
        // The position may lie after the first part.
        if !expected || (part == Part::First && (reloads || self.anchor.is_some())) {
            return Outcome::None;
        }
        self.reloading.take_if(|_| reloads);
        match arrival {
            Ok((article, page, options)) => {
                if reloads {
                    self.before_reload(&article, context);
                }
                self.part = (part == Part::First).then_some(ticket);
                self.calls = footnote_calls(&article.document);
                self.retypesetting = None;
                self.body = Body::Ready {
                    article,
                    page,
                    options,
                };
                self.remake_footer(context);
                self.locate_highlights(context);
                self.return_to_anchor();
                self.remake_header(context);
                self.continue_search(typing, context);
                self.catch_up();
                self.fit(context);
                self.go_to_wanted_highlight(context);
                self.go_to_wanted_anchor();
                Outcome::ArticleArrived
            }
            Err(error) if reloads => {
                let values: &[(&str, &dyn Display)] = &[("error", &error)];
                let text = context.locale.fill("notice.not-reloaded", values);
                context.notify(Level::Warning, sanitize_line(&text));
                Outcome::None
            }
            Err(error) => {
                self.part = None;
                self.body = Body::Failed(error);
                Outcome::None
            }
        }
    }

    /// The file of the article has changed: asks for its text again. The old text stays until the
    /// new one is there.
    pub(crate) fn reload(&mut self, siblings: Vec<Item>, context: &mut Context) {
        let ticket = context.ticket();
        if matches!(self.body, Body::Ready { .. }) {
            self.reloading = Some(ticket);
        } else {
            self.body = Body::Loading(ticket);
        }
        context.effect(Effect::Job(Job::Open {
            ticket,
            item: self.item.clone(),
            options: options(context, self.sideways, self.numbered),
            siblings,
            query: self.sought.query(),
        }));
    }

    /// Whether a hit is in boilerplate that was cut when the article was opened for something else.
    pub(crate) fn hides(&self, sought: &Sought) -> bool {
        let Body::Ready { article, .. } = &self.body else {
            return false;
        };
        let Some(query) = sought.query() else {
            return false;
        };
        let highlighter = Highlighter::new(&query, search::Part::Text);
        let mut cuts = article.cuts.iter().filter(|cut| cut.rule == REPEATS);
        cuts.any(|cut| highlighter.is_in(&cut.text))
    }

    /// The list has a new row for the article.
    pub(crate) fn adopt(&mut self, item: Item, context: &Context) {
        self.note_move();
        self.item = item;
        self.header = header_of(
            &self.item,
            self.highlights.lost.len(),
            &self.header_options,
            context,
        );
        self.return_to_anchor();
    }

    /// What the header says of the article may have changed.
    pub(crate) fn remake_header(&mut self, context: &Context) {
        let lost = self.highlights.lost.len();
        let header = header_of(&self.item, lost, &self.header_options, context);
        if header != self.header {
            self.note_move();
            self.header = header;
            self.return_to_anchor();
        }
    }

    /// Keeps the position, and drops what refers to places of the old text.
    fn before_reload(&mut self, new: &Article, context: &mut Context) {
        self.note_move();
        self.selection = None;
        self.focused = None;
        self.highlights.placed.clear();
        let old = self.article();
        if old.is_none_or(|old| old.document != new.document) {
            let learned = |article: &Article| {
                let mut cuts = article.cuts.iter();
                cuts.any(|cut| cut.rule == REPEATS)
            };
            // A footer that was learned meanwhile changes nothing that the user wrote.
            let is_edited = old.is_none_or(|old| learned(old) == learned(new));
            self.pictures.forget(context);
            if is_edited {
                context.inform("notice.reloaded");
            }
        }
    }

    /// Asks for a new page when the options of the pane differ from those of the page. The old
    /// page stays until the new one arrives.
    pub(crate) fn fit(&mut self, context: &mut Context) {
        let options = options(context, self.sideways, self.numbered);
        let height = usize::from(context.layout.text.height);
        let rooms = self.pictures.rooms(context);
        let mut moved = std::mem::replace(&mut self.height, height) != height;
        if self.header_options != options || moved {
            self.header = header_of(&self.item, self.highlights.lost.len(), &options, context);
            self.header_options = options;
            moved = true;
        }
        if let Body::Ready {
            article,
            page,
            options: old,
        } = &self.body
            && (*old != options || *page.rooms() != rooms)
        {
            let ticket = context.ticket();
            let article = Arc::clone(article);
            self.retypesetting = Some(ticket);
            context.effect(Effect::Job(Job::Typeset {
                ticket,
                article,
                options,
                rooms,
            }));
        } else {
            // The pane may have its old size again while a page for another is being typeset.
            self.retypesetting = None;
            if moved {
                self.return_to_anchor();
            }
        }
    }

    /// Shows or hides the numbers of links that are shown on demand. The text is set anew; its first
    /// line on the screen stays there.
    pub(crate) fn set_numbered(&mut self, numbered: bool, context: &mut Context) {
        if self.numbered != numbered {
            self.numbered = numbered;
            self.fit(context);
        }
    }

    /// A page for other options has arrived.
    pub(crate) fn typeset(
        &mut self,
        ticket: Ticket,
        page: Arc<Page>,
        options: Options,
        context: &mut Context,
    ) {
        if self.retypesetting != Some(ticket) {
            return;
        }
        self.retypesetting = None;
        let focus_was_visible = self.shows_focus();
        if let Body::Ready {
            page: old_page,
            options: old,
            ..
        } = &mut self.body
        {
            *old_page = page;
            *old = options;
        }
        self.remake_footer(context);
        self.locate_highlights(context);
        self.return_to_anchor();
        self.remake_header(context);
        if focus_was_visible {
            self.reveal_focus();
        }
        self.refresh_hits();
        self.reveal_picture();
        self.draw_pictures(context);
    }

    /// The footer is shown when the whole text is there.
    fn remake_footer(&mut self, context: &Context) {
        self.footer = match &self.body {
            Body::Ready {
                article, options, ..
            } if self.part.is_none() => {
                let next = self.next.as_ref().map(|next| next.entry.title());
                footer(article, next, options, context)
            }
            _ => Vec::new(),
        };
    }

    /// Names the article that follows in the list.
    pub(crate) fn set_next(&mut self, next: Option<&Item>, context: &Context) {
        let same = match (&self.next, next) {
            (Some(old), Some(new)) => old.is(new),
            (old, new) => old.is_none() && new.is_none(),
        };
        if !same {
            self.next = next.cloned();
            self.remake_footer(context);
            self.top = self.top.min(self.last_top());
        }
    }

    /// The pane may have scrolled: schedules saving the position.
    pub(crate) fn schedule_save(&mut self, now: u64) {
        self.note_move();
        if self.moved && self.place_due.is_none() {
            self.place_due = Some(now + SAVE_DELAY);
        }
    }

    /// The reading position and fraction, if the user has moved there and it is not saved yet.
    fn position_to_save(&self, context: &Context) -> Option<(Position, f32)> {
        let page = self.page().filter(|_| self.moved)?;
        let place = self.anchor.unwrap_or_default();
        let known = context.marks.place(&self.item.entry);
        if known.map_or(self.anchor.is_none(), |known| known.place == place) {
            return None;
        }
        let fraction = match self.percent() {
            Some(_) if page.is_empty() => 1.0,
            Some(percent) => percent as f32 / 100.0,
            // The length is unknown until the whole article has arrived.
            None => known.map_or(0.0, |known| known.fraction),
        };
        Some((place, fraction))
    }

    /// The event that `save_position` would record, for an exit that leaves no time to ask.
    pub(crate) fn unsaved_position(&self, context: &Context) -> Option<Event> {
        let (place, fraction) = self.position_to_save(context)?;
        let entry = &self.item.entry;
        Some(
            context
                .marks
                .place_event(entry, place, fraction, context.now),
        )
    }

    pub(crate) fn save_position(&mut self, context: &mut Context) {
        if let Some((place, fraction)) = self.position_to_save(context) {
            let entry = &self.item.entry;
            let event = context.marks.set_place(entry, place, fraction, context.now);
            context.record(vec![event]);
        }
        self.place_due = None;
        self.moved &= self.page().is_none();
    }
}
