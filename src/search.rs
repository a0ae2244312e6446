//! Matching words in what the list knows of articles.

use crate::library::Entry;
use crate::text::fold;
use memchr::memmem;

/// A query as words: every word must stand in title, source, author, a category or a tag;
/// a word with `-` before it must not. `"words in quotes"` are one word.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    words: Vec<String>,
    unwanted: Vec<String>,
}

impl Query {
    /// Reads a query as it is typed: an open quote goes to the end, a lone `-` is nothing.
    pub fn parse(text: &str) -> Self {
        let mut query = Self::default();
        let mut rest = text.trim_start();
        while !rest.is_empty() {
            let bare = rest.strip_prefix('-').filter(|word| !word.is_empty());
            let (word, after) = first_word(bare.unwrap_or(rest));
            let folded = fold(word);
            let folded = folded.trim();
            let nothing = folded.is_empty() || word == "-";
            if !nothing {
                let list = if bare.is_some() {
                    &mut query.unwanted
                } else {
                    &mut query.words
                };
                list.push(folded.to_owned());
            }
            rest = after.trim_start();
        }
        query
    }

    pub fn is_empty(&self) -> bool {
        self.words.is_empty() && self.unwanted.is_empty()
    }

    /// Whether this finds nothing that `before` does not: a letter more was typed.
    pub fn narrows(&self, before: &Self) -> bool {
        let holds = |old: &String| self.words.iter().any(|new| new.contains(old.as_str()));
        before.words.iter().all(holds)
            && before
                .unwanted
                .iter()
                .all(|old| self.unwanted.contains(old))
    }

    /// The folded words that are looked for.
    pub fn words(&self) -> &[String] {
        &self.words
    }

    /// Whether a haystack made by [`haystack`] holds every word and none that is unwanted.
    pub fn matches(&self, haystack: &str) -> bool {
        let holds = |word: &String| memmem::find(haystack.as_bytes(), word.as_bytes()).is_some();
        self.words.iter().all(holds) && !self.unwanted.iter().any(holds)
    }

    /// [`matches`](Self::matches) for many haystacks: the words are prepared once.
    pub fn matcher(&self) -> impl Fn(&str) -> bool + '_ {
        let finders = |words: &'_ [String]| -> Vec<_> {
            let bytes = words.iter().map(String::as_bytes);
            bytes
                .map(|word| memmem::Finder::new(word).into_owned())
                .collect()
        };
        let (words, unwanted) = (finders(&self.words), finders(&self.unwanted));
        move |haystack| {
            let holds = |word: &memmem::Finder<'_>| word.find(haystack.as_bytes()).is_some();
            words.iter().all(holds) && !unwanted.iter().any(holds)
        }
    }

    /// Whether an entry is found, without a haystack kept for it.
    pub fn finds(&self, entry: &Entry) -> bool {
        self.is_empty() || self.matches(&haystack(entry))
    }
}

/// The first word and what follows it.
fn first_word(text: &str) -> (&str, &str) {
    for (open, close) in [('"', '"'), ('“', '”')] {
        if let Some(inner) = text.strip_prefix(open) {
            return inner.split_once(close).unwrap_or((inner, ""));
        }
    }
    text.split_once(char::is_whitespace).unwrap_or((text, ""))
}

/// Everything of an entry that a query looks at, folded once.
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
    fn a_letter_more_narrows() {
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
