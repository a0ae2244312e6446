//! Views of a block for the rules: its text, links and words.

use crate::document::date::date;
use crate::document::marker::caption_sign;
use crate::document::{Block, BlockKind, Document, Inline, NoticeKind, Style, Text, caption_of};
use crate::text::Annotated;
use std::ops::Range;

/// Which labels of images are texts of a block.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Labels {
    All,
    /// Those that the reader shows. In a table cell there is no room for those of a gallery.
    Shown {
        in_cell: bool,
    },
}

/// Where a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place {
    is_caption: bool,
    in_cell: bool,
}

/// Calls `with` for each uncut text of a block, in order.
pub fn texts<'a>(block: &'a Block, with: &mut dyn FnMut(&'a Text)) {
    texts_with(block, Labels::All, &mut |text, _| with(text));
}

fn texts_with<'a>(block: &'a Block, labels: Labels, with: &mut dyn FnMut(&'a Text, Place)) {
    if block.cut.is_some() {
        return;
    }
    let in_cell = labels == Labels::Shown { in_cell: true };
    let place = |is_caption| Place {
        is_caption,
        in_cell,
    };
    let (body, caption) = (place(false), place(true));
    match &block.kind {
        BlockKind::Paragraph { text, .. }
        | BlockKind::Heading { text, .. }
        | BlockKind::Code { text, .. }
        | BlockKind::Preserved { text }
        | BlockKind::Math { text, .. } => with(text, body),
        BlockKind::Media { text, .. } => with(text, caption),
        BlockKind::Details { summary, .. } => with(summary, body),
        // The reader shows the name of a kind in the language of the article.
        BlockKind::Notice {
            title: Some(title), ..
        } if labels == Labels::All || NoticeKind::of(&title.plain()).is_none() => with(title, body),
        BlockKind::Table(table) => table.caption.iter().for_each(|text| with(text, caption)),
        BlockKind::Figure {
            images,
            caption: own,
        } => {
            let own = own.as_ref();
            let shown = caption_of(images, own);
            let is_shown = |label: &&Text| match labels {
                Labels::All => true,
                Labels::Shown { in_cell } => {
                    images.len() > 1 && !in_cell
                        || shown.is_some_and(|shown| std::ptr::eq(shown, *label))
                }
            };
            let images = images.iter().map(|image| &image.label);
            let texts = images.filter(is_shown).chain(own);
            texts.for_each(|text| with(text, caption));
        }
        BlockKind::Definitions { entries } => {
            // Terms precede their own blocks.
            for entry in entries {
                entry.terms.iter().for_each(|term| with(term, body));
                entry
                    .blocks
                    .iter()
                    .for_each(|inner| texts_with(inner, labels, &mut *with));
            }
            return;
        }
        _ => {}
    }
    let labels = match (labels, &block.kind) {
        (Labels::Shown { .. }, BlockKind::Table(_)) => Labels::Shown { in_cell: true },
        _ => labels,
    };
    for inner in block.children().flatten() {
        texts_with(inner, labels, with);
    }
    if let BlockKind::Quote {
        source: Some(source),
        ..
    } = &block.kind
    {
        with(source, body);
    }
}

/// The visible text of a block on one line, at most `limit` characters.
pub fn words(block: &Block, limit: usize) -> String {
    let mut line = Line::default();
    texts(block, &mut |text| {
        for run in shown(text) {
            if line.read >= limit {
                return;
            }
            line.push(&run.text, limit);
        }
        line.space = true;
    });
    if line.read > limit
        && let Some(end) = line.full
    {
        line.text.truncate(end);
    }
    line.text
}

/// Whether a line or heading begins with more than `limit` characters of [`words`]. Quick to tell,
/// which rules ask of every paragraph.
pub fn begins_longer(block: &Block, limit: usize) -> bool {
    let (BlockKind::Paragraph { text, .. } | BlockKind::Heading { text, .. }) = &block.kind else {
        return false;
    };
    let bytes = || shown(text).map(|run| run.text.len()).sum::<usize>();
    if block.cut.is_some() || bytes() <= limit {
        return false;
    }
    let mut read = 0;
    let mut length = 0;
    let mut space = false;
    for run in shown(text) {
        if read > limit {
            break;
        }
        for c in run.text.chars() {
            read += 1;
            if c.is_whitespace() {
                space = length > 0;
                continue;
            }
            length += 1 + usize::from(std::mem::take(&mut space));
            if length > limit {
                return true;
            }
        }
    }
    false
}

/// A line under construction: whitespace is one space between words.
#[derive(Default)]
struct Line {
    text: String,
    /// Characters of `text`.
    length: usize,
    /// Characters that were read, with all whitespace.
    read: usize,
    /// Whitespace came after the last character.
    space: bool,
    /// The end of the first `limit` characters, in bytes.
    full: Option<usize>,
}

impl Line {
    /// Adds the words of a run. The rest of a long one is not looked at.
    fn push(&mut self, run: &str, limit: usize) {
        let most = limit.saturating_mul(char::MAX.len_utf8());
        self.text.reserve(run.len().min(most));
        // Words are copied whole: the one that is being read.
        let mut word = 0..0;
        for (at, c) in run.char_indices() {
            self.read += 1;
            let end = at + c.len_utf8();
            if c.is_whitespace() {
                self.text.push_str(run.get(word).unwrap_or_default());
                self.space = true;
                word = end..end;
            } else {
                if std::mem::take(&mut self.space) && !self.text.is_empty() {
                    self.text.push(' ');
                    self.count(0, limit);
                }
                word.end = end;
                self.count(word.len(), limit);
            }
            if self.read > limit && self.full.is_some() {
                break;
            }
        }
        self.text.push_str(run.get(word).unwrap_or_default());
    }

