//! Searches the list for the next article that contains a text or is unread, in slices
//! between frames: the list may be long and have no match.

use super::pane::ListPane;
use super::seek::{Seek, Then};
use crate::app::context::Context;
use crate::app::motion::Direction;
use crate::app::outcome::Outcome;
use crate::search::Haystacks;
use crate::text::fold;

/// Articles that are looked at between two frames.
const SLICE: usize = 20_000;

impl ListPane {
    /// Selects the first match while a text is being typed.
    pub(crate) fn search_for(&mut self, text: &str, context: &mut Context) -> Outcome {
        let needle = fold(text);
        // When a prefix has no match, the longer text has none either.
        let finished = self.search.running.take().is_none();
        let hopeless = finished && !self.search.found && needle.starts_with(&self.search.needle);
        self.search.needle = needle;
        if hopeless {
            return Outcome::None;
        }
        self.search.found = self.search.needle.is_empty() || self.selected_matches();
        if self.search.found {
            Outcome::None
        } else {
            self.seek(Direction::Forward, 1, Then::Type, context)
        }
    }

    fn selected_matches(&self) -> bool {
        self.selected().is_some_and(|item| {
            Haystacks::default()
                .of(&item.entry)
                .contains(&self.search.needle)
        })
    }

    /// The typed text was accepted: reports when there is no match.
    pub(crate) fn accept_search(&mut self, text: &str, context: &mut Context) {
        if let Some(seek) = &mut self.search.running {
            seek.then = Then::Accept(text.to_owned());
        } else if !self.search.found {
            context.notify_not_found(text);
        }
    }

    /// Goes to the next match or unread article, in a direction.
    pub(crate) fn seek(
        &mut self,
        direction: Direction,
        count: usize,
        then: Then,
        context: &mut Context,
    ) -> Outcome {
        self.search.running = Some(Seek {
            direction,
            count,
            done: 0,
            len: self.len(),
            then,
        });
        self.seek_more(context)
    }

    /// Searches the next slice.
    pub(crate) fn seek_more(&mut self, context: &mut Context) -> Outcome {
        let Some(mut seek) = self.search.running.take() else {
            return Outcome::None;
        };
        if seek.len != self.len() {
            (seek.done, seek.len) = (0, self.len());
        }
        let mut left = SLICE;
        let before = self.cursor;
        loop {
            let end = seek.len.min(seek.done + left);
            let Some((steps, at)) = self.next_match(&seek, end, context) else {
                if end < seek.len {
                    seek.done = end;
                    self.search.running = Some(seek);
                } else {
                    self.notify_no_match(seek.then, context);
                }
                break;
            };
            left = left.saturating_sub(steps - seek.done);
            seek.done = 0;
            seek.count -= 1;
            self.move_to(at);
            if steps == seek.len && seek.then == Then::Next {
                // All the way around: the selected article is the only match.
                self.notify_no_match(seek.then, context);
                break;
            }
            if seek.count == 0 {
                if seek.then == Then::Read {
                    return Outcome::OpenSelected;
                }
                self.search.found |= matches!(seek.then, Then::Type | Then::Accept(_));
                break;
            }
            if left == 0 {
                self.search.running = Some(seek);
                break;
            }
        }
        if self.cursor == before {
            Outcome::None
        } else {
            Outcome::ListChanged
        }
    }

    /// The distance of the next match from the cursor, and its index.
    fn next_match(&self, seek: &Seek, end: usize, context: &Context) -> Option<(usize, usize)> {
        let needle = self.search.needle.as_str();
        let mut haystacks = Haystacks::default();
        let mut wanted = |entry| match needle {
            "" => !context.marks.is_read(entry),
            _ => haystacks.of(entry).contains(needle),
        };
        let (cursor, len) = (self.cursor, seek.len);
        let index = |steps: usize| {
            if seek.direction == Direction::Forward {
                (cursor + steps) % len
            } else {
                (cursor + len - steps) % len
            }
        };
        let mut candidates = (seek.done + 1..=end).map(|steps| (steps, index(steps)));
        candidates.find(|(_, at)| self.get(*at).is_some_and(|item| wanted(&item.entry)))
    }

    fn notify_no_match(&self, then: Then, context: &mut Context) {
        match then {
            Then::Type => {}
            Then::Accept(text) => context.notify_not_found(&text),
            Then::Next if !self.search.needle.is_empty() => context.inform("notice.no-more"),
            Then::Next | Then::Read => context.inform("notice.no-unread"),
        }
    }
}
