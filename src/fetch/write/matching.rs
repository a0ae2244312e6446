//! Matches the articles of a document one to one with known ones: see `identity`.

use super::identity::{Identity, KEYS, Key};
use super::ledger::{Ledger, Result, Written};
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

/// What an article of a document turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Match {
    New,
    Known(Box<Written>),
    /// An earlier article of the document, by its number in it.
    Twin(usize),
}

/// Matches the articles of a document. Takes a few look-ups for each, however many are known.
///
/// # Errors
/// The ledger cannot be read.
pub fn matched(ledger: &Ledger, articles: &[&Identity]) -> Result<Vec<Match>> {
    let mut matches = twins(articles);
    let mut taken = HashSet::new();
    for key in KEYS {
        let mut known = ledger.by_key(key)?;
        let counts = counts(articles, &matches, key);
        for (article, found) in articles.iter().zip(&mut matches) {
            let is_only = counts.get(&(article.source, article.key(key))) == Some(&1);
            if *found != Match::New || article.key(key) == 0 || !is_only {
                continue;
            }
            if let [Some(known), other] = known.newest(article)?
                && other.is_none_or(|other| other.identity.is_copy(&known.identity, key))
                && article.is(&known.identity, key)
                && taken.insert(known.number)
            {
                *found = Match::Known(Box::new(known));
            }
        }
    }
    Ok(matches)
}

/// Finds the articles that a document has twice.
fn twins(articles: &[&Identity]) -> Vec<Match> {
    let mut first = HashMap::new();
    let match_of = |(number, article): (usize, &&Identity)| match first
        .entry((article.source, article.whole))
    {
        Entry::Occupied(first) => Match::Twin(*first.get()),
        Entry::Vacant(place) => {
            place.insert(number);
            Match::New
        }
    };
    articles.iter().enumerate().map(match_of).collect()
}

/// How many different articles of each source have a key.
fn counts(
    articles: &[&Identity],
    matches: &[Match],
    key: Key,
) -> HashMap<(Option<u64>, u64), usize> {
    let mut counts = HashMap::new();
    for (article, found) in articles.iter().zip(matches) {
        if !matches!(found, Match::Twin(_)) {
            *counts
                .entry((article.source, article.key(key)))
                .or_default() += 1;
        }
    }
    counts
}
