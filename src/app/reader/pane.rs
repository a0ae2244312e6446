//! The reader pane: an open article, where it is scrolled to, its search and its links.

use super::focusables::{Call, Chosen};
use crate::app::message::{Listed, Ticket};
use crate::document::Position;
use crate::error::Error;
use crate::library::Article;
use crate::typeset::{AnchorKind, Hit, Line, Options, Page};
use std::sync::Arc;

/// What is known of the article in the pane.
#[derive(Clone, Debug)]
pub enum Body {
    /// Being read, with the ticket of the work.
    Loading(Ticket),
    Ready {
        article: Arc<Article>,
        page: Arc<Page>,
        options: Options,
    },
    Failed(Error),
    /// Not in the library: there is nothing to read but its bookmark.
    Gone,
}

#[derive(Clone, Debug)]
pub struct Reader {
    pub item: Arc<Listed>,
    pub body: Body,
    /// Title and byline: the first lines of what is scrolled.
    pub header: Vec<Line>,
    /// The options that the header was set with.
    pub(crate) header_options: Options,
    /// What is missing from the text and why: the last lines.
    pub footer: Vec<Line>,
    /// The first visible line, the header included.
    pub top: usize,
    /// Rows of the pane.
    pub height: usize,
    /// What is being read: where the user last moved to. A resize may have to show more
    /// above it, and the place is still this one. None: the very top.
    pub anchor: Option<Position>,
    /// Rows without text above the anchor that are on the screen: the frame of code. Without
    /// an anchor the rows of the header that are scrolled away.
    above: usize,
    /// `top` when the anchor was set or returned to: elsewhere, the user has moved.
    anchor_top: usize,
    /// Whether the user has moved since the place was written, or since the article was
    /// opened. Nothing else makes a place: one that was only shown is not written back over
    /// what another machine wrote since.
    pub moved: bool,
    /// When the place is to be written, in milliseconds since 1970.
    pub place_due: Option<u64>,
    pub needle: String,
    /// Where the search began: an anchor and the rows above it.
    pub(crate) search_from: (Option<Position>, usize),
    /// The search found nothing in what is there yet; it goes on with the rest.
    pub(crate) awaits_hit: bool,
    pub hits: Vec<Hit>,
    pub current: Option<usize>,
    /// The whole article is to be copied as soon as it is there.
    pub(crate) copies_whole: bool,
    /// Where the text calls footnotes, in order.
    pub calls: Vec<Call>,
    /// The link or the call of a footnote that Tab chose.
    pub chosen: Option<Chosen>,
    /// A text being marked: where it began, and where it ends now.
    pub selection: Option<(Position, Position)>,
    /// Waiting for this ticket's page of other options.
    pub retypesetting: Option<Ticket>,
    /// Only the beginning is there yet; this ticket's work brings the whole.
    pub part: Option<Ticket>,
    /// Lines that were scrolled beyond what is there yet: a key is never lost.
    ahead: isize,
}

