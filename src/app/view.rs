//! Views: which articles of the library the list shows. Most are facets, values that articles
//! have in common: a source, a category, a month.

use super::listed::{Item, Listed};
use crate::library::{Entry, Zone, folder};
use crate::locale::Locale;
use crate::search::full_text::Snippet;
use crate::text::{Language, fold_forms};
use crate::user::marks::Marks;
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

/// Which articles the list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum View {
    #[default]
    All,
    Unread,
    Bookmarks,
    /// The queue of articles to read later.
    Later,
    /// Begun and not finished.
    Reading,
    Facet(Facet),
    Among(Arc<Among>),
}

/// Which articles the list shows before it is searched.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    pub view: View,
    pub unread_only: bool,
}

impl Scope {
    /// Whether an article may be shown. The quick filter and the queue are not compared.
    pub fn may_hold(&self, item: &Listed, marks: &Marks, zone: &Zone) -> bool {
        (!self.unread_only || !marks.is_read(&item.entry))
            && (!self.view.is_of_bookmarks() || marks.is_bookmarked(&item.entry))
            && self.view.holds(item, marks, zone)
    }
}

/// The articles that belong to one article.
#[derive(Debug)]
pub struct Among {
    pub bond: Bond,
    pub article: Item,
    /// What the list showed before.
    pub before: View,
    /// What it was searched for.
    pub search: String,
    /// By the ids of the articles.
    members: HashMap<Arc<str>, Vec<Member>>,
}

/// Why articles belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bond {
    /// They share rare terms.
    Related,
    Versions,
}

#[derive(Debug)]
struct Member {
    root: PathBuf,
    /// Its place in the order of the view.
    rank: usize,
    shared: Option<Snippet>,
}

impl PartialEq for Among {
    fn eq(&self, other: &Self) -> bool {
        self.bond == other.bond && self.article.is(&other.article)
    }
}

impl Eq for Among {}

impl Among {
    pub fn new(bond: Bond, article: Item, before: View, search: String) -> Self {
        Self {
            bond,
            article,
            before,
            search,
            members: HashMap::new(),
        }
    }

    /// Adds an article after those that are known.
    pub fn add(&mut self, id: &str, root: PathBuf, shared: Option<String>) {
        let rank = self.members.len();
        let shared = shared.map(|text| Snippet {
            text,
            ranges: Vec::new(),
        });
        let members = self.members.entry(id.into()).or_default();
        members.push(Member { root, rank, shared });
    }

    fn member(&self, entry: &Entry) -> Option<&Member> {
        let root = entry.root().as_os_str();
        let mut members = self.members.get(entry.id())?.iter();
        members.find(|member| member.root.as_os_str() == root)
    }
}

/// A value that articles have in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facet {
    pub kind: FacetKind,
    /// What articles are compared by: folded for categories and tags, `2026-11` for a month, `2026` for
    /// its year.
    pub key: Arc<str>,
    pub label: Arc<str>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FacetKind {
    /// A collection of bookmarks.
    Collection,
    /// A tag that the user gave to bookmarks.
    UserTag,
    /// The articles of a feed of the user. Its key is their folders, one a line.
    Feed,
    Source,
    Category,
    Tag,
    Month,
    Language,
    Folder,
}

/// Folders are counted down to this depth; deeper ones belong to the folder above.
const DEEPEST: usize = 4;

