//! Recognizes threads: pages of posts of equal standing, each with its author or date.

use super::headline::{self, Headline};
use super::page::{Page, letters};
use super::share::share_of;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// Minimum share of the running text that all posts of a thread hold together.
const SHARE_OF_POSTS: f64 = 0.9;

/// Minimum share of the posts that have an author or a date.
const SHARE_OF_SIGNED: f64 = 0.8;

/// Maximum number of element kinds (name and class) tried as posts. Bounds the time.
const MAX_KINDS: usize = 64;

/// The posts of the page in document order, after what leads up to them. None if it is not a
/// thread.
pub fn posts(page: &Page<'_>) -> Option<Vec<usize>> {
    let holder = page.dense();
    let posts = best_kind(page, holder)?;
    let signed = posts
        .iter()
        .filter(|post| is_signed(page, holder, &posts, **post))
        .count();
    if signed < share_of(posts.len(), SHARE_OF_SIGNED) || has_matter_outside(page, holder, &posts) {
        return None;
    }
    let mut roots = leads(page, &posts);
    let title = headline::before(page, *posts.first()?);
    let title = title.map(|title| letters(&page.text(title.at)));
    for post in &posts {
        let heading = heading_of(page, share_of_post(page, holder, &posts, *post)..*post);
        let heading = heading.filter(|at| {
            let text = letters(&page.text(*at));
            !text.is_empty() && title.as_ref().is_none_or(|title| !text.contains(title))
        });
        roots.extend(heading);
        roots.push(*post);
    }
    Some(roots)
}

/// The heading of a post that is before it.
fn heading_of(page: &Page<'_>, mut before: Range<usize>) -> Option<usize> {
    before.rfind(|at| page.is_heading(*at) && !page.is_cut(*at))
}

/// The number of posts in a node. Posts are in document order.
fn count(page: &Page<'_>, posts: &[usize], at: usize) -> usize {
    let place = |place: usize| posts.partition_point(|post| *post < place);
    place(page.lines[at].end) - place(at)
}

/// The outermost element around a post that holds no other.
fn share_of_post(page: &Page<'_>, holder: usize, posts: &[usize], post: usize) -> usize {
    let alone = |at: &usize| count(page, posts, *at) == 1;
    let outer = page.ancestors(post).take_while(|at| *at != holder);
    outer.take_while(alone).last().unwrap_or(post)
}

/// The elements of one name and class that together hold nearly all running text. If several kinds
/// qualify, takes the one with the least text of any kind, which has the fewest signatures and
/// buttons.
fn best_kind(page: &Page<'_>, holder: usize) -> Option<Vec<usize>> {
    let enough = share_of(page.running(holder), SHARE_OF_POSTS);
    let kinds = kinds(page, holder);
    let mut tried: HashSet<u32> = HashSet::new();
    let mut best: Option<(usize, Vec<usize>)> = None;
    for (first, kind) in page.range(holder).zip(&kinds) {
        // Try each kind once, at its first occurrence.
        let counts = *kind > 0 && page.running(first) > 0 && !page.is_paragraph(first);
        if !counts || tried.len() >= MAX_KINDS || page.is_cut(first) || !tried.insert(*kind) {
            continue;
        }
        let found = outermost(page, holder, &kinds, *kind);
        let running = || found.iter().map(|at| page.running(*at));
        // If one element holds enough by itself, it is an article and not one of several posts.
        let parted = running().max() < Some(enough);
        let length = found.iter().map(|at| page.lines[*at].weight.length).sum();
        let better = best.as_ref().is_none_or(|(least, _)| length < *least);
        if better && parted && running().sum::<usize>() >= enough {
            best = Some((length, found));
        }
    }
    best.map(|(_, found)| found)
}

/// A number for the name and class of each node in `holder`; 0 without a class.
fn kinds(page: &Page<'_>, holder: usize) -> Vec<u32> {
    let mut known: HashMap<(&str, &str), u32> = HashMap::new();
    let lines = page.range(holder).map(|at| page.lines[at].node);
    let kind = lines.map(|node| {
        let class = node.name().zip(node.attribute("class"))?;
        let next = known.len() as u32 + 1;
        Some(*known.entry(class).or_insert(next))
    });
    kind.map(Option::unwrap_or_default).collect()
}

/// The elements of one kind that are not inside another.
fn outermost(page: &Page<'_>, holder: usize, kinds: &[u32], kind: u32) -> Vec<usize> {
    let mut found = Vec::new();
    let mut at = holder + 1;
    while at < page.lines[holder].end {
        let line = &page.lines[at];
        let is_one = kinds.get(at - holder) == Some(&kind);
        if is_one && !line.cut {
            found.push(at);
        }
        at = if is_one || line.cut { line.end } else { at + 1 };
    }
    found
}

/// Whether a post has an author or a date of its own: in it, or in its share of the element that
/// holds all posts.
fn is_signed(page: &Page<'_>, holder: usize, posts: &[usize], post: usize) -> bool {
    let mut outer = page.ancestors(post).take_while(|at| *at != holder);
    if outer.any(|at| page.lines[at].names.comments) {
        return true;
    }
    let own = share_of_post(page, holder, posts, post);
    page.range(own).any(|at| {
        let line = &page.lines[at];
        let names = line.names;
        !line.machinery && (names.byline || names.signed || line.node.is("time"))
    })
}

/// Whether `holder` has a figure, code or a quote that is in none of the posts.
fn has_matter_outside(page: &Page<'_>, holder: usize, posts: &[usize]) -> bool {
    let within = |at: usize| {
        let before = posts.partition_point(|post| *post <= at);
        let post = before.checked_sub(1).and_then(|nth| posts.get(nth));
        post.is_some_and(|post| page.range(*post).contains(&at))
    };
    page.range(holder)
        .filter(|at| matches!(page.name(*at), Some("figure" | "pre" | "blockquote")))
        .any(|at| !within(at))
}

/// The sentences between the title and the posts: a question, a summary.
fn leads(page: &Page<'_>, posts: &[usize]) -> Vec<usize> {
    let (Some(first), Some(last)) = (posts.first().copied(), posts.last().copied()) else {
        return Vec::new();
    };
    let Some(Headline { at: title, .. }) = headline::before(page, first) else {
        return Vec::new();
    };
    let outer = page.common(page.common(first, last), title);
    let mut leads = Vec::new();
    for unit in page.units_in(outer) {
        let between = page.lines[title].end <= unit.at && unit.at < first;
        let sentence = unit.weight.running > 0 && unit.stops > 0 && unit.weight.link_share() < 0.3;
        // An element around the posts would show what else is in it.
        let around = page.range(unit.block).contains(&first);
        if between && sentence && !around && !page.is_cut(unit.at) {
            leads.push(unit.block);
        }
    }
    leads.dedup();
    leads
}
