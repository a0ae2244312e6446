//! Parses a query. `a b OR c` is `(a b) OR c`.

use super::error::{QueryError, QueryFault};
use super::field::{FIELDS, Field};
use super::lexer::{Lexer, Token, TokenKind, Value};
use super::pattern::Pattern;
use super::query::{Node, Query, Term};
use super::text_term::TextTerm;
use super::values::{self, Today};
use crate::text::fold;
use crate::user::nearest;
use std::iter::Peekable;

/// Maximum bytes of a query.
const MAX_LENGTH: usize = 10_000;
/// Maximum depth of parentheses and negations: the parser and the evaluation are recursive.
const MAX_DEPTH: usize = 50;
/// Each pattern may take 2 MiB, and 1 MiB more for each thread that searches.
const MAX_PATTERNS: usize = 16;

impl Query {
    /// Parses a complete query.
    ///
    /// # Errors
    /// The first fault with its column.
    pub fn parse(text: &str, today: Today) -> Result<Self, QueryError> {
        let (query, fault) = read(text, today, false);
        match fault {
            None => Ok(query),
            Some((at, fault)) => {
                let before = text.get(..at).unwrap_or(text);
                let column = before.chars().count() + 1;
                Err(QueryError { fault, column })
            }
        }
    }

    /// Parses a query that is still being typed: an open quote or parenthesis extends to the end,
    /// the last word is a prefix, and what is not complete is left out.
    pub fn parse_unfinished(text: &str, today: Today) -> Self {
        read(text, today, true).0
    }
}

/// The query, and the first fault with its byte.
fn read(text: &str, today: Today, typing: bool) -> (Query, Option<(usize, QueryFault)>) {
    if text.len() > MAX_LENGTH {
        return (Query::default(), Some((0, QueryFault::TooLong)));
    }
    let mut lexer = Lexer::new(text);
    let tokens: Vec<Token<'_>> = lexer.by_ref().collect();
    let mut parser = Parser {
        source: text,
        tokens: tokens.into_iter().peekable(),
        lexer,
        today,
        typing,
        depth: 0,
        field_patterns: 0,
        query: Query::default(),
    };
    let mut root = parser.either();
    while let Some(token) = parser.tokens.next() {
        // Only an unbalanced parenthesis ends an expression early.
        parser.report(token.at, QueryFault::CloseParenthesis);
        root = both(root.into_iter().chain(parser.either()).collect());
    }
    parser.query.root = root;
    let fault = parser.lexer.fault;
    (parser.query, fault)
}

struct Parser<'a> {
    source: &'a str,
    tokens: Peekable<std::vec::IntoIter<Token<'a>>>,
    /// Has read all tokens; keeps the first fault.
    lexer: Lexer<'a>,
    today: Today,
    typing: bool,
    depth: usize,
    /// The patterns for names.
    field_patterns: usize,
    query: Query,
}

impl<'a> Parser<'a> {
    fn report(&mut self, at: usize, fault: QueryFault) {
        self.lexer.report(at, fault);
    }

