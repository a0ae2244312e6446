//! Where a text has what a query looks for: the hits that the list and the reader mark.

use super::field::TextField;
use super::pattern::Pattern;
use super::query::{Node, Query, Term};
use super::text_term::TextTerm;
use crate::text::fold_with_map;
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
    terms: Vec<&'a TextTerm>,
    patterns: Vec<&'a Pattern>,
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
            Node::Term(Term::Anywhere(at)) => self.terms.extend(query.text_terms().get(*at)),
            Node::Term(Term::Body(at)) if part == Part::Text => {
                self.terms.extend(query.text_terms().get(*at));
            }
            Node::Term(Term::Field(TextField::Title, term)) if part == Part::Title => {
                self.terms.push(term);
            }
            Node::Term(Term::Pattern(at)) => self.patterns.extend(query.patterns().get(*at)),
            Node::Term(_) => {}
        }
    }

    /// Whether no text can have a hit.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty() && self.patterns.is_empty()
    }

    /// The hits in a text as ranges of bytes, in order and without overlap.
    pub fn find_in(&self, text: &str) -> Vec<Range<usize>> {
        let mut hits = Vec::new();
        if !self.terms.is_empty() {
            let folded = fold_with_map(text);
            for term in &self.terms {
                let found = term.find_in(&folded.text);
                hits.extend(found.map(|range| folded.source(range, text)));
            }
        }
        for pattern in &self.patterns {
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
    }
}
