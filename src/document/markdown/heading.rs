//! Attributes at the end of a heading: `## 题 {#id .class key=val}`.

/// The text before the attributes, and the id among them. None if the heading has no attributes.
///
/// Braces may also be part of the text (`GET /users/{id}`), so the first word must be an id or a
/// class. `text` is HTML.
pub fn attributes(text: &str) -> Option<(&str, Option<&str>)> {
    let (before, inner) = text.trim_end().strip_suffix('}')?.rsplit_once('{')?;
    let inner = inner.strip_prefix(':').unwrap_or(inner).trim();
    let mut id = None;
    let mut rest = inner.starts_with(['#', '.']).then_some(inner)?;
    while !rest.is_empty() {
        let (word, behind) = word(rest);
        let name = |name: &str| !name.is_empty() && !name.contains(['#', '=', '&', '<']);
        if let Some(value) = word.strip_prefix('#').filter(|value| name(value)) {
            id = Some(value);
        } else if !word.strip_prefix('.').is_some_and(name) {
            let (key, _) = word.split_once('=')?;
            let letter = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':');
            key.chars().all(letter).then_some(())?;
        }
        rest = behind.trim_start();
    }
    Some((before.trim_end(), id))
}

/// Splits off the first word. A quoted value may contain spaces.
fn word(text: &str) -> (&str, &str) {
    const QUOTE: &str = "&quot;";
    let blank = text.find(char::is_whitespace).unwrap_or(text.len());
    let quoted = text.find("=&quot;").filter(|at| *at < blank);
    let closing = quoted.and_then(|at| {
        let from = at + 1 + QUOTE.len();
        Some(from + text.get(from..)?.find(QUOTE)? + QUOTE.len())
    });
    text.split_at(closing.unwrap_or(blank))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_of_headings() {
        for (text, expected) in [
            ("题 {#id}", Some(("题", Some("id")))),
            (
                "题{#id .a key=&quot;a b&quot; x=1}",
                Some(("题", Some("id"))),
            ),
            ("题 {: .no_toc }", Some(("题", None))),
            ("GET /users/{id}", None),
            ("{a=b}", None),
            ("集 {#}", None),
            ("集 {.}", None),
            ("集 {#a b}", None),
            ("x {#a} y", None),
            ("{}", None),
        ] {
            assert_eq!(attributes(text), expected, "{text}");
        }
    }
}
