//! Captions of pictures in the paragraph below.

use crate::document::marker::figure_number;
use crate::document::{Align, Block, BlockKind, Image, Style};

/// Longest caption after a picture, in characters: by its class, sign or number, and by its wording
/// or alignment.
const MAX_NAMED_CAPTION: usize = 240;
const MAX_CAPTION: usize = 40;

/// The same, of a caption that ends with the source of the picture.
const MAX_SOURCED: usize = 120;

/// Longest name of the source of a picture, in characters.
const MAX_SOURCE: usize = 24;

/// Longest text before the source of a picture, in characters: a longer one is the article's.
const MAX_BEFORE: usize = 48;

/// Labels of the source of a picture. A name follows.
const SOURCES: [&str; 20] = [
    "图源",
    "圖源",
    "图片来源",
    "圖片來源",
    "图片来自",
    "圖片來自",
    "图自",
    "图据",
    "图片提供",
    "供图",
    "制图",
    "摄影",
    "来源",
    "來源",
    "数据来源",
    "资料来源",
    "資料來源",
    "画像提供",
    "出典",
    "출처",
];

/// How a picture was made, after `图片由`.
const MAKINGS: [&str; 6] = ["生成", "提供", "拍摄", "绘制", "制作", "授权"];

/// Whether a paragraph after a picture is its caption.
pub fn is_caption(block: &Block) -> bool {
    let BlockKind::Paragraph { text, align, .. } = &block.kind else {
        return false;
    };
    let plain = text.plain();
    let length = plain.chars().count();
    let is_named = block.hints.as_ref().is_some_and(|hints| {
        let has = |word: &str| hints.tokens.iter().any(|token| token == word);
        has("caption")
            || has("figcaption")
            || ((has("img") || has("image") || has("pic") || has("photo") || has("picture"))
                && (has("desc")
                    || has("descr")
                    || has("description")
                    || has("note")
                    || has("info")
                    || has("text")))
    });
    // Before a letter the sign is a triangle: △ABC.
    let signed = plain.strip_prefix(['▲', '△']);
    let is_signed = signed.is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphabetic()));
    if (is_named || is_signed || titled_figure(&plain)) && length <= MAX_NAMED_CAPTION {
        return true;
    }
    let is_worded = [
        "图：",
        "图/",
        "图 ",
        "图|",
        "图｜",
        "图丨",
        "（来自",
        "（图",
        "(来自",
        "图源",
        "图片来源",
        "圖：",
        "圖／",
        "圖片來源",
        "圖/",
        "来源：图",
        "写真",
        "사진",
    ]
    .iter()
    .any(|head| plain.starts_with(head))
        || numbered_figure(&plain);
    if is_worded && length <= MAX_CAPTION || length <= MAX_SOURCED && tells_source(&plain) {
        return true;
    }
    *align == Align::Center
        && length <= MAX_CAPTION
        && !plain.contains('\n')
        && !plain.ends_with(['。', '！', '？', '：', ':'])
        && text.runs.iter().any(|run| !run.style.has(Style::STRONG))
}

/// Whether a paragraph after a picture is the label of the picture again.
pub fn repeats_label(block: &Block, images: &[Image]) -> bool {
    let label = images.first().filter(|_| images.len() == 1);
    match &block.kind {
        BlockKind::Paragraph { text, .. } if !text.is_blank() => {
            label.is_some_and(|image| image.label.plain().trim() == text.plain().trim())
        }
        _ => false,
    }
}

