//! The hits of the first articles of a list: confirming all candidates may take long, so that those
//! of the first articles are confirmed before.

use super::candidates::Candidates;
use super::file::{Result, damaged};
use super::hits::{Bits, TermHits};
use super::store::Bodies;
use crate::library::Entry;
use crate::search::{Feature, TextHits};
use crate::text::fold_into;
use std::cell::{Cell, RefCell};
use std::path::Path;

/// Confirms the candidates of the articles that are asked for, and keeps which ones have the
/// terms.
pub(super) struct FirstHits<'a> {
    libraries: Vec<FirstOfLibrary<'a>>,
    /// Texts that were read, and the most that are.
    read: Cell<usize>,
    most: usize,
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
    /// `most`: no more texts than this are read.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn new(libraries: &'a [(&'a Path, Candidates<'a>)], most: usize) -> Result<Self> {
        let of_library = |(root, candidates): &'a (&'a Path, Candidates<'a>)| {
            let end = candidates.documents.end;
            let bits = candidates.terms.iter().map(|looked| {
                let numbers = looked.numbers.as_deref();
                numbers.map(|numbers| Bits::new(end, numbers))
            });
            let counts = [candidates.terms.len(), candidates.query().patterns().len()];
            Ok(FirstOfLibrary {
                root,
                bits: bits.collect(),
                bodies: RefCell::new(Bodies::new(candidates.snapshot())?),
                last: RefCell::default(),
                found: RefCell::new(counts.map(|count| vec![Vec::new(); count])),
                candidates,
            })
        };
        Ok(Self {
            libraries: libraries.iter().map(of_library).collect::<Result<_>>()?,
            read: Cell::new(0),
            most,
            error: RefCell::new(None),
        })
    }

    /// Whether no more texts are read.
    pub fn is_done(&self) -> bool {
        self.read.get() >= self.most || self.error.borrow().is_some()
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
        let wanted = library.candidates.query().text_terms().get(term);
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
        let wanted = library.candidates.query().patterns().get(pattern);
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
