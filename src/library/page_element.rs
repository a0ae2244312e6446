//! Finds an element of a whole web page by its name and reads its words, without building a tree.

use super::{markup, plain_text};
use crate::document::Format;

/// Maximum end tags in a heading. A character with ruby may have four.
const MOST_END_TAGS: usize = 200;

/// Elements whose content browsers do not show.
const SILENT: [&str; 4] = ["script", "noscript", "template", "style"];

/// The length of a silent element whose start tag a text begins with. `unended`: those without an end
/// tag further on, so that each is searched once.
fn silent_length(text: &str, unended: &mut [bool; SILENT.len()]) -> Option<usize> {
    let is = |text: &str, name: &str| {
        let start = text.get(..name.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(name))
    };
    let names = SILENT.iter().zip(unended);
    let (name, unended) = names.into_iter().find(|(name, _)| is(text, name))?;
    if *unended {
        return None;
    }
    let mut ends = text.match_indices("</");
    let end = ends.find_map(|(at, _)| is(text.get(at + 2..)?, name).then_some(at));
    *unended = end.is_none();
    end
}

/// The words of the first non-empty element with a given name.
pub fn element(body: &str, name: &str) -> Option<String> {
    let bytes = body.as_bytes();
    let mut words = String::new();
    let mut silent = 0;
    let mut unended = [false; SILENT.len()];
    for at in memchr::memchr_iter(b'<', bytes).take(20_000) {
        let rest = body.get(at + 1..)?;
        if at < silent {
            continue;
        }
        if let Some(length) = silent_length(rest, &mut unended) {
            silent = at + length;
            continue;
        }
        let is_it = rest
            .get(..name.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(name))
            && rest
                .as_bytes()
                .get(name.len())
                .is_some_and(|b| !b.is_ascii_alphanumeric());
        if !is_it {
            continue;
        }
        let inner = rest.split_once('>')?.1;
        let start = body.len() - inner.len();
        let end = inner.find("</").unwrap_or_else(|| inner.len().min(2000));
        let end = inner
            .match_indices("</")
            .take(MOST_END_TAGS)
            .find(|(at, _)| {
                inner
                    .get(at + 2..at + 2 + name.len())
                    .is_some_and(|end| end.eq_ignore_ascii_case(name))
            })
            .map_or(end, |(at, _)| at);
        let inner = inner.get(..end)?;
        match markup::first_with_ruby(inner) {
            Some(shown) => words = shown,
            None => plain_text::strip(inner, Format::Html, &mut words),
        }
        if words.chars().any(|c| !c.is_whitespace()) {
            return Some(words);
        }
        // What is in an empty element is empty.
        silent = start + end;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_without_an_end_are_searched_once() {
        let check = |body: &str, expected: Option<&str>| {
            assert_eq!(element(body, "h1").as_deref().map(str::trim), expected);
        };
        check(&("<style x>".repeat(1 << 14) + "<h1>题</h1>"), Some("题"));
        check(&("<h1>".repeat(1 << 14) + "</h1>"), None);
    }
}
