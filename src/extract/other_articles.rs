//! Cuts links to other articles of the site inside an article: lists, cards, single lines, and the
//! labels above them. A link to another site is a reference and stays, as does one to a file.

use super::choose::Choice;
use super::page::{Page, Unit};
use super::share::share_of;
use super::words;

/// A page with at least this share of text in links to its own site is a list of articles.
const INDEX: f64 = 0.5;

/// Minimum share of the text in links to the site, of a list and of a card.
const LINKED_LIST: f64 = 0.35;
const LINKED_CARD: f64 = 0.1;

/// Maximum running text of a list of links, in characters.
const MAX_RUNNING: usize = 60;

/// Maximum text of a card besides its headline, in characters.
const MAX_CARD: usize = 300;

/// Minimum width of a headline, in cells.
const MIN_HEADLINE: usize = 12;

/// If fewer characters of running text are left, and more is cut than is left, nothing is cut.
const ENOUGH: usize = 400;

/// Maximum width of a line that words may tell, in cells.
const MAX_LINE: usize = 240;

/// How many nodes below a label are looked at. Bounds the time.
const MAX_BELOW: usize = 1000;

/// Maximum width of the text of a button, in cells.
const MAX_BUTTON: usize = 30;

/// Maximum width of a label, in cells, and its running text in characters.
const MAX_LABEL: usize = 60;
const MAX_SENTENCE: usize = 30;

pub fn cut(page: &mut Page<'_>, choice: &Choice) {
    let whole = page.lines[choice.root].weight;
    if whole.inward <= share_of(whole.length, INDEX) {
        let end = last_sentence(page, choice);
        let is_list = |page: &Page<'_>, at| is_list(page, at) && !is_step(page, at, end);
        cut_all(page, choice, choice.root + 1, is_list);
        page.count();
    }
    lines(page, choice);
    page.count();
    let whole = page.lines[choice.root].weight;
    if whole.inward <= share_of(whole.length, INDEX) {
        let first = page.first_sentence(choice.core);
        cut_all(page, choice, first, is_card);
    }
}

