//! Pictures: their address, and a label if they have a useful one.

use super::link::Links;
use crate::document::address::file_name;
use crate::document::embedded::{self, REMOVED_DATA};
use crate::document::html::dom::tree::Node;
use crate::document::{Image, Text, entity, math};
use crate::text::{percent_decode, sanitize_line};

/// Attributes for the address of a picture, the best first: pages that load pictures late keep
/// the real address outside of `src`.
const ADDRESS_ATTRIBUTES: &[&str] = &[
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

/// Labels that only say that this is a picture.
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
    "cover",
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

/// Parts of a class or an address by which a picture is an emoji.
const EMOJI: &[&str] = &[
    "emoji",
    "emotion",
    "emoticon",
    "smiley",
    "smilies",
    "expression",
    "face_",
];

/// How a picture is shown.
pub enum Picture {
    /// Not at all: a tracking pixel, a placeholder.
    Nothing,
    /// By its label in the line: an emoji or a small icon.
    Inline(String),
    /// As the formula that it shows, in TeX.
    Formula {
        tex: String,
        display: bool,
    },
    Figure(Image),
    /// By its file name: it has no label, and it is a file next to the saved page. Its address.
    Unreachable(String, Option<Box<str>>),
}

/// How an `<img>` is shown.
pub fn picture(node: Node<'_>, links: &mut Links) -> Picture {
    let attribute = |name| node.attribute(name).unwrap_or_default();
    let alt = clean_text(attribute("alt"));
    let class = attribute("class");
    let address = address(node);
    if let Some(tex) = formula(&alt, class, address, node) {
        let display = class.contains("block") || class.contains("display") || alt.ends_with("\\\\");
        return Picture::Formula { tex, display };
    }
    let size = size(node);
    let is_avatar = class
        .split(['-', '_', ' '])
        .any(|token| token.eq_ignore_ascii_case("avatar"));
    let is_pixel = size.is_some_and(|(width, height)| width <= 2 && height <= 2);
    // A picture inside the page: its data was removed before the parse.
    let is_inside = address.starts_with(REMOVED_DATA) && embedded::is_removed(address);
    if is_pixel || is_avatar || (is_placeholder(address) && !is_inside) {
        return Picture::Nothing;
    }
    let is_emoji = is_emoji(class) || is_emoji(address);
    let is_small = size.is_some_and(|(width, height)| width.max(height) <= 40);
    if is_emoji || is_small {
        return Picture::Inline(match label(&alt) {
            Some(label) if is_emoji || label.chars().count() <= 20 => label.to_owned(),
            _ => String::new(),
        });
    }
    let title = clean_text(attribute("title"));
    let shown = label(&alt).or_else(|| label(&title)).unwrap_or_default();
    let link = links.add_quiet(address);
    let file = file(address);
    if link.is_none() && shown.is_empty() && !embedded::is_large(address) {
        let name = local_file_name(address);
        return name.map_or(Picture::Nothing, |name| Picture::Unreachable(name, file));
    }
    let label = if shown.is_empty() {
        Text::default()
    } else {
        Text::new(shown)
    };
    Picture::Figure(Image {
        label,
        link,
        size,
        target: None,
        file,
    })
}

/// Longest address of a file, in bytes: that of a path.
const MAX_FILE: usize = 4096;

/// An address that may be a file: it has no host.
fn file(address: &str) -> Option<Box<str>> {
    let is_local = !address.starts_with("//")
        && (!address.contains("://") || address.starts_with("file://"))
        && (!address.starts_with(REMOVED_DATA) || embedded::is_named(address));
    (is_local && address.len() <= MAX_FILE).then(|| entity::decode(address).into())
}

/// Characters of the longest keyword in a list of them.
const LONGEST_KEYWORD: usize = 10;

/// Longest label, in characters.
const MAX_LABEL: usize = 300;

/// Longest file name that is shown, in characters.
const MAX_NAME: usize = 40;

/// The file name of a relative address, shown when the base is unknown; empty if it is too long
/// to show. None for other addresses.
pub fn local_file_name(address: &str) -> Option<String> {
    if address.starts_with("data:") || (address.contains(':') && !address.starts_with("file:")) {
        return None;
    }
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
    let name = clean_text(&percent_decode(name));
    let fits = name.chars().count() <= MAX_NAME;
    Some(if fits { name } else { String::new() })
}

/// Whether a class or an address contains one of [`EMOJI`].
fn is_emoji(text: &str) -> bool {
    let bytes = text.as_bytes();
    let has_word_at = |at: usize, word: &str| {
        let part = bytes.get(at..at + word.len());
        part.is_some_and(|part| part.eq_ignore_ascii_case(word.as_bytes()))
    };
    (0..bytes.len())
        .filter(|at| {
            matches!(
                bytes.get(*at),
                Some(b'e' | b'E' | b'f' | b'F' | b's' | b'S')
            )
        })
        .any(|at| EMOJI.iter().any(|word| has_word_at(at, word)))
}

fn clean_text(text: &str) -> String {
    let decoded = entity::decode(text);
    // Captions that a script shows as HTML.
    let lines = ["<br>", "<br/>", "<br />"]
        .into_iter()
        .fold(decoded, |text, tag| match text.contains(tag) {
            true => text.replace(tag, " ").into(),
            false => text,
        });
    sanitize_line(&lines)
}

/// The address of a picture as written in the source, or that of a placeholder if there is no
/// other.
pub fn address<'a>(node: Node<'a>) -> &'a str {
    let mut placeholder = "";
    for name in ADDRESS_ATTRIBUTES {
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
        placeholder = value;
    }
    placeholder
}

