//! A Markdown list, for reading.

use crate::interchange::item::Item;
use crate::interchange::time;
use crate::text::{is_hidden, sanitize_line};
use std::fmt::Write as _;

/// The title linked to the address or the path of the article; source, day and tags; the note;
/// the passage and the highlights as quotations.
pub(crate) fn write<'i>(items: impl IntoIterator<Item = &'i Item>) -> String {
    let mut out = String::new();
    for item in items {
        let fallback = match &*item.own.id {
            "" => &item.address,
            id => id,
        };
        let title = match &*item.title {
            "" => &sanitize_line(fallback),
            title => title,
        };
        // Writing to a String cannot fail.
        let _ = write!(out, "- [{}](<{}>)", escape(title), target(item));
        let day = item.added.map(time::day).unwrap_or_default();
        let tags: Vec<String> = item.tags.iter().map(|tag| format!("#{tag}")).collect();
        for part in [&item.source, &day, &tags.join(" ")] {
            if !part.is_empty() {
                let _ = write!(out, " · {}", escape(part));
            }
        }
        out.push('\n');
        for line in item.note.lines().filter(|line| !line.is_empty()) {
            let _ = writeln!(out, "\n  {}", escape_start(&escape(line.trim())));
        }
        push_quote(item.own.passage.as_deref().unwrap_or_default(), &mut out);
        for highlight in &item.highlights {
            push_quote(&highlight.quote, &mut out);
            for line in highlight.note.lines().filter(|line| !line.is_empty()) {
                let _ = writeln!(out, "\n  {}", escape_start(&escape(line.trim())));
            }
        }
    }
    out
}

fn push_quote(text: &str, out: &mut String) {
    let line = sanitize_line(text);
    if !line.is_empty() {
        let _ = writeln!(out, "\n  > {}", escape_start(&escape(&line)));
    }
}

/// Escapes text so that Markdown shows it as written.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if "\\`*_[]<>&#~|$".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Escapes characters that would start a list, heading or other block at the beginning of a line.
/// Other special characters are escaped everywhere.
fn escape_start(text: &str) -> String {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = text.split_at_checked(digits).unwrap_or(("", text));
    let numbered = digits > 0 && rest.starts_with(['.', ')']);
    if numbered || rest == text && text.starts_with(['+', '-', '=', ':']) {
        format!("{number}\\{rest}")
    } else {
        text.to_owned()
    }
}

/// A link target between `<` and `>`.
fn target(item: &Item) -> String {
    let mut out = String::new();
    let text = if item.address.is_empty() {
        let first = item.own.id.split('/').next().unwrap_or_default();
        // A relative reference (RFC 3986) without scheme and host.
        if first.is_empty() || first.contains(':') {
            out.push_str("./");
        }
        &item.own.id
    } else {
        &item.address
    };
    // A path has no query and no fragment. IDs and addresses are already percent-encoded where
    // they are not printable, so `%` is kept.
    let also = if item.address.is_empty() { "#?" } else { "" };
    for c in text.chars() {
        // Browsers treat a backslash as a slash, Markdown a word after `&` as an entity.
        let in_markdown = "<>\\".contains(c) || c == '&' && item.address.is_empty();
        if in_markdown || also.contains(c) || is_hidden(c) {
            for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                let _ = write!(out, "%{byte:02X}");
            }
        } else if c == '&' {
            out.push_str("&amp;");
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interchange::item::{Highlight, Own};
    use proptest::prelude::*;

    fn item(id: &str, title: &str, passage: Option<&str>) -> Item {
        Item {
            title: title.to_owned(),
            source: "示例报".to_owned(),
            added: Some(1_776_601_323_000),
            own: Own {
                id: id.to_owned(),
                passage: passage.map(str::to_owned),
                ..Own::default()
            },
            ..Item::default()
        }
    }

    #[test]
    fn a_list_of_titles_sources_and_dates() {
        let mut noted = item("", "", None);
        noted.address = "https://a.example/?b&c".to_owned();
        noted.tags = vec!["经济".to_owned()];
        noted.note = "1. 看\n\n- 再看".to_owned();
        noted.highlights.push(Highlight {
            quote: "一".to_owned(),
            note: "注".to_owned(),
            ..Highlight::default()
        });
        let items = [
            item("a b/新.md", "看 *报*", Some("一句话。")),
            item("x<y>.md", "", None),
            noted,
        ];
        let expected = "- [看 \\*报\\*](<a b/新.md>) · 示例报 · 2026-04-19\n\n  > 一句话。\n\
                        - [x\\<y\\>.md](<x%3Cy%3E.md>) · 示例报 · 2026-04-19\n\
                        - [https://a.example/?b\\&c](<https://a.example/?b&amp;c>) · 示例报 · 2026-04-19 · \\#经济\n\
                        \n  1\\. 看\n\n  \\- 再看\n\n  > 一\n\n  注\n";
        assert_eq!(write(&items), expected);
    }

    #[test]
    fn a_path_cannot_become_another_address() {
        let check = |id: &str, expected: &str| assert_eq!(target(&item(id, "", None)), expected);
        check("新闻/a b.md", "新闻/a b.md");
        check("a/12:30.md", "a/12:30.md");
        check("100%25.md", "100%25.md");
        check("c#/what?.md", "c%23/what%3F.md");
        check("a&lt;b", "a%26lt;b");
        check("a\u{202e}\u{e0041}", "a%E2%80%AE%F3%A0%81%81");
        check("javascript:alert(1)", "./javascript:alert(1)");
        check("file:///etc/passwd", "./file:///etc/passwd");
        check("//host/a", ".///host/a");
        check("\\\\host\\a\n>", "%5C%5Chost%5Ca%0A%3E");
    }

    /// The text of the only link, and of the quotation.
    fn shown(markdown: &str) -> (String, String) {
        use pulldown_cmark::{Event, Tag, TagEnd};
        let (mut title, mut passage, mut at) = (String::new(), String::new(), 0);
        for event in pulldown_cmark::Parser::new(markdown) {
            match event {
                Event::Start(Tag::List(_) | Tag::Item | Tag::Paragraph) | Event::SoftBreak => {}
                Event::Start(Tag::Link { .. }) => at += 1,
                Event::End(TagEnd::Link) => at += 1,
                Event::Start(Tag::BlockQuote(_)) => at += 1,
                Event::End(_) => {}
                Event::Text(text) if at == 1 => title += &text,
                Event::Text(text) if at == 3 => passage += &text,
                Event::Text(_) if at == 2 => {}
                event => panic!("{event:?} in {markdown}"),
            }
        }
        (title, passage)
    }

    proptest! {
        /// Any item becomes one list item with one link, and its text is shown as written.
        #[test]
        fn written_markdown_shows_title_and_passage(
            id in "[a-z:/#?<>()\\[\\]\\\\&; \n]{1,9}",
            title in "[a-z0-9*_`~<>&;:/#+=.|\\[\\]()!\\\\{} 报-]{0,12}",
            passage in "[a-z0-9*_`~<>&;:/#+=.|\\[\\]()!\\\\{} 报-]{1,12}",
        ) {
            let (title, passage) = (sanitize_line(&title), sanitize_line(&passage));
            let (title, passage) = (title.trim(), passage.trim());
            prop_assume!(!title.is_empty() && !passage.is_empty());
            let text = write(&[item(&id, title, Some(passage))]);
            prop_assert_eq!(shown(&text), (title.to_owned(), passage.to_owned()), "{}", text);
        }
    }
}
