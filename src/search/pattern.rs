//! A regular expression of a query. It matches the text as written, not the folded one, without
//! regard to case, in linear time.

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
}

impl Pattern {
    pub(super) fn new(source: &str) -> Result<Self, PatternFault> {
        let built = RegexBuilder::new(source)
            .case_insensitive(true)
            .multi_line(true)
            .size_limit(SIZE)
            .dfa_size_limit(SIZE)
            .nest_limit(DEPTH)
            .build();
        match built {
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

    pub fn source(&self) -> &str {
        self.regex.as_str()
    }

    /// The matches that are not empty, as ranges of bytes.
    pub fn find_in<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Range<usize>> + 'a {
        let ranges = self.regex.find_iter(text).map(|found| found.range());
        ranges.filter(|range| !range.is_empty())
    }

    pub fn is_in(&self, text: &str) -> bool {
        self.find_in(text).next().is_some()
    }
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.source() == other.source()
    }
}

impl Eq for Pattern {}
