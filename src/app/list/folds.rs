//! Which articles of a list are versions of each other.

use crate::library::{Fingerprint, Versions};

/// The articles of a list that have other versions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folds {
    /// Indexes in the list, ascending, with a number that all versions of an article share.
    members: Vec<(u32, u32)>,
    /// A bit for each article: whether it is among the members.
    bits: Vec<u64>,
}

impl Folds {
    /// Compares the articles of a list. `None` if that is cancelled.
    pub fn of(
        count: usize,
        print: impl Fn(usize) -> Fingerprint,
        is_cancelled: impl Fn() -> bool,
    ) -> Option<Self> {
        let versions = Versions::of(count, &print, is_cancelled)?;
        if versions.is_empty() {
            return Some(Self::default());
        }
        let mut bits = vec![0_u64; count.div_ceil(64)];
        let members = (0..count).filter_map(|at| Some((at as u32, versions.number(print(at))?)));
        let members: Vec<(u32, u32)> = members.collect();
        for (at, _) in &members {
            if let Some(word) = bits.get_mut((at >> 6) as usize) {
                *word |= 1 << (at & 63);
            }
        }
        Some(Self { members, bits })
    }

    /// The articles that have other versions: indexes in the list, ascending, and numbers.
    pub fn members(&self) -> &[(u32, u32)] {
        &self.members
    }

    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    pub fn number(&self, at: u32) -> Option<u32> {
        let word = self.bits.get((at >> 6) as usize)?;
        if word >> (at & 63) & 1 == 0 {
            return None;
        }
        let found = self.members.binary_search_by_key(&at, |member| member.0);
        self.members.get(found.ok()?).map(|member| member.1)
    }

    /// All versions of an article.
    pub fn versions(&self, at: u32) -> impl Iterator<Item = u32> {
        let number = self.number(at);
        let members = self.members.iter();
        members
            .filter(move |member| Some(member.1) == number)
            .map(|member| member.0)
    }
}
