//! Matching words in articles.

use crate::library::Entry;
use crate::text::fold;

/// A query as words: every word must stand in title, source, author or a category.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    words: Vec<String>,
}

impl Query {
    pub fn parse(text: &str) -> Self {
        Self {
            words: text.split_whitespace().map(fold).collect(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The folded words.
    pub fn words(&self) -> &[String] {
        &self.words
    }

    /// Whether a haystack made by [`haystack`] holds every word.
    pub fn matches(&self, haystack: &str) -> bool {
        self.words
            .iter()
            .all(|word| haystack.contains(word.as_str()))
    }
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
