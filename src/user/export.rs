//! Exports and imports bookmarks: JSON lines, or a Markdown list.

use super::event::shortened;
use super::event::{date, rfc3339, since};
use super::journal::{self, Line as Read, Lines};
use super::marks::Kept;
use crate::document::Position;
use crate::library::{Date, Fingerprint};
use crate::text::{Count, is_hidden, sanitize_line};
use serde::{Deserialize, Serialize};
use std::fmt::Write as _;
use std::io;

/// The longest line that is read: as an event, with control characters replaced, it must
/// still be one that the journal takes.
const LONGEST: usize = journal::LONGEST / 4;

/// The fields of a JSON line.
#[derive(Serialize, Deserialize)]
struct Line {
    id: String,
    #[serde(default)]
    title: String,
    #[serde(default)]
    source: String,
    /// RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    since: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    fp: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    fp2: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    place: Option<Position>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    passage: Option<String>,
    /// The date of the article, RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    count: Option<Count>,
}

/// One JSON object per line.
pub fn to_json_lines<'k>(bookmarks: impl IntoIterator<Item = &'k Kept>) -> String {
    let mut out = String::new();
    for kept in bookmarks {
        let line = Line {
            id: kept.id.to_string(),
            title: kept.title.clone(),
            source: kept.source.clone(),
            since: Some(rfc3339(kept.since)),
            fp: kept.fingerprint.written_start(),
            fp2: kept.fingerprint.written(),
            place: kept.place,
            passage: kept.passage.clone(),
            date: kept.date.map(Date::rfc3339),
            count: kept.count,
        };
        // Strings and numbers always serialize.
        out.push_str(&serde_json::to_string(&line).unwrap_or_default());
        out.push('\n');
    }
    out
}

/// A Markdown list: the title linked to the article's path, source and day, the passage as a
/// quotation.
pub fn to_markdown<'k>(bookmarks: impl IntoIterator<Item = &'k Kept>) -> String {
    let mut out = String::new();
    for kept in bookmarks {
        let title = match &*kept.title {
            "" => &sanitize_line(&kept.id),
            title => title,
        };
        let day = rfc3339(kept.since);
        let day = day.split('T').next().unwrap_or_default();
        let (title, source) = (escape(title), escape(&kept.source));
        // Writing to a String cannot fail.
        let _ = write!(out, "- [{title}](<{}>)", reference(&kept.id));
        if !source.is_empty() {
            let _ = write!(out, " · {source}");
        }
        let _ = writeln!(out, " · {day}");
        if let Some(passage) = &kept.passage {
            let passage = escape(&sanitize_line(passage));
            let _ = writeln!(out, "  > {}", escape_start(&passage));
        }
    }
    out
}

/// Reads JSON lines; `wrong` receives the numbers (from 1) of lines that are not bookmarks.
///
/// # Errors
/// Reading fails.
pub fn from_json_lines(
    from: impl io::Read,
    now: u64,
    wrong: &mut dyn FnMut(usize),
) -> io::Result<Vec<Kept>> {
    let mut bookmarks = Vec::new();
    Lines::default().read(from, &mut |number, line| {
        let text = match line {
            Read::Whole(text) | Read::Open(text) if text.len() <= LONGEST => text.trim_ascii(),
            _ => return wrong(number),
        };
        match bookmark(&String::from_utf8_lossy(text), now) {
            Some(kept) => bookmarks.push(kept),
            None if text.is_empty() => {}
            None => wrong(number),
        }
    })?;
    Ok(bookmarks)
}

