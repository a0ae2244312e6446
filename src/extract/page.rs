//! A page as a flat list of its nodes in document order, with the characters of text, of linked
//! text and of running text (sentences, not labels) of each.

use super::class_hints::{INLINE, LEGAL, MACHINERY, OPENING, STOPS};
use super::links;
use super::names::{Names, Read};
use crate::document::html::{Node, NodeId};
use crate::document::is_wide;
use std::collections::HashMap;
use std::ops::Range;

/// Minimum width of a unit of text that counts as running text, in cells.
const MIN_RUNNING: usize = 24;

/// Maximum number of lines in a block that is cut as a whole. Bounds the time.
const MAX_LINES: usize = 100;

/// The nodes of a page. The subtree of a node is the range of indices from it to its `end`.
pub struct Page<'a> {
    pub lines: Vec<Line<'a>>,
    /// Pieces of text that no block interrupts, in document order.
    pub units: Vec<Unit>,
}

/// A node.
pub struct Line<'a> {
    pub node: Node<'a>,
    /// The index of the parent. The root is its own parent.
    pub parent: usize,
    /// The index after the last node of the subtree.
    pub end: usize,
    pub names: Names,
    /// The text of the subtree, without what is cut.
    pub weight: Weight,
    /// Outside of the article, with the whole subtree.
    pub cut: bool,
    /// Has a block inside, other than a line break.
    has_block: bool,
    /// The index of the nearest block: itself, or an ancestor.
    pub block: usize,
    in_link: bool,
    /// In a link to another page of the same site.
    inward: bool,
    pub machinery: bool,
}

/// Counts of characters, without whitespace.
#[derive(Clone, Copy, Default)]
pub struct Weight {
    pub length: usize,
    /// Those in links.
    pub linked: usize,
    /// Those in links to other pages of the same site.
    pub inward: usize,
    /// Those in sentences, without links.
    pub running: usize,
}

impl Weight {
    /// The share of linked characters.
    pub fn link_share(self) -> f64 {
        self.linked as f64 / self.length.max(1) as f64
    }
}

/// A piece of text that no block interrupts.
pub struct Unit {
    /// The index of its first text node.
    pub at: usize,
    /// The index after its last text node.
    pub end: usize,
    /// The index of the block that it is in.
    pub block: usize,
    pub weight: Weight,
    /// The width of its text in cells.
    pub cells: usize,
    /// The number of commas and stops.
    pub stops: usize,
}

impl<'a> Page<'a> {
    pub fn of(root: Node<'a>) -> Self {
        let lines = lines(root, &links::site(root));
        let units = units(&lines);
        let mut page = Self { lines, units };
        page.count();
        page
    }

    /// Counts the text of all nodes again, after something was cut.
    pub fn count(&mut self) {
        for line in &mut self.lines {
            line.weight = Weight::default();
        }
        for unit in &self.units {
            self.lines[unit.at].weight = unit.weight;
        }
        for at in (1..self.lines.len()).rev() {
            let line = &mut self.lines[at];
            if line.cut {
                line.weight = Weight::default();
            }
            let (inner, parent) = (line.weight, line.parent);
            let outer = &mut self.lines[parent].weight;
            outer.length += inner.length;
            outer.linked += inner.linked;
            outer.inward += inner.inward;
            outer.running += inner.running;
        }
    }

    pub fn running(&self, at: usize) -> usize {
        self.lines[at].weight.running
    }

    /// The indices of a node and all nodes below it.
    pub fn range(&self, at: usize) -> Range<usize> {
        at..self.lines[at].end
    }

    pub fn children(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        let end = self.lines[at].end;
        let first = Some(at + 1).filter(|first| *first < end);
        std::iter::successors(first, move |at| {
            Some(self.lines[*at].end).filter(|next| *next < end)
        })
    }

    /// A node and its ancestors, the root last.
    pub fn ancestors(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(Some(at), |at| {
            Some(self.lines[*at].parent).filter(|_| *at > 0)
        })
    }

    /// Whether a node or an ancestor is cut.
    pub fn is_cut(&self, at: usize) -> bool {
        self.ancestors(at).any(|at| self.lines[at].cut)
    }

