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

/// Numbers the links of the text in its order, then those that only cut runs and pictures have. Unused
/// links are dropped. No text shows the number of a link that only a picture has.
pub fn number_links(document: &mut Document) {
    let mut used: Vec<LinkNumber> = Vec::new();
    let mut cut: Vec<LinkNumber> = Vec::new();
    document.visit_texts_mut(&mut |text| {
        for run in &text.runs {
            match run.cut {
                Some(_) => cut.extend(run.link),
                None => used.extend(run.link),
            }
        }
    });
    used.append(&mut cut);
    let named: HashSet<LinkNumber> = used.iter().copied().collect();
    for (number, link) in (1..).zip(&mut document.links) {
        link.quiet |= !named.contains(&number);
    }
    let notes = document.footnotes.iter().map(|note| &note.blocks);
    for blocks in std::iter::once(&document.blocks).chain(notes) {
        visit_figures(blocks, &mut |images| {
            let numbers = images.iter().flat_map(|image| [image.link, image.target]);
            used.extend(numbers.flatten());
        });
    }
    renumber(document, &used);
}

/// Numbers the links whose numbers are in the text before the others, so that none is missing in
/// print.
pub(crate) fn number_for_print(document: &mut Document) {
    let (named, quiet): (Vec<_>, Vec<_>) = (1..)
        .zip(&document.links)
        .partition(|(_, link)| !link.quiet);
    let order = named.into_iter().chain(quiet).map(|(number, _)| number);
    let order: Vec<LinkNumber> = order.collect();
    renumber(document, &order);
}

/// Gives the links the numbers of their first places in a list. Those that are not in it are dropped.
fn renumber(document: &mut Document, order: &[LinkNumber]) {
    let mut renumbered: Vec<Option<LinkNumber>> = vec![None; document.links.len()];
    let mut links = Vec::with_capacity(document.links.len());
    for number in order {
        let slot = renumbered.get_mut(index(*number));
        if let (Some(slot @ None), Some(link)) = (slot, document.links.get(index(*number))) {
            links.push(link.clone());
            *slot = u32::try_from(links.len()).ok();
        }
    }
    document.links = links;
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
}
