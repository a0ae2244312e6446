//! Going from heading to heading, and from figure to figure.

use super::focusables::Focusable;
use super::pane::ReaderPane;
use crate::app::context::Context;
use crate::app::motion::Direction;
use crate::app::outcome::Outcome;
use crate::document::{Image, Position};
use crate::input::{Command, Scope};
use crate::role::Role;
use crate::typeset::{Anchor, AnchorKind, Line, Page, Span};
use std::mem::discriminant;

/// The line to go to when there is no other anchor.
const fn end_of(direction: Direction) -> usize {
    match direction {
        Direction::Forward => usize::MAX,
        Direction::Backward => 0,
    }
}

impl ReaderPane {
    /// Goes to a heading that is so many headings further.
    pub(crate) fn go_to_heading(
        &mut self,
        direction: Direction,
        times: usize,
        context: &mut Context,
    ) -> Outcome {
        let is_heading = |kind| matches!(kind, AnchorKind::Heading(_));
        self.drop_focus(context);
        let before = self.top;
        if !self.go_to_next(direction, times, is_heading) {
            self.jump(end_of(direction));
            if self.top == before {
                context.refuse("notice.no-more-headings");
            }
        }
        Outcome::Scrolled
    }

    /// Goes to a picture, table or code block that is so many further. A picture is selected, so that
    /// Enter and `o` open it. After the last one nothing moves.
    pub(crate) fn go_to_figure(
        &mut self,
        direction: Direction,
        times: usize,
        context: &mut Context,
    ) -> Outcome {
        let is_figure = |kind| !matches!(kind, AnchorKind::Heading(_));
        if !self.go_to_next(direction, times, is_figure) {
            let mut anchors = self.page().into_iter().flat_map(|page| page.anchors());
            context.refuse(match anchors.any(|anchor| is_figure(anchor.kind)) {
                true => "notice.no-more-figures",
                false => "notice.no-figures",
            });
        } else if let (Some(page), Some(at)) = (self.page().cloned(), self.landmark()) {
            let Anchor { kind, line, .. } = page.anchors()[at];
            if let AnchorKind::Image(number) = kind {
                self.focus_picture(&page, number, line);
            }
            announce(&page, at, context);
        }
        Outcome::Scrolled
    }

    /// Goes to the next anchors of a kind, one after another. Whether there is one, unless the text is
    /// still to come.
    fn go_to_next(
        &mut self,
        direction: Direction,
        times: usize,
        is_kind: impl Fn(AnchorKind) -> bool,
    ) -> bool {
        let Some(page) = self.page().cloned() else {
            return true;
        };
        let mut found = false;
        for _ in 0..times {
            let Some(at) = self.next_anchor(&page, direction, &is_kind) else {
                break;
            };
            found = true;
            self.go_to_landmark(&page, at);
        }
        found
    }

    /// The index of the next anchor of a kind after or before the one that was gone to, else after or
    /// before the first line of the window.
    fn next_anchor(
        &self,
        page: &Page,
        direction: Direction,
        is_kind: impl Fn(AnchorKind) -> bool,
    ) -> Option<usize> {
        let (head, last) = (self.header.len(), self.landmark());
        let anchors = page.anchors().iter().enumerate();
        let mut anchors = anchors.filter(|(_, anchor)| is_kind(anchor.kind));
        let is_after = |(at, anchor): &(usize, &Anchor)| match last {
            Some(last) => *at > last,
            None => head + anchor.line > self.top,
        };
        let is_before = |(at, anchor): &(usize, &Anchor)| match last {
            Some(last) => *at < last,
            None => head + anchor.line < self.top,
        };
        let found = match direction {
            Direction::Forward => anchors.find(is_after),
            Direction::Backward => anchors.rfind(is_before),
        };
        found.map(|(at, _)| at)
    }

    /// Scrolls an anchor to the first row, as far as the article goes. A picture that is in sight stays
    /// where it is.
    fn go_to_landmark(&mut self, page: &Page, at: usize) {
        let Anchor { kind, line, .. } = page.anchors()[at];
        let visible = self.visible();
        let is_seen = visible.contains(&line) && visible.contains(&(line + 1));
        if !(is_seen && matches!(kind, AnchorKind::Image(_))) {
            self.jump(self.header.len() + line);
        }
        self.landmark = Some((at, self.top));
        self.focused = None;
    }

    /// Goes to a place of the outline or of a link, and to the heading that is there.
    pub(crate) fn go_to_section(&mut self, place: Position) {
        self.go_to(place);
        let Some(page) = self.page().cloned() else {
            return;
        };
        let is_there = |anchor: &Anchor| {
            matches!(anchor.kind, AnchorKind::Heading(_)) && page.place(anchor.line) == place
        };
        let at = page.anchors().iter().position(is_there);
        self.landmark = at.map(|at| (at, self.top));
    }

    /// The index of the anchor that was gone to, if the window has not moved since.
    fn landmark(&self) -> Option<usize> {
        let landmark = self.landmark.filter(|(_, top)| *top == self.top);
        landmark.map(|(at, _)| at)
    }

    /// The line of the anchor that was gone to.
    pub(crate) fn landmark_line(&self) -> Option<usize> {
        let anchors = self.page()?.anchors();
        anchors.get(self.landmark()?).map(|anchor| anchor.line)
    }

