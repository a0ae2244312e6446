//! Whether an article matches a query: the metadata is compared here, the text of the article by
//! an index.

use super::field::{Feature, State, TextField};
use super::pattern::Pattern;
use super::query::{Node, Query, Term};
use super::text_term::TextTerm;
use crate::library::{ByHash, Entry, Labels, Zone, id_path, mix};
use crate::text::fold_into;
use crate::user::Marks;
use std::collections::HashMap;
use std::fmt;
use std::ops::Not;
use std::sync::Arc;

/// What is known of the text of articles. The indexes are those of [`Query::text_terms`] and
/// [`Query::patterns`] of the query for which the hits were found.
pub trait TextHits {
    /// Whether the whole text of an article was searched. Otherwise only a hit is an answer.
    fn is_known(&self, entry: &Entry) -> bool;
    /// Whether the text of an article contains a word or phrase.
    fn holds(&self, term: usize, entry: &Entry) -> bool;
    /// Whether the text of an article matches a regular expression.
    fn matches(&self, pattern: usize, entry: &Entry) -> bool;
    fn has(&self, feature: Feature, entry: &Entry) -> bool;

    /// Whether all answers are at hand: then texts are asked before titles are searched.
    fn is_at_hand(&self) -> bool {
        false
    }

    /// What [`holds`](Self::holds) and [`is_known`](Self::is_known) tell of a word or phrase. A
    /// search asks for every article of a library.
    fn answer(&self, term: usize, entry: &Entry) -> Answer {
        match self.holds(term, entry) {
            true => Answer::Yes,
            false if self.is_known(entry) => Answer::No,
            false => Answer::Unknown,
        }
    }
}

/// Hits that a thread has found.
#[derive(Clone)]
pub struct SharedHits(Arc<dyn TextHits + Send + Sync>);

impl SharedHits {
    pub fn new(hits: impl TextHits + Send + Sync + 'static) -> Self {
        Self(Arc::new(hits))
    }

    pub fn get(&self) -> &dyn TextHits {
        &*self.0
    }
}

impl fmt::Debug for SharedHits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SharedHits")
    }
}

/// Whether an article matches. `Unknown` depends on a text that was not searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Answer {
    No,
    Unknown,
    Yes,
}

impl From<bool> for Answer {
    fn from(matches: bool) -> Self {
        if matches { Self::Yes } else { Self::No }
    }
}

impl Not for Answer {
    type Output = Self;

    fn not(self) -> Self {
        match self {
            Self::No => Self::Yes,
            Self::Unknown => Self::Unknown,
            Self::Yes => Self::No,
        }
    }
}

/// No text is searched, only the metadata.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoText {
    /// As if no article had a text.
    Empty,
    /// The texts are not at hand: what depends on them is unknown.
    Unknown,
}

impl TextHits for NoText {
    fn is_known(&self, _: &Entry) -> bool {
        *self == Self::Empty
    }

    fn holds(&self, _: usize, _: &Entry) -> bool {
        false
    }

    fn matches(&self, _: usize, _: &Entry) -> bool {
        false
    }

    fn has(&self, _: Feature, _: &Entry) -> bool {
        false
    }
}

/// What the user did with articles, and the zone in which dates are days.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    pub marks: &'a Marks,
    pub zone: &'a Zone,
}

impl Query {
    /// Whether an article matches. [`Evaluator`] is faster for many.
    pub fn matches(&self, entry: &Entry, facts: Facts<'_>, hits: &dyn TextHits) -> bool {
        Evaluator::new(self, facts, hits).matches(entry)
    }

    /// Removes the articles that do not match, or of which that is not known.
    pub fn retain(&self, entries: &mut Vec<Entry>, facts: Facts<'_>, hits: &dyn TextHits) {
        let mut evaluator = Evaluator::new(self, facts, hits);
        let matches: Vec<bool> = entries
            .iter()
            .map(|entry| evaluator.matches(entry))
            .collect();
        let mut matches = matches.into_iter();
        entries.retain(|_| matches.next().unwrap_or(false));
    }
}

/// Evaluates a query for many articles. Folded labels are kept, since many articles share theirs;
/// folded titles are not, since folding one takes less than 0.1 µs and keeping it over 100 bytes.
pub struct Evaluator<'a> {
    query: &'a Query,
    /// `None`: the answer is unknown if it depends on them.
    marks: Option<&'a Marks>,
    zone: &'a Zone,
    hits: &'a dyn TextHits,
    /// Words are also found in what the user wrote about an article.
    in_notes: bool,
    texts: Texts<'a>,
}

impl<'a> Evaluator<'a> {
    pub fn new(query: &'a Query, facts: Facts<'a>, hits: &'a dyn TextHits) -> Self {
        Self {
            marks: Some(facts.marks),
            ..Self::with_any_marks(query, facts.zone, hits)
        }
    }

