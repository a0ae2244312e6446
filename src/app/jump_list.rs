//! The state of the jump list: the places that the user left by a jump.

use super::list::key::key;
use super::message::{Item, Listed};
use super::motion::Direction;
use crate::document::Position;

/// The most places that are kept.
pub(super) const MOST: usize = 100;

/// A place in an article.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub item: Item,
    /// The first visible line; `None`: within the header.
    pub position: Option<Position>,
    /// The first visible line of the pane, as long as the page is the same.
    pub top: usize,
}

impl Place {
    pub fn is_in(&self, item: &Listed) -> bool {
        key(&self.item.entry) == key(&item.entry)
    }

    fn is_at(&self, other: &Self) -> bool {
        self.position == other.position && self.is_in(&other.item)
    }
}

#[derive(Debug, Default)]
pub(crate) struct JumpList {
    /// The oldest first, each place once.
    places: Vec<Place>,
    /// The place that was gone to last; the number of places after a jump.
    at: usize,
    /// The place before the last jump, for `''`.
    pub before: Option<Place>,
    /// Where the user was when the open prompt appeared: a search moves while it is typed.
    pub origin: Option<Place>,
    /// This input moves within the list, so it adds nothing to it.
    pub is_travelling: bool,
    /// The input goes to a named mark, which is a jump however near it is.
    pub is_to_mark: bool,
}

impl JumpList {
    pub fn push(&mut self, place: Place) {
        self.places.retain(|other| !other.is_at(&place));
        if self.places.len() == MOST {
            self.places.remove(0);
        }
        self.places.push(place);
        self.at = self.places.len();
    }

    /// The next place in a direction that is not `here`.
    pub fn travel(&mut self, direction: Direction, here: Option<&Place>) -> Option<Place> {
        let is_new = self.at == self.places.len();
        if let Some(here) = here.filter(|_| is_new && direction == Direction::Backward) {
            self.push(here.clone());
            self.at = self.places.len() - 1;
        }
        let is_elsewhere = |place: &&Place| here.is_none_or(|here| !place.is_at(here));
        let mut places = self.places.iter().enumerate();
        let found = match direction {
            Direction::Forward => places
                .skip(self.at + 1)
                .find(|(_, place)| is_elsewhere(place)),
            Direction::Backward => places.rfind(|(at, place)| *at < self.at && is_elsewhere(place)),
        };
        let (at, place) = found?;
        let place = place.clone();
        self.at = at;
        Some(place)
    }
}
