//! Bold lines that are headings, and headings that are paragraphs.

use super::pass::Pass;
use super::view::{shown, words};
use crate::document::marker::{self, Marker};
use crate::document::{Align, Block, BlockKind, Inline, ParagraphRole, Style};

/// Maximum characters of a bold line that is a heading, and of one with a number: its siblings may be
/// short.
const MAX_HEADING: usize = 30;
const MAX_NUMBERED: usize = 60;

/// Minimum characters of a heading that is a paragraph, because it has a full stop: a lead that was
/// marked up as a heading for its size.
const MIN_PARAGRAPH: usize = 50;

/// A paragraph of one bold line.
struct BoldLine {
    /// The index of its block.
    at: usize,
    /// The form and value of the number that it begins with.
    number: Option<(u8, u32)>,
    /// The number is not bold.
    has_plain_number: bool,
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
    blocks.iter_mut().for_each(make_paragraph);
    lower_last(blocks);
    let lines = bold_lines(blocks);
    let level = level_of(&lines, blocks);
    for series in marker::series(lines, follows) {
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

/// Lowers the headings at the end that are above all others, such as the titles of recommended articles,
/// to the highest of those.
fn lower_last(blocks: &mut [Block]) {
    let levels: Vec<u8> = blocks.iter().filter_map(level).collect();
    let last = |highest: u8| {
        levels
            .iter()
            .rev()
            .take_while(move |level| **level < highest)
    };
    let Some((count, highest)) = (2..=6)
        .map(|highest| (last(highest).count(), highest))
        .find(|(count, highest)| {
            let (others, _) = levels.split_at(levels.len() - count);
            *count > 0 && others.iter().min() == Some(highest)
        })
    else {
        return;
    };
    let headings = blocks
        .iter_mut()
        .rev()
        .filter(|block| level(block).is_some());
    for block in headings.take(count) {
        if let BlockKind::Heading { level, .. } = &mut block.kind {
            *level = highest;
        }
    }
}

/// The level of a visible heading.
fn level(block: &Block) -> Option<u8> {
    match &block.kind {
        BlockKind::Heading { level, .. } if block.cut.is_none() => Some(*level),
        _ => None,
    }
}

/// The level of bold lines that are headings: below the headings between them, and beside those that all
/// come after them.
fn level_of(lines: &[BoldLine], blocks: &[Block]) -> u8 {
    let levels = |blocks: &[Block]| blocks.iter().filter_map(level).collect::<Vec<u8>>();
    let last = lines.iter().rfind(|line| line.is_heading);
    let (above, below) = blocks.split_at(last.map_or(0, |line| line.at.min(blocks.len())));
    match (
        levels(above).into_iter().max(),
        levels(below).into_iter().min(),
    ) {
        (Some(lowest), _) => (lowest + 1).min(6),
        (None, Some(highest)) => highest,
        (None, None) => 2,
    }
}

/// Makes a heading that holds sentences a paragraph. Questions of an interview have a number.
fn make_paragraph(block: &mut Block) {
    let BlockKind::Heading { text, .. } = &mut block.kind else {
        return;
    };
    let plain = text.plain();
    let plain = plain.trim();
    let after_number = plain.trim_start_matches(|c| "一二三四五六七八九十".contains(c));
    let is_numbered = plain.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '第' | 'Q'))
        || after_number.len() < plain.len() && after_number.starts_with(['、', '，', '.', '．']);
    if is_numbered
        || plain.chars().nth(MIN_PARAGRAPH - 1).is_none()
        || !(plain.contains('。') || plain.ends_with('！'))
    {
        return;
    }
    block.kind = BlockKind::Paragraph {
        text: std::mem::take(text),
        role: ParagraphRole::Body,
        align: Align::Start,
    };
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

/// Makes a line with a plain number no heading if it is the next item of a list after the block above
/// it.
fn leave_in_list(line: &mut BoldLine, above: &Block) {
    let next = any_number(above).map(|(form, value)| (form, value + 1));
    if line.has_plain_number && line.number == next {
        line.is_heading = false;
        line.may_be_heading = false;
    }
}

/// The bold lines in order.
fn bold_lines(blocks: &[Block]) -> Vec<BoldLine> {
    let mut lines: Vec<BoldLine> = Vec::new();
    // From the end, so that the next visible block is known without a search.
    let mut heads_text = false;
    let mut next_form = None;
    let mut heads_figure = false;
    let mut is_adjacent = false;
    let mut below = 0;
    for (at, block) in blocks.iter().enumerate().rev() {
        if block.cut.is_some() {
            continue;
        }
        below += usize::from(matches!(block.kind, BlockKind::Heading { .. }));
        let is_bold = is_bold(block);
        let (number, text) = match is_bold {
            true => (any_number(block), words(block, MAX_NUMBERED + 1)),
            false => (None, String::new()),
        };
        let is_figure = matches!(block.kind, BlockKind::Figure { .. });
        let is_before_figure = std::mem::replace(&mut heads_figure, is_figure);
        // Bold italics directly before a picture are its caption.
        let is_caption = is_bold && is_before_figure && has_style(block, Style::EMPHASIS);
        let is_short =
            is_bold && !is_caption && (is_chapter(&text) || is_short(&text, number.is_some()));
        let form = number.map(|(form, _)| form);
        let is_followed = std::mem::replace(
            &mut heads_text,
            !is_short && !matches!(block.kind, BlockKind::Rule),
        );
        if let Some(line) = lines.last_mut().filter(|_| is_adjacent && !is_bold) {
            leave_in_list(line, block);
        }
        is_adjacent = is_bold;
        // Adjacent numbered lines are a list.
        let is_listed = std::mem::replace(&mut next_form, form) == form;
        if is_bold {
            lines.push(BoldLine {
                at,
                number,
                has_plain_number: number.is_some() && !starts_bold(block),
                below,
                is_heading: is_short && is_followed && at > 0,
                may_be_heading: !is_listed && !is_caption && may_be_heading(&text),
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

fn any_number(block: &Block) -> Option<(u8, u32)> {
    let BlockKind::Paragraph { text, .. } = &block.kind else {
        return None;
    };
    match marker::of(text) {
        Some(Marker::Number(form, value)) => Some((form, value)),
        _ => None,
    }
}

/// Whether a block is one bold line without links, and no credit.
fn is_bold(block: &Block) -> bool {
    let BlockKind::Paragraph { text, role, .. } = &block.kind else {
        return false;
    };
    if *role == ParagraphRole::Credit {
        return false;
    }
    let is_strong = |run: &Inline| run.style.has(Style::STRONG) && run.link.is_none();
    // The number of a bold line may be plain.
    let plain = shown(text).take_while(|run| !is_strong(run)).count();
    let words = || shown(text).skip(plain);
    let head = || shown(text).take(plain).map(|run| run.text.as_str());
    let is_number = || words().next().is_some() && marker::is_number(&head().collect::<String>());
    words().all(|run| run.text.trim().is_empty() || is_strong(run))
        && (head().all(|part| part.trim().is_empty()) || is_number())
        && !text.is_blank()
        && !text.runs.iter().any(|run| run.text.contains('\n'))
}

fn starts_bold(block: &Block) -> bool {
    let BlockKind::Paragraph { text, .. } = &block.kind else {
        return false;
    };
    let first = shown(text).find(|run| !run.text.trim().is_empty());
    first.is_some_and(|run| run.style.has(Style::STRONG))
}

/// Whether all words of a paragraph have a style.
fn has_style(block: &Block, style: Style) -> bool {
    let BlockKind::Paragraph { text, .. } = &block.kind else {
        return false;
    };
    shown(text).all(|run| run.text.trim().is_empty() || run.style.has(style))
}

fn is_short(line: &str, is_numbered: bool) -> bool {
    may_be_heading(line)
        && (is_numbered || line.chars().count() <= MAX_HEADING)
        && !line.ends_with(['！', '？', '!', '”', '」'])
}

/// Whether a line begins with the number of a chapter: `01 `. Its head may end in a quotation.
fn is_chapter(line: &str) -> bool {
    let is_numbered = matches!(line.as_bytes(), [b'0', digit, b' ', ..] if digit.is_ascii_digit());
    is_numbered && may_be_heading(line)
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
    fn leads_and_captions_are_no_headings() {
        let check = |source: &str, expected: &str| {
            let mut document = build(&format!("<p>始</p>{source}<p>文</p>"), Format::Html);
            assert_eq!(look(&mut document), expected, "{source}");
        };
        let sentence = "溪水从桥下流过，绕过村子和磨坊，再往东流进大河里去";
        let lead = format!("【导读】{sentence}，{sentence}。");
        check(&format!("<h5>{lead}</h5>"), "pp");
        check(&format!("<h5>2: {lead}</h5>"), "hp");
        check(&format!("<h5>{sentence}，{sentence}</h5>"), "hp");
        check(&format!("<h5>{sentence}。</h5>"), "hp");
        let picture = "<p><img src=a.png></p>";
        check(&format!("<p><b><i>桥下示例</i></b></p>{picture}"), "ppp");
        check(&format!("<p><b>桥下示例</b></p>{picture}"), "hpp");
        check("<p><b><i>桥下示例</i></b></p>", "hp");
    }

    #[test]
    fn headings_after_all_bold_lines_have_their_level() {
        let check = |source: &str, expected: &str| {
            let mut document = build(source, Format::Html);
            look(&mut document);
            let levels = outline(&document);
            let levels = levels.lines().filter(|line| line.starts_with('h'));
            assert_eq!(levels.collect::<Vec<_>>().join(" "), expected);
        };
        let lines = "<p>始</p><p><b>桥东</b></p><p>文</p><p><b>桥西</b></p><p>文</p>";
        check(&format!("{lines}<h2>丙</h2>"), "h2 桥东 h2 桥西 h2 丙");
        check(&format!("<h2>丙</h2>{lines}"), "h2 丙 h3 桥东 h3 桥西");
        check(lines, "h2 桥东 h2 桥西");
        // The titles of recommended articles.
        let chapters = "<p>始</p><h2>一</h2><p>文</p><h2>二</h2><p>文</p>";
        check(
            &format!("{chapters}<h3>荐</h3><h1>丙</h1><h1>丁</h1>"),
            "h2 一 h2 二 h3 荐 h2 丙 h2 丁",
        );
        check("<h1>一</h1><h2>二</h2><h1>三</h1>", "h1 一 h2 二 h1 三");
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
        // A number before the bold words.
        let plain = "<span>1. </span><b>标注</b>";
        check(&[plain, "文", "<b>2. 标注</b>", "文"], "hphp");
        check(&["（一）<b>标注</b>", "文"], "hp");
        check(&["例 1. <b>标注</b>", "文"], "pp");
        check(&["1. 缩放", "2. <b>标注</b>", "文"], "ppp");
        check(&["1. 缩放", "<b>2. 标注</b>", "文"], "php");
        check(&["1. ", "文"], "pp");
        check(&["<b>03 要做「乙」</b>", "文"], "hp");
        check(&["<b>要做「乙」</b>", "文"], "pp");
        let mut document = build(
            "<p>始</p><p><b>1. 甲</b></p><p>文</p><h2>乙</h2><p><b>2. 丙。</b></p>",
            Format::Html,
        );
        assert_eq!(look(&mut document), "hphp");
    }
}
