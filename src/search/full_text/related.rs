//! Articles that share rare terms with an article.
//!
//! The terms of a text are its words, and its pairs of neighbours in scripts without spaces. The
//! postings tell in how many documents a term is; only terms in few documents say what a text is
//! about. An article is the more related, the rarer the terms are that it shares.

use super::engine::FullText;
use super::file::Result;
use super::store::Bodies;
use super::tokens;
use crate::library::{Cancel, Entry};
use crate::text::{Language, fold};
#[cfg(feature = "phrase")]
use crate::typeset::inline::phrase;
use rusqlite::{Connection, OptionalExtension, Statement};
use std::collections::HashMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// The most terms of a text that are looked up: of a long text those that it repeats most.
const LOOKED_UP: usize = 1_500;
/// Articles are compared by so many terms.
const TERMS: usize = 30;
/// A term in more documents than this is not rare.
const COMMON: usize = 1_000;
/// Nor is one in more than this part of all documents.
const COMMON_PART: usize = 20;
/// An article with fewer of the terms is related by chance.
const FEWEST: usize = 3;
/// The least part of the weight of all terms that a related article has.
const LEAST: f64 = 0.12;
/// How much the length of a text counts, from 0 to 1.
const LENGTH_COUNTS: f64 = 0.75;
/// The most articles.
const MOST: usize = 100;
/// A shared passage is shown with at most so many letters.
const PASSAGE: usize = 4;
/// So many uses of a passage in a text are looked at.
const USES: usize = 8;
/// So many characters on both sides of a passage tell where its words end.
const NEAR: usize = 12;
/// The most shared passages of an article.
const SHOWN: usize = 6;

/// The number of documents with a token, up to a limit.
const COUNT: &str = "SELECT count(*) FROM (SELECT 1 FROM posting WHERE posting MATCH ? LIMIT ?)";

/// An article that shares rare terms with another one.
#[derive(Clone, Debug, PartialEq)]
pub struct Relative {
    pub root: PathBuf,
    pub id: Box<str>,
    /// Words that both texts have, folded, the rarest first.
    pub shared: Vec<String>,
    score: f64,
}

/// A term of a text.
#[derive(Clone, Debug)]
struct Term {
    token: String,
    /// How often the text has it.
    times: usize,
    weight: f64,
}

/// A document that has some of the terms.
#[derive(Clone, Debug, Default)]
struct Found {
    score: f64,
    /// Indexes of terms.
    terms: Vec<usize>,
}

/// The articles that are related to one of the library at `root`, the most related first. `indexes`:
/// those that are searched, with the roots of their libraries. `None`: its text is not indexed.
/// Incomplete if cancelled.
///
/// # Errors
/// An index cannot be read.
pub fn related<'a>(
    entry: &Entry,
    indexes: impl Iterator<Item = (&'a Path, &'a FullText)> + Clone,
    cancel: &Cancel,
) -> Result<Option<Vec<Relative>>> {
    let root = entry.root.as_os_str();
    let mut own = indexes.clone();
    let own = own.find(|(path, _)| path.as_os_str() == root);
    let text = own.map(|(_, index)| index.folded_text(&entry.id));
    let Some(text) = text.transpose()?.flatten() else {
        return Ok(None);
    };
    let documents = indexes
        .clone()
        .map(|(_, index)| index.documents().len())
        .sum();
    let counts = indexes
        .clone()
        .map(|(_, index)| index.connection.prepare(COUNT));
    let mut counts = counts.collect::<rusqlite::Result<Vec<_>>>()?;
    let mut terms = terms(&text);
    for term in &mut terms {
        if cancel.is_cancelled() {
            return Ok(Some(Vec::new()));
        }
        term.weight = weight(term, documents, &mut counts)?;
    }
    let terms = rarest(terms, &text);
    let mut relatives = Vec::new();
    for (path, index) in indexes {
        relatives.extend(index.relatives(path, (&terms, &text, entry.language), cancel)?);
    }
    let is_it =
        |relative: &Relative| *relative.id == *entry.id && relative.root.as_os_str() == root;
    relatives.retain(|relative| !is_it(relative));
    relatives.sort_by(|one, two| two.score.total_cmp(&one.score));
    Ok(Some(relatives))
}