/// The address of the largest picture of a `srcset`.
fn largest(set: &str) -> &str {
    let mut best = ("", 0.0);
    for candidate in set
        .split(", ")
        .flat_map(|part| part.split(",http"))
        .take(32)
    {
        let mut parts = candidate.split_ascii_whitespace();
        let address = parts.next().unwrap_or_default();
        let size = parts
            .next()
            .and_then(|size| size.trim_end_matches(['w', 'x']).parse().ok())
            .unwrap_or(1.0);
        if size > best.1 && !address.starts_with("//s") {
            best = (address, size);
        }
    }
    best.0
}

/// File names of placeholders on pages that load pictures late, and of tracking pixels.
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

fn is_placeholder(address: &str) -> bool {
    address.is_empty() || address.starts_with("data:") || {
        let name = file_name(address);
        PLACEHOLDERS
            .iter()
            .any(|known| name.eq_ignore_ascii_case(known))
    }
}

/// Width and height in pixels, if both are given and plausible.
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

/// The TeX of a picture that shows a formula.
fn formula(alt: &str, class: &str, address: &str, node: Node<'_>) -> Option<String> {
    let is_formula = node.attribute("eeimg").is_some()
        || class.split_ascii_whitespace().any(|class| {
            matches!(
                class,
                "latex" | "tex" | "math" | "mwe-math-fallback-image-inline" | "equation"
            )
        })
        || address.contains("math.api/")
        || address.contains("tex")
            && ["equation?tex=", "latex.codecogs.com", "?tex="]
                .iter()
                .any(|service| address.contains(service));
    if !is_formula {
        return None;
    }
    if !alt.is_empty() {
        return Some(math::strip_delimiters(alt).to_owned());
    }
    let (_, tex) = address.split_once("tex=")?;
    let tex = tex.split('&').next().unwrap_or_default().replace('+', " ");
    Some(percent_decode(&tex))
}

/// The text of an `alt` or `title`, unless it tells a reader nothing.
fn label(text: &str) -> Option<&str> {
    let lower = text.to_lowercase();
    let bare = lower.trim_matches(|c: char| {
        c.is_ascii_digit()
            || c.is_whitespace()
            || matches!(c, '-' | '_' | '.' | '(' | ')' | '（' | '）')
    });
    let is_file_name = [
        ".jpg", ".jpeg", ".png", ".gif", ".webp", ".bmp", ".svg", ".image", ".avif",
    ]
    .iter()
    .any(|end| lower.ends_with(end));
    let is_generated = [
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
    // Keywords of the site, repeated for each picture. A part of a sentence is longer.
    let mut words = text.split([',', '，', '、']);
    let is_keyword_list = text.matches([',', '，', '、']).count() >= 3
        && !text.contains(['。', '！', '？', '.', '!', '?'])
        && words.all(|word| word.trim().chars().count() <= LONGEST_KEYWORD);
    let is_id = !text.contains(' ')
        && text.is_ascii()
        && text.len() >= 12
        && text.bytes().any(|b| b.is_ascii_digit());
    let is_useless = bare.is_empty()
        || EMPTY_LABELS.contains(&bare)
        || is_file_name
        || is_generated
        || is_id
        || is_keyword_list
        || text.chars().count() > MAX_LABEL;
    (!is_useless).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn useful_labels() {
        for (text, shown) in [
            ("海边的日落", true),
            ("A cat on a mat", true),
            (
                "雨后的巷口，灯还亮着，猫在门前等人，书店里只剩下店主一个人",
                true,
            ),
            ("财经, 股票, 新浪财经, 上市公司公告", false),
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
            assert_eq!(label(text).is_some(), shown, "{text}");
        }
    }

    #[test]
    fn the_largest_of_a_srcset() {
        assert_eq!(largest("a.jpg 300w, b.jpg 1200w, c.jpg 600w"), "b.jpg");
        assert_eq!(largest("a.jpg 1x, b.jpg 2x"), "b.jpg");
        assert_eq!(largest("a.jpg"), "a.jpg");
    }
}