    /// Counts a character that ends `ahead` bytes after the text.
    fn count(&mut self, ahead: usize, limit: usize) {
        self.length += 1;
        if self.length == limit {
            self.full = Some(self.text.len() + ahead);
        }
    }
}

/// The texts of a document that the reader shows, in reading order, notes last. U+001E ends each of
/// them, and words with readings are in annotation characters: `text::searchable` makes of them
/// what is searched.
pub fn visible_text(document: &Document) -> String {
    let mut out = Annotated::default();
    let notes = document.footnotes.iter().flat_map(|note| &note.blocks);
    for block in document.blocks.iter().chain(notes) {
        let labels = Labels::Shown { in_cell: false };
        texts_with(block, labels, &mut |text, place| {
            let start = out.text.len();
            let bytes = shown_bytes(text, place);
            let mut at = 0;
            for run in &text.runs {
                let from = bytes.start.clamp(at, at + run.text.len()) - at;
                let to = bytes.end.clamp(at, at + run.text.len()) - at;
                at += run.text.len();
                let words = run.text.get(from..to).unwrap_or_default();
                if run.cut.is_none() && !words.is_empty() {
                    out.push(words, run.style.layer());
                }
            }
            out.end_text(start);
        });
    }
    out.text
}

/// The bytes of a text that the reader shows: neither the sign before a caption nor the seconds of a
/// date in a table.
fn shown_bytes(text: &Text, place: Place) -> Range<usize> {
    let start = match place.is_caption {
        true => caption_sign(&text.plain()),
        false => 0,
    };
    let date = if place.in_cell { date(text) } else { None };
    start..date.map_or(usize::MAX, |date| date.end)
}

/// The uncut runs of a text.
pub fn shown(text: &Text) -> impl Iterator<Item = &Inline> {
    text.runs.iter().filter(|run| run.cut.is_none())
}

/// The uncut characters of a text.
pub fn letters(text: &Text) -> impl Iterator<Item = char> {
    shown(text).flat_map(|run| run.text.chars())
}

/// Whether a block shows words with their readings.
pub fn has_ruby(block: &Block) -> bool {
    let mut found = false;
    texts(block, &mut |text| {
        found |= shown(text).any(|run| run.style.has(Style::RUBY));
    });
    found
}

/// Whether a run is a link that may belong to a site. Links to other files of the library do not.
pub fn is_link(run: &Inline) -> bool {
    run.link.is_some() && !run.style.has(Style::LIBRARY)
}

/// The share of link text in a block's characters, 0 to 1.
pub fn link_share(block: &Block) -> f64 {
    let (mut linked, mut all) = (0_u32, 0_u32);
    texts(block, &mut |text| {
        for run in shown(text) {
            let count = run.text.chars().filter(|c| !c.is_whitespace()).count() as u32;
            all += count;
            linked += if is_link(run) { count } else { 0 };
        }
    });
    if all == 0 {
        return 0.0;
    }
    f64::from(linked) / f64::from(all)
}

/// Whether a block holds code, tables or formulas, which boilerplate never does.
pub fn holds_matter(block: &Block) -> bool {
    matches!(
        block.kind,
        BlockKind::Code { .. }
            | BlockKind::Table(_)
            | BlockKind::Math { .. }
            | BlockKind::Preserved { .. }
    ) || block.children().flatten().any(holds_matter)
}

/// The class and id tokens of a block.
pub fn tokens(block: &Block) -> &[String] {
    block
        .hints
        .as_ref()
        .map_or(&[], |hints| hints.tokens.as_slice())
}

pub fn has_token(block: &Block, token: &str) -> bool {
    tokens(block).iter().any(|own| own == token)
}

/// Letters, digits and ideographs only, in lower case: the form in which titles are compared.
pub fn bare(text: &str) -> String {
    bare_letters(text).collect()
}

/// The first of the letters of [`bare`].
pub fn first_letter(mut text: impl Iterator<Item = char>) -> Option<char> {
    text.find(|c| c.is_alphanumeric())?.to_lowercase().next()
}

pub fn bare_letters(text: &str) -> impl Iterator<Item = char> {
    let letters = text.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase)
}

/// Calls `with` for each list of blocks of a document, inner ones first.
pub fn each_list(blocks: &mut Vec<Block>, with: &mut dyn FnMut(&mut Vec<Block>)) {
    for block in blocks.iter_mut().filter(|block| block.cut.is_none()) {
        block.for_children_mut(&mut |inner| each_list(inner, &mut *with));
    }
    with(blocks);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Format, build};
    use proptest::prelude::*;

    /// As [`words`], without stopping early.
    fn plain_words(block: &Block, limit: usize) -> String {
        let mut all = String::new();
        let mut count = 0;
        texts(block, &mut |text| {
            for run in shown(text) {
                if count >= limit {
                    return;
                }
                count += run.text.chars().count();
                all.push_str(&run.text);
            }
            all.push(' ');
        });
        let line = all.split_whitespace().collect::<Vec<_>>().join(" ");
        let most = if count > limit { limit } else { usize::MAX };
        line.chars().take(most).collect()
    }

    proptest! {
        #[test]
        fn words_stop_early(parts in prop::collection::vec("[a甲 \u{3000}]{0,9}", 1..6), limit in 0..30_usize) {
            let body: String = parts.iter().map(|part| format!("<p>{part}<b>{part}</b></p>")).collect();
            let document = build(&format!("<blockquote>{body}</blockquote>"), Format::Html);
            for block in &document.blocks {
                prop_assert_eq!(words(block, limit), plain_words(block, limit));
                for inner in block.children().flatten() {
                    let has_more = words(inner, limit + 1).chars().count() > limit;
                    prop_assert_eq!(has_more, begins_longer(inner, limit));
                }
            }
        }
    }
}
