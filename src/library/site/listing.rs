//! Tells the pages of a site that list other pages from its articles: first by their path, which
//! generators give, then by what they hold. In doubt a page is an article.

use super::measure::Measure;
use crate::library::html_meta;

/// Folders of pages that list the articles with one property.
const TERMS: &[&str] = &[
    "author",
    "authors",
    "categories",
    "category",
    "series",
    "tag",
    "tags",
    "topic",
    "topics",
];

const ARCHIVES: &[&str] = &["archive", "archives"];

/// Folders among these that hold articles as well: only the pages of the folders in them are lists.
const SUBJECTS: &[&str] = &["series", "topic", "topics"];

/// Maximum characters of a page that only leads to another one, or of one that has none.
const SHORT: usize = 400;
/// Maximum bytes of a page that only leads to another one.
const REDIRECT: usize = 4096;
/// Maximum characters for each page that a list names: a title, a date and an excerpt. A page with more
/// between two links, or before or behind them, has prose of its own and is an article.
const EXCERPT: usize = 400;
/// Maximum characters beside the only link of a list.
const BESIDE: usize = 100;

/// What the path of a page says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// A further page of a list.
    Further,
    /// All articles, or those of a year or a month.
    Archive,
    /// All tags, categories or authors.
    Overview,
    /// The articles with one tag, category or author.
    Term,
    /// A folder named by a year or a month.
    Dated,
    /// The first page of the site.
    Home,
    /// The page of any other folder.
    Folder,
    /// What a server shows for a page that it lacks.
    Missing,
    Search,
    Article,
}

pub struct Page<'a, F: Fn(&str) -> bool> {
    /// Within the site.
    pub path: &'a str,
    /// The host of the site; may be empty.
    pub host: &'a str,
    pub body: &'a str,
    /// Whether a folder of the site has a feed of its own, as Hugo writes for lists.
    pub has_feed: F,
    /// Whether the first page of the site lists the newest articles.
    pub is_series: bool,
}

impl<F: Fn(&str) -> bool> Page<'_, F> {
    pub fn is_listing(&self) -> bool {
        if is_redirect(self.body) {
            return true;
        }
        let place = place(self.path);
        if place == Place::Article {
            return false;
        }
        let measure = Measure::of(self.body, self.path, self.host);
        match place {
            Place::Further => {
                (is_list(&measure) || has_posts(&measure))
                    && (self.continues_list() || !self.is_said())
            }
            Place::Overview | Place::Archive | Place::Term => {
                // Hexo writes the date of its file into the page of all tags.
                is_list(&measure)
                    && (place == Place::Overview || self.has_feed() || !self.is_said())
            }
            Place::Dated => measure.headed >= 2 && has_excerpts(&measure) && !self.is_said(),
            Place::Home => {
                let lists = measure.headed >= 3 && has_excerpts(&measure);
                let mostly = measure.targets >= 5 && measure.share() >= 40;
                lists
                    || mostly && measure.stretch < EXCERPT
                    || self.is_series && (is_list(&measure) || has_posts(&measure))
            }
            Place::Folder => self.has_feed() && is_list_of_folder(&measure) && !self.is_published(),
            Place::Missing => measure.text < SHORT,
            Place::Search => measure.text < SHORT / 4,
            Place::Article => false,
        }
    }

    /// Whether the folder of the page has a feed.
    fn has_feed(&self) -> bool {
        let folder = self.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        (self.has_feed)(folder)
    }

    /// Whether a further page goes on with a list: articles have further pages as well.
    fn continues_list(&self) -> bool {
        let folder = self
            .path
            .rsplit_once("/page")
            .map_or("", |(folder, _)| folder);
        let first = format!("{folder}/index.html");
        let place = place(first.trim_start_matches('/'));
        matches!(
            place,
            Place::Home | Place::Overview | Place::Archive | Place::Term
        ) || (self.has_feed)(folder)
    }

    fn is_published(&self) -> bool {
        html_meta::meta(self.body, "article:published_time").is_some()
    }

    /// Whether a page says that it is an article. Some themes say so on every page.
    fn is_said(&self) -> bool {
        const KINDS: &[&str] = &["\"BlogPosting\"", "\"NewsArticle\"", "\"Article\""];
        let is_kind = html_meta::meta(self.body, "og:type") == Some("article");
        is_kind || self.is_published() || KINDS.iter().any(|kind| self.body.contains(kind))
    }
}

