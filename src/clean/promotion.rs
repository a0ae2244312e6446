//! Promotional lines: recognized by wording plus a second signal.

use super::lexicon::PROMOTIONS;
use super::pass::Pass;
use super::pattern::covered;
use super::structure::class_rule;
use super::view::{begins_longer, each_list, holds_matter, link_share, words};
use crate::document::address::file_name;
use crate::document::{Block, BlockKind, Link, html};
use std::ops::Range;

/// Maximum characters of a promotional line.
const MAX_LINE: usize = 60;

/// Beginnings of a line that asks the reader to do something.
const REQUESTS: &[&str] = &[
    "下载",
    "下載",
    "打开",
    "扫码",
    "扫描",
    "长按",
    "关注",
    "點擊",
    "点击",
    "欢迎关注",
    "请关注",
    "download",
    "follow",
    "subscribe",
];

/// The number of visible blocks at either end of the text that form its edge.
const EDGE: usize = 3;

/// The maximum distance of the edge from either end, in blocks, cut ones included.
const REACH: usize = 24;

/// Cuts lines with promotional wording that are links, consist of nothing else, have a promotional
/// class, are beside a QR code, use two phrases, or make a request at the edge.
pub fn run(pass: &mut Pass<'_>) {
    let links = std::mem::take(&mut pass.document.links);
    lines(&mut pass.document.blocks, Within::Text, &links);
    pass.document.links = links;
}

/// What a line is part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Within {
    Text,
    /// A list or table: an item of its own, whose context is its neighbours.
    Item,
}

/// Applies the rule to a list of blocks and to nested ones.
fn lines(blocks: &mut [Block], within: Within, links: &[Link]) {
    let codes: Vec<bool> = blocks.iter().map(|block| is_qr(block, links)).collect();
    for at in 0..blocks.len() {
        let beside_code = [at.wrapping_sub(1), at + 1]
            .iter()
            .any(|neighbour| codes.get(*neighbour) == Some(&true));
        let place = LineContext {
            beside_code,
            at_edge: is_at_edge(blocks, at),
            within,
        };
        let Some(block) = blocks.get_mut(at).filter(|block| block.cut.is_none()) else {
            continue;
        };
        if is_promotion(block, place) {
            block.cut = Some("promotion");
            continue;
        }
        let within = match block.kind {
            BlockKind::List { .. } | BlockKind::Table(_) | BlockKind::Definitions { .. } => {
                Within::Item
            }
            _ => within,
        };
        block.for_children_mut(&mut |inner| lines(inner, within, links));
    }
}

/// The surroundings of a line.
#[derive(Clone, Copy)]
struct LineContext {
    beside_code: bool,
    at_edge: bool,
    within: Within,
}

fn is_at_edge(blocks: &[Block], at: usize) -> bool {
    let few = |blocks: &[Block]| {
        let shown = blocks.iter().filter(|block| block.cut.is_none());
        blocks.len() <= REACH && shown.take(EDGE).count() < EDGE
    };
    let (before, after) = blocks.split_at(at);
    few(before) || few(after.get(1..).unwrap_or_default())
}

fn is_promotion(block: &Block, place: LineContext) -> bool {
    let line = matches!(
        block.kind,
        BlockKind::Paragraph { .. } | BlockKind::Heading { .. }
    );
    if block.cut.is_some() || !line || begins_longer(block, MAX_LINE) || holds_matter(block) {
        return false;
    }
    let text = words(block, MAX_LINE + 1);
    let length = text.chars().count();
    if length == 0 || length > MAX_LINE {
        return false;
    }
    let text = text.to_lowercase();
    let spans = PROMOTIONS.spans(&text);
    if spans.is_empty() {
        return false;
    }
    let covered = covered(&text, &spans);
    let letters = text.chars().filter(|c| c.is_alphanumeric()).count();
    let only_the_phrase = covered * 10 >= letters * 8;
    let asks = covered * 10 >= letters * 5 && text.ends_with(['↓', '▼', '👇', '>', '»', '→']);
    // Headings and list items made by the author are content.
    let spoken_of = place.within == Within::Item || matches!(block.kind, BlockKind::Heading { .. });
    let sentence = text.ends_with(['。', '？', '：', ':', '.']);
    let twice = spans.len() > 1 && covered * 3 >= letters && !is_quoted(&text, &spans);
    let request = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let request = place.at_edge && REQUESTS.iter().any(|head| request.starts_with(head));
    link_share(block) >= 0.6
        || class_rule(block).is_some()
        || place.beside_code
        || twice
        || (!spoken_of && (asks || !sentence && (only_the_phrase || request)))
}

/// Whether the text talks about the phrase: it follows an opening quotation mark.
fn is_quoted(text: &str, spans: &[Range<usize>]) -> bool {
    spans.iter().any(|span| {
        text.get(..span.start)
            .is_some_and(|before| before.ends_with(['“', '「', '『', '"', '‘', '《']))
    })
}

/// Cuts pictures that are QR codes by address or label.
pub fn qr_pictures(pass: &mut Pass<'_>) {
    let links = std::mem::take(&mut pass.document.links);
    each_list(&mut pass.document.blocks, &mut |blocks| {
        for block in blocks.iter_mut().filter(|block| block.cut.is_none()) {
            if is_qr(block, &links) {
                block.cut = Some("qr-picture");
            }
        }
    });
    pass.document.links = links;
}

/// Whether a block is a picture of a QR code, or was cut as one.
fn is_qr(block: &Block, links: &[Link]) -> bool {
    if block.cut == Some("qr-code") {
        return true;
    }
    let BlockKind::Figure { images, caption } = &block.kind else {
        return false;
    };
    // `二维码的原理` is a picture about something else.
    let named = |text: &str| {
        let text = text.trim();
        ["二维码", "二維碼", "QR code", "qrcode"]
            .iter()
            .any(|name| text.ends_with(name))
            || ["扫码", "扫一扫", "长按识别", "扫描"]
                .iter()
                .any(|head| text.starts_with(head))
    };
    !images.is_empty()
        && caption
            .as_ref()
            .is_none_or(|caption| named(&caption.plain()))
        && images.iter().all(|image| {
            let label = image.label.plain();
            let address = image
                .link
                .and_then(|number| links.get(number as usize - 1))
                .map_or("", |link| link.address.as_str());
            let file = html::tokens(file_name(address));
            (named(&label) && label.chars().count() <= 16)
                || (label.trim().is_empty()
                    && file
                        .iter()
                        .any(|token| matches!(token.as_str(), "qr" | "qrcode" | "erweima" | "ewm")))
        })
}
