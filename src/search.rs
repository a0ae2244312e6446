//! Search by words in the metadata of articles.

use crate::library::{Entry, Labels};
use crate::text::{fold, fold_into};
use memchr::memmem;
use std::collections::HashMap;

/// A query: every word must occur in the title, source, author, a category or a tag, and no word
/// with `-` before it may. `"Quoted words"` are one phrase.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    words: Vec<String>,
    excluded: Vec<String>,
}

impl Query {
    /// Parses a query, also one that is still being typed: an open quote extends to the end, a
    /// lone `-` is ignored.
    pub(crate) fn parse(text: &str) -> Self {
        let mut query = Self::default();
        let mut rest = text.trim_start();
        while !rest.is_empty() {
            let bare = rest.strip_prefix('-').filter(|word| !word.is_empty());
            let (word, after) = first_word(bare.unwrap_or(rest));
            let folded = fold(word);
            let folded = folded.trim();
            if !folded.is_empty() && word != "-" {
                let list = if bare.is_some() {
                    &mut query.excluded
                } else {
                    &mut query.words
                };
                list.push(folded.to_owned());
            }
            rest = after.trim_start();
        }
        query
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.words.is_empty() && self.excluded.is_empty()
    }

    /// Whether every match of this query is a match of `before`, so that only those need to be
    /// searched again.
    pub(crate) fn narrows(&self, before: &Self) -> bool {
        let contains = |old: &String| self.words.iter().any(|new| new.contains(old.as_str()));
        before.words.iter().all(contains)
            && before
                .excluded
                .iter()
                .all(|old| self.excluded.contains(old))
    }

    /// Whether a folded text contains every word and no excluded one.
    fn matches(&self, haystack: &str) -> bool {
        let contains = |word: &String| memmem::find(haystack.as_bytes(), word.as_bytes()).is_some();
        self.words.iter().all(contains) && !self.excluded.iter().any(contains)
    }

    /// [`finds`](Self::finds) for many entries: prepares the words once.
    pub(crate) fn matcher<'a>(&'a self) -> impl FnMut(&'a Entry) -> bool {
        let finders = |words: &'_ [String]| -> Vec<_> {
            let bytes = words.iter().map(String::as_bytes);
            bytes
                .map(|word| memmem::Finder::new(word).into_owned())
                .collect()
        };
        let (words, excluded) = (finders(&self.words), finders(&self.excluded));
        let mut haystacks = Haystacks::default();
        move |entry| {
            if self.is_empty() {
                return true;
            }
            let haystack = haystacks.of(entry).as_bytes();
            let contains = |word: &memmem::Finder<'_>| word.find(haystack).is_some();
            words.iter().all(contains) && !excluded.iter().any(contains)
        }
    }

    /// Whether an entry matches.
    pub(crate) fn finds(&self, entry: &Entry) -> bool {
        self.is_empty() || self.matches(Haystacks::default().of(entry))
    }
}

/// The first word or phrase, and the rest.
fn first_word(text: &str) -> (&str, &str) {
    for (open, close) in [('"', '"'), ('“', '”')] {
        if let Some(inner) = text.strip_prefix(open) {
            return inner.split_once(close).unwrap_or((inner, ""));
        }
    }
    text.split_once(char::is_whitespace).unwrap_or((text, ""))
}

/// Makes the searchable texts of entries, folded: the title and the labels, a line each. They are
/// not kept, since folding a title takes less than 0.1 µs and a folded text more than 100 bytes.
#[derive(Debug, Default)]
pub(crate) struct Haystacks<'a> {
    text: String,
    /// Folded labels, by their address: many entries share theirs. The reference keeps the address
    /// from being used again.
    labels: HashMap<*const Labels, (&'a Labels, Box<str>)>,
}

impl<'a> Haystacks<'a> {
    pub(crate) fn of(&mut self, entry: &'a Entry) -> &str {
        let labels: &'a Labels = &entry.labels;
        let folded = self.labels.entry(labels).or_insert_with(|| {
            let mut folded = String::new();
            for label in labels.iter() {
                folded.push('\n');
                fold_into(label, &mut folded);
            }
            (labels, folded.into())
        });
        self.text.clear();
        fold_into(&entry.title, &mut self.text);
        self.text.push_str(&folded.1);
        &self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_quotes_and_negation() {
        #[track_caller]
        fn check(query: &str, haystack: &str, expected: bool) {
            assert_eq!(
                Query::parse(query).matches(&fold(haystack)),
                expected,
                "{query:?}"
            );
        }
        let title = "工信部：正完善“小巨人”标准\n新浪财经\nSina Finance";
        check("小巨人", title, true);
        check("小巨人 新浪", title, true);
        check("小巨人 搜狐", title, false);
        check("SINA", title, true);
        check("\"sina finance\"", title, true);
        check("\"finance sina\"", title, false);
        check("“sina finance”", title, true);
        check("新浪 -小巨人", title, false);
        check("新浪 -搜狐", title, true);
        check("-\"sina finance\"", title, false);
        check("\"sina fin", title, true);
        check("- 新浪", title, true);
        check("", title, true);
        assert!(Query::parse(" - \"\" ").is_empty());
    }

    #[test]
    fn a_longer_query_narrows() {
        #[track_caller]
        fn check(before: &str, now: &str, expected: bool) {
            let narrows = Query::parse(now).narrows(&Query::parse(before));
            assert_eq!(narrows, expected, "{before:?} {now:?}");
        }
        check("", "小", true);
        check("小", "小巨", true);
        check("小巨", "小", false);
        check("小", "小 巨", true);
        check("小 -巨", "小 -巨人", false);
        check("小", "小 -巨", true);
        check("小", "", false);
    }

    proptest! {
        #[test]
        fn never_panics(query: String, near in "[-\" “”a甲]{0,12}") {
            let _ = (Query::parse(&query), Query::parse(&near));
        }
    }
}
