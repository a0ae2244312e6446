//! Cuts what surrounds the text inside the element that holds the article: kickers, bylines, dates,
//! boxes about the author. They are shown above the article, from the metadata.

use super::choose::Choice;
use super::page::{Page, Unit};
use super::{bylines, other_articles, repeats};

/// Minimum width of the first sentence of a text, in cells.
const MIN_SENTENCE: usize = 40;

/// Maximum running text of an element that its name makes a byline, in characters.
const MAX_BYLINE: usize = 300;

/// Maximum running text of a byline that only its words tell.
const MAX_WORDS: usize = 100;

/// Maximum width of a line with a date, in cells, and its minimum number of digits.
const MAX_DATE: usize = 60;
const MIN_DIGITS: usize = 3;

/// Maximum length of a box about an author, in characters without links.
const MAX_BOX: usize = 600;

/// Minimum number of items of a list that is part of the article.
const MIN_ITEMS: usize = 3;

/// How many children of a list are looked at. Bounds the time.
const MAX_CHILDREN: usize = 64;

/// Maximum pieces of text in a box with author, date or source.
const MAX_PIECES: usize = 24;

/// Elements that are part of the text, whatever a name around them says.
const MATTER: &[&str] = &["pre", "code", "table", "math", "h1"];

/// Headings, which may stand above a box about an author only.
const HEADINGS: &[&str] = &["h2", "h3", "h4", "h5", "h6"];

/// How many elements around a line may name it.
const LEVELS: usize = 4;

/// Cuts the surroundings in what was chosen.
pub fn prune(page: &mut Page<'_>, choice: &Choice) {
    type Step = fn(&mut Page<'_>, &Choice);
    let steps: [Step; 4] = [head, other_articles::cut, boxes, repeats::cut];
    for step in steps {
        step(page, choice);
        page.count();
    }
    other_articles::cut_labels(page, choice);
}

/// Cuts what precedes the first sentence of the text, except the title, summaries, captions and
/// code.
fn head(page: &mut Page<'_>, choice: &Choice) {
    let after = choice
        .title
        .map_or(choice.root, |title| page.lines[title.at].end);
    let core = page.range(choice.core);
    for unit in page.shown(choice.root) {
        let Unit {
            at,
            block,
            weight,
            stops,
            ..
        } = page.units[unit];
        if at > core.end {
            break;
        }
        let of_title = choice
            .title
            .is_some_and(|title| page.range(title.at).contains(&at));
        if of_title || page.is_caption(block) || is_matter(page, choice, block) {
            continue;
        }
        let within = core.contains(&at);
        let byline = is_byline(page, choice, unit, within);
        let sentence = weight.running > 0 && stops > 0 && page.units[unit].cells >= MIN_SENTENCE;
        if within && sentence && !byline {
            break;
        }
        // The name of a heading is often its place in a table of contents.
        let around = page.lines[block].parent;
        let of_text = page.is_heading(block) && !is_named_byline(page, choice, around);
        let outside = !within && (weight.running == 0 || at < after);
        if !of_text && (outside || byline) {
            page.cut_unit(unit);
        }
    }
}

fn is_matter(page: &Page<'_>, choice: &Choice, block: usize) -> bool {
    let list = page
        .ancestors(block)
        .take(LEVELS)
        .find(|at| matches!(page.name(*at), Some("ul" | "ol" | "dl")));
    if let Some(list) = list {
        let items = page.children(list).take(MAX_CHILDREN);
        let items = items.filter(|at| page.name(*at).is_some());
        if items.count() >= MIN_ITEMS
            && page.lines[list].weight.linked == 0
            && !is_named_byline(page, choice, block)
        {
            return true;
        }
    }
    let mut outer = page.ancestors(block).take(3);
    outer.any(|at| matches!(page.name(at), Some("pre" | "td" | "th" | "blockquote")))
}

/// Whether the element of a line, or one of those around it, names itself a byline.
fn is_named_byline(page: &Page<'_>, choice: &Choice, block: usize) -> bool {
    let outer = page.ancestors(block).take_while(|at| *at != choice.root);
    let mut outer = outer.take(LEVELS);
    outer.any(|at| page.lines[at].names.byline && page.running(at) < MAX_BYLINE && is_box(page, at))
}

/// Whether an element has only labels, names and dates, or is about an author. A name alone does
/// not make sentences, code and tables a byline.
fn is_box(page: &Page<'_>, at: usize) -> bool {
    let units = page.units_in(at);
    let prose = |unit: &Unit| bylines::is_prose(&page.unit_text(unit));
    units.len() <= MAX_PIECES
        && !page.holds(at, MATTER)
        && (page.lines[at].names.portrait || !units.iter().any(prose))
}

/// Whether all the line that holds an inline element is a byline.
fn is_alone(page: &Page<'_>, at: usize) -> bool {
    if page.lines[at].block == at {
        return true;
    }
    let next = page.units.partition_point(|unit| unit.end <= at);
    let Some(unit) = page.units.get(next) else {
        return false;
    };
    let named = |text: usize| {
        let mut outer = page.ancestors(text).take_while(|at| *at != unit.block);
        outer.any(|at| page.lines[at].names.byline)
    };
    let mut texts = (unit.at..unit.end).filter(|at| {
        let text = page.lines[*at].node.text();
        text.is_some_and(|text| text.contains(char::is_alphanumeric))
    });
    unit.end - unit.at <= MAX_CHILDREN && texts.all(named)
        || bylines::is_byline(&page.unit_text(unit))
}

fn is_byline(page: &Page<'_>, choice: &Choice, unit: usize, within: bool) -> bool {
    let Unit {
        block,
        weight,
        cells,
        ..
    } = page.units[unit];
    if is_named_byline(page, choice, block) {
        return weight.running < MAX_BYLINE;
    }
    if weight.running > MAX_WORDS {
        return false;
    }
    let text = page.unit_text(&page.units[unit]);
    if bylines::is_prose(&text) {
        return false;
    }
    let digits = || text.chars().filter(char::is_ascii_digit).count();
    page.is_marked(&page.units[unit], "time")
        || (!within && cells < MAX_DATE && digits() >= MIN_DIGITS)
        || bylines::is_byline(&text)
        || weight.linked * 2 > weight.length
}

/// Cuts boxes after the first sentence that name themselves after an author, a date or a source.
fn boxes(page: &mut Page<'_>, choice: &Choice) {
    let whole = page.running(choice.root);
    let mut at = page.first_sentence(choice.core);
    while at < page.lines[choice.root].end {
        let line = &page.lines[at];
        let (names, weight, end) = (line.names, line.weight, line.end);
        let named = names.byline && !names.caption && !names.body && !line.node.is("a");
        let small = weight.length - weight.linked <= MAX_BOX && weight.running * 4 < whole;
        let heads = || !names.portrait && page.holds(at, HEADINGS);
        let is_one = named && small && !heads() && is_box(page, at) && is_alone(page, at);
        if !line.cut && is_one && !page.is_caption(at) {
            page.lines[at].cut = true;
        }
        at = if page.lines[at].cut { end } else { at + 1 };
    }
}
