//! How much running text each element of a page holds, and what names itself as no part of
//! an article.

use crate::document::html::attribute::tokens;
use crate::document::html::tree::{Node, NodeId};
use std::collections::{HashMap, HashSet};

/// Shortest paragraph, in characters, that counts as running text.
const MIN_PARAGRAPH: usize = 20;

/// Longest part without links, in characters, that its name alone makes junk.
const MAX_UNLINKED: usize = 300;

/// Share of links from which on a part is a list of links.
const LINKED: f64 = 0.25;

/// Share of a page's text from which on an element is no junk, whatever it is called: by a
/// word that may stand for something else, and by one that hardly does.
const TOO_MUCH: f64 = 0.4;
const TOO_MUCH_OF_COMMENTS: f64 = 0.8;

/// Signs that part sentences: a line without counts for half, and one of figures for nothing.
const STOPS: [char; 12] = [
    '，', '。', '、', '；', '？', '！', ',', '.', ';', '?', '!', '．',
];

/// How the small print of a site begins, behind signs like these. It is no running text.
const LEGAL: &[&str] = &[
    "Copyright",
    "Notice:",
    "Powered by",
    "©",
    "ⓒ",
    "免责声明",
    "免責聲明",
    "版权声明",
    "版權聲明",
    "特别声明",
    "特別聲明",
    "本文链接",
    "※",
];
const OPENING: [char; 7] = [' ', '\n', '\u{3000}', '“', '「', '(', '（'];

/// Elements whose text is never an article's, nor any part of it.
const MACHINERY: &[&str] = &[
    "button", "head", "iframe", "noscript", "script", "select", "style", "svg", "template",
    "textarea",
];

/// Elements and roles that are no part of an article.
const ELEMENTS: &[&str] = &["dialog", "form", "menu", "nav"];
const ROLES: &[&str] = &[
    "banner",
    "contentinfo",
    "dialog",
    "menu",
    "navigation",
    "search",
    "toolbar",
];

/// Words of class, id and label that name what readers write, beside those with `comment`.
const COMMENTS: &[&str] = &["discussion", "disqus", "replies", "reply", "respond"];

/// Words of class, id and label that name what stands round an article or interrupts it.
const AROUND: &[&str] = &[
    "ad",
    "ads",
    "adsbygoogle",
    "adv",
    "advert",
    "advertisement",
    "banner",
    "bio",
    "breadcrumb",
    "breadcrumbs",
    "btn",
    "button",
    "buttons",
    "catlinks",
    "cookie",
    "cta",
    "editsection",
    "follow",
    "foot",
    "footer",
    "hot",
    "keywords",
    "labels",
    "like",
    "login",
    "menu",
    "modal",
    "nav",
    "navbar",
    "navbox",
    "navigation",
    "newsletter",
    "noprint",
    "pager",
    "pagination",
    "podcasts",
    "popup",
    "printfooter",
    "profile",
    "promo",
    "promotion",
    "pstatus",
    "qr",
    "qrcode",
    "rank",
    "ranking",
    "recommend",
    "recommendation",
    "recommendations",
    "recommended",
    "recommends",
    "related",
    "reward",
    "share",
    "sharedaddy",
    "sharing",
    "side",
    "sidebar",
    "signature",
    "signup",
    "skip",
    "social",
    "subscribe",
    "subscription",
    "taglist",
    "tags",
    "toc",
    "toolbar",
    "tools",
    "vote",
    "votes",
    "widget",
];

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
            let within = lines.get(at).and_then(|line| line.parent);
            let within = within.is_some_and(|at| lines[at].in_paragraph);
            let line = &mut lines[at];
            let unit = line.node.text().is_some() || line.in_paragraph;
            if unit && !within {
                line.weight.running = running(line);
            }
        }
        let kept: Vec<usize> = lines.iter().map(|line| line.weight.running).collect();
        sum(&mut lines, |weight, inner| weight.running += inner.running);
        let total = lines.first().map_or(0, |line| line.weight.running);
        let junk = junk(&lines, total);
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
        let mut line = Line {
            node,
            parent,
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

/// Characters of a paragraph or a text by itself that are running text.
fn running(line: &Line<'_>) -> usize {
    let weight = line.weight;
    if weight.length < MIN_PARAGRAPH {
        return 0;
    }
    let text = line.node.all_text();
    let unlinked = weight.length - weight.linked;
    if LEGAL
        .iter()
        .any(|head| text.trim_start_matches(OPENING).starts_with(head))
    {
        0
    } else if text.contains(STOPS) {
        unlinked
    } else if text.chars().filter(char::is_ascii_digit).count() * 3 > weight.length {
        0
    } else {
        unlinked / 2
    }
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

/// The outermost elements that name themselves as no part of an article.
fn junk(lines: &[Line<'_>], total: usize) -> HashSet<NodeId> {
    let mut junk = HashSet::new();
    let mut within = vec![false; lines.len()];
    for (at, line) in lines.iter().enumerate() {
        let outer = line.parent.is_some_and(|at| within[at]);
        let own = !outer && is_junk(line, total);
        within[at] = outer || own;
        if own {
            junk.insert(line.node.id());
        }
    }
    junk
}

fn is_junk(line: &Line<'_>, total: usize) -> bool {
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
        return share < TOO_MUCH_OF_COMMENTS;
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

/// The words by which an element names itself.
fn words(node: Node<'_>) -> Vec<String> {
    ["class", "id", "aria-label", "aria-labelledby"]
        .iter()
        .filter_map(|name| node.attribute(name))
        .flat_map(tokens)
        .collect()
}
