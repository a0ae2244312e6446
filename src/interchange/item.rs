//! The common record of all formats, and the limits of its fields.

use super::address;
use crate::document::{Position, Rivals};
use crate::library::{Date, Fingerprint, is_id};
use crate::text::{
    Count, MAX_NOTE, collection, limited, sanitize, sanitize_line, sanitize_note, tag,
};
use std::collections::HashSet;
use std::hash::Hash;

/// Maximum entries of one import.
pub(super) const MAX_ITEMS: usize = 500_000;
/// The tag for favourites, which other programs keep apart from tags.
pub(super) const STARRED: &str = "starred";

/// Maximum tags of an item, collections, and highlights.
pub(crate) const MAX_LIST: usize = 20_000;
/// Maximum bytes of a path: systems allow 4096, and an ID may write each byte as `%XX`.
const MAX_PATH: usize = 3 * 4096;
/// Maximum characters of a title or source, and of the short texts of a highlight.
const MAX_TITLE: usize = 1000;
const MAX_NAME: usize = 200;
/// Maximum characters of the context of a highlight on each side.
const MAX_CONTEXT: usize = 500;

/// A saved article or link. All texts are sanitized.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Item {
    /// The web address, or that of a local file; empty if none is known.
    pub address: String,
    pub title: String,
    pub source: String,
    pub author: String,
    /// When the page was published, in milliseconds since 1970.
    pub published: Option<u64>,
    /// The text of the page in HTML, not cleaned; empty in exports without texts.
    pub body: String,
    pub tags: Vec<String>,
    /// May have several lines.
    pub note: String,
    /// Names of nested collections are joined with `/`.
    pub collections: Vec<String>,
    /// When it was saved, in milliseconds since 1970.
    pub added: Option<u64>,
    /// Whether the export says that it was read.
    pub read: bool,
    pub highlights: Vec<Highlight>,
    /// It has more of them than [`MAX_LIST`]; the rest is left out.
    pub is_cut: bool,
    /// What only our own exports know.
    pub own: Own,
}

/// The article of a bookmark as this program knows it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Own {
    /// The path in the library; empty if unknown.
    pub id: String,
    pub fingerprint: Fingerprint,
    pub place: Option<Position>,
    pub passage: Option<String>,
    /// The date of the article.
    pub date: Option<Date>,
    pub count: Option<Count>,
    /// The article has no bookmark, only other marks.
    pub is_unbookmarked: bool,
    /// The place in the queue of articles to read later, from 1, and until when it is hidden there,
    /// in milliseconds since 1970.
    pub later: Option<u32>,
    pub until: Option<u64>,
}

/// A passage that the user marked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Highlight {
    /// Names the highlight in our own exports; else empty.
    pub id: String,
    pub quote: String,
    /// The words before and after it, which tell equal passages apart.
    pub prefix: String,
    pub suffix: String,
    pub note: String,
    /// The name of a colour; empty if unknown.
    pub colour: String,
    /// Milliseconds since 1970.
    pub added: Option<u64>,
    /// Where it was in the article.
    pub place: Position,
    /// Only our own exports know it.
    pub rivals: Option<Rivals>,
}

impl Item {
    /// Sanitizes and limits all texts. `None` if nothing says which article it is.
    pub fn cleaned(self) -> Option<Self> {
        let address = address::clean(&self.address).unwrap_or_default();
        // A path out of the library is not that of an article, nor is one that no system has.
        let mut own = self.own;
        if !is_id(&own.id) || own.id.len() > MAX_PATH {
            own.id.clear();
        }
        let title = limited(&sanitize_line(&self.title), MAX_TITLE);
        // Pocket writes the address in place of a missing title.
        let title = if title == address {
            String::new()
        } else {
            title
        };
        // Highlights alone (Readwise) are attached by title.
        let known = !address.is_empty() || !own.id.is_empty();
        if !known && (title.is_empty() || self.highlights.is_empty()) {
            return None;
        }
        let highlights = self.highlights.into_iter().filter_map(Highlight::cleaned);
        let mut highlights: Vec<Highlight> = highlights.collect();
        let mut is_cut = self.is_cut || highlights.len() > MAX_LIST;
        highlights.truncate(MAX_LIST);
        let mut names = |written: &[String], clean: fn(&str) -> String| {
            let names = written.iter().map(|name| clean(name));
            let mut found = Vec::new();
            let all = names.filter(|name| !name.is_empty()).collect();
            is_cut |= push_new(&mut found, all);
            found
        };
        let (tags, collections) = (names(&self.tags, tag), names(&self.collections, collection));
        Some(Self {
            source: limited(&sanitize_line(&self.source), MAX_TITLE),
            author: limited(&sanitize_line(&self.author), MAX_NAME),
            published: self.published,
            body: self.body,
            note: note(&self.note),
            tags,
            collections,
            highlights,
            is_cut,
            added: self.added,
            read: self.read,
            address,
            title,
            own,
        })
    }

