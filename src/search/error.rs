//! Why a text is not a query: the column and the likely intent.

use crate::error::Error;
use crate::locale::Locale;
use std::fmt::Display;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryError {
    pub fault: QueryFault,
    /// Counted in characters, from 1.
    pub column: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum QueryFault {
    TooLong,
    TooDeep,
    ControlCharacter,
    UnknownField {
        name: String,
        nearest: Option<&'static str>,
    },
    /// A field without a value.
    NoValue(&'static str),
    /// A value that is not in the field's list.
    UnknownValue {
        field: &'static str,
        value: String,
        /// The nearest value, else all of them.
        known: String,
    },
    Date(String),
    Number {
        field: &'static str,
        value: String,
    },
    /// A range whose end is before its start.
    Backwards(String),
    OpenQuote,
    OpenPattern,
    OpenParenthesis,
    CloseParenthesis,
    /// `OR`, `NOT`, `-` or `()` without a term.
    NoOperand(String),
    Pattern(String),
    PatternTooLarge,
    TooManyPatterns,
    /// An alternative of a pattern is empty.
    EmptyAlternative,
    /// A star inside a word.
    Star {
        word: String,
        /// The regular expression that is meant.
        pattern: String,
    },
}

impl QueryError {
    /// The error in the language of the interface.
    pub fn localized(&self, locale: &Locale) -> Error {
        let (what, hint) = self.fault.texts(locale);
        let values: [(&str, &dyn Display); 2] = [("column", &self.column), ("what", &what)];
        Error::usage(locale.fill("query.error", &values)).hint(hint)
    }
}

impl QueryFault {
    /// What is wrong, and what to do.
    fn texts(&self, locale: &Locale) -> (String, String) {
        let text = |key: &str| locale.text(key).to_owned();
        let with = |key: &str, name: &str, value: &dyn Display| locale.fill(key, &[(name, value)]);
        match self {
            Self::TooLong => (text("query.long"), text("query.long.hint")),
            Self::TooDeep => (text("query.deep"), text("query.deep.hint")),
            Self::ControlCharacter => (text("query.control"), text("query.control.hint")),
            Self::UnknownField { name, nearest } => {
                let hint = match nearest {
                    Some(nearest) => with("query.field.near", "near", nearest),
                    None => text("query.field.hint"),
                };
                (with("query.field", "name", name), hint)
            }
            Self::NoValue(field) => (
                with("query.no-value", "field", field),
                text("query.no-value.hint"),
            ),
            Self::UnknownValue {
                field,
                value,
                known,
            } => (
                locale.fill("query.value", &[("field", field), ("value", value)]),
                with("query.value.hint", "known", known),
            ),
            Self::Date(value) => (with("query.date", "value", value), text("query.date.hint")),
            Self::Number { field, value } => (
                locale.fill("query.number", &[("field", field), ("value", value)]),
                with("query.number.hint", "field", field),
            ),
            Self::Backwards(value) => (
                with("query.backwards", "value", value),
                text("query.backwards.hint"),
            ),
            Self::OpenQuote => (text("query.quote"), text("query.quote.hint")),
            Self::OpenPattern => (text("query.pattern.open"), text("query.pattern.open.hint")),
            Self::OpenParenthesis => (text("query.open"), text("query.parenthesis.hint")),
            Self::CloseParenthesis => (text("query.close"), text("query.parenthesis.hint")),
            Self::NoOperand(word) => (
                with("query.operand", "word", word),
                text("query.operand.hint"),
            ),
            Self::Pattern(why) => (
                with("query.pattern", "why", why),
                text("query.pattern.hint"),
            ),
            Self::Star { word, pattern } => {
                let start = word.split('*').next().unwrap_or_default();
                let values: [(&str, &dyn Display); 2] = [("start", &start), ("pattern", pattern)];
                let hint = match start.is_empty() {
                    true => locale.fill("query.star.pattern", &values),
                    false => locale.fill("query.star.hint", &values),
                };
                (with("query.star", "word", word), hint)
            }
            Self::PatternTooLarge => (
                text("query.pattern.large"),
                text("query.pattern.large.hint"),
            ),
            Self::EmptyAlternative => (
                text("query.pattern.empty"),
                text("query.pattern.empty.hint"),
            ),
            Self::TooManyPatterns => (text("query.pattern.many"), text("query.pattern.many.hint")),
        }
    }
}
