//! Articles that share rare terms with an article.
//!
//! The terms of a text are its words, and its pairs of neighbours in scripts without spaces. The
//! postings tell in how many documents a term is; only terms in few documents say what a text is
//! about. An article is the more related, the rarer the terms are that it shares.

use super::engine::FullText;
use super::file::Result;
use super::shared_words::whole_words;
use super::store::Bodies;
use super::tokens;
use crate::index::IndexError;
use crate::library::{Cancel, Entry};
use crate::text::{Folded, Language, Script, fold_with_map, script, without_readings};
use rusqlite::{Connection, OptionalExtension, Statement};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// The most terms of a text that are looked up: of a long text those that it repeats most.
const LOOKED_UP: usize = 1_500;
/// Articles are compared by so many terms.
const TERMS: usize = 30;
/// A term in more documents than this is not rare.
const COMMON: usize = 1_000;
/// Nor is one in more than this part of the documents in the language of the text.
const COMMON_PART: usize = 20;
/// An article with fewer of the terms is related by chance.
const FEWEST: usize = 3;
/// The least part of the weight of all terms that a related article has.
const LEAST: f64 = 0.12;
/// The rarity of a term of few documents, so that a small library has relatives too.
const LEAST_RARITY: f64 = 0.1;
/// How much the length of a text counts, from 0 to 1.
const LENGTH_COUNTS: f64 = 0.75;
/// The most articles.
const MOST: usize = 100;
/// The most shared passages of an article, and the fewest: one word may be shared by chance.
const SHOWN: usize = 6;
const LEAST_SHOWN: usize = 2;
/// Letters beyond those that two words share, if the shared ones are the word: 马斯克 in 马斯克回 and
/// 马斯克曾. One of the two has fewer.
const MOST_BEYOND: usize = 2;

/// The number of documents with a token, up to a limit.
const COUNT: &str = "SELECT count(*) FROM (SELECT 1 FROM posting WHERE posting MATCH ? LIMIT ?)";

/// An article that shares rare terms with another one.
#[derive(Clone, Debug, PartialEq)]
pub struct Relative {
    pub root: PathBuf,
    pub id: Box<str>,
    /// Words that both texts have, as the first one writes them, the rarest first.
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

/// A text as it is written, and folded.
#[derive(Debug)]
struct Text {
    written: String,
    folded: Folded,
}

impl Text {
    fn new(text: &str) -> Self {
        let written = without_readings(text).text.into_owned();
        let folded = fold_with_map(&written);
        Self { written, folded }
    }

    fn folded(&self) -> &str {
        &self.folded.text
    }

    /// A part of the folded text as it is written where it is first.
    fn written(&self, folded: &str) -> String {
        let start = self.folded().find(folded);
        let part = start.map(|start| {
            self.folded
                .source(start..start + folded.len(), &self.written)
        });
        let part = part.and_then(|part| self.written.get(part));
        part.unwrap_or(folded).to_owned()
    }
}

/// A document that has some of the terms.
#[derive(Clone, Debug, Default)]
struct Found {
    score: f64,
    /// Indexes of terms.
    terms: Vec<usize>,
}

/// What was found of an article.
#[derive(Debug, Default)]
pub struct Related {
    /// The related articles, the most related first. `None`: the text of the article is not
    /// indexed. Incomplete if cancelled.
    pub relatives: Option<Vec<Relative>>,
    /// The indexes that cannot be read, by the roots of their libraries. The others were searched.
    pub failed: Vec<(PathBuf, IndexError)>,
}

/// Finds the articles that are related to one. `indexes`: those that are searched, with the roots
/// of their libraries.
pub fn related<'a>(
    entry: &Entry,
    indexes: impl Iterator<Item = (&'a Path, &'a FullText)>,
    cancel: &Cancel,
) -> Related {
    let root = entry.root().as_os_str();
    let mut found = Related::default();
    let failed = &mut found.failed;
    let searched = indexes.filter_map(|(root, index)| {
        let searched = Searched::new(root, index);
        searched
            .map_err(|error| failed.push((root.to_owned(), error)))
            .ok()
    });
    let mut searched: Vec<Searched<'_>> = searched.collect();
    let own = searched.iter().find(|other| other.root.as_os_str() == root);
    let text = own.map(|own| own.index.text(entry.id()));
    let text = text.transpose().unwrap_or_else(|error| {
        failed.push((entry.root().to_path_buf(), error));
        None
    });
    let Some(text) = text.flatten() else {
        return found;
    };
    let mut terms = terms(text.folded());
    let documents = documents_in(entry.language, &mut searched, failed);
    for term in &mut terms {
        if cancel.is_cancelled() {
            found.relatives = Some(Vec::new());
            return found;
        }
        term.weight = weight(term, documents, &mut searched, failed);
    }
    let terms = rarest(terms, text.folded());
    let mut relatives = Vec::new();
    for Searched { root, index, .. } in searched {
        match index.relatives(root, (&terms, &text, entry.language), cancel) {
            Ok(some) => relatives.extend(some),
            Err(error) => failed.push((root.to_owned(), error)),
        }
    }
    let is_it =
        |relative: &Relative| *relative.id == *entry.id() && relative.root.as_os_str() == root;
    relatives.retain(|relative| !is_it(relative));
    relatives.sort_by(|one, two| two.score.total_cmp(&one.score));
    found.relatives = Some(relatives);
    found
}

/// An index that is searched.
struct Searched<'a> {
    root: &'a Path,
    index: &'a FullText,
    count: Statement<'a>,
}

