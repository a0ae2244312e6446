//! A search in an index in two steps. The postings give the candidates of each term; the texts
//! confirm them. Confirming all may take long, so that the first articles of a list are confirmed
//! before.

use super::file::{Result, damaged};
use super::hits::{Bits, TermHits};
use super::scan::{self, Among};
use super::store::{Bodies, Documents};
use super::tokens::Lookup;
use crate::library::{Cancel, Entry};
use crate::search::{Feature, Pattern, Query, TextHits, TextTerm};
use crate::text::fold_into;
use rusqlite::{Connection, Transaction};
use std::cell::{Cell, RefCell};
use std::path::Path;
use std::sync::Arc;

/// Exact postings are compared with at most so many texts, to notice damage.
const SAMPLE: usize = 16;
/// So many texts are confirmed at once.
const FEW: usize = 400;
/// No more texts than this are read for the first articles: about 30 ms.
const MOST: usize = 1_000;

/// The documents that may have a term.
#[derive(Debug)]
pub(super) struct Looked {
    /// `None`: every document.
    numbers: Option<Vec<u32>>,
    /// Whether exactly these documents have the term.
    is_exact: bool,
}

impl Looked {
    /// The postings of a term.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn up(snapshot: &Transaction<'_>, term: &TextTerm) -> Result<Self> {
        let lookup = Lookup::of(term);
        let numbers = match &lookup.expression {
            Some(expression) => {
                let sql = "SELECT rowid FROM posting WHERE posting MATCH ?";
                let mut statement = snapshot.prepare(sql)?;
                let numbers = statement.query_map([expression], |row| row.get(0))?;
                Some(numbers.collect::<rusqlite::Result<_>>()?)
            }
            None => None,
        };
        Ok(Self {
            is_exact: lookup.is_exact && numbers.is_some(),
            numbers,
        })
    }

    /// The documents that have the term. Incomplete if cancelled.
    ///
    /// # Errors
    /// The index cannot be read, or is damaged.
    pub fn confirmed(
        &self,
        snapshot: &Transaction<'_>,
        term: &TextTerm,
        cancel: &Cancel,
    ) -> Result<Vec<u32>> {
        let matches = |_, text: &str, folded: &mut String| {
            fold_into(text, folded);
            term.is_in(folded)
        };
        let Some(numbers) = self.numbers.as_deref().filter(|_| self.is_exact) else {
            let among = self.numbers.as_deref().map_or(Among::All, Among::These);
            return scan::scan(snapshot, among, cancel, &matches);
        };
        let step = numbers.len().div_ceil(SAMPLE).max(1);
        let sample: Vec<u32> = numbers.iter().step_by(step).copied().collect();
        let found = scan::scan(snapshot, Among::These(&sample), cancel, &matches)?;
        if found.len() < sample.len() && !cancel.is_cancelled() {
            return Err(damaged());
        }
        Ok(numbers.to_vec())
    }
}

/// The candidates of all terms of a query, in one state of an index, whatever other programs
/// write.
pub struct Candidates<'a> {
    query: &'a Query,
    snapshot: Transaction<'a>,
    documents: Arc<Documents>,
    /// By their numbers in the query.
    terms: Vec<Looked>,
}

impl<'a> Candidates<'a> {
    /// # Errors
    /// The index cannot be read.
    pub(super) fn of(
        connection: &'a Connection,
        documents: Arc<Documents>,
        query: &'a Query,
    ) -> Result<Self> {
        let snapshot = connection.unchecked_transaction()?;
        let terms = query.text_terms().iter();
        let terms = terms.map(|term| Looked::up(&snapshot, term));
        Ok(Self {
            terms: terms.collect::<Result<_>>()?,
            query,
            documents,
            snapshot,
        })
    }

    pub(super) fn documents(&self) -> Arc<Documents> {
        Arc::clone(&self.documents)
    }

