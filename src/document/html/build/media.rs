//! Video, audio and embedded pages: shown as a link with a title.

use super::image;
use super::link::Links;
use crate::document::address::file_name;
use crate::document::html::dom::tree::Node;
use crate::document::{Block, BlockKind, Inline, MediaKind, Style, Text};
use crate::text::{host, percent_decode, sanitize_line};

/// Longest file name that is shown, in characters.
const MAX_NAME: usize = 40;

/// The block of a media element; None without a usable address.
pub fn block(node: Node<'_>, kind: MediaKind, links: &mut Links) -> Option<Block> {
    let raw = ["src", "data-src", "data", "data-original"]
        .iter()
        .find_map(|name| node.attribute(name).filter(|value| is_address(value)))
        .or_else(|| {
            node.descendants()
                .skip(1)
                .take(64)
                .filter(|inner| matches!(inner.name(), Some("source" | "embed" | "param")))
                .find_map(|inner| {
                    let is_movie = inner.attribute("name").is_none_or(|name| name == "movie");
                    inner
                        .attribute("src")
                        .or_else(|| inner.attribute("value").filter(|_| is_movie))
                })
        })?;
    // Frames of at most one pixel count readers.
    let is_tiny = ["width", "height"].iter().any(|name| {
        let value = node.attribute(name).unwrap_or_default();
        matches!(value.trim().trim_end_matches("px"), "0" | "1")
    });
    if is_tiny && kind == MediaKind::Embed {
        return None;
    }
    let number = links.add(raw);
    let address = match number {
        Some(number) => links.links.get(number as usize - 1)?.address.clone(),
        // A file next to the saved page: shown, but it cannot be opened.
        None if kind != MediaKind::Embed => image::local_file_name(raw)?,
        None => return None,
    };
    let title = node
        .attribute("title")
        .map(sanitize_line)
        .filter(|title| !title.is_empty() && !title.contains("://"));
    let shown = title.unwrap_or_else(|| {
        let (host, file) = (host(&address), file_name(&address));
        let file = percent_decode(file);
        let file = sanitize_line(&file);
        if number.is_none() {
            address.clone()
        } else if file.is_empty() || file.chars().count() > MAX_NAME {
            host.to_owned()
        } else {
            format!("{host} {file}")
        }
    });
    let run = Inline {
        link: number,
        ..Inline::new(shown, Style::PLAIN)
    };
    let kind = match kind {
        MediaKind::Embed if is_video(&address) => MediaKind::Video,
        kind => kind,
    };
    let text = Text {
        runs: vec![run],
        ..Text::default()
    };
    Some(BlockKind::Media { kind, text }.into())
}

fn is_address(value: &str) -> bool {
    let value = value.trim();
    !value.is_empty() && !value.starts_with("about:") && !value.starts_with("javascript:")
}

fn is_video(address: &str) -> bool {
    // Hosts whose embedded pages are players.
    const HOSTS: &[&str] = &[
        "player.bilibili.com",
        "youtube.com",
        "youtube-nocookie.com",
        "player.vimeo.com",
        "v.qq.com",
        "player.youku.com",
        "open.iqiyi.com",
        "dailymotion.com",
        "embed.nicovideo.jp",
    ];
    let host = host(address);
    HOSTS.contains(&host) || file_name(address).ends_with(".mp4")
}
