//! Counts the running text of each element of a page, and finds the parts that name themselves
//! as something other than the article (junk).

use super::class_hints::{
    AROUND, COMMENTS, ELEMENTS, INLINE, LEGAL, MACHINERY, OF_OTHERS, OPENING, ROLES, STOPS,
};
use crate::document::html::{Node, NodeId, tokens};
use crate::document::is_wide;
use std::collections::{HashMap, HashSet};

/// Minimum width of a paragraph that counts as running text, in cells.
const MIN_PARAGRAPH: usize = 24;

/// Maximum length of an element without links that is junk by its name alone, in characters.
const MAX_UNLINKED: usize = 300;

/// Minimum share of linked characters of a list of links.
const LINKED: f64 = 0.25;

/// An element with at least this share of the page's running text is not junk, whatever its name.
const TOO_MUCH: f64 = 0.4;

/// The same for comments. Higher, because names of comments are rarely used for anything else.
const TOO_MUCH_OF_COMMENTS: f64 = 0.8;

/// If at most this share of the running text is left without the comments, the comments are the
/// article.
const LEAST_LEFT: f64 = 0.15;

/// The weights of all elements of a page.
pub struct Weights {
    own: HashMap<NodeId, Weight>,
    /// Elements outside the article; only the outermost ones.
    pub junk: HashSet<NodeId>,
}

#[derive(Clone, Copy, Default)]
struct Weight {
    /// Characters of running text, without links and without junk.
    running: usize,
    /// Characters of any text, without whitespace.
    length: usize,
    /// Those of them in links.
    linked: usize,
}

/// A node in document order, with what it inherits from its ancestors.
struct Line<'a> {
    node: Node<'a>,
    /// Index of the parent's line.
    parent: Option<usize>,
    /// Index of the line of the nearest block: itself, or the closest ancestor.
    block: usize,
    weight: Weight,
    /// The node is a paragraph or inside one.
    in_paragraph: bool,
    in_link: bool,
    machinery: bool,
}

impl Weights {
    /// Weighs all elements below `root`.
    pub fn of(root: Node<'_>) -> Self {
        // `lines` is in document order, so each parent precedes its children. Sums therefore run
        // backwards, and inherited values forwards.
        let mut lines = lines(root);
        sum(&mut lines, |weight, inner| {
            weight.length += inner.length;
            weight.linked += inner.linked;
        });
        // Running text of paragraphs: only the outermost one of nested paragraphs counts.
        for at in 0..lines.len() {
            let within = lines[at].parent.is_some_and(|at| lines[at].in_paragraph);
            let line = &mut lines[at];
            if line.in_paragraph && !within {
                line.weight.running = if line.node.is("pre") {
                    line.weight.length
                } else {
                    running(line.weight, &line.node.all_text())
                };
            }
        }
        // Text outside paragraphs counts for the first text node of its run.
        for texts in bare_texts(&lines) {
            let of = |at: &usize| lines[*at].weight;
            let weight = Weight {
                running: 0,
                length: texts.iter().map(|at| of(at).length).sum(),
                linked: texts.iter().map(|at| of(at).linked).sum(),
            };
            let text: String = texts
                .iter()
                .filter_map(|at| lines[*at].node.text())
                .collect();
            lines[texts[0]].weight.running = running(weight, &text);
        }
        // Junk depends on shares of the total, and the final weights exclude junk. So sum up
        // once, find the junk, restore the own weights of the nodes, and sum up again.
        let kept: Vec<usize> = lines.iter().map(|line| line.weight.running).collect();
        sum(&mut lines, |weight, inner| weight.running += inner.running);
        let total = lines.first().map_or(0, |line| line.weight.running);
        let mut junk = outermost_junk(&lines, total, Comments::AreJunk);
        let cut = |line: &&Line<'_>| junk.contains(&line.node.id());
        let taken: usize = lines
            .iter()
            .filter(cut)
            .map(|line| line.weight.running)
            .sum();
        // Hardly anything else is left: the page is a thread whose posts are named comments.
        if (total - taken) as f64 <= LEAST_LEFT * total as f64 {
            junk = outermost_junk(&lines, total, Comments::ArePosts);
        }
        for (line, running) in lines.iter_mut().zip(kept) {
            line.weight.running = running;
        }
        for at in (1..lines.len()).rev() {
            let line = &mut lines[at];
            if junk.contains(&line.node.id()) {
                line.weight.running = 0;
            }
            let (running, parent) = (line.weight.running, line.parent);
            if let Some(parent) = parent.and_then(|at| lines.get_mut(at)) {
                parent.weight.running += running;
            }
        }
        let own = lines.iter().map(|line| (line.node.id(), line.weight));
        Self {
            own: own.collect(),
            junk,
        }
    }