    /// The number of the picture that was gone to, if the window has not moved since, and its line.
    pub(crate) fn selected_picture(&self) -> Option<(u32, usize)> {
        let anchor = self.page()?.anchors().get(self.landmark()?)?;
        match anchor.kind {
            AnchorKind::Image(number) => Some((number, anchor.line)),
            _ => None,
        }
    }

    /// Selects no picture any more.
    pub(crate) fn drop_picture(&mut self) {
        if self.selected_picture().is_some() {
            self.landmark = None;
        }
    }

    /// The window has moved on purpose: the figure stays selected.
    pub(super) fn keep_landmark(&mut self, before: usize) {
        if let Some((_, top)) = &mut self.landmark
            && *top == before
        {
            *top = self.top;
        }
    }

    /// Which spans of a line are the mark of the selected picture, or the words of a heading, a table or
    /// code that was gone to and is not in the first row. A link may be focused instead.
    pub(crate) fn selected_mark(&self, at: usize, line: &Line) -> Vec<bool> {
        let here = self.landmark_line() == Some(at) && self.focused.is_none();
        match self.selected_picture().filter(|_| here) {
            Some((number, _)) => marks_of(line, number),
            None if here && self.header.len() + at > self.top => {
                let has_words = |span: &Span| !span.text.trim().is_empty();
                line.spans.iter().map(has_words).collect()
            }
            None => Vec::new(),
        }
    }

    /// Selects the picture whose mark is at a column of the screen and a row of the window. Whether
    /// there is one. `start`: the column at which lines of the article start.
    pub(crate) fn select_picture_at(&mut self, start: u16, column: u16, row: u16) -> bool {
        let Some(page) = self.page().cloned() else {
            return false;
        };
        let Some(at) = (self.top + usize::from(row)).checked_sub(self.header.len()) else {
            return false;
        };
        let line = page.line(at);
        let column = i32::from(column) - i32::from(start.saturating_sub(line.outdent));
        let mut end = 0;
        let under = line.spans.iter().position(|span| {
            end += i32::from(span.cells);
            column < end
        });
        let is_here = |anchor: &Anchor| match anchor.kind {
            AnchorKind::Image(number) if anchor.line == at => {
                let marks = marks_of(&line, number);
                under.is_some_and(|under| marks.get(under) == Some(&true))
            }
            _ => false,
        };
        let Some(found) = page
            .anchors()
            .iter()
            .position(is_here)
            .filter(|_| column >= 0)
        else {
            return false;
        };
        self.landmark = Some((found, self.top));
        self.focused = None;
        true
    }

    /// Focuses the link of a picture: the one around it, else its address if it is no file.
    fn focus_picture(&mut self, page: &Page, number: u32, line: usize) {
        let link = self.image(page, number).and_then(|image| {
            let own = image.link.filter(|_| image.file.is_none());
            image.target.or(own)
        });
        let mut targets = self.focusables(page, line).into_iter();
        let target =
            targets.find(|target| matches!(target, Focusable::Link(to) if Some(*to) == link));
        self.focused = target.map(|target| self.focused_at(page, line, target));
    }

    /// The image with a number.
    pub(super) fn image(&self, page: &Page, number: u32) -> Option<Image> {
        let mut places = page.pictures().iter();
        let place = places.find(|place| place.number == number)?;
        self.image_of(&place.key).cloned()
    }
}

/// The spans of a line that are the mark of a picture. Several marks may be side by side in a table.
fn marks_of(line: &Line, number: u32) -> Vec<bool> {
    let is_mark = |span: &&Span| span.role == Role::Figure;
    let digits = |span: &Span| -> Vec<Option<u32>> {
        let parts = span.text.split(|c: char| !c.is_ascii_digit());
        parts.map(|part| part.parse().ok()).collect()
    };
    let is_numbered = |span: &Span| digits(span).contains(&Some(number));
    let are_numbered = line.spans.iter().filter(is_mark).any(is_numbered);
    let is_its = |span: &Span| is_mark(&span) && (!are_numbered || is_numbered(span));
    line.spans.iter().map(is_its).collect()
}

/// Says which picture, table or code block was gone to, and what opens and draws a picture.
fn announce(page: &Page, at: usize, context: &mut Context) {
    let anchors = page.anchors();
    let kind = anchors[at].kind;
    let is_alike = |anchor: &&Anchor| discriminant(&anchor.kind) == discriminant(&kind);
    let count = anchors.iter().filter(is_alike).count();
    let (text, number) = match kind {
        AnchorKind::Image(number) => ("notice.figure", number as usize),
        other => {
            let key = match other {
                AnchorKind::Table => "notice.table",
                _ => "notice.code",
            };
            (key, anchors[..=at].iter().filter(is_alike).count())
        }
    };
    let key = |command, fallback| {
        let keys = context.keymap.keys_of(command, Scope::Reader);
        keys.into_iter()
            .next()
            .unwrap_or_else(|| String::from(fallback))
    };
    let (open, draw) = (
        key(Command::Open, ":open"),
        key(Command::Picture, ":picture"),
    );
    let values: &[(&str, &dyn std::fmt::Display)] = &[
        ("number", &number),
        ("count", &count),
        ("open", &open),
        ("draw", &draw),
    ];
    context.inform_with(text, values);
}
