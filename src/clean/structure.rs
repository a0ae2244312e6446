//! Structural rules: class tokens, generator residue, repeated titles, tag lists.

use super::contents;
use super::lexicon::PROMOTIONS;
use super::pass::{Pass, UserRule};
use super::view::{
    bare, each_list, has_ruby, has_token, holds_matter, letters, link_share, tokens, words,
};
use crate::document::{Block, BlockKind, Inline, html};
use std::collections::HashSet;
use std::sync::LazyLock;

/// Maximum characters of text that a class token alone may cut; links may be longer.
const MAX_BOILERPLATE: usize = 120;

/// Maximum characters counted per block.
const MAX_COUNTED: usize = 400;

/// Minimum characters of text that counts as sentences.
const MIN_SENTENCES: usize = 30;

/// Minimum letters of a title that is recognized in the second line.
const MIN_SECOND_TITLE: usize = 8;

/// Class and id tokens, and the rule that cuts what they name. If a cell has several words, all
/// must be present.
const CLASSES: &[(&str, &[&str])] = &[
    ("qr-code", &["qr", "qrcode", "erweima", "ewm"]),
    (
        "advertisement",
        &[
            "ad",
            "ads",
            "adv",
            "advert",
            "advertisement",
            "adsense",
            "adsbygoogle",
            "dfp",
            "sponsor",
            "sponsored",
            "promo",
            "promotion",
            "sfapp",
            "download guide",
            "app download",
            "guanggao",
        ],
    ),
    (
        "share",
        &[
            "share",
            "shares",
            "sharing",
            "bdshare",
            "jiathis",
            "addthis",
            "social share",
            "sns share",
        ],
    ),
    (
        "related",
        &[
            "related",
            "recommend",
            "recommended",
            "recommendation",
            "recommends",
            "view more",
            "read more",
            "more link",
            "hot news",
            "yarpp",
        ],
    ),
    (
        "subscribe",
        &[
            "subscribe",
            "subscription",
            "newsletter",
            "cta",
            "paywall",
            "follow us",
            "follow btn",
            "wechat follow",
            "reward",
            "donate",
            "dashang",
            "admire",
            "microtransaction",
            "support author",
        ],
    ),
    (
        "toolbar",
        &[
            "toolbar",
            "popover",
            "popper",
            "tooltip",
            "share bar",
            "action bar",
            "like btn",
            "vote",
        ],
    ),
    (
        "comments",
        &[
            "comments",
            "disqus",
            "comment list",
            "comment form",
            "respond",
            "gitalk",
            "valine",
        ],
    ),
    (
        "navigation",
        &[
            "breadcrumb",
            "breadcrumbs",
            "pagination",
            "prev next",
            "post nav",
            "skip link",
        ],
    ),
];

/// Cuts blocks whose class or id names boilerplate.
pub fn classes(pass: &mut Pass<'_>) {
    // Counting the whole text costs more than looking at the classes first.
    if !pass.document.blocks.iter().any(has_class_rule) {
        return;
    }
    let off = pass.settings.off.clone();
    let total: usize = pass
        .document
        .blocks
        .iter()
        .map(|block| words(block, MAX_COUNTED).chars().count())
        .sum();
    by_class(&mut pass.document.blocks, &off, total);
}

fn has_class_rule(block: &Block) -> bool {
    class_rule(block).is_some() || block.children().flatten().any(has_class_rule)
}

fn by_class(blocks: &mut [Block], off: &[String], total: usize) {
    for block in blocks.iter_mut().filter(|block| block.cut.is_none()) {
        if let Some(rule) = class_rule(block)
            && !off.iter().any(|name| name == rule)
        {
            let length = words(block, MAX_COUNTED).chars().count();
            let short = length <= MAX_BOILERPLATE || link_share(block) > 0.95;
            // Half of the whole text cannot be boilerplate.
            if short && length * 2 < total.max(1) && !holds_matter(block) && !speaks(rule, block) {
                block.cut = Some(rule);
                continue;
            }
        }
        block.for_children_mut(&mut |inner| by_class(inner, off, total));
    }
}

