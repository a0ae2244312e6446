//! Where a text has what a query looks for: the hits that the list and the reader mark.

use super::evaluate::TextHits;
use super::field::TextField;
use super::pattern::Pattern;
use super::query::{Node, Query, Term};
use super::text_term::TextTerm;
use crate::library::Entry;
use crate::text::{fold, fold_with_map};
use std::ops::Range;

/// A part of an article that has hits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Title,
    Text,
}

/// The terms of a query that may have hits in one part of an article. Terms that must not match
/// have none.
#[derive(Clone, Debug, Default)]
pub struct Highlighter<'a> {
    /// With their numbers in [`Query::text_terms`].
    terms: Vec<(usize, &'a TextTerm)>,
    /// With their numbers in [`Query::patterns`].
    patterns: Vec<(usize, &'a Pattern)>,
    /// Terms for titles alone.
    titles: Vec<&'a TextTerm>,
    title_patterns: Vec<&'a Pattern>,
}

impl<'a> Highlighter<'a> {
    pub fn new(query: &'a Query, part: Part) -> Self {
        let mut highlighter = Self::default();
        if let Some(root) = query.root() {
            highlighter.add(root, query, part);
        }
        highlighter
    }

    /// The depth of a tree is limited by the parser.
    fn add(&mut self, node: &'a Node, query: &'a Query, part: Part) {
        match node {
            Node::And(nodes) | Node::Or(nodes) => {
                for node in nodes {
                    self.add(node, query, part);
                }
            }
            Node::Not(_) => {}
            Node::Term(Term::Anywhere(at)) => self.add_term(*at, query),
            Node::Term(Term::Body(at)) if part == Part::Text => self.add_term(*at, query),
            Node::Term(Term::Field(TextField::Title, term)) if part == Part::Title => {
                self.titles.push(term);
            }
            Node::Term(Term::FieldPattern(TextField::Title, pattern)) if part == Part::Title => {
                self.title_patterns.push(pattern);
            }
            Node::Term(Term::Pattern(at)) => self.add_pattern(*at, query),
            Node::Term(Term::BodyPattern(at)) if part == Part::Text => {
                self.add_pattern(*at, query);
            }
            Node::Term(_) => {}
        }
    }

    fn add_pattern(&mut self, at: usize, query: &'a Query) {
        let pattern = query.patterns().get(at);
        self.patterns.extend(pattern.map(|pattern| (at, pattern)));
    }

    fn add_term(&mut self, at: usize, query: &'a Query) {
        let term = query.text_terms().get(at);
        self.terms.extend(term.map(|term| (at, term)));
    }

    /// Whether no text can have a hit.
    pub fn is_empty(&self) -> bool {
        self.words().next().is_none() && self.expressions().next().is_none()
    }

    fn words(&self) -> impl Iterator<Item = &'a TextTerm> {
        let terms = self.terms.iter().map(|(_, term)| *term);
        terms.chain(self.titles.iter().copied())
    }

    fn expressions(&self) -> impl Iterator<Item = &'a Pattern> {
        let patterns = self.patterns.iter().map(|(_, pattern)| *pattern);
        patterns.chain(self.title_patterns.iter().copied())
    }

    /// The words and phrases of the query that may have hits in texts, with their numbers.
    pub(super) fn terms(&self) -> &[(usize, &'a TextTerm)] {
        &self.terms
    }

    /// The regular expressions of the query for texts, with their numbers.
    pub(super) fn patterns(&self) -> &[(usize, &'a Pattern)] {
        &self.patterns
    }

    /// Whether a text has a hit.
    pub fn is_in(&self, text: &str) -> bool {
        let folded = fold(text);
        self.words().any(|term| term.is_in(&folded))
            || self.expressions().any(|pattern| pattern.is_in(text))
    }

    /// The hits in a text as ranges of bytes, in order and without overlap.
    pub fn find_in(&self, text: &str) -> Vec<Range<usize>> {
        let mut hits = Vec::new();
        if self.words().next().is_some() {
            let folded = fold_with_map(text);
            for term in self.words() {
                let found = term.find_in(&folded.text);
                hits.extend(found.map(|range| folded.source(range, text)));
            }
        }
        for pattern in self.expressions() {
            hits.extend(pattern.find_in(text));
        }
        hits.sort_by_key(|hit| (hit.start, hit.end));
        hits.dedup_by(|next, last| {
            let overlaps = next.start < last.end;
            if overlaps {
                last.end = last.end.max(next.end);
            }
            overlaps
        });
        hits
    }
}

impl Query {
    /// Whether the text of an article is known to have a hit that is marked.
    pub fn marks_text(&self, entry: &Entry, hits: &dyn TextHits) -> bool {
        let highlighter = Highlighter::new(self, Part::Text);
        let (mut terms, mut patterns) = (highlighter.terms.iter(), highlighter.patterns.iter());
        terms.any(|(term, _)| hits.holds(*term, entry))
            || patterns.any(|(pattern, _)| hits.matches(*pattern, entry))
    }

    /// Whether a title has a hit that is marked.
    pub fn marks_title(&self, title: &str) -> bool {
        Highlighter::new(self, Part::Title).is_in(title)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::Zone;
    use crate::search::Today;

    #[test]
    fn hits_are_those_of_terms_that_must_match() {
        #[track_caller]
        fn check(query: &str, part: Part, text: &str, expected: &[&str]) {
            let query = Query::parse(query, Today::at(0, &Zone::default())).unwrap();
            let highlighter = Highlighter::new(&query, part);
            let hits = highlighter.find_in(text);
            let found: Vec<&str> = hits.into_iter().filter_map(|hit| text.get(hit)).collect();
            assert_eq!(found, expected, "{query:?}");
            assert_eq!(highlighter.is_in(text), !expected.is_empty(), "{query:?}");
        }
        let text = "臺灣的小巨人与小米，Ａi";
        check("小巨人 台湾", Part::Text, text, &["臺灣", "小巨人"]);
        check("小 OR 巨人", Part::Text, text, &["小", "巨人", "小"]);
        check("小巨 巨人", Part::Text, text, &["小巨人"]);
        check("ai -小米", Part::Title, text, &["Ａi"]);
        check("title:小米", Part::Title, text, &["小米"]);
        check("title:小米", Part::Text, text, &[]);
        check("text:小米", Part::Title, text, &[]);
        check("/小./ is:unread", Part::Text, text, &["小巨", "小米"]);
        check("source:小米", Part::Title, text, &[]);
        check("text:/小./", Part::Text, text, &["小巨", "小米"]);
        check("text:/小./", Part::Title, text, &[]);
        check(
            "title:/小./ -title:/x/",
            Part::Title,
            text,
            &["小巨", "小米"],
        );
        check("title:/小./", Part::Text, text, &[]);
    }
}
