//! The last pass: what can be told only when all blocks are there, and which words of pictures
//! say nothing.

use super::footnote::footnotes;
use super::grouping::{arrange, trim_rules};
use super::link_numbers::{drop_dead_anchors, number_links};
use crate::document::html::build::builder::Builder;
use crate::document::{Block, BlockKind, Context, Document, Image, LinkNumber, Text};
use std::collections::{HashMap, HashSet};

/// Most characters behind the title that a label of no use has: the name of the site, a number.
const MAX_MORE: usize = 12;

/// Makes the document of what was walked.
pub fn finish(mut walker: Builder, context: &Context<'_>) -> Document {
    let mut blocks = Vec::new();
    while let Some(flow) = walker.flows.pop() {
        let mut inner = flow.into_blocks();
        inner.append(&mut blocks);
        blocks = inner;
    }
    let mut document = Document {
        language: walker.language,
        blocks,
        links: std::mem::take(&mut walker.links.links),
        ..Document::default()
    };
    let anchors = std::mem::take(&mut walker.anchors);
    footnotes(&mut document, walker.notes, &anchors);
    arrange(&mut document.blocks);
    trim_rules(&mut document.blocks);
    for note in &mut document.footnotes {
        arrange(&mut note.blocks);
    }
    let mut labels = Labels::of(&document, context.title);
    each_figure(&mut document.blocks, &mut |images| labels.judge(images));
    drop_dead_anchors(&mut document, &anchors);
    number_links(&mut document);
    document.number();
    document
}

/// Which words of pictures say nothing in this article.
struct Labels<'a> {
    title: &'a str,
    repeated: HashMap<String, usize>,
    seen: HashSet<LinkNumber>,
}

impl<'a> Labels<'a> {
    fn of(document: &Document, title: Option<&'a str>) -> Self {
        let mut repeated = HashMap::new();
        // The same picture twice repeats nothing.
        let mut counted = HashSet::new();
        for_figures(&document.blocks, &mut |images| {
            for image in images
                .iter()
                .filter(|image| image.link.is_none_or(|link| counted.insert(link)))
            {
                *repeated.entry(image.label.plain()).or_insert(0) += 1;
            }
        });
        Self {
            title: title.unwrap_or_default().trim(),
            repeated,
            seen: HashSet::new(),
        }
    }

    /// Whether a label is the title, its beginning, or little more.
    fn is_title(&self, label: &str) -> bool {
        let more = label.strip_prefix(self.title);
        !self.title.is_empty()
            && (self.title.starts_with(label)
                || more.is_some_and(|more| {
                    more.chars().count() <= self.title.chars().count().min(MAX_MORE)
                }))
    }

    /// Empties such words, and drops a picture whose address was shown before.
    fn judge(&mut self, images: &mut Vec<Image>) {
        images.retain(|image| image.link.is_none_or(|link| self.seen.insert(link)));
        for image in images {
            let label = image.label.plain();
            let as_title = label.chars().count() >= 4 && self.is_title(&label);
            if as_title || self.repeated.get(&label).is_some_and(|count| *count > 1) {
                image.label = Text::default();
            }
        }
    }
}

pub fn for_figures(blocks: &[Block], with: &mut dyn FnMut(&[Image])) {
    for block in blocks {
        if let BlockKind::Figure { images, .. } = &block.kind {
            with(images);
        }
        block
            .children()
            .for_each(|inner| for_figures(inner, &mut *with));
    }
}

pub fn each_figure(blocks: &mut Vec<Block>, with: &mut dyn FnMut(&mut Vec<Image>)) {
    for block in blocks.iter_mut() {
        if let BlockKind::Figure { images, .. } = &mut block.kind {
            with(images);
        }
        block.for_children_mut(&mut |inner| each_figure(inner, &mut *with));
    }
    blocks.retain(|block| {
        !matches!(&block.kind, BlockKind::Figure { images, caption: None } if images.is_empty())
    });
}