impl View {
    /// The name under which it is remembered.
    pub fn name(&self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Unread => "unread",
            Self::Bookmarks => "bookmarks",
            Self::Later => "later",
            Self::Reading => "reading",
            Self::Facet(facet) => facet.kind.name(),
            Self::Among(among) => match among.bond {
                Bond::Related => "related",
                Bond::Versions => "versions",
            },
        }
    }

    /// The name that the interface shows.
    pub fn title(&self, locale: &Locale) -> String {
        match self {
            Self::Facet(facet) => match facet.kind {
                FacetKind::UserTag | FacetKind::Tag => format!("#{}", facet.label),
                _ => facet.label.to_string(),
            },
            Self::Among(among) => {
                let key = format!("sidebar.{}", self.name());
                format!("{} ▸ {}", locale.text(&key), among.article.entry.title())
            }
            view => locale.text(&format!("sidebar.{}", view.name())).to_owned(),
        }
    }

    /// Whether only bookmarks belong to the view.
    pub const fn is_of_bookmarks(&self) -> bool {
        match self {
            Self::Bookmarks => true,
            Self::Facet(facet) => facet.kind.is_of_bookmarks(),
            _ => false,
        }
    }

    /// Whether an article belongs to the view. Unread articles, bookmarks and the queue are the
    /// list's own filters.
    pub fn holds(&self, item: &Listed, marks: &Marks, zone: &Zone) -> bool {
        match self {
            Self::All | Self::Unread | Self::Bookmarks | Self::Later => true,
            Self::Reading => is_being_read(item, marks),
            Self::Facet(facet) => facet.holds(item, marks, zone),
            Self::Among(among) => among.member(&item.entry).is_some(),
        }
    }

    fn bond(&self) -> Option<Bond> {
        match self {
            Self::Among(among) => Some(among.bond),
            _ => None,
        }
    }

    /// Whether it shows related articles.
    pub(crate) fn is_related(&self) -> bool {
        self.bond() == Some(Bond::Related)
    }

    /// Whether each version of an article has a row of its own.
    pub(super) fn shows_versions(&self) -> bool {
        self.bond() == Some(Bond::Versions)
    }

    /// The place of an article in the order of the view, if it has one.
    pub(super) fn rank(&self, entry: &Entry) -> Option<usize> {
        match self {
            Self::Among(among) => among.member(entry).map(|member| member.rank),
            _ => None,
        }
    }

    /// What an article shares with the one that it is related to.
    pub(super) fn shared(&self, entry: &Entry) -> Option<&Snippet> {
        match self {
            Self::Among(among) => among.member(entry)?.shared.as_ref(),
            _ => None,
        }
    }
}

/// Whether an article was begun and not finished.
pub fn is_being_read(item: &Listed, marks: &Marks) -> bool {
    reading_percent(item, marks).is_some()
}

/// How far the user has come in an article that was begun and not finished, in percent.
pub fn reading_percent(item: &Listed, marks: &Marks) -> Option<u8> {
    let place = marks.place(&item.entry);
    let place = place.filter(|mark| mark.is_unfinished());
    place.map(|mark| (mark.fraction * 100.0).round() as u8)
}

impl Facet {
    fn holds(&self, item: &Listed, marks: &Marks, zone: &Zone) -> bool {
        match self.kind {
            FacetKind::Collection => return marks.collections(&item.entry).contains(&&*self.key),
            FacetKind::UserTag => return marks.tags(&item.entry).contains(&&*self.key),
            FacetKind::Feed => return is_below(folder(&item.entry), &self.key),
            _ => {}
        }
        let mut found = false;
        self.kind
            .values(item, zone, &mut |key, _| found |= key == &*self.key);
        found
    }
}

impl FacetKind {
    pub const ALL: [Self; 9] = [
        Self::Collection,
        Self::UserTag,
        Self::Feed,
        Self::Source,
        Self::Category,
        Self::Tag,
        Self::Month,
        Self::Language,
        Self::Folder,
    ];

    /// Whether only bookmarks have values of this kind.
    pub const fn is_of_bookmarks(self) -> bool {
        matches!(self, Self::Collection | Self::UserTag)
    }

