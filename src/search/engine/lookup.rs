//! Translates a query into the search API: documents that may match.
//!
//! The engine knows tokens, not texts, and neither marks nor the user's time zone. So a node is
//! translated in one of two ways: all documents that match it and perhaps others (`Bound::Upper`),
//! or only documents that match it (`Bound::Lower`). Negation exchanges the two.

use crate::search::field::{FEATURES, LANGUAGES};
use crate::search::full_text::tokens::{self, Run};
use crate::search::query::{Node, Query, Term};
use crate::search::{TextField, TextTerm};
use crate::text::{Pace, fold};
use crate::user::Marks;
use serde_json::{Value, json};
use std::ops::RangeInclusive;

/// More tokens of a phrase than this leave hardly fewer candidates.
const MAX_TOKENS: usize = 24;
const DAY: i64 = 86_400;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Bound {
    Upper,
    Lower,
}

/// A translated node.
#[derive(Clone, Debug, PartialEq)]
enum Clause {
    All,
    Nothing,
    Query(Value),
}

/// What an engine is asked.
#[derive(Debug)]
pub struct Lookup {
    /// In the search API.
    pub query: Value,
    /// Whether the texts of the documents are needed to decide.
    pub needs_texts: bool,
}

impl Lookup {
    /// `libraries`: those that are searched; without any, all. `marks`: those of the user; without
    /// them, any article may have any.
    pub fn new(query: &Query, libraries: &[String], marks: Option<&Marks>) -> Self {
        let own_tags = marks.map(|marks| marks.own_tags().map(fold).collect());
        let translator = Translator { query, own_tags };
        let root = query.root().map(|root| translator.node(root, Bound::Upper));
        let mut filter = Vec::new();
        match root {
            Some(Clause::Query(query)) => filter.push(query),
            Some(Clause::Nothing) => filter.push(json!({ "match_none": {} })),
            Some(Clause::All) | None => {}
        }
        if !libraries.is_empty() {
            filter.push(json!({ "terms": { "library": libraries } }));
        }
        let texts = query.text_terms();
        let needs_texts = !query.patterns().is_empty() || !texts.iter().all(tokens::is_exact);
        // Says in each hit which terms it has. Texts say it if they are read.
        let named = texts.iter().enumerate().filter(|_| !needs_texts);
        let named = named.filter_map(|(number, term)| match body(term) {
            Clause::Query(query) => Some(json!({
                "bool": { "filter": [query], "_name": number.to_string() }
            })),
            Clause::All | Clause::Nothing => None,
        });
        let named: Vec<Value> = named.collect();
        Self {
            query: json!({ "bool": {
                "filter": filter, "should": named, "minimum_should_match": 0
            } }),
            needs_texts,
        }
    }
}

/// Translates the nodes of a query.
struct Translator<'a> {
    query: &'a Query,
    /// The tags of the user, folded. `None`: they are not known.
    own_tags: Option<Vec<String>>,
}

impl Translator<'_> {
    fn node(&self, of: &Node, bound: Bound) -> Clause {
        match of {
            Node::And(nodes) => all(nodes.iter().map(|inner| self.node(inner, bound))),
            Node::Or(nodes) => any(nodes.iter().map(|inner| self.node(inner, bound))),
            Node::Not(inner) => {
                let other = match bound {
                    Bound::Upper => Bound::Lower,
                    Bound::Lower => Bound::Upper,
                };
                match self.node(inner, other) {
                    Clause::All => Clause::Nothing,
                    Clause::Nothing => Clause::All,
                    Clause::Query(query) => {
                        Clause::Query(json!({ "bool": { "must_not": [query] } }))
                    }
                }
            }
            Node::Term(of) => self.term(of, bound),
        }
    }

    fn term(&self, of: &Term, bound: Bound) -> Clause {
        // What the engine cannot decide.
        let unknown = match bound {
            Bound::Upper => Clause::All,
            Bound::Lower => Clause::Nothing,
        };
        let range = |name: &str, range: &RangeInclusive<u32>| {
            Clause::Query(
                json!({ "range": { name: { "gte": range.start(), "lte": range.end() } } }),
            )
        };
        match of {
            Term::Anywhere(at) | Term::Body(at) => {
                let Some(term) = self.query.text_terms().get(*at) else {
                    return unknown;
                };
                match bound {
                    Bound::Lower if !tokens::is_exact(term) => unknown,
                    Bound::Lower => body(term),
                    Bound::Upper if matches!(of, Term::Body(_)) => body(term),
                    Bound::Upper => {
                        let names = ["title", "source", "author"].into_iter();
                        let names = names.map(|name| phrase(name, term));
                        any(names.chain([body(term)]))
                    }
                }
            }
            // The engine does not know which articles have a tag of the user.
            Term::Field(TextField::Tag, term) if self.may_be_own_tag(term) => unknown,
            // Nor what the user wrote.
            Term::Field(TextField::Note | TextField::Collection, _) => unknown,
            Term::Field(field, term) if bound == Bound::Upper => phrase(name_of(*field), term),
            Term::Pattern(_)
            | Term::BodyPattern(_)
            | Term::FieldPattern(..)
            | Term::Is(_)
            | Term::Field(..) => unknown,
            Term::Language(languages) => {
                let rows = LANGUAGES.iter().filter(|row| row.1 == *languages);
                let names: Vec<&str> = rows.map(|row| row.0).collect();
                Clause::Query(json!({ "terms": { "language": names } }))
            }
            Term::Has(feature) => {
                let rows = FEATURES.iter().filter(|row| row.1 == *feature);
                let names: Vec<&str> = rows.map(|row| row.0).collect();
                Clause::Query(json!({ "terms": { "has": names } }))
            }
            // A day begins and ends at another time in each zone.
            Term::Date(days) if bound == Bound::Upper => {
                let from = days.start().saturating_sub(1).saturating_mul(DAY);
                let to = days.end().saturating_add(2).saturating_mul(DAY);
                Clause::Query(json!({ "range": { "seconds": { "gte": from, "lte": to } } }))
            }
            Term::Date(_) => unknown,
            // The engine knows the usual reading times, not the speed of the user.
            Term::Minutes(minutes) if bound == Bound::Upper => range("minutes", &usual(minutes)),
            Term::Minutes(_) => unknown,
            Term::Length(length) => range("characters", length),
        }
    }

    /// Whether a tag of the user may contain a term.
    fn may_be_own_tag(&self, term: &TextTerm) -> bool {
        let own_tags = self.own_tags.as_ref();
        own_tags.is_none_or(|tags| tags.iter().any(|tag| term.is_in(tag)))
    }
}

