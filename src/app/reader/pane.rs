//! The reader pane: an open article with its scroll position, search, links and selection.

use super::focusables::{Focused, FootnoteCall};
use super::full_text_state::FullText;
use super::passages::{Highlights, Selection};
use super::pictures::Pictures;
use super::sought::Sought;
use crate::app::context::Context;
use crate::app::message::{Item, Ticket};
use crate::app::motion::{Direction, Motion, Step};
use crate::app::outcome::Outcome;
use crate::document::Position;
use crate::error::Error;
use crate::library::Article;
use crate::typeset::{Hit, Line, Options, Page};
use std::ops::Range;
use std::sync::Arc;

/// Lines that a window is moved by after a jump to a hit, so that it does not end with a heading: a heading
/// with an empty line above and below it.
const HEADING_LINES: usize = 3;

/// The state of the article in the pane.
#[derive(Clone, Debug)]
pub enum Body {
    /// Being read by a worker, under this ticket.
    Loading(Ticket),
    Ready {
        article: Arc<Article>,
        page: Arc<Page>,
        options: Options,
    },
    Failed(Error),
    /// The file is gone; only its bookmark is left.
    Gone,
}

#[derive(Clone, Debug)]
pub struct ReaderPane {
    pub item: Item,
    pub body: Body,
    /// Title and byline: the first lines, scrolled with the article.
    pub header: Vec<Line>,
    /// The options that the header was typeset with.
    pub(crate) header_options: Options,
    /// The end mark, what is missing from the text, and the next article: the last lines,
    /// scrolled with the article.
    pub footer: Vec<Line>,
    /// The article that follows in the list.
    pub(crate) next: Option<Item>,
    /// The first visible line; the header counts.
    pub top: usize,
    /// Rows of the pane.
    pub height: usize,
    /// The position that the user last moved to. A resize may have to show lines above it; the
    /// position to remember is still this one. None: the very top.
    pub anchor: Option<Position>,
    /// Visible rows without text above the anchor, such as the frame of code. Without an
    /// anchor: rows of the header that are scrolled out.
    above: usize,
    /// `top` when the anchor was set or restored. A different `top` means that the user moved.
    anchor_top: usize,
    /// Whether the user has moved since the position was saved or the article was opened.
    /// Only then is a position saved: an article that was merely shown must not overwrite a
    /// position that another machine has saved since.
    pub moved: bool,
    /// When the position is to be saved, in milliseconds since 1970.
    pub place_due: Option<u64>,
    /// What `hits` are hits of.
    pub sought: Sought,
    /// The article was opened from a search and has not been scrolled to a hit yet: to the first
    /// or to the last one.
    pub(crate) landing: Option<Direction>,
    /// Where the search started: an anchor and the rows above it.
    pub(crate) search_from: (Option<Position>, usize),
    /// The search has no hit in the part that has arrived; it continues with the rest.
    pub(crate) awaits_hit: bool,
    pub hits: Vec<Hit>,
    /// Index of the current hit in `hits`.
    pub current: Option<usize>,
    /// Copy the whole article as soon as it has arrived.
    pub(crate) copies_whole: bool,
    /// The heading that a link of another article names, until it has arrived.
    pub(crate) wanted_anchor: Option<String>,
    /// The footnote calls of the text, in order.
    pub calls: Vec<FootnoteCall>,
    /// The link or footnote call that Tab has focused.
    pub focused: Option<Focused>,
    /// The index among the anchors of the heading or figure that was gone to last, and `top` then.
    pub(crate) landmark: Option<(usize, usize)>,
    /// The pictures that are drawn.
    pub(crate) pictures: Pictures,
    /// Numbers of links are shown on demand.
    pub(crate) numbered: bool,
    /// Cells by which wide code and tables are scrolled sideways. None: they are folded.
    pub(crate) sideways: Option<u16>,
    /// The page that is being typeset is scrolled to the current hit.
    pub(crate) reveals_hit: bool,
    /// The text being selected.
    pub selection: Option<Selection>,
    /// What the user highlighted.
    pub highlights: Highlights,
    /// The page is being typeset again with other options, under this ticket.
    pub retypesetting: Option<Ticket>,
    /// The file has changed: its new text comes under this ticket.
    pub(crate) reloading: Option<Ticket>,
    /// Which text of the article is shown.
    pub(crate) full_text: FullText,
    /// Only the first part has arrived; the rest comes under this ticket.
    pub part: Option<Ticket>,
    /// Lines scrolled beyond the part that has arrived: no key press is lost.
    ahead: isize,
}

