//! Section names of a table of contents: short paragraphs, each above a list of terms.

use crate::document::{Block, BlockKind, ParagraphRole, Text, is_wide};

/// Maximum characters of a section name.
const LONGEST: usize = 24;

/// Minimum sections: a single short line above a list may be anything.
const MIN_SECTIONS: usize = 2;

/// Below the headings of articles, which are levels 1 to 3.
const LEVEL: u8 = 4;

/// Makes section names headings, so that they keep with what follows. Containers without an
/// appearance are part of the list of blocks around them. Between more paragraphs of text, short ones
/// above a list of terms are text, too.
pub fn name_sections(blocks: &mut [Block]) {
    for block in blocks.iter_mut() {
        name_inner(block);
    }
    let mut found = Found::default();
    count(blocks, &mut found);
    // A lone letter is a name only in an index. Elsewhere it is a word such as `か` (or).
    let is_index = found.names == 0;
    let sections = if is_index { found.letters } else { found.names };
    if sections >= MIN_SECTIONS && sections >= found.others {
        make_headings(blocks, is_index);
    }
}

/// The numbers of names in a list of blocks.
#[derive(Default)]
struct Found {
    names: usize,
    letters: usize,
    /// Other paragraphs.
    others: usize,
}

/// Names the sections of the containers that have an appearance.
fn name_inner(block: &mut Block) {
    if let BlockKind::Group { blocks } = &mut block.kind {
        blocks.iter_mut().for_each(name_inner);
    } else {
        block.for_children_mut(&mut |inner| name_sections(inner));
    }
}

fn count(blocks: &[Block], found: &mut Found) {
    for (at, block) in blocks.iter().enumerate() {
        match &block.kind {
            BlockKind::Group { blocks } => count(blocks, found),
            _ if is_name_at(blocks, at) && is_letter(block) => found.letters += 1,
            _ if is_name_at(blocks, at) => found.names += 1,
            BlockKind::Paragraph { .. } if block.cut.is_none() => found.others += 1,
            _ => {}
        }
    }
}

fn make_headings(blocks: &mut [Block], is_index: bool) {
    for at in 0..blocks.len() {
        let is_name = is_name_at(blocks, at);
        let Some(block) = blocks.get_mut(at) else {
            continue;
        };
        if let BlockKind::Group { blocks } = &mut block.kind {
            make_headings(blocks, is_index);
        } else if is_name
            && (is_index || !is_letter(block))
            && let BlockKind::Paragraph { text, .. } = &mut block.kind
        {
            let mut text = std::mem::take(text);
            part_languages(&mut text);
            block.kind = BlockKind::Heading {
                level: LEVEL,
                text,
                anchor: None,
            };
        }
    }
}

fn is_name_at(blocks: &[Block], at: usize) -> bool {
    let pair = blocks.get(at).zip(blocks.get(at + 1));
    pair.is_some_and(|(name, list)| is_terms(list) && is_name(name))
}

/// Adds the space between a name and its translation that the style sheet had: `经济Economy`.
fn part_languages(text: &mut Text) {
    let plain = text.plain();
    let Some((translation, _)) = plain.char_indices().find(|(_, c)| c.is_ascii_uppercase()) else {
        return;
    };
    let (name, rest) = plain.split_at(translation);
    let is_latin = |c: char| c.is_ascii_alphabetic() || " &-'".contains(c);
    if !name.ends_with(is_wide) || name.contains(is_latin) || !rest.chars().all(is_latin) {
        return;
    }
    let mut before = 0;
    for run in &mut text.runs {
        if let Some(at) = translation.checked_sub(before)
            && at < run.text.len()
        {
            run.text.insert(at, ' ');
            return;
        }
        before += run.text.len();
    }
}

fn is_terms(block: &Block) -> bool {
    block.cut.is_none() && matches!(block.kind, BlockKind::Definitions { .. })
}

fn is_letter(block: &Block) -> bool {
    matches!(&block.kind, BlockKind::Paragraph { text, .. }
        if text.plain().trim().chars().nth(1).is_none())
}

fn is_name(block: &Block) -> bool {
    let BlockKind::Paragraph {
        text,
        role: ParagraphRole::Body,
        ..
    } = &block.kind
    else {
        return false;
    };
    let plain = text.plain();
    let plain = plain.trim();
    block.cut.is_none()
        && !plain.is_empty()
        && plain.chars().nth(LONGEST).is_none()
        && !plain.ends_with(['。', '！', '？', '…', '：', ':', '.', '!', '?', '，', ','])
        && !plain.contains('\n')
        && text.runs.iter().all(|run| run.link.is_none())
}

#[cfg(test)]
mod tests {
    use crate::document::{Format, build, outline};

    #[test]
    fn sections_have_names() {
        let check = |source: &str, expected: &str| {
            let outline = outline(&build(source, Format::Html));
            let heads: Vec<&str> = outline
                .lines()
                .map(str::trim)
                .filter(|line| line.starts_with("h4") || line.ends_with("Economy"))
                .collect();
            assert_eq!(heads.join(" | "), expected, "{source}");
        };
        let list = "<dl><dt>甲</dt><dd>乙</dd></dl>";
        check(
            &format!(
                "<div class=\"a\"><div>封面<span>Cover Story</span></div>{list}</div><div>经济Economy</div>{list}"
            ),
            "h4 封面 Cover Story | h4 经济 Economy",
        );
        check(&format!("<div>经济Economy</div>{list}"), "p 经济Economy");
        check(
            &format!("<div>用C语言</div>{list}<div>经济 Economy</div>{list}"),
            "h4 用C语言 | h4 经济 Economy",
        );
        check(
            &format!("<p>文。</p><p>甲</p>{list}<p>文。</p><p>乙</p>{list}<p>文。</p>"),
            "",
        );
    }
}
