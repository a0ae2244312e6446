//! The fallback for source that is too deep or too large for the tree: strips tags in one pass
//! and keeps paragraphs.

use super::dom::element::{self, Treatment as T};
use crate::document::{Block, entity};
use crate::text::sanitize_line;

/// The plain paragraphs of a source from offset `from` on, at most `max`, and whether these are
/// all. Linear.
pub fn blocks(source: &str, from: usize, max: usize) -> (Vec<Block>, bool) {
    let (before, mut rest) = source.split_at_checked(from).unwrap_or((source, ""));
    let mut blocks = Vec::new();
    let mut line = String::new();
    // The open element whose content is not markup, if any.
    let mut dropped = ["script", "style"]
        .into_iter()
        .find(|name| is_open(before, name))
        .map(str::to_owned);
    while let Some((text, tail)) = rest.split_once('<') {
        if blocks.len() >= max {
            return (blocks, false);
        }
        if dropped.is_none() {
            line.push_str(text);
        }
        if let Some(name) = &dropped
            && !tail
                .get(1..=name.len())
                .is_some_and(|word| tail.starts_with('/') && word.eq_ignore_ascii_case(name))
        {
            rest = tail;
            continue;
        }
        let is_tag = tail.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!');
        let Some((tag, after)) = tail.split_once('>').filter(|_| is_tag) else {
            if dropped.is_none() {
                line.push('<');
            }
            rest = tail;
            continue;
        };
        rest = after;
        let is_end_tag = tag.starts_with('/');
        let name: String = tag
            .trim_start_matches('/')
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .take(16)
            .collect::<String>()
            .to_ascii_lowercase();
        if dropped.take().is_some() {
            continue;
        }
        match element::find(&name) {
            Some(T::Drop) if !is_end_tag && matches!(name.as_str(), "script" | "style") => {
                dropped = Some(name);
            }
            Some(T::Inline(_) | T::Transparent | T::Link | T::Nothing | T::Image) | None => {}
            Some(_) => end_line(&mut blocks, &mut line),
        }
    }
    if dropped.is_none() {
        line.push_str(rest);
    }
    end_line(&mut blocks, &mut line);
    (blocks, true)
}

/// Whether an element whose content is not markup is open at the end of a source.
fn is_open(source: &str, name: &str) -> bool {
    let open = source.rfind(&format!("<{name}"));
    open.is_some_and(|open| {
        source
            .rfind(&format!("</{name}"))
            .is_none_or(|close| close < open)
    })
}

fn end_line(blocks: &mut Vec<Block>, line: &mut String) {
    let text = sanitize_line(&entity::decode(line));
    line.clear();
    if !text.is_empty() {
        blocks.push(Block::paragraph(text));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_stripped() {
        let source = "<p>一&amp;<b>二</b><p>三<script>x<y</script>四 < 五";
        assert!(matches!(blocks(source, 0, 1), (all, false) if all.len() == 1));
        let inside = "<script>var a;";
        let (rest, _) = blocks("<script>var a;b</script>", inside.len(), 9);
        assert!(rest.is_empty());
        let (all, is_complete) = blocks(source, 0, 9);
        assert!(is_complete);
        let texts: Vec<String> = all
            .into_iter()
            .map(|mut block| {
                let mut all = String::new();
                block.visit_texts_mut(&mut |text| all.push_str(&text.plain()));
                all
            })
            .collect();
        assert_eq!(texts, ["一&二", "三四 < 五"]);
    }
}
