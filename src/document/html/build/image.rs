//! Pictures: their address, and what of their words is worth showing.

use super::link::{Links, file_name};
use crate::document::html::dom::tree::Node;
use crate::document::{Image, Text, math};

/// Where lazy pages keep the true address, the best first.
const SOURCES: &[&str] = &[
    "data-original",
    "data-src",
    "data-actualsrc",
    "data-original-src",
    "data-lazy-src",
    "data-echo",
    "file",
    "zoomfile",
    "src",
    "data-srcset",
    "srcset",
];

/// Words that say no more than that this is a picture.
const EMPTY_LABELS: &[&str] = &[
    "image",
    "img",
    "图片",
    "圖片",
    "图像",
    "圖像",
    "photo",
    "picture",
    "pic",
    "screenshot",
    "enter image description here",
    "image description",
    "在这里插入图片描述",
    "描述",
    "画像",
    "이미지",
    "null",
    "undefined",
    "alt",
    "thumbnail",
    "图",
    "圖",
];

/// Words in a class or an address that mark a picture as a character of the text.
const EMOJI: &[&str] = &[
    "emoji",
    "emotion",
    "emoticon",
    "smiley",
    "smilies",
    "expression",
    "face_",
];

/// What a picture is.
pub enum Picture {
    /// Nothing to show: a tracking pixel, a placeholder.
    Nothing,
    /// A character or a small icon within the line.
    Inline(String),
    /// A formula, as TeX.
    Formula {
        tex: String,
        display: bool,
    },
    Figure(Image),
    /// A picture without words that no address leads to: a file beside the page, by its name.
    Unreachable(String),
}

/// Looks at an `<img>`.
pub fn picture(node: Node<'_>, links: &mut Links) -> Picture {
    let attribute = |name| node.attribute(name).unwrap_or_default();
    let alt = words(attribute("alt"));
    let class = attribute("class");
    let source = source(node);
    if let Some(tex) = formula(&alt, class, source, node) {
        let display = class.contains("block") || class.contains("display") || alt.ends_with("\\\\");
        return Picture::Formula { tex, display };
    }
    let size = size(node);
    let avatar = class
        .split(['-', '_', ' '])
        .any(|token| token.eq_ignore_ascii_case("avatar"));
    let pixel = size.is_some_and(|(width, height)| width <= 2 && height <= 2);
    let enclosed = source == crate::document::html::repair::ENCLOSED;
    if pixel || avatar || (is_placeholder(source) && !enclosed) {
        return Picture::Nothing;
    }
    let emoji = is_emoji(class) || is_emoji(source);
    let small = size.is_some_and(|(width, height)| width.max(height) <= 40);
    if emoji || small {
        return Picture::Inline(match label(&alt) {
            Some(label) if emoji || label.chars().count() <= 20 => label.to_owned(),
            _ => String::new(),
        });
    }
    let title = words(attribute("title"));
    let shown = label(&alt).or_else(|| label(&title)).unwrap_or_default();
    let link = links.number(source, true);
    if link.is_none() && shown.is_empty() {
        return beside(source).map_or(Picture::Nothing, Picture::Unreachable);
    }
    let text = if shown.is_empty() {
        Text::default()
    } else {
        Text::new(shown)
    };
    Picture::Figure(Image {
        label: text,
        link,
        size,
        target: None,
    })
}

/// Longest name of a file that is shown, in characters.
const MAX_NAME: usize = 40;

/// The name of the file that a relative address leads to, when nothing tells relative to what;
/// empty if it is no name for a reader.
pub fn beside(source: &str) -> Option<String> {
    if source.starts_with("data:") || (source.contains(':') && !source.starts_with("file:")) {
        return None;
    }
    let path = source.split(['?', '#']).next().unwrap_or_default();
    let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
    let name = words(&super::link::percent_decode(name));
    let fits = name.chars().count() <= MAX_NAME;
    Some(if fits { name } else { String::new() })
}

/// Whether one of the words stands anywhere in a class or an address.
fn is_emoji(text: &str) -> bool {
    let bytes = text.as_bytes();
    let begins = |at: usize, word: &str| {
        let head = bytes.get(at..at + word.len());
        head.is_some_and(|head| head.eq_ignore_ascii_case(word.as_bytes()))
    };
    (0..bytes.len())
        .filter(|at| {
            matches!(
                bytes.get(*at),
                Some(b'e' | b'E' | b'f' | b'F' | b's' | b'S')
            )
        })
        .any(|at| EMOJI.iter().any(|word| begins(at, word)))
}

fn words(text: &str) -> String {
    let decoded = crate::document::entity::decode(text);
    crate::text::sanitize_line(&decoded)
}

/// The true address, as it stands in the source.
fn source<'a>(node: Node<'a>) -> &'a str {
    let mut second = "";
    for name in SOURCES {
        let Some(value) = node.attribute(name) else {
            continue;
        };
        let value = if name.ends_with("srcset") {
            largest(value)
        } else {
            value.trim()
        };
        if value.is_empty() {
            continue;
        }
        if !is_placeholder(value) {
            return value;
        }
        second = value;
    }
    second
}

