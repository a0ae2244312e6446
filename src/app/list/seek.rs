//! Goes to the next unread article, in slices between frames: the list may be long and have none.

use super::pane::ListPane;
use super::search_state::{Seek, Then};
use crate::app::context::Context;
use crate::app::motion::Direction;
use crate::app::outcome::Outcome;

/// Articles that are looked at between two frames.
const SLICE: usize = 20_000;

impl ListPane {
    /// Goes to the next unread article in a direction.
    pub(crate) fn seek_unread(
        &mut self,
        direction: Direction,
        count: usize,
        then: Then,
        context: &mut Context,
    ) -> Outcome {
        self.seeking = Some(Seek {
            direction,
            count,
            done: 0,
            len: self.len(),
            then,
        });
        self.seek_more(context)
    }

    /// Looks at the next slice.
    pub(crate) fn seek_more(&mut self, context: &mut Context) -> Outcome {
        let Some(mut seek) = self.seeking.take() else {
            return Outcome::None;
        };
        if seek.len != self.len() {
            (seek.done, seek.len) = (0, self.len());
        }
        let mut left = SLICE;
        let before = self.cursor;
        loop {
            let end = seek.len.min(seek.done + left);
            let Some((steps, at)) = self.next_unread(&seek, end, context) else {
                if end < seek.len {
                    seek.done = end;
                    self.seeking = Some(seek);
                } else {
                    context.inform("notice.no-unread");
                }
                break;
            };
            left = left.saturating_sub(steps - seek.done);
            seek.done = 0;
            seek.count -= 1;
            self.move_to(at);
            if steps == seek.len && seek.then == Then::Select {
                // All the way around: the selected article is the only one.
                context.inform("notice.no-unread");
                break;
            }
            if seek.count == 0 {
                if seek.then == Then::Open {
                    return Outcome::OpenSelected;
                }
                break;
            }
            if left == 0 {
                self.seeking = Some(seek);
                break;
            }
        }
        if self.cursor == before {
            Outcome::None
        } else {
            Outcome::ListChanged
        }
    }

    /// The distance of the next unread article from the cursor, and its index.
    fn next_unread(&self, seek: &Seek, end: usize, context: &Context) -> Option<(usize, usize)> {
        let (cursor, len) = (self.cursor, seek.len);
        let index = |steps: usize| {
            if seek.direction == Direction::Forward {
                (cursor + steps) % len
            } else {
                (cursor + len - steps) % len
            }
        };
        let mut candidates = (seek.done + 1..=end).map(|steps| (steps, index(steps)));
        candidates.find(|(_, at)| {
            let item = self.get(*at);
            item.is_some_and(|item| !context.marks.is_read(&item.entry))
        })
    }
}