impl<'a> Searched<'a> {
    fn new(root: &'a Path, index: &'a FullText) -> Result<Self> {
        let count = index.connection.prepare(COUNT)?;
        Ok(Self { root, index, count })
    }

    /// The number of documents with a token, at most `most`.
    fn frequency(&mut self, token: &str, most: usize) -> Result<usize> {
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let count: i64 = self
            .count
            .query_row((quoted(token), most), |row| row.get(0))?;
        Ok(usize::try_from(count).unwrap_or(0))
    }
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

/// The documents in a language, about: those with its commonest token. Among many documents in other
/// languages, each word of a text would be rare.
fn documents_in(
    language: Language,
    searched: &mut Vec<Searched<'_>>,
    failed: &mut Vec<(PathBuf, IndexError)>,
) -> usize {
    let commonest = match language {
        Language::ZhHans | Language::ZhHant => "的",
        Language::Ja => "の",
        Language::Ko => "다",
        Language::Latin => "the",
        Language::Other => "",
    };
    match commonest {
        "" => searched.iter().map(|one| one.index.documents().len()).sum(),
        token => frequency(token, usize::MAX, searched, failed),
    }
}

/// The number of documents with a token, at most `most` of each index. An index that cannot be read is
/// moved to `failed`.
fn frequency(
    token: &str,
    most: usize,
    searched: &mut Vec<Searched<'_>>,
    failed: &mut Vec<(PathBuf, IndexError)>,
) -> usize {
    let mut frequency = 0;
    searched.retain_mut(|one| match one.frequency(token, most) {
        Ok(count) => {
            frequency += count;
            true
        }
        Err(error) => {
            failed.push((one.root.to_owned(), error));
            false
        }
    });
    frequency
}

/// What it says of a text that it has a term: its inverse document frequency among `documents`, more
/// if it is repeated; 0 if the term is in this text alone, or common.
fn weight(
    term: &Term,
    documents: usize,
    searched: &mut Vec<Searched<'_>>,
    failed: &mut Vec<(PathBuf, IndexError)>,
) -> f64 {
    let limit = COMMON.min(documents / COMMON_PART).max(FEWEST);
    let frequency = frequency(&term.token, limit + 1, searched, failed);
    if !(2..=limit).contains(&frequency) {
        return 0.0;
    }
    let rarity = (documents as f64 / frequency as f64).ln().max(LEAST_RARITY);
    rarity * (1.0 + (term.times as f64).ln())
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
    fn text(&self, id: &str) -> Result<Option<Text>> {
        let Some(document) = self.documents().get(id) else {
            return Ok(None);
        };
        self.text_of(document.number)
    }

    fn text_of(&self, number: u32) -> Result<Option<Text>> {
        let body = Bodies::new(&self.connection)?.get(number)?;
        let text = body.map(|body| body.text()).transpose()?;
        Ok(text.map(|text| Text::new(&text)))
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
        (terms, own, language): (&[Term], &Text, Language),
        cancel: &Cancel,
    ) -> Result<Vec<Relative>> {
        let mut relatives = Vec::new();
        for (number, found) in self.best(terms, own.folded().len())? {
            if cancel.is_cancelled() {
                break;
            }
            let id = id_of(&self.connection, number)?;
            let (Some(id), Some(other)) = (id, self.text_of(number)?) else {
                continue;
            };
            let mut shared: Vec<String> = Vec::new();
            for term in found.terms.iter().filter_map(|at| terms.get(*at)) {
                let texts = [own.folded(), other.folded()];
                let words = whole_words(&term.token, texts, language);
                if let Some(words) = words {
                    add_word(&mut shared, words);
                }
                if shared.len() == SHOWN {
                    break;
                }
            }
            if shared.len() < LEAST_SHOWN {
                continue;
            }
            relatives.push(Relative {
                root: root.to_owned(),
                id,
                shared: shared.iter().map(|words| own.written(words)).collect(),
                score: found.score,
            });
        }
        Ok(relatives)
    }
}

/// Adds a word, unless it is a part of another one; one that is a part of it is replaced.
fn add_word(words: &mut Vec<String>, word: String) {
    if words.iter().any(|other| other.contains(&word)) {
        return;
    }
    if let Some(other) = words.iter_mut().find(|other| is_beyond(other, &word)) {
        *other = common(other, &word).to_owned();
        return;
    }
    words.retain(|other| !word.contains(&**other));
    words.push(word);
}

/// Whether two words of ideographs are one with letters beside it.
fn is_beyond(one: &str, two: &str) -> bool {
    let letters = |text: &str| text.chars().count();
    let both = letters(common(one, two));
    let beyond = [letters(one) - both, letters(two) - both];
    let are_han = one
        .chars()
        .chain(two.chars())
        .all(|c| script(c) == Script::Han);
    are_han
        && both > 1
        && beyond.iter().all(|beyond| *beyond <= MOST_BEYOND)
        && beyond.iter().any(|beyond| *beyond < MOST_BEYOND)
}

/// The longest part of a text that is in another one.
fn common<'t>(text: &'t str, other: &str) -> &'t str {
    let starts = || text.char_indices().map(|(at, _)| at);
    let ends = || starts().chain([text.len()]);
    let parts = starts().flat_map(|from| ends().filter_map(move |to| text.get(from..to)));
    let shared = parts.filter(|part| other.contains(part));
    shared.max_by_key(|part| part.len()).unwrap_or_default()
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

/// A token consists of letters and digits, so quotation marks need no escape.
fn quoted(token: &str) -> String {
    format!("\"{token}\"")
}
