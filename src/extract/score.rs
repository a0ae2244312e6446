//! How much running text each element of a page holds, and what names itself as no part of
//! an article.

use super::class_hints::{
    AROUND, COMMENTS, ELEMENTS, INLINE, LEGAL, MACHINERY, OF_OTHERS, OPENING, ROLES, STOPS,
};
use crate::document::html::{Node, NodeId, tokens};
use crate::document::is_wide;
use std::collections::{HashMap, HashSet};

/// Shortest paragraph, in cells, that counts as running text.
const MIN_PARAGRAPH: usize = 24;

/// Longest part without links, in characters, that its name alone makes junk.
const MAX_UNLINKED: usize = 300;

/// Share of links from which on a part is a list of links.
const LINKED: f64 = 0.25;

/// Share of a page's text from which on an element is no junk, whatever it is called: by a
/// word that may stand for something else, and by one that hardly does.
const TOO_MUCH: f64 = 0.4;
const TOO_MUCH_OF_COMMENTS: f64 = 0.8;

/// Share of a page's text that must be left without its comments.
const LEAST_LEFT: f64 = 0.15;

/// What is known of the elements of a page.
pub struct Weights {
    own: HashMap<NodeId, Weight>,
    /// Elements that are no part of an article, the outermost ones.
    pub junk: HashSet<NodeId>,
}

#[derive(Clone, Copy, Default)]
struct Weight {
    /// Characters of running text that are no link, those in junk not counted.
    running: usize,
    /// Characters of any text, and those that are links.
    length: usize,
    linked: usize,
}

/// A node on the way down, and what its parents are.
struct Line<'a> {
    node: Node<'a>,
    parent: Option<usize>,
    /// The line of the block that it is or stands in.
    block: usize,
    weight: Weight,
    /// A paragraph, or within one.
    in_paragraph: bool,
    in_link: bool,
    machinery: bool,
}

impl Weights {
    /// Weighs all elements below `root`.
    pub fn of(root: Node<'_>) -> Self {
        let mut lines = lines(root);
        sum(&mut lines, |weight, inner| {
            weight.length += inner.length;
            weight.linked += inner.linked;
        });
        for at in 0..lines.len() {
            let within = lines[at].parent.is_some_and(|at| lines[at].in_paragraph);
            let line = &mut lines[at];
            if line.in_paragraph && !within {
                line.weight.running = match line.node.is("pre") {
                    true => line.weight.length,
                    false => running(line.weight, &line.node.all_text()),
                };
            }
        }
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
        let kept: Vec<usize> = lines.iter().map(|line| line.weight.running).collect();
        sum(&mut lines, |weight, inner| weight.running += inner.running);
        let total = lines.first().map_or(0, |line| line.weight.running);
        let mut junk = outermost_junk(&lines, total, true);
        let cut = |line: &&Line<'_>| junk.contains(&line.node.id());
        let taken: usize = lines
            .iter()
            .filter(cut)
            .map(|line| line.weight.running)
            .sum();
        // A page that is all comments, by its own names, is a thread of them.
        if (total - taken) as f64 <= LEAST_LEFT * total as f64 {
            junk = outermost_junk(&lines, total, false);
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

    /// Takes for junk what stands at either end of an element's running text in a part of its
    /// own and is mostly links: other articles, tags, ways on.
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

/// All nodes of a tree in its order, with the characters that each text holds.
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

/// Texts outside of paragraphs, each together with those that only inline elements part from
/// it; by their places among the lines.
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

/// Characters of a paragraph or a text by itself that are running text: of a line that is no
/// sentence a quarter, of figures none.
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

/// Whether a text has a sign that parts sentences; a dot within a number is none.
fn parts_sentences(text: &str) -> bool {
    text.contains(STOPS)
        || text
            .split(['.', ',', ';', '?', '!'])
            .skip(1)
            .any(|after| after.is_empty() || after.starts_with(|c: char| !c.is_alphanumeric()))
}

/// Adds each weight to that of its parent, from the leaves up.
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

/// Whether an element is a unit of text: a paragraph or its like without blocks in it.
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

/// The outermost elements that name themselves as no part of an article; those that name
/// themselves comments only `with_comments`.
fn outermost_junk(lines: &[Line<'_>], total: usize, with_comments: bool) -> HashSet<NodeId> {
    let mut junk = HashSet::new();
    let mut within = vec![false; lines.len()];
    for (at, line) in lines.iter().enumerate() {
        let outer = line.parent.is_some_and(|at| within[at]);
        let own = !outer && is_junk(line, total, with_comments);
        within[at] = outer || own;
        if own {
            junk.insert(line.node.id());
        }
    }
    junk
}

fn is_junk(line: &Line<'_>, total: usize, with_comments: bool) -> bool {
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
    let comments = |word: &String| word.starts_with("comment") && word != "commentary";
    if has(COMMENTS) || words.iter().any(comments) {
        return with_comments && share < TOO_MUCH_OF_COMMENTS;
    }
    let linked = weight.linked as f64 / weight.length.max(1) as f64;
    let role = line.node.attribute("role").unwrap_or_default();
    let structural = ELEMENTS.contains(&name)
        || ROLES.contains(&role)
        || (name == "footer" && !ends_a_quote(line.node))
        || (matches!(name, "aside" | "header") && linked >= LINKED);
    let short = weight.length - weight.linked <= MAX_UNLINKED || linked >= LINKED;
    share < TOO_MUCH && (structural || (has(AROUND) && short))
}

/// Whether a `<footer>` says whose words a quote is.
fn ends_a_quote(node: Node<'_>) -> bool {
    node.parent()
        .is_some_and(|parent| matches!(parent.name(), Some("blockquote" | "figure")))
}

/// The words by which an element names itself. `has-sidebar` is no sidebar.
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
