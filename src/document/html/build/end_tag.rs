//! End tags: what an element becomes.

use super::block_stack::{Container, Content};
use super::captions::{end_caption, end_details, end_figure, end_notice, end_summary};
use super::list::{end_item, end_list};
use super::state::{BuildState, EndAction, quotation_marks};
use super::{code, code_box, quote_source, table};
use crate::document::{
    Align, Block, BlockKind, Definition, Hints, Image, Inline, Style, Text, highlight,
};

/// Longest line after a dash that is the source of a quote, in characters with the dash.
const MAX_DASHED_SOURCE: usize = 40;

/// Ends an element. Its container, if it has one, becomes a block of the container outside.
pub fn end_tag(state: &mut BuildState, end: EndAction, hints: Option<Box<Hints>>) {
    match end {
        EndAction::Style | EndAction::Row => {}
        EndAction::TableHead => {
            if let Some(table) = state.container().table() {
                table.head = table.rows.len();
            }
        }
        EndAction::Paragraph {
            align,
            hints,
            language,
        } => {
            let container = state.container();
            container.flush();
            container.align = align;
            container.hints = hints;
            container.language = language;
        }
        EndAction::CodeLine => state.container().inlines.start_line(),
        EndAction::Quotation => {
            let style = state.style;
            state.quotations = state.quotations.saturating_sub(1);
            let (_, closing) = quotation_marks(state.quotations);
            state.container().inlines.push_atomic(closing, style);
        }
        EndAction::Ruby(outer) => state.end_ruby(*outer),
        EndAction::Shifted(shift, outer) => state.end_shifted(shift, *outer),
        _ => {
            if let Some(container) = state.pop_container() {
                end_container(state, end, container, hints);
            }
        }
    }
}

fn end_container(
    state: &mut BuildState,
    end: EndAction,
    container: Container,
    hints: Option<Box<Hints>>,
) {
    match end {
        EndAction::Group => end_group(state, container, hints),
        EndAction::Heading { level, anchor } => end_heading(state, container, level, anchor, hints),
        EndAction::Quote => end_quote(state, container, hints),
        EndAction::List(kind) => end_list(state, container, kind, hints),
        EndAction::Item {
            value,
            id,
            is_empty,
        } => end_item(state, container, value, id, is_empty),
        EndAction::Definitions => end_definitions(state, container, hints),
        EndAction::Term => end_term(state, container),
        EndAction::Code => end_code(state, container, hints),
        EndAction::Table => table::end_table(state, container, hints),
        EndAction::Cell {
            heading,
            columns,
            rows,
            align,
        } => {
            let cell = crate::document::Cell {
                blocks: container.into_blocks(),
                heading,
                columns,
                rows,
            };
            table::add_cell(state, cell, align);
        }
        EndAction::Caption => end_caption(state, container),
        EndAction::Summary => end_summary(state, container),
        EndAction::Figure => end_figure(state, container, hints),
        EndAction::Details => end_details(state, container, hints),
        EndAction::FootnoteSection => end_footnote_section(state, container, hints),
        EndAction::Notice(kind) => end_notice(state, container, kind, hints),
        _ => state.push_blocks(container.into_blocks()),
    }
}

fn end_group(state: &mut BuildState, container: Container, hints: Option<Box<Hints>>) {
    let mut blocks = container.into_blocks();
    match blocks.as_mut_slice() {
        [] => {}
        [only] if only.hints.is_none() => {
            only.hints = hints;
            state.push_blocks(blocks);
        }
        _ => state.push(BlockKind::Group { blocks }, hints),
    }
}

/// A heading. One that consists of pictures only becomes a figure.
fn end_heading(
    state: &mut BuildState,
    container: Container,
    level: u8,
    anchor: Option<String>,
    hints: Option<Box<Hints>>,
) {
    let (mut text, rest) = container.into_text();
    for run in &mut text.runs {
        run.style = run.style.without(Style::STRONG);
    }
    if let Some(images) = images_of(&text) {
        let caption = None;
        state.push(BlockKind::Figure { images, caption }, hints);
    } else if !text.is_blank() {
        let kind = BlockKind::Heading {
            level,
            text,
            anchor,
        };
        state.push(kind, hints);
    }
    state.push_blocks(rest);
}

