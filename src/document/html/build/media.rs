//! Video, audio and embedded pages: a titled link.

use super::image;
use super::link::{Links, file_name, host};
use crate::document::html::dom::tree::Node;
use crate::document::{Block, BlockKind, Inline, MediaKind, Style, Text};

/// The block of a media element; `None` if it leads nowhere.
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
                    let movie = inner.attribute("name").is_none_or(|name| name == "movie");
                    inner
                        .attribute("src")
                        .or_else(|| inner.attribute("value").filter(|_| movie))
                })
        })?;
    let tiny = ["width", "height"].iter().any(|name| {
        let value = node.attribute(name).unwrap_or_default();
        matches!(value.trim().trim_end_matches("px"), "0" | "1")
    });
    if tiny && kind == MediaKind::Embed {
        return None;
    }
    let number = links.number(raw, false);
    let address = match number {
        Some(number) => links.links.get(number as usize - 1)?.address.clone(),
        // A file beside the page: shown, though nothing opens it.
        None if kind != MediaKind::Embed => image::beside(raw)?,
        None => return None,
    };
    let title = node
        .attribute("title")
        .map(crate::text::sanitize_line)
        .filter(|title| !title.is_empty() && !title.contains("://"));
    let shown = title.unwrap_or_else(|| {
        let (host, file) = (host(&address), file_name(&address));
        let file = super::link::percent_decode(file);
        let file = crate::text::sanitize_line(&file);
        if number.is_none() {
            address.clone()
        } else if file.is_empty() || file.chars().count() > 40 {
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

/// Hosts whose embedded pages are players.
fn is_video(address: &str) -> bool {
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
