//! Collects what was cut, and removes cut marks.

use super::pass::Cut;
use crate::document::{Block, BlockKind, Document, Inline};

/// Everything that is cut, in text order, without duplicates.
pub fn cuts(document: &Document) -> Vec<Cut> {
    let mut all = Vec::new();
    let notes = document.footnotes.iter().flat_map(|note| &note.blocks);
    for block in document.blocks.iter().chain(notes) {
        gather(block, &mut all);
    }
    all
}

fn gather(block: &Block, all: &mut Vec<Cut>) {
    if let Some(rule) = block.cut {
        let mut whole = String::new();
        everything(block, &mut whole);
        let text = whole.split_whitespace().collect::<Vec<_>>().join(" ");
        all.push(Cut { rule, text });
        return;
    }
    own_texts(block, &mut |runs| {
        for run in runs {
            if let Some(rule) = run.cut {
                let text = run.text.split_whitespace().collect::<Vec<_>>().join(" ");
                all.push(Cut { rule, text });
            }
        }
    });
    block
        .children()
        .flatten()
        .for_each(|inner| gather(inner, all));
}

fn everything(block: &Block, out: &mut String) {
    own_texts(block, &mut |runs| {
        for run in runs {
            out.push_str(&run.text);
        }
        out.push(' ');
    });
    block
        .children()
        .flatten()
        .for_each(|inner| everything(inner, out));
}

fn own_texts(block: &Block, with: &mut dyn FnMut(&[Inline])) {
    match &block.kind {
        BlockKind::Paragraph { text, .. }
        | BlockKind::Heading { text, .. }
        | BlockKind::Code { text, .. }
        | BlockKind::Preserved { text }
        | BlockKind::Media { text, .. }
        | BlockKind::Math { text, .. } => with(&text.runs),
        BlockKind::Quote {
            source: Some(source),
            ..
        } => with(&source.runs),
        BlockKind::Details { summary, .. } => with(&summary.runs),
        BlockKind::Notice {
            title: Some(title), ..
        } => with(&title.runs),
        BlockKind::Figure { images, caption } => {
            images.iter().for_each(|image| with(&image.label.runs));
            if let Some(caption) = caption {
                with(&caption.runs);
            }
        }
        BlockKind::Definitions { entries } => entries
            .iter()
            .flat_map(|entry| &entry.terms)
            .for_each(|term| with(&term.runs)),
        BlockKind::Table(table) => {
            if let Some(caption) = &table.caption {
                with(&caption.runs);
            }
        }
        _ => {}
    }
}

/// Removes every mark of a rule.
pub fn unmark(document: &mut Document, rule: &str) {
    fn blocks(all: &mut Vec<Block>, rule: &str) {
        for block in all {
            block.cut = block.cut.filter(|name| *name != rule);
            block.for_children_mut(&mut |inner| blocks(inner, rule));
        }
    }
    blocks(&mut document.blocks, rule);
    for note in &mut document.footnotes {
        blocks(&mut note.blocks, rule);
    }
    document.visit_texts_mut(&mut |text| {
        for run in &mut text.runs {
            run.cut = run.cut.filter(|name| *name != rule);
        }
    });
}
