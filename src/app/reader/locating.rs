//! Finds the highlights of the open article in its text: at once where the text is as it was, else
//! on a worker, because comparing a long article takes longer than a frame.

use super::pane::ReaderPane;
use super::passages::{Placed, colour_role};
use crate::app::context::Context;
use crate::app::message::{Effect, Job, Ticket};
use crate::user::anchor::{Found, find_unchanged};
use crate::user::event::Highlight;

/// Pages with at most so many lines are looked at between two frames, about 2 ms.
const AT_ONCE: usize = 5_000;

impl ReaderPane {
    /// Finds the highlights in the text, or asks a worker to.
    pub(crate) fn locate_highlights(&mut self, context: &mut Context) {
        let highlights = context.marks.highlights(&self.item.entry).into_iter();
        let highlights: Vec<Highlight> = highlights.cloned().collect();
        let shown = self.article().cloned().zip(self.page().cloned());
        let Some((article, page)) = shown.filter(|_| !highlights.is_empty()) else {
            self.highlights.placed.clear();
            self.highlights.lost.clear();
            return;
        };
        let is_whole = self.is_whole();
        let located = &mut self.highlights.located;
        located.turn_to(&article, &page);
        let unknown = highlights.iter().filter(|one| located.get(one).is_none());
        let mut unknown: Vec<Highlight> = unknown.cloned().collect();
        if !unknown.is_empty() && page.len() <= AT_ONCE {
            let letters = page.letters(true);
            unknown.retain(|one| match find_unchanged(one, &letters) {
                Some(range) => {
                    located.add([(one.clone(), Some(letters.parts(range)))]);
                    false
                }
                None => true,
            });
        }
        // The rest of the article may have them. A worker that is at it is not interrupted, or changes
        // that come faster than it ends would postpone it for ever; its answer asks for what is left.
        if !unknown.is_empty() && is_whole && !located.is_awaited() {
            let ticket = context.ticket();
            located.await_answer(ticket);
            context.effect(Effect::Job(Job::Locate {
                ticket,
                page,
                highlights: unknown,
            }));
        }
        self.place_highlights(&highlights);
    }

    /// A worker has looked for highlights. False: in a text that is not shown any more.
    pub(crate) fn located(
        &mut self,
        ticket: Ticket,
        found: Vec<Found>,
        context: &mut Context,
    ) -> bool {
        let located = &mut self.highlights.located;
        if !located.is_answer(ticket) {
            return false;
        }
        located.add(found);
        self.locate_highlights(context);
        self.go_to_wanted_highlight(context);
        true
    }

    /// Sorts the highlights into those with a place and lost ones. While a worker looks for one, it
    /// stays where it was.
    fn place_highlights(&mut self, highlights: &[Highlight]) {
        let known = &self.highlights;
        let (mut placed, mut lost) = (Vec::new(), Vec::new());
        for highlight in highlights {
            let before = || {
                let mut before = known.placed.iter();
                let before = before.find(|one| one.id == highlight.id)?;
                Some(before.parts.clone())
            };
            let parts = match known.located.get(highlight) {
                Some(parts) => parts.clone(),
                None => before(),
            };
            match parts {
                Some(parts) => placed.push(Placed {
                    id: highlight.id.clone(),
                    role: colour_role(&highlight.colour),
                    has_note: !highlight.note.is_empty(),
                    parts,
                }),
                None if known.located.get(highlight).is_some() => lost.push(highlight.id.clone()),
                None => {}
            }
        }
        placed.sort_by_key(|one| (one.start(), one.end(), one.id.clone()));
        (self.highlights.placed, self.highlights.lost) = (placed, lost);
    }
}
