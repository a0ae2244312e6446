//! A document as Markdown (CommonMark with GFM tables and footnotes): `--format markdown`.
//!
//! What a rule cut is left out, as on the page. Recursion is bounded: builders cap the depth.

use crate::document::{
    Block, BlockKind, Cell, Document, Inline, Item, ListKind, Style, Table, Text,
};

/// Writes the title and the document. Ends with a line end.
pub fn write(title: &str, document: &Document) -> String {
    let mut writer = Writer { document };
    let mut parts = vec![format!("# {}", escaped(title))];
    parts.extend(writer.blocks(&document.blocks));
    for note in &document.footnotes {
        let body = writer.blocks(&note.blocks).join("\n\n");
        parts.push(format!("[^{}]: {}", note.label, hang(&body, "    ")));
    }
    let mut out = parts.join("\n\n");
    out.push('\n');
    out
}

struct Writer<'a> {
    document: &'a Document,
}

impl Writer<'_> {
    /// Each block that is shown, without line ends around it.
    fn blocks(&mut self, blocks: &[Block]) -> Vec<String> {
        blocks
            .iter()
            .filter(|block| block.cut.is_none())
            .map(|block| self.block(block))
            .filter(|text| !text.trim().is_empty())
            .collect()
    }

    fn joined(&mut self, blocks: &[Block]) -> String {
        self.blocks(blocks).join("\n\n")
    }

    fn block(&mut self, block: &Block) -> String {
        match &block.kind {
            BlockKind::Paragraph { text, .. } => unlike_block(&self.text(text)),
            BlockKind::Heading { level, text, .. } => {
                let marks = "#".repeat(usize::from(*level).clamp(1, 6));
                format!("{marks} {}", one_line(&self.text(text)))
            }
            BlockKind::Quote { blocks, source } => {
                let mut parts = self.blocks(blocks);
                parts.extend(
                    source
                        .iter()
                        .map(|source| format!("— {}", self.text(source))),
                );
                prefixed(&parts.join("\n\n"), "> ")
            }
            BlockKind::List { kind, items, tight } => self.list(*kind, items, *tight),
            BlockKind::Definitions { entries } => {
                let mut parts = Vec::new();
                for entry in entries {
                    let terms: Vec<_> = entry
                        .terms
                        .iter()
                        .map(|term| format!("**{}**", self.text(term)))
                        .collect();
                    parts.push(terms.join("\n\n"));
                    parts.push(self.joined(&entry.blocks));
                }
                parts.join("\n\n")
            }
            BlockKind::Code { text, language } => {
                fenced(&text.plain(), language.as_deref().unwrap_or(""))
            }
            BlockKind::Preserved { text } => fenced(&text.plain(), ""),
            BlockKind::Table(table) => self.table(table),
            BlockKind::Figure { images, caption } => {
                let mut lines: Vec<String> = images
                    .iter()
                    .map(|image| {
                        format!(
                            "![{}]({})",
                            self.text(&image.label),
                            self.address(image.link)
                        )
                    })
                    .collect();
                lines.extend(caption.iter().map(|caption| self.text(caption)));
                lines.join("\n\n")
            }
            BlockKind::Media { text, .. } => self.text(text),
            BlockKind::Math { source, .. } => format!("$$\n{}\n$$", source.trim()),
            BlockKind::Rule => "---".to_owned(),
            BlockKind::Details { summary, blocks } => {
                format!("**{}**\n\n{}", self.text(summary), self.joined(blocks))
            }
            BlockKind::Notice { title, blocks } => {
                let mut parts: Vec<String> = title
                    .iter()
                    .map(|title| format!("**{}**", self.text(title)))
                    .collect();
                parts.extend(self.blocks(blocks));
                prefixed(&parts.join("\n\n"), "> ")
            }
            BlockKind::Group { blocks } => self.joined(blocks),
        }
    }

    fn list(&mut self, kind: ListKind, items: &[Item], tight: bool) -> String {
        let mut lines = Vec::new();
        for (number, item) in items.iter().enumerate() {
            let nested = item
                .blocks
                .iter()
                .skip(1)
                .all(|block| matches!(block.kind, BlockKind::List { .. }));
            let apart = if tight && nested { "\n" } else { "\n\n" };
            let body = self.blocks(&item.blocks).join(apart);
            let mark = match kind {
                ListKind::Bullet => "- ".to_owned(),
                ListKind::Ordered {
                    start, reversed, ..
                } => {
                    let step = i32::try_from(number).unwrap_or(i32::MAX);
                    let count = if reversed {
                        start.saturating_sub(step)
                    } else {
                        start.saturating_add(step)
                    };
                    format!("{}. ", item.value.unwrap_or(count))
                }
                // The markers stand in the text.
                ListKind::Handmade => String::new(),
            };
            let checked = match item.checked {
                Some(true) => "[x] ",
                Some(false) => "[ ] ",
                None => "",
            };
            let indent = " ".repeat(mark.len());
            lines.push(format!("{mark}{checked}{}", hang(&body, &indent)));
        }
        let handmade = kind == ListKind::Handmade;
        lines.join(if tight && !handmade { "\n" } else { "\n\n" })
    }

    fn table(&mut self, table: &Table) -> String {
        let columns = table.rows.iter().map(Vec::len).max().unwrap_or(0).max(1);
        let mut lines: Vec<String> = table
            .caption
            .iter()
            .map(|caption| format!("{}\n", self.text(caption)))
            .collect();
        if table.head == 0 {
            lines.push(format!("|{}", " |".repeat(columns)));
            lines.push(format!("|{}", " --- |".repeat(columns)));
        }
        for (number, row) in table.rows.iter().enumerate() {
            let mut line = String::from("|");
            for column in 0..columns {
                let cell = row
                    .get(column)
                    .map(|cell| self.cell(cell))
                    .unwrap_or_default();
                line.push_str(&format!(" {cell} |"));
            }
            lines.push(line);
            if number == 0 && table.head > 0 {
                lines.push(format!("|{}", " --- |".repeat(columns)));
            }
        }
        lines.join("\n")
    }

    fn cell(&mut self, cell: &Cell) -> String {
        one_line(&self.blocks(&cell.blocks).join("<br>")).replace('|', "\\|")
    }

    fn address(&self, link: Option<u32>) -> &str {
        let index = link.and_then(|link| usize::try_from(link).ok()?.checked_sub(1));
        let link = index.and_then(|index| self.document.links.get(index));
        link.map_or("", |link| link.address.as_str())
    }

    fn text(&self, text: &Text) -> String {
        text.runs
            .iter()
            .filter(|run| run.cut.is_none())
            .map(|run| self.run(run))
            .collect()
    }

    fn run(&self, run: &Inline) -> String {
        if let Some(note) = run.footnote {
            let note = usize::try_from(note)
                .ok()
                .and_then(|note| self.document.footnotes.get(note));
            return note.map_or_else(|| escaped(&run.text), |note| format!("[^{}]", note.label));
        }
        let style = run.style;
        let code = style.has(Style::CODE) || style.has(Style::KEYBOARD);
        let words = run.text.trim();
        let mut text = if code {
            code_span(words)
        } else {
            escaped(words).replace('\n', "\\\n")
        };
        if words.is_empty() {
            return run.text.clone();
        }
        for (look, mark) in [
            (Style::EMPHASIS, "*"),
            (Style::DOTS, "*"),
            (Style::STRONG, "**"),
            (Style::STRIKE, "~~"),
        ] {
            if style.has(look) && !code {
                text = format!("{mark}{text}{mark}");
            }
        }
        if run.link.is_some() {
            let image = if style.has(Style::IMAGE) { "!" } else { "" };
            text = format!("{image}[{text}]({})", self.address(run.link));
        }
        // Marks must touch their words; blanks stay outside.
        let (before, _) = run
            .text
            .split_at(run.text.len() - run.text.trim_start().len());
        let (_, after) = run.text.split_at(run.text.trim_end().len());
        format!("{before}{text}{after}")
    }
}

