//! Lists of other articles: an announcement and the links after it.

use super::lexicon::RELATED;
use super::pass::Pass;
use super::view::{each_list, first_letter, is_link, letters, link_share, shown, words};
use crate::document::{Block, BlockKind};
use std::sync::LazyLock;

/// Maximum characters of an announcement.
const MAX_HEAD: usize = 14;
/// Maximum characters of another article's title.
const MAX_TITLE: usize = 60;
/// Blocks examined after an announcement. No list of links is longer, and without a limit repeated
/// announcements would take quadratic time.
const MAX_BEHIND: usize = 400;

/// Cuts announcements together with the links they announce. An announcement of something else is
/// a heading of the text and stays, as does one that the author made a heading.
pub fn run(pass: &mut Pass<'_>) {
    each_list(&mut pass.document.blocks, &mut |blocks| {
        for at in 0..blocks.len() {
            let (head, rest) = blocks.split_at_mut(at + 1);
            let Some(head) = head.last_mut() else {
                continue;
            };
            let announced = match announces(head) {
                Announces::Nothing => None,
                _ if rest.len() <= MAX_BEHIND && is_cards(rest) => Some(rest.len()),
                Announces::Cards => None,
                Announces::Links => {
                    let near = rest.get(..MAX_BEHIND).unwrap_or(rest);
                    let ended = near.iter().all(|block| block.cut.is_some());
                    let end = if ended { 0 } else { reach(near) };
                    Some(end).filter(|end| ended || *end > 0 || head.cut.is_some())
                }
            };
            let Some(end) = announced else { continue };
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

/// What a block that consists of such words may announce.
enum Announces {
    Nothing,
    /// Links: it is a line, or was cut by its class.
    Links,
    /// At most cards of other articles: the author made it a heading.
    Cards,
}

fn announces(block: &mut Block) -> Announces {
    let (BlockKind::Paragraph { text, .. } | BlockKind::Heading { text, .. }) = &block.kind else {
        return Announces::Nothing;
    };
    // Most lines end here, before their text is copied.
    if !may_announce(letters(text)) {
        return Announces::Nothing;
    }
    let cut = block.cut.take();
    let text = words(block, MAX_HEAD + 1);
    block.cut = cut;
    let text = text.to_lowercase();
    let bare = text.trim_matches(|c: char| !c.is_alphanumeric());
    if !RELATED.contains(&bare) || cut.is_some_and(|rule| rule != "related") {
        return Announces::Nothing;
    }
    match block.kind {
        BlockKind::Paragraph { .. } => Announces::Links,
        BlockKind::Heading { .. } if cut.is_some() => Announces::Links,
        BlockKind::Heading { .. } => Announces::Cards,
        _ => Announces::Nothing,
    }
}

/// The first letters of announcements, in order.
static FIRST_LETTERS: LazyLock<Vec<char>> = LazyLock::new(|| {
    let first = RELATED.iter().filter_map(|words| words.chars().next());
    let mut letters: Vec<char> = first.collect();
    letters.sort_unstable();
    letters
});

/// Whether the first letter of a text is that of an announcement.
fn may_announce(text: impl Iterator<Item = char>) -> bool {
    first_letter(text).is_some_and(|first| FIRST_LETTERS.binary_search(&first).is_ok())
}

/// Whether everything after it is pictures, each with a short caption.
fn is_cards(rest: &[Block]) -> bool {
    let rest = || rest.iter().filter(|block| block.cut.is_none());
    let pictures = rest().filter(|block| is_picture(block)).count();
    let is_title = |block: &Block| {
        let text = words(block, MAX_TITLE + 1);
        let line = matches!(
            block.kind,
            BlockKind::Paragraph { .. } | BlockKind::Heading { .. }
        );
        line && text.chars().count() <= MAX_TITLE && !text.ends_with(['。', '.', '：', ':'])
    };
    pictures > 0
        && rest().count() <= pictures * 2
        && rest().all(|block| is_picture(block) || is_title(block))
}

/// How many of the following blocks are links to articles. Pictures count among links; alone they
/// count only if nothing else follows.
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

/// Whether all text inside is links.
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

/// `相关阅读：` and its link on one line.
fn is_line(block: &Block) -> bool {
    let BlockKind::Paragraph { text, .. } = &block.kind else {
        return false;
    };
    let unlinked = || shown(text).filter(|run| !is_link(run));
    let unlinked = || unlinked().map(|run| run.text.as_str());
    // Most paragraphs end here, before their text is copied.
    if !shown(text).any(is_link) || !may_announce(unlinked().flat_map(str::chars)) {
        return false;
    }
    let unlinked: String = unlinked().collect();
    let bare = unlinked.trim_matches(|c: char| !c.is_alphanumeric());
    RELATED.contains(&bare.to_lowercase().as_str()) && link_share(block) > 0.0
}
