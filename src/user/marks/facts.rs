//! The facts of a record, of each field one. Most records have one or two, which are looked through.
//! An imported article may have twenty thousand tags and highlights: from a few on, an index is kept.

use crate::user::event::{Action, Event, Field, Kept, Origin, Stamp};
use std::cmp::Ordering;

/// What the latest event on a field says.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Fact {
    pub stamp: Stamp,
    /// The clock when it happened, in milliseconds since 1970.
    pub at: u64,
    pub action: Action,
    pub origin: Origin,
}

impl Fact {
    pub fn of(event: &Event) -> Self {
        Self {
            stamp: event.stamp,
            at: event.at,
            action: event.action.clone(),
            origin: event.origin.clone(),
        }
    }

    /// Its place among the facts on its field, of which the last counts. What the user said comes
    /// after all that rules did, also on a machine that had not heard of it when its rule ran.
    pub fn rank(&self) -> (bool, Stamp) {
        (!matches!(self.origin, Origin::Rule(_)), self.stamp)
    }

    pub fn kept(&self) -> Option<&Kept> {
        match &self.action {
            Action::Bookmark(kept) => Some(kept),
            _ => None,
        }
    }
}

/// The first facts take no spare room: usually the first would get room for four.
const USUAL: usize = 4;

/// With more facts than these there is an index.
const FEW: usize = 16;

/// Facts in the order in which their fields were first set.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Facts {
    Few(Vec<Fact>),
    /// Boxed, so that the other records do not grow.
    Many(Box<Many>),
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Many {
    facts: Vec<Fact>,
    /// Their numbers, sorted by field.
    order: Vec<u32>,
}

impl Default for Facts {
    fn default() -> Self {
        Self::Few(Vec::new())
    }
}

impl Facts {
    pub fn as_slice(&self) -> &[Fact] {
        match self {
            Self::Few(facts) => facts,
            Self::Many(many) => &many.facts,
        }
    }

    pub fn get(&self, field: Field<'_>) -> Option<&Fact> {
        match self {
            Self::Few(facts) => facts.iter().find(|fact| fact.action.field() == field),
            Self::Many(many) => many.facts.get(many.find(field).ok()?),
        }
    }

    /// Keeps a fact, unless one on its field is known that `replaces` says is not replaced.
    pub fn put(&mut self, fact: &Fact, replaces: impl FnOnce(&Fact) -> bool) {
        let field = fact.action.field();
        let known = match self {
            Self::Few(facts) => facts.iter_mut().find(|old| old.action.field() == field),
            Self::Many(many) => match many.find(field) {
                Ok(number) => many.facts.get_mut(number),
                Err(place) => return many.insert(place, fact.clone()),
            },
        };
        match known {
            Some(old) if replaces(old) => *old = fact.clone(),
            Some(_) => {}
            None => self.push(fact.clone()),
        }
    }

    /// Adds a fact on a new field to a few others.
    fn push(&mut self, fact: Fact) {
        let Self::Few(facts) = self else { return };
        if facts.len() < USUAL {
            facts.reserve_exact(1);
        }
        facts.push(fact);
        if facts.len() > FEW {
            *self = Self::Many(Box::new(Many::of(std::mem::take(facts))));
        }
    }
}

impl Many {
    fn of(facts: Vec<Fact>) -> Self {
        let mut order: Vec<u32> = (0..facts.len() as u32).collect();
        order.sort_by_key(|number| facts.get(*number as usize).map(|fact| fact.action.field()));
        Self { facts, order }
    }

    /// The number of the fact on a field, or else its place in the order.
    fn find(&self, field: Field<'_>) -> Result<usize, usize> {
        let compare = |number: &u32| {
            let fact = self.facts.get(*number as usize);
            fact.map_or(Ordering::Less, |fact| fact.action.field().cmp(&field))
        };
        let place = self.order.binary_search_by(compare)?;
        self.order
            .get(place)
            .map(|number| *number as usize)
            .ok_or(place)
    }

    fn insert(&mut self, place: usize, fact: Fact) {
        self.order.insert(place, self.facts.len() as u32);
        self.facts.push(fact);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn tagged(number: u16, time: u64) -> Fact {
        let stamp = Stamp {
            time,
            ..Stamp::default()
        };
        Fact {
            stamp,
            at: 0,
            action: Action::Tag(number.to_string().into()),
            origin: Origin::Reading,
        }
    }

    #[test]
    fn many_facts_are_found_by_their_index() {
        let mut facts = Facts::default();
        for (number, is_many) in (0..).zip([false; FEW].into_iter().chain([true; 2_000])) {
            facts.put(&tagged(number * 7 % 2_017, 0), |_| false);
            assert_eq!(matches!(facts, Facts::Many(_)), is_many, "{number}");
        }
        let Facts::Many(many) = &facts else { return };
        assert!(many.order.is_sorted_by_key(|number| {
            let fact = &many.facts[*number as usize];
            fact.action.field()
        }));
        assert_eq!(many.order.len(), facts.as_slice().len());
    }

    proptest! {
        /// The same as looking through all.
        #[test]
        fn the_index_does_not_change_what_is_known(
            written in prop::collection::vec((0..60_u16, 0..9_u64), 0..90),
        ) {
            let (mut facts, mut all) = (Facts::default(), Vec::<Fact>::new());
            for (number, time) in written {
                let fact = tagged(number, time);
                facts.put(&fact, |old| old.stamp < fact.stamp);
                match all.iter_mut().find(|old| old.action == fact.action) {
                    Some(old) if old.stamp < fact.stamp => *old = fact,
                    Some(_) => {}
                    None => all.push(fact),
                }
            }
            prop_assert_eq!(facts.as_slice(), all.as_slice());
            for number in 0..60_u16 {
                let name = number.to_string();
                let expected = all.iter().find(|fact| fact.action.field() == Field::Tag(&name));
                prop_assert_eq!(facts.get(Field::Tag(&name)), expected);
            }
        }
    }
}