/// Characters that would be taken for marks, made plain.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '~' | '$') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// A paragraph that begins like a heading, a list or a quote, made plain.
fn unlike_block(text: &str) -> String {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, rest) = text.split_at(digits);
    if digits > 0 && rest.starts_with(['.', ')']) {
        return format!("{number}\\{rest}");
    }
    if text.starts_with(['#', '>', '-', '+', '=', '|']) {
        return format!("\\{text}");
    }
    text.to_owned()
}

fn one_line(text: &str) -> String {
    text.replace("\\\n", " ").replace('\n', " ")
}

/// Code with a fence that does not stand in it.
fn fenced(code: &str, language: &str) -> String {
    let fence = "`".repeat(longest_run(code).max(2) + 1);
    format!(
        "{fence}{language}\n{}\n{fence}",
        code.trim_end_matches('\n')
    )
}

fn code_span(code: &str) -> String {
    let mark = "`".repeat(longest_run(code) + 1);
    let blank = if code.starts_with('`') || code.ends_with('`') {
        " "
    } else {
        ""
    };
    format!("{mark}{blank}{}{blank}{mark}", code.replace('\n', " "))
}

/// The longest run of backticks.
fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

/// Every line behind a prefix.
fn prefixed(text: &str, prefix: &str) -> String {
    let lines = text
        .lines()
        .map(|line| format!("{prefix}{line}").trim_end().to_owned());
    lines.collect::<Vec<_>>().join("\n")
}

/// Every line but the first behind an indent.
fn hang(text: &str, indent: &str) -> String {
    let mut lines = text.lines();
    let mut out = lines.next().unwrap_or("").to_owned();
    for line in lines {
        out.push('\n');
        if !line.is_empty() {
            out.push_str(indent);
            out.push_str(line);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Format, build};
    use proptest::prelude::*;

    fn round(source: &str) -> String {
        write("题", &build(source, Format::Markdown))
    }

    /// What was written reads back as it was.
    #[test]
    fn markdown_comes_back() {
        #[track_caller]
        fn check(source: &str) {
            assert_eq!(round(source), format!("# 题\n\n{source}\n"));
        }
        check("一段*强调*与**加粗**和`码`。");
        check("## 小标题\n\n> 引文\n>\n> 第二段");
        check("- 甲\n- 乙\n  - 丙");
        check("3. 三\n4. 四");
        check("```rust\nfn main() {}\n```");
        check("| 甲 | 乙 |\n| --- | --- |\n| 1 | 2 |");
        check("[字](https://a.example/b)与文");
        check("\\# 不是标题");
    }

    proptest! {
        #[test]
        fn never_panics(source in "[-#>*_`\\[\\]()<>|~$ \n0-9.甲a]{0,60}") {
            let _ = round(&source);
        }
    }
}
