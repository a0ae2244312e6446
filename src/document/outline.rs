//! A compact notation of documents for tests, one block per line.
//!
//! `[1:x]` is a run of style 1 (hexadecimal), `[1@2:x]` has link 2, `[1:x^0]` refers to footnote
//! 0. `{rule:x}` is a run cut by a rule, and `!rule` marks a block cut by a rule.

use super::{Block, BlockKind, Document, Image, Item, ListKind, Numbering, Table, Text};
use std::fmt::Write as _;

/// The outline of a document, indented by two spaces per level.
pub fn outline(document: &Document) -> String {
    let mut out = String::new();
    blocks(&mut out, &document.blocks, 0);
    for note in &document.footnotes {
        let _ = writeln!(out, "note {}", note.label);
        blocks(&mut out, &note.blocks, 1);
    }
    out
}

fn blocks(out: &mut String, all: &[Block], depth: usize) {
    for block in all {
        let pad = "  ".repeat(depth);
        out.push_str(&pad);
        if let Some(rule) = block.cut {
            let _ = write!(out, "!{rule} ");
        }
        one(out, block, depth, &pad);
    }
}

fn one(out: &mut String, block: &Block, depth: usize, pad: &str) {
    let mut line = |head: &str, text: &Text| {
        let _ = writeln!(out, "{head}{}", runs(text));
    };
    match &block.kind {
        BlockKind::Paragraph { text, role, .. } => match role {
            super::ParagraphRole::Body => line("p ", text),
            role => line(&format!("p.{role:?} "), text),
        },
        BlockKind::Heading { level, text, .. } => line(&format!("h{level} "), text),
        BlockKind::Code { text, language } => match language {
            Some(language) => line(&format!("code {language} "), text),
            None => line("code ", text),
        },
        BlockKind::Preserved { text } => line("verse ", text),
        BlockKind::Media { kind, text } => line(&format!("{kind:?} ").to_lowercase(), text),
        BlockKind::Math { text, .. } => line("math ", text),
        BlockKind::Rule => out.push_str("--\n"),
        BlockKind::Quote {
            blocks: inner,
            source,
        } => {
            let source = source.as_ref().map(runs).unwrap_or_default();
            let _ = writeln!(out, "{}", format!("> {source}").trim_end());
            blocks(out, inner, depth + 1);
        }
        BlockKind::List { kind, items, .. } => list(out, *kind, items, depth, pad),
        BlockKind::Definitions { entries } => {
            out.push_str("dl\n");
            for entry in entries {
                for term in &entry.terms {
                    let _ = writeln!(out, "{pad}  : {}", runs(term));
                }
                blocks(out, &entry.blocks, depth + 2);
            }
        }
        BlockKind::Table(cells) => table(out, cells, depth, pad),
        BlockKind::Figure { images, caption } => figure(out, images, caption.as_ref()),
        BlockKind::Details {
            summary,
            blocks: inner,
        } => {
            let _ = writeln!(out, "details {}", runs(summary));
            blocks(out, inner, depth + 1);
        }
        BlockKind::Notice {
            title,
            blocks: inner,
            ..
        } => {
            let title = title.as_ref().map(runs).unwrap_or_default();
            let _ = writeln!(out, "{}", format!("notice {title}").trim_end());
            blocks(out, inner, depth + 1);
        }
        BlockKind::Group { blocks: inner } => {
            out.push_str("group\n");
            blocks(out, inner, depth + 1);
        }
    }
}

fn list(out: &mut String, kind: ListKind, items: &[Item], depth: usize, pad: &str) {
    match kind {
        ListKind::Bullet => out.push_str("ul\n"),
        ListKind::Ordered {
            start, numbering, ..
        } => {
            let _ = match numbering {
                Numbering::Decimal => writeln!(out, "ol{start}"),
                other => writeln!(out, "ol{start} {other:?}"),
            };
        }
        ListKind::Handmade => out.push_str("hl\n"),
    }
    for item in items {
        let mark = match item.checked {
            Some(true) => " [x]",
            Some(false) => " [ ]",
            None => "",
        };
        let _ = writeln!(out, "{pad}  *{mark}");
        blocks(out, &item.blocks, depth + 2);
    }
}

fn table(out: &mut String, table: &Table, depth: usize, pad: &str) {
    let caption = table.caption.as_ref().map(runs).unwrap_or_default();
    let _ = writeln!(
        out,
        "{}",
        format!("table head {} {caption}", table.head).trim_end()
    );
    for row in &table.rows {
        for cell in row {
            let span = match (cell.columns, cell.rows) {
                (1, 1) => String::new(),
                (columns, 1) => columns.to_string(),
                (columns, rows) => format!("{columns}x{rows}"),
            };
            let _ = writeln!(out, "{pad}  |{span}");
            blocks(out, &cell.blocks, depth + 2);
        }
        let _ = writeln!(out, "{pad}  --");
    }
}

fn figure(out: &mut String, images: &[Image], caption: Option<&Text>) {
    let labels: Vec<String> = images
        .iter()
        .map(|image| {
            let link = image.link.map(|link| link.to_string()).unwrap_or_default();
            let target = image.target.map(|link| format!(">{link}"));
            let target = target.unwrap_or_default();
            format!("{link}{target}:{}", runs(&image.label))
                .trim_end_matches(':')
                .to_owned()
        })
        .collect();
    let _ = write!(out, "figure {}", labels.join(" "));
    if let Some(caption) = caption {
        let _ = write!(out, " | {}", runs(caption));
    }
    out.push('\n');
}

fn runs(text: &Text) -> String {
    let mut out = String::new();
    for run in &text.runs {
        let shown = run.text.replace('\n', "\\n");
        let note = run.footnote.map(|at| format!("^{at}")).unwrap_or_default();
        let link = run.link.map(|link| format!("@{link}")).unwrap_or_default();
        let _ = match (run.cut, run.style.bits()) {
            (Some(rule), _) => write!(out, "{{{rule}:{shown}}}"),
            (None, 0) if link.is_empty() && note.is_empty() => write!(out, "{shown}"),
            (None, style) => write!(out, "[{style:x}{link}:{shown}{note}]"),
        };
    }
    out
}
