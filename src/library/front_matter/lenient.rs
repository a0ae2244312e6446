//! Line scanner for front matter that no parser accepts: `key: rest of the line`, ` - item`; any
//! other line continues the key above it.

use super::delimiter::is_comment;
use super::fields::{Fields, Value, is_key};

/// Maximum bytes that are read of a front matter; the parsers read no longer ones.
pub const LIMIT: usize = 64 * 1024;

/// Reads what it can. Titles keep stray quotes; `title` trims them.
pub fn read(head: &str, separator: char) -> Fields {
    let mut fields = Fields::default();
    let mut open: Option<(String, Vec<Value>, String)> = None;
    let mut budget = LIMIT;
    for line in head.lines() {
        budget = match budget.checked_sub(line.len() + 1) {
            Some(left) => left,
            None => break,
        };
        let text = line.trim();
        if text.is_empty() || is_comment(line) {
            continue;
        }
        if let Some((key, value)) = field(line, separator) {
            close(&mut fields, open.take());
            if is_key(key) {
                open = Some((key.to_owned(), Vec::new(), value.trim().to_owned()));
            } else {
                open = Some((String::new(), Vec::new(), String::new()));
            }
        } else if let Some((_, items, value)) = &mut open {
            match text.strip_prefix("- ") {
                Some(item) if value.is_empty() => items.push(Value::Text(bare(item).to_owned())),
                _ => {
                    if !value.is_empty() {
                        value.push(' ');
                    }
                    value.push_str(text);
                }
            }
        }
    }
    close(&mut fields, open);
    fields
}

fn close(fields: &mut Fields, open: Option<(String, Vec<Value>, String)>) {
    if let Some((key, mut items, text)) = open {
        let value = if !items.is_empty() {
            items.extend((!text.is_empty()).then_some(Value::Text(text)));
            Value::List(items)
        } else if text.is_empty() || text.starts_with('#') {
            Value::Null
        } else if key.eq_ignore_ascii_case("title") {
            Value::Text(text)
        } else if let Some(inner) = text.strip_prefix('[').and_then(|t| t.strip_suffix(']')) {
            Value::List(
                inner
                    .split(',')
                    .map(|item| Value::Text(bare(item).to_owned()))
                    .collect(),
            )
        } else {
            Value::Text(bare(&text).to_owned())
        };
        fields.add(&key, value);
    }
}

/// A key in column 0 and the rest of its line.
fn field(line: &str, separator: char) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(separator)?;
    let key = key.trim_end();
    // A line of JSON.
    let (key, value) = match key.strip_prefix('"').and_then(|key| key.strip_suffix('"')) {
        Some(key) => (key, value.trim_end().trim_end_matches(',')),
        None => (key, value),
    };
    let named = key.starts_with(|c: char| c.is_ascii_alphabetic())
        && key.len() <= 40
        && key
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
    let apart = value.is_empty() || value.starts_with([' ', '\t', '"', '\'', '[']);
    (named && (apart || is_key(key))).then_some((key, value))
}

/// Removes one pair of quotes.
fn bare(text: &str) -> &str {
    let text = text.trim();
    ['\'', '"']
        .iter()
        .find_map(|&quote| text.strip_prefix(quote)?.strip_suffix(quote))
        .unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recovers_fields_that_parsers_reject() {
        #[track_caller]
        fn check(head: &str, key: &str, expected: &[&str]) {
            assert_eq!(read(head, ':').texts(key), expected, "{head:?}");
        }
        check(
            "title: @甲\ncategories:\n - 一\n - 二\n",
            "categories",
            &["一", "二"],
        );
        check(
            "title: \"@x \"\nIt's 甲\"\ndate: 2020-01-01\n",
            "title",
            &["\"@x \" It's 甲\""],
        );
        check(
            "title: \"@x \"\nIt's 甲\"\ndate: 2020-01-01\n",
            "date",
            &["2020-01-01"],
        );
        check("title: a: b", "title", &["a: b"]);
        check("title: a: b\n# 注\ndate: 1", "title", &["a: b"]);
        check("tags: [甲, '乙']\nx: {", "tags", &["甲", "乙"]);
        check("date: '2020-01-01'", "date", &["2020-01-01"]);
        check("\"author\": \"甲\",", "author", &["甲"]);
        check("tags:\n- 甲\n散文", "tags", &["甲", "散文"]);
        check("layout: post\n- 不是谁的\ntitle: 甲", "title", &["甲"]);
    }
}
