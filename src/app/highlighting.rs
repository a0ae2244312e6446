//! Highlights: what a selection and a highlight offer, and changes to highlights.

use super::marking::below_top;
use super::panel::pane::{Choice, Kind};
use super::reader::passages::COLOURS;
use super::{App, Asking, Effect, Item, Listed, Ticket};
use crate::document::Position;
use crate::input::{Code, Key};
use crate::text::{address_in_ascii, sanitize_line};
use crate::typeset::Page;
use crate::user::anchor::{Found, rivals};
use crate::user::event::Highlight;

/// Characters of the context that are kept on each side: more of them if the nearest ones do not
/// tell the passage from another one.
const CONTEXTS: [usize; 2] = [100, 400];

/// The most characters of a highlight: an export keeps no longer quotation.
const MOST: usize = 20_000;

/// What the next key is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Offer {
    /// The selected text.
    Selection,
    /// The current highlight.
    Highlight,
}

impl Offer {
    /// The locale key of the line that says what is offered.
    pub fn key(self) -> &'static str {
        match self {
            Self::Selection => "status.offer-selection",
            Self::Highlight => "status.offer-highlight",
        }
    }
}

impl App {
    pub(super) fn offer(&mut self, offer: Offer) {
        self.offer = Some(offer);
    }

    /// The key that chooses from what is offered. Another key ends the offer.
    pub(super) fn take_offer(&mut self, offer: Offer, key: Key) {
        let highlight = match offer {
            Offer::Selection => self.selected_passage(),
            Offer::Highlight => self.current_passage(),
        };
        let Some((item, highlight)) = highlight else {
            return;
        };
        match key.code {
            Code::Enter if offer == Offer::Selection => {
                self.set_highlight(&item, self.coloured(highlight, self.colour));
            }
            Code::Char(c @ '1'..='4') => {
                let colour = c as usize - '1' as usize;
                self.colour = colour;
                self.set_highlight(&item, self.coloured(highlight, colour));
            }
            Code::Char('a') => self.ask_for_note(item, self.coloured_anew(highlight)),
            Code::Char('y') => {
                self.end_selection();
                self.context.effect(Effect::Copy(highlight.quote));
            }
            Code::Char('>') => self.copy_quote(&item, &highlight),
            Code::Char('d') | Code::Delete if offer == Offer::Highlight => {
                self.remove_highlight(&item, &highlight.id);
            }
            _ => {}
        }
    }

    /// The selected text as a highlight, which may be one already.
    fn selected_passage(&mut self) -> Option<(Item, Highlight)> {
        let reader = self.reader.as_ref()?;
        let (page, (from, to)) = (reader.page()?, reader.selected()?);
        let mut placed = reader.highlights.placed.iter();
        if let Some(same) = placed.find(|one| (one.start(), one.end()) == (from, to)) {
            let known = self.known_highlight(&reader.item, &same.id)?;
            return Some((reader.item.clone(), known));
        }
        let quote = page.text(from, to);
        let key = match quote.chars().count() {
            _ if quote.trim().is_empty() => "notice.no-words",
            0..=MOST => {
                let highlight = anchored(page, (from, to), quote, reader.is_whole());
                return Some((reader.item.clone(), highlight));
            }
            _ => "notice.passage-too-long",
        };
        self.context.refuse(key);
        None
    }

    fn current_passage(&self) -> Option<(Item, Highlight)> {
        let reader = self.reader.as_ref()?;
        let known = self.known_highlight(&reader.item, reader.current_highlight()?)?;
        Some((reader.item.clone(), known))
    }

    fn known_highlight(&self, item: &Listed, id: &str) -> Option<Highlight> {
        let mut known = self.context.marks.highlights(&item.entry).into_iter();
        known.find(|one| one.id == id).cloned()
    }

    fn coloured(&self, highlight: Highlight, colour: usize) -> Highlight {
        let name = COLOURS.get(colour).map_or("", |(name, _)| *name);
        Highlight {
            colour: name.to_owned(),
            ..highlight
        }
    }

    /// A highlight that is not one yet gets the colour that was used last.
    fn coloured_anew(&self, highlight: Highlight) -> Highlight {
        match highlight.id.as_str() {
            "" => self.coloured(highlight, self.colour),
            _ => highlight,
        }
    }

    fn end_selection(&mut self) {
        if let Some(reader) = &mut self.reader {
            reader.selection = None;
        }
    }

    /// Adds or changes a highlight.
    fn set_highlight(&mut self, item: &Listed, highlight: Highlight) {
        self.end_selection();
        let is_new = highlight.id.is_empty();
        if !is_new && self.known_highlight(item, &highlight.id).as_ref() == Some(&highlight) {
            return self.context.refuse("notice.nothing-changed");
        }
        self.finish_bulk_marks();
        let now = self.context.now;
        let marks = &mut self.context.marks;
        let events = marks.set_highlight(&item.entry, highlight, now);
        self.record_annotations(events);
        self.context.confirm(
            match is_new {
                true => "notice.highlighted",
                false => "notice.highlight-changed",
            },
            &[],
        );
    }