    /// An evaluator that does not know what the user did with articles.
    pub fn with_any_marks(query: &'a Query, zone: &'a Zone, hits: &'a dyn TextHits) -> Self {
        Self {
            query,
            marks: None,
            zone,
            hits,
            in_notes: false,
            texts: Texts::default(),
        }
    }

    /// Also searches notes and the names of tags and collections, as the lists of bookmarks do.
    #[must_use]
    pub fn in_notes(self) -> Self {
        Self {
            in_notes: true,
            ..self
        }
    }

    /// Whether an article is known to match.
    pub fn matches(&mut self, entry: &'a Entry) -> bool {
        self.answer(entry) == Answer::Yes
    }

    pub fn answer(&mut self, entry: &'a Entry) -> Answer {
        self.texts.has_title = false;
        let query = self.query;
        query
            .root()
            .map_or(Answer::Yes, |root| self.node(root, entry))
    }

    fn node(&mut self, node: &Node, entry: &'a Entry) -> Answer {
        match node {
            Node::And(nodes) => self.first(nodes, Answer::No, entry),
            Node::Or(nodes) => self.first(nodes, Answer::Yes, entry),
            Node::Not(node) => !self.node(node, entry),
            Node::Term(term) => self.term(term, entry),
        }
    }

    /// The answer that decides, if a node gives it; else unknown if a node is unknown.
    fn first(&mut self, nodes: &[Node], deciding: Answer, entry: &'a Entry) -> Answer {
        let mut all = !deciding;
        for node in nodes {
            match self.node(node, entry) {
                answer if answer == deciding => return deciding,
                Answer::Unknown => all = Answer::Unknown,
                _ => {}
            }
        }
        all
    }

    fn term(&mut self, term: &Term, entry: &'a Entry) -> Answer {
        if let Term::Anywhere(at) = term
            && self.hits.is_at_hand()
        {
            return match self.hits.answer(*at, entry) {
                Answer::No | Answer::Unknown if self.is_in_names(*at, entry) => Answer::Yes,
                answer => answer,
            };
        }
        if self.holds(term, entry) {
            return Answer::Yes;
        }
        match term {
            Term::Anywhere(at) | Term::Body(at) => self.hits.answer(*at, entry),
            _ if term.needs_text() && !self.hits.is_known(entry) => Answer::Unknown,
            _ if term.needs_marks() && self.marks.is_none() => Answer::Unknown,
            _ => Answer::No,
        }
    }

    /// Whether a term matches. Words and phrases are only looked for in the metadata.
    fn holds(&mut self, term: &Term, entry: &'a Entry) -> bool {
        let query = self.query;
        match term {
            Term::Anywhere(at) => self.is_in_names(*at, entry),
            Term::Body(_) => false,
            Term::Pattern(at) => query.patterns().get(*at).is_some_and(|pattern| {
                matches_name(pattern, entry) || self.hits.matches(*at, entry)
            }),
            Term::BodyPattern(at) => self.hits.matches(*at, entry),
            Term::FieldPattern(field, pattern) => self.matches_field(*field, pattern, entry),
            Term::Field(field, term) => {
                self.texts.field(*field, term, entry) || self.has_own(*field, term, entry)
            }
            Term::Language(languages) => languages.contains(&entry.language),
            Term::Is(state) => self.marks.is_some_and(|marks| is(marks, *state, entry)),
            Term::Has(feature) => self.hits.has(*feature, entry),
            Term::Date(days) => {
                let date = entry.date.filter(|date| date.is_written());
                date.is_some_and(|date| days.contains(&date.day(self.zone)))
            }
            // The speed of the user is learned from the marks.
            Term::Minutes(range) => self
                .marks
                .is_some_and(|marks| range.contains(&marks.pace().minutes(entry.count))),
            Term::Length(range) => range.contains(&entry.count.characters),
        }
    }

    /// Whether a word or phrase is in the title, source or author, or in what the user wrote.
    fn is_in_names(&mut self, at: usize, entry: &'a Entry) -> bool {
        let term = self.query.text_terms().get(at);
        term.is_some_and(|term| {
            self.texts.name((at, term), entry) || self.in_notes && self.is_in_notes(term, entry)
        })
    }

    fn matches_field(&self, field: TextField, pattern: &Pattern, entry: &Entry) -> bool {
        let labels = &entry.labels;
        let in_any = |names: &[Arc<str>]| names.iter().any(|name| pattern.is_in(name));
        match field {
            TextField::Title => pattern.is_in(entry.title()),
            TextField::Source => pattern.is_in(&labels.source),
            TextField::Author => pattern.is_in(&labels.author),
            TextField::Category => in_any(&labels.categories),
            TextField::Tag => in_any(&labels.tags) || self.own_has(field, pattern, entry),
            TextField::Path => pattern.is_in(&id_path(entry.id()).to_string_lossy()),
            TextField::Note | TextField::Collection => self.own_has(field, pattern, entry),
        }
    }

