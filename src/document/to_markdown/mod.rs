//! Writes a document as Markdown, for `show --format markdown`.
//!
//! The output is CommonMark with tables, task lists, footnotes and strikethrough. Styles without
//! Markdown syntax (ruby, underline, keys) are written as HTML. Cut blocks and runs are omitted.

mod runs;
mod table;

use super::{Block, BlockKind, Document, Inline, ListKind, Style, Text};
use runs::{escape, escape_start, shown_text, signed};
use std::fmt::Write as _;

/// Writes a document as Markdown.
pub fn to_markdown(document: &Document) -> String {
    let writer = Writer { document };
    let mut out = String::new();
    writer.blocks(&document.blocks, "", &mut out);
    for (at, note) in document.footnotes.iter().enumerate() {
        let mut body = String::new();
        writer.blocks(&note.blocks, "    ", &mut body);
        let _ = writeln!(out, "\n[^{}]: {}", at + 1, body.trim());
    }
    let text = out.trim_matches('\n');
    format!("{text}\n")
}

/// The markers of a list: the second ones where a list of the same kind directly precedes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Markers {
    First,
    Second,
}

impl Markers {
    const fn bullet(self) -> char {
        match self {
            Self::First => '-',
            Self::Second => '*',
        }
    }

    const fn after_number(self) -> char {
        match self {
            Self::First => '.',
            Self::Second => ')',
        }
    }
}

struct Writer<'a> {
    document: &'a Document,
}