    pub(super) fn query(&self) -> &'a Query {
        self.query
    }

    pub(super) fn snapshot(&self) -> &Transaction<'a> {
        &self.snapshot
    }

    /// Whether confirming all candidates takes longer than a key press may.
    pub fn are_many(&self) -> bool {
        let all = self.documents.len();
        let texts = |looked: &Looked| match &looked.numbers {
            Some(_) if looked.is_exact => 0,
            Some(numbers) => numbers.len(),
            None => all,
        };
        let patterns = all * self.query.patterns().len();
        self.terms.iter().map(texts).sum::<usize>() + patterns > FEW
    }

    /// The hits of all terms and all patterns. Incomplete if cancelled.
    ///
    /// # Errors
    /// The index cannot be read, or is damaged.
    pub(super) fn confirmed(&self, cancel: &Cancel) -> Result<[Vec<TermHits>; 2]> {
        let hits = |numbers: Vec<u32>| TermHits::new(self.documents(), &numbers);
        let terms = self.terms.iter().zip(self.query.text_terms());
        let terms = terms.map(|(looked, term)| looked.confirmed(&self.snapshot, term, cancel));
        let patterns = self.query.patterns().iter();
        let patterns = patterns.map(|pattern| having(pattern, &self.snapshot, cancel));
        Ok([
            terms.map(|found| found.map(hits)).collect::<Result<_>>()?,
            patterns
                .map(|found| found.map(hits))
                .collect::<Result<_>>()?,
        ])
    }
}

/// The documents whose texts match a pattern. Incomplete if cancelled.
fn having(pattern: &Pattern, snapshot: &Transaction<'_>, cancel: &Cancel) -> Result<Vec<u32>> {
    let matches = |_, text: &str, _: &mut String| pattern.is_in(text);
    scan::scan(snapshot, Among::All, cancel, &matches)
}

/// Confirms the candidates of the articles that are asked for, and keeps which ones have the
/// terms.
pub(super) struct FirstHits<'a> {
    libraries: Vec<FirstOfLibrary<'a>>,
    /// Texts that were read.
    read: Cell<usize>,
    /// The index cannot be read.
    pub error: RefCell<Option<crate::index::IndexError>>,
}

pub(super) struct FirstOfLibrary<'a> {
    pub root: &'a Path,
    pub candidates: &'a Candidates<'a>,
    /// The candidates of each term; `None`: every document.
    bits: Vec<Option<Bits>>,
    bodies: RefCell<Bodies<'a>>,
    last: RefCell<Text>,
    /// The documents that have each term, and match each pattern.
    pub found: RefCell<[Vec<Vec<u32>>; 2]>,
}

/// The text that was read last.
#[derive(Default)]
struct Text {
    number: Option<u32>,
    text: String,
    folded: String,
}