/// The pictures of a text that consists of picture labels only.
fn images_of(text: &Text) -> Option<Vec<Image>> {
    let shown = || text.runs.iter().filter(|run| !run.text.trim().is_empty());
    let is_label = |run: &Inline| run.style.has(Style::IMAGE) && run.link.is_some();
    let image = |run: &Inline| Image {
        label: Text::new(run.text.trim()),
        link: run.link,
        ..Image::default()
    };
    let only_labels = shown().all(is_label) && shown().next().is_some();
    only_labels.then(|| shown().map(image).collect())
}

/// A quote. Its last paragraph is the source if it is a `<footer>` or `<cite>`, or if it is short
/// and starts with a dash. So is the end of its last paragraph after a dash.
fn end_quote(state: &mut BuildState, container: Container, hints: Option<Box<Hints>>) {
    let mut blocks = container.into_blocks();
    let mut source = quote_source::split(&mut blocks);
    if source.is_none()
        && blocks.len() > 1
        && blocks.last().is_some_and(is_quote_source)
        && let Some(last) = blocks.pop()
    {
        match last {
            Block {
                kind: BlockKind::Paragraph { text, .. },
                cut: None,
                ..
            } => source = Some(text),
            other => blocks.push(other),
        }
    }
    if !blocks.is_empty() {
        state.push(BlockKind::Quote { blocks, source }, hints);
    }
}

fn is_quote_source(block: &Block) -> bool {
    let is_named = block
        .hints
        .as_ref()
        .is_some_and(|hints| matches!(hints.element.as_str(), "footer" | "cite"));
    is_named || {
        let BlockKind::Paragraph { text, .. } = &block.kind else {
            return false;
        };
        let plain = text.plain();
        quote_source::is_marked(&plain) && plain.chars().count() <= MAX_DASHED_SOURCE
    }
}

fn end_term(state: &mut BuildState, container: Container) {
    let (text, rest) = container.into_text();
    if !text.is_blank() {
        match &mut state.container().content {
            Content::Definitions(entries) => match entries.last_mut() {
                Some(entry) if entry.blocks.is_empty() => entry.terms.push(text),
                _ => entries.push(Definition {
                    terms: vec![text],
                    blocks: Vec::new(),
                }),
            },
            _ => state.push_paragraph(text, Align::Start),
        }
    }
    state.push_blocks(rest);
}

fn end_definitions(state: &mut BuildState, mut container: Container, hints: Option<Box<Hints>>) {
    container.flush();
    if let Content::Definitions(entries) = container.content
        && !entries.is_empty()
    {
        state.push(BlockKind::Definitions { entries }, hints);
    }
}

/// A `<pre>`: code, a formula, or prose with the author's line ends.
fn end_code(state: &mut BuildState, mut container: Container, hints: Option<Box<Hints>>) {
    let mut runs: Vec<Inline> = container.inlines.take().into_iter().flatten().collect();
    if container.inlines.is_box {
        code_box::single_line_ends(&mut runs);
    }
    let language = match &mut container.content {
        Content::Code(language) => language.take(),
        _ => None,
    };
    let mut text = container.text(code::normalize(runs));
    if let Some(language) = &language {
        highlight::highlight(&mut text, language);
    }
    if !text.is_blank() {
        if language.as_deref() == Some("math") {
            let display = true;
            state.tex(&text.plain(), display);
        } else {
            let is_prose = language.is_none()
                && hints.as_ref().is_none_or(|hints| hints.element == "pre")
                && code::is_prose(&text);
            let kind = if is_prose {
                BlockKind::Preserved { text }
            } else {
                BlockKind::Code { text, language }
            };
            state.push(kind, hints);
        }
    }
    state.push_blocks(container.blocks);
}

/// A section of footnotes. Its items have been collected as footnotes, so a rule above them
/// separates nothing.
fn end_footnote_section(
    state: &mut BuildState,
    mut container: Container,
    hints: Option<Box<Hints>>,
) {
    container.flush();
    let mut blocks = container.blocks;
    if let Content::List(items) = container.content {
        blocks.extend(items.into_iter().flat_map(|item| item.blocks));
    }
    blocks.retain(|block| !matches!(block.kind, BlockKind::Rule));
    if !blocks.is_empty() {
        state.push(BlockKind::Group { blocks }, hints);
    }
}
