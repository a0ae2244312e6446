//! What an element becomes when it closes.

use super::block_stack::{Content, Flow, cell};
use super::builder::{Builder, Close};
use super::captions::{caption, details, figure, notice, summary};
use super::superscript::{raised, ruby};
use super::{code, list, table};
use crate::document::{
    Align, Block, BlockKind, Definition, Hints, Image, Inline, ParagraphRole, Style, Text,
    highlight,
};

/// Ends an element: its flow, if it has one, becomes a block of the flow outside.
pub fn close(walker: &mut Builder, close: Close, hints: Option<Box<Hints>>) {
    match close {
        Close::RunStyle | Close::TableHead => {
            if matches!(close, Close::TableHead)
                && let Some(table) = walker.flow().table()
            {
                table.head = table.rows.len();
            }
        }
        Close::Row => {}
        Close::Block {
            align,
            hints,
            language,
        } => {
            let flow = walker.flow();
            flow.flush();
            flow.align = align;
            flow.hints = hints;
            flow.language = language;
        }
        Close::CodeLine => walker.flow().inlines.new_line(),
        Close::Quotation => {
            let look = walker.look();
            walker.flow().inlines.visible("”", look);
        }
        Close::Ruby(outer) => ruby(walker, *outer),
        Close::Script { outer, superior } => raised(walker, *outer, superior),
        _ => {
            if let Some(flow) = pop(walker) {
                close_flow(walker, close, flow, hints);
            }
        }
    }
}

/// Takes the innermost flow. The outermost never closes.
fn pop(walker: &mut Builder) -> Option<Flow> {
    (walker.flows.len() > 1)
        .then(|| walker.flows.pop())
        .flatten()
}

fn close_flow(walker: &mut Builder, close: Close, flow: Flow, hints: Option<Box<Hints>>) {
    match close {
        Close::Group => group(walker, flow, hints),
        Close::Heading { level, anchor } => heading(walker, flow, level, anchor, hints),
        Close::Quote => quote(walker, flow, hints),
        Close::List(kind) => list::list(walker, flow, kind, hints),
        Close::Item { value, id, bare } => list::item(walker, flow, value, id, bare),
        Close::Definitions => definitions(walker, flow, hints),
        Close::Term => {
            let (text, rest) = flow.into_text();
            term(walker, text);
            push_all(walker, rest);
        }
        Close::Definition => definition(walker, flow),
        Close::Code => preformatted(walker, flow, hints),
        Close::Table => table::close(walker, flow, hints),
        Close::Cell {
            heading,
            columns,
            rows,
            align,
        } => {
            let mut cell = cell(flow.into_blocks(), heading);
            (cell.columns, cell.rows) = (columns, rows);
            table::add_cell(walker, cell, align);
        }
        Close::Caption => caption(walker, flow),
        Close::Summary => summary(walker, flow),
        Close::Figure => figure(walker, flow, hints),
        Close::Details => details(walker, flow, hints),
        Close::Notes => notes(walker, flow, hints),
        Close::Notice => notice(walker, flow, hints),
        _ => push_all(walker, flow.into_blocks()),
    }
}

pub fn push(walker: &mut Builder, kind: BlockKind, hints: Option<Box<Hints>>) {
    walker.push_block(Block {
        kind,
        cut: None,
        hints,
    });
}

pub fn push_all(walker: &mut Builder, blocks: Vec<Block>) {
    for block in blocks {
        walker.push_block(block);
    }
}

fn group(walker: &mut Builder, flow: Flow, hints: Option<Box<Hints>>) {
    let mut blocks = flow.into_blocks();
    match blocks.as_mut_slice() {
        [] => {}
        [only] if only.hints.is_none() => {
            only.hints = hints;
            push_all(walker, blocks);
        }
        _ => push(walker, BlockKind::Group { blocks }, hints),
    }
}

fn heading(
    walker: &mut Builder,
    flow: Flow,
    level: u8,
    anchor: Option<String>,
    hints: Option<Box<Hints>>,
) {
    let (mut text, rest) = flow.into_text();
    for run in &mut text.runs {
        run.style = run.style.without(Style::STRONG);
    }
    if let Some(images) = pictures(&text) {
        let caption = None;
        push(walker, BlockKind::Figure { images, caption }, hints);
    } else if !text.is_blank() {
        let kind = BlockKind::Heading {
            level,
            text,
            anchor,
        };
        push(walker, kind, hints);
    }
    push_all(walker, rest);
}

