//! Detects verse, as opposed to prose with line breaks.

use crate::document::{Block, BlockKind, Inline, ParagraphRole, Text};
use crate::text::{Script, WidthPolicy, clusters, script};

/// Cells of the longest line of verse: 24 ideographs.
const LONGEST: usize = 48;

/// Stanzas of the shortest poem of couplets. Two paragraphs of two short lines may be prose.
const MIN_STANZAS: usize = 3;

/// Blocks on each side of a couplet that may be cut, between it and the next stanza.
const NEAR: usize = 8;

/// Clauses of the shortest regulated poem in lines of its own: two couplets.
const MIN_CLAUSES: usize = 4;

/// Paragraphs with line breaks and long lines that show that an article breaks the lines of its prose.
const MIN_PROSE: usize = 2;

/// Whether the block at `index` is verse: by itself, or a couplet in a row of stanzas. In an article
/// that breaks the lines of its prose, short ones are none.
pub fn is_verse_at(blocks: &[Block], index: usize, policy: WidthPolicy) -> bool {
    let stanza = |block: &Block| stanza_of(block).and_then(|text| short_lines(text, policy));
    let regulated = |block: &Block| stanza_of(block).is_some_and(is_regulated);
    match blocks.get(index).and_then(stanza) {
        None | Some(2) if blocks.get(index).is_some_and(regulated) => true,
        None | Some(0..=1) => false,
        Some(2) => {
            let shown = |block: &&Block| block.cut.is_none();
            let is_stanza = |block: &&Block| stanza(block).is_some_and(|lines| lines > 1);
            let above = blocks.iter().take(index).rev().take(NEAR).filter(shown);
            let below = blocks.iter().skip(index + 1).take(NEAR).filter(shown);
            let rows = above.take_while(is_stanza).count() + below.take_while(is_stanza).count();
            rows + 1 >= MIN_STANZAS
        }
        Some(_) => {
            blocks.get(index).is_some_and(regulated) || !is_broken_prose(blocks, index, policy)
        }
    }
}

/// Whether the paragraphs around the block at `index` have line breaks after long lines, at least as
/// many of them as there are with short ones.
fn is_broken_prose(blocks: &[Block], index: usize, policy: WidthPolicy) -> bool {
    let from = index.saturating_sub(NEAR);
    let near = blocks.iter().skip(from).take(index - from + 1 + NEAR);
    let near = near.filter(|block| block.cut.is_none());
    let broken = near.filter_map(stanza_of).filter(|text| has_breaks(text));
    let (mut prose, mut verse) = (0, 0);
    for text in broken {
        match short_lines(text, policy) {
            Some(2) => {}
            Some(_) => verse += 1,
            None => prose += 1,
        }
    }
    prose >= MIN_PROSE && prose >= verse
}

/// Whether a text is verse or another text with deliberate line breaks (an address, a cast
/// list): at least three lines, each short. Prose with a line break after each sentence has
/// longer lines.
pub fn is_verse(text: &Text, policy: WidthPolicy) -> bool {
    short_lines(text, policy).is_some_and(|lines| lines > 2) || is_regulated(text)
}

/// Whether a text is regulated verse (绝句, 律诗) in several lines: all clauses have five ideographs, or
/// all have seven. Its lines may be longer than those of other verse.
fn is_regulated(text: &Text) -> bool {
    if !has_breaks(text) {
        return false;
    }
    let plain = text.plain();
    let marks = |c: char| c == '\n' || "，。！？；、".contains(c);
    let clauses = plain.split(marks).map(str::trim);
    let mut clauses = clauses.filter(|clause| !clause.is_empty()).peekable();
    let length = clauses.peek().map_or(0, |first| first.chars().count());
    let is_alike = |clause: &str| {
        let is_han = clause.chars().all(|c| script(c) == Script::Han);
        is_han && clause.chars().count() == length
    };
    let mut count = 0;
    matches!(length, 5 | 7)
        && clauses.inspect(|_| count += 1).all(is_alike)
        && count >= MIN_CLAUSES
        && plain.trim().contains('\n')
}

/// Whether a text has line breaks. Almost no text of prose has.
fn has_breaks(text: &Text) -> bool {
    let breaks = |run: &Inline| memchr::memchr(b'\n', run.text.as_bytes()).is_some();
    text.runs.iter().any(breaks)
}

