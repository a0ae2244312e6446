//! Going from heading to heading, and from figure to figure.

use super::focusables::Focusable;
use super::pane::ReaderPane;
use crate::app::context::Context;
use crate::app::motion::Direction;
use crate::app::outcome::Outcome;
use crate::typeset::AnchorKind;

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
        let is_heading = |kind| matches!(kind, AnchorKind::Heading(_));
        let line = self.next_anchor(direction, before, is_heading);
        self.jump(line.unwrap_or(end_of(direction)));
        if self.top == before {
            context.refuse("notice.no-more-headings");
        }
        Outcome::Scrolled
    }

    /// Goes to the next picture, table or code block. A picture is focused, so that Enter and `o`
    /// open it; the next one is looked for from there, because several may be on the screen.
    pub(crate) fn go_to_figure(&mut self, direction: Direction, context: &mut Context) -> Outcome {
        let is_figure = |kind| !matches!(kind, AnchorKind::Heading(_));
        let last = self.figure.filter(|(_, top)| *top == self.top);
        let from = last.map_or(self.top, |(line, _)| line);
        let before = (self.top, self.figure);
        match self.next_anchor(direction, from, is_figure) {
            Some(line) => {
                self.jump(line);
                self.focus_line(line);
                self.figure = Some((line, self.top));
            }
            None => self.jump(end_of(direction)),
        }
        if before == (self.top, self.figure) {
            context.refuse("notice.no-more-figures");
        }
        Outcome::Scrolled
    }

    /// The line of the nearest anchor of a kind after or before a line; the header counts.
    fn next_anchor(
        &self,
        direction: Direction,
        from: usize,
        wanted: impl Fn(AnchorKind) -> bool,
    ) -> Option<usize> {
        let head = self.header.len();
        let anchors = self.page()?.anchors().iter();
        let anchors = anchors.filter(|anchor| wanted(anchor.kind));
        let mut lines = anchors.map(|anchor| head + anchor.line);
        match direction {
            Direction::Forward => lines.find(|line| *line > from),
            Direction::Backward => lines.rfind(|line| *line < from),
        }
    }

    /// Focuses the picture that begins on a line; the header counts. A table or a code block has
    /// nothing to open.
    fn focus_line(&mut self, line: usize) {
        let line = line.saturating_sub(self.header.len());
        let Some(page) = self.page().cloned() else {
            return;
        };
        let mut anchors = page.anchors().iter();
        let is_picture =
            anchors.any(|anchor| anchor.line == line && anchor.kind == AnchorKind::Image);
        let mut targets = self.focusables(&page, line).into_iter();
        let link = targets.find(|target| matches!(target, Focusable::Link(_)));
        self.focused = link
            .filter(|_| is_picture)
            .map(|target| self.focused_at(&page, line, target));
    }
}
