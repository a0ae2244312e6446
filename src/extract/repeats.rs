//! Cuts texts that repeat the title or an earlier caption: pages hold them once for each width of
//! the window, or shortened with a button for the rest.

use super::choose::Choice;
use super::page::{Page, letters};
use std::collections::HashSet;

/// Minimum width of a caption that is compared, in cells.
const MIN_CAPTION: usize = 16;

/// How many letters at its start distinguish a caption from others.
const STEM: usize = 24;

pub fn cut(page: &mut Page<'_>, choice: &Choice) {
    let title = choice.title.map(|title| letters(&page.text(title.at)));
    let mut seen: HashSet<String> = HashSet::new();
    for unit in page.shown(choice.root) {
        let (at, block) = (page.units[unit].at, page.units[unit].block);
        if let Some(title) = choice
            .title
            .filter(|title| page.range(title.at).contains(&at))
        {
            // The title that the page states is shown above the article.
            page.lines[title.at].cut |= title.is_stated;
            continue;
        }
        let text = letters(&page.unit_text(&page.units[unit]));
        let caption = page.units[unit].cells >= MIN_CAPTION && page.is_caption(block);
        let stem = || text.chars().take(STEM).collect();
        if Some(&text) == title.as_ref() || (caption && !seen.insert(stem())) {
            page.cut_unit(unit);
        }
    }
}
