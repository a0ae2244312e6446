//! Numbered heads that are a line of a paragraph, where others of their series are paragraphs of their
//! own.

use super::grouping::split_lines;
use crate::document::marker::{self, Marker};
use crate::document::{Block, BlockKind, Inline, Style};

/// Maximum characters of a head.
const LONGEST: usize = 60;

/// A bold line with a number.
struct Head {
    /// The index of its block.
    at: usize,
    form: u8,
    value: u32,
    /// The number of line breaks in its paragraph.
    breaks: usize,
}

/// Splits such paragraphs. Their other lines become paragraphs too: they were indented like ones.
pub fn split_heads(blocks: &mut Vec<Block>) {
    for block in blocks.iter_mut() {
        if let BlockKind::Group { blocks } = &mut block.kind {
            split_heads(blocks);
        }
    }
    let heads = blocks
        .iter()
        .enumerate()
        .flat_map(|(at, block)| heads(at, block));
    let series = marker::series(heads, |last: &Head, next| {
        last.form == next.form && last.value + 1 == next.value
    });
    // A paragraph of its own has no break.
    let is_mixed = |heads: &&Vec<Head>| heads.iter().any(|head| head.breaks == 0);
    let mut breaks = vec![0; blocks.len()];
    for head in series.iter().filter(is_mixed).flatten() {
        if let Some(breaks) = breaks.get_mut(head.at) {
            *breaks = head.breaks;
        }
    }
    if breaks.iter().any(|breaks| *breaks > 0) {
        *blocks = std::mem::take(blocks)
            .into_iter()
            .zip(breaks)
            .flat_map(|(block, breaks)| match breaks {
                0 => vec![block],
                _ => split_lines(block, &(1..=breaks).collect::<Vec<_>>()),
            })
            .collect();
    }
}

/// The heads in a paragraph: bold lines with a number.
fn heads(at: usize, block: &Block) -> Vec<Head> {
    let BlockKind::Paragraph { text, .. } = &block.kind else {
        return Vec::new();
    };
    let shown = || text.runs.iter().filter(|run| run.cut.is_none());
    let is_bold = |run: &Inline| run.style.has(Style::STRONG) && run.link.is_none();
    if block.cut.is_some() || !shown().any(is_bold) {
        return Vec::new();
    }
    // Most paragraphs end here, before their text is copied: a line without a number.
    let start = shown().flat_map(|run| run.text.chars());
    let is_line = !shown().any(|run| run.text.contains('\n'));
    if is_line && !marker::may_begin(start.skip_while(|c| c.is_whitespace())) {
        return Vec::new();
    }
    // Each line, and whether it is bold.
    let mut lines = vec![(String::new(), true)];
    for run in shown() {
        for (nth, part) in run.text.split('\n').enumerate() {
            if nth > 0 {
                lines.push((String::new(), true));
            }
            if let Some((line, bold)) = lines.last_mut() {
                line.push_str(part);
                let is_number = line.trim() == part.trim() && marker::is_number(part);
                *bold &= is_bold(run) || part.trim().is_empty() || is_number;
            }
        }
    }
    let breaks = lines.len() - 1;
    let head = |(line, bold): (String, bool)| {
        let is_short = bold && line.chars().nth(LONGEST).is_none();
        match marker::of_line(line.trim_start()).filter(|_| is_short) {
            Some(Marker::Number(form, value)) => Some(Head {
                at,
                form,
                value,
                breaks,
            }),
            _ => None,
        }
    };
    lines.into_iter().filter_map(head).collect()
}

#[cfg(test)]
mod tests {
    use crate::document::{Format, build, outline};

    #[test]
    fn heads_of_a_mixed_series_are_split_off() {
        let check = |source: &str, expected: &str| {
            assert_eq!(
                outline(&build(source, Format::Html)).trim_end(),
                expected,
                "{source}"
            );
        };
        check(
            "<p><b>1、甲</b><br>一。<br>二。</p><p><b>2、乙</b></p><p>三。</p>",
            "p [1:1、甲]\np 一。\np 二。\np [1:2、乙]\np 三。",
        );
        check(
            "<p><b>1、甲</b><br>一。</p><p><b>2、乙</b><br>二。</p>",
            "p [1:1、甲][1:\\n]一。\np [1:2、乙\\n]二。",
        );
        check(
            "<p><b>1、甲</b>乙<br>一。</p><p><b>2、乙</b></p>",
            "p [1:1、甲]乙\\n一。\np [1:2、乙]",
        );
        check(
            "<p>1、<b>甲</b><br>一。<br>二。</p><p><b>2、乙</b></p><p>三。</p>",
            "p 1、[1:甲]\np 一。\np 二。\np [1:2、乙]\np 三。",
        );
        check(
            "<p>始。<br><b>1、甲</b><br>一。</p><p><b>2、乙</b></p>",
            "p 始。\np [1:1、甲]\np 一。\np [1:2、乙]",
        );
    }
}
