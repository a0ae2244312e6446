//! Chooses the element that holds the article, by scores and by the title of the page.
//!
//! As in Readability, each sentence gives points to the elements around it, fewer to those farther
//! out, and the element with the most is the core of the text. Unlike there, the article then
//! extends up to the element that also holds the title: between title and core are summary and lead
//! picture. What lies beside the core in it is weighed part by part.

use super::headline::{self, Headline};
use super::page::Page;
use super::share::share_of;

/// How many elements around a sentence get points for it.
const LEVELS: usize = 6;

/// Points for a name that says article; as many less for one that says something else.
const NAMED: f64 = 25.0;

/// An element that names itself the text of an article has so many times its points.
const BODY: f64 = 1.5;

/// Minimum share of the core's points that a sibling of it needs.
const SHARE_OF_SIBLING: f64 = 0.2;
const MIN_POINTS_OF_SIBLING: f64 = 10.0;

/// Minimum running text of a paragraph beside the core, in characters.
const MIN_PARAGRAPH: usize = 40;

/// Minimum share of the core's running text of a part farther off.
const SHARE_OF_PART: f64 = 0.1;

/// Minimum share of running text in such a part.
const PURE: f64 = 0.6;

/// Elements that belong to an article even without sentences.
const MATTER: &[&str] = &["figure", "h2", "img", "picture", "table", "video"];

/// What was chosen, as indices into the lines of a page.
pub struct Choice {
    /// The element that holds the article.
    pub root: usize,
    /// The core of its text.
    pub core: usize,
    pub title: Option<Headline>,
}

/// Chooses, and cuts the parts of the chosen element that are not the article. None if there are no
/// sentences.
pub fn choose(page: &mut Page<'_>) -> Option<Choice> {
    let points = points(page);
    let scored = (0..points.len()).filter(|at| points[*at] > 0.0);
    let core = scored.max_by(|a, b| points[*a].total_cmp(&points[*b]))?;
    let title = headline::before(page, core);
    let root = match title {
        Some(title) => page.common(core, title.at),
        None => untitled_root(page, core),
    };
    let choice = Choice { root, core, title };
    for at in parts_beside(page, &choice, &points) {
        page.lines[at].cut = true;
    }
    page.count();
    Some(choice)
}

/// The points of each element.
fn points(page: &Page<'_>) -> Vec<f64> {
    let mut points = vec![0.0; page.lines.len()];
    for unit in &page.units {
        if unit.weight.running == 0 || page.is_cut(unit.at) {
            continue;
        }
        let unlinked = unit.weight.running as f64 / unit.weight.length.max(1) as f64;
        let own = unlinked * (1.0 + unit.stops as f64 + (unit.cells as f64 / 100.0).min(3.0));
        let inner = if page.is_paragraph(unit.block) {
            page.lines[unit.block].parent
        } else {
            unit.block
        };
        for (level, at) in page.ancestors(inner).take(LEVELS).enumerate() {
            let part = match level {
                0 => 1.0,
                1 => 2.0,
                level => level as f64 * 3.0,
            };
            points[at] += own / part;
        }
    }
    for (line, points) in page.lines.iter().zip(&mut points) {
        if *points > 0.0 {
            *points *= 1.0 - line.weight.link_share();
            *points *= if line.names.body { BODY } else { 1.0 };
            *points += if line.names.article || line.names.body {
                NAMED
            } else {
                0.0
            };
            let is_other = line.names.around || line.names.comments;
            *points -= if is_other { NAMED } else { 0.0 };
        }
    }
    points
}

/// The element that holds an article without a title: the highest of those that may.
fn untitled_root(page: &Page<'_>, core: usize) -> usize {
    let dense = Some(page.dense()).filter(|dense| page.range(*dense).contains(&core));
    let body = page.ancestors(core).find(|at| page.lines[*at].names.body);
    let all = [Some(page.lines[core].parent), dense, body];
    all.into_iter().flatten().min().unwrap_or(core)
}

/// The parts of the root that are neither in the core nor belong to the article.
fn parts_beside(page: &Page<'_>, choice: &Choice, points: &[f64]) -> Vec<usize> {
    let dense = page.dense();
    let mut found = Vec::new();
    for (level, inner) in page
        .ancestors(choice.core)
        .take_while(|at| *at != choice.root)
        .enumerate()
    {
        for at in page.children(page.lines[inner].parent) {
            let is_part = page.name(at).is_some() && at != inner && !page.lines[at].cut;
            let holds_title = choice
                .title
                .is_some_and(|title| page.range(at).contains(&title.at));
            if !is_part || holds_title {
                continue;
            }
            let keeps = if at < inner {
                choice.title.is_none_or(|title| at > title.at) && belongs_before(page, at)
            } else {
                let within = page.range(dense).contains(&at) && at != dense;
                (level == 0 && is_equal(page, at, choice.core, points))
                    || (level > 0 && belongs_after(page, at, choice.core))
                    || (within && belongs_within(page, at))
                    || is_like(page, at, inner)
            };
            if !keeps {
                found.push(at);
            }
        }
    }
    found
}

/// Whether a part between the title and the core belongs to the article: a summary, a picture.
fn belongs_before(page: &Page<'_>, at: usize) -> bool {
    let weight = page.lines[at].weight;
    let share = weight.link_share();
    (weight.running > 0 && share < 0.3)
        || (page.holds(at, MATTER) && share < 0.5)
        || (page.holds(at, &["ul", "ol", "dl"]) && weight.linked == 0)
}

/// Whether a sibling of the core has text like it.
fn is_equal(page: &Page<'_>, at: usize, core: usize, points: &[f64]) -> bool {
    let weight = page.lines[at].weight;
    let enough = (points[core] * SHARE_OF_SIBLING).max(MIN_POINTS_OF_SIBLING);
    let paragraph = weight.link_share() < 0.25 && weight.running > MIN_PARAGRAPH;
    points[at] >= enough || (page.name(at) == Some("p") && paragraph)
}

/// Whether a part after the core, farther off, is nothing but text.
fn belongs_after(page: &Page<'_>, at: usize, core: usize) -> bool {
    let weight = page.lines[at].weight;
    weight.running >= share_of(page.running(core), SHARE_OF_PART)
        && weight.link_share() < 0.15
        && weight.running >= share_of(weight.length, PURE)
}

/// Whether a part belongs to the element in which nearly all running text is.
fn belongs_within(page: &Page<'_>, at: usize) -> bool {
    let weight = page.lines[at].weight;
    let pure = weight.running > 0 && weight.running >= share_of(weight.length, 0.3);
    let matter = page.holds(at, &["figure", "h2", "h3", "pre", "table"]);
    weight.link_share() < 0.3 && (pure || matter)
}

/// Whether two elements come from one template: they share the name and the first class.
fn is_like(page: &Page<'_>, at: usize, other: usize) -> bool {
    let kind = |at: usize| {
        let node = page.lines[at].node;
        let class = node.attribute("class")?.split_whitespace().next()?;
        Some((node.name()?, class))
    };
    page.lines[at].weight.link_share() < 0.3 && kind(at).is_some() && kind(at) == kind(other)
}
