//! Lists of other articles: a line that announces them, and the links behind it.

use super::Pass;
use super::lexicon::RELATED;
use super::view::{each_list, link_share, shown, words};
use crate::document::{Block, BlockKind};

/// Longest announcement, in characters.
const MAX_HEAD: usize = 14;

/// Cuts announcements together with the links they announce. An announcement of something
/// else is a heading of the text and stays, and so does one that the author made a heading.
pub fn run(pass: &mut Pass<'_>) {
    each_list(&mut pass.document.blocks, &mut |blocks| {
        for at in 0..blocks.len() {
            let (head, rest) = blocks.split_at_mut(at + 1);
            let Some(head) = head.last_mut().filter(|head| announces(head)) else {
                continue;
            };
            let end = reach(rest);
            let dangling = rest.iter().all(|block| block.cut.is_some());
            if end == 0 && !dangling && head.cut.is_none() {
                continue;
            }
            head.cut = head.cut.or(Some("related-list"));
            for block in rest.iter_mut().take(end) {
                block.cut = block.cut.or(Some("related-list"));
            }
        }
        for block in blocks.iter_mut().filter(|block| block.cut.is_none()) {
            if is_line(block) {
                block.cut = Some("related-list");
            }
        }
    });
}

/// Whether a block is nothing but the words, or was cut as such by its class.
fn announces(block: &Block) -> bool {
    let by_class = block.cut == Some("related");
    let line = matches!(block.kind, BlockKind::Paragraph { .. });
    if !by_class && (block.cut.is_some() || !line) {
        return false;
    }
    let heading = matches!(block.kind, BlockKind::Heading { .. });
    if !line && !heading {
        return false;
    }
    let text = words(block, MAX_HEAD + 1).to_lowercase();
    let bare = text.trim_matches(|c: char| !c.is_alphanumeric());
    RELATED.contains(&bare)
}

/// How many of the blocks that follow are links to articles. Pictures count among links, and
/// alone only where nothing else follows them.
fn reach(rest: &[Block]) -> usize {
    let end = rest
        .iter()
        .take_while(|block| block.cut.is_some() || is_linked(block))
        .count();
    let linked = rest
        .iter()
        .take(end)
        .any(|block| block.cut.is_none() && !is_picture(block));
    if linked || end == rest.len() { end } else { 0 }
}

fn is_picture(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Figure { .. })
}

/// Whether every text within is a link.
fn is_linked(block: &Block) -> bool {
    match &block.kind {
        BlockKind::Figure { .. } => true,
        BlockKind::Paragraph { .. } => link_share(block) >= 0.8,
        BlockKind::List { .. } | BlockKind::Group { .. } => {
            block.children().flatten().all(is_linked)
        }
        _ => false,
    }
}

/// `相关阅读：` and its link in one line.
fn is_line(block: &Block) -> bool {
    let BlockKind::Paragraph { text, .. } = &block.kind else {
        return false;
    };
    let unlinked: String = shown(text)
        .filter(|run| run.link.is_none())
        .map(|run| run.text.as_str())
        .collect();
    let bare = unlinked.trim_matches(|c: char| !c.is_alphanumeric());
    RELATED.contains(&bare.to_lowercase().as_str()) && link_share(block) > 0.0
}
