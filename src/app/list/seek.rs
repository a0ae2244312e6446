//! Goes to the next unread article, or to the next one with a hit, in slices between frames: the
//! list may be long and have none.

use super::pane::ListPane;
use super::search_state::{Goal, Seek, Then};
use crate::app::context::Context;
use crate::app::motion::Direction;
use crate::app::outcome::Outcome;

/// Articles that are looked at between two frames.
const SLICE: usize = 6_000;

impl ListPane {
    /// Goes to the next unread article in a direction, or to the next one with a hit.
    pub(crate) fn seek(
        &mut self,
        goal: Goal,
        (direction, count): (Direction, usize),
        then: Then,
        context: &mut Context,
    ) -> Outcome {
        self.seeking = Some(Seek {
            goal,
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
            let reach = self.reach(&seek);
            let end = reach.min(seek.done + left);
            let Some((steps, at)) = self.next_sought(&seek, end, context) else {
                if end < reach {
                    seek.done = end;
                    self.seeking = Some(seek);
                } else {
                    context.refuse(match seek.goal {
                        Goal::Unread => "notice.no-unread",
                        Goal::Hit => "notice.no-more",
                    });
                }
                break;
            };
            left = left.saturating_sub(steps - seek.done);
            seek.done = 0;
            seek.count -= 1;
            self.move_to(at);
            if steps == seek.len && seek.then == Then::Select {
                // All the way around: the selected article is the only one.
                context.refuse("notice.no-unread");
                break;
            }
            if seek.count == 0 {
                match (seek.then, seek.goal) {
                    (Then::Open, Goal::Unread) => return Outcome::OpenSelected,
                    (Then::Open, Goal::Hit) => return Outcome::OpenAtHit(seek.direction),
                    (Then::Select, _) => break,
                }
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

    /// How many articles from the cursor on are looked at.
    fn reach(&self, seek: &Seek) -> usize {
        match (seek.goal, seek.direction) {
            (Goal::Unread, _) => seek.len,
            (Goal::Hit, Direction::Forward) => seek.len.saturating_sub(self.cursor + 1),
            (Goal::Hit, Direction::Backward) => self.cursor,
        }
    }

    /// The distance of the next such article from the cursor, and its index.
    fn next_sought(&self, seek: &Seek, end: usize, context: &Context) -> Option<(usize, usize)> {
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
            item.is_some_and(|item| match seek.goal {
                Goal::Unread => !context.marks.is_read(&item.entry),
                Goal::Hit => self.search.has_hit(item),
            })
        })
    }
}
