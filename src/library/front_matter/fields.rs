//! The fields of a front matter, independent of its language.

/// A value. Leaves are text as written. Tables are only deep enough for an author's name or a
/// nested list of categories.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    Null,
    Text(String),
    List(Vec<Self>),
    Table(Vec<(String, Self)>),
}

/// Keys in lower case, in order. The first of duplicate keys counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields(Vec<(&'static str, Value)>);

/// All keys that kanbao reads; others are dropped.
pub const KEYS: &[&str] = &[
    "title",
    "subject",
    "headline",
    "date",
    "pubdate",
    "published",
    "publishdate",
    "created",
    "created_at",
    "published_at",
    "time",
    "updated",
    "author",
    "authors",
    "nick",
    "name",
    "categories",
    "category",
    "tags",
    "tag",
    "topics",
    "source",
    "site",
    "publisher",
    "headimg",
    "thumbnail",
    "cover",
    "image",
    "index_img",
    "banner_img",
    "featuredimage",
    "photos",
    "link",
    "url",
    "permalink",
    "canonical",
    "canonical_url",
    "original",
    "source_url",
    "via",
    "guid",
    "aliases",
    "alias",
    "redirect_from",
    "slug",
    "lang",
    "language",
    "locale",
    "comments",
];

/// Keys that identify front matter without an opening delimiter.
pub const USUAL: &[&str] = &[
    "title",
    "date",
    "categories",
    "category",
    "tags",
    "author",
    "layout",
    "subtitle",
    "cover",
    "permalink",
    "comments",
    "description",
    "keywords",
    "updated",
    "toc",
    "slug",
    "url",
    "draft",
    "published",
    "id",
];

/// Whether kanbao reads a key, in any case.
pub fn is_key(key: &str) -> bool {
    known(key).is_some()
}

/// The key in lower case, if kanbao reads it.
fn known(key: &str) -> Option<&'static str> {
    let mut known = KEYS.iter().copied();
    known.find(|known| known.eq_ignore_ascii_case(key))
}

impl Fields {
    /// Adds a field, unless its key is unused or already present.
    pub fn add(&mut self, key: &str, value: Value) {
        if let Some(key) = known(key)
            && self.get(key).is_none()
        {
            self.0.push((key, value));
        }
    }

    /// Adds the fields of another head.
    pub fn append(&mut self, other: Self) {
        for (key, value) in other.0 {
            self.add(key, value);
        }
    }

    /// Whether a key is present, in any case.
    pub fn has(&self, key: &str) -> bool {
        self.0
            .iter()
            .any(|(known, _)| known.eq_ignore_ascii_case(key))
    }

    /// The value of a key (in lower case), which may be empty.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.0
            .iter()
            .find(|(known, _)| *known == key)
            .map(|(_, value)| value)
    }

    /// The text of a key: its own, or the first of a list. Line breaks become spaces. `None` if
    /// missing or blank.
    pub fn text(&self, key: &str) -> Option<String> {
        let text = self.get(key)?.first()?;
        let joined = if text.contains('\n') {
            text.split_whitespace().collect::<Vec<_>>().join(" ")
        } else {
            text.trim().to_owned()
        };
        (!joined.is_empty()).then_some(joined)
    }

    /// The first of several keys that has text.
    pub fn first_of(&self, keys: &[&str]) -> Option<String> {
        keys.iter().find_map(|key| self.text(key))
    }

    /// All texts of a key, including nested lists.
    pub fn texts(&self, key: &str) -> Vec<&str> {
        let mut all = Vec::new();
        if let Some(value) = self.get(key) {
            value.collect(&mut all, 8);
        }
        all
    }
}

impl Value {
    fn first(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::List(items) => items.iter().find_map(|item| match item {
                Self::Text(text) => Some(text.as_str()),
                Self::Table(fields) => name_of(fields),
                _ => None,
            }),
            Self::Table(fields) => name_of(fields),
            Self::Null => None,
        }
    }

    fn collect<'a>(&'a self, all: &mut Vec<&'a str>, depth: usize) {
        match self {
            Self::Text(text) => all.push(text.trim()),
            Self::List(items) if depth > 0 => {
                items.iter().for_each(|item| item.collect(all, depth - 1));
            }
            Self::Table(fields) => all.extend(name_of(fields)),
            _ => {}
        }
    }
}

/// The name in a table: an author's or a category's.
fn name_of(fields: &[(String, Value)]) -> Option<&str> {
    ["nick", "name", "title", "label"]
        .iter()
        .find_map(|wanted| {
            fields
                .iter()
                .find(|(key, _)| key.eq_ignore_ascii_case(wanted))
                .and_then(|(_, value)| match value {
                    Value::Text(text) => Some(text.as_str()),
                    _ => None,
                })
        })
}