    /// Characters of any text below a node.
    pub fn length(&self, node: Node<'_>) -> usize {
        self.own.get(&node.id()).map_or(0, |weight| weight.length)
    }

    /// Marks as junk the parts before the first and after the last running text of `holder` that
    /// are mostly links: related articles, tags, links to the next page.
    pub fn trim(&mut self, holder: Node<'_>) {
        let nodes: Vec<Node<'_>> = holder.descendants().collect();
        let runs = |node: &Node<'_>| self.running(*node) > 0;
        let is_text = |node: &Node<'_>| node.text().is_some() || is_paragraph(*node);
        let first = nodes.iter().position(|node| runs(node) && is_text(node));
        let last = nodes.iter().rposition(runs);
        for (at, node) in nodes.into_iter().enumerate() {
            let outside = Some(at) < first || Some(at) > last;
            let part = matches!(node.name(), Some("div" | "section" | "aside" | "header"));
            let weight = self.own.get(&node.id()).copied().unwrap_or_default();
            let links = weight.linked * 2 >= weight.length.max(1) && weight.running == 0;
            if outside && part && links {
                self.junk.insert(node.id());
            }
        }
    }

    /// Characters of running text below a node.
    pub fn running(&self, node: Node<'_>) -> usize {
        self.own.get(&node.id()).map_or(0, |weight| weight.running)
    }
}

