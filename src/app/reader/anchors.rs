//! Going from heading to heading, and from figure to figure.

use super::focusables::Focusable;
use super::pane::ReaderPane;
use crate::app::context::Context;
use crate::app::message::Level;
use crate::app::motion::Direction;
use crate::app::outcome::Outcome;
use crate::document::Image;
use crate::input::{Command, Scope};
use crate::role::Role;
use crate::typeset::{Anchor, AnchorKind, Line, Page, Span};

/// The line to go to when there is no other anchor.
const fn end_of(direction: Direction) -> usize {
    match direction {
        Direction::Forward => usize::MAX,
        Direction::Backward => 0,
    }
}

impl ReaderPane {
    pub(crate) fn go_to_heading(&mut self, direction: Direction, context: &mut Context) -> Outcome {
        let before = self.top;
        let line = self.next_heading(direction, before);
        self.jump(line.unwrap_or(end_of(direction)));
        if self.top == before {
            context.refuse("notice.no-more-headings");
        }
        Outcome::Scrolled
    }

    /// Goes to the next picture, table or code block. A picture is selected, so that Enter and `o`
    /// open it; the next one is looked for from there, because several may be on the screen.
    pub(crate) fn go_to_figure(&mut self, direction: Direction, context: &mut Context) -> Outcome {
        let Some(page) = self.page().cloned() else {
            return Outcome::None;
        };
        match self.next_figure(&page, direction) {
            Some(at) => {
                let Anchor { kind, line, .. } = page.anchors()[at];
                self.jump(self.header.len() + line);
                self.figure = Some((at, self.top));
                self.focused = None;
                if let AnchorKind::Image(number) = kind {
                    self.focus_picture(&page, number, line);
                    announce(&page, number, context);
                }
            }
            None => {
                let before = self.top;
                self.jump(end_of(direction));
                if before == self.top {
                    context.refuse("notice.no-more-figures");
                }
            }
        }
        Outcome::Scrolled
    }

    /// The index of the figure after or before the one that was gone to, else after or before the first
    /// line of the window.
    fn next_figure(&self, page: &Page, direction: Direction) -> Option<usize> {
        let head = self.header.len();
        let last = self.figure.filter(|(_, top)| *top == self.top);
        let is_figure = |anchor: &Anchor| !matches!(anchor.kind, AnchorKind::Heading(_));
        let figures = page.anchors().iter().enumerate();
        let mut figures = figures.filter(|(_, anchor)| is_figure(anchor));
        let is_after = |(at, anchor): &(usize, &Anchor)| match last {
            Some((last, _)) => *at > last,
            None => head + anchor.line > self.top,
        };
        let is_before = |(at, anchor): &(usize, &Anchor)| match last {
            Some((last, _)) => *at < last,
            None => head + anchor.line < self.top,
        };
        let found = match direction {
            Direction::Forward => figures.find(is_after),
            Direction::Backward => figures.rfind(is_before),
        };
        found.map(|(at, _)| at)
    }

    /// The number of the picture that was gone to, if the window has not moved since, and its line.
    pub(crate) fn selected_picture(&self) -> Option<(u32, usize)> {
        let (at, _) = self.figure.filter(|(_, top)| *top == self.top)?;
        let anchor = self.page()?.anchors().get(at)?;
        match anchor.kind {
            AnchorKind::Image(number) => Some((number, anchor.line)),
            _ => None,
        }
    }

    /// The window has moved on purpose: the figure stays selected.
    pub(super) fn keep_selected_figure(&mut self, before: usize) {
        if let Some((_, top)) = &mut self.figure
            && *top == before
        {
            *top = self.top;
        }
    }

    /// Which spans of a line are the mark of the selected picture, which has no link that is focused.
    pub(crate) fn selected_mark(&self, at: usize, line: &Line) -> Vec<bool> {
        let selected = self.selected_picture().filter(|_| self.focused.is_none());
        let number = selected.filter(|(_, line)| *line == at);
        number.map_or_else(Vec::new, |(number, _)| marks_of(line, number))
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
        self.figure = Some((found, self.top));
        self.focused = None;
        true
    }

    /// The line of the nearest heading after or before a line; the header counts.
    fn next_heading(&self, direction: Direction, from: usize) -> Option<usize> {
        let head = self.header.len();
        let is_heading = |anchor: &&Anchor| matches!(anchor.kind, AnchorKind::Heading(_));
        let headings = self.page()?.anchors().iter().filter(is_heading);
        let mut lines = headings.map(|anchor| head + anchor.line);
        match direction {
            Direction::Forward => lines.find(|line| *line > from),
            Direction::Backward => lines.rfind(|line| *line < from),
        }
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

/// Says which picture is selected and what opens and draws it.
fn announce(page: &Page, number: u32, context: &mut Context) {
    let is_picture = |anchor: &&Anchor| matches!(anchor.kind, AnchorKind::Image(_));
    let count = page.anchors().iter().filter(is_picture).count();
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
    let text = context.locale.fill("notice.figure", values);
    context.notify(Level::Info, text);
}
