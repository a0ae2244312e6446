//! The tree of a query.

use super::field::{Feature, State, TextField};
use super::pattern::Pattern;
use super::text_term::TextTerm;
use crate::text::Language;
use std::ops::RangeInclusive;

/// A query. Without a root it matches every article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    pub(super) root: Option<Node>,
    pub(super) text_terms: Vec<TextTerm>,
    pub(super) patterns: Vec<Pattern>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// At least two nodes.
    And(Vec<Self>),
    /// At least two nodes.
    Or(Vec<Self>),
    Not(Box<Self>),
    Term(Term),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Term {
    /// In the title, source, author or text. An index into [`Query::text_terms`].
    Anywhere(usize),
    /// In the text. An index into [`Query::text_terms`].
    Body(usize),
    /// In the title, source, author or text. An index into [`Query::patterns`].
    Pattern(usize),
    /// In the text. An index into [`Query::patterns`].
    BodyPattern(usize),
    Field(TextField, Box<TextTerm>),
    FieldPattern(TextField, Box<Pattern>),
    Language(&'static [Language]),
    Is(State),
    Has(Feature),
    /// Days since 1970-01-01 in the user's time zone.
    Date(RangeInclusive<i64>),
    Minutes(RangeInclusive<u32>),
    /// Characters other than spaces.
    Length(RangeInclusive<u32>),
}

impl Term {
    /// Whether the metadata may not be enough to evaluate the term.
    pub(super) fn needs_text(&self) -> bool {
        matches!(
            self,
            Self::Anywhere(_)
                | Self::Body(_)
                | Self::Pattern(_)
                | Self::BodyPattern(_)
                | Self::Has(_)
        )
    }

    /// Whether what the user did with an article may decide.
    pub(super) fn needs_marks(&self) -> bool {
        matches!(
            self,
            Self::Is(_)
                | Self::Field(TextField::Tag | TextField::Note | TextField::Collection, _)
                | Self::FieldPattern(TextField::Tag | TextField::Note | TextField::Collection, _)
                | Self::Minutes(_)
        )
    }
}

impl Node {
    /// Whether the metadata is not enough to evaluate the node.
    fn needs_text(&self) -> bool {
        self.has(Term::needs_text)
    }

    fn has(&self, is_sought: fn(&Term) -> bool) -> bool {
        match self {
            Self::And(nodes) | Self::Or(nodes) => nodes.iter().any(|node| node.has(is_sought)),
            Self::Not(node) => node.has(is_sought),
            Self::Term(term) => is_sought(term),
        }
    }
}

impl Query {
    /// Whether the query matches every article.
    pub fn is_empty(&self) -> bool {
        self.root.is_none()
    }

    pub fn root(&self) -> Option<&Node> {
        self.root.as_ref()
    }

    /// The distinct words and phrases that are searched for in the text of articles.
    pub fn text_terms(&self) -> &[TextTerm] {
        &self.text_terms
    }

    /// The distinct regular expressions; they are searched for in the text of articles too.
    pub fn patterns(&self) -> &[Pattern] {
        &self.patterns
    }

    /// Whether the metadata is not enough to evaluate the query.
    pub fn needs_text(&self) -> bool {
        self.root.as_ref().is_some_and(Node::needs_text)
    }

    /// Whether a term asks for something that only texts have, not also for names.
    pub fn is_about_texts(&self) -> bool {
        let is_about =
            |term: &Term| matches!(term, Term::Body(_) | Term::BodyPattern(_) | Term::Has(_));
        self.root.as_ref().is_some_and(|root| root.has(is_about))
    }

    /// Whether the query names hidden articles. Otherwise lists leave them out.
    pub fn asks_for_hidden(&self) -> bool {
        let asks = |term: &Term| matches!(term, Term::Is(State::Hidden));
        self.root.as_ref().is_some_and(|root| root.has(asks))
    }

    /// Whether the query asks which articles are new.
    pub fn asks_for_new(&self) -> bool {
        let asks = |term: &Term| matches!(term, Term::Is(State::New));
        self.root.as_ref().is_some_and(|root| root.has(asks))
    }

    /// The same query, in which terms that need texts come after those that do not.
    pub(super) fn with_texts_last(&self) -> Self {
        fn sorted(node: &Node) -> Node {
            let all = |nodes: &[Node]| {
                let mut nodes: Vec<Node> = nodes.iter().map(sorted).collect();
                nodes.sort_by_key(Node::needs_text);
                nodes
            };
            match node {
                Node::And(nodes) => Node::And(all(nodes)),
                Node::Or(nodes) => Node::Or(all(nodes)),
                Node::Not(node) => Node::Not(Box::new(sorted(node))),
                Node::Term(term) => Node::Term(term.clone()),
            }
        }
        Self {
            root: self.root.as_ref().map(sorted),
            ..self.clone()
        }
    }

    /// Whether every match of this query is a match of `before`, so that only those need to be
    /// searched again. May be false for a query that narrows. One that names hidden articles adds
    /// them to those of other queries.
    pub fn narrows(&self, before: &Self) -> bool {
        if self.asks_for_hidden() && !before.asks_for_hidden() {
            return false;
        }
        let conditions = self.conditions();
        let is_implied = |old: &Node| conditions.iter().any(|new| self.implies(new, before, old));
        before.conditions().iter().all(is_implied)
    }

    /// The nodes that an article must all match.
    fn conditions(&self) -> &[Node] {
        match &self.root {
            Some(Node::And(nodes)) => nodes,
            Some(node) => std::slice::from_ref(node),
            None => &[],
        }
    }

    fn implies(&self, new: &Node, before: &Self, old: &Node) -> bool {
        match (new, old) {
            (Node::Term(Term::Anywhere(new)), Node::Term(Term::Anywhere(old)))
            | (Node::Term(Term::Body(new)), Node::Term(Term::Body(old) | Term::Anywhere(old))) => {
                let pair = self.text_terms.get(*new).zip(before.text_terms.get(*old));
                pair.is_some_and(|(new, old)| old.is_implied_by(new))
            }
            (Node::Term(Term::Field(new, one)), Node::Term(Term::Field(old, other))) => {
                new == old && other.is_implied_by(one)
            }
            // Terms of the other kinds are compared as a whole; indexes differ between queries.
            // Marks change between two searches.
            (Node::Term(new), Node::Term(old)) => {
                let is_compared = !matches!(
                    new,
                    Term::Anywhere(_)
                        | Term::Body(_)
                        | Term::Pattern(_)
                        | Term::BodyPattern(_)
                        | Term::FieldPattern(TextField::Tag, _)
                        | Term::Is(_)
                );
                is_compared && new == old
            }
            _ => false,
        }
    }
}
