//! Lists: how they are numbered, their items, and what becomes of both.

use super::block_stack::{Content, Flow};
use super::builder::{Builder, Close, Note};
use super::end_tag::push;
use crate::document::html::dom::attribute::{Marks, integer};
use crate::document::html::dom::element::Treatment as T;
use crate::document::html::dom::tree::Node;
use crate::document::html::post::footnote;
use crate::document::{Block, BlockKind, Hints, Item, ListKind, Numbering};

/// The kind of a list: CSS decides before the attribute `type`, and that before the element.
pub fn kind(node: Node<'_>, treatment: T, marks: &Marks<'_>) -> ListKind {
    let attribute = || {
        node.attribute("type")
            .and_then(|value| of_type(value.trim()))
    };
    let marker = marks.list_style.and_then(of_style).or_else(attribute);
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

/// What a list puts before its items.
enum Marker {
    None,
    Bullet,
    Number(Numbering),
}

/// The attribute `type`, whose letters differ by case.
fn of_type(value: &str) -> Option<Marker> {
    Some(match value {
        "1" => Marker::Number(Numbering::Decimal),
        "a" => Marker::Number(Numbering::LowerAlpha),
        "A" => Marker::Number(Numbering::UpperAlpha),
        "i" => Marker::Number(Numbering::LowerRoman),
        "I" => Marker::Number(Numbering::UpperRoman),
        _ => return of_style(value).filter(|marker| !matches!(marker, Marker::Number(_))),
    })
}

/// A value of `list-style` or `list-style-type`. Systems of numbers that are not known are
/// decimal ones, as CSS Counter Styles asks.
fn of_style(value: &str) -> Option<Marker> {
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
            _ if NUMBERS.contains(&word) => Marker::Number(Numbering::Decimal),
            _ => return None,
        })
    })
}

/// Systems of numbers that are written in decimal ones.
const NUMBERS: &[&str] = &[
    "cjk-decimal",
    "cjk-earthly-branch",
    "cjk-heavenly-stem",
    "cjk-ideographic",
    "hiragana",
    "hiragana-iroha",
    "japanese-formal",
    "japanese-informal",
    "katakana",
    "katakana-iroha",
    "korean-hangul-formal",
    "korean-hanja-formal",
    "korean-hanja-informal",
    "lower-greek",
    "simp-chinese-formal",
    "simp-chinese-informal",
    "trad-chinese-formal",
    "trad-chinese-informal",
];

/// Whether an item was left empty by the author: nothing is between its tags but blanks.
pub fn is_bare(node: Node<'_>) -> bool {
    let blank = |child: Node<'_>| child.text().is_some_and(|text| text.trim().is_empty());
    node.children().all(blank)
}

/// Ends an item. One whose content shows nothing (a button, a script) is none, unless it counts
/// in an ordered list.
pub fn item(walker: &mut Builder, flow: Flow, value: Option<i32>, id: Option<String>, bare: bool) {
    let checked = flow.checked;
    let item = Item {
        blocks: flow.into_blocks(),
        checked,
        value,
    };
    let counts = || {
        let mut frames = walker.frames.iter().rev();
        let owner = frames.find(|frame| frame.close.has_flow());
        owner.is_some_and(|frame| matches!(frame.close, Close::List(ListKind::Ordered { .. })))
    };
    if bare || checked.is_some() || !item.blocks.is_empty() || counts() {
        add_item(walker, item, id);
    }
}

/// Ends a list. A gallery made as a list becomes pictures, and a list that shows nothing goes.
pub fn list(walker: &mut Builder, mut flow: Flow, kind: ListKind, hints: Option<Box<Hints>>) {
    flow.flush();
    let Content::List(items) = flow.content else {
        return;
    };
    if items.is_empty() {
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
        push(walker, BlockKind::Group { blocks }, hints);
        return;
    }
    let tight = items.iter().all(|item| {
        let paragraphs = item
            .blocks
            .iter()
            .filter(|block| !matches!(block.kind, BlockKind::List { .. }))
            .count();
        paragraphs <= 1
    });
    push(walker, BlockKind::List { kind, items, tight }, hints);
}

fn add_item(walker: &mut Builder, item: Item, id: Option<String>) {
    let note = id.filter(|id| walker.in_notes() || footnote::is_id(id));
    if let Some(id) = note {
        let blocks = item.blocks;
        walker.notes.push(Note { id, blocks });
        return;
    }
    if let Content::List(items) = &mut walker.flow().content {
        items.push(item);
        return;
    }
    // An item without a list: one more of the list before it, or a list of its own.
    let flow = walker.flow();
    flow.flush();
    if let Some(Block {
        kind: BlockKind::List { items, .. },
        ..
    }) = flow.blocks.last_mut()
    {
        items.push(item);
        return;
    }
    let kind = BlockKind::List {
        kind: ListKind::Bullet,
        items: vec![item],
        tight: true,
    };
    push(walker, kind, None);
}
