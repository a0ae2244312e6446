//! Lines of promotion: the wording and a second signal.

use super::Pass;
use super::lexicon::{PROMOTION, best};
use super::structure::class_rule;
use super::view::{each_list, holds_matter, link_share, words};
use crate::document::{Block, BlockKind, Link, html};

/// Longest line, in characters, that may be promotion.
const MAX_LINE: usize = 60;

/// Marks lines whose wording is that of promotion and that are links, nothing else than
/// the phrase, named so by a class, or beside a QR code.
pub fn run(pass: &mut Pass<'_>) {
    let links = std::mem::take(&mut pass.document.links);
    each_list(&mut pass.document.blocks, &mut |blocks| {
        for at in 0..blocks.len() {
            let beside_code = [at.wrapping_sub(1), at + 1]
                .iter()
                .filter_map(|neighbour| blocks.get(*neighbour))
                .any(|neighbour| is_qr(neighbour, &links));
            if let Some(block) = blocks.get_mut(at)
                && is_promotion(block, beside_code)
            {
                block.cut = Some("promotion");
            }
        }
    });
    pass.document.links = links;
}

fn is_promotion(block: &Block, beside_code: bool) -> bool {
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
    let Some(covered) = best(PROMOTION, &text) else {
        return false;
    };
    let letters = text.chars().filter(|c| c.is_alphanumeric()).count();
    let only_the_phrase = covered * 10 >= letters * 8;
    let asks = covered * 10 >= letters * 5 && text.ends_with(['↓', '▼', '👇', '>', '»', '→']);
    link_share(block) >= 0.6
        || class_rule(block).is_some()
        || beside_code
        || asks
        || (only_the_phrase && !text.ends_with(['。', '？', '：', ':', '.']))
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
    let named =
        |text: &str| text.contains("二维码") || text.contains("二維碼") || text.contains("QR code");
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
                || file
                    .iter()
                    .any(|token| matches!(token.as_str(), "qr" | "qrcode" | "erweima" | "ewm"))
        })
}
