//! Tables of contents that are empty: a script or generator was to fill them in.

use super::view::{bare, begins_longer, first_letter, has_token, letters, words};
use crate::document::{Block, BlockKind, Text};

/// Names of a table of contents, as [`bare`] returns them.
const CONTENTS: &[&str] = &[
    "목차",
    "차례",
    "目次",
    "もくじ",
    "目录",
    "目錄",
    "toc",
    "contents",
    "tableofcontents",
];

/// Maximum characters of a name of a table of contents, with marks and spaces.
const MAX_CONTENTS_NAME: usize = 24;

/// Cuts the name of a table of contents that a script or generator was to fill in: nothing else is
/// in its list, or no list follows it.
pub fn cut_empty(blocks: &mut [Block]) {
    for at in 0..blocks.len() {
        let (block, below) = blocks.split_at_mut(at + 1);
        let Some(block) = block.last_mut().filter(|block| block.cut.is_none()) else {
            continue;
        };
        let next = below.iter().find(|block| block.cut.is_none());
        if is_empty(block, next) {
            block.cut = Some("residue");
        }
    }
}

fn is_empty(block: &Block, next: Option<&Block>) -> bool {
    let (alone, line) = match &block.kind {
        BlockKind::List { items, .. } => (items.len() == 1, None),
        BlockKind::Paragraph { text, .. } | BlockKind::Heading { text, .. } => (false, Some(text)),
        _ => return false,
    };
    let ends = || match next.map(|next| &next.kind) {
        None | Some(BlockKind::Heading { .. } | BlockKind::Rule) => true,
        Some(BlockKind::Paragraph { text, .. }) => has_token(block, "toc") && !has_list(text),
        Some(BlockKind::Figure { .. } | BlockKind::Code { .. }) => has_token(block, "toc"),
        _ => false,
    };
    // Most blocks end here, before their text is copied.
    if !alone && !ends()
        || line.is_some_and(|line| !may_name(line))
        || begins_longer(block, MAX_CONTENTS_NAME)
    {
        return false;
    }
    let name = words(block, MAX_CONTENTS_NAME + 1);
    name.chars().count() <= MAX_CONTENTS_NAME && CONTENTS.contains(&bare(&name).as_str())
}

/// Whether the first letter of a text is that of a name of a table of contents.
fn may_name(text: &Text) -> bool {
    let first = first_letter(letters(text));
    first.is_some_and(|first| CONTENTS.iter().any(|name| name.starts_with(first)))
}

/// Whether a paragraph has several lines with links, as a list of contents has.
fn has_list(text: &Text) -> bool {
    let lines = text.runs.iter().any(|run| run.text.contains('\n'));
    lines && text.runs.iter().any(|run| run.link.is_some())
}