impl ReaderPane {
    /// A pane that waits for its article; `header` was typeset with `options`.
    pub(crate) fn new(
        item: Item,
        ticket: Ticket,
        (header, options): (Vec<Line>, Options),
        height: usize,
    ) -> Self {
        Self {
            item,
            body: Body::Loading(ticket),
            header,
            header_options: options,
            footer: Vec::new(),
            next: None,
            top: 0,
            height,
            anchor: None,
            above: 0,
            anchor_top: 0,
            moved: false,
            place_due: None,
            sought: Sought::default(),
            landing: None,
            search_from: (None, 0),
            awaits_hit: false,
            hits: Vec::new(),
            current: None,
            copies_whole: false,
            wanted_anchor: None,
            calls: Vec::new(),
            focused: None,
            landmark: None,
            pictures: Pictures::default(),
            numbered: false,
            sideways: None,
            reveals_hit: false,
            selection: None,
            highlights: Highlights::default(),
            retypesetting: None,
            reloading: None,
            full_text: FullText::None,
            part: None,
            ahead: 0,
        }
    }

    pub(crate) fn page(&self) -> Option<&Arc<Page>> {
        match &self.body {
            Body::Ready { page, .. } => Some(page),
            _ => None,
        }
    }

    pub(crate) fn article(&self) -> Option<&Arc<Article>> {
        match &self.body {
            Body::Ready { article, .. } => Some(article),
            _ => None,
        }
    }

    /// All lines that can be scrolled to: header, page and footer.
    pub(crate) fn len(&self) -> usize {
        self.header.len() + self.page().map_or(0, |page| page.len()) + self.footer.len()
    }

    /// The largest `top`: the last line is then in the last row.
    pub fn last_top(&self) -> usize {
        self.len().saturating_sub(self.height.max(1))
    }

    /// Whether the whole text has arrived.
    pub(crate) fn is_whole(&self) -> bool {
        self.part.is_none() && self.page().is_some()
    }

    /// Whether the text, or the rest of it, is still being read.
    pub(crate) fn is_loading(&self) -> bool {
        self.part.is_some() || matches!(self.body, Body::Loading(_))
    }

    pub(crate) fn at_end(&self) -> bool {
        self.is_whole() && self.top >= self.last_top()
    }

    /// The lines down to the last one with a text: nothing is read below it.
    fn written(&self) -> usize {
        let blank = self.footer.iter().rev().take_while(|line| line.cells == 0);
        self.len() - blank.count()
    }

    /// The `top` at which so many [`percent`](Self::percent) have been on the screen.
    pub(crate) fn top_at(&self, percent: usize) -> usize {
        let seen = (self.written() * percent).div_ceil(100);
        seen.saturating_sub(self.height)
    }

    /// How much of the article has been on the screen, in percent. None while its length is
    /// unknown.
    pub(crate) fn percent(&self) -> Option<usize> {
        let len = self.written();
        let seen = (self.top + self.height).min(len);
        self.is_whole()
            .then(|| (seen * 100).checked_div(len).unwrap_or(100))
    }

    /// What of the article is in the window, as shares. None while its length is unknown.
    pub(crate) fn share_shown(&self) -> Option<Range<f64>> {
        let share = |line: usize| (line as f64 / self.len().max(1) as f64).min(1.0);
        self.is_whole()
            .then(|| share(self.top)..share(self.top + self.height))
    }

    pub(crate) fn motion(&mut self, motion: Motion, context: &Context) -> Outcome {
        let before = self.top;
        self.landmark = None;
        match motion.resolve(context.layout.reader.unwrap_or_default().height) {
            Step::By(lines) => {
                self.scroll(lines);
                if matches!(motion, Motion::Pages(1..)) {
                    let least = self.top.saturating_sub(self.height / 2);
                    self.keep_headings(least.max(before + 1));
                }
            }
            Step::To(line) => self.go_to_line(line),
        }
        Outcome::Scrolled
    }

    /// Scrolls by lines. Lines beyond the part that has arrived are scrolled when the rest
    /// arrives.
    pub(crate) fn scroll(&mut self, by: isize) {
        self.awaits_hit = false;
        if matches!(self.body, Body::Loading(_)) {
            self.moved |= by != 0;
            self.ahead = self.ahead.saturating_add(by);
            return;
        }
        let here = self.top.cast_signed().saturating_add(self.ahead);
        let wanted = here.saturating_add(by).max(0);
        self.top = wanted.cast_unsigned().min(self.last_top());
        self.ahead = match self.part {
            Some(_) => wanted - self.top.cast_signed(),
            None => 0,
        };
    }

    /// Scrolls back, at most to the line `least`, until neither end of the window parts a heading
    /// from what follows it. A window full of headings stays, and so does the beginning of an
    /// article.
    fn keep_headings(&mut self, least: usize) {
        let Some(page) = self.page().filter(|_| self.top < self.last_top()) else {
            return;
        };
        let head = self.header.len();
        let parts = |line: usize| {
            let above = line.checked_sub(head + 1);
            above.is_some_and(|above| page.keeps_with_next(above))
        };
        let mut tops = (least..=self.top).rev();
        let settled = tops.find(|top| !parts(*top) && !parts(top + self.height));
        self.top = settled.unwrap_or(self.top);
    }

