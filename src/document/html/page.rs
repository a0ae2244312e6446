//! Whole saved pages: which element holds the article.
//!
//! After Readability: paragraphs give points to what holds them, by length and commas; links
//! take them away; names of classes add or take some. What lies outside is not dropped but
//! cut by the rule `page`, so that a reader can see it.

use super::attribute::tokens;
use super::tree::Node;
use std::collections::HashMap;

/// Shortest paragraph, in characters, that counts.
const MIN_PARAGRAPH: usize = 20;

/// Words in class and id that speak for the article, and against.
const FOR: &[&str] = &[
    "article", "content", "post", "entry", "body", "text", "main", "story", "detail", "markdown",
    "news", "blog",
];
const AGAINST: &[&str] = &[
    "comment",
    "comments",
    "sidebar",
    "side",
    "footer",
    "foot",
    "nav",
    "menu",
    "related",
    "share",
    "ad",
    "ads",
    "recommend",
    "widget",
    "header",
    "hot",
    "rank",
    "copyright",
    "promo",
    "banner",
    "breadcrumb",
    "toc",
    "modal",
    "login",
];

/// Whether a source is a page with all its parts, and not a piece of one.
pub fn is_page(source: &str) -> bool {
    source
        .trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t'])
        .get(..9)
        .is_some_and(|head| {
            head.eq_ignore_ascii_case("<!doctype")
                || head
                    .get(..5)
                    .is_some_and(|head| head.eq_ignore_ascii_case("<html"))
        })
}

/// The element that holds the article; `None` if nothing stands out.
pub fn content(root: Node<'_>) -> Option<Node<'_>> {
    let mut scores: HashMap<_, (Node<'_>, f64)> = HashMap::new();
    let mut node = Some(root);
    while let Some(at) = node {
        let skipped = matches!(
            at.name(),
            Some(
                "nav"
                    | "footer"
                    | "aside"
                    | "form"
                    | "script"
                    | "style"
                    | "noscript"
                    | "head"
                    | "template"
                    | "svg"
            )
        );
        if !skipped && let Some(points) = paragraph(at) {
            let weights = [1.0, 0.5, 0.25];
            let holders = std::iter::successors(at.parent(), |node| node.parent());
            for (holder, weight) in holders.zip(weights) {
                if matches!(holder.name(), None | Some("html")) {
                    break;
                }
                scores.entry(holder.id()).or_insert((holder, 0.0)).1 += points * weight;
            }
        }
        node = if skipped {
            next(at, false)
        } else {
            next(at, true)
        };
    }
    let (best, _) = scores
        .into_values()
        .map(|(node, score)| {
            let linked = link_share(node);
            (node, (score + named(node) * 0.1 * score) * (1.0 - linked))
        })
        .max_by(|a, b| a.1.total_cmp(&b.1))?;
    // The element that calls itself the article, if the best stands in one.
    let article = std::iter::successors(Some(best), |node| node.parent())
        .find(|node| node.is("article") || node.attribute("itemprop") == Some("articleBody"));
    Some(article.unwrap_or(best))
}

/// The next node in the order of the source, within or behind.
fn next(node: Node<'_>, within: bool) -> Option<Node<'_>> {
    if within && let Some(child) = node.first_child() {
        return Some(child);
    }
    std::iter::successors(Some(node), |node| node.parent()).find_map(Node::next_sibling)
}

/// The points of a paragraph: of `<p>` and its like, or of a bare text in a block.
fn paragraph(node: Node<'_>) -> Option<f64> {
    let text = match node.name() {
        Some("p" | "pre" | "blockquote" | "h2" | "h3" | "li") => node.all_text(),
        // A text that stands by itself, as between two `<br>`.
        None if node.parent().is_some_and(|parent| {
            matches!(parent.name(), Some("div" | "section" | "td" | "article"))
        }) =>
        {
            node.text()?.to_owned()
        }
        _ => return None,
    };
    let length = text.chars().filter(|c| !c.is_whitespace()).count();
    if length < MIN_PARAGRAPH {
        return None;
    }
    let commas = text.matches([',', '，', '、', '。', '．', '.']).count();
    let points = 1.0 + (commas as f64).min(20.0) + (length as f64 / 60.0).min(5.0);
    let share = if node.is("li") { 0.3 } else { 1.0 };
    Some(points * share * (1.0 - link_share(node)))
}

fn link_share(node: Node<'_>) -> f64 {
    let (mut all, mut linked) = (0_usize, 0_usize);
    for inner in node.descendants() {
        if let Some(text) = inner.text() {
            let length = text.trim().len();
            all += length;
            let in_link = std::iter::successors(inner.parent(), |node| node.parent())
                .take(4)
                .any(|node| node.is("a"));
            linked += if in_link { length } else { 0 };
        }
    }
    linked as f64 / all.max(1) as f64
}

/// What class and id say: from −5 to 3.
fn named(node: Node<'_>) -> f64 {
    let mut words = tokens(node.attribute("class").unwrap_or_default());
    words.extend(tokens(node.attribute("id").unwrap_or_default()));
    let is = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    f64::from(i8::from(is(FOR))) * 3.0 - f64::from(i8::from(is(AGAINST))) * 5.0
}

#[cfg(test)]
mod tests {
    use crate::document::{Format, build, outline};

    #[test]
    fn the_article_of_a_page() {
        let text = "这一段写得够长，有逗号，也有句号，好让人看出它是正文。";
        let source = format!(
            "<!DOCTYPE html><html><head><title>题</title></head><body><nav><ul><li><a href='/'>首页</a></li></ul></nav>\
             <div class=\"wrap\"><div class=\"article-body\"><h1>题</h1><p>{text}</p><p>{text}</p></div>\
             <div class=\"sidebar\"><p><a href='/x'>热门文章，点这里看，还有更多的，统统都在这里</a></p></div></div>\
             <footer><p>版权所有</p></footer></body></html>"
        );
        let document = build(&source, Format::Html);
        let shown: Vec<String> = outline(&document)
            .lines()
            .map(|line| line.trim().to_owned())
            .filter(|line| !line.contains("page") && line != "*" && line != "group")
            .collect();
        assert_eq!(
            shown,
            ["h1 题".to_owned(), format!("p {text}"), format!("p {text}")]
        );
    }
}
