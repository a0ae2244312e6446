//! Roles of blocks that are not body text: paywall notices, a missing body.

use super::lexicon::{PAYWALLS, WHOLE};
use super::pass::Pass;
use super::view::{bare, bare_letters, has_ruby, is_link, link_share, words};
use crate::document::{Block, BlockKind, Flaw, ParagraphRole};

/// Maximum characters of a paywall notice.
const MAX_NOTICE: usize = 120;
/// Minimum characters of an excerpt that dots at its end reveal.
const MIN_EXTRACT: usize = 80;

/// Cuts lines that end the text unless the reader pays, and records the flaw. A class rule may
/// have cut such a line already as a call to subscribe.
pub fn paywall(pass: &mut Pass<'_>) {
    let mut truncated = false;
    let whole = pass
        .document
        .blocks
        .iter()
        .filter(|block| block.cut.is_none());
    let alone = whole.filter(|block| !is_without_words(block)).count() == 1;
    let tail = pass.document.blocks.iter_mut().rev().filter(|block| {
        block.cut.is_none_or(|rule| rule == "subscribe") && !is_without_words(block)
    });
    let mut last = true;
    for block in tail.take(4) {
        let cut = block.cut.take();
        let text = words(block, MAX_NOTICE + 1).to_lowercase();
        let length = text.chars().count();
        let says = || {
            let covered = PAYWALLS.best(&text);
            covered.is_some_and(|covered| cut.is_some() || covered * 4 >= length)
        };
        if length <= MAX_NOTICE && says() {
            block.cut = Some("paywall");
            truncated = true;
            continue;
        }
        block.cut = cut;
        if last && cut.is_none() {
            truncated |= cut_lead(block) || is_broken_off(block, alone);
            last = false;
        }
    }
    if truncated {
        pass.flaw(Flaw::Truncated);
    }
}

pub fn is_without_words(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Figure { .. } | BlockKind::Rule)
}

/// Cuts the link from an excerpt to the full article at the end of the last paragraph.
fn cut_lead(block: &mut Block) -> bool {
    let BlockKind::Paragraph { text, .. } = &mut block.kind else {
        return false;
    };
    let last = text
        .runs
        .iter_mut()
        .rev()
        .find(|run| !run.text.trim().is_empty());
    let Some(last) = last.filter(|run| is_link(run) && run.cut.is_none()) else {
        return false;
    };
    let words = last.text.to_lowercase();
    let words = words.trim_matches(|c: char| !c.is_alphanumeric());
    // `Continue reading` may be followed by the title.
    let leads = WHOLE.contains(&words) || words.starts_with("continue reading ");
    if leads {
        last.cut = Some("paywall");
    }
    leads
}

/// Whether the last block ends within a sentence, as excerpts do: after a comma, at a truncation
/// mark, or at dots if it is the only block.
fn is_broken_off(block: &Block, alone: bool) -> bool {
    if !matches!(block.kind, BlockKind::Paragraph { .. }) {
        return false;
    }
    let text = words(block, usize::MAX);
    let length = text.chars().count();
    let ends = |marks: &[&str]| marks.iter().any(|mark| text.ends_with(mark));
    let dots = ends(&["...", "…"]) && !ends(&["……", "。...", "。…", "....", "．…"]);
    (length > 20 && ends(&["﹑", "、", "，", "[…]", "[...]", "[……]"]))
        || (alone && length >= MIN_EXTRACT && dots)
}

/// A body that only repeats the title. The repetition is cut.
pub fn title_only(pass: &mut Pass<'_>) {
    let title = bare(pass.context.title);
    // What is left of the title after the text.
    let mut left = &*title;
    let mut length = 0;
    let mut is_empty = true;
    let mut body = Vec::new();
    let blocks = pass.document.blocks.iter().enumerate();
    for (at, block) in blocks.filter(|(_, block)| block.cut.is_none()) {
        let role = match &block.kind {
            BlockKind::Paragraph { role, .. } => *role,
            _ => ParagraphRole::Body,
        };
        let is_matter = matches!(
            block.kind,
            BlockKind::Figure { .. }
                | BlockKind::Media { .. }
                | BlockKind::Table(_)
                | BlockKind::Code { .. }
        );
        if is_matter || has_ruby(block) {
            return;
        }
        let linked = link_share(block) > 0.95 && words(block, 20).chars().count() < 12;
        if role == ParagraphRole::Body && !linked {
            let text = words(block, 600);
            length += text.len();
            is_empty &= text.is_empty();
            // Most texts end here.
            for letter in bare_letters(&text) {
                let Some(rest) = left.strip_prefix(letter) else {
                    return;
                };
                left = rest;
            }
            body.push(at);
        }
        if length > 4000 {
            return;
        }
    }
    if is_empty || left.is_empty() && !title.is_empty() {
        pass.flaw(Flaw::TitleOnly);
        for at in body {
            if let Some(block) = pass.document.blocks.get_mut(at) {
                block.cut = Some("title-only");
            }
        }
    }
}

impl Pass<'_> {
    /// Records a flaw once.
    fn flaw(&mut self, flaw: Flaw) {
        if !self.document.flaws.contains(&flaw) {
            self.document.flaws.push(flaw);
        }
    }
}