/// Whether a block whose class suggests sharing or codes is content about them: sentences without
/// links or requests, or a numbered figure.
fn speaks(rule: &str, block: &Block) -> bool {
    if !matches!(rule, "share" | "qr-code") {
        return false;
    }
    let text = words(block, MAX_COUNTED);
    let figure = ["图", "圖", "図", "그림", "Fig"]
        .iter()
        .any(|head| text.starts_with(head) && text.contains(['：', ':']));
    let sentences = text.ends_with(['。', '！', '？', '.', '!', '?'])
        && text.contains(['，', '、', ','])
        && text.chars().count() >= MIN_SENTENCES;
    (figure || sentences) && link_share(block) < 0.1 && PROMOTIONS.spans(&text).is_empty()
}

/// All words of [`CLASSES`]: most tokens are in no row.
static CLASS_WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    let cells = CLASSES.iter().flat_map(|(_, cells)| *cells);
    cells.flat_map(|cell| cell.split(' ')).collect()
});

/// The rule that matches a block's tokens.
pub fn class_rule(block: &Block) -> Option<&'static str> {
    let is_word = |token: &String| CLASS_WORDS.contains(token.as_str());
    if !tokens(block).iter().any(is_word) {
        return None;
    }
    CLASSES
        .iter()
        .find(|(_, cells)| {
            cells
                .iter()
                .any(|cell| cell.split(' ').all(|token| has_token(block, token)))
        })
        .map(|(rule, _)| *rule)
}

/// User-defined rules.
pub fn user(pass: &mut Pass<'_>) {
    let source = pass.context.source;
    let rules: Vec<&UserRule> = pass
        .settings
        .rules
        .iter()
        .filter(|rule| {
            rule.source
                .as_ref()
                .is_none_or(|name| source.contains(name))
        })
        .filter(|rule| !rule.is_empty())
        .collect();
    if !rules.is_empty() {
        by_user(&mut pass.document.blocks, &rules);
    }
}

fn by_user(blocks: &mut [Block], rules: &[&UserRule]) {
    for block in blocks.iter_mut().filter(|block| block.cut.is_none()) {
        let is_leaf = block.children().next().is_none();
        let hit = rules.iter().any(|rule| {
            let token = rule
                .token
                .as_ref()
                .is_none_or(|token| has_token(block, token));
            let selector = rule
                .selector
                .as_ref()
                .is_none_or(|selector| has_token(block, &html::selector_token(selector)));
            // Text is matched in the innermost block that holds it, not in its containers.
            let text = rule.contains.as_ref().is_none_or(|text| {
                (is_leaf || rule.is_structural()) && words(block, 4000).contains(text)
            });
            let same = rule
                .equals
                .as_ref()
                .is_none_or(|text| words(block, 4000) == *text);
            token && selector && text && same
        });
        if hit {
            block.cut = Some("user");
            continue;
        }
        block.for_children_mut(&mut |inner| by_user(inner, rules));
    }
}

/// Punctuation that ends a sentence or clause.
const STOPS: &str = "。，、；：！？.,;:!?";

/// Residue of generators in the text: `[TOC]`, `{:align="center"}`, `{% raw %}`.
pub fn residue(pass: &mut Pass<'_>) {
    each_list(&mut pass.document.blocks, &mut |blocks| {
        contents::cut_empty(blocks);
        let mut behind_picture = false;
        for block in blocks.iter_mut().filter(|block| block.cut.is_none()) {
            let behind = std::mem::replace(
                &mut behind_picture,
                matches!(block.kind, BlockKind::Figure { .. }),
            );
            if let BlockKind::Figure {
                caption: Some(caption),
                ..
            } = &mut block.kind
            {
                cut_trailing_attributes(&mut caption.runs);
            }
            let BlockKind::Paragraph { text, .. } = &block.kind else {
                continue;
            };
            // Most paragraphs end here, before their text is copied.
            let first = letters(text).find(|c| !c.is_whitespace());
            let may_be_residue = first.is_some_and(|first| RESIDUE_STARTS.contains(first));
            let text = if behind || may_be_residue {
                words(block, 200)
            } else {
                String::new()
            };
            // The full stop of a sentence that ended with a picture.
            let stop = behind && !text.is_empty() && text.chars().all(|c| STOPS.contains(c));
            if stop || is_residue(&text) {
                block.cut = Some("residue");
            } else if let BlockKind::Paragraph { text, .. } = &mut block.kind {
                cut_trailing_attributes(&mut text.runs);
            }
        }
    });
}

/// The characters that a residue can start with; see [`is_residue`].
const RESIDUE_STARTS: &str = "{[@<rT";

