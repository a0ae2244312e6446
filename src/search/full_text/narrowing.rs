//! Which articles of a list may match a query: most are ruled out without a look at them.
//!
//! A list of a million articles takes a second to evaluate one by one: each title is folded and
//! searched, and each document is looked up by its ID. A [`NameColumn`] keeps 16 bytes of each
//! article, with which this takes milliseconds.

use super::candidates::Candidates;
use super::engine::FullText;
use super::hits::{Bits, TermHits};
use super::store::Documents;
use crate::library::{Entry, Seeded};
use crate::search::query::{Node, Query, Term};
use crate::search::text_term::TextTerm;
use crate::text::{fold, fold_into};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;

/// Articles that a thread looks at, at least.
const PART: usize = 4_096;

/// If more than one in so many may match, looking at all takes as long. All in tests.
const FEW: usize = if cfg!(test) { 1 } else { 2 };

/// No document, or no library.
const NONE: u32 = u32::MAX;

/// What the articles of a list are found by, by their index in the list.
#[derive(Debug)]
pub struct NameColumn {
    rows: Vec<Row>,
    groups: Vec<Group>,
    /// Sources and authors.
    names: Vec<Name>,
    libraries: Vec<(PathBuf, Arc<Documents>)>,
}

#[derive(Clone, Copy, Debug)]
struct Row {
    /// Of the folded title.
    signature: u64,
    /// The number of its document, or [`NONE`].
    document: u32,
    group: u32,
}

/// What articles of one library share.
#[derive(Debug)]
struct Group {
    /// Indexes of names.
    source: u32,
    author: u32,
    /// The index of the library, or [`NONE`].
    library: u32,
}

#[derive(Debug)]
struct Name {
    text: Arc<str>,
    /// Of the folded text.
    signature: u64,
}

impl NameColumn {
    /// `indexes`: those of the libraries of the articles, by their folders as in the entries.
    pub fn of(articles: &[&Entry], indexes: &[(&Path, &FullText)]) -> Self {
        let libraries = indexes.iter();
        let libraries = libraries.map(|(root, index)| ((*root).to_owned(), index.documents()));
        Self::new(articles, libraries.collect())
    }

    fn new(articles: &[&Entry], libraries: Vec<(PathBuf, Arc<Documents>)>) -> Self {
        let workers = thread::available_parallelism().map_or(1, usize::from);
        let size = articles.len().div_ceil(workers).max(PART);
        let rows = |articles: &[&Entry]| -> Vec<Row> {
            let mut folded = String::new();
            let rows = articles.iter().map(|entry| {
                folded.clear();
                fold_into(entry.title(), &mut folded);
                let documents = documents_of(&libraries, entry).map(|(_, documents)| documents);
                let document = documents.and_then(|documents| documents.get(entry.id()));
                Row {
                    signature: signature(&folded),
                    document: document.map_or(NONE, |document| document.number),
                    group: 0,
                }
            });
            rows.collect()
        };
        let mut all: Vec<Row> = Vec::with_capacity(articles.len());
        thread::scope(|scope| {
            let parts = articles.chunks(size);
            let parts: Vec<_> = parts.map(|part| scope.spawn(move || rows(part))).collect();
            let parts = parts.into_iter().map(thread::ScopedJoinHandle::join);
            parts.flatten().for_each(|rows| all.extend(rows));
        });
        if all.len() < articles.len() {
            // A part failed: without its rows, the others are those of other articles.
            all.clear();
        }
        let mut column = Self {
            rows: all,
            groups: Vec::new(),
            names: Vec::new(),
            libraries,
        };
        column.group(articles);
        column
    }

