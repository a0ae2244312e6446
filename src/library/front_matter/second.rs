//! A second head below the first, as plugins and converters write it: its fields are metadata too.

use super::delimiter::{fence_of, is_lower, is_usual, key_of, line};

/// Maximum lines of a second head.
const LINES: usize = 60;

/// The second head at the start of a body, and the text below it. With an opening fence or without,
/// each line is a field or part of one, and one of the keys is usual.
pub fn split(body: &str) -> Option<(&str, &str)> {
    let start = body.trim_start();
    let (first, rest) = line(start);
    let is_opened = fence_of(first) == Some(b'-');
    let fields = if is_opened { rest } else { start };
    let mut at = 0;
    let (mut is_list, mut is_known) = (false, false);
    for line in fields.split_inclusive('\n').take(LINES) {
        let bare = line.trim_end();
        if fence_of(line) == Some(b'-') {
            let rest = fields.get(at + line.len()..)?;
            return is_known.then_some((fields.get(..at)?, rest));
        }
        at += line.len();
        if bare.starts_with([' ', '\t', '-']) {
            is_list.then_some(())?;
            continue;
        }
        // The key of a heading that is underlined by the fence would be a word of prose.
        let key = key_of(bare, ':').filter(|key| is_lower(key))?;
        let value = bare.get(key.len() + 1..)?;
        (value.is_empty() || value.starts_with(' ')).then_some(())?;
        is_list = value.trim().is_empty();
        is_known |= is_usual(key);
        (is_opened || is_known).then_some(())?;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn second_heads_are_metadata() {
        #[track_caller]
        fn check(body: &str, expected: Option<(&str, &str)>) {
            assert_eq!(split(body), expected, "{body:?}");
        }
        check("---\ntags: 甲\n---\n文", Some(("tags: 甲\n", "文")));
        check(
            "\n\n---\ntags:\n  - 甲\n  - 乙\n---\n文",
            Some(("tags:\n  - 甲\n  - 乙\n", "文")),
        );
        check("tags: [甲]\n---\n文", Some(("tags: [甲]\n", "文")));
        for text in [
            "---\n文\n---\n",
            "---\nNote: 文\n---\n",
            "---\n\ntags: 甲\n\n---\n",
            "注: 文\n---\n",
            "tags: 甲\n\n---\n",
            "tags: 甲",
        ] {
            check(text, None);
        }
    }
}