impl Writer<'_> {
    /// Writes blocks, separated by empty lines, each line preceded by `pad`.
    fn blocks(&self, blocks: &[Block], pad: &str, out: &mut String) {
        // Whether the previous block was an ordered list, and its markers.
        let mut list: Option<(bool, Markers)> = None;
        for block in blocks.iter().filter(|block| block.cut.is_none()) {
            if let BlockKind::Group { blocks } = &block.kind {
                self.blocks(blocks, pad, out);
                continue;
            }
            let mut own = String::new();
            match &block.kind {
                // Two consecutive lists of one kind would merge: the second gets another marker.
                BlockKind::List { kind, items, tight } => {
                    let ordered = matches!(kind, ListKind::Ordered { .. });
                    let markers = match list {
                        Some((before, Markers::First)) if before == ordered => Markers::Second,
                        _ => Markers::First,
                    };
                    list = Some((ordered, markers));
                    self.list(*kind, items, *tight, markers, &mut own);
                }
                _ => {
                    list = None;
                    self.block(block, &mut own);
                }
            }
            for line in own.trim_end().lines() {
                if line.is_empty() {
                    out.push_str(pad.trim_end());
                } else {
                    out.push_str(pad);
                    out.push_str(line);
                }
                out.push('\n');
            }
            out.push_str(pad.trim_end());
            out.push('\n');
        }
    }

    /// Writes a block without the empty line after it.
    fn block(&self, block: &Block, out: &mut String) {
        match &block.kind {
            BlockKind::Paragraph { text, .. } => out.push_str(&self.block_line(text)),
            BlockKind::Heading { level, text, .. } => {
                // A heading is one line in Markdown.
                let line = self.line(text).replace('\n', " ");
                let _ = write!(out, "{} {line}", "#".repeat(usize::from(*level)));
            }
            BlockKind::Quote { blocks, source } => {
                self.blocks(blocks, "> ", out);
                if let Some(source) = source {
                    let _ = writeln!(out, "> {}", self.block_line(source));
                }
                // Trailing `>` lines would be an empty paragraph of the quote.
                let kept = out.trim_end_matches(['\n', '>', ' ']).len();
                out.truncate(kept);
            }
            BlockKind::List { kind, items, tight } => {
                self.list(*kind, items, *tight, Markers::First, out);
            }
            BlockKind::Definitions { entries } => {
                for entry in entries {
                    for term in &entry.terms {
                        let _ = writeln!(out, "{}", self.block_line(term));
                    }
                    let mut body = String::new();
                    self.blocks(&entry.blocks, "  ", &mut body);
                    let _ = writeln!(out, ": {}\n", body.trim());
                }
            }
            BlockKind::Code { text, language } => {
                fenced(
                    &shown_text(text),
                    language.as_deref().unwrap_or_default(),
                    out,
                );
            }
            BlockKind::Preserved { text } => {
                let line = self.block_line(text);
                out.push_str(&line);
            }
            BlockKind::Math { source, .. } => {
                let _ = write!(out, "$$\n{source}\n$$");
            }
            BlockKind::Table(table) => self.table(table, out),
            BlockKind::Figure { images, caption } => {
                for image in images {
                    let address = image
                        .link
                        .map(|link| self.address(link))
                        .unwrap_or_default();
                    let picture = format!("![{}]({address})", shown_text(&image.label));
                    let _ = match image.target {
                        Some(target) => writeln!(out, "[{picture}]({})", self.address(target)),
                        None => writeln!(out, "{picture}"),
                    };
                }
                if let Some(caption) = caption {
                    let _ = writeln!(out, "\n*{}*", self.line(caption));
                }
            }
            BlockKind::Media { text, .. } => out.push_str(&self.block_line(text)),
            BlockKind::Rule => out.push_str("---"),
            BlockKind::Details { summary, blocks } => {
                let _ = writeln!(out, "<details><summary>{}</summary>\n", self.line(summary));
                self.blocks(blocks, "", out);
                out.push_str("</details>");
            }
            BlockKind::Notice { title, blocks, .. } => {
                if let Some(title) = title {
                    let _ = writeln!(out, "> **{}**\n>", shown_text(title));
                }
                self.blocks(blocks, "> ", out);
                let kept = out.trim_end_matches(['\n', '>', ' ']).len();
                out.truncate(kept);
            }
            BlockKind::Group { blocks } => self.blocks(blocks, "", out),
        }
    }

    fn list(
        &self,
        kind: ListKind,
        items: &[super::Item],
        tight: bool,
        markers: Markers,
        out: &mut String,
    ) {
        for (at, item) in items.iter().enumerate() {
            let mut body = String::new();
            if kind == ListKind::Handmade {
                self.blocks(&item.blocks, "", &mut body);
                // Two trailing spaces make a hard line break.
                let end = if at + 1 < items.len() { "  " } else { "" };
                let _ = writeln!(out, "{}{end}", body.trim());
                continue;
            }
            let marker = match kind {
                ListKind::Ordered {
                    start, reversed, ..
                } => {
                    let nth = i32::try_from(at).unwrap_or(i32::MAX);
                    let number = if reversed {
                        start.saturating_sub(nth)
                    } else {
                        start.saturating_add(nth)
                    };
                    let end = markers.after_number();
                    format!("{}{end} ", item.value.unwrap_or(number).max(0))
                }
                _ => format!("{} ", markers.bullet()),
            };
            let task = match item.checked {
                Some(true) => "[x] ",
                Some(false) => "[ ] ",
                None => "",
            };
            let pad = " ".repeat(marker.len());
            if tight {
                self.tight(&item.blocks, &pad, &mut body);
            } else {
                self.blocks(&item.blocks, &pad, &mut body);
            }
            let _ = writeln!(out, "{marker}{task}{}", body.trim());
            if !tight {
                out.push('\n');
            }
        }
    }

    /// Writes the blocks of an item without empty lines between them, except where they would
    /// merge.
    fn tight(&self, blocks: &[Block], pad: &str, out: &mut String) {
        for block in blocks {
            // Only an ordered list that starts with 1 can interrupt a paragraph (CommonMark 5.3).
            let joins = matches!(&block.kind, BlockKind::List { items, kind, .. } if matches!(
                kind,
                ListKind::Ordered { start, .. }
                    if items.first().and_then(|item| item.value).unwrap_or(*start) != 1
            ));
            if joins && !out.is_empty() {
                out.push('\n');
            }
            let mut own = String::new();
            self.blocks(std::slice::from_ref(block), pad, &mut own);
            out.push_str(own.trim_end());
            out.push('\n');
        }
    }

    fn address(&self, number: u32) -> &str {
        self.document
            .links
            .get(number as usize - 1)
            .map_or("", |link| link.address.as_str())
    }

    /// A text that begins a block: its start is escaped where Markdown would read another kind of
    /// block.
    fn block_line(&self, text: &Text) -> String {
        escape_start(&self.line(text))
    }

    /// The runs of a text with their markup.
    fn line(&self, text: &Text) -> String {
        let mut out = String::new();
        let mut link = None;
        let runs: Vec<&Inline> = text.runs.iter().filter(|run| run.cut.is_none()).collect();
        let mut in_ruby = false;
        // Up to here, base runs are known to have no reading. Each would search as far again.
        let mut plain_until = 0;
        for (at, run) in runs.iter().enumerate() {
            if run.link != link {
                self.end_link(link, &mut out);
                link = run.link;
                if link.is_some_and(|link| self.is_bare(run, link)) {
                    let _ = write!(out, "<{}>", run.text);
                    link = None;
                    continue;
                }
                if link.is_some() {
                    out.push('[');
                }
            }
            // A `<ruby>` may span several base runs, but a link may not cross its borders.
            if run.style.has(Style::RUBY_BASE) && !in_ruby && at >= plain_until {
                let rest = runs.get(at..).unwrap_or_default();
                let bases = rest
                    .iter()
                    .take_while(|run| run.style.has(Style::RUBY_BASE));
                let bases = bases.take_while(|base| base.link == run.link).count();
                let reading = rest.get(bases).filter(|next| next.link == run.link);
                in_ruby = reading.is_some_and(|run| run.style.has(Style::RUBY));
                plain_until = at + bases;
                out.push_str(if in_ruby { "<ruby>" } else { "" });
            }
            match run.footnote {
                Some(at) => {
                    let _ = write!(out, "[^{}]", at + 1);
                }
                None if in_ruby && run.style.has(Style::RUBY) => {
                    let reading = run.text.trim_matches(['(', ')']);
                    let _ = write!(out, "<rt>{}</rt></ruby>", escape(reading));
                    in_ruby = false;
                }
                None => out.push_str(&signed(run)),
            }
        }
        self.end_link(link, &mut out);
        out.replace('\n', "  \n")
    }

    /// Whether the text of a link is its address, so that `<address>` suffices.
    fn is_bare(&self, run: &Inline, link: u32) -> bool {
        let address = self.address(link);
        let plain = run.footnote.is_none() && run.style == Style::PLAIN;
        plain && address.strip_prefix("mailto:").unwrap_or(address) == run.text
    }

    fn end_link(&self, link: Option<u32>, out: &mut String) {
        if let Some(number) = link {
            let _ = write!(out, "]({})", self.address(number));
        }
    }
}

fn fenced(text: &str, language: &str, out: &mut String) {
    // Longer than every run of backticks in the text.
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(3.max(longest + 1));
    let _ = write!(out, "{fence}{language}\n{text}\n{fence}");
}

#[cfg(test)]
mod tests;
