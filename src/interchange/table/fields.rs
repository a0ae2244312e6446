//! Fields of tables that hold several values.

use crate::interchange::item::Highlight;

/// The tags in a field: separated by `|` (Pocket) or commas, or a list of JSON or Python
/// (`["a"]`, `['a']`; Instapaper, Reader).
pub(super) fn tags(field: &str) -> Vec<String> {
    let field = field.trim();
    if let Ok(names) = serde_json::from_str(field) {
        return names;
    }
    let list = field
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    let separator = if list.is_none() && field.contains('|') {
        '|'
    } else {
        ','
    };
    let names = list.unwrap_or(field).split(separator);
    let names = names.map(|name| match list {
        Some(_) => name.trim().trim_matches(['"', '\'']),
        None => name.trim(),
    });
    names
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The highlights in a field of Raindrop: `Highlight: …` and `Note: …` lines. Without these words,
/// the whole field is one quotation.
pub(super) fn quotes(field: &str) -> Vec<Highlight> {
    let mut found: Vec<Highlight> = Vec::new();
    let mut in_note = false;
    for line in field.lines().map(str::trim) {
        if let Some(words) = line.strip_prefix("Highlight:") {
            in_note = false;
            found.push(Highlight {
                quote: words.trim().to_owned(),
                ..Highlight::default()
            });
        } else if let (Some(words), Some(last)) = (line.strip_prefix("Note:"), found.last_mut()) {
            in_note = true;
            last.note = words.trim().to_owned();
        } else if let Some(last) = found.last_mut() {
            let text = if in_note {
                &mut last.note
            } else {
                &mut last.quote
            };
            text.push('\n');
            text.push_str(line);
        } else if !line.is_empty() {
            found.push(Highlight {
                quote: line.to_owned(),
                ..Highlight::default()
            });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_tags() {
        let check = |field: &str, expected: &[&str]| assert_eq!(tags(field), expected, "{field}");
        check("", &[]);
        check("经济|AI news", &["经济", "AI news"]);
        check("经济, AI", &["经济", "AI"]);
        check(r#"["a","b c"]"#, &["a", "b c"]);
        check("['a', 'b']", &["a", "b"]);
        check("[]", &[]);
        check(
            r#"["\u7ecf\u6d4e","machine, learning","say \"hi\""]"#,
            &["经济", "machine, learning", "say \"hi\""],
        );
    }

    #[test]
    fn highlights_of_a_field() {
        let shown = |field: &str| {
            let found = quotes(field).into_iter();
            let found = found.map(|one| format!("{}/{}", one.quote, one.note));
            found.collect::<Vec<_>>().join(" ")
        };
        assert_eq!(
            shown("Highlight:甲\nNote:乙\n\nHighlight: 丙"),
            "甲/乙\n 丙/"
        );
        assert_eq!(shown("一句"), "一句/");
        assert_eq!(shown(""), "");
    }
}