    /// The last part of its locale key: `sidebar.<name>`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Collection => "collection",
            Self::UserTag => "user-tag",
            Self::Feed => "feed",
            Self::Source => "source",
            Self::Category => "category",
            Self::Tag => "tag",
            Self::Month => "month",
            Self::Language => "language",
            Self::Folder => "folder",
        }
    }

    /// Gives key and label of each value of an article, once.
    pub fn values(self, item: &Listed, zone: &Zone, give: &mut dyn FnMut(&str, &str)) {
        let entry = &item.entry;
        match self {
            // Marks say which articles have them.
            Self::Collection | Self::UserTag => {}
            // Its folders are counted.
            Self::Feed => {}
            Self::Source if entry.labels.source.is_empty() => {}
            Self::Source => give(&entry.labels.source, &entry.labels.source),
            Self::Category => names(&entry.labels.categories, give),
            Self::Tag => names(&entry.labels.tags, give),
            Self::Month => {
                if let Some(date) = entry.date.filter(|date| date.is_written()) {
                    let (year, month, ..) = date.civil(zone);
                    let key = format!("{year:04}-{month:02}");
                    give(&key, &key);
                    let year = key.get(..key.len() - 3).unwrap_or_default();
                    give(year, year);
                }
            }
            Self::Language => {
                let tag = tag(entry.language);
                give(tag, tag);
            }
            Self::Folder => {
                let path = folder(entry);
                let ends = path.match_indices('/').map(|(at, _)| at);
                for end in ends.chain([path.len()]).take(DEEPEST) {
                    let parent = path.get(..end).unwrap_or_default();
                    if !parent.is_empty() {
                        give(parent, parent);
                    }
                }
            }
        }
    }
}

/// Whether a folder is one of those that are named one a line, or in one of them.
fn is_below(folder: &str, named: &str) -> bool {
    named.lines().any(|above| {
        let rest = folder.strip_prefix(above);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    })
}

/// Names that differ only in case or width are one.
fn names(names: &[Arc<str>], give: &mut dyn FnMut(&str, &str)) {
    let mut seen: Vec<String> = Vec::with_capacity(names.len());
    for name in names {
        let key = fold_forms(name.trim());
        if !key.is_empty() && !seen.contains(&key) {
            give(&key, name.trim());
            seen.push(key);
        }
    }
}

const fn tag(language: Language) -> &'static str {
    match language {
        Language::ZhHans => "zh-Hans",
        Language::ZhHant => "zh-Hant",
        Language::Ja => "ja",
        Language::Ko => "ko",
        Language::Latin => "en",
        Language::Other => "und",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::{Entry, Interner, sample};

    fn values(kind: FacetKind, entry: Entry) -> Vec<String> {
        let zone = Zone::named("UTC").unwrap();
        let mut found = Vec::new();
        let item = Listed::new(entry);
        kind.values(&item, &zone, &mut |_, label| found.push(label.to_owned()));
        found
    }

    #[test]
    fn what_is_shown_is_searched_first() {
        let mut marks = Marks::default();
        let item = Listed::new(sample::entries().remove(0));
        let holds = |view: View, unread_only: bool, marks: &Marks| {
            let scope = Scope { view, unread_only };
            scope.may_hold(&item, marks, &Zone::default())
        };
        assert!(holds(View::All, true, &marks));
        assert!(!holds(View::Bookmarks, false, &marks));
        marks.set_read(&item.entry, true, 1);
        marks.add_bookmark(&item.entry, None, 2);
        assert!(!holds(View::All, true, &marks));
        assert!(holds(View::Bookmarks, false, &marks));
    }

    #[test]
    fn an_article_has_each_value_once() {
        #[track_caller]
        fn check(categories: &[&str], expected: &[&str]) {
            let entry = Entry {
                labels: Interner::default().labels("", "", categories, &[]),
                ..sample::entries().remove(0)
            };
            assert_eq!(values(FacetKind::Category, entry), expected);
        }
        check(&["AI", "AI"], &["AI"]);
        check(&["AI", "ＡＩ", "ai ", "报"], &["AI", "报"]);
        check(&["", " "], &[]);
    }

    #[test]
    fn an_article_is_in_the_folders_above_it() {
        #[track_caller]
        fn check(id: &str, expected: &[&str]) {
            let mut entry = sample::entries().remove(0);
            entry.name = entry.name.with_id(id);
            assert_eq!(values(FacetKind::Folder, entry), expected);
        }
        check("a.md", &[]);
        check("x/a.md", &["x"]);
        check("x/y/a.md", &["x", "x/y"]);
        check("1/2/3/4/5/6.md", &["1", "1/2", "1/2/3", "1/2/3/4"]);
    }
}
