//! Lists: their numbering, their items, and the blocks that both become.

use super::block_stack::{Container, Content};
use super::footnote::{self, Note};
use super::state::{BuildState, EndAction};
use crate::document::html::dom::attribute::{Attributes, integer};
use crate::document::html::dom::element::Treatment as T;
use crate::document::html::dom::tree::Node;
use crate::document::{Block, BlockKind, Hints, Item, ListKind, Numbering};

/// The kind of a list. CSS takes precedence over the attribute `type`, and that over the element.
pub fn kind(node: Node<'_>, treatment: T, attributes: &Attributes<'_>) -> ListKind {
    let attribute = || {
        node.attribute("type")
            .and_then(|value| marker_of_type(value.trim()))
    };
    let marker = attributes
        .list_style
        .and_then(marker_of_style)
        .or_else(attribute);
    let numbering = match (marker, treatment) {
        (Some(Marker::None), _) => return ListKind::Handmade,
        (Some(Marker::Bullet), _) | (None, T::Bullets) => return ListKind::Bullet,
        (Some(Marker::Number(numbering)), _) => numbering,
        (None, _) => Numbering::Decimal,
    };
    let reversed = node.attribute("reversed").is_some();
    let start = node.attribute("start").and_then(integer);
    let count = || {
        let items = node.children().filter(|child| child.is("li")).count();
        i32::try_from(items).unwrap_or(i32::MAX)
    };
    ListKind::Ordered {
        start: start.unwrap_or_else(|| if reversed { count() } else { 1 }),
        numbering,
        reversed,
    }
}

/// The marker of a list's items.
enum Marker {
    None,
    Bullet,
    Number(Numbering),
}

/// The marker of an attribute `type`. It is case-sensitive.
fn marker_of_type(value: &str) -> Option<Marker> {
    Some(match value {
        "1" => Marker::Number(Numbering::Decimal),
        "a" => Marker::Number(Numbering::LowerAlpha),
        "A" => Marker::Number(Numbering::UpperAlpha),
        "i" => Marker::Number(Numbering::LowerRoman),
        "I" => Marker::Number(Numbering::UpperRoman),
        _ => return marker_of_style(value).filter(|marker| !matches!(marker, Marker::Number(_))),
    })
}

/// The marker of a `list-style` or `list-style-type`. Unknown numbering systems fall back to
/// decimal (CSS Counter Styles).
fn marker_of_style(value: &str) -> Option<Marker> {
    let value = value.to_ascii_lowercase();
    let words = value.split_ascii_whitespace();
    words.filter(|word| !word.contains('(')).find_map(|word| {
        Some(match word {
            "none" => Marker::None,
            "disc" | "circle" | "square" | "disclosure-open" | "disclosure-closed" => {
                Marker::Bullet
            }
            "lower-alpha" | "lower-latin" => Marker::Number(Numbering::LowerAlpha),
            "upper-alpha" | "upper-latin" => Marker::Number(Numbering::UpperAlpha),
            "lower-roman" => Marker::Number(Numbering::LowerRoman),
            "upper-roman" => Marker::Number(Numbering::UpperRoman),
            "decimal" | "decimal-leading-zero" => Marker::Number(Numbering::Decimal),
            "cjk-decimal" => Marker::Number(Numbering::CjkDecimal),
            "cjk-earthly-branch" => Marker::Number(Numbering::CjkEarthlyBranch),
            "cjk-heavenly-stem" => Marker::Number(Numbering::CjkHeavenlyStem),
            "hiragana" => Marker::Number(Numbering::Hiragana),
            "katakana" => Marker::Number(Numbering::Katakana),
            "simp-chinese-informal" => Marker::Number(Numbering::SimpChineseInformal),
            // CSS defines the first as an alias of the second.
            "cjk-ideographic" | "trad-chinese-informal" => {
                Marker::Number(Numbering::TradChineseInformal)
            }
            "japanese-informal" => Marker::Number(Numbering::JapaneseInformal),
            "korean-hangul-formal" => Marker::Number(Numbering::KoreanHangulFormal),
            _ if OTHER_NUMBERINGS.contains(&word) => Marker::Number(Numbering::Decimal),
            _ => return None,
        })
    })
}

/// Numbering systems that are shown as decimal numbers.
const OTHER_NUMBERINGS: &[&str] = &[
    "hiragana-iroha",
    "japanese-formal",
    "katakana-iroha",
    "korean-hanja-formal",
    "korean-hanja-informal",
    "lower-greek",
    "simp-chinese-formal",
    "trad-chinese-formal",
];

/// Whether an item was left empty by the author: it contains white space only.
pub fn is_empty(node: Node<'_>) -> bool {
    let is_blank = |child: Node<'_>| child.text().is_some_and(|text| text.trim().is_empty());
    node.children().all(is_blank)
}

/// Ends an item. An item whose content shows nothing (a button, a script) is dropped, unless it
/// takes a number of an ordered list.
pub fn end_item(
    state: &mut BuildState,
    container: Container,
    value: Option<i32>,
    id: Option<String>,
    is_empty: bool,
) {
    let checked = container.checked;
    let item = Item {
        blocks: container.into_blocks(),
        checked,
        value,
    };
    let is_numbered = || {
        matches!(
            state.owner(),
            Some(EndAction::List(ListKind::Ordered { .. }))
        )
    };
    if is_empty || checked.is_some() || !item.blocks.is_empty() || is_numbered() {
        add_item(state, item, id);
    }
}

/// Ends a list. A list of pictures becomes a group of pictures; an empty list is dropped, as is one
/// that would show only bullets.
pub fn end_list(
    state: &mut BuildState,
    mut container: Container,
    kind: ListKind,
    hints: Option<Box<Hints>>,
) {
    container.flush();
    let Content::List(items) = container.content else {
        return;
    };
    let shows_nothing = |item: &Item| item.blocks.is_empty() && item.checked.is_none();
    let is_numbered = matches!(kind, ListKind::Ordered { .. });
    if items.is_empty() || !is_numbered && items.iter().all(shows_nothing) {
        return;
    }
    let is_picture = |block: &Block| {
        matches!(
            block.kind,
            BlockKind::Figure { .. } | BlockKind::Media { .. }
        )
    };
    let mut blocks = items.iter().flat_map(|item| &item.blocks);
    if blocks.clone().next().is_some() && blocks.all(is_picture) {
        let blocks = items.into_iter().flat_map(|item| item.blocks).collect();
        state.push(BlockKind::Group { blocks }, hints);
        return;
    }
    // No empty lines between items of one paragraph each; nested lists do not count.
    let tight = items.iter().all(|item| {
        let is_list = |block: &&Block| matches!(block.kind, BlockKind::List { .. });
        item.blocks.iter().filter(|block| !is_list(block)).count() <= 1
    });
    state.push(BlockKind::List { kind, items, tight }, hints);
}

fn add_item(state: &mut BuildState, item: Item, id: Option<String>) {
    let note = id.filter(|id| state.in_footnotes() || footnote::is_id(id));
    if let Some(id) = note {
        let blocks = item.blocks;
        state.notes.push(Note { id, blocks });
        return;
    }
    let container = state.container();
    if let Content::List(items) = &mut container.content {
        items.push(item);
        return;
    }
    // An item outside of a list continues the list before it, or starts one.
    container.flush();
    if let Some(Block {
        kind: BlockKind::List { items, .. },
        ..
    }) = container.blocks.last_mut()
    {
        items.push(item);
        return;
    }
    let kind = BlockKind::List {
        kind: ListKind::Bullet,
        items: vec![item],
        tight: true,
    };
    state.push(kind, None);
}
