//! Links between articles: finds the article that an address in another one names.
//!
//! Authors write them in several ways: as a path from the article, as a path from the top of the
//! site, as the address that a generator makes of a file, or as the name of a page in a wiki.

use super::message::{Item, Listed};
use crate::library::Entry;
use crate::text::percent_decode;
use std::path::PathBuf;
use std::sync::Arc;

/// Endings of files that an address may leave out or have in another form.
const SOURCES: &[&str] = &[
    "md", "markdown", "mdx", "html", "htm", "txt", "org", "rst", "adoc",
];

/// Names of files that are the page of their folder.
const PAGES: &[&str] = &["index", "_index", "README", "readme", "Readme"];

/// How sure it is that an article is the one, the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    /// The path from the article.
    Relative,
    /// The path from the top of the library.
    Rooted,
    /// The path from the top of a site within the library.
    Within,
    /// The name of the file in the folder of the article.
    Near,
    /// The name of the file.
    Named,
    Titled,
}

/// What an address names.
struct Wanted {
    /// The path from the article and from the top, without an ending.
    relative: Option<String>,
    rooted: String,
    /// The last part of the path.
    name: String,
    /// The folder of the article.
    folder: String,
    /// Only the path decides: the address has the ending of a source.
    is_path: bool,
    title: String,
}

/// How well what was found fits: the rank, and the length of the path. Of several, the one with the
/// shortest path is meant, as in Obsidian.
type Fit = (Rank, usize);

/// What an address in an article names: an article of a list, or a page of a site that is not in the
/// list. `other`: the article that goes by the name, which is looked for if no path fits.
pub(crate) fn resolve<'a>(
    all: &'a [Item],
    pages: &[Arc<PathBuf>],
    from: &Entry,
    address: &str,
    other: impl FnOnce() -> Option<&'a Item>,
) -> Option<Item> {
    let wanted = Wanted::new(from, address)?;
    let found = find(all, from, &wanted);
    let page = find_page(pages, from, &wanted);
    let is_better = |(fit, _): &(Fit, Entry)| found.is_none_or(|(own, _)| *fit < own);
    let page = page.filter(is_better);
    let is_sure = page
        .as_ref()
        .is_some_and(|((rank, _), _)| *rank <= Rank::Within);
    let item = match found {
        _ if is_sure => None,
        Some((_, item)) => page.is_none().then_some(item),
        None => other(),
    };
    let page = || page.map(|(_, entry)| Item::new(Listed::new(entry)));
    item.cloned().or_else(page)
}

/// The page of a site that fits best. `pages`: their paths.
fn find_page(pages: &[Arc<PathBuf>], from: &Entry, wanted: &Wanted) -> Option<(Fit, Entry)> {
    let fitting = pages.iter().filter_map(|path| {
        let entry = Entry::of_site_page(from.root(), path)?;
        let rank = wanted.rank(entry.id(), entry.title())?;
        Some(((rank, entry.id().len()), entry))
    });
    fitting.min_by_key(|(fit, _)| *fit)
}

/// The article of a list that fits best.
fn find<'a>(all: &'a [Item], from: &Entry, wanted: &Wanted) -> Option<(Fit, &'a Item)> {
    let here = all
        .iter()
        .filter(|item| item.entry.root() == from.root() && !item.entry.gone);
    let ranked = here.filter_map(|item| {
        let entry = &item.entry;
        let rank = wanted.rank(entry.id(), entry.title())?;
        Some(((rank, entry.id().len()), item))
    });
    ranked.min_by_key(|(fit, _)| *fit)
}

/// The part of an address that names a place in the article, without `#`.
pub(crate) fn fragment(address: &str) -> Option<&str> {
    let (_, fragment) = address.split_once('#')?;
    (!fragment.is_empty()).then_some(fragment)
}

impl Wanted {
    fn new(from: &Entry, address: &str) -> Option<Self> {
        let path = address.split(['?', '#']).next().unwrap_or_default();
        // An ID writes a percent sign as `%25`.
        let path = percent_decode(path).replace('%', "%25").replace('\\', "/");
        let (folder, _) = from.id().rsplit_once('/').unwrap_or_default();
        let (bare, extension) = split_ending(path.trim_end_matches('/'));
        let mut rooted = bare;
        while let Some(rest) = ["../", "./", "/"]
            .iter()
            .find_map(|step| rooted.strip_prefix(step))
        {
            rooted = rest;
        }
        let rooted = joined("", rooted)?;
        let name = rooted.rsplit('/').next().unwrap_or_default().to_owned();
        (!name.is_empty()).then(|| Self {
            relative: (!path.starts_with('/'))
                .then(|| joined(folder, bare))
                .flatten(),
            title: percent_decode(&name).to_lowercase(),
            is_path: matches!(extension, "md" | "markdown" | "mdx"),
            folder: folder.to_owned(),
            rooted,
            name,
        })
    }