impl<'a> FirstHits<'a> {
    /// # Errors
    /// The index cannot be read.
    pub fn new(libraries: &'a [(&'a Path, Candidates<'a>)]) -> Result<Self> {
        let of_library = |(root, candidates): &'a (&'a Path, Candidates<'a>)| {
            let end = candidates.documents.end;
            let bits = candidates.terms.iter().map(|looked| {
                let numbers = looked.numbers.as_deref();
                numbers.map(|numbers| Bits::new(end, numbers))
            });
            let counts = [candidates.terms.len(), candidates.query.patterns().len()];
            Ok(FirstOfLibrary {
                root,
                bits: bits.collect(),
                bodies: RefCell::new(Bodies::new(&candidates.snapshot)?),
                last: RefCell::default(),
                found: RefCell::new(counts.map(|count| vec![Vec::new(); count])),
                candidates,
            })
        };
        Ok(Self {
            libraries: libraries.iter().map(of_library).collect::<Result<_>>()?,
            read: Cell::new(0),
            error: RefCell::new(None),
        })
    }

    /// Whether no more texts are read.
    pub fn is_done(&self) -> bool {
        self.read.get() >= MOST || self.error.borrow().is_some()
    }

    pub fn into_libraries(self) -> Vec<FirstOfLibrary<'a>> {
        self.libraries
    }

    fn document(&self, entry: &Entry) -> Option<(&FirstOfLibrary<'a>, u32)> {
        let root = entry.root.as_os_str();
        let mut libraries = self.libraries.iter();
        let library = libraries.find(|library| library.root.as_os_str() == root)?;
        let document = library.candidates.documents.get(&entry.id)?;
        Some((library, document.number))
    }

    /// Whether a text matches; `kind` and `at` are the place of the document in `found` then.
    fn confirm(
        &self,
        (library, number): (&FirstOfLibrary<'a>, u32),
        (kind, at): (usize, usize),
        matches: impl Fn(&Text) -> bool,
    ) -> bool {
        if let Err(error) = self.read(library, number) {
            self.error.replace(Some(error));
            return false;
        }
        let is_match = matches(&library.last.borrow());
        let mut found = library.found.borrow_mut();
        if let Some(found) = found.get_mut(kind).and_then(|found| found.get_mut(at)) {
            found.extend(is_match.then_some(number));
        }
        is_match
    }

    /// Reads the text of a document, unless it was read last.
    fn read(&self, library: &FirstOfLibrary<'a>, number: u32) -> Result<()> {
        let mut last = library.last.borrow_mut();
        if last.number == Some(number) {
            return Ok(());
        }
        self.read.set(self.read.get() + 1);
        let body = library.bodies.borrow_mut().get(number)?;
        let last = &mut *last;
        last.text = body.ok_or_else(damaged)?.text()?;
        last.folded.clear();
        fold_into(&last.text, &mut last.folded);
        last.number = Some(number);
        Ok(())
    }
}

impl FirstOfLibrary<'_> {
    /// The hits that are known now.
    pub fn hits(&self) -> [Vec<TermHits>; 2] {
        let documents = || self.candidates.documents();
        let [terms, patterns] = &*self.found.borrow();
        let terms = terms.iter().zip(&self.candidates.terms);
        let terms = terms.map(|(found, looked)| match &looked.numbers {
            Some(numbers) if looked.is_exact => TermHits::new(documents(), numbers),
            _ => TermHits::new(documents(), found),
        });
        let patterns = patterns
            .iter()
            .map(|found| TermHits::new(documents(), found));
        [terms.collect(), patterns.collect()]
    }
}

impl TextHits for FirstHits<'_> {
    fn is_known(&self, _: &Entry) -> bool {
        false
    }

    fn holds(&self, term: usize, entry: &Entry) -> bool {
        let Some((library, number)) = self.document(entry) else {
            return false;
        };
        let looked = library.candidates.terms.get(term);
        let wanted = library.candidates.query.text_terms().get(term);
        let Some((looked, wanted)) = looked.zip(wanted) else {
            return false;
        };
        let bits = library.bits.get(term).and_then(Option::as_ref);
        if bits.is_some_and(|bits| !bits.has(number)) {
            return false;
        }
        looked.is_exact
            || self.confirm((library, number), (0, term), |text| {
                wanted.is_in(&text.folded)
            })
    }

    fn matches(&self, pattern: usize, entry: &Entry) -> bool {
        let Some((library, number)) = self.document(entry) else {
            return false;
        };
        let wanted = library.candidates.query.patterns().get(pattern);
        wanted.is_some_and(|wanted| {
            self.confirm((library, number), (1, pattern), |text| {
                wanted.is_in(&text.text)
            })
        })
    }

    fn has(&self, feature: Feature, entry: &Entry) -> bool {
        self.document(entry).is_some_and(|(library, _)| {
            let document = library.candidates.documents.get(&entry.id);
            document.is_some_and(|document| document.flags.contains(feature.into()))
        })
    }
}