/// Whether a page has links to other pages, and hardly anything else.
fn has_links(measure: &Measure) -> bool {
    let is_enough = measure.targets >= 2 || measure.targets == 1 && measure.unlinked() < BESIDE;
    is_enough && measure.share() >= 25 && measure.stretch < EXCERPT
}

/// Whether a page has headings that lead to other pages, with excerpts between them.
fn has_excerpts(measure: &Measure) -> bool {
    measure.headed >= 2 && measure.text_per_heading() < EXCERPT && measure.post < EXCERPT * 3 / 2
}

/// Whether a page has several whole articles, below headings that lead to their pages. With an article
/// above links to others, the article is most of the text.
fn has_posts(measure: &Measure) -> bool {
    measure.headed >= 3 && measure.articles >= 2 && measure.post * 2 < measure.text
}

fn is_list(measure: &Measure) -> bool {
    has_links(measure) || has_excerpts(measure)
}

/// Whether the page of a folder lists what is in it. Documentation has such pages with a text of their own.
fn is_list_of_folder(measure: &Measure) -> bool {
    measure.targets > 0 && measure.text < BESIDE
        || measure.targets >= 3 && has_links(measure)
        || measure.headed >= 5 && has_excerpts(measure)
}

/// Whether a page sends browsers to another one and has nothing else.
fn is_redirect(body: &str) -> bool {
    body.len() < REDIRECT
        && html_meta::refreshes(body)
        && Measure::of(body, "", "").text < SHORT / 4
}

fn place(path: &str) -> Place {
    let path = path.to_lowercase();
    let parts: Vec<&str> = path.split('/').collect();
    let Some((file, folders)) = parts.split_last() else {
        return Place::Article;
    };
    let is = |all: &[&str], one: &str| all.contains(&one);
    let is_index = matches!(*file, "index.html" | "index.htm");
    let stem = file.split('.').next().unwrap_or_default();
    // Pages of a language or of a blog may be in a folder of their own.
    let top = folders.iter().take(2);
    match folders {
        [.., "page", number] if is_index && is_number(number) => return Place::Further,
        [.., last] if is_index && last.strip_prefix("page").is_some_and(is_number) => {
            return Place::Further;
        }
        [] if *file == "404.html" => return Place::Missing,
        [] if is_index => return Place::Home,
        [] if is(ARCHIVES, stem) || is(TERMS, stem) => return Place::Overview,
        [.., last] if is_index && folders.len() <= 2 && is(TERMS, last) => {
            return Place::Overview;
        }
        [last] if is_index && is(ARCHIVES, last) => return Place::Overview,
        ["search"] if is_index => return Place::Search,
        _ => {}
    }
    if let Some(at) = top.clone().position(|folder| is(ARCHIVES, folder)) {
        let below = folders.get(at + 1..).unwrap_or_default();
        // Others are articles: `archives/1234/` and `archives/title/` are addresses of some blogs.
        let is_period = match below {
            [year, rest @ ..] => is_year(year) && rest.iter().all(|part| is_day(part)),
            [] => true,
        };
        return match is_period && is_index {
            true => Place::Archive,
            false => Place::Article,
        };
    }
    if let Some(at) = top.clone().position(|folder| is(TERMS, folder)) {
        let below = folders.len() - at - 1;
        let is_subject = folders.get(at).is_some_and(|folder| is(SUBJECTS, folder));
        // Pelican writes `category/news.html`.
        let is_term = match is_subject {
            true => is_index && below == 1,
            false => is_index || below == 0,
        };
        return match is_term {
            true => Place::Term,
            false => Place::Article,
        };
    }
    match folders {
        _ if !is_index => Place::Article,
        [year, rest @ ..] if is_year(year) && rest.iter().all(|part| is_day(part)) => Place::Dated,
        _ => Place::Folder,
    }
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && (text.starts_with("19") || text.starts_with("20")) && is_number(text)
}

