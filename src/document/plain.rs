//! Plain text to [`Document`]: empty or indented lines separate paragraphs, hard-wrapped lines are
//! joined, everything else is kept.

use super::source::MAX_BLOCKS;
use super::{
    Block, BlockKind, Document, Flaw, Inline, Style, Text, ends_sentence, is_dialogue,
    is_drawn_rule, is_wide, joins_lines,
};
use crate::text::sanitize;

/// Maximum line width of a hard-wrapped text, in cells.
const MAX_WRAPPED: usize = 84;

/// Minimum width of its longest line, in cells: shorter lines are verse.
const MIN_WRAPPED: usize = 30;

/// Builds the document of a plain text.
pub fn build(source: &str) -> Document {
    let clean = sanitize(source);
    let mut document = Document::default();
    let mut stanza: Vec<&str> = Vec::new();
    for line in clean.lines().chain(std::iter::once("")) {
        if document.blocks.len() > MAX_BLOCKS {
            document.flaws.push(Flaw::TooLong);
            break;
        }
        // Indented lines of signs belong to a layout by the author.
        let is_rule = is_drawn_rule(line) && indent(line) == 0;
        if !is_rule && !line.trim().is_empty() {
            stanza.push(line);
            continue;
        }
        if !stanza.is_empty() {
            document.blocks.append(&mut blocks(&stanza));
            stanza.clear();
        }
        if is_rule {
            document.blocks.push(BlockKind::Rule.into());
        }
    }
    document.number();
    document
}

/// The blocks of lines without an empty line between them. The forms are tried from the most
/// specific to the most general: rule, indented layout, indented paragraphs, hard-wrapped
/// paragraph, one paragraph per line, verse.
fn blocks(lines: &[&str]) -> Vec<Block> {
    let indents: Vec<usize> = lines.iter().map(|line| indent(line)).collect();
    let indented = indents.iter().filter(|cells| **cells >= 2).count();
    let rule = lines.len() == 1
        && lines.first().is_some_and(|line| {
            let line = line.trim();
            line.chars().count() >= 3 && line.chars().all(|c| "-=*_—─＊".contains(c))
        });
    if rule {
        return vec![BlockKind::Rule.into()];
    }
    // All lines have the same indent in spaces: layout by the author.
    let ascii = lines.iter().all(|line| line.starts_with([' ', '\t']));
    if ascii
        && lines.len() > 1
        && indents
            .windows(2)
            .all(|pair| pair[0].max(4) == pair[1].max(4))
    {
        return vec![preserved(lines)];
    }
    // Some lines are indented, the first among them, or all are: each starts a paragraph. So does
    // dialogue, which is not indented.
    let is_start = |line: &str, cells: usize| cells >= 2 || is_dialogue(line);
    let starts = lines.first().zip(indents.first());
    if indented > 0 && starts.is_some_and(|(line, cells)| is_start(line, *cells)) {
        let mut all: Vec<Block> = Vec::new();
        let mut paragraph: Vec<&str> = Vec::new();
        for (line, cells) in lines.iter().zip(&indents) {
            let goes_on = paragraph.last().is_none_or(|last| !ends_sentence(last));
            let is_start = *cells >= 2 || is_dialogue(line) && !goes_on;
            if is_start && !paragraph.is_empty() {
                all.push(joined(&paragraph));
                paragraph.clear();
            }
            paragraph.push(line);
        }
        all.push(joined(&paragraph));
        return all;
    }
    if is_wrapped(lines) {
        return vec![joined(lines)];
    }
    let long = lines.iter().any(|line| cells(line) > MAX_WRAPPED);
    if long {
        // Each line is a paragraph.
        return lines.iter().map(|line| joined(&[line])).collect();
    }
    vec![preserved(lines)]
}

/// Whether an editor wrapped these lines at a column: all but the last are nearly as long as the
/// longest.
fn is_wrapped(lines: &[&str]) -> bool {
    let Some((_, all)) = lines.split_last() else {
        return false;
    };
    let longest = lines.iter().map(|line| cells(line)).max().unwrap_or(0);
    if lines.len() == 1 {
        return true;
    }
    (MIN_WRAPPED..=MAX_WRAPPED).contains(&longest)
        && all.iter().all(|line| cells(line) + longest / 4 >= longest)
}

fn joined(lines: &[&str]) -> Block {
    let mut text = String::new();
    for line in lines {
        let line = line.trim();
        let glued = text
            .chars()
            .last()
            .zip(line.chars().next())
            .is_some_and(|(before, after)| joins_lines(before, after));
        if !text.is_empty() && !glued {
            text.push(' ');
        }
        text.push_str(line);
    }
    Block::paragraph(text)
}

fn preserved(lines: &[&str]) -> Block {
    let shared = lines
        .iter()
        .map(|line| line.len() - line.trim_start_matches(' ').len())
        .min()
        .unwrap_or(0);
    let text: Vec<&str> = lines
        .iter()
        .map(|line| line.get(shared..).unwrap_or_default().trim_end())
        .collect();
    let runs = vec![Inline::new(text.join("\n"), Style::PLAIN)];
    let text = Text {
        runs,
        ..Text::default()
    };
    BlockKind::Preserved { text }.into()
}

fn indent(line: &str) -> usize {
    line.chars()
        .take_while(|c| c.is_whitespace())
        .map(|c| if c == '\u{3000}' { 2 } else { 1 })
        .sum()
}

fn cells(line: &str) -> usize {
    line.chars().map(|c| if is_wide(c) { 2 } else { 1 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(source: &str, expected: &str) {
        let shown = crate::document::outline(&build(source));
        assert_eq!(shown.trim_end(), expected, "{source}");
    }

    #[test]
    fn paragraphs() {
        check("一段。\n\n二段。", "p 一段。\np 二段。");
        check("　　一段，\n接着。\n　　二段。", "p 一段，接着。\np 二段。");
        check("　　一段。\n　　二段。", "p 一段。\np 二段。");
        check(
            "　一段，\n「一」接着。\n「二」\n「三」\n　二段。",
            "p 一段，「一」接着。\np 「二」\np 「三」\np 二段。",
        );
        check("「一」\n　一段。", "p 「一」\np 一段。");
        let long = "字".repeat(60);
        check(&format!("{long}\n{long}"), &format!("p {long}\np {long}"));
        let (line, end) = ("word ".repeat(12), "end.");
        let line = line.trim_end();
        check(
            &format!("{line}\n{line}\n{end}"),
            &format!("p {line} {line} {end}"),
        );
        check("床前明月光\n疑是地上霜", "verse 床前明月光\\n疑是地上霜");
        let wrapped = "今日は良い天気ですねという話をしました。";
        check(
            &format!("{wrapped}\nVimを使う人が集まっているところでした、\nEmacsの人も。"),
            &format!("p {wrapped}Vimを使う人が集まっているところでした、Emacsの人も。"),
        );
        check("一\n\n-----\n\n二", "p 一\n--\np 二");
        check("一\n==========\n二", "p 一\n--\np 二");
    }
}