    /// Goes to a line, counted from the header.
    pub(crate) fn go_to_line(&mut self, line: usize) {
        if matches!(self.body, Body::Loading(_)) {
            (self.anchor, self.above) = (None, 0);
            self.moved = true;
        }
        (self.top, self.ahead) = (0, 0);
        self.scroll(isize::try_from(line).unwrap_or(isize::MAX));
    }

    /// Scrolls the lines that were requested before they had arrived.
    pub(crate) fn catch_up(&mut self) {
        let ahead = std::mem::take(&mut self.ahead);
        if ahead != 0 {
            self.scroll(ahead);
        }
    }

    /// Empty rows above the article: in zen a short one begins where a third of the empty rows are
    /// above it.
    pub(crate) fn rows_above(&self, height: u16, zen: bool) -> u16 {
        let rows = u16::try_from(self.len()).unwrap_or(u16::MAX);
        let empty = height.saturating_sub(rows);
        if zen && self.is_whole() { empty / 3 } else { 0 }
    }

    /// The visible lines of the page.
    pub(crate) fn visible(&self) -> std::ops::Range<usize> {
        let head = self.header.len();
        let end = (self.top + self.height).min(self.len());
        self.top.saturating_sub(head)..end.saturating_sub(head)
    }

    /// Sets the anchor to the first visible line if the user has moved.
    pub(crate) fn note_move(&mut self) {
        if self.page().is_none() || self.top == self.anchor_top {
            return;
        }
        self.moved = true;
        self.anchor_top = self.top;
        self.anchor = self.place();
        let anchor = self.page().zip(self.anchor);
        let line = anchor.map(|(page, place)| self.header.len() + page.line_of(place));
        self.above = line.map_or(self.top, |line| line.saturating_sub(self.top));
    }

    /// Keeps the lines that are shown when the size changes. The position to save is unchanged.
    pub(crate) fn stay_here(&mut self) {
        self.anchor_top = self.top;
        self.anchor = self.place();
        self.above = self.anchor.map_or(self.top, |_| 0);
    }

    /// Begins at a position, before the article has arrived.
    pub(crate) fn start_at(&mut self, position: Option<Position>) {
        (self.anchor, self.above) = (position, 0);
    }

    /// Shows the top of the article. The position to save is unchanged.
    pub(crate) fn go_to_start(&mut self) {
        self.jump(0);
        self.stay_here();
    }

    /// The anchor and the rows above it.
    pub(crate) fn view(&self) -> (Option<Position>, usize) {
        (self.anchor, self.above)
    }

    /// Shows what a [`view`](Self::view) showed, and keeps the anchor.
    pub(crate) fn return_to(&mut self, view: (Option<Position>, usize)) {
        let now = std::mem::replace(&mut self.anchor, view.0);
        let above = std::mem::replace(&mut self.above, view.1);
        let anchor_top = self.anchor_top;
        self.return_to_anchor();
        (self.anchor, self.above, self.anchor_top) = (now, above, anchor_top);
    }

    /// The position of the first visible line; None within the header.
    pub fn place(&self) -> Option<Position> {
        let page = self.page()?;
        let line = self.top.checked_sub(self.header.len())?;
        Some(page.place(line))
    }

    /// Scrolls so that the anchor is where it was: on the first row or below its frame, or as
    /// high as the end of the article allows.
    pub(crate) fn return_to_anchor(&mut self) {
        self.top = match self.anchor {
            Some(place) => self.top_of(place).unwrap_or(self.top),
            None => self.above.min(self.header.len()),
        };
        self.top = self.top.min(self.last_top());
        let rows = self.anchor.map_or(0, |_| self.above);
        for _ in 0..rows {
            let before = self.top.checked_sub(self.header.len() + 1);
            let place = before.and_then(|line| Some(self.page()?.place(line)));
            if place.is_none() || place != self.anchor {
                break;
            }
            self.top -= 1;
        }
        self.anchor_top = self.top;
    }

    /// Scrolls a position to the first row.
    pub(crate) fn go_to(&mut self, place: Position) {
        if let Some(top) = self.top_of(place) {
            self.jump(top);
        }
    }

    /// The line of a position; the header counts.
    fn top_of(&self, place: Position) -> Option<usize> {
        Some(self.header.len() + self.page()?.line_of(place))
    }

    /// Goes to a line and drops lines that were to be scrolled later.
    pub(super) fn jump(&mut self, line: usize) {
        self.top = line.min(self.last_top());
        self.ahead = 0;
        self.awaits_hit = false;
    }

    /// Scrolls as little as possible to make a line of the page visible, with some context.
    pub(crate) fn reveal(&mut self, line: usize) {
        let line = self.header.len() + line;
        let context = self.height / 4;
        if line < self.top + context.min(self.top) || line >= self.top + self.height {
            self.jump(line.saturating_sub(context));
            self.keep_headings(self.top.saturating_sub(HEADING_LINES.min(context)));
        }
    }
}
