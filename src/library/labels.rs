//! Source, author, categories and tags. Most articles of a library share them with others, so each
//! distinct combination is stored once.

use super::hash::Seeded;
use std::collections::HashSet;
use std::sync::Arc;

/// What an article is filed under. All strings are sanitized single lines.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Labels {
    /// The site or feed: the second category in RSSHub's form, or the field that names it. May be
    /// empty.
    pub source: Arc<str>,
    pub author: Arc<str>,
    pub categories: Box<[Arc<str>]>,
    pub tags: Box<[Arc<str>]>,
}

/// Interns labels: the strings, and the combinations of them. A scan asks for those of every file,
/// and they come from strangers, hence the hash with a secret seed.
#[derive(Debug, Default)]
pub(crate) struct Interner {
    names: HashSet<Arc<str>, Seeded>,
    labels: HashSet<Arc<Labels>, Seeded>,
}

impl Interner {
    pub(crate) fn labels<T: AsRef<str>>(
        &mut self,
        source: &str,
        author: &str,
        categories: &[T],
        tags: &[T],
    ) -> Arc<Labels> {
        let labels = Labels {
            source: self.name(source),
            author: self.name(author),
            categories: self.names(categories),
            tags: self.names(tags),
        };
        if let Some(known) = self.labels.get(&labels) {
            return Arc::clone(known);
        }
        let new = Arc::new(labels);
        self.labels.insert(Arc::clone(&new));
        new
    }

    fn names<T: AsRef<str>>(&mut self, names: &[T]) -> Box<[Arc<str>]> {
        names.iter().map(|name| self.name(name.as_ref())).collect()
    }

    fn name(&mut self, name: &str) -> Arc<str> {
        if let Some(known) = self.names.get(name) {
            return Arc::clone(known);
        }
        let new: Arc<str> = name.into();
        self.names.insert(Arc::clone(&new));
        new
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_labels_are_stored_once() {
        let mut interner = Interner::default();
        let one = interner.labels("某报", "某报", &["甲", "乙"], &[]);
        let same = interner.labels("某报", "某报", &["甲", "乙"], &[]);
        let other = interner.labels("某报", "某报", &["甲"], &["乙"]);
        assert!(Arc::ptr_eq(&one, &same));
        assert_ne!(one, other);
        assert!(Arc::ptr_eq(&one.source, &other.author));
    }
}
