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

/// Whether nothing is before a `|` between the alternatives of a whole expression: the empty text,
/// which counts as no match, is found before what follows. Within a part the rest decides.
fn has_empty_alternative(source: &str) -> bool {
    let alternatives = alternatives(source);
    match (alternatives.as_slice(), in_group(source)) {
        ([only], Some(inner)) if only.len() == source.len() => has_empty_alternative(inner),
        ([first @ .., _], _) => first.iter().any(|text| text.is_empty() || is_flags(text)),
        ([], _) => false,
    }
}

/// The alternatives of an expression outside of groups.
fn alternatives(source: &str) -> Vec<&str> {
    let (mut depth, mut start) = (0_usize, 0);
    let mut found = Vec::new();
    for (at, sign) in signs(source) {
        match sign {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            '|' if depth == 0 => {
                found.extend(source.get(start..at));
                start = at + 1;
            }
            _ => {}
        }
    }
    found.extend(source.get(start..));
    found
}

/// What is in the group that an expression consists of, without its name or flags.
fn in_group(source: &str) -> Option<&str> {
    let inner = source.strip_prefix('(')?.strip_suffix(')')?;
    let mut depth = 0_usize;
    let closes = signs(inner).any(|(_, sign)| {
        let is_end = sign == ')' && depth == 0;
        match sign {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        is_end
    });
    let inner = match inner.strip_prefix('?') {
        Some(special) => special.split_once([':', '>'])?.1,
        None => inner,
    };
    (!closes).then_some(inner)
}

/// Whether an expression only sets flags for what follows: `(?i)`.
fn is_flags(text: &str) -> bool {
    let flags = text
        .strip_prefix("(?")
        .and_then(|rest| rest.strip_suffix(')'));
    flags.is_some_and(|flags| flags.chars().all(|c| c.is_ascii_alphabetic() || c == '-'))
}

/// The parentheses and bars of an expression that are not escaped or in a class, and their bytes.
fn signs(source: &str) -> impl Iterator<Item = (usize, char)> {
    let (mut classes, mut escaped, mut is_first) = (0_usize, false, false);
    source.char_indices().filter(move |&(_, c)| {
        let was_first = std::mem::take(&mut is_first);
        if std::mem::take(&mut escaped) {
            return false;
        }
        match c {
            '\\' => escaped = true,
            '[' => {
                classes += 1;
                is_first = true;
            }
            '^' if was_first => is_first = true,
            // The first one in a class is a letter of it.
            ']' if !was_first => classes = classes.saturating_sub(1),
            '(' | ')' | '|' => return classes == 0,
            _ => {}
        }
        false
    })
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
        for source in ["|words", "a||b", "(?:|a)", "((a||b))", "(?<n>|a)", "(?i)|a"] {
            let fault = Pattern::new(source).err();
            assert_eq!(fault, Some(PatternFault::EmptyAlternative), "{source}");
        }
        for source in [
            "words|", "a|b", "\\||a", "[|]", "[[|]|]a", "(a|b)?", "(?i)a|b", "(|a)b", "a(|b)c",
            "(|a)(b)", "[]||]",
        ] {
            assert!(Pattern::new(source).is_ok(), "{source}");
        }
    }
}
