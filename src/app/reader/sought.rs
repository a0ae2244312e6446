//! What the marked hits of an article are hits of.

use crate::search::{Highlighter, Part, Pattern, Query, QueryError};
use crate::text::fold;
use crate::typeset::{Hit, Page};
use std::sync::Arc;

#[derive(Clone, Debug, Default)]
pub enum Sought {
    #[default]
    Nothing,
    /// A folded text.
    Words(String),
    /// Typed as `/…/`.
    Pattern(Pattern),
    /// The query of the list from which the article was opened.
    Query(Arc<Query>),
}

impl Sought {
    /// Reads what is typed for a search in an article. A regular expression is written between
    /// slashes; the second may be missing.
    ///
    /// # Errors
    /// It is not a regular expression.
    pub fn typed(text: &str) -> Result<Self, QueryError> {
        if let Some(rest) = text.strip_prefix('/')
            && !rest.is_empty()
        {
            let source = rest.strip_suffix('/').unwrap_or(rest);
            if source.is_empty() {
                return Ok(Self::Nothing);
            }
            return Pattern::parse(source).map(Self::Pattern);
        }
        let needle = fold(text);
        Ok(match needle.is_empty() {
            true => Self::Nothing,
            false => Self::Words(needle),
        })
    }

    pub fn is_nothing(&self) -> bool {
        matches!(self, Self::Nothing)
    }

    /// Whether it is a query of the list.
    pub fn is_query(&self) -> bool {
        matches!(self, Self::Query(_))
    }

    /// Whether both are the same query of the list.
    pub fn is_same_query(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Query(query), Self::Query(other)) => Arc::ptr_eq(query, other),
            _ => false,
        }
    }

    pub fn find(&self, page: &Page) -> Vec<Hit> {
        match self {
            Self::Nothing => Vec::new(),
            Self::Words(needle) => page.find(needle),
            Self::Pattern(pattern) => page.find_with(&|text| pattern.find_in(text).collect()),
            Self::Query(query) => {
                let highlighter = Highlighter::new(query, Part::Text);
                match highlighter.is_empty() {
                    true => Vec::new(),
                    false => page.find_with(&|text| highlighter.find_in(text)),
                }
            }
        }
    }

    /// Whether a title has a hit. Only queries look for it.
    pub fn is_in_title(&self, title: &str) -> bool {
        match self {
            Self::Query(query) => !Highlighter::new(query, Part::Title)
                .find_in(title)
                .is_empty(),
            _ => false,
        }
    }
}
