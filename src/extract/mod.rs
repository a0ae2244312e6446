//! Finds the article in a saved web page.
//!
//! 1. Count the characters of running text (sentences, not links or labels) in each element.
//!    Parts that name themselves as navigation, comments and so on count 0 (`score`).
//! 2. Descend from the root into the child that holds nearly all of its parent's running text,
//!    and stop where the text divides among several children.
//! 3. If it divides into elements of one class, the page is a thread: the article is all its
//!    posts.
//!
//! The rest of the page is not dropped. The builder marks it as cut by the rule `page`, so that
//! the user can show it.

mod class_hints;
mod score;

use crate::document::html::{Article, Node, NodeId, tokens};
use crate::document::{self, Context, Document, Format};
use class_hints::FOR;
use score::Weights;
use std::collections::HashSet;

/// Minimum characters of running text of an article.
const MIN_RUNNING: usize = 20;

/// Minimum share of its parent's running text that a child must hold for the descent to enter it.
/// Lower if the child's name says article and its parent's does not, higher in the opposite case.
const SHARE_OF_CALLED: f64 = 0.6;
const SHARE_OF_CALLING: f64 = 0.93;
const SHARE: f64 = 0.8;

/// Minimum share of the running text that all posts of a thread hold together.
const SHARE_OF_POSTS: f64 = 0.9;

/// Minimum share of the page's running text that an `<article>` holds.
const SHARE_OF_ARTICLE: f64 = 0.5;

/// Maximum number of element kinds (name and class) tried as posts. Bounds the time.
const MAX_KINDS: usize = 64;

/// Builds the document of an article's body. If the body is a whole web page, finds the article
/// in it first.
///
/// ```
/// use kanbao::document::{Context, Format};
///
/// let document = kanbao::extract::document("# 题\n\n一段。", Format::Markdown, &Context::default());
/// assert_eq!(kanbao::document::outline(&document), "h1 题\np 一段。\n");
/// ```
pub fn document(body: &str, format: Format, context: &Context<'_>) -> Document {
    let parsed = document::parse(body, format, context);
    let page = parsed.html().filter(|html| is_page(html.source()));
    let article = page.and_then(|page| find_article(page.root()));
    parsed.build(article, context)
}

/// Whether a source is a whole page rather than a fragment.
fn is_page(source: &str) -> bool {
    let mut head = source.trim_start_matches('\u{feff}').trim_start();
    // An XML declaration and comments may come first.
    while let Some((open, close)) = [("<?xml", "?>"), ("<!--", "-->")]
        .into_iter()
        .find(|(open, _)| head.starts_with(open))
    {
        let rest = head.get(open.len()..).unwrap_or_default();
        head = rest
            .split_once(close)
            .map_or("", |(_, rest)| rest)
            .trim_start();
    }
    ["<!doctype", "<html"].iter().any(|sign| {
        head.get(..sign.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(sign))
    })
}

/// The article of a page. None if the page has hardly any text.
fn find_article(root: Node<'_>) -> Option<Article<'_>> {
    let mut weights = Weights::of(root);
    if weights.running(root) < MIN_RUNNING {
        return None;
    }
    let article = article(root, &weights);
    let holder = descend(article.unwrap_or(root), &weights);
    let roots = posts(holder, &weights).unwrap_or_else(|| vec![holder]);
    // The end of an element that is certainly the article belongs to the article, links included.
    // Otherwise its edges may hold related links and tags.
    if article.is_none() && !is_named(holder) {
        weights.trim(holder);
    }
    Some(Article {
        roots,
        junk: weights.junk,
    })
}

/// The element that is marked as the article and holds more than half of the page's text. The
/// last in document order, which is the innermost: two that are not nested cannot both hold half.
fn article<'a>(root: Node<'a>, weights: &Weights) -> Option<Node<'a>> {
    let enough = share_of(weights.running(root), SHARE_OF_ARTICLE);
    let called =
        |node: &Node<'_>| node.is("article") || node.attribute("itemprop") == Some("articleBody");
    root.descendants()
        .filter(|node| called(node) && weights.running(*node) > enough)
        .last()
}