impl Reader {
    /// A pane in which an article is being loaded; `header` was set with `options`.
    pub fn new(
        item: Arc<Listed>,
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
            top: 0,
            height,
            anchor: None,
            above: 0,
            anchor_top: 0,
            moved: false,
            place_due: None,
            needle: String::new(),
            search_from: (None, 0),
            awaits_hit: false,
            hits: Vec::new(),
            current: None,
            copies_whole: false,
            calls: Vec::new(),
            chosen: None,
            selection: None,
            retypesetting: None,
            part: None,
            ahead: 0,
        }
    }

    pub fn page(&self) -> Option<&Arc<Page>> {
        match &self.body {
            Body::Ready { page, .. } => Some(page),
            _ => None,
        }
    }

    pub fn article(&self) -> Option<&Arc<Article>> {
        match &self.body {
            Body::Ready { article, .. } => Some(article),
            _ => None,
        }
    }

    /// Lines to scroll through: the header, the page and the footer.
    #[expect(clippy::len_without_is_empty, reason = "a header always has a line")]
    pub fn len(&self) -> usize {
        self.header.len() + self.page().map_or(0, |page| page.len()) + self.footer.len()
    }

    /// The largest `top`: then the last line stands in the last row.
    pub fn last_top(&self) -> usize {
        self.len().saturating_sub(self.height.max(1))
    }

    /// Whether the whole text is there, not only its beginning.
    pub fn is_whole(&self) -> bool {
        self.part.is_none() && self.page().is_some()
    }

    /// Whether the rest of the text, or all of it, is still being read.
    pub fn is_loading(&self) -> bool {
        self.part.is_some() || matches!(self.body, Body::Loading(_))
    }

    pub fn at_end(&self) -> bool {
        self.is_whole() && self.top >= self.last_top()
    }

    /// How much of the article has been on the screen, 0 to 100. None while its length is
    /// not known.
    pub fn percent(&self) -> Option<usize> {
        let len = self.len();
        let seen = (self.top + self.height).min(len);
        self.is_whole()
            .then(|| (seen * 100).checked_div(len).unwrap_or(100))
    }

    /// Moves by lines. What goes beyond the text that is there yet is made up for when the
    /// rest has come.
    pub fn scroll(&mut self, by: isize) {
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

    /// Goes to a line, the first if there are none yet.
    pub fn go_to_line(&mut self, line: usize) {
        if matches!(self.body, Body::Loading(_)) {
            (self.anchor, self.above) = (None, 0);
            self.moved = true;
        }
        (self.top, self.ahead) = (0, 0);
        self.scroll(isize::try_from(line).unwrap_or(isize::MAX));
    }

    /// Scrolls by what was scrolled while the article was read.
    pub fn catch_up(&mut self) {
        let ahead = std::mem::take(&mut self.ahead);
        if ahead != 0 {
            self.scroll(ahead);
        }
    }

    /// The visible line `row` rows below the top, as a line of the page.
    pub fn page_line(&self, row: usize) -> Option<usize> {
        (self.top + row).checked_sub(self.header.len())
    }

    /// The lines of the page that are visible.
    pub fn visible(&self) -> std::ops::Range<usize> {
        let head = self.header.len();
        let end = (self.top + self.height).min(self.len());
        self.top.saturating_sub(head)..end.saturating_sub(head)
    }

    /// Takes note of where the user moved to, if that is elsewhere: what is on the first row
    /// now is what is being read.
    pub fn note_move(&mut self) {
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

    /// The anchor and the rows above it.
    pub(crate) fn view(&self) -> (Option<Position>, usize) {
        (self.anchor, self.above)
    }

    /// Goes back to what [`view`](Self::view) was.
    pub(crate) fn return_to(&mut self, view: (Option<Position>, usize)) {
        let now = std::mem::replace(&mut self.anchor, view.0);
        let above = std::mem::replace(&mut self.above, view.1);
        let anchor_top = self.anchor_top;
        self.return_to_anchor();
        (self.anchor, self.above, self.anchor_top) = (now, above, anchor_top);
    }

    /// The place of the first visible line; None at the very top.
    pub fn place(&self) -> Option<Position> {
        let page = self.page()?;
        let line = self.top.checked_sub(self.header.len())?;
        Some(page.place(line))
    }

    /// Shows what is being read where it was: on the first row, or below its frame, or as
    /// high as the end of the article allows.
    pub fn return_to_anchor(&mut self) {
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

    /// Puts a place on the first row.
    pub fn go_to(&mut self, place: Position) {
        if let Some(top) = self.top_of(place) {
            self.jump(top);
        }
    }

    /// The line on which a place stands, the header included.
    fn top_of(&self, place: Position) -> Option<usize> {
        Some(self.header.len() + self.page()?.line_of(place))
    }

    /// Goes to a line of what is there, whatever was scrolled before.
    fn jump(&mut self, line: usize) {
        self.top = line.min(self.last_top());
        self.ahead = 0;
        self.awaits_hit = false;
    }

    /// Scrolls as little as needed for a line of the page to be visible, with some context.
    pub fn reveal(&mut self, line: usize) {
        let line = self.header.len() + line;
        let context = self.height / 4;
        if line < self.top + context.min(self.top) || line >= self.top + self.height {
            self.jump(line.saturating_sub(context));
        }
    }

    /// Goes to the anchor before or after the first visible line, to an end where there is
    /// none. Whether that moved anything.
    pub fn next_anchor(&mut self, forward: bool, wanted: impl Fn(AnchorKind) -> bool) -> bool {
        let Some(page) = self.page() else {
            return false;
        };
        let head = self.header.len();
        let anchors = page.anchors().iter().filter(|anchor| wanted(anchor.kind));
        let mut lines = anchors.map(|anchor| head + anchor.line);
        let line = if forward {
            lines.find(|line| *line > self.top).unwrap_or(usize::MAX)
        } else {
            lines.rfind(|line| *line < self.top).unwrap_or(0)
        };
        let before = self.top;
        self.jump(line);
        self.top != before
    }
}
