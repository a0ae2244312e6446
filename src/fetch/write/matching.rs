//! Matches the articles of a document one to one with known ones, those that agree most first: see
//! `likeness`.

use super::identity::{Clock, Identity};
use super::ledger::{Ledger, Result, Written};
use super::likeness::{Shared, Values, is_file_of, likeness};
use super::lookups::{Column, Lookups};
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

/// Maximum files of nobody's that are compared with an article.
const MAX_FREE: usize = 16;
/// A time is that of a fetch if it is at most so many seconds from it.
const ABOUT_NOW: u64 = 3600;

/// What an article of a document turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Match {
    New,
    Known(Box<Written>),
    /// An earlier article of the document, by its number in it.
    Twin(usize),
}

/// Finds dates that say when the document was made: about now, in seconds since 1970, or one time at all
/// articles.
pub fn find_made_dates(articles: &mut [&mut Identity], now: i64) {
    let first = articles.first().and_then(|article| article.date);
    let is_one = articles.len() > 1 && articles.iter().all(|article| article.date == first);
    for date in articles
        .iter_mut()
        .filter_map(|article| article.date.as_mut())
    {
        if date.clock == Clock::Time && (is_one || date.seconds.abs_diff(now) <= ABOUT_NOW) {
            date.clock = Clock::Made;
        }
    }
}

/// Matches the articles of a document. Takes a few look-ups for each, however many are known.
///
/// # Errors
/// The ledger cannot be read.
pub fn matched(ledger: &Ledger, articles: &[&Identity], are_pages: bool) -> Result<Vec<Match>> {
    let mut matches = twins(articles);
    let own = articles.iter().zip(&matches);
    let own = own.filter_map(|(article, found)| (*found == Match::New).then_some(*article));
    let mut lookups = Lookups::of(ledger);
    let document = Document::of(&lookups, own.collect(), are_pages)?;
    let mut taken = HashSet::new();
    for look in [own_candidates, free_candidates] {
        let mut pairs = Vec::new();
        for (number, article) in articles.iter().enumerate() {
            if matches.get(number) == Some(&Match::New) {
                let candidates = look(&mut lookups, article, &document)?.into_iter();
                pairs.extend(candidates.map(|(score, known)| (score, number, known)));
            }
        }
        // Equal ones in the order of the document, and the newest of the ledger.
        pairs.sort_by_key(|(score, number, known)| (-score, *number, -known.item));
        for (_, number, known) in pairs {
            if let Some(found) = matches.get_mut(number)
                && *found == Match::New
                && taken.insert(known.item)
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
    let match_of = |(number, article): (usize, &&Identity)| {
        let date = article.date.map(|date| date.seconds);
        let names = (article.guid, article.link, article.title, article.text);
        match first.entry((article.source, names, date)) {
            Entry::Occupied(first) => Match::Twin(*first.get()),
            Entry::Vacant(place) => {
                place.insert(number);
                Match::New
            }
        }
    };
    articles.iter().enumerate().map(match_of).collect()
}

/// What the different articles of a document say about the values of their source.
struct Document {
    /// How many articles of a source have a value.
    counts: HashMap<(Option<u64>, u8, i64), usize>,
    /// Whether a source has several guids and addresses.
    varied: HashMap<Option<u64>, [bool; 2]>,
    are_pages: bool,
}

impl Document {
    fn of(lookups: &Lookups<'_>, articles: Vec<&Identity>, are_pages: bool) -> Result<Self> {
        let mut counts = HashMap::new();
        let mut extents: HashMap<Option<u64>, [Option<(i64, i64)>; 2]> = HashMap::new();
        for article in articles {
            let extents = match extents.entry(article.source) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(place) => {
                    let source = article.source.unwrap_or_default();
                    let extent = |column| lookups.extent(column, source);
                    place.insert([extent(Column::Guid)?, extent(Column::Link)?])
                }
            };
            for column in Column::ALL {
                if let Some(value) = column.value(article) {
                    *counts
                        .entry((article.source, column as u8, value))
                        .or_default() += 1;
                    if let Some(extent) = extents.get_mut(column as usize) {
                        let (least, most) = extent.unwrap_or((value, value));
                        *extent = Some((least.min(value), most.max(value)));
                    }
                }
            }
        }
        let varies = |extent: Option<(i64, i64)>| extent.is_some_and(|(least, most)| least != most);
        let varied = extents.into_iter();
        Ok(Self {
            counts,
            varied: varied
                .map(|(source, extents)| (source, extents.map(varies)))
                .collect(),
            are_pages,
        })
    }

    fn count(&self, article: &Identity, column: Column) -> usize {
        let value = column.value(article);
        let key = |value| (article.source, column as u8, value);
        let count = value.and_then(|value| self.counts.get(&key(value)));
        count.copied().unwrap_or_default()
    }

    /// What this document alone says about the values of an article.
    fn values(&self, article: &Identity) -> Values {
        let is_shared = |column| self.count(article, column) > 1;
        let varied = self.varied.get(&article.source).copied();
        let [has_guids, has_links] = varied.unwrap_or_default();
        Values {
            shared: Shared {
                guid: is_shared(Column::Guid),
                link: is_shared(Column::Link),
                title: is_shared(Column::Title),
                text: is_shared(Column::Text),
                date: is_shared(Column::Date),
            },
            has_guids: has_guids || self.are_pages,
            has_links: has_links || self.are_pages,
        }
    }
}

/// Known articles of the source that are this one, and how much they agree.
fn own_candidates(
    lookups: &mut Lookups<'_>,
    article: &Identity,
    document: &Document,
) -> Result<Vec<(i32, Written)>> {
    let mut values = document.values(article);
    // As many as the document may have of them, and one more.
    let same = document.count(article, Column::Text) + 1;
    let mut candidates = lookups.unchanged(article, same)?;
    let shared = &mut values.shared;
    for (column, shared) in Column::ALL.into_iter().zip([
        &mut shared.guid,
        &mut shared.link,
        &mut shared.title,
        &mut shared.text,
        &mut shared.date,
    ]) {
        let found = lookups.newest(column, article, 2)?;
        *shared |= found.len() > 1;
        candidates.extend(found);
    }
    Ok(alike(candidates, &|known| likeness(article, known, values)))
}

/// As [`own_candidates`], of files that are no source's.
fn free_candidates(
    lookups: &mut Lookups<'_>,
    article: &Identity,
    document: &Document,
) -> Result<Vec<(i32, Written)>> {
    let values = Values {
        has_guids: true,
        has_links: true,
        ..document.values(article)
    };
    let candidates = lookups.free(article, MAX_FREE)?;
    Ok(alike(candidates, &|file| is_file_of(article, file, values)))
}

fn alike(
    mut candidates: Vec<Written>,
    likeness: &dyn Fn(&Identity) -> Option<i32>,
) -> Vec<(i32, Written)> {
    let mut seen = HashSet::new();
    candidates.retain(|known| seen.insert(known.item));
    let scored = candidates.into_iter();
    let scored = scored.map(|known| (likeness(&known.identity), known));
    scored
        .filter_map(|(score, known)| Some((score?, known)))
        .collect()
}