    pub fn name(&self, at: usize) -> Option<&'a str> {
        self.lines[at].node.name()
    }

    /// The innermost node that holds two others.
    pub fn common(&self, one: usize, other: usize) -> usize {
        let holds = |at: &usize| self.range(*at).contains(&other);
        self.ancestors(one).find(holds).unwrap_or(0)
    }

    pub fn is_heading(&self, at: usize) -> bool {
        matches!(self.name(at), Some("h1" | "h2" | "h3" | "h4" | "h5" | "h6"))
    }

    /// Whether one of some elements is below a node.
    pub fn holds(&self, at: usize, names: &[&str]) -> bool {
        let mut inside = self.range(at).filter_map(|at| self.name(at));
        inside.any(|name| names.contains(&name))
    }

    /// Whether a block is one paragraph.
    pub fn is_paragraph(&self, at: usize) -> bool {
        !self.lines[at].has_block
    }

    /// The text of a node, with runs of whitespace as single spaces.
    pub fn text(&self, at: usize) -> String {
        self.text_in(self.range(at))
    }

    /// The text of a unit. The block that it is in may have more.
    pub fn unit_text(&self, unit: &Unit) -> String {
        self.text_in(unit.at..unit.end)
    }

    fn text_in(&self, range: Range<usize>) -> String {
        let texts = self.lines[range].iter().filter(|line| !line.machinery);
        let text: String = texts.filter_map(|line| line.node.text()).collect();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Whether an element `name` holds a unit or is in it.
    pub fn is_marked(&self, unit: &Unit, name: &str) -> bool {
        let mut outer = self.ancestors(unit.at).take_while(|at| *at != unit.block);
        outer.any(|at| self.name(at) == Some(name))
            || self.name(unit.block) == Some(name)
            || self.lines[unit.at..unit.end]
                .iter()
                .any(|line| line.node.is(name))
    }

    /// Whether a block is within a figure, or it or an element around it names itself a caption.
    pub fn is_caption(&self, block: usize) -> bool {
        let mut outer = self.ancestors(block).take(4);
        outer.any(|at| {
            matches!(self.name(at), Some("figure" | "figcaption" | "caption"))
                || self.lines[at].names.caption
        })
    }

    /// The indices of the units inside a node that are not cut.
    pub fn shown(&self, at: usize) -> Vec<usize> {
        let range = self.unit_range(at);
        range
            .filter(|unit| !self.is_cut(self.units[*unit].at))
            .collect()
    }

    /// The place of the first sentence inside a node.
    pub fn first_sentence(&self, at: usize) -> usize {
        let sentence =
            |unit: &&Unit| unit.weight.running > 0 && unit.stops > 0 && !self.is_cut(unit.at);
        self.units_in(at)
            .iter()
            .find(sentence)
            .map_or(at, |unit| unit.at)
    }

    /// Cuts a unit: its block if nothing else is in it, else its texts.
    pub fn cut_unit(&mut self, unit: usize) {
        let Unit { at, end, block, .. } = self.units[unit];
        let mut others = self.units_in(block).iter().filter(|unit| unit.at != at);
        let few = self.units_in(block).len() <= MAX_LINES;
        let alone = few && others.all(|unit| self.is_cut(unit.at));
        if alone && !self.holds(block, &["img", "picture", "video", "iframe"]) {
            self.lines[block].cut = true;
            return;
        }
        for line in &mut self.lines[at..end] {
            line.cut |= line.node.text().is_some();
        }
    }

    fn unit_range(&self, at: usize) -> Range<usize> {
        let range = self.range(at);
        let place = |place: usize| self.units.partition_point(|unit| unit.at < place);
        place(range.start)..place(range.end)
    }

    /// The units inside a node.
    pub fn units_in(&self, at: usize) -> &[Unit] {
        &self.units[self.unit_range(at)]
    }
}

