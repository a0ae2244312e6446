//! Source, author, categories and tags. Most articles of a library share them with others, so each
//! distinct combination is stored once. Without the author there are far fewer combinations: a
//! source may have an author for every few articles.

use super::hash::Seeded;
use std::collections::HashSet;
use std::hash::Hash;
use std::ops::Deref;
use std::sync::Arc;

/// What an article is filed under. All strings are sanitized single lines.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Labels {
    pub author: Arc<str>,
    section: Arc<Section>,
}

/// The labels besides the author.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Section {
    /// The site or feed: the second category in RSSHub's form, or the field that names it. May be
    /// empty.
    pub source: Arc<str>,
    pub categories: Box<[Arc<str>]>,
    pub tags: Box<[Arc<str>]>,
}

impl Labels {
    /// Those of an article of which only the source is known.
    pub fn of_source(source: Arc<str>) -> Self {
        Self {
            author: Arc::default(),
            section: Arc::new(Section {
                source,
                ..Section::default()
            }),
        }
    }
}

/// Users need not know which labels are stored where.
impl Deref for Labels {
    type Target = Section;

    fn deref(&self) -> &Section {
        &self.section
    }
}

/// Interns labels: the strings, and the combinations of them. A scan asks for those of every file,
/// and they come from strangers, hence the hash with a secret seed.
#[derive(Debug, Default)]
pub(crate) struct Interner {
    names: HashSet<Arc<str>, Seeded>,
    sections: HashSet<Arc<Section>, Seeded>,
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
        let labels = self.parts(source, author, categories, tags);
        intern(&mut self.labels, labels)
    }

    /// Labels whose combination is known to be a new one.
    pub(crate) fn parts<T: AsRef<str>>(
        &mut self,
        source: &str,
        author: &str,
        categories: &[T],
        tags: &[T],
    ) -> Labels {
        let section = Section {
            source: self.name(source),
            categories: self.names(categories),
            tags: self.names(tags),
        };
        Labels {
            author: self.name(author),
            section: intern(&mut self.sections, section),
        }
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

fn intern<T: Eq + Hash>(all: &mut HashSet<Arc<T>, Seeded>, one: T) -> Arc<T> {
    if let Some(known) = all.get(&one) {
        return Arc::clone(known);
    }
    let new = Arc::new(one);
    all.insert(Arc::clone(&new));
    new
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
        let by_another = interner.labels("某报", "某人", &["甲", "乙"], &[]);
        assert!(Arc::ptr_eq(&one.section, &by_another.section));
    }
}