    /// Adds what other entries say of the same page: one that is in several folders occurs several
    /// times. All at once, because each list is compared with what is there as a whole.
    pub fn unite(&mut self, others: Vec<Self>) {
        let (mut tags, mut collections, mut highlights) = (Vec::new(), Vec::new(), Vec::new());
        let mut notes = vec![std::mem::take(&mut self.note)];
        for other in others {
            if self.title.is_empty() {
                self.title = other.title;
            }
            if self.source.is_empty() {
                self.source = other.source;
            }
            if self.body.is_empty() {
                self.body = other.body;
            }
            if self.author.is_empty() {
                self.author = other.author;
            }
            self.published = self.published.or(other.published);
            self.added = [self.added, other.added].into_iter().flatten().min();
            self.read |= other.read;
            self.is_cut |= other.is_cut;
            notes.push(other.note);
            tags.extend(other.tags);
            collections.extend(other.collections);
            highlights.extend(other.highlights);
            self.own.merge(other.own);
        }
        self.note = joined(notes);
        self.is_cut |= push_new(&mut self.tags, tags);
        self.is_cut |= push_new(&mut self.collections, collections);
        self.is_cut |= push_new(&mut self.highlights, highlights);
    }
}

/// The notes one after another, without those that are part of another.
fn joined(notes: Vec<String>) -> String {
    let mut seen = HashSet::new();
    let mut all = String::new();
    for note in &notes {
        // Counting the characters takes as long as looking for the note.
        let is_full = all.len() >= MAX_NOTE && all.chars().count() >= MAX_NOTE;
        if is_full || !seen.insert(note) || all.contains(note) {
            continue;
        }
        if note.contains(&all) {
            all.clone_from(note);
        } else {
            all = format!("{all}\n\n{note}");
        }
    }
    limited(&all, MAX_NOTE)
}

impl Own {
    /// Adds what another of our exports says of the same article.
    fn merge(&mut self, other: Self) {
        self.is_unbookmarked &= other.is_unbookmarked;
        // A passage is the text at its place.
        if self.place.is_none() && self.passage.is_none() {
            (self.place, self.passage) = (other.place, other.passage);
        }
        self.date = self.date.or(other.date);
        self.count = self.count.or(other.count);
        self.later = self.later.or(other.later);
        self.until = self.until.or(other.until);
    }
}

/// Adds the elements that are not there yet, up to [`MAX_LIST`]. Returns whether there are more.
fn push_new<T: Eq + Hash>(list: &mut Vec<T>, more: Vec<T>) -> bool {
    let mut known: HashSet<&T> = list.iter().collect();
    let is_new: Vec<bool> = more.iter().map(|element| known.insert(element)).collect();
    let new = more.into_iter().zip(is_new).filter(|(_, is_new)| *is_new);
    let mut new = new.map(|(element, _)| element);
    list.extend(new.by_ref().take(MAX_LIST.saturating_sub(list.len())));
    new.next().is_some()
}

impl Highlight {
    fn cleaned(self) -> Option<Self> {
        let quote = text(&self.quote);
        (!quote.is_empty()).then(|| Self {
            id: limited(&sanitize_line(&self.id), MAX_NAME),
            quote,
            prefix: limited(&lines(&self.prefix), MAX_CONTEXT),
            suffix: limited(&lines(&self.suffix), MAX_CONTEXT),
            note: note(&self.note),
            colour: limited(&sanitize_line(&self.colour), MAX_NAME),
            added: self.added,
            place: self.place,
            rivals: self.rivals,
        })
    }
}

fn note(text: &str) -> String {
    limited(&sanitize_note(text), MAX_NOTE)
}

/// A text of several lines, each as [`sanitize_line`] leaves it, without empty ones around it.
fn text(text: &str) -> String {
    limited(lines(text).trim(), MAX_NOTE)
}