/// The terms of a folded text that may be rare.
fn terms(text: &str) -> Vec<Term> {
    let mut times: HashMap<&str, usize> = HashMap::new();
    for token in tokens::telling(text) {
        *times.entry(token).or_default() += 1;
    }
    let mut terms: Vec<Term> = times
        .into_iter()
        .map(|(token, times)| Term {
            token: token.to_owned(),
            times,
            weight: 0.0,
        })
        .collect();
    terms.sort_by(|one, two| two.times.cmp(&one.times).then(one.token.cmp(&two.token)));
    terms.truncate(LOOKED_UP);
    terms
}

/// What it says of a text that it has a term: its inverse document frequency, more if it is
/// repeated; 0 if the term is in this text alone, or common.
fn weight(term: &Term, documents: usize, counts: &mut [Statement<'_>]) -> Result<f64> {
    let limit = COMMON.min(documents / COMMON_PART).max(FEWEST);
    let mut frequency = 0;
    for count in counts {
        let most = i64::try_from(limit + 1).unwrap_or(i64::MAX);
        let count: i64 = count.query_row((quoted(&term.token), most), |row| row.get(0))?;
        frequency += usize::try_from(count).unwrap_or(0);
    }
    if !(2..=limit).contains(&frequency) {
        return Ok(0.0);
    }
    let rarity = (documents as f64 / frequency as f64).ln();
    Ok(rarity * (1.0 + (term.times as f64).ln()))
}

/// The terms that say most. Of pairs that overlap in the text only one.
fn rarest(mut terms: Vec<Term>, text: &str) -> Vec<Term> {
    terms.retain(|term| term.weight > 0.0);
    terms.sort_by(|one, two| {
        let by_weight = two.weight.total_cmp(&one.weight);
        by_weight.then_with(|| one.token.cmp(&two.token))
    });
    let mut chosen: Vec<Term> = Vec::new();
    let mut taken: Vec<(usize, usize)> = Vec::new();
    for term in terms {
        let Some(start) = text.find(&term.token) else {
            continue;
        };
        let end = start + term.token.len();
        if taken.iter().all(|(from, to)| end <= *from || *to <= start) {
            taken.push((start, end));
            chosen.push(term);
        }
        if chosen.len() == TERMS {
            break;
        }
    }
    chosen
}

impl FullText {
    /// `None`: the text of the article is not indexed.
    fn folded_text(&self, id: &str) -> Result<Option<String>> {
        let Some(document) = self.documents().get(id) else {
            return Ok(None);
        };
        self.folded_text_of(document.number)
    }

    fn folded_text_of(&self, number: u32) -> Result<Option<String>> {
        let body = Bodies::new(&self.connection)?.get(number)?;
        let text = body.map(|body| body.text()).transpose()?;
        Ok(text.map(|text| fold(&text)))
    }

    /// The documents that have enough of the terms of a text of `own` bytes, the best first.
    fn best(&self, terms: &[Term], own: usize) -> Result<Vec<(u32, Found)>> {
        let mut found: HashMap<u32, Found> = HashMap::new();
        let sql = "SELECT rowid FROM posting WHERE posting MATCH ?";
        let mut statement = self.connection.prepare(sql)?;
        for (at, term) in terms.iter().enumerate() {
            let mut rows = statement.query([quoted(&term.token)])?;
            while let Some(row) = rows.next()? {
                let document = found.entry(row.get(0)?).or_default();
                document.score += term.weight;
                document.terms.push(at);
            }
        }
        let all: f64 = terms.iter().map(|term| term.weight).sum();
        let is_enough = |found: &Found| found.terms.len() >= FEWEST && found.score >= all * LEAST;
        let mut best: Vec<(u32, Found)> = found
            .into_iter()
            .filter(|(_, found)| is_enough(found))
            .collect();
        let mut length = self
            .connection
            .prepare("SELECT length FROM body WHERE number = ?")?;
        for (number, found) in &mut best {
            let length: Option<i64> = length.query_row([*number], |row| row.get(0)).optional()?;
            found.score /= excess(length.unwrap_or(0), own);
        }
        best.sort_by(|(one, first), (two, second)| {
            second.score.total_cmp(&first.score).then(two.cmp(one))
        });
        // The article itself is among them.
        best.truncate(MOST + 1);
        Ok(best)
    }

    /// The articles that have enough of the terms of a text.
    fn relatives(
        &self,
        root: &Path,
        (terms, text, language): (&[Term], &str, Language),
        cancel: &Cancel,
    ) -> Result<Vec<Relative>> {
        let mut relatives = Vec::new();
        for (number, found) in self.best(terms, text.len())? {
            if cancel.is_cancelled() {
                break;
            }
            let id = id_of(&self.connection, number)?;
            let (Some(id), Some(other)) = (id, self.folded_text_of(number)?) else {
                continue;
            };
            let mut shared: Vec<String> = Vec::new();
            for term in found.terms.iter().filter_map(|at| terms.get(*at)) {
                let passage = passage(&term.token, text, &other);
                let words = whole_words(&passage, [text, &other], language);
                shared.extend(words.filter(|words| !shared.contains(words)));
                if shared.len() == SHOWN {
                    break;
                }
            }
            relatives.push(Relative {
                root: root.to_owned(),
                id,
                shared,
                score: found.score,
            });
        }
        Ok(relatives)
    }
}

/// By how much the terms of a text say less because it is longer (bytes), as in BM25: a long text
/// has many terms by chance.
fn excess(length: i64, own: usize) -> f64 {
    let ratio = length as f64 / (own as f64).max(1.0);
    1.0 - LENGTH_COUNTS + LENGTH_COUNTS * ratio.max(1.0)
}

fn id_of(connection: &Connection, number: u32) -> Result<Option<Box<str>>> {
    let sql = "SELECT id FROM document WHERE number = ?";
    let mut statement = connection.prepare(sql)?;
    Ok(statement.query_row([number], |row| row.get(0)).optional()?)
}

/// The term with the neighbours that it has wherever the two texts have it: names are longer than a
/// pair.
fn passage(token: &str, text: &str, other: &str) -> String {
    let Some(mut start) = text.find(token) else {
        return token.to_owned();
    };
    let mut end = start + token.len();
    for _ in token.chars().count()..PASSAGE {
        let (before, rest) = text.split_at(start);
        let (inside, after) = rest.split_at(end - start);
        let right = after.chars().next().zip(inside.chars().next_back());
        let right = right.filter(|(next, last)| tokens::is_telling(*last, *next));
        let left = before.chars().next_back().zip(inside.chars().next());
        let left = left.filter(|(next, first)| tokens::is_telling(*next, *first));
        let is_everywhere = |(from, to): &(usize, usize)| {
            let longer = text.get(*from..*to).unwrap_or_default();
            [text, other].into_iter().all(|text| {
                let count = text.matches(longer).count();
                count > 0 && count == text.matches(inside).count()
            })
        };
        let right = right.map(|(next, _)| (start, end + next.len_utf8()));
        let left = left.map(|(next, _)| (start - next.len_utf8(), end));
        let longer = right.filter(is_everywhere).or(left.filter(is_everywhere));
        let Some(longer) = longer else {
            break;
        };
        (start, end) = longer;
    }
    text.get(start..end).unwrap_or(token).to_owned()
}

/// The whole words of a passage of two folded texts. `None`: fewer than two letters are left.
fn whole_words(passage: &str, texts: [&str; 2], language: Language) -> Option<String> {
    let uses = texts.iter().flat_map(|text| {
        let places = text.match_indices(passage).take(USES);
        places.map(|(start, _)| parted(text, start..start + passage.len(), language))
    });
    // A name may have an uncertain edge in one sentence and a certain one in the next.
    let inside = uses.reduce(|one, two| one.into_iter().filter(|at| two.contains(at)).collect())?;
    let is_edge = |at: &usize| !inside.contains(at);
    let places = || passage.char_indices().map(|(at, _)| at);
    let first = places().find(is_edge)?;
    let last = places().chain([passage.len()]).rev().find(is_edge)?;
    let words = passage.get(first..last)?;
    (words.chars().count() > 1).then(|| words.to_owned())
}

/// The places (bytes) in a part of a text, with its edges, that are within a word.
fn parted(text: &str, part: Range<usize>, language: Language) -> Vec<usize> {
    let (before, rest) = text.split_at(part.start);
    let from = before.char_indices().rev().take(NEAR).last();
    let from = from.map_or(part.start, |(at, _)| at);
    let to = rest.char_indices().nth(part.len() + NEAR);
    let to = part.start + to.map_or(rest.len(), |(at, _)| at);
    let near = text.get(from..to).unwrap_or_default();
    let places = places_inside(near, language).into_iter();
    let places = places.map(|at| from + at);
    let inside = places.filter(|at| (part.start..=part.end).contains(at));
    inside.map(|at| at - part.start).collect()
}

/// The places (bytes) between two characters of one phrase.
#[cfg(feature = "phrase")]
fn places_inside(text: &str, language: Language) -> Vec<usize> {
    // A folded text is in simplified characters.
    let language = match language {
        Language::ZhHant => Language::ZhHans,
        language => language,
    };
    phrase::places_inside(text, language)
}

#[cfg(not(feature = "phrase"))]
const fn places_inside(_: &str, _: Language) -> Vec<usize> {
    Vec::new()
}

/// A token consists of letters and digits, so quotation marks need no escape.
fn quoted(token: &str) -> String {
    format!("\"{token}\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_is_shown_with_its_neighbours() {
        #[track_caller]
        fn check(token: &str, text: &str, other: &str, expected: &str) {
            assert_eq!(passage(token, text, other), expected);
        }
        check("俊杰", "部长罗俊杰说", "会上罗俊杰指出", "罗俊杰");
        check("罗俊", "部长罗俊杰说", "会上罗俊杰指出", "罗俊杰");
        check("罗俊", "罗俊", "罗俊杰", "罗俊");
        check("罗俊", "罗俊杰，罗俊", "罗俊杰", "罗俊");
        check(
            "巨人",
            "专精特新小巨人企业",
            "专精特新小巨人企业",
            "巨人企业",
        );
        check("巨人", "小巨人的", "小巨人的", "小巨人");
        check("rust", "rust语言", "rust语言", "rust");
    }

    #[cfg(feature = "phrase")]
    #[test]
    fn only_whole_words_are_shown() {
        #[track_caller]
        fn check(passage: &str, text: &str, expected: Option<&str>) {
            let found = whole_words(passage, [text, ""], Language::ZhHans);
            assert_eq!(found.as_deref(), expected, "{passage}");
        }
        check("苹果收", "据报道，苹果收购了一家公司。", Some("苹果"));
        check("果需", "分析师认为苹果需要新产品。", None);
        check("罗俊杰", "部长罗俊杰说，今年要扩大投资。", Some("罗俊杰"));
        check("芯片", "公司的芯片业务增长很快。", Some("芯片"));
        check("rust", "用rust语言写的程序", Some("rust"));
        check("罗俊杰", "罗俊杰", Some("罗俊杰"));
    }
}
