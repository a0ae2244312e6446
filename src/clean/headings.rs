//! Bold lines that are headings.

use super::pass::Pass;
use super::view::{shown, words};
use crate::document::marker::{self, Marker};
use crate::document::{Block, BlockKind, Style};

/// Maximum characters of a bold line that is a heading, and of one with a number: its siblings may be
/// short.
const MAX_HEADING: usize = 30;
const MAX_NUMBERED: usize = 60;

/// A paragraph of one bold line.
struct BoldLine {
    /// The index of its block.
    at: usize,
    /// The form and value of the number that it begins with.
    number: Option<(u8, u32)>,
    /// The number of headings below it. Those of the source end a series.
    below: usize,
    /// It is short, ends unlike a sentence, and text follows.
    is_heading: bool,
    /// It may be a heading where others of its series are.
    may_be_heading: bool,
}

/// Turns paragraphs of a few bold words before a text into headings. The lines of one series of numbers
/// have one look: all of them become headings, or none.
pub fn run(pass: &mut Pass<'_>) {
    let blocks = &mut pass.document.blocks;
    let lowest = blocks
        .iter()
        .filter_map(|block| match &block.kind {
            BlockKind::Heading { level, .. } if block.cut.is_none() => Some(*level),
            _ => None,
        })
        .max();
    let level = lowest.map_or(2, |level| (level + 1).min(6));
    for series in marker::series(bold_lines(blocks), follows) {
        if !series.iter().any(|line| line.is_heading)
            || series.len() > 1 && !series.iter().all(|line| line.may_be_heading)
        {
            continue;
        }
        for line in series {
            if let Some(block) = blocks.get_mut(line.at) {
                make_heading(block, level);
            }
        }
    }
}

fn make_heading(block: &mut Block, level: u8) {
    let BlockKind::Paragraph { text, .. } = &mut block.kind else {
        return;
    };
    let mut text = std::mem::take(text);
    for run in &mut text.runs {
        run.style = run.style.without(Style::STRONG);
    }
    block.kind = BlockKind::Heading {
        level,
        text,
        anchor: None,
    };
}

/// The bold lines in order.
fn bold_lines(blocks: &[Block]) -> Vec<BoldLine> {
    let mut lines = Vec::new();
    // From the end, so that the next visible block is known without a search.
    let mut heads_text = false;
    let mut next_form = None;
    let mut below = 0;
    for (at, block) in blocks.iter().enumerate().rev() {
        if block.cut.is_some() {
            continue;
        }
        below += usize::from(matches!(block.kind, BlockKind::Heading { .. }));
        let is_bold = is_bold(block);
        let (number, text) = match is_bold {
            true => (number(block), words(block, MAX_NUMBERED + 1)),
            false => (None, String::new()),
        };
        let is_short = is_bold && is_short(&text, number.is_some());
        let form = number.map(|(form, _)| form);
        let is_followed = std::mem::replace(
            &mut heads_text,
            !is_short && !matches!(block.kind, BlockKind::Rule),
        );
        // Adjacent numbered lines are a list.
        let is_listed = std::mem::replace(&mut next_form, form) == form;
        if is_bold {
            lines.push(BoldLine {
                at,
                number,
                below,
                is_heading: is_short && is_followed && at > 0,
                may_be_heading: !is_listed && may_be_heading(&text),
            });
        }
    }
    lines.reverse();
    lines
}

/// Whether the number of a line follows that of another one.
fn follows(last: &BoldLine, next: &BoldLine) -> bool {
    last.below == next.below
        && last
            .number
            .zip(next.number)
            .is_some_and(|((form, last), (own, next))| form == own && last + 1 == next)
}

fn number(block: &Block) -> Option<(u8, u32)> {
    let BlockKind::Paragraph { text, .. } = &block.kind else {
        return None;
    };
    match marker::of(text) {
        Some(Marker::Number(form, value)) => Some((form, value)),
        _ => None,
    }
}

/// Whether a block is one bold line without links.
fn is_bold(block: &Block) -> bool {
    let BlockKind::Paragraph { text, .. } = &block.kind else {
        return false;
    };
    !text.is_blank()
        && shown(text).all(|run| {
            run.text.trim().is_empty() || (run.style.has(Style::STRONG) && run.link.is_none())
        })
        && !text.runs.iter().any(|run| run.text.contains('\n'))
}

fn is_short(line: &str, is_numbered: bool) -> bool {
    may_be_heading(line)
        && (is_numbered || line.chars().count() <= MAX_HEADING)
        && !line.ends_with(['！', '？', '!', '”', '」'])
}

/// Whether a bold line is not too long for a heading of a series, and no statement.
fn may_be_heading(line: &str) -> bool {
    (2..=MAX_NUMBERED).contains(&line.chars().count())
        && !line.ends_with(['。', '；', '，', '.', '：', ':', '…'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::Settings;
    use crate::document::{Document, Format, build, outline};

    fn look(document: &mut Document) -> String {
        run(&mut Pass {
            document,
            context: &crate::clean::Context::default(),
            settings: &Settings::default(),
        });
        let kinds = outline(document);
        let kinds = kinds.lines().skip(1);
        kinds
            .map(|line| if line.starts_with('h') { 'h' } else { 'p' })
            .collect()
    }

    #[track_caller]
    fn check(lines: &[&str], expected: &str) {
        let source: String = lines.iter().map(|line| format!("<p>{line}</p>")).collect();
        let mut document = build(&format!("<p>始</p>{source}"), Format::Html);
        assert_eq!(look(&mut document), expected, "{lines:?}");
    }

    #[test]
    fn a_series_of_numbers_has_one_look() {
        let long = "<b>1. 缩放与检查（Zooming and inspecting the picture）</b>";
        check(&[long, "文", "<b>2. 标注</b>", "文"], "hphp");
        check(&["<b>1. 标注？</b>", "文", "<b>2. 标注</b>", "文"], "hphp");
        check(&["<b>1. 标注。</b>", "文", "<b>2. 标注</b>", "文"], "pppp");
        check(&["<b>1. 标注</b>", "文", "<b>3. 标注。</b>", "文"], "hppp");
        check(
            &["<b>1. 甲</b>", "<b>2. 乙</b>", "<b>3. 丙</b>", "文"],
            "pppp",
        );
        check(
            &[
                "<b>一、甲乙</b>",
                "<b>1. 甲</b>",
                "文",
                "<b>2. 乙</b>",
                "文",
                "<b>二、丙丁</b>",
                "文",
            ],
            "hhphphp",
        );
        check(&["<b>标注</b>", "文", "<b>标注？</b>", "文"], "hppp");
        check(
            &[
                "<b>一、甲乙</b>",
                "文",
                "<b>1. 甲</b>",
                "文",
                "<b>二、丙丁</b>",
                "文",
                "<b>2. 乙。</b>",
                "文",
            ],
            "hphphppp",
        );
        let mut document = build(
            "<p>始</p><p><b>1. 甲</b></p><p>文</p><h2>乙</h2><p><b>2. 丙。</b></p>",
            Format::Html,
        );
        assert_eq!(look(&mut document), "hphp");
    }
}