    fn peek(&mut self) -> Option<&TokenKind<'a>> {
        self.tokens.peek().map(|token| &token.kind)
    }

    /// Alternatives between `OR`.
    fn either(&mut self) -> Option<Node> {
        let mut nodes = Vec::new();
        let mut empty = self.side(&mut nodes);
        while let Some(or) = self.tokens.next_if(|token| token.kind == TokenKind::Or) {
            let right = self.side(&mut nodes);
            if empty || right {
                self.report(or.at, QueryFault::NoOperand("OR".to_owned()));
            }
            empty = right;
        }
        if nodes.len() < 2 {
            return nodes.pop();
        }
        Some(Node::Or(nodes))
    }

    /// One side of `OR`. Returns whether nothing is written there.
    fn side(&mut self, nodes: &mut Vec<Node>) -> bool {
        let is_end = matches!(self.peek(), None | Some(TokenKind::Or | TokenKind::Close));
        nodes.extend(self.all());
        is_end
    }

    /// Terms that must all match.
    fn all(&mut self) -> Option<Node> {
        let mut nodes = Vec::new();
        while !matches!(self.peek(), None | Some(TokenKind::Or | TokenKind::Close)) {
            nodes.extend(self.one());
        }
        both(nodes)
    }

    fn one(&mut self) -> Option<Node> {
        let token = self.tokens.next()?;
        let at = token.at;
        self.depth += 1;
        let node = match token.kind {
            _ if self.depth > MAX_DEPTH => {
                self.report(at, QueryFault::TooDeep);
                None
            }
            TokenKind::Not(word) => {
                if matches!(self.peek(), None | Some(TokenKind::Or | TokenKind::Close)) {
                    self.report(at, QueryFault::NoOperand(word.to_owned()));
                }
                let is_term = !matches!(self.peek(), None | Some(TokenKind::Or | TokenKind::Close));
                let node = if is_term { self.one() } else { None };
                node.map(|node| Node::Not(Box::new(node)))
            }
            TokenKind::Open => self.group(at),
            TokenKind::Pattern(source) => self.pattern(at, source).map(Node::Term),
            TokenKind::Value(value) => {
                if value.text.trim().is_empty() && !self.typing {
                    self.report(at, QueryFault::NoOperand("\"\"".to_owned()));
                }
                self.check_star(value);
                let term = self.text_term(value);
                term.map(|at| Node::Term(Term::Anywhere(at)))
            }
            TokenKind::Field(name, value) => self.field(at, name, value).map(Node::Term),
            TokenKind::FieldPattern(name, value) => self.field_pattern(name, value).map(Node::Term),
            TokenKind::Or | TokenKind::Close => None,
        };
        self.depth -= 1;
        node
    }

    fn group(&mut self, at: usize) -> Option<Node> {
        if self.peek() == Some(&TokenKind::Close) {
            self.report(at, QueryFault::NoOperand("()".to_owned()));
        }
        let node = self.either();
        if self.tokens.next().is_none() {
            self.report(at, QueryFault::OpenParenthesis);
        }
        node
    }

    fn pattern(&mut self, at: usize, source: &str) -> Option<Term> {
        let pattern = self.read_pattern(at, source)?;
        self.text_pattern(at, pattern).map(Term::Pattern)
    }

    /// A pattern for one field.
    fn field_pattern(&mut self, name: &str, value: Value<'_>) -> Option<Term> {
        let pattern = self.read_pattern(value.at, value.text)?;
        let folded = fold(name);
        match FIELDS.iter().find(|row| row.0 == folded)?.1 {
            Field::Text(field) => {
                self.field_patterns += 1;
                if self.has_too_many_patterns() {
                    self.report(value.at, QueryFault::TooManyPatterns);
                    return None;
                }
                Some(Term::FieldPattern(field, Box::new(pattern)))
            }
            _ => self.text_pattern(value.at, pattern).map(Term::BodyPattern),
        }
    }

    fn read_pattern(&mut self, at: usize, source: &str) -> Option<Pattern> {
        if source.is_empty() {
            self.report(at, QueryFault::NoOperand("//".to_owned()));
            return None;
        }
        let pattern = Pattern::new(source);
        pattern.map_err(|fault| self.report(at, fault.into())).ok()
    }

    /// The index of a pattern for texts in the query's list.
    fn text_pattern(&mut self, at: usize, pattern: Pattern) -> Option<usize> {
        let index = index_of(&mut self.query.patterns, pattern);
        if self.has_too_many_patterns() {
            self.query.patterns.truncate(index);
            self.report(at, QueryFault::TooManyPatterns);
            return None;
        }
        Some(index)
    }

    fn has_too_many_patterns(&self) -> bool {
        self.query.patterns.len() + self.field_patterns > MAX_PATTERNS
    }

    /// A star is for the end of a word.
    fn check_star(&mut self, value: Value<'_>) {
        let is_star = |c: char| c == '*';
        if !value.quoted
            && let Some(star) = value.text.find(is_star)
            && !value.text.trim_matches(is_star).is_empty()
        {
            let fault = QueryFault::Star {
                word: value.text.to_owned(),
                pattern: Pattern::of_starred(value.text),
            };
            self.report(value.at + star, fault);
        }
    }

    fn term(&self, value: Value<'_>) -> Option<TextTerm> {
        TextTerm::new(value.text, value.star || self.typing && value.last)
    }

    /// The index of a word or phrase in the query's list. `None` if folding leaves nothing.
    fn text_term(&mut self, value: Value<'_>) -> Option<usize> {
        let term = self.term(value)?;
        Some(index_of(&mut self.query.text_terms, term))
    }

    fn field(&mut self, at: usize, name: &str, value: Value<'a>) -> Option<Term> {
        let folded = fold(name);
        let Some((name, field)) = FIELDS.iter().copied().find(|row| row.0 == folded) else {
            let nearest = nearest(&folded, FIELDS.iter().map(|row| row.0));
            let name = name.to_owned();
            self.report(at, QueryFault::UnknownField { name, nearest });
            // As typed, up to the end of the value.
            let end = value.at + value.text.len();
            let text = self.source.get(at..end).unwrap_or_default();
            let word = Value { text, ..value };
            return self.text_term(word).map(Term::Anywhere);
        };
        let text = fold(value.text);
        let text = text.trim();
        if text.is_empty() {
            self.report(at, QueryFault::NoValue(name));
            return None;
        }
        if matches!(field, Field::Text(_) | Field::Body) {
            self.check_star(value);
        }
        let term = match field {
            Field::Text(field) => Ok(Term::Field(field, Box::new(self.term(value)?))),
            Field::Body => Ok(Term::Body(self.text_term(value)?)),
            Field::Language => values::language(text),
            Field::Is => values::state(text),
            Field::Has => values::feature(text),
            Field::Date => values::date(text, self.today),
            Field::Minutes => values::number(name, text).map(Term::Minutes),
            Field::Length => values::number(name, text).map(Term::Length),
        };
        match term {
            Ok(term) => Some(term),
            Err(fault) => {
                self.report(value.at, fault);
                None
            }
        }
    }
}

fn both(mut nodes: Vec<Node>) -> Option<Node> {
    if nodes.len() < 2 {
        return nodes.pop();
    }
    Some(Node::And(nodes))
}

/// The index of a value in a list, to which it is added if it is new.
fn index_of<T: PartialEq>(list: &mut Vec<T>, value: T) -> usize {
    let known = list.iter().position(|known| *known == value);
    known.unwrap_or_else(|| {
        list.push(value);
        list.len() - 1
    })
}