    fn group(&mut self, articles: &[&Entry]) {
        // Labels and names are told apart by their addresses: equal ones may be listed twice.
        let mut groups: HashMap<(usize, u32), u32, Seeded> = HashMap::default();
        let mut names: HashMap<usize, u32, Seeded> = HashMap::default();
        for (row, entry) in self.rows.iter_mut().zip(articles) {
            let library = documents_of(&self.libraries, entry).map(|(at, _)| at as u32);
            let library = library.unwrap_or(NONE);
            let address = Arc::as_ptr(&entry.labels).addr();
            row.group = *groups.entry((address, library)).or_insert_with(|| {
                let mut number = |text: &Arc<str>| {
                    let address = Arc::as_ptr(text).cast::<u8>().addr();
                    *names.entry(address).or_insert_with(|| {
                        self.names.push(Name {
                            text: Arc::clone(text),
                            signature: signature(&fold(text)),
                        });
                        self.names.len() as u32 - 1
                    })
                };
                self.groups.push(Group {
                    source: number(&entry.labels.source),
                    author: number(&entry.labels.author),
                    library,
                });
                self.groups.len() as u32 - 1
            });
        }
    }

    /// The indexes of the articles that may match a query, in order; `None` if most may.
    ///
    /// `has`: whether the text of a document of a library may have a term of the query.
    fn among(&self, query: &Query, has: &dyn Fn(usize, usize, u32) -> bool) -> Option<Vec<u32>> {
        let root = query.root().filter(|_| !self.is_empty())?;
        let terms = query
            .text_terms()
            .iter()
            .map(|term| Sought::new(term, self));
        let narrowing = Narrowing {
            column: self,
            terms: terms.collect(),
            has,
        };
        let most = self.rows.len() / FEW;
        let mut found = Vec::new();
        for (at, row) in self.rows.iter().enumerate() {
            if narrowing.may_match(root, row) {
                found.push(at as u32);
                if found.len() > most {
                    return None;
                }
            }
        }
        Some(found)
    }

    /// Those of which the candidates are known. `None` if the candidates are of other documents, or
    /// if most may match.
    pub fn among_candidates(
        &self,
        query: &Query,
        libraries: &[(&Path, Candidates<'_>)],
    ) -> Option<Vec<u32>> {
        let of_library = |(root, documents): &(PathBuf, Arc<Documents>)| {
            let mut libraries = libraries.iter();
            let (_, candidates) =
                libraries.find(|(path, _)| path.as_os_str() == root.as_os_str())?;
            let is_same = Arc::ptr_eq(documents, &candidates.documents);
            let bits = candidates.terms.iter().map(|looked| {
                let numbers = looked.numbers.as_deref();
                numbers.map(|numbers| Bits::new(documents.end, numbers))
            });
            is_same.then(|| bits.collect())
        };
        let known = self.libraries.iter().map(of_library);
        let known: Vec<Vec<Option<Bits>>> = known.collect::<Option<_>>()?;
        self.among(query, &|library, term, number| {
            let bits = known.get(library).and_then(|terms| terms.get(term));
            bits.is_none_or(|bits| bits.as_ref().is_none_or(|bits| bits.has(number)))
        })
    }

    /// The same with the hits of each library.
    pub(super) fn among_hits<'h>(
        &self,
        query: &Query,
        of_library: impl Fn(&Path) -> Option<(&'h Arc<Documents>, &'h [TermHits])>,
    ) -> Option<Vec<u32>> {
        let known = self.libraries.iter().map(|(root, documents)| {
            let (others, hits) = of_library(root)?;
            Arc::ptr_eq(documents, others).then_some(hits)
        });
        let known: Vec<&[TermHits]> = known.collect::<Option<_>>()?;
        self.among(query, &|library, term, number| {
            let hits = known.get(library).and_then(|terms| terms.get(term));
            hits.is_none_or(|hits| hits.has(number))
        })
    }

    /// Whether it was made with the documents that these indexes have now.
    pub fn is_of(&self, indexes: &[(&Path, &FullText)]) -> bool {
        let is_same = |(root, index): &(&Path, &FullText)| {
            let mut own = self.libraries.iter();
            own.any(|(path, documents)| {
                path.as_os_str() == root.as_os_str() && Arc::ptr_eq(documents, &index.documents())
            })
        };
        self.libraries.len() == indexes.len() && indexes.iter().all(is_same)
    }

    /// Whether it has no articles.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The memory of the column in bytes, but for what it shares.
    pub fn bytes(&self) -> usize {
        size_of::<Row>() * self.rows.capacity()
            + size_of::<Group>() * self.groups.capacity()
            + size_of::<Name>() * self.names.capacity()
    }
}

/// The documents of the library of an article, and its index.
fn documents_of<'a>(
    libraries: &'a [(PathBuf, Arc<Documents>)],
    entry: &Entry,
) -> Option<(usize, &'a Documents)> {
    let root = entry.root().as_os_str();
    let mut libraries = libraries.iter().enumerate();
    let found = libraries.find(|(_, (path, _))| path.as_os_str() == root);
    found.map(|(at, (_, documents))| (at, &**documents))
}

