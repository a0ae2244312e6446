//! A regular expression of a query. It matches the text as written, not the folded one, without
//! regard to case, in linear time.

use super::error::{QueryError, QueryFault};
use crate::text::TEXT_END;
use regex::{Regex, RegexBuilder};
use std::ops::Range;

/// Maximum bytes of the compiled expression, and of the cache of its automaton.
const SIZE: usize = 1 << 20;
/// Maximum depth of groups.
const DEPTH: u32 = 40;

#[derive(Clone, Debug)]
pub struct Pattern {
    regex: Regex,
}

/// Why a text is not a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum PatternFault {
    Syntax(String),
    TooLarge,
    /// An alternative is empty, and so no other one is tried.
    EmptyAlternative,
}

impl From<PatternFault> for QueryFault {
    fn from(fault: PatternFault) -> Self {
        match fault {
            PatternFault::Syntax(why) => Self::Pattern(why),
            PatternFault::TooLarge => Self::PatternTooLarge,
            PatternFault::EmptyAlternative => Self::EmptyAlternative,
        }
    }
}

impl Pattern {
    /// Reads an expression that is not part of a query.
    ///
    /// # Errors
    /// It is not a regular expression, or too large.
    pub fn parse(source: &str) -> Result<Self, QueryError> {
        Self::new(source).map_err(|fault| QueryError {
            fault: fault.into(),
            column: 1,
        })
    }

    pub(super) fn new(source: &str) -> Result<Self, PatternFault> {
        let built = RegexBuilder::new(source)
            .case_insensitive(true)
            .multi_line(true)
            .size_limit(SIZE)
            .dfa_size_limit(SIZE)
            .nest_limit(DEPTH)
            .build();
        match built {
            Ok(_) if has_empty_alternative(source) => Err(PatternFault::EmptyAlternative),
            Ok(regex) => Ok(Self { regex }),
            Err(regex::Error::CompiledTooBig(_)) => Err(PatternFault::TooLarge),
            // The last line says what is wrong; those above draw the expression.
            Err(error) => {
                let text = error.to_string();
                let last = text.lines().next_back().unwrap_or_default();
                let why = last.trim_start_matches("error: ");
                Err(PatternFault::Syntax(why.to_owned()))
            }
        }
    }

    /// The expression, between slashes, for a word in which stars stand for any letters.
    pub(super) fn of_starred(word: &str) -> String {
        let parts: Vec<String> = word.split('*').map(regex::escape).collect();
        format!("/{}/", parts.join("\\w*"))
    }

    pub fn source(&self) -> &str {
        self.regex.as_str()
    }

    /// The matches that are not empty, as ranges of bytes. The texts of a document are searched one
    /// by one.
    pub fn find_in<'a>(&'a self, texts: &'a str) -> impl Iterator<Item = Range<usize>> + 'a {
        let mut start = 0;
        let texts = texts.split(TEXT_END).map(move |text| {
            let at = start;
            start += text.len() + TEXT_END.len_utf8();
            (at, text)
        });
        texts.flat_map(move |(at, text)| {
            let found = self.regex.find_iter(text);
            let ranges = found.map(move |found| at + found.start()..at + found.end());
            ranges.filter(|range| !range.is_empty())
        })
    }

    pub fn is_in(&self, text: &str) -> bool {
        self.find_in(text).next().is_some()
    }
}

/// Whether nothing is before a `|` of an expression: the empty text, which counts as no match, is
/// found before what follows.
fn has_empty_alternative(source: &str) -> bool {
    let mut chars = source.chars().peekable();
    let (mut is_start, mut classes) = (true, 0_usize);
    while let Some(c) = chars.next() {
        match c {
            '|' if classes == 0 && is_start => return true,
            '|' if classes == 0 => is_start = true,
            '(' if classes == 0 => {
                // The name or the flags of a group. Flags alone are none.
                let ends = |c: &char| matches!(c, ':' | '>' | ')');
                let is_special = chars.peek() == Some(&'?');
                let is_group = !is_special || chars.find(ends) != Some(')');
                is_start |= is_group;
            }
            '\\' => {
                chars.next();
                is_start = false;
            }
            '[' => {
                classes += 1;
                is_start = false;
            }
            ']' => classes = classes.saturating_sub(1),
            _ => is_start = false,
        }
    }
    false
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.source() == other.source()
    }
}

impl Eq for Pattern {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_alternative_is_a_fault() {
        for source in ["|words", "a||b", "(|a)b", "(?:|a)", "(?<n>|a)", "(?i)|a"] {
            let fault = Pattern::new(source).err();
            assert_eq!(fault, Some(PatternFault::EmptyAlternative), "{source}");
        }
        for source in [
            "words|", "a|b", "\\||a", "[|]", "[[|]|]a", "(a|b)?", "(?i)a|b",
        ] {
            assert!(Pattern::new(source).is_ok(), "{source}");
        }
    }
}
