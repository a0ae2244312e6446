//! What Tab goes to in an article, link by link and footnote by footnote, and what opening
//! one shows.

use crate::app::{App, Reader};
use crate::document::{Document, LinkNumber, Position, TextId};
use crate::typeset::Page;
use std::ops::Range;

/// Rows above the text of a stop, its own included, on which it may stand: a picture has no
/// text of its own.
const ROWS: usize = 8;

/// Where a text calls a footnote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    pub text: TextId,
    /// Bytes in the plain text.
    pub range: Range<u32>,
    /// Index in `Document::footnotes`.
    pub note: u32,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stop {
    Link(LinkNumber),
    Note(Call),
}

/// The stop that is chosen, and where it stands in the text, whatever lines that is set in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen {
    pub stop: Stop,
    /// Of the first text of the stop, or the next one after it.
    place: Position,
}

/// Every call of a footnote, in the order of the texts.
pub fn calls(document: &Document) -> Vec<Call> {
    if document.footnotes.is_empty() {
        return Vec::new();
    }
    let mut calls = Vec::new();
    // The one walk over all texts may change them, so it is given a copy.
    document.clone().visit_texts_mut(&mut |text| {
        let mut from = 0;
        for run in &text.runs {
            let range = from..from + run.text.len() as u32;
            from = range.end;
            calls.extend(run.footnote.map(|note| Call {
                text: text.id,
                range,
                note,
            }));
        }
    });
    calls
}

impl Reader {
    pub fn link(&self) -> Option<LinkNumber> {
        match self.chosen.as_ref()?.stop {
            Stop::Link(link) => Some(link),
            Stop::Note(_) => None,
        }
    }

    /// The stops that begin on a line, in order.
    fn stops(&self, page: &Page, line: usize) -> Vec<Stop> {
        let mut stops = Vec::new();
        for span in page.line(line).spans {
            if let Some(link) = span.link {
                let stop = Stop::Link(link);
                let further = line
                    .checked_sub(1)
                    .map(|above| page.links(above..above + 1));
                let begun = further.is_some_and(|above| above.last() == Some(&link));
                let again = stops.contains(&stop) || (begun && stops.is_empty());
                if !again {
                    stops.push(stop);
                }
            }
            if let Some((text, range)) = span.source {
                let first = self
                    .calls
                    .partition_point(|call| (call.text, call.range.start) < (text, range.start));
                let calls = self.calls.iter().skip(first);
                let here =
                    calls.take_while(|call| call.text == text && call.range.start < range.end);
                stops.extend(here.cloned().map(Stop::Note));
            }
        }
        stops
    }

    /// The chosen stop on this page: its line, and its number among the stops there.
    fn chosen_on(&self, page: &Page) -> Option<(usize, usize)> {
        let chosen = self.chosen.as_ref()?;
        let last = page.line_of(chosen.place);
        let lines = (0..=last).rev().take(ROWS);
        let mut found = lines.filter_map(|line| {
            let stops = self.stops(page, line);
            let at = stops.iter().position(|stop| *stop == chosen.stop)?;
            Some((line, at))
        });
        found.next()
    }

    /// Chooses the next or previous stop, those on the screen first, around the ends.
    pub fn next_stop(&mut self, forward: bool) -> bool {
        let Some(page) = self.page().cloned() else {
            return false;
        };
        let seen = self.visible();
        let seen = seen.start..seen.end.min(page.len());
        let from = self.chosen_on(&page);
        let (line, at) = match from.filter(|(line, _)| seen.contains(line)) {
            Some((line, at)) => (line, Some(at)),
            None if forward => (seen.start, None),
            None => (seen.end.saturating_sub(1), None),
        };
        let len = page.len();
        let next = (0..=len).find_map(|step| {
            let line = if forward {
                line + step
            } else {
                line + len - step
            } % len.max(1);
            let stops = self.stops(&page, line);
            let at = match (at.filter(|_| step == 0), forward) {
                (Some(at), true) => at + 1,
                (Some(at), false) => at.checked_sub(1)?,
                (None, true) => 0,
                (None, false) => stops.len().checked_sub(1)?,
            };
            Some((line, stops.get(at)?.clone()))
        });
        let Some((line, stop)) = next else {
            return false;
        };
        if !seen.contains(&line) {
            self.reveal(line);
        }
        let place = place_of(&page, line, &stop);
        self.chosen = Some(Chosen { stop, place });
        true
    }

    /// The only footnote that is called on the screen.
    fn only_note(&self) -> Option<u32> {
        let page = self.page()?;
        let mut notes = self.visible().flat_map(|line| self.stops(page, line));
        let mut notes = notes.by_ref().filter_map(|stop| match stop {
            Stop::Note(call) => Some(call.note),
            Stop::Link(_) => None,
        });
        let note = notes.next()?;
        notes.next().is_none().then_some(note)
    }
}

/// Where a stop begins that stands on a line.
fn place_of(page: &Page, line: usize, stop: &Stop) -> Position {
    let of_link = |link: LinkNumber| {
        let spans = page.line(line).spans.into_iter();
        let mut sources = spans.filter(|span| span.link == Some(link));
        let (text, range) = sources.find_map(|span| span.source)?;
        Some(Position {
            text,
            byte: range.start,
        })
    };
    match stop {
        Stop::Link(link) => of_link(*link).unwrap_or_else(|| page.place(line)),
        Stop::Note(call) => Position {
            text: call.text,
            byte: call.range.start,
        },
    }
}

impl App {
    pub(crate) fn next_stop(&mut self, forward: bool) {
        let Some(reader) = &mut self.reader else {
            return;
        };
        if !reader.next_stop(forward) {
            self.context.inform("notice.no-links");
        }
        self.scrolled();
    }

    /// Enter in an article: what Tab has chosen, else the one footnote on the screen.
    pub(crate) fn open_stop(&mut self) {
        let chosen = self.reader.as_ref().and_then(|reader| reader.link());
        let note = self.chosen_note();
        let only = || self.reader.as_ref().and_then(Reader::only_note);
        if let Some(link) = chosen {
            self.open_link(Some(link));
        } else if let Some(note) = note.or_else(only) {
            self.show_note(note);
        } else {
            self.context.inform("notice.which-stop");
        }
    }

    pub(crate) fn chosen_note(&self) -> Option<u32> {
        match &self.reader.as_ref()?.chosen.as_ref()?.stop {
            Stop::Note(call) => Some(call.note),
            Stop::Link(_) => None,
        }
    }

    /// The text of a footnote where its call is read.
    pub(crate) fn show_note(&mut self, note: u32) {
        let article = self.reader.as_ref().and_then(|reader| reader.article());
        let Some(note) = article.and_then(|article| article.document.footnotes.get(note as usize))
        else {
            return;
        };
        let title = self
            .context
            .locale
            .fill("popup.note", &[("label", &note.label)]);
        let document = Document {
            blocks: note.blocks.clone(),
            ..Document::default()
        };
        self.pop_up(title, document);
    }
}