/// Sets a bit for each character and each pair of adjacent characters of a folded text. White space
/// sets none, because a space in a term matches any amount of white space.
fn signature(folded: &str) -> u64 {
    let mut bits = 0;
    let mut before = None;
    for c in folded.chars() {
        if c.is_whitespace() {
            before = None;
            continue;
        }
        let code = u64::from(c);
        let pair = before.map_or(code, |before: u64| before << 32 | code);
        bits |= bit(code) | bit(pair);
        before = Some(code);
    }
    bits
}

fn bit(number: u64) -> u64 {
    // The golden ratio spreads numbers that are near each other.
    1 << (number.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 58)
}

/// A term, and what must be in the names that have it.
struct Sought {
    /// Of each form.
    signatures: Vec<u64>,
    /// The groups whose labels have it.
    groups: Bits,
}

impl Sought {
    fn new(term: &TextTerm, column: &NameColumn) -> Self {
        let signatures: Vec<u64> = term.forms().map(signature).collect();
        let has = |name: &Name| {
            let mut forms = signatures.iter();
            forms.any(|form| name.signature & form == *form) && term.is_in(&fold(&name.text))
        };
        let names: Vec<bool> = column.names.iter().map(has).collect();
        let is_in = |name: u32| names.get(name as usize).copied().unwrap_or_default();
        let groups = column.groups.iter().zip(0..);
        let groups = groups.filter(|(group, _)| is_in(group.source) || is_in(group.author));
        let groups: Vec<u32> = groups.map(|(_, at)| at).collect();
        Self {
            signatures,
            groups: Bits::new(column.groups.len() as u32, &groups),
        }
    }

    fn may_name(&self, row: &Row) -> bool {
        let mut forms = self.signatures.iter();
        forms.any(|form| row.signature & form == *form) || self.groups.has(row.group)
    }
}

struct Narrowing<'a> {
    column: &'a NameColumn,
    /// By their numbers in the query.
    terms: Vec<Sought>,
    has: &'a dyn Fn(usize, usize, u32) -> bool,
}

impl Narrowing<'_> {
    /// False only if the article cannot match, whatever the user did with it.
    fn may_match(&self, node: &Node, row: &Row) -> bool {
        match node {
            Node::And(nodes) => nodes.iter().all(|node| self.may_match(node, row)),
            Node::Or(nodes) => nodes.iter().any(|node| self.may_match(node, row)),
            Node::Term(Term::Anywhere(term)) => {
                self.may_have(*term, row)
                    || self.terms.get(*term).is_none_or(|term| term.may_name(row))
            }
            Node::Term(Term::Body(term)) => self.may_have(*term, row),
            Node::Not(_) | Node::Term(_) => true,
        }
    }

    /// Whether the text may have a term. That of an article without a document is not known to.
    fn may_have(&self, term: usize, row: &Row) -> bool {
        let group = self.column.groups.get(row.group as usize);
        group.is_some_and(|group| {
            let is_indexed = row.document != NONE && group.library != NONE;
            is_indexed && (self.has)(group.library as usize, term, row.document)
        })
    }
}