    fn rank(&self, id: &str, title: &str) -> Option<Rank> {
        let (bare, _) = split_ending(id);
        let own = page_of(bare);
        let is = |wanted: &str| bare == wanted || own == Some(wanted);
        if self.relative.as_deref().is_some_and(is) {
            return Some(Rank::Relative);
        }
        if is(&self.rooted) {
            return Some(Rank::Rooted);
        }
        let name = own.unwrap_or(bare);
        let (folder, name) = name.rsplit_once('/').unwrap_or(("", name));
        let is_named = name == self.name || without_date(name) == self.name;
        let is_named = is_named || name.eq_ignore_ascii_case(&self.name);
        if is_named && ends_with_path(own.unwrap_or(bare), &self.rooted) {
            return Some(Rank::Within);
        }
        if is_named {
            return Some(if folder == self.folder {
                Rank::Near
            } else {
                Rank::Named
            });
        }
        let is_titled = !self.is_path && title.to_lowercase() == self.title;
        is_titled.then_some(Rank::Titled)
    }
}

/// A path without the ending of a source, and that ending.
fn split_ending(path: &str) -> (&str, &str) {
    let (bare, extension) = path.rsplit_once('.').unwrap_or((path, ""));
    match SOURCES
        .iter()
        .any(|source| source.eq_ignore_ascii_case(extension))
    {
        true => (bare, extension),
        false => (path, ""),
    }
}

/// The folder whose page a path without its ending is.
fn page_of(bare: &str) -> Option<&str> {
    let (folder, name) = bare.rsplit_once('/')?;
    PAGES.contains(&name).then_some(folder)
}

/// Whether a path ends with several parts of another one.
fn ends_with_path(path: &str, end: &str) -> bool {
    let head = path.strip_suffix(end).filter(|_| end.contains('/'));
    head.is_some_and(|head| head.is_empty() || head.ends_with('/'))
}

/// `2020-01-02-name` without the date.
fn without_date(name: &str) -> &str {
    let date = name.get(..11).filter(|date| {
        let is_digit = |b: u8| b.is_ascii_digit();
        let mut signs = date.bytes().enumerate();
        signs.all(|(at, b)| {
            if matches!(at, 4 | 7 | 10) {
                b == b'-'
            } else {
                is_digit(b)
            }
        })
    });
    date.and_then(|date| name.strip_prefix(date))
        .unwrap_or(name)
}

/// A path below a folder, without `.` and `..`. None if it leads out of the library.
fn joined(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::{Name, sample};

    #[test]
    fn addresses_name_articles() {
        let root = Arc::new(PathBuf::from("库"));
        let entry = |id: &str, title: &str| {
            let sample = sample::entries_for("en").into_iter().next();
            let sample = sample.expect("the sample has articles");
            Entry {
                name: Name::new(&root, id, title),
                ..sample
            }
        };
        let all: Vec<Item> = [
            ("a/one.md", "一"),
            ("a/two.md", "甲"),
            ("b/two.md", "第二篇"),
            ("b/index.md", "乙"),
            ("site/_posts/2020-01-02-春天.md", "春"),
            ("site/docs/api/run.md", "run"),
            ("c/QSFAYC/index.md", "题"),
            ("d/50%25.md", "半"),
        ]
        .into_iter()
        .map(|(id, title)| Item::new(Listed::new(entry(id, title))))
        .collect();
        #[track_caller]
        fn check(all: &[Item], from: &Entry, address: &str, expected: Option<&str>) {
            let pages = [
                "tags/index.html",
                "x/tags/甲/index.html",
                "b/two/index.html",
            ];
            let pages = pages.map(|id| Arc::new(from.root().join(id)));
            // The last article goes by another name as well.
            let other = || all.last().filter(|_| address == "半仙");
            let found = resolve(all, &pages, from, address, other);
            let found = found.as_ref().map(|item| item.entry.id());
            assert_eq!(found, expected, "{address}");
        }
        let from = entry("a/one.md", "一");
        let check = |address: &str, expected: Option<&str>| check(&all, &from, address, expected);
        check("two.md#x", Some("a/two.md"));
        check("./two", Some("a/two.md"));
        check("../b/two.md", Some("b/two.md"));
        check("/b/two.html?x", Some("b/two.md"));
        check("b/two", Some("b/two.md"));
        check("../b/", Some("b/index.md"));
        check(
            "/2020/01/02/%E6%98%A5%E5%A4%A9/",
            Some("site/_posts/2020-01-02-春天.md"),
        );
        check("/docs/api/run", Some("site/docs/api/run.md"));
        check("/QSFAYC.html", Some("c/QSFAYC/index.md"));
        check("%E7%AC%AC%E4%BA%8C%E7%AF%87", Some("b/two.md"));
        check("TWO", Some("a/two.md"));
        check("../d/50%25.md", Some("d/50%25.md"));
        check("../../x.md", None);
        check("nowhere", None);
        check("半仙", Some("d/50%25.md"));
        check("/tags/", Some("tags/index.html"));
        check("/tags/甲/", Some("x/tags/甲/index.html"));
        check("第二篇.md", None);
        check("/", None);
        assert_eq!(fragment("a#b"), Some("b"));
        assert_eq!(fragment("a#"), None);
    }
}
