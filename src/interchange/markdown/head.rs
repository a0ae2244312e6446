//! The fields of front matter, as we write them and as editors rewrite them.

use serde::de::IgnoredAny;
use serde_json::{Map, Value};

/// Maximum bytes of front matter that an editor has rewritten, and of brackets in it: parsers of
/// YAML take quadratic time for nested ones.
const MAX_YAML: usize = 64 << 10;
const MAX_BRACKETS: usize = 256;

/// The fields. `None` if it is not a table of YAML, or one that would take too long.
pub(super) fn read(head: &str) -> Option<Map<String, Value>> {
    as_we_write(head).or_else(|| yaml(head))
}

/// A key and JSON in each line: nothing in a text has a meaning in YAML.
fn as_we_write(head: &str) -> Option<Map<String, Value>> {
    let fields = head.lines().map(|line| {
        let (key, value) = line.split_once(": ")?;
        Some((key.to_owned(), serde_json::from_str(value).ok()?))
    });
    fields.collect()
}

fn yaml(head: &str) -> Option<Map<String, Value>> {
    let brackets = head.bytes().filter(|byte| matches!(byte, b'[' | b'{'));
    let is_costly = head.len() > MAX_YAML || brackets.count() > MAX_BRACKETS;
    if is_costly || has_aliases(head) {
        return None;
    }
    serde_yaml::from_str(head).ok()
}

/// Whether a part may be used again and again by an alias, which multiplies the text.
fn has_aliases(head: &str) -> bool {
    // As long as every value ends in its line, signs in quotes have no meaning.
    let open: Vec<&str> = head.lines().skip_while(|line| is_closed(line)).collect();
    let open = open.join("\n");
    begins_token(&open, '&') && begins_token(&open, '*')
}

/// Whether the value of a line ends in it and has no anchor and no alias.
fn is_closed(line: &str) -> bool {
    let line = line.trim();
    let line = line.strip_prefix("- ").unwrap_or(line);
    let is_key = |key: &str| key.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let value = match line.split_once(": ") {
        Some((key, value)) if is_key(key) => value.trim(),
        _ => line,
    };
    let single = value
        .strip_prefix('\'')
        .and_then(|rest| rest.strip_suffix('\''));
    // Quotes and other signs inside of a plain text have no meaning.
    let is_plain = value.starts_with(|c: char| c.is_alphanumeric());
    is_plain
        || single.is_some_and(|inner| !inner.replace("''", "").contains('\''))
        || serde_json::from_str::<IgnoredAny>(value).is_ok()
}

/// Whether a sign is where a value can begin.
fn begins_token(text: &str, sign: char) -> bool {
    text.match_indices(sign).any(|(at, _)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text.get(at + sign.len_utf8()..);
        let after = after.and_then(|after| after.chars().next());
        before.is_none_or(|c| c.is_whitespace() || "[{,:-?!".contains(c))
            && after.is_some_and(|c| !c.is_whitespace())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn title(head: &str) -> Option<String> {
        let fields = read(head)?;
        fields.get("title")?.as_str().map(str::to_owned)
    }

    #[test]
    fn signs_of_aliases_in_texts_have_no_meaning() {
        let check = |head: &str, expected: &str| {
            assert_eq!(title(head).as_deref(), Some(expected), "{head}");
        };
        let name = "公告: *ST华英 &甲 - *乙";
        check(&format!("url: \"a\"\ntitle: \"{name}\""), name);
        // After an editor.
        check(&format!("url: a\ntags:\n  - b\ntitle: \"{name}\""), name);
        check(&format!("url: a\ntitle: '{name}'"), name);
        check("title: a b *c &d\ntags: [x, 'y']", "a b *c &d");
        check("tags: [\n x]\ntitle: '*c'", "*c");
        check("title: >-\n  a\n  b", "a b");
    }

    #[test]
    fn aliases_are_refused() {
        for head in [
            "title: &a b\nsource: *a",
            "title: &a [x]\ntags: [*a, *a]",
            "title: x\na: {b: &c \"d\", \"e\":*c}",
            "a: [\"x\nb: \", &c d\n, *c, \"\"]",
            "- &a b\n- *a",
            "a:\n  ? &b c\n  : *b",
            "title: !x &b c\nd: !x *b",
        ] {
            assert!(has_aliases(head), "{head}");
            assert_eq!(title(head), None, "{head}");
        }
    }
}