/// Descends to the element where the running text divides.
fn descend<'a>(mut node: Node<'a>, weights: &Weights) -> Node<'a> {
    loop {
        let own = weights.running(node);
        let named = is_named(node);
        let next = node
            .children()
            .filter(|child| weighs_as_holder(*child))
            .max_by_key(|child| weights.running(*child))
            .filter(|child| {
                let share = match (named, is_named(*child)) {
                    (false, true) => SHARE_OF_CALLED,
                    (true, false) => SHARE_OF_CALLING,
                    _ => SHARE,
                };
                weights.running(*child) >= share_of(own, share)
            });
        match next {
            Some(child) => node = child,
            None => return node,
        }
    }
}

/// Whether an element may hold a whole article. Paragraphs, lists and figures are only parts.
fn weighs_as_holder(node: Node<'_>) -> bool {
    node.name().is_some_and(|name| {
        !score::is_paragraph(node)
            && !matches!(name, "ul" | "ol" | "dl" | "figure" | "header" | "details")
    })
}

fn is_named(node: Node<'_>) -> bool {
    node.is("article") || has_word(node, FOR)
}

/// A share of a length, rounded up.
fn share_of(length: usize, share: f64) -> usize {
    (length as f64 * share).ceil() as usize
}

fn has_word(node: Node<'_>, list: &[&str]) -> bool {
    ["class", "id"]
        .iter()
        .filter_map(|name| node.attribute(name))
        .any(|value| {
            tokens(value)
                .iter()
                .any(|word| list.contains(&word.as_str()))
        })
}

/// The posts of a thread: elements of one name and class that together hold nearly all running
/// text of `holder`, with no figure, quote or code between them. If several kinds qualify, takes
/// the one with the least text of any kind, which has the fewest signatures and buttons.
fn posts<'a>(holder: Node<'a>, weights: &Weights) -> Option<Vec<Node<'a>>> {
    let enough = share_of(weights.running(holder), SHARE_OF_POSTS);
    let mut tried: HashSet<(&str, &str)> = HashSet::new();
    let mut best: Option<(usize, Vec<Node<'a>>)> = None;
    for first in holder.descendants() {
        let (Some(name), Some(class)) = (first.name(), first.attribute("class")) else {
            continue;
        };
        // Try each kind (name and class) once, at its first occurrence.
        let counts = weights.running(first) > 0
            && !score::is_paragraph(first)
            && !is_within(first, &weights.junk);
        if !counts || tried.len() >= MAX_KINDS || !tried.insert((name, class)) {
            continue;
        }
        let found = outermost(holder, &|node: Node<'_>| {
            node.is(name)
                && node.attribute("class") == Some(class)
                && !is_within(node, &weights.junk)
        });
        let running = || found.iter().map(|node| weights.running(*node));
        // If one element holds enough by itself, it is an article and not one of several posts.
        let parted = running().max() < Some(enough);
        let length = found.iter().map(|node| weights.length(*node)).sum();
        let better = best.as_ref().is_none_or(|(least, _)| length < *least);
        if better && parted && running().sum::<usize>() >= enough {
            best = Some((length, found));
        }
    }
    let (_, found) = best?;
    (!has_matter_outside(holder, &found)).then_some(found)
}

/// The descendants for which `fits` is true, without those inside another such element.
fn outermost<'a>(holder: Node<'a>, fits: &dyn Fn(Node<'a>) -> bool) -> Vec<Node<'a>> {
    let mut ids: HashSet<NodeId> = HashSet::new();
    let mut found: Vec<Node<'a>> = Vec::new();
    for node in holder.descendants().filter(|node| fits(*node)) {
        if !is_within(node, &ids) {
            ids.insert(node.id());
            found.push(node);
        }
    }
    found
}

/// Whether a node or one of its ancestors is in `outer`.
fn is_within(node: Node<'_>, outer: &HashSet<NodeId>) -> bool {
    std::iter::successors(Some(node), |node| node.parent()).any(|node| outer.contains(&node.id()))
}

/// Whether `holder` has a figure, code or a quote that is in none of the posts.
fn has_matter_outside(holder: Node<'_>, posts: &[Node<'_>]) -> bool {
    let posts: HashSet<NodeId> = posts.iter().map(|post| post.id()).collect();
    holder
        .descendants()
        .filter(|node| matches!(node.name(), Some("figure" | "pre" | "blockquote")))
        .any(|node| !is_within(node, &posts))
}

#[cfg(test)]
mod tests;
