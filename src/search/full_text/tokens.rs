//! Tokens: what a folded text is indexed by.
//!
//! A run of letters of a script without spaces (Han, kana, Hangul, Thai) gives each letter and
//! each pair of neighbours. A run of other letters and digits is a word. Everything else separates
//! runs and cannot be looked up.

use super::stop_words::is_stop_word;
use crate::library::{ByHash, Seeded, mix, secret};
use crate::search::TextTerm;
use crate::search::letter::{Kind, is_word_character};
use std::collections::HashSet;
use std::fmt::Write;

/// Longer words are indexed by their start (bytes): no reader types more.
const MAX_WORD: usize = 64;

/// A token of at most so many bytes is a whole word: one that is cut at a character of up to 4
/// bytes is longer.
const MAX_WHOLE: usize = MAX_WORD - 4;

/// A lookup by more tokens than this finds hardly fewer documents.
const MAX_LOOKUP: usize = 24;

/// A maximal part of a folded text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Run<'a> {
    /// Letters that are matched anywhere.
    Letters(&'a str),
    Word(&'a str),
}

/// The runs of a text. Characters that are in neither kind of run are left out.
pub fn runs(text: &str) -> impl Iterator<Item = Run<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let mut kinds = rest.char_indices().map(|(at, c)| (at, Kind::of(c)));
        let (start, kind) = kinds.find(|(_, kind)| *kind != Kind::Separator)?;
        let end = kinds.find(|(_, other)| *other != kind);
        let end = end.map_or(rest.len(), |(end, _)| end);
        let run = rest.get(start..end)?;
        rest = rest.get(end..)?;
        Some(match kind {
            Kind::Word => Run::Word(run),
            _ => Run::Letters(run),
        })
    })
}

/// The start of a word that is its token.
fn token(word: &str) -> &str {
    let mut end = word.len().min(MAX_WORD);
    while !word.is_char_boundary(end) {
        end -= 1;
    }
    word.get(..end).unwrap_or(word)
}

/// The distinct tokens of a folded text, separated by spaces, in the order of their first use.
pub fn distinct(folded: &str) -> String {
    let seed = secret();
    let mut out = String::with_capacity(folded.len() * 2);
    let mut add = |token: Option<&str>| {
        out.push_str(token.unwrap_or_default());
        out.push(' ');
    };
    // Hashes of letters and pairs, as different as these: `mix` maps no two numbers to one.
    let mut letters: HashSet<u64, ByHash> = HashSet::default();
    letters.reserve(folded.len() / 4);
    let mut words: HashSet<&str, Seeded> = HashSet::default();
    for run in runs(folded) {
        match run {
            Run::Word(word) => {
                let word = token(word);
                if words.insert(word) {
                    add(Some(word));
                }
            }
            Run::Letters(run) => {
                let mut before = None;
                for (at, c) in run.char_indices() {
                    let (code, end) = (u64::from(c), at + c.len_utf8());
                    if letters.insert(mix(seed, code << 32)) {
                        add(run.get(at..end));
                    }
                    if let Some((start, other)) = before.replace((at, code))
                        && letters.insert(mix(seed, other << 32 | code))
                    {
                        add(run.get(start..end));
                    }
                }
            }
        }
    }
    out
}

/// Folded characters that are part of many phrases, of which they say nothing.
const PARTICLES: &str = "的了是在和有不我你他她它们这那也就都而及与或之其为以于被把让从到对将会能要可很更最已还只\
    又再上下中年月日时等着过来去说个一二三四五六七八九十百千万亿两几多少第每各某并但如因所后前";

/// Whether a pair of neighbours may say what a text is about: both are letters of a script without
/// spaces, and neither is a particle or hiragana, of which endings consist.
pub fn is_telling(one: char, two: char) -> bool {
    [one, two].into_iter().all(|c| {
        c.is_alphabetic()
            && !is_word_character(c)
            && !('ぁ'..='ゖ').contains(&c)
            && !PARTICLES.contains(c)
    })
}

/// The tokens of a folded text that may say what it is about: words with a letter, and pairs of
/// neighbours. With repetitions.
pub fn telling(folded: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    for run in runs(folded) {
        match run {
            Run::Word(word) if word.chars().nth(1).is_some() => {
                let is_telling = word.contains(char::is_alphabetic) && !is_stop_word(word);
                tokens.extend(is_telling.then(|| token(word)));
            }
            Run::Word(_) => {}
            Run::Letters(run) => tokens.extend(pairs(run).filter(|pair| {
                let mut letters = pair.chars();
                let both = letters.next().zip(letters.next());
                both.is_some_and(|(one, two)| is_telling(one, two))
            })),
        }
    }
    tokens
}

/// The words and the single letters of a folded text, in order, separated by spaces.
#[cfg(feature = "opensearch")]
pub fn in_order(folded: &str) -> String {
    let mut out = String::with_capacity(folded.len() * 4 / 3);
    for run in runs(folded) {
        match run {
            Run::Word(word) => {
                out.push_str(token(word));
                out.push(' ');
            }
            Run::Letters(run) => run.chars().for_each(|c| out.extend([c, ' '])),
        }
    }
    out
}

/// The distinct pairs of neighbouring letters of a folded text, separated by spaces.
#[cfg(feature = "opensearch")]
pub fn distinct_pairs(folded: &str) -> String {
    let tokens = distinct(folded);
    let is_pair = |token: &&str| {
        let mut chars = token.chars();
        let first = chars.next();
        chars.next().is_some() && first.is_some_and(|c| !is_word_character(c))
    };
    let pairs: Vec<&str> = tokens.split(' ').filter(is_pair).collect();
    pairs.join(" ")
}