/// All nodes in document order. Only text nodes have weights yet.
fn lines<'a>(root: Node<'a>, site: &str) -> Vec<Line<'a>> {
    let mut places: HashMap<NodeId, usize> = HashMap::new();
    let mut lines: Vec<Line<'a>> = Vec::new();
    let mut read = Read::default();
    for (at, node) in root.descendants().enumerate() {
        let parent = node
            .parent()
            .and_then(|node| places.get(&node.id()).copied());
        let outer = parent.and_then(|at| lines.get(at));
        let is = |of: fn(&Line<'_>) -> bool| outer.is_some_and(of);
        let machinery = is(|outer| outer.machinery) || is_machinery(node);
        let inline = node.name().is_none_or(|name| INLINE.contains(&name));
        let mut line = Line {
            node,
            parent: parent.unwrap_or(0),
            end: at + 1,
            names: if machinery {
                Names::default()
            } else {
                Names::of(node, &mut read)
            },
            weight: Weight::default(),
            cut: false,
            has_block: false,
            block: outer.filter(|_| inline).map_or(at, |outer| outer.block),
            in_link: is(|outer| outer.in_link) || node.is("a"),
            inward: is(|outer| outer.inward) || (node.is("a") && links::is_inward(node, site)),
            machinery,
        };
        if let Some(text) = node.text().filter(|_| !machinery) {
            line.weight.length = text.chars().filter(|c| !c.is_whitespace()).count();
            line.weight.linked = if line.in_link { line.weight.length } else { 0 };
            line.weight.inward = if line.inward { line.weight.length } else { 0 };
        }
        if node.first_child().is_some() {
            places.insert(node.id(), at);
        }
        lines.push(line);
    }
    for at in (1..lines.len()).rev() {
        let line = &lines[at];
        let (end, parent) = (line.end, line.parent);
        let block = line.has_block || (line.block == at && !line.node.is("br"));
        lines[parent].end = lines[parent].end.max(end);
        lines[parent].has_block |= block && parent != at;
    }
    lines
}

/// A text in lower case, letters and digits only.
pub fn letters(text: &str) -> String {
    let kept = text.chars().filter(|c| c.is_alphanumeric());
    kept.flat_map(char::to_lowercase).collect()
}

/// Joins text nodes that only inline elements separate.
fn units(lines: &[Line<'_>]) -> Vec<Unit> {
    let mut units: Vec<Unit> = Vec::new();
    let mut text = String::new();
    let mut open = None;
    for (at, line) in lines.iter().enumerate() {
        if line.block == at {
            open = None;
        }
        if line.node.text().is_none_or(|text| text.trim().is_empty()) || line.machinery {
            continue;
        }
        if open != Some(line.block) {
            if let Some(unit) = units.last_mut() {
                unit.judge(&text, lines[unit.block].node.is("pre"));
            }
            text.clear();
            open = Some(line.block);
            units.push(Unit {
                at,
                end: at + 1,
                block: line.block,
                weight: Weight::default(),
                cells: 0,
                stops: 0,
            });
        }
        if let Some(unit) = units.last_mut() {
            unit.weight.length += line.weight.length;
            unit.weight.linked += line.weight.linked;
            unit.weight.inward += line.weight.inward;
            unit.end = at + 1;
        }
        text.push_str(line.node.text().unwrap_or_default());
    }
    if let Some(unit) = units.last_mut() {
        unit.judge(&text, lines[unit.block].node.is("pre"));
    }
    units
}

impl Unit {
    /// Counts its running text. Links, short texts and legal notices count 0. Texts without
    /// sentence punctuation count 1/4; numeric ones count 0.
    fn judge(&mut self, text: &str, is_code: bool) {
        let visible = || text.chars().filter(|c| !c.is_whitespace());
        self.cells = visible().map(|c| if is_wide(c) { 2 } else { 1 }).sum();
        self.stops = stops(text);
        let unlinked = self.weight.length - self.weight.linked;
        let head = text.trim_start_matches(OPENING);
        self.weight.running = if is_code {
            unlinked
        } else if self.cells < MIN_RUNNING || LEGAL.iter().any(|legal| head.starts_with(legal)) {
            0
        } else if self.stops > 0 {
            unlinked
        } else if visible().filter(char::is_ascii_digit).count() * 3 > self.weight.length {
            0
        } else {
            unlinked / 4
        };
    }
}

/// The number of commas and stops. ASCII punctuation counts only at the end of a word: the dot in
/// `1.5` does not.
fn stops(text: &str) -> usize {
    let wide = text.chars().filter(|c| STOPS.contains(c)).count();
    let ends_word = |after: &&str| after.chars().next().is_none_or(|c| !c.is_alphanumeric());
    let ascii = text
        .split(['.', ',', ';', '?', '!'])
        .skip(1)
        .filter(ends_word)
        .count();
    wide + ascii
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
