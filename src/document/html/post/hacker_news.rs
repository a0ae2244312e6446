//! The figures below an item of Hacker News as its feed writes them, on four lines with two
//! addresses: one muted line instead.

use crate::document::{
    Align, Block, BlockKind, Inline, Link, LinkNumber, ParagraphRole, Style, Text,
};
use crate::text::host;

/// Replaces `Article URL: …`, `Comments URL: …`, `Points: 193`, `# Comments: 195` by
/// `example.com · 193 points · 195 comments`, which leads to the article and to the comments.
pub fn shorten_figures(blocks: &mut Vec<Block>, links: &[Link]) {
    let Some((at, Some(line))) = (0..blocks.len())
        .map(|at| (at, figures(blocks.get(at..).unwrap_or_default())))
        .find(|(_, line)| line.is_some())
    else {
        return;
    };
    // The address of the article is missing if the item is a text.
    let from = match at.checked_sub(1) {
        Some(before) if blocks.get(before).and_then(article).is_some() => before,
        _ => at,
    };
    let article = blocks.get(from).and_then(article);
    let comments = blocks
        .get(at)
        .and_then(|block| link_after(block, "Comments URL:"));
    let run = |text: String, link| Inline {
        link,
        ..Inline::new(text, Style::SMALL)
    };
    let (points, number) = line;
    let host_of = |number: LinkNumber| {
        let link = links.get((number as usize).checked_sub(1)?)?;
        Some(host(&link.address)).filter(|host| !host.is_empty())
    };
    let mut runs = Vec::new();
    if let Some(host) = article.and_then(host_of) {
        runs.push(run(host.to_owned(), article));
        runs.push(run(" · ".to_owned(), None));
    }
    runs.push(run(format!("{} · ", counted(points, "point")), None));
    runs.push(run(counted(number, "comment"), comments));
    let line = BlockKind::Paragraph {
        text: Text {
            runs,
            ..Text::default()
        },
        role: ParagraphRole::Body,
        align: Align::Start,
    };
    blocks.splice(from..at + 3, [line.into()]);
}

/// The points and the number of comments, if the blocks begin with `Comments URL`.
fn figures(blocks: &[Block]) -> Option<(u32, u32)> {
    let [comments, points, number, ..] = blocks else {
        return None;
    };
    link_after(comments, "Comments URL:")?;
    let number_after = |block, label| plain(block)?.strip_prefix(label)?.trim().parse().ok();
    Some((
        number_after(points, "Points:")?,
        number_after(number, "# Comments:")?,
    ))
}

fn article(block: &Block) -> Option<LinkNumber> {
    link_after(block, "Article URL:")
}

/// The link of a paragraph that consists of a label and an address.
fn link_after(block: &Block, label: &str) -> Option<LinkNumber> {
    let BlockKind::Paragraph { text, .. } = &block.kind else {
        return None;
    };
    text.starts_with(label).then_some(())?;
    text.runs.iter().find_map(|run| run.link)
}

fn plain(block: &Block) -> Option<String> {
    match &block.kind {
        BlockKind::Paragraph { text, .. } => Some(text.plain()),
        _ => None,
    }
}

fn counted(count: u32, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use crate::document::{Format, build, outline};

    #[test]
    fn figures_are_one_line() {
        let check = |article: &str, expected: &str| {
            let source = format!(
                "{article}<p>Comments URL: <a href=https://news.example/1>https://news.example/1</a></p>\
                 <p>Points: 1</p><p># Comments: 43</p>"
            );
            assert_eq!(outline(&build(&source, Format::Html)).trim_end(), expected);
        };
        check(
            "<p>Article URL: <a href=https://www.cat.example/a>https://www.cat.example/a</a></p>",
            "p [400@1:cat.example][400: · ][400:1 point · ][400@2:43 comments]",
        );
        check("", "p [400:1 point · ][400@1:43 comments]");
    }
}
