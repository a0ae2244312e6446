//! Footnotes: notes and their calls find each other.

use super::walk::Note;
use crate::document::{Document, Footnote, Inline, Link, LinkNumber, Text};
use std::collections::HashMap;

/// Gives notes their labels, in the order of their references.
pub fn footnotes(document: &mut Document, notes: Vec<Note>) {
    if notes.is_empty() {
        return;
    }
    let mut waiting: HashMap<String, Note> = notes
        .into_iter()
        .map(|note| (super::link::percent_encode(&note.id), note))
        .collect();
    let mut index: HashMap<LinkNumber, u32> = HashMap::new();
    let mut found: Vec<Footnote> = Vec::new();
    let links = std::mem::take(&mut document.links);
    let mut resolve = |run: &mut Inline, found: &mut Vec<Footnote>| {
        let Some(number) = run.link else { return };
        let label = run.text.trim_matches(['[', ']', '^', ' ']);
        let at = match index.get(&number) {
            Some(at) => *at,
            None => {
                let note = links
                    .get(number as usize - 1)
                    .and_then(|link| link.address.strip_prefix('#'))
                    .and_then(|id| waiting.remove(id));
                let Some(note) = note else { return };
                let at = found.len() as u32;
                found.push(Footnote {
                    label: label.to_owned(),
                    blocks: note.blocks,
                });
                index.insert(number, at);
                at
            }
        };
        if !label.is_empty() && !label.contains(char::is_whitespace) {
            run.text = Footnote::call(label);
        }
        run.link = None;
        run.footnote = Some(at);
    };
    document.visit_texts_mut(&mut |text| {
        text.runs
            .iter_mut()
            .for_each(|run| resolve(run, &mut found));
    });
    // Notes that call notes: each round may find more.
    let mut done = 0;
    while done < found.len() {
        let mut blocks = std::mem::take(&mut found[done].blocks);
        for block in &mut blocks {
            block.visit_texts_mut(&mut |text| {
                text.runs
                    .iter_mut()
                    .for_each(|run| resolve(run, &mut found));
            });
        }
        found[done].blocks = blocks;
        done += 1;
    }
    // What nothing refers to is shown all the same.
    let mut rest: Vec<Note> = waiting.into_values().collect();
    rest.sort_by(|a, b| a.id.cmp(&b.id));
    for note in rest {
        let label = note.id.trim_start_matches(|c: char| !c.is_ascii_digit());
        let label = match label {
            "" => note.id.trim_start_matches("fn:"),
            label => label,
        };
        found.push(Footnote {
            label: label.to_owned(),
            blocks: note.blocks,
        });
    }
    for note in &mut found {
        for block in &mut note.blocks {
            block.visit_texts_mut(&mut |text| cut_back_links(text, &links));
        }
    }
    document.links = links;
    document.footnotes = found;
}

/// An arrow in a note that leads back into the text: the reader's own keys do.
fn cut_back_links(text: &mut Text, links: &[Link]) {
    for run in &mut text.runs {
        let link = run.link.and_then(|number| links.get(number as usize - 1));
        let within = link.is_some_and(|link| link.address.starts_with('#'));
        let arrow = |c: char| "↩↑⇑⤴⏎^\u{fe0e}\u{fe0f} ".contains(c);
        if within && run.text.chars().all(arrow) {
            run.cut = run.cut.or(Some(super::BACK_LINK));
        }
    }
}
