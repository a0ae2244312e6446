//! Cuts what names itself as something other than the article.

use super::page::Page;

/// Maximum length of an element without links that is cut by its name alone, in characters.
const MAX_UNLINKED: usize = 300;

/// Minimum share of linked characters of a list of links.
const LINKED: f64 = 0.25;

/// An element with at least this share of the page's running text is not cut, whatever its name.
const TOO_MUCH: f64 = 0.4;

/// The same for comments. Higher, because names of comments are rarely used for anything else.
const TOO_MUCH_OF_COMMENTS: f64 = 0.8;

/// If at most this share of the running text is left without the comments, the comments are the
/// article.
const LEAST_LEFT: f64 = 0.15;

/// Minimum running text of an element that names itself an article, to be one beside comments.
const MIN_ARTICLE: usize = 300;

/// How elements that are named comments are judged.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Comments {
    AreCut,
    /// An article is there too, however short.
    BesideAnArticle,
    /// The page is a thread, and its posts are named comments.
    ArePosts,
}

pub fn cut(page: &mut Page<'_>) {
    let total = page.running(0);
    let comments = if has_article(page) {
        Comments::BesideAnArticle
    } else {
        Comments::AreCut
    };
    let mut found = outermost(page, total, comments);
    let taken: usize = found.iter().map(|at| page.running(*at)).sum();
    // Hardly anything else is left: the page is a thread whose posts are named comments.
    let left = (total - taken) as f64;
    if comments == Comments::AreCut && left <= LEAST_LEFT * total as f64 {
        found = outermost(page, total, Comments::ArePosts);
    }
    for at in found {
        page.lines[at].cut = true;
    }
    page.count();
}

/// Whether an element that names itself an article has text, and no comments in or around it.
fn has_article(page: &Page<'_>) -> bool {
    let mut at = 0;
    while let Some(line) = page.lines.get(at) {
        let is_one = line.names.body || page.name(at) == Some("article");
        if line.names.comments {
            at = line.end;
            continue;
        }
        if is_one
            && line.weight.running >= MIN_ARTICLE
            && !page.range(at).any(|at| page.lines[at].names.comments)
        {
            return true;
        }
        at += 1;
    }
    false
}

/// The outermost elements that are not part of the article.
fn outermost(page: &Page<'_>, total: usize, comments: Comments) -> Vec<usize> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(line) = page.lines.get(at) {
        if is_around(page, at, total, comments) {
            found.push(at);
            at = line.end;
        } else {
            at += 1;
        }
    }
    found
}

/// Whether an element's name, role or classes say that it is not part of the article.
fn is_around(page: &Page<'_>, at: usize, total: usize, comments: Comments) -> bool {
    let Some(name) = page
        .name(at)
        .filter(|name| !matches!(*name, "html" | "body"))
    else {
        return false;
    };
    let (weight, names) = (page.lines[at].weight, page.lines[at].names);
    let share = weight.running as f64 / total.max(1) as f64;
    if names.comments {
        return match comments {
            Comments::AreCut => share < TOO_MUCH_OF_COMMENTS,
            Comments::BesideAnArticle => true,
            Comments::ArePosts => false,
        };
    }
    let linked = weight.link_share();
    let structural = names.structural
        || (name == "footer" && !ends_a_quote(page, at))
        || (name == "aside" && linked >= LINKED)
        || (name == "header" && linked >= LINKED && !is_of_article(page, at));
    // A class name alone is weak evidence: long text without links may be the article.
    let short = weight.length - weight.linked <= MAX_UNLINKED || linked >= LINKED;
    share < TOO_MUCH && (structural || (names.around && short))
}

/// Whether a `<header>` holds the heading of an article.
fn is_of_article(page: &Page<'_>, at: usize) -> bool {
    let inside = page
        .ancestors(at)
        .any(|at| page.name(at) == Some("article"));
    inside && page.holds(at, &["h1", "h2", "h3"])
}

/// Whether a `<footer>` is the attribution of a quote or figure.
fn ends_a_quote(page: &Page<'_>, at: usize) -> bool {
    matches!(
        page.name(page.lines[at].parent),
        Some("blockquote" | "figure")
    )
}