/// The largest of a `srcset`.
fn largest(set: &str) -> &str {
    let mut best = ("", 0.0);
    for candidate in set
        .split(", ")
        .flat_map(|part| part.split(",http"))
        .take(32)
    {
        let mut parts = candidate.split_ascii_whitespace();
        let address = parts.next().unwrap_or_default();
        let weight = parts
            .next()
            .and_then(|size| size.trim_end_matches(['w', 'x']).parse().ok())
            .unwrap_or(1.0);
        if weight > best.1 && !address.starts_with("//s") {
            best = (address, weight);
        }
    }
    best.0
}

/// File names that lazy pages put in until the picture comes, and those of pixels that count
/// readers.
const PLACEHOLDERS: &[&str] = &[
    "t.png",
    "t.gif",
    "blank.gif",
    "blank.png",
    "spacer.gif",
    "pixel.gif",
    "1x1.gif",
    "1x1.png",
    "transparent.gif",
    "transparent.png",
    "loading.gif",
    "none.gif",
    "grey.gif",
    "placeholder.png",
    "lazyload.png",
    "undefined",
];

fn is_placeholder(source: &str) -> bool {
    source.is_empty() || source.starts_with("data:") || {
        let name = file_name(source);
        PLACEHOLDERS
            .iter()
            .any(|known| name.eq_ignore_ascii_case(known))
    }
}

/// Width and height in pixels, if both are said and sane.
fn size(node: Node<'_>) -> Option<(u32, u32)> {
    let number = |names: [&str; 2]| {
        names.iter().find_map(|name| {
            let value = node.attribute(name)?.trim().trim_end_matches("px");
            value.split('.').next()?.parse::<u32>().ok()
        })
    };
    let width = number(["data-rawwidth", "width"])?;
    let height = number(["data-rawheight", "height"])?;
    (width <= 100_000 && height <= 100_000).then_some((width, height))
}

/// The TeX of a picture of a formula.
fn formula(alt: &str, class: &str, source: &str, node: Node<'_>) -> Option<String> {
    let marked = node.attribute("eeimg").is_some()
        || class.split_ascii_whitespace().any(|class| {
            matches!(
                class,
                "latex" | "tex" | "math" | "mwe-math-fallback-image-inline" | "equation"
            )
        })
        || source.contains("math.api/")
        || source.contains("tex")
            && ["equation?tex=", "latex.codecogs.com", "?tex="]
                .iter()
                .any(|mark| source.contains(mark));
    if !marked {
        return None;
    }
    if !alt.is_empty() {
        return Some(math::strip_delimiters(alt).to_owned());
    }
    let (_, tex) = source.split_once("tex=")?;
    let tex = tex.split('&').next().unwrap_or_default().replace('+', " ");
    Some(super::link::percent_decode(&tex))
}

/// The words of an alt or title, unless they tell a reader nothing.
pub fn label(words: &str) -> Option<&str> {
    let lower = words.to_lowercase();
    let bare = lower.trim_matches(|c: char| {
        c.is_ascii_digit()
            || c.is_whitespace()
            || matches!(c, '-' | '_' | '.' | '(' | ')' | '（' | '）')
    });
    let extension = [
        ".jpg", ".jpeg", ".png", ".gif", ".webp", ".bmp", ".svg", ".image", ".avif",
    ]
    .iter()
    .any(|end| lower.ends_with(end));
    let screenshot = [
        "微信图片_",
        "微信截图_",
        "img_",
        "dsc_",
        "qq截图",
        "屏幕截图 20",
        "截屏20",
        "企业微信截图",
        "http://",
        "https://",
        "image-20",
        "pasted image",
    ]
    .iter()
    .any(|head| lower.starts_with(head));
    let commas = words.matches([',', '，', '、']).count();
    let sentence = words.contains(['。', '！', '？', '.', '!', '?']) || commas < 3;
    let code = !words.contains(' ')
        && words.is_ascii()
        && words.len() >= 12
        && words.bytes().any(|b| b.is_ascii_digit());
    let useless = bare.is_empty()
        || EMPTY_LABELS.contains(&bare)
        || extension
        || screenshot
        || code
        || (commas >= 3 && !sentence)
        || words.chars().count() > 300;
    (!useless).then_some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels() {
        for (words, shown) in [
            ("海边的日落", true),
            ("A cat on a mat", true),
            ("1.jpg", false),
            ("0Uybp6.png", false),
            ("微信图片_20210510111959.jpg", false),
            ("image", false),
            ("图片2", false),
            ("IT之家,科技,新闻,手机,数码", false),
            ("北京、上海、广州、深圳的夜。", true),
            ("", false),
            ("5f3c2e7b9d8a4c1e", false),
        ] {
            assert_eq!(label(words).is_some(), shown, "{words}");
        }
    }

    #[test]
    fn best_of_a_set() {
        assert_eq!(largest("a.jpg 300w, b.jpg 1200w, c.jpg 600w"), "b.jpg");
        assert_eq!(largest("a.jpg 1x, b.jpg 2x"), "b.jpg");
        assert_eq!(largest("a.jpg"), "a.jpg");
    }
}
