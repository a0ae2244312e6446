//! Final numbers of links, once the whole document is known.

use super::figures::{edit_figures, visit_figures};
use crate::document::address::percent_encode;
use crate::document::{Document, Image, Link, LinkNumber};
use std::collections::HashSet;

/// Removes links to anchors that the document does not have.
pub fn drop_dead_anchors(document: &mut Document, anchors: &[String]) {
    let is_internal = |link: &Link| link.address.starts_with('#');
    if !document.links.iter().any(is_internal) {
        return;
    }
    let known: HashSet<String> = anchors
        .iter()
        .map(|anchor| format!("#{}", percent_encode(anchor)))
        .collect();
    let is_dead = |link: &Link| is_internal(link) && !known.contains(&link.address);
    let dead: Vec<bool> = document.links.iter().map(is_dead).collect();
    document.visit_texts_mut(&mut |text| {
        for run in &mut text.runs {
            run.link = run
                .link
                .filter(|number| dead.get(index(*number)) != Some(&true));
        }
    });
}

/// The index of a link number in a list.
fn index(number: LinkNumber) -> usize {
    (number as usize).wrapping_sub(1)
}

/// Renumbers the links: first those whose numbers are shown, in reading order, then the quiet
/// ones. Unused links are dropped.
pub fn number_links(document: &mut Document) {
    let mut links = std::mem::take(&mut document.links);
    let mut seen = vec![false; links.len()];
    let mut is_new = |number: LinkNumber| {
        let seen = seen.get_mut(index(number));
        seen.is_some_and(|seen| !std::mem::replace(seen, true))
    };
    let mut used: Vec<LinkNumber> = Vec::new();
    // Links in cut runs come after those in shown text.
    let mut cut: Vec<LinkNumber> = Vec::new();
    document.visit_texts_mut(&mut |text| {
        for run in &text.runs {
            match run.link {
                Some(number) if run.cut.is_some() => cut.push(number),
                Some(number) if is_new(number) => used.push(number),
                _ => {}
            }
        }
    });
    used.extend(cut.into_iter().filter(|number| is_new(*number)));
    let in_texts = used.len();
    let notes = document.footnotes.iter().map(|note| &note.blocks);
    for blocks in std::iter::once(&document.blocks).chain(notes) {
        visit_figures(blocks, &mut |images| {
            let numbers = images.iter().flat_map(|image| [image.link, image.target]);
            used.extend(numbers.flatten().filter(|number| is_new(*number)));
        });
    }
    // No text shows the number of a link that only a picture has.
    for number in used.iter().skip(in_texts) {
        if let Some(link) = links.get_mut(index(*number)) {
            link.quiet = true;
        }
    }
    used.sort_by_key(|number| links.get(index(*number)).is_none_or(|link| link.quiet));
    let mut renumbered: Vec<Option<LinkNumber>> = vec![None; links.len()];
    for (number, new) in used.iter().zip(1..) {
        if let Some(slot) = renumbered.get_mut(index(*number)) {
            *slot = Some(new);
        }
    }
    let renumber = |link: &mut Option<LinkNumber>| {
        *link = link.and_then(|number| renumbered.get(index(number)).copied().flatten());
    };
    document.visit_texts_mut(&mut |text| {
        text.runs.iter_mut().for_each(|run| renumber(&mut run.link));
    });
    let mut figures = |images: &mut Vec<Image>| {
        images.iter_mut().for_each(|image| {
            renumber(&mut image.link);
            renumber(&mut image.target);
        });
    };
    edit_figures(&mut document.blocks, &mut figures);
    for note in &mut document.footnotes {
        edit_figures(&mut note.blocks, &mut figures);
    }
    document.links = used
        .iter()
        .filter_map(|number| links.get(index(*number)).cloned())
        .collect();
}