/// Cuts the outermost elements after `from` that are `of_others`.
fn cut_all(
    page: &mut Page<'_>,
    choice: &Choice,
    from: usize,
    of_others: impl Fn(&Page<'_>, usize) -> bool,
) {
    let mut found = Vec::new();
    let mut at = from;
    while at < page.lines[choice.root].end {
        let line = &page.lines[at];
        let is_one = !line.cut && of_others(page, at);
        if is_one {
            found.push(at);
        }
        at = if is_one || line.cut { line.end } else { at + 1 };
    }
    let whole = page.lines[choice.root].weight;
    let lost: usize = found.iter().map(|at| page.lines[*at].weight.length).sum();
    if lost * 2 > whole.length && whole.running < ENOUGH {
        return;
    }
    for at in found {
        page.lines[at].cut = true;
    }
}

/// The place of the last sentence of the text.
fn last_sentence(page: &Page<'_>, choice: &Choice) -> usize {
    let is_one = |unit: &&Unit| unit.weight.running > 0 && unit.stops > 0 && !page.is_cut(unit.at);
    let last = page.units_in(choice.core).iter().rfind(is_one);
    last.map_or(0, |unit| unit.at)
}

/// Whether an element before the last sentence, at `end`, holds numbered steps, terms or a table,
/// and no label announces other articles.
fn is_step(page: &Page<'_>, at: usize, end: usize) -> bool {
    let first = page.units.partition_point(|unit| unit.at < at);
    let mut near = page.units.iter().skip(first.saturating_sub(1)).take(2);
    page.lines[at].end <= end
        && page.holds(at, &["ol", "dl", "table"])
        && !near.any(|unit| is_label_of_others(page, unit))
}

/// Whether a line only announces other articles.
fn is_label_of_others(page: &Page<'_>, unit: &Unit) -> bool {
    unit.cells <= MAX_LABEL && words::announced(&page.unit_text(unit)).is_some_and(str::is_empty)
}

/// Whether an element mainly consists of links to the site.
fn is_list(page: &Page<'_>, at: usize) -> bool {
    let holds = matches!(
        page.name(at),
        Some(
            "div"
                | "section"
                | "aside"
                | "ul"
                | "ol"
                | "dl"
                | "nav"
                | "header"
                | "footer"
                | "article"
        )
    );
    let weight = page.lines[at].weight;
    holds
        && weight.inward >= 8
        && weight.inward >= share_of(weight.length, LINKED_LIST)
        && weight.running < MAX_RUNNING
        && !page.holds(at, &["h1"])
}

/// Whether an element is a card of another article: a headline that is a link, and a few words.
fn is_card(page: &Page<'_>, at: usize) -> bool {
    let line = &page.lines[at];
    let holds = page.name(at).is_some_and(|name| {
        name.contains('-')
            || matches!(
                name,
                "div" | "section" | "aside" | "li" | "article" | "ul" | "a"
            )
    });
    let weight = line.weight;
    let small = weight.length - weight.inward <= MAX_CARD;
    let linked = weight.inward > 0 && weight.inward >= share_of(weight.length, LINKED_CARD);
    let headline = |unit: &Unit| {
        unit.weight.inward * 10 >= unit.weight.length * 9
            && unit.cells >= MIN_HEADLINE
            && (page.is_heading(unit.block) || line.names.card)
    };
    holds
        && small
        && linked
        && !line.names.body
        && !line.names.caption
        && page.units_in(at).iter().any(headline)
}

/// Cuts lines that are one link to the site, if they are at the end or a label precedes them, those
/// that a word announces as links to other articles, and those that invite to subscribe.
fn lines(page: &mut Page<'_>, choice: &Choice) {
    let units = page.shown(choice.root);
    let late = units.len() * 3 / 4;
    let end = last_sentence(page, choice);
    let mut announced = false;
    for (nth, unit) in units.into_iter().enumerate() {
        let Unit {
            at, block, weight, ..
        } = page.units[unit];
        let is_link = weight.length > 1 && weight.inward * 10 >= weight.length * 9;
        // A label holds for all links that follow it.
        announced = is_label_of_others(page, &page.units[unit]) || (announced && is_link);
        if page.is_heading(block) || is_matter(page, block) {
            continue;
        }
        let of_others = is_link && (at > end || announced);
        if of_others || leads_away(page, &page.units[unit], nth > late) {
            page.cut_unit(unit);
        }
    }
}

/// `late`: the line is in the last part of the article.
fn leads_away(page: &Page<'_>, unit: &Unit, late: bool) -> bool {
    let weight = unit.weight;
    // Words are compared in lines only, not in paragraphs.
    if unit.cells > MAX_LINE || (weight.linked == 0 && !late && unit.cells > MAX_LABEL) {
        return false;
    }
    let text = page.unit_text(unit);
    let mild = weight.linked > 0 || late || unit.cells <= MAX_BUTTON;
    let invites = || mild && words::is_invitation(&text);
    let announced = || {
        words::announced(&text).is_some_and(|rest| {
            let rest = rest.chars().filter(|c| !c.is_whitespace()).count();
            weight.linked >= share_of(rest, 0.7)
        })
    };
    invites() || announced()
}

/// Whether a line is part of a list, a table, a quote, code or a caption.
fn is_matter(page: &Page<'_>, block: usize) -> bool {
    let mut outer = page.ancestors(block).take(3).filter_map(|at| page.name(at));
    outer.any(|name| {
        matches!(
            name,
            "pre" | "td" | "th" | "blockquote" | "figcaption" | "li" | "dt" | "dd"
        )
    })
}

/// Cuts labels and headings above what was cut.
pub fn cut_labels(page: &mut Page<'_>, choice: &Choice) {
    for unit in page.shown(choice.root) {
        let Unit { weight, cells, .. } = page.units[unit];
        let short = cells <= MAX_LABEL && weight.running < MAX_SENTENCE;
        if short && words::announced(&page.unit_text(&page.units[unit])).is_some_and(str::is_empty)
        {
            page.cut_unit(unit);
        }
    }
    for unit in page.shown(choice.root).into_iter().rev() {
        if is_label(page, choice, unit) {
            page.cut_unit(unit);
        }
    }
}

/// Whether a heading or a line with a colon has nothing below it but what was cut.
fn is_label(page: &Page<'_>, choice: &Choice, unit: usize) -> bool {
    let Unit {
        block,
        weight,
        cells,
        ..
    } = page.units[unit];
    let colon = page.unit_text(&page.units[unit]).ends_with([':', '：']);
    let heading = page.is_heading(block) && page.name(block) != Some("h1");
    if cells > MAX_LABEL
        || weight.running > MAX_SENTENCE
        || page.is_caption(block)
        || !(colon || heading)
    {
        return false;
    }
    let mut at = page.lines[block].end;
    let mut cut = false;
    for _ in 0..MAX_BELOW {
        if at >= page.lines[choice.root].end {
            return cut;
        }
        let line = &page.lines[at];
        if line.cut {
            if colon {
                return true;
            }
            cut = true;
            at = line.end;
            continue;
        }
        let text = || line.node.text().is_some_and(|text| !text.trim().is_empty());
        let media = || {
            matches!(
                page.name(at),
                Some("img" | "picture" | "video" | "iframe" | "hr")
            )
        };
        if page.is_heading(at) {
            return cut;
        }
        if !line.machinery && text() || !cut && media() {
            return false;
        }
        at += 1;
    }
    false
}
