//! Search by words in the metadata of articles.

use crate::library::Entry;
use crate::text::fold;
use memchr::memmem;

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

    /// Whether a haystack made by [`haystack`] contains every word and no excluded one.
    pub(crate) fn matches(&self, haystack: &str) -> bool {
        let contains = |word: &String| memmem::find(haystack.as_bytes(), word.as_bytes()).is_some();
        self.words.iter().all(contains) && !self.excluded.iter().any(contains)
    }

    /// [`matches`](Self::matches) for many haystacks: prepares the words once.
    pub(crate) fn matcher(&self) -> impl Fn(&str) -> bool + '_ {
        let finders = |words: &'_ [String]| -> Vec<_> {
            let bytes = words.iter().map(String::as_bytes);
            bytes
                .map(|word| memmem::Finder::new(word).into_owned())
                .collect()
        };
        let (words, excluded) = (finders(&self.words), finders(&self.excluded));
        move |haystack| {
            let contains = |word: &memmem::Finder<'_>| word.find(haystack.as_bytes()).is_some();
            words.iter().all(contains) && !excluded.iter().any(contains)
        }
    }

    /// Whether an entry matches, with a haystack made for this call.
    pub(crate) fn finds(&self, entry: &Entry) -> bool {
        self.is_empty() || self.matches(&haystack(entry))
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

/// The searchable text of an entry, folded.
pub fn haystack(entry: &Entry) -> String {
    let mut all = fold(&entry.title);
    for part in [&entry.source, &entry.author]
        .into_iter()
        .chain(&entry.categories)
        .chain(&entry.tags)
    {
        all.push('\n');
        all.push_str(&fold(part));
    }
    all
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