fn all(clauses: impl Iterator<Item = Clause>) -> Clause {
    let mut queries = Vec::new();
    for clause in clauses {
        match clause {
            Clause::All => {}
            Clause::Nothing => return Clause::Nothing,
            Clause::Query(query) => queries.push(query),
        }
    }
    match queries.len() {
        0 => Clause::All,
        1 => Clause::Query(queries.remove(0)),
        _ => Clause::Query(json!({ "bool": { "filter": queries } })),
    }
}

fn any(clauses: impl Iterator<Item = Clause>) -> Clause {
    let mut queries = Vec::new();
    for clause in clauses {
        match clause {
            Clause::All => return Clause::All,
            Clause::Nothing => {}
            Clause::Query(query) => queries.push(query),
        }
    }
    match queries.len() {
        0 => Clause::Nothing,
        1 => Clause::Query(queries.remove(0)),
        _ => Clause::Query(json!({ "bool": { "should": queries, "minimum_should_match": 1 } })),
    }
}

/// The usual reading times of the articles for which the user may need these minutes.
fn usual(minutes: &RangeInclusive<u32>) -> RangeInclusive<u32> {
    let from = f64::from(minutes.start().saturating_sub(1)) * 100.0 / Pace::LIMITS.end();
    let to = f64::from(minutes.end().saturating_add(1)) * 100.0 / Pace::LIMITS.start();
    from.floor() as u32..=to.ceil() as u32
}

fn name_of(field: TextField) -> &'static str {
    match field {
        TextField::Title => "title",
        TextField::Source => "source",
        TextField::Author => "author",
        TextField::Category => "category",
        TextField::Tag => "tag",
        TextField::Path => "path",
        TextField::Note => "note",
        TextField::Collection => "collection",
    }
}

/// Documents whose text may have a term in one of its forms.
fn body(term: &TextTerm) -> Clause {
    any(term.forms().map(|form| body_of_form(form, term)))
}

/// Documents whose text may have a form of a term: those with its pairs of letters, and with its
/// tokens one after the other.
fn body_of_form(form: &str, term: &TextTerm) -> Clause {
    let pairs: Vec<Value> = tokens::runs(form)
        .filter_map(|run| match run {
            Run::Letters(run) => {
                Some(tokens::pairs(run).filter(|pair| pair.chars().nth(1).is_some()))
            }
            Run::Word(_) => None,
        })
        .flatten()
        .take(MAX_TOKENS)
        .map(|pair| json!({ "term": { "pairs": pair } }))
        .collect();
    // A pair alone is the whole form: no positions are read.
    let is_pair = tokens::is_one_token(term) && !pairs.is_empty();
    let pairs = pairs.into_iter().map(Clause::Query);
    match is_pair {
        true => all(pairs),
        false => all(pairs.chain([phrase_of_form("letters", form, term)])),
    }
}

/// Documents in which a field may have a term in one of its forms.
fn phrase(field: &str, term: &TextTerm) -> Clause {
    any(term.forms().map(|form| phrase_of_form(field, form, term)))
}

/// Documents in which a field has the tokens of a form one after the other.
fn phrase_of_form(field: &str, form: &str, term: &TextTerm) -> Clause {
    let text = tokens::in_order(form);
    let mut words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
    // A prefix is the last word, and nothing follows it.
    let prefix = words.pop_if(|_| term.is_prefix());
    words.truncate(MAX_TOKENS);
    let tokens = match words.as_slice() {
        [] => Clause::All,
        [word] => Clause::Query(json!({ "term": { field: word } })),
        words => Clause::Query(json!({ "match_phrase": { field: words.join(" ") } })),
    };
    let prefix = prefix.map(|word| Clause::Query(json!({ "prefix": { field: word } })));
    all([tokens].into_iter().chain(prefix))
}