fn is_residue(text: &str) -> bool {
    let braced = (text.starts_with("{:") || text.starts_with("{%")) && text.ends_with('}');
    let template = braced && !text.get(2..).unwrap_or_default().contains("。");
    template
        || ["[toc]", "@[toc]", "{:toc}", "<!--more-->", "[[toc]]"]
            .iter()
            .any(|mark| text.eq_ignore_ascii_case(mark))
        || text.starts_with("@[TOC](")
        || text.starts_with("repaste.")
        || is_feed_line(text)
}

/// `The post … first appeared on …`, in either order: WordPress adds it to every article.
fn is_feed_line(text: &str) -> bool {
    text.starts_with("The post ")
        && ["first appeared on", "appeared first on"]
            .iter()
            .any(|phrase| text.contains(phrase))
}

/// `{:target="_blank"}` after a link or picture.
fn cut_trailing_attributes(runs: &mut Vec<Inline>) {
    let mut at = 0;
    while let Some(run) = runs.get_mut(at) {
        let is_prose = run.cut.is_none() && !run.style.has(crate::document::Style::CODE);
        let found = Some(&run.text)
            .filter(|text| is_prose && text.contains('{'))
            .and_then(|text| {
                let from = text.find("{:")?;
                let length = run.text.get(from..)?.find('}')? + 1;
                let inner = run.text.get(from..from + length)?;
                let attribute =
                    inner.contains('=') || inner.starts_with("{:.") || inner.starts_with("{: .");
                (attribute && length < 120).then_some((from, length))
            });
        let Some((from, length)) = found else {
            at += 1;
            continue;
        };
        let mut middle = run.clone();
        let tail = run.text.split_off(from + length);
        middle.text = run.text.split_off(from);
        middle.cut = Some("residue");
        let last = Inline {
            text: tail,
            ..run.clone()
        };
        let empty_head = run.text.is_empty();
        runs.splice(
            at + 1..at + 1,
            [middle, last]
                .into_iter()
                .filter(|run| !run.text.is_empty()),
        );
        if empty_head {
            runs.remove(at);
        }
        at += 1;
    }
}

/// The title repeated at the head of the text. With readings it stays, because the title has none.
pub fn duplicate_title(pass: &mut Pass<'_>) {
    let title = bare(pass.context.title);
    if title.is_empty() {
        return;
    }
    let more = pass
        .document
        .blocks
        .iter()
        .filter(|block| block.cut.is_none())
        .count()
        > 1;
    let lines = pass.document.blocks.iter_mut().filter(|block| {
        block.cut.is_none() && !matches!(block.kind, BlockKind::Figure { .. } | BlockKind::Rule)
    });
    // A line to the reader may precede it.
    for (at, block) in lines.take(2).enumerate() {
        let line = matches!(block.kind, BlockKind::Paragraph { .. });
        let heading = matches!(block.kind, BlockKind::Heading { .. });
        let length = title.chars().count();
        let first = at == 0 && (length > 1 || heading) || length >= MIN_SECOND_TITLE;
        let same = || same_title(&bare(&words(block, 300)), &title) && !has_ruby(block);
        if more && first && (line || heading) && same() {
            block.cut = Some("duplicate-title");
            return;
        }
    }
}

/// Whether two titles are equal. The file format turned some characters into `_`, which [`bare`]
/// drops.
pub fn same_title(text: &str, title: &str) -> bool {
    !text.is_empty() && text == title
}

/// A list of short links at the head: the site's tags.
pub fn tags(pass: &mut Pass<'_>) {
    let first = pass
        .document
        .blocks
        .iter_mut()
        .find(|block| block.cut.is_none());
    let Some(first) = first else { return };
    let BlockKind::List { items, .. } = &first.kind else {
        return;
    };
    let short = items.len() <= 12
        && items.iter().all(|item| {
            item.blocks.len() == 1
                && item
                    .blocks
                    .iter()
                    .all(|block| words(block, 20).chars().count() <= 12)
        });
    if short && link_share(first) > 0.95 {
        first.cut = Some("tags");
    }
}

/// A container whose every part was cut.
pub fn emptied(pass: &mut Pass<'_>) {
    each_list(&mut pass.document.blocks, &mut |blocks| {
        for block in blocks.iter_mut().filter(|block| block.cut.is_none()) {
            let rule = block
                .children()
                .flatten()
                .next()
                .and_then(|first| first.cut);
            if rule.is_some()
                && block.children().flatten().all(|inner| inner.cut.is_some())
                && words(block, 1).is_empty()
            {
                block.cut = rule;
            }
        }
    });
}
