//! The hits of the first articles of a list: confirming all candidates may take long, so that those
//! of the first articles are confirmed before.

use super::candidates::Candidates;
use super::file::Result;
use super::hits::{Bits, TermHits};
use super::store::{Document, Flags};
use crate::library::{Cancel, Entry};
use crate::search::{Answer, Evaluator, Feature, TextHits};
use std::cell::{Cell, RefCell};
use std::path::Path;

/// So many texts are read at once: few before the first matches are known, more later.
const LEAST_AT_ONCE: usize = 64;
const MOST_AT_ONCE: usize = 512;

/// Confirms the candidates of the articles that are asked for.
pub(super) struct FirstHits<'a> {
    libraries: Vec<FirstOfLibrary<'a>>,
    /// Texts that were read, and the most that are.
    read: Cell<usize>,
    most: usize,
    /// Texts that are needed are noted, to be read at once.
    is_asking: Cell<bool>,
}

pub(super) struct FirstOfLibrary<'a> {
    pub root: &'a Path,
    pub candidates: &'a Candidates<'a>,
    /// The candidates of each term; `None`: every document.
    bits: Vec<Option<Bits>>,
    /// The documents whose texts are needed.
    needed: RefCell<Vec<u32>>,
    /// The documents of the articles that match.
    matched: RefCell<Vec<u32>>,
}

impl<'a> FirstHits<'a> {
    /// `most`: hardly more texts than this are read.
    pub fn new(libraries: &'a [(&'a Path, Candidates<'a>)], most: usize) -> Self {
        let of_library = |(root, candidates): &'a (&'a Path, Candidates<'a>)| {
            let end = candidates.documents.end;
            let bits = candidates.terms.iter().map(|looked| {
                let numbers = looked.numbers.as_deref();
                numbers.map(|numbers| Bits::new(end, numbers))
            });
            FirstOfLibrary {
                root,
                bits: bits.collect(),
                needed: RefCell::default(),
                matched: RefCell::default(),
                candidates,
            }
        };
        Self {
            libraries: libraries.iter().map(of_library).collect(),
            read: Cell::new(0),
            most,
            is_asking: Cell::new(false),
        }
    }

    /// Looks for so many articles that match, and returns how many are found.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn find<'x, 'e: 'x>(
        &self,
        evaluator: &mut Evaluator<'x>,
        mut articles: impl Iterator<Item = &'e Entry>,
        (wanted, cancel): (usize, &Cancel),
    ) -> Result<usize> {
        let mut found = 0;
        let mut at_once = LEAST_AT_ONCE;
        while found < wanted && self.read.get() < self.most && !cancel.is_cancelled() {
            let answers = self.ask(evaluator, &mut articles, (wanted - found, at_once));
            if answers.is_empty() {
                break;
            }
            self.read_needed(cancel)?;
            if cancel.is_cancelled() {
                break;
            }
            for (entry, answer) in answers {
                let is_match = match answer {
                    Answer::Yes => true,
                    Answer::Unknown => evaluator.matches(entry),
                    Answer::No => false,
                };
                if is_match && found < wanted {
                    found += 1;
                    self.keep(entry);
                }
            }
            at_once = MOST_AT_ONCE.min(at_once * 2);
        }
        Ok(found)
    }

    /// The answers for the next articles, until so many match, or until so many texts are needed.
    fn ask<'x, 'e: 'x>(
        &self,
        evaluator: &mut Evaluator<'x>,
        articles: &mut impl Iterator<Item = &'e Entry>,
        (wanted, texts): (usize, usize),
    ) -> Vec<(&'e Entry, Answer)> {
        self.is_asking.set(true);
        let mut answers = Vec::new();
        let mut found = 0;
        while found < wanted && self.needed() < texts {
            let Some(entry) = articles.next() else {
                break;
            };
            let answer = evaluator.answer(entry);
            found += usize::from(answer == Answer::Yes);
            answers.push((entry, answer));
        }
        self.is_asking.set(false);
        answers
    }

    fn needed(&self) -> usize {
        let libraries = self.libraries.iter();
        libraries.map(|library| library.needed.borrow().len()).sum()
    }

    fn read_needed(&self, cancel: &Cancel) -> Result<()> {
        for library in &self.libraries {
            let needed = library.needed.take();
            self.read.set(self.read.get() + needed.len());
            library.candidates.read(&needed, cancel)?;
        }
        Ok(())
    }

    fn keep(&self, entry: &Entry) {
        if let Some((library, document)) = self.document(entry) {
            library.matched.borrow_mut().push(document.number);
        }
    }

    pub fn into_libraries(self) -> Vec<FirstOfLibrary<'a>> {
        self.libraries
    }

    fn document(&self, entry: &Entry) -> Option<(&FirstOfLibrary<'a>, Document)> {
        let root = entry.root().as_os_str();
        let mut libraries = self.libraries.iter();
        let library = libraries.find(|library| library.root.as_os_str() == root)?;
        let document = library.candidates.documents.get(entry.id())?;
        Some((library, document))
    }

    /// Whether a text is known to have a term.
    fn has_term(&self, library: &FirstOfLibrary<'a>, number: u32, term: usize) -> bool {
        let Some(looked) = library.candidates.terms.get(term) else {
            return false;
        };
        let bits = library.bits.get(term).and_then(Option::as_ref);
        let may_have = bits.is_none_or(|bits| bits.has(number));
        may_have && (looked.is_sure(number) || self.confirm(library, number, term))
    }

    /// Whether a text is known to have a term or to match a pattern.
    fn confirm(&self, library: &FirstOfLibrary<'a>, number: u32, test: usize) -> bool {
        let result = library.candidates.result(number, test);
        if result.is_none() && self.is_asking.get() {
            library.need(number);
        }
        result == Some(true)
    }
}