/// How documents with a term are looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lookup {
    /// In the query language of FTS5: documents with all tokens. `None`: no token is known, and
    /// every document may have the term.
    pub expression: Option<String>,
    /// Whether exactly these documents have the term. Otherwise their texts must be searched.
    pub is_exact: bool,
    /// If that is not so: those of the documents that have the term all the same.
    pub sure: Option<String>,
}

impl Lookup {
    pub fn of(term: &TextTerm) -> Self {
        let is_exact = is_exact(term);
        let is_sure = !is_exact && is_one_token(term);
        Self {
            expression: any(term.forms(), term),
            is_exact,
            sure: any(term.plain_forms(), term).filter(|_| is_sure),
        }
    }

    /// The documents with the tokens of a form.
    fn of_form(needle: &str, term: &TextTerm) -> Option<String> {
        let all: Vec<Run<'_>> = runs(needle).collect();
        let mut expression = String::new();
        let mut count = 0;
        for (at, run) in all.iter().enumerate() {
            let is_last = at + 1 == all.len();
            match run {
                Run::Word(word) => {
                    // Nothing follows the word in the needle: the text may go on.
                    let is_prefix = term.is_prefix() && is_last && needle.ends_with(word);
                    let star = if is_prefix { " *" } else { "" };
                    add(&mut expression, &mut count, token(word), star);
                }
                Run::Letters(run) => pairs(run).for_each(|pair| {
                    add(&mut expression, &mut count, pair, "");
                }),
            }
        }
        Some(expression).filter(|expression| !expression.is_empty())
    }
}

/// The documents with the tokens of one of the forms of a term.
fn any<'a>(forms: impl Iterator<Item = &'a str>, term: &TextTerm) -> Option<String> {
    let expressions = forms.map(|form| Lookup::of_form(form, term));
    let expressions: Vec<String> = expressions.collect::<Option<_>>()?;
    Some(match expressions.as_slice() {
        [one] => one.clone(),
        all => format!("({})", all.join(") OR (")),
    })
}

/// Whether one token, or one of several, is in exactly the texts that have a term.
pub fn is_exact(term: &TextTerm) -> bool {
    is_one_token(term) && term.is_plain()
}

/// Whether a token is a form of a term.
pub fn is_one_token(term: &TextTerm) -> bool {
    let needle = term.text();
    let mut all = runs(needle);
    match (all.next(), all.next()) {
        (Some(Run::Word(word)), None) => word == needle && word.len() <= MAX_WHOLE,
        (Some(Run::Letters(run)), None) => run == needle && run.chars().nth(2).is_none(),
        _ => false,
    }
}

/// Tokens consist of letters and digits, so quotation marks need no escape.
fn add(expression: &mut String, count: &mut usize, token: &str, star: &str) {
    if *count < MAX_LOOKUP {
        let and = if *count == 0 { "" } else { " AND " };
        let _ = write!(expression, "{and}\"{token}\"{star}");
        *count += 1;
    }
}

/// The pairs of neighbours in a run, or its only letter.
pub fn pairs(run: &str) -> impl Iterator<Item = &str> {
    let mut starts: Vec<usize> = run.char_indices().map(|(at, _)| at).collect();
    starts.push(run.len());
    let size = if starts.len() > 2 { 2 } else { 1 };
    (size..starts.len()).filter_map(move |end| {
        let (from, to) = (starts.get(end - size)?, starts.get(end)?);
        run.get(*from..*to)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_and_their_tokens() {
        #[track_caller]
        fn check(text: &str, expected: &str) {
            let found = distinct(text);
            let mut found: Vec<&str> = found.split_whitespace().collect();
            let mut expected: Vec<&str> = expected.split_whitespace().collect();
            found.sort_unstable();
            expected.sort_unstable();
            assert_eq!(found, expected, "{text}");
        }
        check("", "");
        check("看报看", "看 报 看报 报看");
        check("看,报", "看 报");
        check("用ai写 ai,用", "用 写 ai");
        check("3.5亿 c++", "3 5 亿 c");
        check("한국어", "한 국 어 한국 국어");
        check(&"a".repeat(99), &"a".repeat(MAX_WORD));
    }

    #[test]
    fn terms_and_their_lookups() {
        #[track_caller]
        fn check(term: &str, is_prefix: bool, expression: &str, is_exact: bool) {
            let lookup = Lookup::of(&TextTerm::new(term, is_prefix).expect("a term"));
            let expected = Some(expression.to_owned()).filter(|text| !text.is_empty());
            assert_eq!(
                (lookup.expression, lookup.is_exact),
                (expected, is_exact),
                "{term}"
            );
        }
        check("看", false, "\"看\"", true);
        check("看报", false, "\"看报\"", true);
        check("看报人", false, "\"看报\" AND \"报人\"", false);
        check("rust", false, "\"rust\"", true);
        check("rust", true, "\"rust\" *", true);
        check("ai芯片", false, "\"ai\" AND \"芯片\"", false);
        // 计画 may not be a word.
        check("计划", false, "(\"计划\") OR (\"计画\")", false);
        let lookup = Lookup::of(&TextTerm::new("计划", false).expect("a term"));
        assert_eq!(lookup.sure.as_deref(), Some("\"计划\""));
        check("hello world", true, "\"hello\" AND \"world\" *", false);
        check("c++", false, "\"c\"", false);
        check("c++", true, "\"c\"", false);
        check("%", false, "", false);
        check(
            &"x".repeat(65),
            false,
            &format!("\"{}\"", "x".repeat(64)),
            false,
        );
    }
}