/// Whether a text ends with the source of a picture: `图片由AI生成`, `晨雾中的桥。图源：某社`,
/// `早市（图源/某社）`, `受访者供图`.
fn tells_source(plain: &str) -> bool {
    let words = plain.trim_end_matches([')', '）', '】', '▼', '▽', ' ', '\u{3000}']);
    let is_name = |name: &str| {
        name.chars().count() <= MAX_SOURCE && !name.contains(['。', '，', '；', '？', '！', '\n'])
    };
    // Before the label there is no word that it could be a part of.
    let is_apart = |before: &str| {
        let last = before.chars().next_back();
        last.is_none_or(|c| !c.is_alphanumeric()) && before.chars().count() <= MAX_BEFORE
    };
    let ended = words.strip_suffix('。').unwrap_or(words);
    let mut labels = SOURCES.iter().filter_map(|label| ended.rsplit_once(label));
    let is_labelled = labels.any(|(before, after)| {
        let name = after.strip_prefix(['：', ':', '/', '／', '|', '｜', '丨', '=', '＝']);
        name.is_some_and(|name| name.contains(char::is_alphanumeric) && is_name(name))
            && is_apart(before)
    });
    let is_made = MAKINGS.iter().any(|end| words.ends_with(end))
        && words
            .rsplit_once("图片由")
            .is_some_and(|(before, maker)| is_apart(before) && is_name(maker));
    let giver = words.strip_suffix("供图");
    let giver = giver.and_then(|words| words.rsplit(|c: char| !c.is_alphanumeric()).next());
    is_labelled || is_made || giver.is_some_and(|giver| !giver.is_empty() && is_name(giver))
}

/// Whether a text starts like `图1` or `图 2-1：`.
fn numbered_figure(plain: &str) -> bool {
    let is_sentence = plain.ends_with(['。', '.', '!', '?']);
    figure_number(plain) > 0
        && (plain.starts_with(['图', '圖']) || !plain.starts_with('F') && !is_sentence)
}

/// Whether a text starts with the number of a figure and a sign that ends it: `Figure 2.1: `
fn titled_figure(plain: &str) -> bool {
    let rest = plain.get(figure_number(plain)..).unwrap_or_default();
    let title = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let is_ended = title.len() < rest.len() && title.starts_with(' ');
    rest.len() < plain.len()
        && (is_ended && rest.starts_with('.') || title.starts_with([':', '：', '|', '｜', '．']))
        && title.contains(char::is_alphanumeric)
}

/// Moves attributes of kramdown between a picture and its caption (`{:align="center"}`) behind the
/// caption. Cleaning cuts them.
pub fn pass_attributes(blocks: &mut [Block]) {
    for at in 2..blocks.len() {
        let is_between = match blocks.get(at - 2..=at) {
            Some([figure, between, caption]) => {
                matches!(figure.kind, BlockKind::Figure { .. })
                    && is_attributes(between)
                    && is_caption(caption)
            }
            _ => false,
        };
        if is_between {
            blocks.swap(at - 1, at);
        }
    }
}

fn is_attributes(block: &Block) -> bool {
    match &block.kind {
        BlockKind::Paragraph { text, .. } => {
            let plain = text.plain();
            plain.starts_with("{:") && plain.find('}') == Some(plain.len() - 1)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::document::{Format, build, outline};

    #[test]
    fn captions_begin_with_the_number_of_a_figure() {
        let check = |caption: &str, expected: bool| {
            let source = format!("<p><img src=\"a.png\" alt=\"x\"></p><p>{caption}</p><p>完</p>");
            let outline = outline(&build(&source, Format::Html));
            let is_own = outline.contains(&format!("p {caption}"));
            assert_eq!(!is_own, expected, "{outline}");
        };
        check("Figure 1. An example of the optimal choices", true);
        check("Fig. 2: An example", true);
        check("Figure 2.1: An example", true);
        check("図1 川の図", true);
        check("图 2-1：桥", true);
        check("Figure 1 shows an example", false);
        check("Figure 1.", false);
        check("図1は川を示す。", false);
        check("图片由AI生成", true);
        check("晨雾中的桥，图片由AI生成", true);
        check("图源：网络", true);
        check("桥西的早市｜图片来源：X", true);
        check("2024年3月1日，桥西的早市，人们在卖鱼。图源：某社", true);
        check("桥西的早市（图源/某社）", true);
        check("受访者供图", true);
        check("两岸的鱼价，数据来源：某社。", true);
        check("来源可靠吗？没有人知道。", false);
        check("桥西的早市　某社记者供图", true);
        check("图片由三部分组成。", false);
        check("他说图片来源：网上的都不可靠，要自己去拍。", false);
        check("这张地图源：未知", false);
        check("他向报社供图。", false);
        let source = "<p><img src=\"a.png\">\n{:align=\"center\"}</p><p>Figure 1. A</p><p>完</p>";
        assert!(!outline(&build(source, Format::Html)).contains("p Figure 1. A"));
    }
}
