//! The last pass: what can be told only when the blocks stand beside each other.

use super::walk::{Note, Walker};
use crate::document::marker::{self, Marker};
use crate::document::{
    Align, Block, BlockKind, Context, Document, Footnote, Image, Inline, Item, Link, LinkNumber,
    Text,
};
use std::collections::{HashMap, HashSet};

/// Longest paragraph, in characters, that may be the caption of a picture before it.
const MAX_CAPTION: usize = 80;

/// Most characters behind the title that a label of no use has: the name of the site, a number.
const MAX_MORE: usize = 12;

/// Most lines that go on an item of a list made by hand.
const MAX_CONTINUED: usize = 2;

/// Makes the document of what was walked.
pub fn finish(mut walker: Walker, context: &Context<'_>) -> Document {
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
    footnotes(&mut document, walker.notes);
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

/// Captions, galleries: each list of blocks in turn, the inner ones first.
fn arrange(blocks: &mut Vec<Block>) {
    for block in blocks.iter_mut() {
        block.for_children_mut(&mut arrange);
    }
    split_lists(blocks);
    if blocks.iter().any(is_picture_list) {
        *blocks = std::mem::take(blocks)
            .into_iter()
            .flat_map(|block| match block.kind {
                BlockKind::List { items, .. } if is_picture_items(&items) => {
                    items.into_iter().flat_map(|item| item.blocks).collect()
                }
                kind => vec![Block { kind, ..block }],
            })
            .collect();
    }
    join_numbers(blocks);
    blocks.dedup_by(joins_figure);
}

/// Gives a figure the block behind it, if that is its caption or more pictures without words.
fn joins_figure(block: &mut Block, figure: &mut Block) -> bool {
    let BlockKind::Figure {
        images,
        caption: caption @ None,
    } = &mut figure.kind
    else {
        return false;
    };
    if figure.cut != block.cut {
        return false;
    }
    if is_caption(block)
        && let BlockKind::Paragraph { text, .. } = &mut block.kind
    {
        *caption = Some(std::mem::take(text));
        return true;
    }
    let BlockKind::Figure {
        images: more,
        caption: None,
    } = &mut block.kind
    else {
        return false;
    };
    let wordless = |image: &Image| image.label.is_blank();
    let joins = figure.hints.is_none()
        && block.hints.is_none()
        && images.iter().chain(more.iter()).all(wordless);
    if joins {
        images.append(more);
    }
    joins
}

fn is_picture_list(block: &Block) -> bool {
    matches!(&block.kind, BlockKind::List { items, .. } if is_picture_items(items))
}

fn is_picture_items(items: &[Item]) -> bool {
    let shown = items.iter().any(|item| !item.blocks.is_empty());
    shown
        && items.iter().all(|item| {
            item.blocks
                .iter()
                .all(|block| matches!(block.kind, BlockKind::Figure { .. }))
        })
}

/// Paragraphs of hard-broken lines fall apart where some of the lines are the items of a list
/// made by hand, which may go on in the paragraphs that follow.
fn split_lists(blocks: &mut Vec<Block>) {
    let starts = |at| item_lines(blocks.get(at..).unwrap_or_default());
    if !(0..blocks.len()).any(|at| starts(at).is_some()) {
        return;
    }
    let starts: Vec<Option<Vec<usize>>> = (0..blocks.len()).map(starts).collect();
    *blocks = std::mem::take(blocks)
        .into_iter()
        .zip(starts)
        .flat_map(|(block, starts)| match starts {
            Some(starts) => split_lines(block, &starts),
            None => vec![block],
        })
        .collect();
}

/// The numbers of the lines of the first paragraph that begin a paragraph of their own, if
/// there are items among them.
fn item_lines(blocks: &[Block]) -> Option<Vec<usize>> {
    let text = paragraph(blocks.first()?)?;
    if !text.runs.iter().any(|run| run.text.contains('\n')) {
        return None;
    }
    let plain = text.plain();
    let mut marks: Vec<Option<Marker>> = plain.split('\n').map(marker::of_line).collect();
    let lines = marks.len();
    // As many as make a list.
    let following = blocks.iter().skip(1).map_while(paragraph).take(2);
    marks.extend(following.map(marker::of));
    let mut starts = Vec::new();
    let mut at = 0;
    let mut found = false;
    while at < lines {
        match marker::list(marks.get(at..).unwrap_or_default(), MAX_CONTINUED) {
            Some(items) => {
                starts.extend(items.iter().map(|item| at + item).filter(|at| *at < lines));
                at += items.last().map_or(1, |last| last + 1);
                found = true;
            }
            None => {
                starts.push(at);
                at += 1;
            }
        }
    }
    found.then_some(starts)
}

fn paragraph(block: &Block) -> Option<&Text> {
    match &block.kind {
        BlockKind::Paragraph { text, .. } => Some(text),
        _ => None,
    }
}

/// Each line a paragraph of its own, if it is one of `starts`; what stands between two items
/// belongs to the first.
fn split_lines(block: Block, starts: &[usize]) -> Vec<Block> {
    let Block { kind, cut, hints } = block;
    let BlockKind::Paragraph { text, role, align } = kind else {
        return vec![Block { kind, cut, hints }];
    };
    let language = text.language;
    let mut parts: Vec<Vec<Inline>> = vec![Vec::new()];
    let mut line = 0;
    for run in text.runs {
        for (nth, part) in run.text.split('\n').enumerate() {
            let mut shown = part.to_owned();
            if nth > 0 {
                line += 1;
                if starts.binary_search(&line).is_ok() {
                    parts.push(Vec::new());
                } else {
                    shown.insert(0, '\n');
                }
            }
            if !shown.is_empty()
                && let Some(runs) = parts.last_mut()
            {
                let mut part = run.look().run(&shown);
                part.footnote = run.footnote;
                runs.push(part);
            }
        }
    }
    parts
        .into_iter()
        .filter(|runs| !runs.is_empty())
        .map(|runs| Block {
            kind: BlockKind::Paragraph {
                text: Text {
                    id: 0,
                    runs,
                    language,
                },
                role,
                align,
            },
            cut,
            hints: hints.clone(),
        })
        .collect()
}

/// A heading that is only a number belongs to the next of its level.
fn join_numbers(blocks: &mut Vec<Block>) {
    let mut at = 0;
    while at + 1 < blocks.len() {
        let number = match (
            blocks.get(at).map(|b| &b.kind),
            blocks.get(at + 1).map(|b| &b.kind),
        ) {
            (
                Some(BlockKind::Heading { level, text, .. }),
                Some(BlockKind::Heading { level: next, .. }),
            ) if level == next => {
                let plain = text.plain();
                let digits = plain
                    .trim_matches(['.', '、', ' ', '/'])
                    .chars()
                    .all(|c| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
                digits && plain.chars().count() <= 4
            }
            _ => false,
        };
        if number {
            let Block { kind, .. } = blocks.remove(at);
            if let (
                BlockKind::Heading {
                    text: mut head,
                    anchor: own,
                    ..
                },
                Some(Block {
                    kind: BlockKind::Heading { text, anchor, .. },
                    ..
                }),
            ) = (kind, blocks.get_mut(at))
            {
                head.runs.push(Inline::new(" ", Default::default()));
                head.runs.append(&mut text.runs);
                text.runs = head.runs;
                *anchor = anchor.take().or(own);
            }
        }
        at += 1;
    }
}

/// Rules part what stands on both sides: at the ends of a document they part nothing.
fn trim_rules(blocks: &mut Vec<Block>) {
    let is_rule = |block: &Block| matches!(block.kind, BlockKind::Rule);
    while blocks.last().is_some_and(is_rule) {
        blocks.pop();
    }
    let head = blocks.iter().take_while(|block| is_rule(block)).count();
    blocks.drain(..head);
}

/// Whether a paragraph behind a picture speaks of it.
fn is_caption(block: &Block) -> bool {
    let BlockKind::Paragraph { text, align, .. } = &block.kind else {
        return false;
    };
    let plain = text.plain();
    let length = plain.chars().count();
    let marked = block.hints.as_ref().is_some_and(|hints| {
        let has = |word: &str| hints.tokens.iter().any(|token| token == word);
        has("caption")
            || has("figcaption")
            || ((has("img") || has("image") || has("pic") || has("photo") || has("picture"))
                && (has("desc")
                    || has("descr")
                    || has("description")
                    || has("note")
                    || has("info")
                    || has("text")))
    });
    if marked && length <= 3 * MAX_CAPTION {
        return true;
    }
    let led = [
        "图：",
        "图/",
        "图 ",
        "图|",
        "图｜",
        "图丨",
        "▲",
        "△",
        "（来自",
        "（图",
        "(来自",
        "图源",
        "图片来源",
        "圖：",
        "圖／",
        "圖片來源",
        "圖/",
        "来源：图",
        "写真",
        "사진",
    ]
    .iter()
    .any(|head| plain.starts_with(head))
        || numbered_figure(&plain);
    if led && length <= 40 {
        return true;
    }
    *align == Align::Center
        && length <= 40
        && !plain.contains('\n')
        && !plain.ends_with(['。', '！', '？', '：', ':'])
        && text
            .runs
            .iter()
            .any(|run| !run.style.has(crate::document::Style::STRONG))
}

/// 图1 …, 图 2-1：…
fn numbered_figure(plain: &str) -> bool {
    plain.strip_prefix(['图', '圖']).is_some_and(|rest| {
        rest.trim_start()
            .starts_with(|c: char| c.is_ascii_digit() || "一二三四五六七八九".contains(c))
    })
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

fn for_figures(blocks: &[Block], with: &mut dyn FnMut(&[Image])) {
    for block in blocks {
        if let BlockKind::Figure { images, .. } = &block.kind {
            with(images);
        }
        block
            .children()
            .for_each(|inner| for_figures(inner, &mut *with));
    }
}

fn each_figure(blocks: &mut Vec<Block>, with: &mut dyn FnMut(&mut Vec<Image>)) {
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

/// Gives notes their labels, in the order of their references.
fn footnotes(document: &mut Document, notes: Vec<Note>) {
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

/// A link to a place that this document has not is no link.
fn drop_dead_anchors(document: &mut Document, anchors: &[String]) {
    let is_within = |link: &Link| link.address.starts_with('#');
    if !document.links.iter().any(is_within) {
        return;
    }
    let known: HashSet<String> = anchors
        .iter()
        .map(|anchor| format!("#{}", super::link::percent_encode(anchor)))
        .collect();
    let is_dead = |link: &Link| is_within(link) && !known.contains(&link.address);
    let dead: Vec<bool> = document.links.iter().map(is_dead).collect();
    document.visit_texts_mut(&mut |text| {
        for run in &mut text.runs {
            run.link = run
                .link
                .filter(|number| dead.get(index(*number)) != Some(&true));
        }
    });
}

/// The place of a link's number in a list.
fn index(number: LinkNumber) -> usize {
    (number as usize).wrapping_sub(1)
}

/// Numbers the links anew: those that are shown first, in order; then the quiet ones;
/// those that nothing uses any more go.
fn number_links(document: &mut Document) {
    let links = std::mem::take(&mut document.links);
    let mut seen = vec![false; links.len()];
    let mut first = |number: LinkNumber| {
        let seen = seen.get_mut(index(number));
        seen.is_some_and(|seen| !std::mem::replace(seen, true))
    };
    let mut used: Vec<LinkNumber> = Vec::new();
    let mut cut: Vec<LinkNumber> = Vec::new();
    document.visit_texts_mut(&mut |text| {
        for run in &text.runs {
            match run.link {
                Some(number) if run.cut.is_some() => cut.push(number),
                Some(number) if first(number) => used.push(number),
                _ => {}
            }
        }
    });
    used.extend(cut.into_iter().filter(|number| first(*number)));
    let notes = document.footnotes.iter().map(|note| &note.blocks);
    for blocks in std::iter::once(&document.blocks).chain(notes) {
        for_figures(blocks, &mut |images| {
            let numbers = images.iter().filter_map(|image| image.link);
            used.extend(numbers.filter(|number| first(*number)));
        });
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
        images
            .iter_mut()
            .for_each(|image| renumber(&mut image.link));
    };
    each_figure(&mut document.blocks, &mut figures);
    for note in &mut document.footnotes {
        each_figure(&mut note.blocks, &mut figures);
    }
    document.links = used
        .iter()
        .filter_map(|number| links.get(index(*number)).cloned())
        .collect();
}