    fn remove_highlight(&mut self, item: &Listed, id: &str) {
        self.finish_bulk_marks();
        let now = self.context.now;
        let events = self.context.marks.remove_highlight(&item.entry, id, now);
        self.record_annotations(events);
        self.context.confirm("notice.highlight-removed", &[]);
    }

    /// Removes the highlight that the user went to.
    pub(super) fn delete_current_highlight(&mut self) {
        match self.current_passage() {
            Some((item, highlight)) => self.remove_highlight(&item, &highlight.id),
            None => self.context.refuse("notice.no-current-highlight"),
        }
    }

    /// Copies a passage as a quotation in Markdown, with its source.
    fn copy_quote(&mut self, item: &Item, highlight: &Highlight) {
        self.end_selection();
        let article = self.reader.as_ref().and_then(|reader| reader.article());
        let address = article.and_then(|article| article.address.as_deref());
        let address = address.map(address_in_ascii);
        let text = markdown_quote(&highlight.quote, item, address.as_deref());
        self.context.effect(Effect::Copy(text));
    }

    /// Asks for the note of a highlight; one that a prompt cannot hold opens in the editor.
    fn ask_for_note(&mut self, item: Item, highlight: Highlight) {
        let note = highlight.note.clone();
        self.passage = Some((item, highlight));
        self.ask_or_edit(Asking::Passage, note);
    }

    pub(super) fn accept_passage_note(&mut self, text: &str) {
        if let Some((item, highlight)) = self.passage.take() {
            let note = text.to_owned();
            self.set_highlight(&item, Highlight { note, ..highlight });
        }
    }

    /// A worker has found highlights of the open article.
    pub(super) fn located(&mut self, ticket: Ticket, found: Vec<Found>) {
        let Some(reader) = &mut self.reader else {
            return;
        };
        if reader.located(ticket, found, &mut self.context) {
            reader.remake_header(&self.context);
            self.refresh_listed_highlights();
        }
    }

    pub(super) fn lists_highlights(&self) -> bool {
        let panel = self.overlay.panel.as_ref();
        panel.is_some_and(|panel| panel.kind == Kind::Highlights)
    }

    pub(super) fn refresh_listed_highlights(&mut self) {
        if let Some(panel) = &mut self.overlay.panel {
            panel.refresh_highlights(self.reader.as_ref(), &self.context);
        }
    }

    /// Removes the chosen highlight of the panel, which stays open.
    pub(super) fn delete_listed_highlight(&mut self) {
        let Some(panel) = &self.overlay.panel else {
            return;
        };
        if let Choice::Highlight(at) = panel.chosen()
            && let Some((subject, highlight)) = panel.passages.get(at).cloned()
        {
            let item = self.article_of(&subject);
            self.remove_highlight(&item, &highlight.id);
        }
    }

    /// Opens the article of a highlight of the panel there.
    pub(super) fn go_to_listed_highlight(&mut self, at: usize) {
        let panel = self.overlay.panel.take();
        let passage = panel.as_ref().and_then(|panel| panel.passages.get(at));
        let Some((subject, highlight)) = passage else {
            return;
        };
        let item = self.article_of(subject);
        self.open_at(&item, below_top(highlight.place));
        if let Some(reader) = &mut self.reader {
            reader.want_highlight(&highlight.id, &mut self.context);
        }
        self.after_scroll();
    }
}

/// A passage of a page with its context, and with what tells it from other places of a whole article.
fn anchored(
    page: &Page,
    (from, to): (Position, Position),
    quote: String,
    is_whole: bool,
) -> Highlight {
    let mut highlight = Highlight {
        quote,
        place: from,
        ..Highlight::default()
    };
    let letters = [true, false].map(|with_ruby| page.letters(with_ruby));
    for context in CONTEXTS {
        (highlight.before, highlight.after) = page.around(from, to, context);
        highlight.rivals = letters
            .iter()
            .filter(|_| is_whole)
            .find_map(|letters| rivals(&highlight, letters));
        let copy = highlight.rivals.and_then(|rivals| rivals.copy);
        if copy.is_none() {
            break;
        }
    }
    highlight
}

/// A quotation in Markdown: its lines, then the title with the address, and the source.
fn markdown_quote(quote: &str, item: &Listed, address: Option<&str>) -> String {
    let mut out = String::new();
    for line in quote.lines() {
        out.push_str(format!("> {}", line.trim_end()).trim_end());
        out.push('\n');
    }
    let entry = &item.entry;
    let title = sanitize_line(entry.title());
    let title = title
        .replace('\\', "\\\\")
        .replace('[', "\\[")
        .replace(']', "\\]");
    let mut from = match address {
        Some(address) => format!("[{title}]({address})"),
        None => title,
    };
    let source = sanitize_line(&entry.labels.source);
    if !source.is_empty() {
        from = format!("{from}, {source}");
    }
    out + ">\n> — " + &from + "\n"
}