    /// Whether what the user wrote about an article matches a pattern.
    fn own_has(&self, field: TextField, pattern: &Pattern, entry: &Entry) -> bool {
        let mut texts = self.own(field, entry).into_iter();
        texts.any(|text| pattern.is_in(text))
    }

    /// Whether it contains a term.
    fn has_own(&self, field: TextField, term: &TextTerm, entry: &Entry) -> bool {
        let mut texts = self.own(field, entry).into_iter();
        texts.any(|text| term.is_in(&crate::text::fold(text)))
    }

    fn own(&self, field: TextField, entry: &Entry) -> Vec<&'a str> {
        match (self.marks, field) {
            (Some(marks), TextField::Tag) => marks.tags(entry),
            (Some(marks), TextField::Collection) => marks.collections(entry),
            (Some(marks), TextField::Note) => marks.note(entry).into_iter().collect(),
            _ => Vec::new(),
        }
    }

    fn is_in_notes(&self, term: &TextTerm, entry: &Entry) -> bool {
        let mut fields = [TextField::Note, TextField::Tag, TextField::Collection].into_iter();
        fields.any(|field| self.has_own(field, term, entry))
    }
}

fn is(marks: &Marks, state: State, entry: &Entry) -> bool {
    match state {
        State::Read => marks.is_read(entry),
        State::New => marks.is_new(entry),
        State::Unread => !marks.is_read(entry),
        State::Bookmarked => marks.is_bookmarked(entry),
        State::Started => marks.is_started(entry),
        State::Noted => marks.note(entry).is_some(),
        State::Hidden => marks.is_hidden(entry),
    }
}

fn matches_name(pattern: &Pattern, entry: &Entry) -> bool {
    let labels = &entry.labels;
    let mut names = [entry.title(), &*labels.source, &*labels.author].into_iter();
    names.any(|name| pattern.is_in(name))
}

/// The folded metadata of articles.
#[derive(Default)]
struct Texts<'a> {
    /// The title of the article at hand, once it is needed.
    title: String,
    has_title: bool,
    path: String,
    /// By a hash of their address. The reference keeps the address from being used again.
    labels: HashMap<u64, (&'a Labels, Folded), ByHash>,
}

struct Folded {
    source: String,
    author: String,
    categories: Vec<String>,
    tags: Vec<String>,
    /// Whether the source or the author has a term of the query, by its number there.
    has: Vec<Option<bool>>,
}

impl Folded {
    fn has(&mut self, (at, term): (usize, &TextTerm)) -> bool {
        if self.has.len() <= at {
            self.has.resize(at + 1, None);
        }
        let find = || term.is_in(&self.source) || term.is_in(&self.author);
        match self.has.get_mut(at) {
            Some(known) => *known.get_or_insert_with(find),
            None => find(),
        }
    }
}

impl<'a> Texts<'a> {
    fn title(&mut self, entry: &Entry) -> &str {
        if !self.has_title {
            self.title.clear();
            fold_into(entry.title(), &mut self.title);
            self.has_title = true;
        }
        &self.title
    }

    fn labels(&mut self, entry: &'a Entry) -> &mut Folded {
        let labels: &'a Labels = &entry.labels;
        let fold = crate::text::fold;
        // No two addresses have the same hash.
        let hash = mix(0, std::ptr::from_ref(labels).addr() as u64);
        let (_, folded) = self.labels.entry(hash).or_insert_with(|| {
            let folded = Folded {
                source: fold(&labels.source),
                author: fold(&labels.author),
                categories: labels.categories.iter().map(|name| fold(name)).collect(),
                tags: labels.tags.iter().map(|name| fold(name)).collect(),
                has: Vec::new(),
            };
            (labels, folded)
        });
        folded
    }

    /// Whether the title, source or author contains a term.
    fn name(&mut self, (at, term): (usize, &TextTerm), entry: &'a Entry) -> bool {
        self.labels(entry).has((at, term)) || term.is_in(self.title(entry))
    }

    fn field(&mut self, field: TextField, term: &TextTerm, entry: &'a Entry) -> bool {
        match field {
            TextField::Title => term.is_in(self.title(entry)),
            TextField::Source => term.is_in(&self.labels(entry).source),
            TextField::Author => term.is_in(&self.labels(entry).author),
            TextField::Category => {
                let mut names = self.labels(entry).categories.iter();
                names.any(|name| term.is_in(name))
            }
            TextField::Tag => {
                let mut names = self.labels(entry).tags.iter();
                names.any(|name| term.is_in(name))
            }
            TextField::Path => {
                self.path.clear();
                fold_into(&id_path(entry.id()).to_string_lossy(), &mut self.path);
                term.is_in(&self.path)
            }
            TextField::Note | TextField::Collection => false,
        }
    }
}