/// The pictures of which a text has only the labels.
fn pictures(text: &Text) -> Option<Vec<Image>> {
    let shown = || text.runs.iter().filter(|run| !run.text.trim().is_empty());
    let all = shown().all(|run| run.style.has(Style::IMAGE) && run.link.is_some());
    let image = |run: &Inline| Image {
        label: Text::new(run.text.trim()),
        link: run.link,
        target: None,
        size: None,
    };
    (all && shown().next().is_some()).then(|| shown().map(image).collect())
}

/// A quote, with its source if its last paragraph is set as one.
fn quote(walker: &mut Builder, flow: Flow, hints: Option<Box<Hints>>) {
    let mut blocks = flow.into_blocks();
    let named = blocks.last().is_some_and(|last| {
        let marked = last
            .hints
            .as_ref()
            .is_some_and(|hints| matches!(hints.element.as_str(), "footer" | "cite"));
        let dashed = matches!(&last.kind, BlockKind::Paragraph { text, .. }
            if (text.plain().starts_with("——") || text.plain().starts_with("— "))
                && text.plain().chars().count() <= 40);
        marked || dashed
    });
    let mut source = None;
    if named && blocks.len() > 1 {
        match blocks.pop() {
            Some(Block {
                kind: BlockKind::Paragraph { text, .. },
                cut: None,
                ..
            }) => source = Some(text),
            Some(other) => blocks.push(other),
            None => {}
        }
    }
    if !blocks.is_empty() {
        push(walker, BlockKind::Quote { blocks, source }, hints);
    }
}

fn term(walker: &mut Builder, text: Text) {
    if text.is_blank() {
        return;
    }
    if let Content::Definitions(entries) = &mut walker.flow().content {
        match entries.last_mut() {
            Some(entry) if entry.blocks.is_empty() => entry.terms.push(text),
            _ => entries.push(Definition {
                terms: vec![text],
                blocks: Vec::new(),
            }),
        }
        return;
    }
    paragraph(walker, text);
}

fn definition(walker: &mut Builder, flow: Flow) {
    push_all(walker, flow.into_blocks());
}

fn definitions(walker: &mut Builder, mut flow: Flow, hints: Option<Box<Hints>>) {
    flow.flush();
    let Content::Definitions(entries) = flow.content else {
        return;
    };
    if !entries.is_empty() {
        push(walker, BlockKind::Definitions { entries }, hints);
    }
}

fn preformatted(walker: &mut Builder, mut flow: Flow, hints: Option<Box<Hints>>) {
    let runs = flow.inlines.take().into_iter().flatten().collect();
    let language = match &mut flow.content {
        Content::Code(language) => language.take(),
        _ => None,
    };
    let mut text = flow.text(code::normalise(runs));
    if let Some(language) = &language {
        highlight::highlight(&mut text, language);
    }
    if !text.is_blank() {
        if language.as_deref() == Some("math") {
            walker.formula(&text.plain(), true);
            return push_all(walker, flow.blocks);
        }
        let prose = language.is_none()
            && hints.as_ref().is_none_or(|hints| hints.element == "pre")
            && code::is_prose(&text);
        let kind = if prose {
            BlockKind::Preserved { text }
        } else {
            BlockKind::Code { text, language }
        };
        push(walker, kind, hints);
    }
    push_all(walker, flow.blocks);
}

pub fn paragraph(walker: &mut Builder, text: Text) {
    let kind = BlockKind::Paragraph {
        text,
        role: ParagraphRole::Body,
        align: Align::Start,
    };
    push(walker, kind, None);
}

/// The section of footnotes: its items have become notes; a rule above them says nothing.
fn notes(walker: &mut Builder, mut flow: Flow, hints: Option<Box<Hints>>) {
    flow.flush();
    let mut blocks = flow.blocks;
    if let Content::List(items) = flow.content {
        blocks.extend(items.into_iter().flat_map(|item| item.blocks));
    }
    blocks.retain(|block| !matches!(block.kind, BlockKind::Rule));
    if !blocks.is_empty() {
        push(walker, BlockKind::Group { blocks }, hints);
    }
}
