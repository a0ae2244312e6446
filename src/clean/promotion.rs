//! Lines of promotion: the wording and a second signal.

use super::Pass;
use super::lexicon::PROMOTIONS;
use super::pattern::covered;
use super::structure::class_rule;
use super::view::{each_list, holds_matter, link_share, words};
use crate::document::{Block, BlockKind, Link, html};
use std::ops::Range;

/// Longest line, in characters, that may be promotion.
const MAX_LINE: usize = 60;

/// What begins a line that asks the reader for something.
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

/// How many shown blocks from either end of the text are its edge.
const EDGE: usize = 3;

/// How many blocks from either end, cut ones among them, the edge may be away.
const REACH: usize = 24;

/// Marks lines whose wording is that of promotion and that are links, nothing else than
/// the phrase, named so by a class, beside a QR code, say it twice, or ask at the edge.
pub fn run(pass: &mut Pass<'_>) {
    let links = std::mem::take(&mut pass.document.links);
    lines(&mut pass.document.blocks, false, &links);
    pass.document.links = links;
}

/// Marks the lines of a list of blocks and of those within, which may stand in an item or a
/// cell.
fn lines(blocks: &mut [Block], in_item: bool, links: &[Link]) {
    for at in 0..blocks.len() {
        let beside_code = [at.wrapping_sub(1), at + 1]
            .iter()
            .filter_map(|neighbour| blocks.get(*neighbour))
            .any(|neighbour| is_qr(neighbour, links));
        let place = LineContext {
            beside_code,
            at_edge: is_at_edge(blocks, at),
            in_item,
        };
        let Some(block) = blocks.get_mut(at).filter(|block| block.cut.is_none()) else {
            continue;
        };
        if is_promotion(block, place) {
            block.cut = Some("promotion");
            continue;
        }
        let in_item = in_item
            || matches!(
                block.kind,
                BlockKind::List { .. } | BlockKind::Table(_) | BlockKind::Definitions { .. }
            );
        block.for_children_mut(&mut |inner| lines(inner, in_item, links));
    }
}

/// Where a line stands.
#[derive(Clone, Copy)]
struct LineContext {
    beside_code: bool,
    at_edge: bool,
    /// Of a list, a table: an item by itself, whose neighbours say what it is about.
    in_item: bool,
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
    if block.cut.is_some() || !line || holds_matter(block) {
        return false;
    }
    let text = words(block, MAX_LINE + 1).to_lowercase();
    let length = text.chars().count();
    if length == 0 || length > MAX_LINE {
        return false;
    }
    let spans = PROMOTIONS.spans(&text);
    if spans.is_empty() {
        return false;
    }
    let covered = covered(&text, &spans);
    let letters = text.chars().filter(|c| c.is_alphanumeric()).count();
    let only_the_phrase = covered * 10 >= letters * 8;
    let asks = covered * 10 >= letters * 5 && text.ends_with(['↓', '▼', '👇', '>', '»', '→']);
    // What the author made a heading or an item is spoken of.
    let spoken_of = place.in_item || matches!(block.kind, BlockKind::Heading { .. });
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

/// Whether the text speaks of the phrase: it stands behind an opening quotation mark.
fn is_quoted(text: &str, spans: &[Range<usize>]) -> bool {
    spans.iter().any(|span| {
        text.get(..span.start)
            .is_some_and(|before| before.ends_with(['“', '「', '『', '"', '‘', '《']))
    })
}

/// Pictures that are QR codes by address or label.
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
    // `二维码的原理` is a picture of something else.
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
            let file = html::tokens(html::file_name(address));
            (named(&label) && label.chars().count() <= 16)
                || (label.trim().is_empty()
                    && file
                        .iter()
                        .any(|token| matches!(token.as_str(), "qr" | "qrcode" | "erweima" | "ewm")))
        })
}