impl FirstOfLibrary<'_> {
    /// Whether nothing else is to be known of a text.
    fn is_known(&self, document: Document) -> bool {
        let needed = self.needed.borrow();
        !document.flags.contains(Flags::PARTIAL) && needed.last() != Some(&document.number)
    }

    fn need(&self, number: u32) {
        let mut needed = self.needed.borrow_mut();
        if needed.last() != Some(&number) {
            needed.push(number);
        }
    }

    /// The documents of the articles that match.
    pub fn matched(&self) -> Bits {
        Bits::new(self.candidates.documents.end, &self.matched.borrow())
    }

    /// The hits that are known now: those of all terms, and of all patterns.
    pub fn hits(&self) -> [Vec<TermHits>; 2] {
        let documents = || self.candidates.documents();
        let terms = self.candidates.terms.iter().enumerate();
        let terms = terms.map(|(test, looked)| match &looked.numbers {
            Some(numbers) if looked.is_exact => TermHits::new(documents(), numbers),
            _ => {
                let mut having = self.candidates.having(test);
                having.extend(&looked.sure);
                TermHits::new(documents(), &having)
            }
        });
        let first = self.candidates.terms.len();
        let patterns = 0..self.candidates.query().patterns().len();
        let patterns =
            patterns.map(|at| TermHits::new(documents(), &self.candidates.having(first + at)));
        [terms.collect(), patterns.collect()]
    }
}

impl TextHits for FirstHits<'_> {
    fn is_known(&self, entry: &Entry) -> bool {
        let document = self.document(entry);
        document.is_some_and(|(library, document)| library.is_known(document))
    }

    fn holds(&self, term: usize, entry: &Entry) -> bool {
        let document = self.document(entry);
        document.is_some_and(|(library, document)| self.has_term(library, document.number, term))
    }

    /// With one look at the documents, which takes most of the time.
    fn answer(&self, term: usize, entry: &Entry) -> Answer {
        match self.document(entry) {
            Some((library, document)) if self.has_term(library, document.number, term) => {
                Answer::Yes
            }
            Some((library, document)) if library.is_known(document) => Answer::No,
            _ => Answer::Unknown,
        }
    }

    fn matches(&self, pattern: usize, entry: &Entry) -> bool {
        self.document(entry).is_some_and(|(library, document)| {
            let test = library.candidates.terms.len() + pattern;
            self.confirm(library, document.number, test)
        })
    }

    fn has(&self, feature: Feature, entry: &Entry) -> bool {
        let document = self.document(entry).map(|(_, document)| document);
        document.is_some_and(|document| document.flags.contains(feature.into()))
    }
}
