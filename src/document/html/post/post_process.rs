//! Runs the passes over the finished blocks, and removes labels of pictures that say nothing.

use super::emoji::join_emoji;
use super::figures::{edit_figures, visit_figures};
use super::footnote::resolve_footnotes;
use super::grouping::{group, split_at_rules, trim_rules};
use super::hacker_news::shorten_figures;
use super::heading_names::name_headings;
use super::link_numbers::{drop_dead_anchors, number_links};
use super::numbered_heads::split_heads;
use super::section_names::name_sections;
use crate::document::html::build::state::Built;
use crate::document::{Context, Document, Image, LinkNumber, Text};
use std::collections::{HashMap, HashSet};

/// Maximum characters that a useless label has after the title: the name of the site, a number.
const MAX_AFTER_TITLE: usize = 12;

/// Minimum characters of a label that is compared with the title.
const MIN_LABEL: usize = 4;

/// Makes the document of everything that the builder has collected. With `names_headings`,
/// headings without a name get that of GitHub's Markdown.
pub fn post_process(mut built: Built, context: &Context<'_>, names_headings: bool) -> Document {
    let mut document = Document {
        language: built.language,
        blocks: built.blocks,
        links: built.links,
        ..Document::default()
    };
    resolve_footnotes(&mut document, built.notes, &built.anchors);
    split_at_rules(&mut document.blocks);
    group(&mut document.blocks);
    split_heads(&mut document.blocks);
    shorten_figures(&mut document.blocks, &document.links);
    trim_rules(&mut document.blocks);
    join_emoji(&mut document.blocks);
    name_sections(&mut document.blocks);
    for note in &mut document.footnotes {
        group(&mut note.blocks);
    }
    let mut labels = Labels::of(&document, context.title);
    edit_figures(&mut document.blocks, &mut |images| labels.clean(images));
    if names_headings {
        name_headings(&mut document, &mut built.anchors);
    }
    drop_dead_anchors(&mut document, &built.anchors);
    // Last: the other passes remove links.
    number_links(&mut document);
    document.number();
    document
}

/// Finds labels of pictures that say nothing in this article.
struct Labels<'a> {
    title: &'a str,
    /// How many different pictures have a label.
    counts: HashMap<String, usize>,
    seen: HashSet<LinkNumber>,
}

impl<'a> Labels<'a> {
    fn of(document: &Document, title: Option<&'a str>) -> Self {
        let mut counts = HashMap::new();
        let mut seen = HashSet::new();
        visit_figures(&document.blocks, &mut |images| {
            // The same picture twice is not a repeated label.
            let is_new = |image: &&Image| image.link.is_none_or(|link| seen.insert(link));
            for image in images.iter().filter(is_new) {
                *counts.entry(image.label.plain()).or_insert(0) += 1;
            }
        });
        Self {
            title: title.unwrap_or_default().trim(),
            counts,
            seen: HashSet::new(),
        }
    }

    /// Whether a label is the title, its beginning, or little more than the title.
    fn is_title(&self, label: &str) -> bool {
        if self.title.is_empty() || label.chars().count() < MIN_LABEL {
            return false;
        }
        let max = self.title.chars().count().min(MAX_AFTER_TITLE);
        let after = label.strip_prefix(self.title);
        self.title.starts_with(label) || after.is_some_and(|after| after.chars().count() <= max)
    }

    /// Empties such labels, and drops pictures that were already shown.
    fn clean(&mut self, images: &mut Vec<Image>) {
        images.retain(|image| image.link.is_none_or(|link| self.seen.insert(link)));
        for image in images {
            let label = image.label.plain();
            let is_repeated = self.counts.get(&label).is_some_and(|count| *count > 1);
            if is_repeated || self.is_title(&label) {
                image.label = Text::default();
            }
        }
    }
}
