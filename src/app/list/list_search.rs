//! Looking for the next article of the list that has some words, or is unread: in slices
//! between frames, for a list may be long and have none.

use crate::app::App;
use crate::app::message::Listed;

/// Articles that are looked at between two frames.
const SLICE: usize = 20_000;

/// A look around the list, from the cursor on.
#[derive(Debug)]
pub struct Seeking {
    forward: bool,
    /// How many articles that are found are left to be passed.
    count: usize,
    /// Articles that were looked at, of how many.
    done: usize,
    len: usize,
    pub then: Then,
}

/// What is to be done with the article that is found, or told when there is none.
#[derive(Debug, PartialEq, Eq)]
pub enum Then {
    /// The words are being typed.
    Type,
    /// These words were typed.
    Accept(String),
    Next,
    Read,
}

impl App {
    pub(crate) fn seek(&mut self, forward: bool, count: usize, then: Then) {
        self.seeking = Some(Seeking {
            forward,
            count,
            done: 0,
            len: self.list.len(),
            then,
        });
        self.seek_on();
    }

    /// The next slice.
    pub(crate) fn seek_on(&mut self) {
        let Some(mut seeking) = self.seeking.take() else {
            return;
        };
        if seeking.len != self.list.len() {
            (seeking.done, seeking.len) = (0, self.list.len());
        }
        let mut left = SLICE;
        let before = self.list.cursor;
        loop {
            let end = seeking.len.min(seeking.done + left);
            let Some((step, at)) = self.found_by(&seeking, end) else {
                if end < seeking.len {
                    seeking.done = end;
                    self.seeking = Some(seeking);
                } else {
                    self.found_none(seeking.then);
                }
                break;
            };
            left = left.saturating_sub(step - seeking.done);
            seeking.done = 0;
            seeking.count -= 1;
            self.list.move_to(at);
            if step == seeking.len && seeking.then == Then::Next {
                // All the way around: the article at hand is the only one.
                self.found_none(seeking.then);
                break;
            }
            if seeking.count == 0 {
                self.found_one(&seeking.then);
                break;
            }
            if left == 0 {
                self.seeking = Some(seeking);
                break;
            }
        }
        if self.list.cursor != before {
            self.after_list_change();
        }
    }

    /// How far the next wanted article is from the cursor, and its place.
    fn found_by(&self, seeking: &Seeking, end: usize) -> Option<(usize, usize)> {
        let needle = self.list_needle.as_str();
        let wanted = |item: &Listed| match needle {
            "" => !self.context.marks.is_read(&item.entry),
            needle => item.folded.contains(needle),
        };
        let (cursor, len) = (self.list.cursor, seeking.len);
        let place = |step: usize| match seeking.forward {
            true => (cursor + step) % len,
            false => (cursor + len - step) % len,
        };
        let mut steps = (seeking.done + 1..=end).map(|step| (step, place(step)));
        steps.find(|(_, at)| self.list.get(*at).is_some_and(|item| wanted(item)))
    }

    fn found_one(&mut self, then: &Then) {
        match then {
            Then::Type | Then::Accept(_) => self.list_found = true,
            Then::Read => self.read_selected(),
            Then::Next => {}
        }
    }

    fn found_none(&mut self, then: Then) {
        let key = match then {
            Then::Type => return,
            Then::Accept(text) => return self.tell_not_found(&text),
            Then::Next if !self.list_needle.is_empty() => "notice.no-more",
            Then::Next | Then::Read => "notice.no-unread",
        };
        self.context.inform(key);
    }
}
