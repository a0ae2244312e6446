//! What an article is called: its library, its ID and its title.
//!
//! A list has a million of them. As strings of their own, each would cost an allocation with its
//! header and its rounding, so the names that were found together are parts of one text.

use crate::text::floor_char_boundary;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

/// Library, ID and title of an article in 16 bytes, beside the text that it shares with others.
#[derive(Clone)]
pub struct Name {
    shared: Arc<Shared>,
    /// Where the ID begins; the title follows.
    start: u32,
    id: u16,
    title: u16,
}

/// What several names share.
struct Shared {
    root: Arc<PathBuf>,
    text: Box<str>,
}

impl Name {
    /// A name that shares nothing.
    pub fn new(root: &Arc<PathBuf>, id: &str, title: &str) -> Self {
        let (id, title) = (within_length(id), within_length(title));
        Self {
            shared: Arc::new(Shared {
                root: Arc::clone(root),
                text: [id, title].concat().into(),
            }),
            start: 0,
            id: id.len() as u16,
            title: title.len() as u16,
        }
    }

    #[must_use]
    pub fn with_root(&self, root: PathBuf) -> Self {
        Self::new(&Arc::new(root), self.id(), self.title())
    }

    #[must_use]
    pub fn with_id(&self, id: &str) -> Self {
        Self::new(self.root(), id, self.title())
    }

    #[must_use]
    pub fn with_title(&self, title: &str) -> Self {
        Self::new(self.root(), self.id(), title)
    }

    pub fn root(&self) -> &Arc<PathBuf> {
        &self.shared.root
    }

    pub fn id(&self) -> &str {
        self.part(0, self.id)
    }

    pub fn title(&self) -> &str {
        self.part(self.id, self.title)
    }

    fn part(&self, from: u16, length: u16) -> &str {
        let start = self.start as usize + usize::from(from);
        let text = self.shared.text.get(start..start + usize::from(length));
        // Names are cut at characters only.
        text.unwrap_or_default()
    }

    /// Whether it shares its text with no other name.
    fn is_alone(&self) -> bool {
        usize::from(self.id) + usize::from(self.title) == self.shared.text.len()
    }

    /// Has names share one text, except those that share one already.
    pub(crate) fn join<'a>(names: impl Iterator<Item = &'a mut Self>) {
        let mut alone: Vec<&mut Self> = names.filter(|name| name.is_alone()).collect();
        let same_root = |one: &&mut Self, other: &&mut Self| Arc::ptr_eq(one.root(), other.root());
        for names in alone.chunk_by_mut(same_root) {
            let mut joined = Names::default();
            for name in names.iter() {
                joined.push(name.id(), name.title());
            }
            let Some(root) = names.first().map(|name| Arc::clone(name.root())) else {
                continue;
            };
            for (name, joined) in names.iter_mut().zip(joined.finish(&root)) {
                **name = joined;
            }
        }
    }
}

/// Two names are equal if their articles are called alike, wherever the text is.
impl PartialEq for Name {
    fn eq(&self, other: &Self) -> bool {
        self.id() == other.id() && self.title() == other.title() && self.root() == other.root()
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = (self.root(), self.id(), self.title());
        parts.fmt(f)
    }
}

/// Of an ID or a title that is longer than 64 KB, the rest is lost.
fn within_length(text: &str) -> &str {
    let length = floor_char_boundary(text, text.len().min(usize::from(u16::MAX)));
    text.get(..length).unwrap_or_default()
}

/// Names that will share one text.
#[derive(Debug, Default)]
pub struct Names {
    text: String,
    /// Of IDs and titles.
    lengths: Vec<(u16, u16)>,
}

impl Names {
    /// Adds a name.
    pub fn push(&mut self, id: &str, title: &str) {
        let mut push = |text: &str| {
            let text = within_length(text);
            self.text.push_str(text);
            text.len() as u16
        };
        let lengths = (push(id), push(title));
        self.lengths.push(lengths);
    }

    /// The names, in the order in which they were added. Those beyond 4 GB of text are empty.
    pub fn finish(self, root: &Arc<PathBuf>) -> impl Iterator<Item = Name> + use<> {
        let shared = Arc::new(Shared {
            root: Arc::clone(root),
            text: self.text.into_boxed_str(),
        });
        let mut end = 0_u32;
        self.lengths.into_iter().map(move |(id, title)| {
            let start = end;
            end = end.saturating_add(u32::from(id) + u32::from(title));
            Name {
                shared: Arc::clone(&shared),
                start,
                id,
                title,
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joined_names_are_as_they_were() {
        let roots = ["甲", "乙"].map(|root| Arc::new(PathBuf::from(root)));
        let name = |root: usize, id: &str, title: &str| Name::new(&roots[root], id, title);
        let long = "看".repeat(30_000);
        let names = [
            name(0, "a.md", "看报"),
            name(0, "b.md", ""),
            name(1, "c.md", "新闻"),
            name(1, "d.md", &long),
        ];
        assert_eq!(names[3].title().len(), 65_535);
        let mut joined = names.clone();
        Name::join(joined.iter_mut());
        assert_eq!(joined, names);
        let are_shared =
            |one: usize, other: usize| Arc::ptr_eq(&joined[one].shared, &joined[other].shared);
        assert!(are_shared(0, 1) && are_shared(2, 3) && !are_shared(1, 2));
        assert_eq!((joined[2].id(), joined[2].title()), ("c.md", "新闻"));
    }
}