fn bookmark(line: &str, now: u64) -> Option<Kept> {
    let line: Line = serde_json::from_str(line).ok()?;
    (!line.id.is_empty()).then(|| Kept {
        id: line.id.into(),
        fingerprint: Fingerprint::parse(line.fp.as_deref(), line.fp2.as_deref())
            .unwrap_or_default(),
        title: sanitize_line(&line.title),
        source: sanitize_line(&line.source),
        since: line.since.as_deref().and_then(since).unwrap_or(now),
        place: line.place,
        passage: line.passage.as_deref().map(shortened),
        date: line.date.as_deref().and_then(date),
        count: line.count,
        ..Kept::default()
    })
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

/// A path as a link target between `<` and `>`: a relative reference (RFC 3986) without scheme,
/// host, query or fragment. IDs are already percent-encoded where they are not printable, so `%`
/// is kept.
fn reference(id: &str) -> String {
    let mut out = String::with_capacity(id.len());
    let first = id.split('/').next().unwrap_or_default();
    if first.is_empty() || first.contains(':') {
        out.push_str("./");
    }
    for c in id.chars() {
        // Browsers treat a backslash as a slash, Markdown a word after `&` as an entity.
        if "#?<>&\\".contains(c) || is_hidden(c) {
            for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                let _ = write!(out, "%{byte:02X}");
            }
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn kept(id: &str, title: &str, passage: Option<&str>) -> Kept {
        Kept {
            id: id.into(),
            fingerprint: Fingerprint::of_start(0xfeed),
            title: title.to_owned(),
            source: "示例报".to_owned(),
            since: 1_776_601_323_000,
            place: Some(Position { text: 1, byte: 2 }),
            passage: passage.map(str::to_owned),
            date: date("2026-04-18T09:00:00Z"),
            count: None,
            ..Kept::default()
        }
    }

    #[test]
    fn markdown_lists_title_source_and_date() {
        let bookmarks = [
            kept("a b/新.md", "看 *报*", Some("一句话。")),
            kept("x<y>.md", "", None),
        ];
        let expected = "- [看 \\*报\\*](<a b/新.md>) · 示例报 · 2026-04-19\n  > 一句话。\n\
                        - [x\\<y\\>.md](<x%3Cy%3E.md>) · 示例报 · 2026-04-19\n";
        assert_eq!(to_markdown(&bookmarks), expected);
    }

    #[test]
    fn invalid_bookmark_lines_are_reported() {
        let text = "{\"id\":\"a\"}\n\nnonsense\n{\"id\":\"\"}\n{\"title\":\"t\"}\n";
        let mut wrong = Vec::new();
        let bookmarks = from_json_lines(text.as_bytes(), 5, &mut |line| wrong.push(line)).unwrap();
        assert_eq!(bookmarks.len(), 1);
        assert_eq!(bookmarks[0].since, 5);
        assert_eq!(wrong, [3, 4, 5]);
    }

    #[test]
    fn imported_bookmarks_round_trip_through_the_journal() {
        let line = |len| format!("{{\"id\":\"a\",\"title\":\"{}\"}}\n", "报".repeat(len / 3));
        let longest = LONGEST - line(0).len();
        let mut wrong = 0;
        let mut read = |text: String| {
            from_json_lines(text.as_bytes(), 5, &mut |_| wrong += 1).expect("it can be read")
        };
        let bookmarks = read(line(longest));
        let mut written = Vec::new();
        let events = crate::user::Marks::default().import(&bookmarks, 5);
        events.iter().for_each(|event| event.write(&mut written));
        assert!(!written.is_empty() && written.len() <= journal::LONGEST);
        assert!(read(line(longest + 3)).is_empty());
        assert_eq!(wrong, 1);
    }

    #[test]
    fn a_path_cannot_become_another_address() {
        let check = |id: &str, expected: &str| assert_eq!(reference(id), expected);
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
        /// Any bookmark becomes one list item with one link, and its text is shown as written.
        #[test]
        fn written_markdown_shows_title_and_passage(
            id in "[a-z:/#?<>()\\[\\]\\\\&; \n]{1,9}",
            title in "[a-z0-9*_`~<>&;:/#+=.|\\[\\]()!\\\\{} 报-]{0,12}",
            passage in "[a-z0-9*_`~<>&;:/#+=.|\\[\\]()!\\\\{} 报-]{1,12}",
        ) {
            let (title, passage) = (sanitize_line(&title), sanitize_line(&passage));
            let (title, passage) = (title.trim(), passage.trim());
            prop_assume!(!title.is_empty() && !passage.is_empty());
            let text = to_markdown(&[kept(&id, title, Some(passage))]);
            prop_assert_eq!(shown(&text), (title.to_owned(), passage.to_owned()), "{}", text);
        }

        #[test]
        fn json_lines_round_trip(id in "[^\\x00]{1,9}", title in "[a-z看 ]{0,9}") {
            let title = sanitize_line(&title);
            let bookmarks = [kept(&id, &title, None), kept("b", "b", Some("p"))];
            let text = to_json_lines(&bookmarks);
            let read = from_json_lines(text.as_bytes(), 0, &mut |line| panic!("line {line}"));
            prop_assert_eq!(read.unwrap(), bookmarks);
        }
    }
}