/// Whether a folder may be named by a month or a day.
fn is_day(text: &str) -> bool {
    text.len() <= 2 && is_number(text)
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places() {
        let check = |path: &str, expected: Place| assert_eq!(place(path), expected, "{path}");
        check("index.html", Place::Home);
        check("page/2/index.html", Place::Further);
        check("page2/index.html", Place::Further);
        check("tags/rust/page/3/index.html", Place::Further);
        check("archives/index.html", Place::Overview);
        check("archives/2026/11/index.html", Place::Archive);
        check("archives/江上/index.html", Place::Article);
        check("archives/123456/index.html", Place::Article);
        check("archives/2026.html", Place::Article);
        check("tags/index.html", Place::Overview);
        check("en/tags/index.html", Place::Overview);
        check("en/Tags/Rust/index.html", Place::Term);
        check("category/news.html", Place::Term);
        check("category/news/a.html", Place::Article);
        check("series/rust/index.html", Place::Term);
        check("series/rust/part-1/index.html", Place::Article);
        check("topics/a.html", Place::Article);
        check("tags.html", Place::Overview);
        check("2026/11/index.html", Place::Dated);
        check("123456/index.html", Place::Folder);
        check("2026/11/1234/index.html", Place::Folder);
        check("archives/3021/index.html", Place::Article);
        check("2026/11/02/江上/index.html", Place::Folder);
        check("posts/index.html", Place::Folder);
        check("posts/a.html", Place::Article);
        check("404.html", Place::Missing);
        check("search/index.html", Place::Search);
        check("a/b/tags/index.html", Place::Folder);
    }

    fn is_listing(path: &str, body: &str, feed: bool) -> bool {
        let page = Page {
            path,
            host: "",
            body,
            has_feed: |_: &str| feed,
            is_series: false,
        };
        page.is_listing()
    }

    #[test]
    fn pages_that_list_others() {
        let link =
            |at: usize| format!("<li>11-0{at} <a href=/2026/{at}/>江上的第{at}条船</a></li>");
        let list: String = (1..6).map(link).collect();
        let text = format!(
            "<article><h1>江上</h1><p>{}</p></article>",
            "一条船过去了。".repeat(90)
        );
        let check = |path: &str, body: &str, feed: bool, expected: bool| {
            assert_eq!(is_listing(path, body, feed), expected, "{path}");
        };
        check("tags/x/index.html", &list, false, true);
        check("tags/x/index.html", &text, false, false);
        check(
            "tags/x/index.html",
            &format!("{text}{}", link(1)),
            false,
            false,
        );
        check("archives/2026/index.html", &list, false, true);
        check("archives/2026/index.html", &text, false, false);
        check("page/2/index.html", &format!("{text}{list}"), false, false);
        let post = |at: usize| format!("<h2><a href=/2026/{at}/>第{at}条船</a></h2>{text}");
        let posts: String = (1..6).map(post).collect();
        check("page/2/index.html", &posts, false, true);
        check("archives/2026/index.html", &posts, false, false);
        let related: String = (10..40).map(link).collect();
        check(
            "tags/x/index.html",
            &format!("{text}{related}"),
            true,
            false,
        );
        let note = format!("<p>{}</p>{}", "船过去了。".repeat(60), link(1));
        check("tags/x/index.html", &note, true, false);
        check("tags/x/index.html", &link(1), false, true);
        let excerpt = |at: usize| {
            let words = "船过去了。".repeat(30);
            format!("<h2><a href=/2026/{at}/>第{at}条船</a></h2><p>{words}</p>")
        };
        let excerpts: String = (1..6).map(excerpt).collect();
        check("tags/x/index.html", &excerpts, false, true);
        let said = format!("<meta property=og:type content=article>{text}{list}");
        check("tags/x/index.html", &said, false, false);
        check("tags/x/page/2/index.html", &said, false, false);
        let said_posts = format!("<meta property=og:type content=article>{posts}");
        check("tags/x/page/2/index.html", &said_posts, false, true);
        check("long-read/page/2/index.html", &said, false, false);
        check("2026/11/index.html", &said, false, false);
        check("index.html", &list, false, true);
        check("index.html", &text, false, false);
        check("2026/11/index.html", &list, false, false);
        check("posts/index.html", &list, true, true);
        check("posts/index.html", &list, false, false);
        check("posts/index.html", &text, true, false);
        let refresh = "<title>x</title><meta http-equiv=\"refresh\" content=\"0; url=/tags/x/\">";
        check("tags/x/page/1/index.html", refresh, false, true);
        check("old.html", refresh, false, true);
        check("old.html", &format!("{refresh}{text}"), false, false);
    }
}
