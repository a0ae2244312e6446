//! The reader pane: an open article, where it is scrolled to, its search and its links.

use super::message::{Listed, Ticket};
use super::stops::{Call, Chosen};
use crate::document::Place;
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
    /// What is missing from the text and why: the last lines.
    pub footer: Vec<Line>,
    /// The first visible line, the header included.
    pub top: usize,
    /// Rows of the pane.
    pub height: usize,
    /// What is being read: where the user last moved to. A resize may have to show more
    /// above it, and the place is still this one. None: the very top.
    pub anchor: Option<Place>,
    /// Rows without text above the anchor that are on the screen: the frame of code.
    above: usize,
    pub needle: String,
    /// The first row on the screen when the search began.
    search_top: usize,
    pub hits: Vec<Hit>,
    pub current: Option<usize>,
    /// Where the text calls footnotes, in order.
    pub calls: Vec<Call>,
    /// The link or the call of a footnote that Tab chose.
    pub chosen: Option<Chosen>,
    /// A text being marked: where it began, and where it ends now.
    pub selection: Option<(Place, Place)>,
    /// Waiting for this ticket's page of other options.
    pub retypesetting: Option<Ticket>,
    /// Only the beginning is there yet; this ticket's work brings the whole.
    pub part: Option<Ticket>,
    /// Lines that were scrolled before there were any: a key is never lost.
    ahead: isize,
}

impl Reader {
    pub fn new(item: Arc<Listed>, ticket: Ticket, header: Vec<Line>, height: usize) -> Self {
        Self {
            item,
            body: Body::Loading(ticket),
            header,
            footer: Vec::new(),
            top: 0,
            height,
            anchor: None,
            above: 0,
            needle: String::new(),
            search_top: 0,
            hits: Vec::new(),
            current: None,
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

    pub fn at_end(&self) -> bool {
        self.part.is_none() && self.page().is_some() && self.top >= self.last_top()
    }

    /// How much of the article has been on the screen, 0 to 100.
    pub fn percent(&self) -> usize {
        match self.len() {
            0 => 100,
            len => ((self.top + self.height).min(len)) * 100 / len,
        }
    }

    pub fn scroll(&mut self, by: isize) {
        if matches!(self.body, Body::Loading(_)) {
            self.ahead = self.ahead.saturating_add(by);
            return;
        }
        self.top = self.top.saturating_add_signed(by).min(self.last_top());
    }

    /// Goes to a line, the first if there are none yet.
    pub fn go_to_line(&mut self, line: usize) {
        if matches!(self.body, Body::Loading(_)) {
            self.anchor = None;
            self.ahead = isize::try_from(line).unwrap_or(isize::MAX);
        }
        self.top = line.min(self.last_top());
    }

    /// Scrolls by what was scrolled while the article was read.
    pub fn catch_up(&mut self) {
        let ahead = std::mem::take(&mut self.ahead);
        if ahead != 0 {
            self.scroll(ahead);
            self.drop_anchor();
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

    /// The user moved: what is on the first row now is what is being read.
    pub fn drop_anchor(&mut self) {
        self.anchor = self.place();
        let line = self
            .page()
            .zip(self.anchor)
            .map(|(page, place)| page.line_of(place));
        let line = line.map_or(0, |line| self.header.len() + line);
        self.above = line.saturating_sub(self.top);
    }

    /// The place of the first visible line; None at the very top.
    pub fn place(&self) -> Option<Place> {
        let page = self.page()?;
        let line = self.top.checked_sub(self.header.len())?;
        Some(page.place(line))
    }

    /// Shows what is being read where it was: on the first row, or below its frame, or as
    /// high as the end of the article allows.
    pub fn return_to_anchor(&mut self) {
        let Some(place) = self.anchor else {
            self.top = self.top.min(self.header.len()).min(self.last_top());
            return;
        };
        self.go_to(place);
        let head = self.header.len();
        for _ in 0..self.above {
            let before = self.top.checked_sub(head + 1);
            let same = before
                .zip(self.page())
                .is_some_and(|(line, page)| page.place(line) == place);
            if !same {
                break;
            }
            self.top -= 1;
        }
    }

    /// Puts a place on the first row.
    pub fn go_to(&mut self, place: Place) {
        if let Some(page) = self.page() {
            self.top = (self.header.len() + page.line_of(place)).min(self.last_top());
        }
    }

    /// Scrolls as little as needed for a line of the page to be visible, with some context.
    pub fn reveal(&mut self, line: usize) {
        let line = self.header.len() + line;
        let context = self.height / 4;
        if line < self.top + context.min(self.top) || line >= self.top + self.height {
            self.top = line.saturating_sub(context).min(self.last_top());
        }
    }

    /// A search begins here, whatever the hits of the first letters typed will show.
    pub fn begin_search(&mut self) {
        self.search_top = self.top;
    }

    /// Looks for a folded needle and goes to the first hit from the top of the screen on
    /// where the search began.
    pub fn search(&mut self, needle: &str) {
        self.top = self.search_top.min(self.last_top());
        let from = self.place().unwrap_or_default();
        self.needle = needle.to_owned();
        self.hits = self
            .page()
            .map(|page| page.find(needle))
            .unwrap_or_default();
        let after = |hit: &Hit| {
            Place {
                text: hit.text,
                byte: hit.range.start,
            } >= from
        };
        let at = self.hits.iter().position(after);
        self.current = if self.hits.is_empty() {
            None
        } else {
            Some(at.unwrap_or(0))
        };
        self.reveal_hit();
    }

    /// Finds the needle anew, in another page of the article.
    pub fn refresh_hits(&mut self) {
        if self.needle.is_empty() {
            return;
        }
        let hits = self.page().map(|page| page.find(&self.needle));
        self.hits = hits.unwrap_or_default();
        self.current = self.current.filter(|at| *at < self.hits.len());
    }

    /// The next or previous hit, around the ends. Whether it went around.
    pub fn next_hit(&mut self, forward: bool, count: usize) -> bool {
        let (Some(current), len) = (self.current, self.hits.len()) else {
            return false;
        };
        let count = count % len;
        let next = if forward {
            current + count
        } else {
            current + len - count
        };
        self.current = Some(next % len);
        self.reveal_hit();
        (forward && next >= len) || (!forward && next < len)
    }

    fn reveal_hit(&mut self) {
        let hit = self.current.and_then(|at| self.hits.get(at)).cloned();
        if let (Some(hit), Some(page)) = (hit, self.page()) {
            let line = page.line_of(Place {
                text: hit.text,
                byte: hit.range.start,
            });
            self.reveal(line);
        }
    }

    /// The hits that stand on a line, with their numbers in `hits`.
    pub fn hits_on<'a>(&'a self, line: &'a Line) -> impl Iterator<Item = (usize, &'a Hit)> {
        line.spans
            .iter()
            .filter_map(|span| span.source.clone())
            .flat_map(|(text, range)| {
                let first = self
                    .hits
                    .partition_point(|hit| (hit.text, hit.range.end) <= (text, range.start));
                let here = self.hits.iter().enumerate().skip(first);
                here.take_while(move |(_, hit)| hit.text == text && hit.range.start < range.end)
            })
    }

    pub fn clear_search(&mut self) {
        self.needle.clear();
        self.hits.clear();
        self.current = None;
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
        let top = line.min(self.last_top());
        std::mem::replace(&mut self.top, top) != top
    }
}