fn lines(text: &str) -> String {
    let clean = sanitize(text);
    let lines = clean.trim_end().lines().map(sanitize_line);
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::cell::Cell;

    fn item(address: &str, title: &str) -> Item {
        Item {
            address: address.to_owned(),
            title: title.to_owned(),
            ..Item::default()
        }
    }

    #[test]
    fn an_item_names_a_page() {
        assert!(item("https://a.example", "").cleaned().is_some());
        assert!(item("javascript:x", "甲").cleaned().is_none());
        assert!(item("", "甲").cleaned().is_none());
        let mut quoted = item("", "甲");
        quoted.highlights.push(Highlight {
            quote: "一句".to_owned(),
            ..Highlight::default()
        });
        assert!(quoted.cleaned().is_some());
        let mut outside = item("", "甲");
        outside.own.id = "../a.md".to_owned();
        assert!(outside.cleaned().is_none());
    }

    #[test]
    fn what_exceeds_the_limit_of_an_item_is_said() {
        let quoted = |count: usize| Item {
            highlights: (0..count)
                .map(|number| Highlight {
                    quote: number.to_string(),
                    ..Highlight::default()
                })
                .collect(),
            ..item("https://a.example", "甲")
        };
        for (count, is_cut) in [(1_001, false), (MAX_LIST + 1, true)] {
            let item = quoted(count).cleaned().expect("it has an address");
            assert_eq!(
                (item.highlights.len().min(MAX_LIST), item.is_cut),
                (count.min(MAX_LIST), is_cut)
            );
        }
        let mut merged = quoted(MAX_LIST);
        merged.unite(vec![Item {
            highlights: vec![Highlight {
                quote: "new".to_owned(),
                ..Highlight::default()
            }],
            ..quoted(0)
        }]);
        assert!(merged.is_cut);
    }

    thread_local! {
        static COMPARED: Cell<usize> = const { Cell::new(0) };
    }

    /// Counts how often it is compared.
    #[derive(Debug, Eq)]
    struct Counted(u32);

    impl Hash for Counted {
        fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
            self.0.hash(state);
        }
    }

    impl PartialEq for Counted {
        fn eq(&self, other: &Self) -> bool {
            COMPARED.set(COMPARED.get() + 1);
            self.0 == other.0
        }
    }

    #[test]
    fn long_lists_are_united_with_few_comparisons() {
        let counted = |range: std::ops::Range<u32>| range.map(Counted).collect::<Vec<_>>();
        let mut list = Vec::new();
        assert!(!push_new(&mut list, counted(0..15_000)));
        assert!(!push_new(&mut list, counted(5_000..20_000)));
        assert!(push_new(&mut list, counted(19_000..21_000)));
        assert_eq!(list.len(), MAX_LIST);
        let compared = COMPARED.get();
        assert!(compared < 50_000, "{compared} comparisons");
        assert!(list.iter().map(|one| one.0).eq(0..20_000));
    }

    /// What a merge of exports says: "b" is a bookmark, "p" with a passage, "l" a place in the
    /// queue, "u" hidden there.
    #[test]
    fn exports_of_one_article_are_united() {
        let of = |says: &str| Item {
            own: Own {
                is_unbookmarked: !says.contains('b'),
                passage: says.contains('p').then(|| "一句".to_owned()),
                later: says.contains('l').then_some(1),
                until: says.contains('u').then_some(2),
                ..Own::default()
            },
            ..item("https://a.example/", "甲")
        };
        for (one, other, both) in [
            ("甲", "乙", "甲\n\n乙"),
            ("甲乙", "甲", "甲乙"),
            ("甲", "甲乙", "甲乙"),
            ("", "甲", "甲"),
        ] {
            let of = |note: &str| Item {
                note: note.to_owned(),
                ..of("")
            };
            let mut merged = of(one);
            merged.unite(vec![of(other)]);
            assert_eq!(merged, of(both), "{one} and {other}");
        }
        for (one, other, both) in [
            ("l", "bp", "bpl"),
            ("bp", "l", "bpl"),
            ("b", "blu", "blu"),
            ("bl", "lu", "blu"),
            ("", "l", "l"),
        ] {
            let mut merged = of(one);
            merged.unite(vec![of(other)]);
            assert_eq!(merged, of(both), "{one} and {other}");
        }
    }

    proptest! {
        /// Nothing hostile passes, and what was cleaned stays as it is.
        #[test]
        fn cleaning_is_idempotent(
            title in "\\PC{0,9}|[\\x00-\\x20\u{202e}甲]{0,9}",
            tag in "[#, a甲\u{1b}]{0,6}",
            note in "[ \\n\\r\\t>#甲a]{0,12}",
            collection in "[/ a甲]{0,9}",
        ) {
            let dirty = Item {
                tags: vec![tag.clone(), tag],
                note: note.clone(),
                collections: vec![collection],
                highlights: vec![Highlight { quote: note, ..Highlight::default() }],
                ..item("https://a.example/", &title)
            };
            let clean = dirty.cleaned().expect("it has an address");
            prop_assert_eq!(clean.clone().cleaned(), Some(clean.clone()));
            prop_assert!(!clean.title.contains(char::is_control));
            prop_assert!(!clean.note.contains(|c: char| c.is_control() && c != '\n'));
        }
    }
}
