//! The source of a quote that is the end of its text: `… --- Carl Sagan`, `… ―― 夏目漱石`,
//! `…出典：広辞苑`.

use super::inline::trim_end;
use crate::document::{Block, BlockKind, Inline, Text, marker};

/// Maximum characters of a source in the text.
const MAX_SOURCE: usize = 80;

/// The dashes that sources begin with. A single dash needs the space.
const DASHES: &[&str] = &["——", "――", "──", "---", "-- ", "— ", "― ", "– "];

/// Whether a text begins like a source.
pub fn is_marked(text: &str) -> bool {
    DASHES.iter().any(|dash| text.starts_with(dash)) || marker::names_source(text)
}

/// Splits the source off the last paragraph of a quote.
pub fn split(blocks: &mut [Block]) -> Option<Text> {
    let Some(Block {
        kind: BlockKind::Paragraph { text, .. },
        cut: None,
        ..
    }) = blocks.last_mut()
    else {
        return None;
    };
    let at = source_start(&text.plain())?;
    let runs = split_runs(&mut text.runs, at);
    Some(Text {
        runs,
        language: text.language,
        ..Text::default()
    })
}

/// The byte where the source starts, after the end of a sentence or of a line.
fn source_start(plain: &str) -> Option<usize> {
    let plain = plain.trim_end();
    if plain.ends_with(['。', '！', '？', '.', '!', '?', '，', ',', ':', '：']) {
        return None;
    }
    let length = plain.chars().count();
    let places = plain.char_indices().skip(length.saturating_sub(MAX_SOURCE));
    let mut places = places.map(|(at, _)| at);
    places.find(|at| {
        let (head, tail) = plain.split_at_checked(*at).unwrap_or_default();
        let text = head.trim_end();
        let ends = text.ends_with(|c: char| "。！？.!?…”’」』）)\"]".contains(c));
        let line = head.ends_with('\n');
        !text.is_empty() && (ends || line) && is_marked(tail) && !tail.contains('\n')
    })
}

/// The runs from a byte on. What is left has no space at its end.
fn split_runs(runs: &mut Vec<Inline>, at: usize) -> Vec<Inline> {
    let mut start = 0;
    let mut index = 0;
    while let Some(run) = runs.get(index) {
        let end = start + run.text.len();
        if at < end {
            break;
        }
        start = end;
        index += 1;
    }
    let mut tail = runs.split_off(index.min(runs.len()));
    if let Some(first) = tail.first_mut()
        && at > start
    {
        let rest = first.text.split_off(at - start);
        let head = std::mem::replace(&mut first.text, rest);
        runs.push(Inline {
            text: head,
            ..first.clone()
        });
    }
    trim_end(runs);
    tail
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_follow_a_sentence_or_a_line() {
        let check = |plain: &str, source: Option<&str>| {
            let found = source_start(plain).and_then(|at| plain.get(at..));
            assert_eq!(found, source, "{plain}");
        };
        check("A mob. --- Carl Sagan", Some("--- Carl Sagan"));
        check("春だった。―― 夏目漱石", Some("―― 夏目漱石"));
        check("春だった\n— 夏目漱石", Some("— 夏目漱石"));
        check("春だった。出典：広辞苑", Some("出典：広辞苑"));
        check("(node-webkit)— azu (@azu_re)", Some("— azu (@azu_re)"));
        check("他停了停。——这不对。", None);
        check("天赋得来很容易——毕竟它们与生俱来", None);
        check("the point — and this", None);
        check("— azu", None);
        check("", None);
    }
}