/// Whether a text has paragraphs of its own between hard breaks. A single break is rather one inside
/// of a paragraph, unless it is after sentences that are longer than a line of verse.
pub fn has_paragraphs(text: &Text, policy: WidthPolicy) -> bool {
    let breaks = text.runs.iter().flat_map(|run| run.text.matches('\n'));
    match breaks.take(2).count() {
        0 => false,
        1 => text.plain().split_once('\n').is_some_and(|(before, _)| {
            let before = before.trim_end();
            before.ends_with(['。', '！', '？']) && policy.str(before) > LONGEST
        }),
        _ => true,
    }
}

/// The text of a block that may be a stanza.
fn stanza_of(block: &Block) -> Option<&Text> {
    match &block.kind {
        BlockKind::Paragraph {
            text,
            role: ParagraphRole::Body,
            ..
        } => Some(text),
        _ => None,
    }
}

/// The number of lines of a text with line breaks, if each is short. Two lines with the signs of code
/// are none.
fn short_lines(text: &Text, policy: WidthPolicy) -> Option<usize> {
    if !has_breaks(text) {
        return None;
    }
    let mut lines = 0;
    let mut cells = 0;
    for run in &text.runs {
        for (index, part) in run.text.split('\n').enumerate() {
            if index > 0 {
                lines += usize::from(cells > 0);
                cells = 0;
            }
            // Stops early: in prose after one line.
            for cluster in clusters(part) {
                cells += policy.cluster(cluster);
                if cells > LONGEST {
                    return None;
                }
            }
        }
    }
    lines += usize::from(cells > 0);
    // Verse has no links; a list of them may have short lines.
    if text
        .runs
        .iter()
        .any(|run| run.link.is_some() && run.footnote.is_none())
    {
        return None;
    }
    let is_code = || {
        let mut runs = text.runs.iter();
        runs.any(|run| {
            run.text
                .contains(['=', '{', '}', '<', '>', '#', '_', ';', '/', '\\'])
        })
    };
    (lines != 2 || !is_code()).then_some(lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verse_has_short_lines() {
        let check = |text: &str, verse: bool| {
            let text = Text::new(text);
            assert_eq!(is_verse(&text, WidthPolicy::default()), verse, "{text:?}");
        };
        check("月光下，\n一条路白得像没有写字的纸，\n我在上面走，", true);
        check("月光下，\n\n一条路，\n\n我在走。", true);
        check("只有\n两行", false);
        check("只有\n两行\n", false);
        check("一行", false);
        let couplet = "手香江橘嫩，齿软越梅酸。";
        check(&format!("{couplet}{couplet}\n{couplet}{couplet}"), true);
        check(&format!("{couplet}\n{couplet}"), true);
        let couplet = "三五夜中新月色，二千里外故人心。";
        check(&format!("{couplet}{couplet}\n{couplet}{couplet}"), true);
        check("接口多态性。\n继承多态性。", false);
        check("三五夜中新月色，\n二千里外故人。", false);
        check(&format!("短\n短\n{}", "长".repeat(25)), false);
    }

    #[test]
    fn couplets_in_a_row_are_verse() {
        let check = |paragraphs: &[&str], expected: &[bool]| {
            let blocks: Vec<Block> = paragraphs
                .iter()
                .map(|text| Block::paragraph(*text))
                .collect();
            let verse = |index| is_verse_at(&blocks, index, WidthPolicy::default());
            let verse: Vec<bool> = (0..blocks.len()).map(verse).collect();
            assert_eq!(verse, expected, "{paragraphs:?}");
        };
        let couplets = [
            "有人是活雷锋\n点亮你",
            "有人是活雷轰\n点燃你",
            "有人是活雷公\n点爆你",
        ];
        check(&couplets, &[true, true, true]);
        check(&couplets[..2], &[false, false]);
        check(
            &["文", couplets[0], "文", couplets[1], couplets[2]],
            &[false; 5],
        );
        let among = ["甲\n乙\n丙", couplets[0], "丁\n戊\n己"];
        check(&among, &[true, true, true]);
        check(&["i = 1\nf(i)", "i = 2\nf(i)", "i = 3\nf(i)"], &[false; 3]);
        let long = format!("短\n{}", "长".repeat(25));
        check(&[&long, "甲\n乙\n丙", &long], &[false; 3]);
        check(&[&long, "甲\n乙\n丙"], &[false, true]);
    }
}