/// All nodes of a tree in document order. Only text nodes have weights yet.
fn lines(root: Node<'_>) -> Vec<Line<'_>> {
    let mut places: HashMap<NodeId, usize> = HashMap::new();
    let mut lines: Vec<Line<'_>> = Vec::new();
    for node in root.descendants() {
        let parent = node
            .parent()
            .and_then(|node| places.get(&node.id()).copied());
        let outer = parent.and_then(|at| lines.get(at));
        let is = |of: fn(&Line<'_>) -> bool| outer.is_some_and(of);
        let machinery = is(|outer| outer.machinery) || is_machinery(node);
        let inline = node.name().is_none_or(|name| INLINE.contains(&name));
        let mut line = Line {
            node,
            parent,
            block: outer
                .filter(|_| inline)
                .map_or(lines.len(), |outer| outer.block),
            weight: Weight::default(),
            in_paragraph: is(|outer| outer.in_paragraph) || is_paragraph(node),
            in_link: is(|outer| outer.in_link) || node.is("a"),
            machinery,
        };
        if let Some(text) = node.text().filter(|_| !machinery) {
            line.weight.length = text.chars().filter(|c| !c.is_whitespace()).count();
            line.weight.linked = if line.in_link { line.weight.length } else { 0 };
        }
        places.insert(node.id(), lines.len());
        lines.push(line);
    }
    lines
}

/// Text nodes outside paragraphs, as indices into `lines`. Text nodes separated only by inline
/// elements form one run.
fn bare_texts(lines: &[Line<'_>]) -> Vec<Vec<usize>> {
    let mut all: Vec<Vec<usize>> = Vec::new();
    let mut last_block = None;
    for (at, line) in lines.iter().enumerate() {
        if line.node.name().is_some_and(|name| !INLINE.contains(&name)) {
            last_block = None;
        }
        if line.node.text().is_none() || line.in_paragraph || line.machinery {
            continue;
        }
        let run = all.last_mut().filter(|_| last_block == Some(line.block));
        match run {
            Some(run) => run.push(at),
            None => all.push(vec![at]),
        }
        last_block = Some(line.block);
    }
    all
}

/// Characters of running text in a paragraph or a run of bare text. Links, short lines and legal
/// notices count 0. Lines without sentence punctuation count 1/4; numeric lines count 0.
fn running(weight: Weight, text: &str) -> usize {
    let unlinked = weight.length - weight.linked;
    let cells: usize = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| if is_wide(c) { 2 } else { 1 })
        .sum();
    let head = text.trim_start_matches(OPENING);
    if cells < MIN_PARAGRAPH || LEGAL.iter().any(|legal| head.starts_with(legal)) {
        0
    } else if parts_sentences(text) {
        unlinked
    } else if text.chars().filter(char::is_ascii_digit).count() * 3 > weight.length {
        0
    } else {
        unlinked / 4
    }
}

/// Whether a text has sentence punctuation. ASCII punctuation counts only at the end of a word:
/// the dot in `1.5` does not.
fn parts_sentences(text: &str) -> bool {
    text.contains(STOPS)
        || text
            .split(['.', ',', ';', '?', '!'])
            .skip(1)
            .any(|after| after.is_empty() || after.starts_with(|c: char| !c.is_alphanumeric()))
}

/// Adds the weight of each node to its parent's, from the leaves up.
fn sum(lines: &mut [Line<'_>], add: impl Fn(&mut Weight, Weight)) {
    for at in (1..lines.len()).rev() {
        let (inner, parent) = (lines[at].weight, lines[at].parent);
        if let Some(parent) = parent.and_then(|at| lines.get_mut(at)) {
            add(&mut parent.weight, inner);
        }
    }
}

fn is_machinery(node: Node<'_>) -> bool {
    let undisplayed = || {
        node.attribute("hidden").is_some()
            || node.attribute("style").is_some_and(|style| {
                let style = style.to_ascii_lowercase().replace(' ', "");
                style.contains("display:none")
            })
    };
    node.name()
        .is_some_and(|name| MACHINERY.contains(&name) || undisplayed())
}

/// Whether an element is one unit of text: a paragraph or similar element without blocks inside.
pub fn is_paragraph(node: Node<'_>) -> bool {
    let named = matches!(
        node.name(),
        Some("p" | "pre" | "blockquote" | "h1" | "h2" | "h3" | "h4" | "li" | "dd" | "figcaption")
    );
    named
        && !node.children().any(|child| {
            matches!(
                child.name(),
                Some("p" | "div" | "ul" | "ol" | "section" | "table" | "article" | "figure")
            )
        })
}

/// How elements that are named comments are judged.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Comments {
    AreJunk,
    /// The page is a thread, and its posts are named comments.
    ArePosts,
}

/// The outermost elements that are junk.
fn outermost_junk(lines: &[Line<'_>], total: usize, comments: Comments) -> HashSet<NodeId> {
    let mut junk = HashSet::new();
    let mut within = vec![false; lines.len()];
    for (at, line) in lines.iter().enumerate() {
        let outer = line.parent.is_some_and(|at| within[at]);
        let own = !outer && is_junk(line, total, comments);
        within[at] = outer || own;
        if own {
            junk.insert(line.node.id());
        }
    }
    junk
}

/// Whether an element's name, role or classes say that it is not part of the article.
fn is_junk(line: &Line<'_>, total: usize, comments: Comments) -> bool {
    let Some(name) = line
        .node
        .name()
        .filter(|name| !matches!(*name, "html" | "body"))
    else {
        return false;
    };
    let weight = line.weight;
    let share = weight.running as f64 / total.max(1) as f64;
    let words = words(line.node);
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    let is_comments = |word: &String| word.starts_with("comment") && word != "commentary";
    if has(COMMENTS) || words.iter().any(is_comments) {
        return comments == Comments::AreJunk && share < TOO_MUCH_OF_COMMENTS;
    }
    let linked = weight.linked as f64 / weight.length.max(1) as f64;
    let role = line.node.attribute("role").unwrap_or_default();
    let structural = ELEMENTS.contains(&name)
        || ROLES.contains(&role)
        || (name == "footer" && !ends_a_quote(line.node))
        || (matches!(name, "aside" | "header") && linked >= LINKED);
    // A class name alone is weak evidence: long text without links may be the article.
    let short = weight.length - weight.linked <= MAX_UNLINKED || linked >= LINKED;
    share < TOO_MUCH && (structural || (has(AROUND) && short))
}

/// Whether a `<footer>` is the attribution of a quote or figure.
fn ends_a_quote(node: Node<'_>) -> bool {
    node.parent()
        .is_some_and(|parent| matches!(parent.name(), Some("blockquote" | "figure")))
}

/// The words by which an element names itself, without those after [`OF_OTHERS`].
fn words(node: Node<'_>) -> Vec<String> {
    let mut words: Vec<String> = ["class", "id", "aria-label", "aria-labelledby"]
        .iter()
        .filter_map(|name| node.attribute(name))
        .flat_map(tokens)
        .collect();
    let mut of_others = false;
    words.retain(|word| {
        let other = std::mem::replace(&mut of_others, OF_OTHERS.contains(&word.as_str()));
        !other
    });
    words
}
